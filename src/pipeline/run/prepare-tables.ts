/** The part of a run of tables that needs no database: its inputs, and the key that names it. */
import { createHash } from 'node:crypto';
import { type Issue, issue } from '../../model/issue.ts';
import { assertConserved } from '../../model/stage.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import type { ReadLimits } from '../../readers/limits.ts';
import { DEFAULT_LIMITS, type DocumentReader, openDocumentReader } from '../../readers/read-document.ts';
import { type ExtractedInputs, findInputs, type InputFile } from '../../stages/extract.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import type { RunOrder } from './load-and-publish.ts';
import type { PrepareOptions } from './prepare-run.ts';

/** Dataset that the tables are loaded into. */
export type TablesDataset = 'observation' | 'national_observation';

export interface TablesRunRequest extends Omit<RunOrder, 'plan'> {
  readonly pipeline: {
    readonly name: string;
    readonly title: string;
    readonly ignoredFiles: readonly string[];
  };
  /** Name of the command, for the ledger. */
  readonly command: string;
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** Publishes series although they lack figures that are published. */
  readonly acceptFewer?: boolean;
  /** When a schedule meant the run to take place. */
  readonly nominalTime?: Date;
}

export interface PreparedTables {
  readonly startedAt: Date;
  readonly inputs: ExtractedInputs;
  readonly references: readonly PartitionDraft[];
  readonly dataset: TablesDataset;
  readonly runKey: string;
  readonly limits: ReadLimits;
  /** To be closed by whoever prepared the run. */
  readonly reader: DocumentReader;
}

/** What a run of tables depends on beside the bytes of its inputs. */
export interface TablesKey {
  /** The pipeline without what says nothing about data. */
  readonly pipeline: object;
  readonly references: readonly PartitionDraft[];
  readonly dataset: TablesDataset;
  /** Options that change what is loaded. */
  readonly options: Readonly<Record<string, string | null>>;
  /** What decides, beside its bytes, what a file is taken for. */
  saidOf(input: InputFile, inputs: readonly InputFile[]): Promise<string> | string;
  /** Whether the cells of workbooks say how their numbers are stored and shown. */
  readonly withNumbers?: boolean;
}

export async function prepareTables(
  request: TablesRunRequest,
  { pipeline, references, dataset, options, saidOf, withNumbers = false }: TablesKey,
  { clock, maxFileBytes, signal }: Omit<PrepareOptions, 'snapshotFolder'>,
): Promise<PreparedTables> {
  const startedAt = clock.now();
  const inputs = await findInputs(request.inputs, {
    ignoredFiles: request.pipeline.ignoredFiles,
    // Figures of statistics are of years, not of editions of the Survey.
    knownEditions: new Set(),
    maxFileBytes,
  });
  inputs.counts.forEach(assertConserved);
  const said = await Promise.all(
    inputs.files.map(async (input) => `${input.sha256} ${await saidOf(input, inputs.files)}`),
  );
  const parts = {
    engine: ENGINE_VERSION,
    pipeline,
    references: references.map(({ contentSha256 }) => contentSha256),
    ...options,
    inputs: said.sort(),
  };
  const limits = { ...DEFAULT_LIMITS, maxFileBytes };
  return {
    startedAt,
    inputs,
    references,
    dataset,
    runKey: createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
    limits,
    reader: openDocumentReader({ limits, signal, withNumbers }),
  };
}

/** What was found about the inputs; that there are none is a finding too. */
export function inputIssues(
  request: Pick<TablesRunRequest, 'inputs'>,
  { inputs }: Pick<PreparedTables, 'inputs'>,
): readonly Issue[] {
  const isEmpty = inputs.files.length === 0 && inputs.issues.length === 0;
  return isEmpty ? [issue('file-missing', `no data file in ${request.inputs.join(', ')}`)] : inputs.issues;
}
