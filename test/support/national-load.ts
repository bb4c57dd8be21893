/** National files for tests: written down, loaded and published as the pipeline does it. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { createCatalogue } from '../../src/pipeline/catalogue.ts';
import { referencePartitions } from '../../src/pipeline/reference-partitions.ts';
import {
  type LoadedNationalFile,
  loadNationalFile,
  type NationalTable,
} from '../../src/pipeline/run/load-national-file.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../../src/readers/read-document.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { takeFence } from '../../src/warehouse/ledger/fence.ts';
import { recordRun } from '../../src/warehouse/ledger/runs.ts';

const catalogue = createCatalogue(unSurvey);

export interface LoadedNationalTest extends LoadedNationalFile {
  readonly runId: number;
}

/** Takes the fence, records a run and loads a file; the run goes on to no publication. */
export async function loadNationalPath(
  warehouse: Warehouse,
  path: string,
  { source, metaPath }: Pick<NationalTable, 'source' | 'metaPath'>,
): Promise<LoadedNationalTest> {
  const now = new Date();
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [fence, runId] = await warehouse.withTransaction(async (session) => [
    await takeFence(session, 'test', now),
    await recordRun(session, {
      pipeline: 'test',
      command: 'test',
      runKey: sha256,
      engineVersion: 'test',
      startedAt: now,
    }),
  ]);
  const origin = {
    publisher: 'test',
    title: path,
    url: null,
    licence: 'none',
    retrievedOn: null,
    publishedOn: null,
  };
  const documents = openDocumentReader();
  try {
    const loaded = await loadNationalFile(
      {
        warehouse,
        fence,
        run: { runId, runKey: sha256, reason: path, engineVersion: 'test' },
        now,
        documents,
        limits: DEFAULT_LIMITS,
      },
      {
        file: { sha256, path, bytes: bytes.length, format: 'json', layoutId: source.id, origin },
        ...(metaPath === undefined ? {} : { metaPath }),
        source,
        references: referencePartitions(unSurvey, catalogue),
      },
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
  return loadNationalPath(warehouse, path, { source });
}
