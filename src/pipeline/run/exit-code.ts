/** From findings to the exit code of a run. */
import { EXIT } from '../../model/error.ts';
import type { Issue, IssueCode } from '../../model/issue.ts';

/** Codes that say “recomputation and publication disagree”, as opposed to “this data is not acceptable”. */
const RECONCILIATION_CODES: ReadonlySet<IssueCode> = new Set([
  'score-deviation',
  'rank-deviation',
  'rank-order',
  'score-off-lattice',
  'source-conflict-unresolved',
  'deviation-obsolete',
  'anomaly-obsolete',
  'non-member-with-figures',
]);

/** 0, 3 where data was refused, 4 where recomputation and publication disagree and nothing else is wrong. */
export function exitCodeOf(issues: readonly Issue[]): 0 | 3 | 4 {
  const errors = issues.filter((found) => found.severity === 'error');
  if (errors.length === 0) return EXIT.ok;
  const onlyReconciliation = errors.every((found) => RECONCILIATION_CODES.has(found.code));
  return onlyReconciliation ? EXIT.reconciliationFailed : EXIT.dataRefused;
}
