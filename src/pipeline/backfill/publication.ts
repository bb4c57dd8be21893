/** The end of a backfill: one release of everything that its editions have stored, audited and published once. */
import { EXIT, type ExitCode } from '../../model/error.ts';
import { type Issue, issue } from '../../model/issue.ts';
import { assertConserved } from '../../model/stage.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { reached } from '../../runtime/points.ts';
import { attributeChanges } from '../../stages/attribute-changes.ts';
import { listed, loadFacts } from '../../stages/load.ts';
import { readStoredVersions } from '../../warehouse/ledger/backfills.ts';
import { proveFence } from '../../warehouse/ledger/fence.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import { createCandidate } from '../../warehouse/releases/releases.ts';
import { exitCodeOf } from '../run/exit-code.ts';
import { auditAndPublish, type Loaded, refusalsOfEdition, timedTotals } from '../run/load-and-publish.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { type BackfillWork, type ExecutedEdition, recordIssues } from './edition.ts';
import type { BackfillRequest } from './request.ts';

export interface EndedBackfill extends Loaded {
  readonly issues: readonly Issue[];
  /** Whether no edition is left that should have been done. */
  readonly isComplete: boolean;
  /** Whether there is nothing to take up any more. */
  readonly isOver: boolean;
}

/** Makes one release of everything that is done, by this execution or earlier ones, audits and publishes it. */
export async function publishDone(
  executed: readonly ExecutedEdition[],
  work: BackfillWork,
  prepared: PreparedRun,
): Promise<EndedBackfill> {
  const { request, context, stages, runId, fence, backfillId, findings, read } = work;
  const { warehouse, sqlFolder, clock } = context;
  const failed = executed.filter(({ status }) => status === 'failed');
  const issues = [...new Set([...findings.ofAll, ...executed.flatMap((edition) => edition.issues)])];
  stages.begin('load', 'making the release');
  const made = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    const now = clock.now();
    const versions = await readStoredVersions(session, backfillId);
    const hasNothing = versions.length === 0 && failed.length === 0;
    if (hasNothing) issues.push(nothingFound(request));
    const exitCode = endOf(failed, issues);
    const isRefused = exitCode !== EXIT.ok && (!request.publishPartial || versions.length === 0);
    const facts = await loadFacts(session, {
      files: [],
      editions: [],
      references: prepared.references,
      run: { runId, engineVersion: ENGINE_VERSION },
      now,
    });
    const release =
      versions.length === 0
        ? undefined
        : await createCandidate(session, {
            runId,
            runKey: prepared.runKey,
            reason: request.reason,
            status: isRefused ? 'refused' : 'candidate',
            now,
            refusals: isRefused
              ? []
              : failed.flatMap(({ edition, message }) => refusalsOfEdition(edition, message ?? 'refused')),
            partitions: [...facts.partitions.map(listed), ...versions],
          });
    await attributeChanges(session, sqlFolder);
    const counts = timedTotals(
      [...prepared.inputs.counts, ...read.counts, ...executed.flatMap((edition) => edition.counts)],
      stages,
    );
    counts.forEach(assertConserved);
    await recordIssues(session, issues, work);
    await recordFindings(session, runId, { counts, issues: [] });
    return { release: release ?? null, exitCode, isRefused, hasNothing, counts };
  });
  reached('backfill.candidate-made');
  const { release, exitCode, isRefused, hasNothing, counts } = made;
  work.learn({
    release,
    issues,
    quarantinedRows: read.quarantined.length,
    counts: counts.map(({ durationMs: _durationMs, ...count }) => count),
  });
  const firstError = failed[0]
    ? `edition ${failed[0].edition}: ${failed[0].message}`
    : (issues.find(isError)?.message ?? null);
  const loaded = await auditAndPublish(work, { release, exitCode, isRefused, firstError });
  const isComplete = failed.length === 0 && loaded.exitCode === EXIT.ok;
  const isSettledNow = loaded.outcome === 'published' || loaded.outcome === 'unchanged';
  return { ...loaded, issues, isComplete, isOver: hasNothing || (isComplete && isSettledNow) };
}

/** An edition that the program failed at is not the fault of its data. */
function endOf(failed: readonly ExecutedEdition[], issues: readonly Issue[]): ExitCode {
  if (failed.some(({ isDefect }) => isDefect)) return EXIT.unexpected;
  const exitCode = exitCodeOf(issues);
  return failed.length > 0 && exitCode === EXIT.ok ? EXIT.dataRefused : exitCode;
}

/** A range without any data is a mistake, not a backfill that is done. */
function nothingFound({ inputs, asked }: BackfillRequest): Issue {
  const range = [...new Set([asked.from, asked.to])].filter((edition) => edition !== undefined).join(' to ');
  return issue(
    'file-missing',
    `no data of ${range === '' ? 'any edition' : `edition ${range}`} in ${inputs.join(', ')}`,
  );
}

function isError(found: Issue): boolean {
  return found.severity === 'error';
}
