/** Cross-checks that contradict the primary source: harmless where recomputation confirms it, otherwise not. */

import type { EditionMethod } from '../../methodology/method.ts';
import type { Score, SourceConflict } from '../../model/facts.ts';
import { type Issue, issue } from '../../model/issue.ts';
import { abs, add, compare, multiply, subtract } from '../../model/rational.ts';

/**
 * A contradicted figure stands when recomputation confirms its row and would not confirm the other figure;
 * otherwise nobody knows which is right.
 */
export function conflictIssues(
  conflicts: readonly SourceConflict[],
  scores: readonly Score[],
  method: EditionMethod | undefined,
): Issue[] {
  const egdi = new Map(
    scores.filter((score) => score.indexCode === 'EGDI').map((score) => [score.iso3, score]),
  );
  return conflicts.map((conflict) => {
    const { edition, iso3, indexCode, field, other } = conflict;
    const score = egdi.get(iso3);
    const isSettled = method !== undefined && score !== undefined && settles(score, conflict, method);
    return issue(
      isSettled ? 'source-conflict' : 'source-conflict-unresolved',
      `${field}: primary ${conflict.primaryText ?? 'blank'}, cross-check ${conflict.otherText ?? 'blank'}`,
      {
        file: other.file,
        sha256: other.sha256,
        cell: conflict.otherCell,
        edition,
        iso3,
        indexCode,
        hint: isSettled ? 'the primary stands: only its figure recomputes' : 'find out which one is right',
      },
    );
  });
}

/** The EPI is no part of the recomputation, so nothing settles a conflict about it. */
function settles(
  egdi: Score,
  { field, indexCode, difference }: SourceConflict,
  method: EditionMethod,
): boolean {
  if (indexCode === 'EPI') return false;
  if (field === 'rank') return egdi.rankReconciliation === 'exact';
  if (egdi.reconciliation !== 'exact' && egdi.reconciliation !== 'within_rounding') return false;
  if (difference === null || !egdi.residual || !egdi.residualBound) return true;
  const moved =
    indexCode === 'EGDI'
      ? add(egdi.residual, difference)
      : subtract(egdi.residual, multiply(method.egdi.weights.value[indexCode], difference));
  return compare(abs(moved), egdi.residualBound) > 0;
}
