/** Extract (reading), validate, normalise, compute and reconcile over all inputs of a run; no database. */

import { METHODS } from '../methodology/registry.ts';
import type { ComputedEdition, EditionSource } from '../model/facts.ts';
import { type Issue, ReadFault } from '../model/issue.ts';
import { assertConserved, type QuarantinedRow, type StageCount, type StageName } from '../model/stage.ts';
import type { Edition } from '../model/survey.ts';
import type { DocumentReader } from '../readers/read-document.ts';
import { compute } from '../stages/compute.ts';
import type { InputFile } from '../stages/extract.ts';
import { readOrigin } from '../stages/extract.ts';
import type { EditionToLoad, LoadedFile } from '../stages/load.ts';
import { assembleEdition } from '../stages/normalise/assemble.ts';
import { normalise } from '../stages/normalise.ts';
import { reconcile } from '../stages/reconcile.ts';
import { type ValidatedFile, validate } from '../stages/validate.ts';
import type { Catalogue } from './catalogue.ts';
import type { SurveyPipeline } from './define-pipeline.ts';

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
  readonly signal: AbortSignal;
  /** Called when a stage begins work, for progress and timing. */
  readonly onStage: (stage: StageName, done: number, total: number, detail: string) => void;
}

/** Runs the five stages. Throws `EgdiError` when a stage does not conserve its units. */
export async function processInputs(
  inputs: readonly InputFile[],
  context: ProcessContext,
): Promise<ProcessedInputs> {
  const issues: Issue[] = [];
  const quarantined: QuarantinedRow[] = [];
  const counts: StageCount[] = [];
  const files: LoadedFile[] = [];
  const refused = new Set<Edition>();
  const rowCounts = new Map<string, StageCount>();
  const sources = new Map<Edition, EditionSource[]>();
  const account = (found: readonly StageCount[]) => {
    found.forEach(assertConserved);
    counts.push(...found);
  };

  // All files are opened at once: workbooks are parsed in their own process while the CSV files are read here.
  const opened = inputs.map((input) => openInput(input, context));
  // One that fails while another is awaited is reported when its turn comes, or not at all after a stop.
  for (const reading of opened) reading.catch(() => undefined);
  for (const [position, input] of inputs.entries()) {
    context.signal.throwIfAborted();
    context.onStage('validate', position + 1, inputs.length, input.path);
    const read = await opened[position];
    if (!read) continue;
    issues.push(...read.issues);
    const file = read.outcome;
    if (!file) continue;
    account(file.validated.counts);
    issues.push(...file.validated.issues);
    quarantined.push(...file.validated.quarantined);
    const { layout } = file.validated;
    if (!layout) continue;
    const damaged = damagedEditions(file.validated, input);
    const source = {
      file: input.path,
      sha256: input.sha256,
      layoutId: layout.id,
      precedence: layout.precedence,
      crossCheckOnly: layout.crossCheckOnly,
    };
    const normalised = normalise(
      {
        source,
        layout,
        header: file.validated.header,
        records: file.validated.records,
        namedEdition: namedEdition(input, context.givenEdition),
        damagedEditions: damaged,
      },
      context.catalogue,
    );
    account(normalised.counts);
    issues.push(...normalised.issues);
    quarantined.push(...normalised.quarantined);
    for (const edition of normalised.refusedEditions) refused.add(edition);
    for (const [edition, count] of normalised.editionCounts)
      rowCounts.set(`${input.sha256} ${edition}`, count);
    for (const edition of normalised.editions) {
      const known = sources.get(edition.edition);
      if (known) known.push(edition);
      else sources.set(edition.edition, [edition]);
    }
    const fallback = context.pipeline.origins[layout.id];
    if (!fallback) throw new RangeError(`layout ${layout.id} has no origin`);
    files.push({
      sha256: input.sha256,
      path: input.path,
      bytes: input.bytes,
      format: file.format,
      layoutId: layout.id,
      origin: await readOrigin(input, fallback),
    });
  }

  const editions: EditionToLoad[] = [];
  const ordered = [...sources].sort(([a], [b]) => a - b);
  for (const [position, [edition, found]] of ordered.entries()) {
    context.signal.throwIfAborted();
    if (refused.has(edition)) continue;
    context.onStage('compute', position + 1, ordered.length, String(edition));
    const result = processEdition(edition, found, context);
    issues.push(...result.issues);
    account(result.counts);
    if (result.isRefused) refused.add(edition);
    if (result.loaded) editions.push(result.loaded);
  }
  return { files, editions, refusedEditions: refused, issues, quarantined, counts, rowCounts };
}

function processEdition(edition: Edition, sources: readonly EditionSource[], context: ProcessContext) {
  const { catalogue, pipeline } = context;
  const known = catalogue.editions.get(edition);
  if (!known) throw new RangeError(`edition ${edition} is not in the catalogue`);
  const assembled = assembleEdition(edition, sources, known.members);
  if (!assembled.edition) return { issues: assembled.issues, counts: [], isRefused: true, loaded: null };
  const method = catalogue.methodOf(edition);
  const computed: ComputedEdition = compute(assembled.edition, method, {
    groups: known.groups,
    publishedMeans: pipeline.publishedMeans,
  });
  const reconciled = reconcile(computed, method, {
    deviations: pipeline.deviations,
    conflicts: assembled.conflicts,
    methods: METHODS,
  });
  return {
    issues: [...assembled.issues, ...reconciled.issues],
    counts: [...computed.counts, ...reconciled.counts],
    isRefused: reconciled.issues.some((found) => found.severity === 'error'),
    loaded: { published: assembled.edition, scores: reconciled.scores, groupScores: computed.groupScores },
  };
}

async function openInput(input: InputFile, { reader, pipeline }: ProcessContext) {
  const issues: Issue[] = [];
  const place = { file: input.path, sha256: input.sha256 };
  try {
    const document = await reader.read(input.path, (found) => issues.push({ ...found, ...place }));
    const validated = await validate(document, { path: input.path, sha256: input.sha256 }, pipeline.layouts);
    return { issues, outcome: { validated, format: document.format } };
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    return { issues: [...issues, { ...error.issue, ...place }], outcome: null };
  }
}

function namedEdition(input: InputFile, given: Edition | null) {
  if (given !== null) return { edition: given, by: 'parameter' as const };
  return input.namedEdition === null ? null : { edition: input.namedEdition, by: 'file name' as const };
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
