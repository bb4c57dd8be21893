/** National files for tests: written down, loaded and published as the pipeline does it. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { national } from '../../pipelines/national/index.ts';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { createCatalogue } from '../../src/pipeline/catalogue.ts';
import { referencePartitions } from '../../src/pipeline/reference-partitions.ts';
import {
  type LoadedNationalFiles,
  loadNationalFiles,
  type NationalFilePart,
  type NationalTable,
  readNationalPart,
} from '../../src/pipeline/run/load-national-files.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../../src/readers/read-document.ts';
import { counterpartDimension } from '../../src/stages/load/counterpart-dimension.ts';
import { regionDimension } from '../../src/stages/load/region-dimension.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { takeFence } from '../../src/warehouse/ledger/fence.ts';
import { recordRun } from '../../src/warehouse/ledger/runs.ts';

const catalogue = createCatalogue(unSurvey);

export interface LoadedNationalTest extends LoadedNationalFiles {
  readonly runId: number;
}

/** Takes the fence, records a run and loads files as one release; the run goes on to no publication. */
export async function loadNationalPaths(
  warehouse: Warehouse,
  given: readonly {
    readonly path: string;
    readonly source: NationalTable['source'];
    readonly metaPath?: string;
  }[],
): Promise<LoadedNationalTest> {
  const now = new Date();
  const tables = await Promise.all(
    given.map(async ({ path, source, metaPath }): Promise<NationalTable> => {
      const bytes = await readFile(path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const note = { url: null, licence: 'none', retrievedOn: null, publishedOn: null };
      const origin = { publisher: 'test', title: path, ...note };
      return {
        file: { sha256, path, bytes: bytes.length, format: 'json', layoutId: source.id, origin },
        ...(metaPath === undefined ? {} : { metaPath }),
        source,
      };
    }),
  );
  const runKey = createHash('sha256')
    .update(tables.map(({ file }) => file.sha256).join())
    .digest('hex');
  const [fence, runId] = await warehouse.withTransaction(async (session) => [
    await takeFence(session, 'test', now),
    await recordRun(session, {
      pipeline: 'test',
      command: 'test',
      runKey,
      engineVersion: 'test',
      startedAt: now,
    }),
  ]);
  const documents = openDocumentReader();
  try {
    const run = { runId, runKey, reason: 'test', engineVersion: 'test' };
    const parts: NationalFilePart[] = [];
    for (const table of tables) {
      parts.push(await readNationalPart({ documents, limits: DEFAULT_LIMITS }, table));
    }
    const sources = tables.map(({ source }) => source);
    const references = [
      ...referencePartitions(unSurvey, catalogue),
      regionDimension(),
      counterpartDimension(national.counterparts),
    ];
    const loaded = await loadNationalFiles(
      { warehouse, fence, run, stages: { durationOf: () => undefined }, now },
      { parts, sources, references, issues: [], counts: [] },
    );
    return { ...loaded, runId };
  } finally {
    await documents.close();
  }
}

/** Writes a document and loads it. */
export async function loadNationalText(
  warehouse: Warehouse,
  folder: string,
  name: string,
  text: string,
  source: NationalTable['source'],
): Promise<LoadedNationalTest> {
  const path = join(folder, name);
  await writeFile(path, text);
  return loadNationalPaths(warehouse, [{ path, source }]);
}
