/** The database half of a run: load, audit and publish, each in its own transaction. */
import { EXIT, type ExitCode } from '../../model/error.ts';
import type { Issue } from '../../model/issue.ts';
import { assertConserved, type StageCount, sumCounts } from '../../model/stage.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { reached } from '../../runtime/points.ts';
import { heedSignal } from '../../runtime/shutdown.ts';
import { audit } from '../../stages/audit.ts';
import { type EditionToLoad, load } from '../../stages/load.ts';
import { publish } from '../../stages/publish.ts';
import { recomputeComponents } from '../../stages/recompute-components.ts';
import { type Fence, proveFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { currentActor, recordFindings, type TimedCount } from '../../warehouse/ledger/runs.ts';
import { type Refusal, setReleaseStatus } from '../../warehouse/releases/releases.ts';
import { findWithdrawn } from '../../warehouse/releases/withdrawn.ts';
import type { RunOutcome } from '../../warehouse/schema/schema.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { exitCodeOf } from './exit-code.ts';
import type { ProcessedInputs } from './process-inputs.ts';
import type { RunFacts } from './run-report.ts';
import type { RunContext, RunRequest } from './run-request.ts';
import type { StageTimer } from './stage-timer.ts';

/** What the database half of a run has to know of its request. */
export type RunOrder = Pick<RunRequest, 'reason' | 'force' | 'noPublish' | 'publishPartial' | 'plan'>;

/** The run that does the work. */
export interface WorkingRun {
  readonly request: RunOrder;
  readonly context: RunContext;
  readonly stages: StageTimer;
  readonly runId: number;
  readonly fence: Fence;
  /** Told what is true of the run from now on, after each commit: it stays true if the run fails later. */
  readonly learn: (facts: Partial<RunFacts>) => void;
}

export interface LoadWork extends WorkingRun {
  readonly runKey: string;
  readonly references: readonly PartitionDraft[];
  readonly processed: ProcessedInputs;
  readonly issues: readonly Issue[];
  /** Counts of the stages before these. */
  readonly counts: readonly StageCount[];
}

export interface Loaded {
  readonly outcome: RunOutcome;
  readonly exitCode: number;
  readonly message: string | null;
}

/** Runs the three stages; what is refused or withheld leaves a release that is not published. */
export async function loadAndPublish(work: LoadWork): Promise<Loaded> {
  const { request, context, stages, runId, runKey, fence, references, processed, issues } = work;
  const { warehouse, sqlFolder, clock } = context;
  const { reason } = request;
  const exitCode = exitCodeOf(issues);
  const refusals = refusalsOf(request, processed, issues);
  const refused = exitCode !== EXIT.ok && !request.publishPartial;

  // One transaction for facts, findings and the candidate: a kill leaves all of them or none.
  stages.begin('load', 'loading');
  const { releaseNo, partitions, recorded, counts } = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    // First of all: what was held back is what must not be lost, and evidence refers to it.
    const filesRead = processed.files.map(({ sha256 }) => sha256);
    await recordQuarantine(session, runId, { quarantined: processed.quarantined, filesRead });
    reached('load.quarantine-recorded');
    const loaded = await load(session, {
      files: processed.files,
      editions: editionsToLoad(request, processed),
      references,
      run: { runId, runKey, reason, engineVersion: ENGINE_VERSION },
      refused,
      refusals,
      sqlFolder,
      planned: request.plan?.partitions,
      now: clock.now(),
    });
    loaded.counts.forEach(assertConserved);
    const counts = timedTotals([...work.counts, ...processed.counts, ...loaded.counts], stages);
    await recordFindings(session, runId, { counts, issues });
    reached('load.findings-recorded');
    return { ...loaded, recorded: counts };
  });
  reached('load.committed');
  const release = releaseNo ?? null;
  stages.count(counts);
  work.learn({
    release,
    issues,
    quarantinedRows: processed.quarantined.length,
    counts: recorded.map(({ durationMs: _durationMs, ...count }) => count),
    partitions: partitions.map(({ draft, isNew }) => {
      const { dataset, partitionKey, contentSha256, rows } = draft;
      return { dataset, partitionKey, contentSha256, facts: rows.length, isNew };
    }),
  });
  const firstError = issues.find((found) => found.severity === 'error')?.message ?? null;
  return auditAndPublish(work, { release, exitCode, isRefused: refused, firstError });
}

/** Totals of each stage, with the time that it took. */
export function timedTotals(
  counts: readonly StageCount[],
  stages: Pick<StageTimer, 'durationOf'>,
): TimedCount[] {
  return sumCounts(counts).map((count) => {
    const durationMs = stages.durationOf(count.stage);
    return durationMs === undefined ? count : { ...count, durationMs };
  });
}

/** What was made, and how the findings about it end. */
export interface MadeRelease {
  /** Null when the published release says all this already. */
  readonly release: number | null;
  readonly exitCode: ExitCode;
  /** Whether something was refused, so that the release must not be published. */
  readonly isRefused: boolean;
  readonly firstError: string | null;
}

/** Audits a candidate and publishes it, as far as it may be. */
export async function auditAndPublish(
  { request, context, stages, runId, fence, learn }: WorkingRun,
  { release, exitCode, isRefused, firstError }: MadeRelease,
): Promise<Loaded> {
  const { warehouse, sqlFolder, clock } = context;
  const { reason } = request;
  await heedSignal(context.signal);
  const stop = (outcome: RunOutcome, message: string | null): Loaded => ({ outcome, exitCode, message });
  if (isRefused) return stop('refused', firstError);
  if (release === null) return stop(exitCode === EXIT.ok ? 'unchanged' : 'refused', firstError);

  stages.begin('audit', 'auditing the candidate');
  const candidate = { releaseNo: release, runId };
  const { audited, withdrawn } = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    await recomputeComponents(session, sqlFolder);
    const audited = await audit(session, sqlFolder, candidate);
    if (!audited.isPassed) await setReleaseStatus(session, release, 'refused');
    reached('audit.recorded');
    return { audited, withdrawn: await findWithdrawn(session, release) };
  });
  reached('audit.committed');
  const audits = audited.results;
  stages.count(audited.counts);
  learn({ audits });
  if (!audited.isPassed) {
    const failed = audits.filter((found) => found.status === 'fail').map((found) => found.audit);
    const message = `audit failed: ${failed.join(', ')}`;
    return { outcome: 'refused', exitCode: EXIT.dataRefused, message };
  }
  if (request.noPublish) return stop('candidate', `publish it with: egdi publish ${release}`);
  if (withdrawn.length > 0 && !request.force) {
    const what = withdrawn.join(', ');
    const message = `a rollback took back ${what}; publish them again with: egdi publish ${release}`;
    return stop('candidate', message);
  }
  await heedSignal(context.signal);
  stages.begin('publish', 'publishing');
  const published = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    reached('publish.fence-proved');
    const actor = currentActor();
    return publish(session, sqlFolder, { ...candidate, kind: 'run', reason, actor, now: clock.now() });
  });
  reached('publish.committed');
  stages.count(published.counts);
  learn({
    publishedRelease: release,
    written: [...published.publication.written].map(([table, rows]) => ({ table, rows })),
  });
  return stop('published', firstError);
}

/** A partial publication loads what is not refused; else all of it becomes the candidate that is looked at. */
export function editionsToLoad(
  request: Pick<RunRequest, 'publishPartial'>,
  { editions, refusedEditions }: Pick<ProcessedInputs, 'editions' | 'refusedEditions'>,
): readonly EditionToLoad[] {
  if (!request.publishPartial) return editions;
  return editions.filter(({ published }) => !refusedEditions.has(published.edition));
}

/** What a partial publication leaves as it is, and why. */
export function refusalsOf(
  request: Pick<RunRequest, 'publishPartial'>,
  processed: Pick<ProcessedInputs, 'refusedEditions'>,
  issues: readonly Issue[],
): Refusal[] {
  if (!request.publishPartial) return [];
  return [...processed.refusedEditions].sort().flatMap((edition) => {
    const found = issues.filter((one) => one.severity === 'error' && one.edition === edition);
    const [first] = found;
    const place = [first?.iso3, first?.indexCode].filter((part) => part !== undefined);
    const reason = first ? [...place, `${first.code}: ${first.message}`].join(' ') : 'its data was refused';
    return refusalsOfEdition(edition, reason);
  });
}

/** Both partitions of an edition that is left as it is. */
export function refusalsOfEdition(edition: number, reason: string): Refusal[] {
  return ['score', 'group_score'].map((dataset) => ({ dataset, partitionKey: String(edition), reason }));
}
