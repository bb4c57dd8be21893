/** How a run would end, and which stages it would do and why, by the rules that the run itself follows. */
import { EXIT } from '../../model/error.ts';
import type { Issue } from '../../model/issue.ts';
import { STAGE_NAMES, type StageName } from '../../model/stage.ts';
import { exitCodeOf } from '../run/exit-code.ts';
import { REUSABLE_STAGES } from '../run/kept-work.ts';
import type { RunRequest } from '../run/run-request.ts';
import type { PlannedStage, Prediction } from './run-plan.ts';

export interface PredictionBasis {
  readonly request: RunRequest;
  readonly issues: readonly Issue[];
  readonly inputFiles: number;
  /** What keeps a run from starting: a schema that it may not or cannot change. */
  readonly obstacle: string | null;
  /** Nothing is new: the key is that of the published release. */
  readonly isNoop: boolean;
  readonly publishedRelease: number | null;
  /** Partitions that are not those of the published release. */
  readonly changedPartitions: number;
  /** Partitions that the published release names as refused, and that are as they should be now. */
  readonly resolved: readonly string[];
  /** Of the changed ones, those that a rollback took back. */
  readonly withdrawn: readonly string[];
}

/** Predicts the outcome; the audits have the last word on a publication. */
export function predictOutcome(basis: PredictionBasis): Prediction {
  const { request, issues, obstacle, isNoop, publishedRelease, changedPartitions, resolved, withdrawn } =
    basis;
  const end = (outcome: Prediction['outcome'], exitCode: number, message: string | null = null) => ({
    outcome,
    exitCode,
    message,
    dependsOnAudits: false,
  });
  if (obstacle !== null) return end('failed', EXIT.databaseUnavailable, obstacle);
  if (isNoop) return end('noop', EXIT.ok);
  const exitCode = exitCodeOf(issues);
  const firstError = issues.find((found) => found.severity === 'error')?.message ?? null;
  const isUnchanged = changedPartitions === 0 && resolved.length === 0 && publishedRelease !== null;
  if (exitCode !== EXIT.ok && (!request.publishPartial || isUnchanged)) {
    return end('refused', exitCode, firstError);
  }
  if (isUnchanged) return end('unchanged', exitCode);
  const audited = (outcome: Prediction['outcome'], message: string | null) => ({
    ...end(outcome, exitCode, message),
    dependsOnAudits: true,
  });
  if (request.noPublish) return audited('candidate', 'it is left for egdi publish');
  if (withdrawn.length > 0 && !request.force) {
    return audited('candidate', `a rollback took back ${withdrawn.join(', ')}`);
  }
  return audited('published', firstError);
}

/** Which stages a run would do, in their order. */
export function planStages(
  basis: PredictionBasis,
  { outcome, message }: Prediction,
  work: { readonly why: string; readonly reusedFrom: string | null },
): PlannedStage[] {
  const run = (reason: string) => ({ action: 'run', reason }) as const;
  const skip = (reason: string) => ({ action: 'skip', reason }) as const;
  const plan = (stage: StageName): Omit<PlannedStage, 'stage'> => {
    if (outcome === 'failed') return skip(message ?? '');
    if (stage === 'extract') return run('inputs are found and compared by their SHA-256');
    if (outcome === 'noop') return skip(`nothing is new since release ${basis.publishedRelease}`);
    if (isReusable(stage) && basis.inputFiles === 0) return skip('there is no file to read');
    if (isReusable(stage)) return work.reusedFrom === null ? run(work.why) : skip(work.reusedFrom);
    if (stage === 'load') {
      if (basis.changedPartitions > 0) return run(`partitions to load: ${basis.changedPartitions}`);
      if (basis.resolved.length > 0)
        return run(`refused before, and in order now: ${basis.resolved.join(', ')}`);
      return run('no fact changes; evidence and findings are recorded');
    }
    if (outcome === 'refused') return skip('what is refused is kept as a candidate, not published');
    if (outcome === 'unchanged') return skip('no fact changes');
    if (stage === 'audit') return run('the candidate is checked in the database');
    return outcome === 'candidate' ? skip(message ?? '') : run('if the audits pass');
  };
  return STAGE_NAMES.map((stage) => ({ stage, ...plan(stage) }));
}

function isReusable(stage: StageName): boolean {
  return REUSABLE_STAGES.some((reusable) => reusable === stage);
}
