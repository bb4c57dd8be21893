/**
 * What a run would do and change, found out by doing its work without writing anything: no line in the ledger, no
 * migration, no snapshot, no output.
 */
import { PROGRAM_VERSION } from '../../model/version.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Progress } from '../../runtime/progress.ts';
import { draftPartitions } from '../../stages/load.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import { type PlanState, readPlanState } from '../../warehouse/queries/plan-state.ts';
import {
  diffPartitions,
  partitionRows,
  type ReleaseDiff,
  readPartitionRows,
} from '../../warehouse/releases/release-diff.ts';
import type { Refusal } from '../../warehouse/releases/releases.ts';
import { readSchemaState, type SchemaState, schemaSha256 } from '../../warehouse/schema/schema-care.ts';
import type { SqlFolder } from '../../warehouse/schema/sql-files.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { findKeptWork } from '../run/kept-work.ts';
import { editionsToLoad, refusalsOf } from '../run/load-and-publish.ts';
import { placeRefusals } from '../run/place-refusals.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import type { ProcessedInputs } from '../run/process-inputs.ts';
import { issuesOf, mayBeNoop, processPrepared } from '../run/process-prepared.ts';
import { keyParts, surveyPartitions } from '../run/run-key.ts';
import type { RunRequest } from '../run/run-request.ts';
import { stageOutputs } from '../run/stage-output.ts';
import { createStageTimer } from '../run/stage-timer.ts';
import { reportEditions } from '../run/summarise-editions.ts';
import { PLAN_VERSION } from './plan-file.ts';
import { compareInputs } from './planned-inputs.ts';
import { planStages, predictOutcome } from './predict-run.ts';
import type { PartitionPlan, RunPlan } from './run-plan.ts';

export interface PlanContext {
  /** Undefined where there is no database yet. */
  readonly warehouse: Warehouse | undefined;
  /** Whether a run would bring the schema up to date by itself. */
  readonly migratesItself: boolean;
  /** The file with further declarations, for the plan file. */
  readonly declare: string | null;
  readonly sqlFolder: SqlFolder;
  readonly outputFolder: string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Plans a run as it was prepared. Findings about data are in the plan; only what stops the work is thrown. */
export async function planRun(
  asked: RunRequest,
  context: PlanContext,
  prepared: PreparedRun,
): Promise<RunPlan> {
  const { warehouse, progress, signal } = context;
  const { inputs, runKey, references, pipeline } = prepared;
  const schema = await readSchemaState(warehouse, context.sqlFolder);
  const isOutdated = schema.pending.length > 0;
  const state = warehouse
    ? await readPlanState(warehouse, runKey, { own: surveyPartitions(references), isOutdated })
    : NOTHING;
  const published = state?.published ?? null;
  const isNoop = mayBeNoop(asked, prepared, isOutdated) && state?.isSettled === true;
  const kept =
    isNoop || asked.force
      ? undefined
      : await findKeptWork(stageOutputs(context.outputFolder, runKey), pipeline, inputs.files);
  const { onStage } = createStageTimer(progress, context.logger, context.clock);
  const work = isNoop
    ? NO_WORK
    : (kept?.processed ?? (await processPrepared(asked, prepared, { signal, onStage })));
  progress.stop();

  const issues = issuesOf(asked, prepared, work);
  const { request, processed } = placeRefusals(asked, work, issues, prepared.catalogue.editions.keys());
  const editions = editionsToLoad(request, processed);
  const drafts = isNoop ? [] : draftPartitions({ references, editions });
  const partitions = drafts.map((draft) => planPartition(draft, state));
  const changed = drafts.filter((_, index) => partitions[index]?.status !== 'published');
  const basis = {
    request,
    issues,
    inputFiles: inputs.files.length,
    obstacle: findObstacle(schema, context.migratesItself),
    isNoop,
    publishedRelease: published?.releaseNo ?? null,
    changedPartitions: changed.length,
    resolved: resolvedRefusals(drafts, state, refusalsOf(request, processed, issues)),
    withdrawn: changed.filter((draft) => state?.withdrawn.has(versionName(draft))).map(partitionName),
  };
  const predicted = predictOutcome(basis);
  const layoutOf = new Map(processed.files.map(({ sha256, layoutId }) => [sha256, layoutId]));
  const compared = compareInputs(inputs.files, layoutOf, state?.files ?? []);
  const why = whyWork(request, state, compared.missing.length > 0 || compared.inputs.some(isOther));
  const reusedFrom = kept ? `the verified output of run ${kept.runId} is there` : null;
  return {
    planVersion: PLAN_VERSION,
    pipeline: pipeline.name,
    title: pipeline.title,
    plannedAt: prepared.startedAt.toISOString(),
    programVersion: PROGRAM_VERSION,
    request: {
      inputs: request.inputs,
      declare: context.declare,
      force: request.force,
      noPublish: request.noPublish === true,
      publishPartial: asked.publishPartial === true,
    },
    runKey,
    keyParts: keyParts(pipeline, references),
    schema: {
      sha256: await schemaSha256(context.sqlFolder),
      pending: schema.pending,
      problems: schema.problems.map(({ message }) => message),
      isReadable: state !== undefined,
    },
    publishedRelease: basis.publishedRelease,
    publishedAt: published?.publishedAt ?? null,
    ...compared,
    stages: planStages(basis, predicted, { why, reusedFrom }),
    editions: reportEditions(processed, prepared.catalogue),
    partitions,
    quarantinedRows: processed.quarantined.length,
    issues,
    predicted,
    diff: state ? await diffToPublished(warehouse, changed, state) : null,
  };
}

const NOTHING: PlanState = {
  published: null,
  partitions: [],
  files: [],
  withdrawn: new Set(),
  refused: [],
  isSettled: false,
};

const NO_WORK: ProcessedInputs = {
  files: [],
  editions: [],
  refusedEditions: new Set(),
  issues: [],
  quarantined: [],
  counts: [],
  rowCounts: new Map(),
};

/** What would differ: only partitions with other content are looked at. */
async function diffToPublished(
  warehouse: Warehouse | undefined,
  changed: readonly PartitionDraft[],
  state: PlanState,
): Promise<ReleaseDiff> {
  const names = new Set(changed.map(partitionName));
  const before = state.partitions.filter((partition) => names.has(partitionName(partition)));
  const rows = await warehouse?.withTransaction((session) => readPartitionRows(session, before), {
    readOnly: true,
  });
  return diffPartitions(rows ?? [], changed.map(partitionRows));
}

function planPartition(draft: PartitionDraft, state: PlanState | undefined): PartitionPlan {
  const { dataset, partitionKey, contentSha256 } = draft;
  const published = state?.partitions.find((other) => partitionName(other) === partitionName(draft));
  const isSame = published?.contentSha256 === contentSha256;
  return {
    dataset,
    partitionKey,
    contentSha256,
    rows: draft.rows.length,
    status: isSame ? 'published' : published ? 'changed' : 'new',
    publishedSha256: published?.contentSha256 ?? null,
  };
}

/** What the published release names as refused, and this run brings as it should be. */
function resolvedRefusals(
  drafts: readonly PartitionDraft[],
  state: PlanState | undefined,
  refusals: readonly Refusal[],
): string[] {
  const brought = new Set(drafts.map(partitionName));
  const again = new Set(refusals.map(({ dataset, partitionKey }) => `${dataset} ${partitionKey}`));
  return (state?.refused ?? []).filter((partition) => brought.has(partition) && !again.has(partition));
}

function findObstacle({ pending, problems }: SchemaState, migratesItself: boolean): string | null {
  const [problem] = problems;
  if (problem) return problem.message;
  if (pending.length === 0 || migratesItself) return null;
  return `${pending.length} migrations are pending; apply them with: egdi migrate`;
}

function whyWork(request: RunRequest, state: PlanState | undefined, isOtherInput: boolean): string {
  if (request.force) return 'forced';
  if (!state?.published) return 'nothing is published yet';
  if (state.isSettled) return 'the schema or an input is not as it should be, so an equal key proves nothing';
  const { releaseNo } = state.published;
  return isOtherInput
    ? `the inputs are not those of release ${releaseNo}`
    : `no run with these inputs, declarations and methods has led to release ${releaseNo}`;
}

function isOther({ status }: { readonly status: string }): boolean {
  return status !== 'published';
}

function partitionName({ dataset, partitionKey }: Pick<PartitionDraft, 'dataset' | 'partitionKey'>): string {
  return `${dataset} ${partitionKey}`;
}

function versionName(draft: PartitionDraft): string {
  return `${partitionName(draft)} ${draft.contentSha256}`;
}
