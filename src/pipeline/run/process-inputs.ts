/** Extract (reading), validate, normalise, compute and reconcile over all inputs of a run; no database. */

import type { EditionSource } from '../../model/facts.ts';
import { type Issue, ReadFault } from '../../model/issue.ts';
import type { FileFormat } from '../../model/located.ts';
import type { RowDecision } from '../../model/quarantine.ts';
import { assertConserved, type QuarantinedRow, type StageCount, type StageName } from '../../model/stage.ts';
import type { Edition } from '../../model/survey.ts';
import type { DocumentReader } from '../../readers/read-document.ts';
import type { InputFile } from '../../stages/extract.ts';
import { readOrigin } from '../../stages/extract.ts';
import type { EditionToLoad, LoadedFile } from '../../stages/load.ts';
import { normalise } from '../../stages/normalise.ts';
import { type ValidatedFile, validate } from '../../stages/validate.ts';
import type { Catalogue } from '../catalogue.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';
import { type ProcessedEdition, processEdition } from './process-edition.ts';

export interface ProcessedInputs {
  readonly files: readonly LoadedFile[];
  readonly editions: readonly EditionToLoad[];
  readonly refusedEditions: ReadonlySet<Edition>;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
  /** Row counts of each file by edition: `sha256 edition`. */
  readonly rowCounts: ReadonlyMap<string, StageCount>;
}

export interface ProcessContext {
  readonly pipeline: SurveyPipeline;
  readonly catalogue: Catalogue;
  readonly reader: DocumentReader;
  /** The edition that the command line gives. */
  readonly givenEdition: Edition | null;
  /** What people decided about rows that were held back. */
  readonly decisions?: readonly RowDecision[];
  readonly signal: AbortSignal;
  /** Called when a stage begins work, for progress and timing. */
  readonly onStage: (stage: StageName, done: number, total: number, detail: string) => void;
  /** Called with what the stages under way have counted, before the next one begins. */
  readonly onCounts?: (counts: readonly StageCount[]) => void;
}

/** What the files say, before anything is computed from it. */
export interface ReadInputs extends Omit<ProcessedInputs, 'editions'> {
  /** What each file says about an edition, by edition and in its order. */
  readonly sources: ReadonlyMap<Edition, readonly EditionSource[]>;
}

/** Runs the five stages. Throws `EgdiError` when a stage does not conserve its units. */
export async function processInputs(
  inputs: readonly InputFile[],
  context: ProcessContext,
): Promise<ProcessedInputs> {
  const { sources, ...read } = await readInputs(inputs, context);
  const refused = new Set(read.refusedEditions);
  const editions: EditionToLoad[] = [];
  const processed: ProcessedEdition[] = [];
  for (const [position, [edition, found]] of [...sources].entries()) {
    context.signal.throwIfAborted();
    if (refused.has(edition)) continue;
    context.onStage('compute', position + 1, sources.size, String(edition));
    const result = processEdition(edition, found, context);
    processed.push(result);
    if (result.isRefused) refused.add(edition);
    if (result.loaded) editions.push(result.loaded);
  }
  context.onCounts?.(processed.flatMap((part) => part.counts));
  return {
    ...read,
    editions,
    refusedEditions: refused,
    issues: [...read.issues, ...processed.flatMap((part) => part.issues)],
    counts: [...read.counts, ...processed.flatMap((part) => part.counts)],
  };
}

/** Reads, validates and normalises all files. Throws `EgdiError` when a stage does not conserve its units. */
export async function readInputs(inputs: readonly InputFile[], context: ProcessContext): Promise<ReadInputs> {
  // All files are opened at once: workbooks are parsed in their own process while the CSV files are read here.
  const opened = inputs.map((input) => openInput(input, context));
  // One that fails while another is awaited is reported when its turn comes, or not at all after a stop.
  for (const reading of opened) reading.catch(() => undefined);
  const read: ProcessedFile[] = [];
  for (const [position, input] of inputs.entries()) {
    context.signal.throwIfAborted();
    context.onStage('validate', position + 1, inputs.length, input.path);
    const validated = await opened[position];
    if (validated) read.push(await processFile(input, validated, context));
  }

  const counts = read.flatMap((part) => part.counts);
  context.onCounts?.(counts);
  counts.forEach(assertConserved);
  return {
    files: read.flatMap((file) => file.loaded ?? []),
    sources: bySortedEdition(read.flatMap((file) => file.editions)),
    refusedEditions: new Set(read.flatMap((file) => [...file.refusedEditions])),
    issues: read.flatMap((part) => part.issues),
    quarantined: read.flatMap((file) => file.quarantined),
    counts,
    rowCounts: new Map(read.flatMap((file) => [...file.rowCounts])),
  };
}

function bySortedEdition(sources: readonly EditionSource[]): Map<Edition, EditionSource[]> {
  const groups = new Map<Edition, EditionSource[]>();
  for (const source of sources) {
    const known = groups.get(source.edition);
    if (known) known.push(source);
    else groups.set(source.edition, [source]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

interface ProcessedFile {
  /** Null where no layout was recognised. */
  readonly loaded: LoadedFile | null;
  readonly editions: readonly EditionSource[];
  readonly refusedEditions: ReadonlySet<Edition>;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
  readonly rowCounts: ReadonlyMap<string, StageCount>;
}

async function processFile(
  input: InputFile,
  { issues, outcome }: OpenedInput,
  context: ProcessContext,
): Promise<ProcessedFile> {
  const layout = outcome?.validated.layout;
  if (!outcome || !layout) {
    const none = { loaded: null, editions: [], refusedEditions: new Set<Edition>(), rowCounts: new Map() };
    const { quarantined = [], counts = [], issues: found = [] } = outcome?.validated ?? {};
    return { ...none, quarantined, counts, issues: [...issues, ...found] };
  }
  const { validated } = outcome;
  const normalised = normalise(
    {
      source: {
        file: input.path,
        sha256: input.sha256,
        layoutId: layout.id,
        precedence: layout.precedence,
        crossCheckOnly: layout.crossCheckOnly,
      },
      layout,
      header: validated.header,
      records: validated.records,
      namedEdition: namedEdition(input, context.givenEdition),
      damagedEditions: damagedEditions(validated, input),
    },
    context.catalogue,
  );
  const fallback = context.pipeline.origins[layout.id];
  if (!fallback) throw new RangeError(`layout ${layout.id} has no origin`);
  return {
    loaded: {
      ...input,
      format: outcome.format,
      layoutId: layout.id,
      origin: await readOrigin(input, fallback),
    },
    editions: normalised.editions,
    refusedEditions: normalised.refusedEditions,
    issues: [...issues, ...validated.issues, ...normalised.issues],
    quarantined: [...validated.quarantined, ...normalised.quarantined],
    counts: [...validated.counts, ...normalised.counts],
    rowCounts: new Map(
      [...normalised.editionCounts].map(([edition, count]) => [`${input.sha256} ${edition}`, count]),
    ),
  };
}

interface OpenedInput {
  readonly issues: readonly Issue[];
  /** Null where the file was refused before its first row. */
  readonly outcome: { readonly validated: ValidatedFile; readonly format: FileFormat } | null;
}

async function openInput(
  input: InputFile,
  { reader, pipeline, decisions = [] }: ProcessContext,
): Promise<OpenedInput> {
  const issues: Issue[] = [];
  const place = { file: input.path, sha256: input.sha256 };
  try {
    const document = await reader.read(input.path, (found) => issues.push({ ...found, ...place }));
    const file = { path: input.path, sha256: input.sha256 };
    const validated = await validate(document, file, pipeline.layouts, decisions);
    return { issues, outcome: { validated, format: document.format } };
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    return { issues: [...issues, { ...error.issue, ...place }], outcome: null };
  }
}

function namedEdition(input: InputFile, given: Edition | null) {
  if (given !== null) return { edition: given, by: '--edition' as const };
  return input.namedEdition === null ? null : { edition: input.namedEdition, by: 'the file name' as const };
}

/** Editions whose rows were held back; a row that does not say its edition may belong to any of the file. */
function damagedEditions(validated: ValidatedFile, input: InputFile): ReadonlySet<Edition> {
  const damaged = new Set<Edition>();
  for (const row of validated.quarantined) {
    const edition = row.edition ?? input.namedEdition;
    if (edition !== null) damaged.add(edition);
    else for (const record of validated.records) if (record.edition !== null) damaged.add(record.edition);
  }
  return damaged;
}
