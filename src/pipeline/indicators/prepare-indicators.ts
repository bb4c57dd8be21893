/** What a run of indicator tables depends on: its inputs, the declarations, and what origin notes say. */
import { basename } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import { type InputFile, readNotedSeries, readOrigin } from '../../stages/extract.ts';
import type { IndicatorPipeline } from '../define-pipeline.ts';
import { countryPartition } from '../reference-partitions.ts';
import type { PrepareOptions } from '../run/prepare-run.ts';
import { type PreparedTables, prepareTables, type TablesRunRequest } from '../run/prepare-tables.ts';

export interface IndicatorRunRequest extends TablesRunRequest {
  readonly pipeline: IndicatorPipeline;
  /** What the values are of, in files that do not say it. */
  readonly series: string | null;
  /** The vintage of files that do not say it, ISO date. */
  readonly publishedOn: string | null;
  /** What is said about single files, by their names; goes before all else that is said of them. */
  readonly ofFiles?: ReadonlyMap<string, SaidOfFile>;
}

export interface SaidOfFile {
  readonly series?: string;
  readonly publishedOn?: string;
}

/** @throws EgdiError `usage` where something is said about a file that is not there */
export async function prepareIndicators(
  request: IndicatorRunRequest,
  options: Omit<PrepareOptions, 'snapshotFolder'>,
): Promise<PreparedTables> {
  const { pipeline, publishedOn } = request;
  const prepared = await prepareTables(
    request,
    {
      pipeline: { ...pipeline, cadence: undefined, freshness: undefined },
      references: [countryPartition()],
      dataset: 'observation',
      options: { publishedOn },
      async saidOf(input) {
        const series = await seriesOf(request, input);
        const noted = await readOrigin(input, NO_ORIGIN);
        return `${series} ${publishedOnOf(request, input, noted.publishedOn)}`;
      },
    },
    options,
  );
  const names = new Set(prepared.inputs.files.map(({ path }) => basename(path)));
  for (const name of request.ofFiles?.keys() ?? []) {
    if (names.has(name)) continue;
    await prepared.reader.close();
    throw new EgdiError('usage', `there is no input file named “${name}”`, { exitCode: EXIT.usage });
  }
  return prepared;
}

/** What a file is said to hold: by the request for this file, by its origin note, or by the request for all. */
export async function seriesOf(
  request: Pick<IndicatorRunRequest, 'series' | 'ofFiles'>,
  input: Pick<InputFile, 'path'>,
): Promise<string | null> {
  const own = request.ofFiles?.get(basename(input.path))?.series;
  return own ?? (await readNotedSeries(input)) ?? request.series;
}

/** The date of a file, in the same order; a date in the table itself goes before them. */
export function publishedOnOf(
  request: Pick<IndicatorRunRequest, 'publishedOn' | 'ofFiles'>,
  input: Pick<InputFile, 'path'>,
  noted: string | null,
): string | null {
  return request.ofFiles?.get(basename(input.path))?.publishedOn ?? noted ?? request.publishedOn;
}

const NO_ORIGIN = {
  publisher: '',
  title: '',
  url: null,
  licence: '',
  retrievedOn: null,
  publishedOn: null,
} as const;
