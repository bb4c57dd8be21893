/** Loads survey files into a test's warehouse by a real run, in the test's own process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { prepareRun } from '../../src/pipeline/run/prepare-run.ts';
import { runPipeline } from '../../src/pipeline/run/run.ts';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { RunRequest } from '../../src/pipeline/run/run-request.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createProgress } from '../../src/runtime/progress.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { setUpDatabase } from '../../src/warehouse/schema/set-up.ts';
import { FIXTURE_FOLDER } from './survey-files.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export const SQL_FOLDER = { path: join(ROOT, 'sql') };

/** Brings the schema and the roles up, then runs the files, given relative to `fixtures/` or in full. */
export async function loadSurvey(
  warehouse: Warehouse,
  files: readonly string[],
  reason = 'test',
  asked: Partial<RunRequest> = {},
): Promise<RunReport> {
  const applied = await setUp(warehouse);
  const snapshotFolder = await mkdtemp(join(tmpdir(), 'egdi-snapshots-'));
  const request = {
    pipeline: unSurvey,
    command: 'run',
    inputs: files.map((file) => resolve(FIXTURE_FOLDER, file)),
    edition: null,
    force: false,
    reason,
    ...asked,
  };
  const { signal } = new AbortController();
  const clock = systemClock;
  const prepared = await prepareRun(request, { maxFileBytes: 50_000_000, snapshotFolder, clock, signal });
  try {
    return await runPipeline(
      request,
      {
        warehouse,
        isSchemaFresh: applied > 0,
        sqlFolder: SQL_FOLDER,
        snapshotFolder,
        outputFolder: join(snapshotFolder, 'outputs'),
        clock,
        progress: createProgress({ stream: process.stderr, isTty: false, color: false }),
        logger: silentLogger,
        signal,
      },
      prepared,
    );
  } finally {
    await prepared.reader.close();
    await rm(snapshotFolder, { recursive: true, force: true });
  }
}

/** Schema and roles. Roles belong to a whole server, so two suites may create them at once: the second tries again. */
async function setUp(warehouse: Warehouse): Promise<number> {
  const setUpOnce = () => setUpDatabase(warehouse, SQL_FOLDER, { createRoles: true });
  try {
    return (await setUpOnce()).length;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['23505', '42710'].includes(String(error.code)))) {
      throw error;
    }
    await setUpOnce();
    return 1;
  }
}
