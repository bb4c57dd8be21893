/** Plans and runs over files of a test's own, in the test's process, with folders that last from run to run. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { planRun } from '../../src/pipeline/plan/plan.ts';
import type { RunPlan } from '../../src/pipeline/plan/run-plan.ts';
import { carryEditions } from '../../src/pipeline/run/carry-editions.ts';
import { prepareRun } from '../../src/pipeline/run/prepare-run.ts';
import { runPipeline } from '../../src/pipeline/run/run.ts';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { RunRequest } from '../../src/pipeline/run/run-request.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Logger, silentLogger } from '../../src/runtime/logger.ts';
import { createProgress } from '../../src/runtime/progress.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { SQL_FOLDER } from './load-survey.ts';
import { FIXTURE_FOLDER } from './survey-files.ts';

export interface RunBench {
  /** Inputs, snapshots and outputs lie in it. */
  readonly folder: string;
  readonly inputFolder: string;
  readonly outputFolder: string;
  /** Empties the input folder and copies files into it, given relative to `fixtures/`. */
  lay(...files: readonly string[]): Promise<void>;
  /** Changes the text of an input. */
  edit(file: string, change: (text: string) => string): Promise<void>;
  plan(warehouse: Warehouse | undefined, options?: BenchOptions): Promise<RunPlan>;
  run(warehouse: Warehouse, options?: BenchOptions): Promise<RunReport>;
  remove(): Promise<void>;
}

export type BenchOptions = Partial<RunRequest> & { readonly logger?: Logger };

export const official = (edition: number) => `un-survey/egovkb/EGOV_DATA_${edition}.csv`;

export async function createRunBench(): Promise<RunBench> {
  const folder = await mkdtemp(join(tmpdir(), 'egdi-bench-'));
  const inputFolder = join(folder, 'inputs');
  const outputFolder = join(folder, 'outputs');
  await mkdir(inputFolder);
  const { signal } = new AbortController();
  const snapshotFolder = join(folder, 'snapshots');
  const common = {
    sqlFolder: SQL_FOLDER,
    outputFolder,
    clock: systemClock,
    progress: createProgress({ stream: process.stderr, isTty: false, color: false }),
    signal,
  };

  /** As the commands do: prepared again when the database knows further editions. */
  async function withPrepared<T>(
    warehouse: Warehouse | undefined,
    { logger: _logger, ...options }: BenchOptions,
    use: (request: RunRequest, prepared: Awaited<ReturnType<typeof prepareRun>>) => Promise<T>,
  ): Promise<T> {
    const asked: RunRequest = {
      pipeline: unSurvey,
      command: 'run',
      inputs: [inputFolder],
      edition: null,
      force: false,
      reason: 'test',
      ...options,
    };
    const prepare = (request: RunRequest) =>
      prepareRun(request, { maxFileBytes: 50_000_000, snapshotFolder, clock: systemClock, signal });
    let prepared = await prepare(asked);
    try {
      const known = new Set(prepared.catalogue.editions.keys());
      const complete = warehouse ? await carryEditions(asked, warehouse, known) : asked;
      if (complete !== asked) {
        await prepared.reader.close();
        prepared = await prepare(complete);
      }
      return await use(complete, prepared);
    } finally {
      await prepared.reader.close();
    }
  }

  return {
    folder,
    inputFolder,
    outputFolder,
    async lay(...files) {
      await rm(inputFolder, { recursive: true });
      await mkdir(inputFolder);
      for (const file of files) await cp(join(FIXTURE_FOLDER, file), join(inputFolder, baseName(file)));
    },
    async edit(file, change) {
      const path = join(inputFolder, baseName(file));
      const text = await readFile(path, 'utf8');
      const changed = change(text);
      if (changed === text) throw new Error(`${file} was not changed`);
      await writeFile(path, changed);
    },
    plan: (warehouse, options = {}) =>
      withPrepared(warehouse, options, (request, prepared) => {
        const logger = options.logger ?? silentLogger;
        return planRun(
          request,
          { ...common, logger, warehouse, migratesItself: true, declare: null },
          prepared,
        );
      }),
    run: (warehouse, options = {}) =>
      withPrepared(warehouse, options, (request, prepared) => {
        const logger = options.logger ?? silentLogger;
        const context = { ...common, logger, warehouse, isSchemaFresh: false, snapshotFolder };
        return runPipeline(request, context, prepared);
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Every file below a folder with its bytes; empty where there is no folder. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'base64')] as const)),
  );
}

function baseName(file: string): string {
  return file.split('/').at(-1) ?? file;
}
