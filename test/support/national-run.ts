/** Runs of national tables over files of a test's own, in the test's process. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { national } from '../../pipelines/national/index.ts';
import {
  defineNationalPipeline,
  type NationalSeries,
  type NationalSourceInput,
} from '../../src/pipeline/define-pipeline.ts';
import type { IndicatorRunReport } from '../../src/pipeline/indicators/indicator-run-report.ts';
import { type NationalRunRequest, prepareNational } from '../../src/pipeline/national/prepare-national.ts';
import { runNational } from '../../src/pipeline/national/run-national.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createProgress } from '../../src/runtime/progress.ts';
import type { TableDeclarationInput } from '../../src/sources/tables/table-declaration.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { SQL_FOLDER } from './load-survey.ts';

export interface NationalBench {
  /** Writes a file of the test's own; returns its path. */
  lay(name: string, content: string | Uint8Array): Promise<string>;
  run(
    warehouse: Warehouse,
    inputs: readonly string[],
    said?: Partial<NationalRunRequest>,
  ): Promise<IndicatorRunReport>;
  remove(): Promise<void>;
}

/** A pipeline of these tables and series. */
export async function createNationalBench(
  tables: readonly TableDeclarationInput[],
  series: readonly NationalSeries<NationalSourceInput>[] = [],
): Promise<NationalBench> {
  const folder = await mkdtemp(join(tmpdir(), 'egdi-national-tables-'));
  const { signal } = new AbortController();
  const pipeline = defineNationalPipeline({
    name: 'national',
    title: 'Test',
    defaultInput: '',
    ignoredFiles: ['origin.json', '*.md'],
    freshness: national.freshness,
    series,
    counterparts: [],
    tables,
  });
  return {
    async lay(name, content) {
      const path = join(folder, 'inputs', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    async run(warehouse, inputs, said = {}) {
      const request = { pipeline, command: 'run', inputs, force: false, reason: 'test', ...said };
      const prepared = await prepareNational(request, {
        maxFileBytes: 50_000_000,
        clock: systemClock,
        signal,
      });
      const context = {
        warehouse,
        sqlFolder: SQL_FOLDER,
        snapshotFolder: join(folder, 'snapshots'),
        outputFolder: join(folder, 'outputs'),
        clock: systemClock,
        progress: createProgress({ stream: process.stderr, isTty: false, color: false }),
        logger: silentLogger,
        signal,
        isSchemaFresh: false,
      };
      try {
        return await runNational(request, context, prepared);
      } finally {
        await prepared.reader.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
