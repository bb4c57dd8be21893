/** The database half of a run: load, audit and publish, each in its own transaction. */
import { EXIT } from '../model/error.ts';
import type { Issue } from '../model/issue.ts';
import { assertConserved, type StageCount, sumCounts } from '../model/stage.ts';
import { ENGINE_VERSION } from '../model/version.ts';
import { reached } from '../runtime/points.ts';
import { audit } from '../stages/audit.ts';
import { type EditionToLoad, load } from '../stages/load.ts';
import { publish } from '../stages/publish.ts';
import type { RunOutcome } from '../warehouse/schema/schema.ts';
import type { AuditResult } from '../warehouse/versions/audits.ts';
import type { PartitionDraft } from '../warehouse/versions/datasets.ts';
import { type Fence, proveFence } from '../warehouse/versions/fence.ts';
import { recordQuarantine } from '../warehouse/versions/quarantine.ts';
import { type Refusal, setReleaseStatus } from '../warehouse/versions/releases.ts';
import { currentActor, recordFindings } from '../warehouse/versions/runs.ts';
import { findWithdrawn } from '../warehouse/versions/withdrawn.ts';
import { exitCodeOf } from './exit-code.ts';
import type { ProcessedInputs } from './process-inputs.ts';
import type { RunContext, RunRequest } from './run-request.ts';
import type { StageTimer } from './stage-timer.ts';

export interface LoadWork {
  readonly request: RunRequest;
  readonly context: RunContext;
  readonly stages: StageTimer;
  readonly runId: number;
  readonly runKey: string;
  readonly fence: Fence;
  readonly references: readonly PartitionDraft[];
  readonly processed: ProcessedInputs;
  readonly issues: readonly Issue[];
  /** Counts of the stages before these. */
  readonly counts: readonly StageCount[];
}

export interface Loaded {
  readonly outcome: RunOutcome;
  readonly exitCode: number;
  /** The release that was made; null when nothing changed. */
  readonly release: number | null;
  readonly audits: readonly AuditResult[];
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
  const { releaseNo } = await warehouse.withTransaction(async (session) => {
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
      planned: request.plan?.partitions,
      now: clock.now(),
    });
    loaded.counts.forEach(assertConserved);
    const counts = sumCounts([...work.counts, ...processed.counts, ...loaded.counts]).map((count) => {
      const durationMs = stages.durationOf(count.stage);
      return durationMs === undefined ? count : { ...count, durationMs };
    });
    await recordFindings(session, runId, { counts, issues });
    reached('load.findings-recorded');
    return loaded;
  });
  reached('load.committed');
  context.signal.throwIfAborted();
  const release = releaseNo ?? null;
  const firstError = issues.find((found) => found.severity === 'error')?.message ?? null;
  const stop = (
    outcome: RunOutcome,
    message: string | null,
    audits: readonly AuditResult[] = [],
  ): Loaded => ({
    outcome,
    exitCode,
    release,
    audits,
    message,
  });
  if (refused) return stop('refused', firstError);
  if (release === null) return stop(exitCode === EXIT.ok ? 'unchanged' : 'refused', firstError);

  stages.begin('audit', 'auditing the candidate');
  const candidate = { releaseNo: release, runId };
  const { audited, withdrawn } = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    const audited = await audit(session, sqlFolder, candidate);
    if (!audited.isPassed) await setReleaseStatus(session, release, 'refused');
    reached('audit.recorded');
    return { audited, withdrawn: await findWithdrawn(session, release) };
  });
  reached('audit.committed');
  const audits = audited.results;
  if (!audited.isPassed) {
    const failed = audits.filter((found) => found.status === 'fail').map((found) => found.audit);
    const message = `audit failed: ${failed.join(', ')}`;
    return { outcome: 'refused', exitCode: EXIT.dataRefused, release, audits, message };
  }
  if (request.noPublish) return stop('candidate', `publish it with: egdi publish ${release}`, audits);
  if (withdrawn.length > 0 && !request.force) {
    const what = withdrawn.join(', ');
    const message = `a rollback took back ${what}; publish them again with: egdi publish ${release}`;
    return stop('candidate', message, audits);
  }
  context.signal.throwIfAborted();
  stages.begin('publish', 'publishing');
  await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    reached('publish.fence-proved');
    const actor = currentActor();
    await publish(session, sqlFolder, { ...candidate, kind: 'run', reason, actor, now: clock.now() });
  });
  reached('publish.committed');
  return stop('published', firstError, audits);
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
    const reason = found[0] ? `${found[0].code}: ${found[0].message}` : 'its data was refused';
    return (['score', 'group_score'] as const).map((dataset) => ({
      dataset,
      partitionKey: String(edition),
      reason,
    }));
  });
}
