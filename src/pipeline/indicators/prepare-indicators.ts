/** What a run of indicator tables depends on: its inputs, the declarations, and what origin notes say. */
import { readNotedSeries, readOrigin } from '../../stages/extract.ts';
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
}

export function prepareIndicators(
  request: IndicatorRunRequest,
  options: Omit<PrepareOptions, 'snapshotFolder'>,
): Promise<PreparedTables> {
  const { pipeline, publishedOn } = request;
  return prepareTables(
    request,
    {
      pipeline: { ...pipeline, cadence: undefined },
      references: [countryPartition()],
      options: { publishedOn },
      async saidOf(input) {
        const series = await seriesOf(request, input);
        const noted = await readOrigin(input, NO_ORIGIN);
        return `${series} ${noted.publishedOn}`;
      },
    },
    options,
  );
}

/** What a file is said to hold: by its origin note, else by the request. */
export async function seriesOf(
  request: Pick<IndicatorRunRequest, 'series'>,
  input: { readonly path: string },
): Promise<string | null> {
  return (await readNotedSeries(input)) ?? request.series;
}

const NO_ORIGIN = {
  publisher: '',
  title: '',
  url: null,
  licence: '',
  retrievedOn: null,
  publishedOn: null,
} as const;
