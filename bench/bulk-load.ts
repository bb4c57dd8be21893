/**
 * Bulk load of synthetic observations into a server, as a process of its own:
 *   bulk-load copy   <url> <rows>         the floor: bare COPY of the same rows into a table with the same key
 *   bulk-load memory <url> <rows> [salt] [one|all]
 *                                         validate → normalise → load, from records in memory; with a salt, the next
 *                                         vintage of one or of all indicators
 *   bulk-load csv    <url> <rows> <file>  the same from a CSV file
 *   bulk-load publish <url> <release>     publication, or rollback, to a release
 *   bulk-load write-csv <file> <rows>
 * Says in JSON what it took inside the process.
 */
import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { unSurvey } from '../pipelines/un-survey/index.ts';
import { createCatalogue } from '../src/pipeline/catalogue.ts';
import { referencePartitions } from '../src/pipeline/reference-partitions.ts';
import { loadObservationTable } from '../src/pipeline/run/load-observation-table.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../src/readers/read-document.ts';
import { COUNTRIES } from '../src/reference/countries.ts';
import { createNameResolver } from '../src/reference/name-resolver.ts';
import type { ObservationRows } from '../src/stages/validate/observations.ts';
import { openWarehouse } from '../src/warehouse/connection/connect.ts';
import { runAudits } from '../src/warehouse/ledger/audits.ts';
import { takeFence } from '../src/warehouse/ledger/fence.ts';
import { recordRun } from '../src/warehouse/ledger/runs.ts';
import { publishRelease } from '../src/warehouse/releases/publish.ts';
import {
  COPIED_COLUMNS,
  copyText,
  locatedRows,
  sha256,
  syntheticLayout,
  writeCsv,
} from './observation-rows.ts';

const [mode = '', place = '', third = '', fourth = '', fifth = 'one'] = process.argv.slice(2);
const SQL_FOLDER = { path: fileURLToPath(new URL('../../sql', import.meta.url)) };
const startedAt = performance.now();
const result = await run();
process.stdout.write(`${JSON.stringify({ ...result, seconds: (performance.now() - startedAt) / 1000 })}\n`);

async function run(): Promise<object> {
  switch (mode) {
    case 'copy':
      return copy(place, Number(third));
    case 'memory': {
      const vintage = { salt: Number(fourth || 0), revises: fifth === 'all' ? 'all' : 'one' } as const;
      const rows = locatedRows(Number(third), vintage);
      return load(Number(third), rows, `memory ${third} ${fourth} ${fifth}`, 0);
    }
    case 'csv': {
      const reader = openDocumentReader({ limits: { ...DEFAULT_LIMITS, maxFileBytes: 4_000_000_000 } });
      const { sheets } = await reader.read(fourth, () => undefined);
      const { rows = [] } = sheets[0] ?? {};
      const loaded = await load(Number(third), rows, `csv ${third}`, statSync(fourth).size);
      await reader.close();
      return loaded;
    }
    case 'publish':
      return publish(Number(third));
    case 'write-csv':
      await writeCsv(place, Number(third));
      return {};
    default:
      throw new Error(`unknown mode ${mode}`);
  }
}

async function copy(url: string, rows: number): Promise<object> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('drop table if exists bare_observation');
  await client.query('create table bare_observation (like warehouse.observation including all)');
  await client.query('begin');
  const target = client.query(copyFrom(`copy bare_observation (${COPIED_COLUMNS}) from stdin`));
  await pipeline(Readable.from(copyText(rows), { objectMode: true, highWaterMark: 4 }), target);
  await client.query('commit');
  await client.end();
  return { rows: target.rowCount };
}

async function load(rowCount: number, rows: ObservationRows, name: string, bytes: number): Promise<object> {
  const warehouse = await openWarehouse({ kind: 'server', url: place });
  const now = new Date();
  const [fence, runId] = await warehouse.withTransaction(async (session) => [
    await takeFence(session, 'bench', now),
    await recordRun(session, {
      pipeline: 'bench',
      command: 'bench',
      runKey: sha256(name),
      engineVersion: '1',
      startedAt: now,
    }),
  ]);
  const origin = {
    publisher: 'bench',
    title: name,
    url: null,
    licence: 'none',
    retrievedOn: null,
    publishedOn: null,
  };
  const loaded = await loadObservationTable(
    { warehouse, fence, run: { runId, runKey: sha256(name), reason: name, engineVersion: '1' }, now },
    {
      file: {
        sha256: sha256(name),
        path: `${name}.csv`,
        bytes,
        format: 'csv',
        layoutId: 'synthetic-long',
        origin,
      },
      sheet: null,
      rows,
      layout: syntheticLayout(rowCount),
      countries: {
        names: createNameResolver([], []),
        knownCodes: new Set(COUNTRIES.map(({ iso3 }) => iso3)),
        excludedCodes: new Map(),
      },
      references: referencePartitions(unSurvey, createCatalogue(unSurvey)),
    },
  );
  const facts = loaded.counts.find(({ stage }) => stage === 'load')?.out ?? 0;
  if (loaded.exitCode !== 0 || facts !== rowCount) throw new Error(JSON.stringify(loaded.issues.slice(0, 3)));
  await warehouse.close();
  return { rows: facts, releaseNo: loaded.releaseNo, partitions: loaded.stored.size };
}

async function publish(releaseNo: number): Promise<object> {
  const warehouse = await openWarehouse({ kind: 'server', url: place });
  const began = performance.now();
  const audited = await warehouse.withTransaction((session) => runAudits(session, SQL_FOLDER, releaseNo));
  const auditSeconds = (performance.now() - began) / 1000;
  const failed = audited.filter(({ status }) => status === 'fail');
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  const publishing = performance.now();
  await warehouse.withTransaction((session) =>
    publishRelease(session, SQL_FOLDER, {
      releaseNo,
      runId: 1,
      kind: 'publish',
      reason: 'bench',
      actor: 'bench',
      now: new Date(),
    }),
  );
  const publishSeconds = (performance.now() - publishing) / 1000;
  await warehouse.close();
  return { auditSeconds, publishSeconds };
}
