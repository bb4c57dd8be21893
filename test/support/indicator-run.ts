/** Runs of the international pipeline over files of a test's own, in the test's process. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { international } from '../../pipelines/international/index.ts';
import type { IndicatorRunReport } from '../../src/pipeline/indicators/indicator-run-report.ts';
import {
  type IndicatorRunRequest,
  prepareIndicators,
} from '../../src/pipeline/indicators/prepare-indicators.ts';
import { runIndicators } from '../../src/pipeline/indicators/run-indicators.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createProgress } from '../../src/runtime/progress.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { SQL_FOLDER } from './load-survey.ts';

export interface IndicatorBench {
  /** Writes a file of the test's own; returns its path. */
  lay(name: string, content: string | Uint8Array): Promise<string>;
  run(
    warehouse: Warehouse,
    inputs: readonly string[],
    options?: Partial<IndicatorRunRequest>,
  ): Promise<IndicatorRunReport>;
  remove(): Promise<void>;
}

export async function createIndicatorBench(): Promise<IndicatorBench> {
  const folder = await mkdtemp(join(tmpdir(), 'egdi-indicators-'));
  const { signal } = new AbortController();
  const context = {
    sqlFolder: SQL_FOLDER,
    snapshotFolder: join(folder, 'snapshots'),
    outputFolder: join(folder, 'outputs'),
    clock: systemClock,
    progress: createProgress({ stream: process.stderr, isTty: false, color: false }),
    logger: silentLogger,
    signal,
    isSchemaFresh: false,
  };
  return {
    async lay(name, content) {
      const path = join(folder, 'inputs', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    async run(warehouse, inputs, options = {}) {
      const request: IndicatorRunRequest = {
        pipeline: international,
        command: 'run',
        inputs,
        series: null,
        publishedOn: null,
        force: false,
        reason: 'test',
        ...options,
      };
      const prepared = await prepareIndicators(request, {
        maxFileBytes: 50_000_000,
        clock: systemClock,
        signal,
      });
      try {
        return await runIndicators(request, { ...context, warehouse }, prepared);
      } finally {
        await prepared.reader.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
