import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../../src/pipeline/run/run-report.ts';
import type { Warehouse } from '../../../src/warehouse/connection/connect.ts';
import {
  diffPartitions,
  type ReleaseDiff,
  readPartitionRows,
} from '../../../src/warehouse/releases/release-diff.ts';
import { readManifest } from '../../../src/warehouse/releases/releases.ts';
import { applyMigrations, listMigrations } from '../../../src/warehouse/schema/migrate.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import type { DatasetName } from '../../../src/warehouse/versions/datasets.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { dumpSchemas } from '../../support/dump.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import {
  type BenchOptions,
  createRunBench,
  official,
  type RunBench,
  readFolder,
} from '../../support/run-bench.ts';

const SCHEMAS = ['ops', 'warehouse', 'history', 'reporting'];

/** What differs between two releases, from the database. */
async function diffReleases(warehouse: Warehouse, from: number | null, to: number): Promise<ReleaseDiff> {
  return warehouse.withTransaction(
    async (session) => {
      const rowsOf = async (releaseNo: number | null) => {
        const entries = releaseNo === null ? [] : await readManifest(session, releaseNo);
        return readPartitionRows(
          session,
          entries.map((entry) => ({ ...entry, dataset: entry.dataset as DatasetName })),
        );
      };
      return diffPartitions(await rowsOf(from), await rowsOf(to));
    },
    { readOnly: true },
  );
}

async function partitionsOf(warehouse: Warehouse, releaseNo: number): Promise<Map<string, string>> {
  const { rows } = await warehouse.withConnection((session) =>
    session.query(
      `select dataset || ' ' || partition_key as name, content_sha256 from warehouse.release_partition
       join warehouse.partition_version using (version_id, dataset, partition_key) where release_no = $1`,
      [releaseNo],
    ),
  );
  return new Map(rows.map((row) => [String(row.name), String(row.content_sha256)]));
}

describeEachDatabase('B11 plan foretells what a run does, and writes nothing', (database) => {
  let bench: RunBench;
  let warehouse: Warehouse;
  let published: number | null = null;

  beforeAll(async () => {
    bench = await createRunBench();
    warehouse = await database.warehouse();
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
  });
  afterAll(() => bench.remove());

  /** Plans and runs; whatever the plan says must be so. */
  async function planThenRun(options: BenchOptions = {}) {
    const state = async () => [
      await dumpSchemas(warehouse, SCHEMAS),
      await readFolder(join(bench.folder, 'snapshots')),
      await readFolder(bench.outputFolder),
    ];
    const before = await state();
    const plan = await bench.plan(warehouse, options);
    expect(await state()).toEqual(before);

    const report: RunReport = await bench.run(warehouse, options);
    expect([report.outcome, report.exitCode]).toEqual([plan.predicted.outcome, plan.predicted.exitCode]);
    expect(plan.publishedRelease).toBe(published);
    expect(report.issues).toEqual(plan.issues);
    expect(report.editions).toEqual(plan.editions);
    expect(report.quarantinedRows).toBe(plan.quarantinedRows);
    const ran = report.stages.filter(({ status }) => status === 'done').map(({ stage }) => stage);
    const planned = plan.stages.filter(({ action }) => action === 'run').map(({ stage }) => stage);
    // Normalise and reconcile are timed together with the stage before them.
    expect(planned.filter((stage) => stage !== 'normalise' && stage !== 'reconcile')).toEqual(ran);
    if (report.release !== null) {
      const made = await partitionsOf(warehouse, report.release);
      for (const one of plan.partitions) {
        expect(made.get(`${one.dataset} ${one.partitionKey}`)).toBe(one.contentSha256);
      }
      expect(plan.diff).toEqual(await diffReleases(warehouse, published, report.release));
      expect(plan.diff?.isEmpty).toBe(plan.partitions.every(({ status }) => status === 'published'));
    } else {
      expect(plan.diff?.isEmpty).toBe(true);
    }
    if (report.outcome === 'published') published = report.release;
    return { plan, report };
  }

  test('the first run publishes everything as new', async () => {
    await bench.lay(official(2016), official(2018));
    const { plan, report } = await planThenRun();
    expect(report.outcome).toBe('published');
    expect(plan.inputs.map(({ status }) => status)).toEqual(['new', 'new']);
    expect(plan.predicted.dependsOnAudits).toBe(true);
    expect(plan.diff?.partitions.every(({ change }) => change === 'added')).toBe(true);
    expect(plan.partitions).toHaveLength(11);
  });

  test('the second has nothing to do', async () => {
    const { plan, report } = await planThenRun();
    expect(report.outcome).toBe('noop');
    expect(plan.stages.filter(({ action }) => action === 'run').map(({ stage }) => stage)).toEqual([
      'extract',
    ]);
    expect(plan.inputs.map(({ status, layoutId }) => [status, layoutId])).toEqual([
      ['published', 'egovkb'],
      ['published', 'egovkb'],
    ]);
  });

  test('a forced one changes no fact', async () => {
    const { plan } = await planThenRun({ force: true });
    expect(plan.predicted.outcome).toBe('unchanged');
    expect(plan.stages.find(({ stage }) => stage === 'compute')).toMatchObject({
      action: 'run',
      reason: 'forced',
    });
  });

  test('other bytes with the same facts: unchanged under another key, and the publication does not move (B1)', async () => {
    const before = await dumpSchemas(warehouse, ['reporting']);
    await bench.edit(official(2018), (text) => {
      const [header, ...rows] = text.trimEnd().split('\n');
      return `${[header, ...rows.reverse()].join('\n')}\n`;
    });
    const { plan } = await planThenRun();
    expect(plan.predicted).toMatchObject({ outcome: 'unchanged', exitCode: 0 });
    expect(plan.inputs.map(({ fileName, status }) => [fileName, status])).toEqual([
      ['EGOV_DATA_2016.csv', 'published'],
      ['EGOV_DATA_2018.csv', 'changed'],
    ]);
    expect(await dumpSchemas(warehouse, ['reporting'])).toEqual(before);
  });

  test('a changed figure, a new file and one that is gone are named, and so is all that would change', async () => {
    await bench.lay(official(2018), official(2020));
    await bench.edit(official(2018), (text) =>
      text.replace(/^(2018,"Kazakhstan ",[^,]*,[^,]*,)[^,]*/m, '$10.93260'),
    );
    const { plan, report } = await planThenRun();
    expect(report.outcome).toBe('published');
    expect(plan.inputs.map(({ fileName, status }) => [fileName, status])).toEqual([
      ['EGOV_DATA_2018.csv', 'changed'],
      ['EGOV_DATA_2020.csv', 'new'],
    ]);
    // Of the file of 2018 with its rows in another order the facts are the same, so it stands behind the release too.
    expect(plan.missing.map(({ fileName }) => fileName)).toContain('EGOV_DATA_2016.csv');
    expect(plan.diff?.figures.filter(({ column }) => column === 'score_published')).toMatchObject([
      { iso3: 'KAZ', edition: 2018, indexCode: 'EPI', before: '0.8371', after: '0.9326', change: '0.0955' },
    ]);
  });

  test('a refusal is foretold with its exit code and findings; what is refused is not published', async () => {
    await bench.lay(official(2020), official(2022));
    await bench.edit(official(2022), (text) =>
      text.replace(/^(2022,"Kazakhstan ",\d+,)0\.\d+/m, '$10.81000'),
    );
    const { plan } = await planThenRun();
    expect(plan.predicted).toMatchObject({ outcome: 'refused', exitCode: 4, dependsOnAudits: false });
    expect(plan.issues[0]?.code).toBe('score-deviation');
    expect(plan.stages.at(-1)).toMatchObject({ stage: 'publish', action: 'skip' });
  });

  test('so is a publication in part', async () => {
    await bench.lay(official(2022), official(2024));
    await bench.edit(official(2022), (text) =>
      text.replace(/^(2022,"Kazakhstan ",\d+,)0\.\d+/m, '$10.81000'),
    );
    const { plan } = await planThenRun({ publishPartial: true });
    expect(plan.predicted).toMatchObject({ outcome: 'published', exitCode: 4 });
  });

  test('so is a release that says that what was refused is in order again', async () => {
    await bench.lay(official(2018), official(2012));
    await bench.edit(official(2018), (text) =>
      text.replace(/^(2018,"Kazakhstan ",\d+,)0\.\d+/m, '$10.81000'),
    );
    const inPart = await planThenRun({ publishPartial: true });
    expect(inPart.plan.predicted).toMatchObject({ outcome: 'published', exitCode: 4 });
    await bench.lay(official(2018));
    await bench.edit(official(2018), (text) =>
      text.replace(/^(2018,"Kazakhstan ",[^,]*,[^,]*,)[^,]*/m, '$10.93260'),
    );
    const { plan } = await planThenRun({ reason: 'in order again' });
    expect(plan.predicted).toMatchObject({ outcome: 'published', exitCode: 0 });
    expect(plan.diff?.isEmpty).toBe(true);
    expect(plan.stages.find(({ stage }) => stage === 'load')?.reason).toContain('score 2018');
  });

  test('a candidate is foretold where it was asked for', async () => {
    await bench.lay(official(2014));
    const { plan } = await planThenRun({ noPublish: true });
    expect(plan.predicted).toMatchObject({ outcome: 'candidate', exitCode: 0 });
  });

  test('so is one that a rollback has taken back', async () => {
    await warehouse.withTransaction((session) =>
      session.exec(`insert into warehouse.withdrawn_version
        select version_id, (select max(log_id) from warehouse.publication_log)
        from warehouse.release_partition where dataset = 'score' and partition_key = '2014' limit 1`),
    );
    const { plan } = await planThenRun();
    expect(plan.predicted).toMatchObject({ outcome: 'candidate', exitCode: 0 });
    expect(plan.predicted.message).toContain('score 2014');
  });

  test('an input that is not there, and a folder without any, are refused', async () => {
    const { plan } = await planThenRun({ inputs: [join(bench.folder, 'nowhere')] });
    expect(plan.predicted).toMatchObject({ outcome: 'refused', exitCode: 3 });
    await bench.lay();
    const empty = await planThenRun();
    expect(empty.plan.issues.map(({ code }) => code)).toEqual(['file-missing']);
  });
});

describeEachDatabase('B11 plan over a schema that is behind', (database) => {
  test('names the pending migrations, reads what it can and migrates nothing', async () => {
    const bench = await createRunBench();
    try {
      const warehouse = await database.warehouse();
      await bench.lay(official(2016));
      const all = await listMigrations(join(SQL_FOLDER.path, 'migrations'));
      const plans = [];
      for (const count of [1, 4]) {
        await applyMigrations(warehouse, all.slice(0, count)).catch(() => undefined);
        const before = await dumpSchemas(warehouse, SCHEMAS);
        plans.push(await bench.plan(warehouse));
        expect(await dumpSchemas(warehouse, SCHEMAS)).toEqual(before);
      }
      const [first, fourth] = plans;
      expect(first?.schema).toMatchObject({ isReadable: false, problems: [] });
      expect([first?.schema.pending.length, first?.diff]).toEqual([all.length - 1, null]);
      expect(fourth?.schema).toMatchObject({ isReadable: true, problems: [] });
      const later = all.slice(4).map(({ version }) => version);
      expect(fourth?.schema.pending.map(({ version }) => version)).toEqual(later);
      expect(fourth?.predicted).toMatchObject({ outcome: 'published', exitCode: 0 });
      expect(fourth?.diff?.isEmpty).toBe(false);
    } finally {
      await bench.remove();
    }
  });
});
