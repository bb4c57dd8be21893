/** Cross-checks that contradict the primary source: harmless where recomputation confirms it, otherwise not. */
import type { Score, SourceConflict } from '../../model/facts.ts';
import { type Issue, issue } from '../../model/issue.ts';

/** A contradicted figure stands when recomputation confirms its row; otherwise nobody knows which is right. */
export function conflictIssues(conflicts: readonly SourceConflict[], scores: readonly Score[]): Issue[] {
  const egdi = new Map(
    scores.filter((score) => score.indexCode === 'EGDI').map((score) => [score.iso3, score]),
  );
  return conflicts.map((conflict) => {
    const { edition, iso3, indexCode, field, other } = conflict;
    const isConfirmed = confirms(egdi.get(iso3), conflict);
    return issue(
      isConfirmed ? 'source-conflict' : 'source-conflict-unresolved',
      `${field}: primary ${conflict.primaryText ?? 'blank'}, cross-check ${conflict.otherText ?? 'blank'}`,
      {
        file: other.file,
        sha256: other.sha256,
        cell: conflict.otherCell,
        edition,
        iso3,
        indexCode,
        hint: isConfirmed ? 'the primary stands: recomputation confirms it' : 'find out which one is right',
      },
    );
  });
}

/** The EPI is no part of the recomputation, so nothing confirms it. */
function confirms(egdi: Score | undefined, { field, indexCode }: SourceConflict): boolean {
  if (!egdi || indexCode === 'EPI') return false;
  if (field === 'rank') return egdi.rankReconciliation === 'exact';
  return egdi.reconciliation === 'exact' || egdi.reconciliation === 'within_rounding';
}
