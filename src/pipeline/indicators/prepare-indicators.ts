/** The part of a run of indicator tables that needs no database: its inputs, and the key that names it. */
import { createHash } from 'node:crypto';
import { assertConserved } from '../../model/stage.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { DEFAULT_LIMITS, type DocumentReader, openDocumentReader } from '../../readers/read-document.ts';
import { type ExtractedInputs, findInputs, readNotedSeries, readOrigin } from '../../stages/extract.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import type { IndicatorPipeline } from '../define-pipeline.ts';
import { countryPartition } from '../reference-partitions.ts';
import type { RunOrder } from '../run/load-and-publish.ts';
import type { PrepareOptions } from '../run/prepare-run.ts';

export interface IndicatorRunRequest extends Omit<RunOrder, 'plan'> {
  readonly pipeline: IndicatorPipeline;
  /** Name of the command, for the ledger. */
  readonly command: string;
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** What the values are of, in files that do not say it. */
  readonly series: string | null;
  /** The vintage of files that do not say it, ISO date. */
  readonly publishedOn: string | null;
}

export interface PreparedIndicators {
  readonly startedAt: Date;
  readonly inputs: ExtractedInputs;
  readonly references: readonly PartitionDraft[];
  readonly runKey: string;
  /** To be closed by whoever prepared the run. */
  readonly reader: DocumentReader;
}

export async function prepareIndicators(
  request: IndicatorRunRequest,
  { clock, maxFileBytes, signal }: Omit<PrepareOptions, 'snapshotFolder'>,
): Promise<PreparedIndicators> {
  const startedAt = clock.now();
  const { pipeline } = request;
  const inputs = await findInputs(request.inputs, {
    ignoredFiles: pipeline.ignoredFiles,
    // Figures of statistics are of years, not of editions of the Survey.
    knownEditions: new Set(),
    maxFileBytes,
  });
  inputs.counts.forEach(assertConserved);
  const references = [countryPartition()];
  const said = await Promise.all(
    inputs.files.map(async (input) => {
      const series = await seriesOf(request, input);
      const { publishedOn } = await readOrigin(input, NO_ORIGIN);
      return `${input.sha256} ${series} ${publishedOn}`;
    }),
  );
  const parts = {
    engine: ENGINE_VERSION,
    pipeline: { ...pipeline, cadence: undefined },
    references: references.map(({ contentSha256 }) => contentSha256),
    publishedOn: request.publishedOn,
    inputs: said.sort(),
  };
  return {
    startedAt,
    inputs,
    references,
    runKey: createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
    reader: openDocumentReader({ limits: { ...DEFAULT_LIMITS, maxFileBytes }, signal }),
  };
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
