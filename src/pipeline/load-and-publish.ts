/** The database half of a run: load, audit and publish, each in its own transaction. */
import { EXIT } from '../model/error.ts';
import type { Issue } from '../model/issue.ts';
import { assertConserved, type StageCount, sumCounts } from '../model/stage.ts';
import { ENGINE_VERSION } from '../model/version.ts';
import { audit } from '../stages/audit.ts';
import { load } from '../stages/load.ts';
import { publish } from '../stages/publish.ts';
import type { RunOutcome } from '../warehouse/schema/schema.ts';
import type { AuditResult } from '../warehouse/versions/audits.ts';
import type { PartitionDraft } from '../warehouse/versions/datasets.ts';
import { setReleaseStatus } from '../warehouse/versions/releases.ts';
import { recordFindings } from '../warehouse/versions/runs.ts';
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

/** Runs the three stages; refused data leaves a refused release, and the publication where it was. */
export async function loadAndPublish(work: LoadWork): Promise<Loaded> {
  const { request, context, stages, runId, runKey, references, processed, issues } = work;
  const { warehouse, sqlFolder, clock } = context;
  const { reason } = request;
  const exitCode = exitCodeOf(issues);
  const refused = exitCode !== EXIT.ok;

  // One transaction for facts, findings and the candidate: a kill leaves all of them or none.
  stages.begin('load', 'loading');
  const { releaseNo } = await warehouse.withTransaction(async (session) => {
    const loaded = await load(session, {
      files: processed.files,
      editions: processed.editions,
      references,
      run: { runId, runKey, reason, engineVersion: ENGINE_VERSION },
      refused,
      now: clock.now(),
    });
    loaded.counts.forEach(assertConserved);
    const counts = sumCounts([...work.counts, ...processed.counts, ...loaded.counts]).map((count) => {
      const durationMs = stages.durationOf(count.stage);
      return durationMs === undefined ? count : { ...count, durationMs };
    });
    await recordFindings(session, runId, { counts, issues, quarantined: processed.quarantined });
    return loaded;
  });
  context.signal.throwIfAborted();
  const release = releaseNo ?? null;
  const stop = (outcome: RunOutcome, message: string | null): Loaded => ({
    outcome,
    exitCode,
    release,
    audits: [],
    message,
  });
  if (refused) return stop('refused', issues.find((found) => found.severity === 'error')?.message ?? null);
  if (release === null) return stop('unchanged', null);

  stages.begin('audit', 'auditing the candidate');
  const candidate = { releaseNo: release, runId };
  const audited = await warehouse.withTransaction((session) => audit(session, sqlFolder, candidate));
  const audits = audited.results;
  if (!audited.isPassed) {
    await warehouse.withConnection((session) => setReleaseStatus(session, release, 'refused'));
    const failed = audits.filter((found) => found.status === 'fail').map((found) => found.audit);
    const message = `audit failed: ${failed.join(', ')}`;
    return { outcome: 'refused', exitCode: EXIT.dataRefused, release, audits, message };
  }
  context.signal.throwIfAborted();
  stages.begin('publish', 'publishing');
  await warehouse.withTransaction((session) =>
    publish(session, sqlFolder, { ...candidate, reason, now: clock.now() }),
  );
  return { outcome: 'published', exitCode, release, audits, message: null };
}
