/** Stage 7, audit: SQL checks against the candidate. An `error` blocks the publication, a `warn` is reported. */
import { type StageCount, stageCount } from '../model/stage.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { type AuditResult, recordAudits, runAudits } from '../warehouse/ledger/audits.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';

export interface AuditOutcome {
  readonly results: readonly AuditResult[];
  readonly isPassed: boolean;
  readonly counts: readonly StageCount[];
}

/** Runs all audits against a release and keeps their results. */
export async function audit(
  session: Session,
  sqlFolder: SqlFolder,
  candidate: { readonly releaseNo: number; readonly runId: number },
): Promise<AuditOutcome> {
  const results = await runAudits(session, sqlFolder, candidate.releaseNo);
  await recordAudits(session, candidate.runId, results);
  const isPassed = results.every((result) => result.status !== 'fail');
  return {
    results,
    isPassed,
    counts: [stageCount('audit', 'audits → results', { in: results.length, out: results.length })],
  };
}
