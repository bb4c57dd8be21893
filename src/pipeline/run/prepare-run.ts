/** The part of a run that needs no database, so that it can go on while the database is opened. */
import type { RowDecision } from '../../model/quarantine.ts';
import { assertConserved } from '../../model/stage.ts';
import { DEFAULT_LIMITS, type DocumentReader, openDocumentReader } from '../../readers/read-document.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type ExtractedInputs, findInputs, isKept } from '../../stages/extract.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { type Catalogue, createCatalogue } from '../catalogue.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';
import { referencePartitions } from '../reference-partitions.ts';
import { runKey } from './run-key.ts';
import type { RunRequest } from './run-request.ts';

export interface PreparedRun {
  /** With the published editions that were declared by a file, once they are known. */
  readonly pipeline: SurveyPipeline;
  readonly startedAt: Date;
  readonly catalogue: Catalogue;
  readonly inputs: ExtractedInputs;
  readonly references: readonly PartitionDraft[];
  /** What people decided about rows of the inputs; known once the database is open (`carry-decisions.ts`). */
  readonly decisions: readonly RowDecision[];
  readonly runKey: string;
  /** To be closed by whoever prepared the run. */
  readonly reader: DocumentReader;
}

export interface PrepareOptions {
  readonly maxFileBytes: number;
  readonly snapshotFolder: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Finds and hashes the inputs, and names the run by all that it depends on. */
export async function prepareRun(request: RunRequest, options: PrepareOptions): Promise<PreparedRun> {
  const startedAt = options.clock.now();
  const { pipeline } = request;
  const catalogue = createCatalogue(pipeline);
  const inputs = await findInputs(request.inputs, {
    ignoredFiles: pipeline.ignoredFiles,
    knownEditions: new Set(catalogue.editions.keys()),
    maxFileBytes: options.maxFileBytes,
  });
  inputs.counts.forEach(assertConserved);
  const references = referencePartitions(pipeline, catalogue);
  const reader = openDocumentReader({
    limits: { ...DEFAULT_LIMITS, maxFileBytes: options.maxFileBytes },
    signal: options.signal,
  });
  if (await expectsWorkbook(inputs, options.snapshotFolder)) reader.warmUp();
  return {
    pipeline,
    startedAt,
    catalogue,
    inputs,
    references,
    decisions: [],
    runKey: runKey(pipeline, inputs.files, references, request.edition, []),
    reader,
  };
}

/** A guess by name, which costs nothing when it is wrong: what a file is, its content decides. */
async function expectsWorkbook({ files }: ExtractedInputs, snapshotFolder: string): Promise<boolean> {
  for (const file of files) {
    if (/\.xlsx?$/i.test(file.path) && !(await isKept(file, snapshotFolder))) return true;
  }
  return false;
}
