/** Scores that no whole number of points gives: most often a file under the name of another edition. */
import { stepsOfScore } from '../../composite/exact/lattice.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import { decimalText } from '../../model/decimal.ts';
import type { Score } from '../../model/facts.ts';
import { type Issue, issue } from '../../model/issue.ts';
import { ZERO } from '../../model/rational.ts';
import type { Edition, IndexCode } from '../../model/survey.ts';

/** Findings about an edition's scores, with the edition whose lattice they do fit, where there is one. */
export function offLatticeIssues(
  edition: Edition,
  scores: readonly Score[],
  method: EditionMethod | undefined,
  methods: readonly EditionMethod[],
  place: (iso3: string, indexCode: IndexCode) => Partial<Issue>,
): Issue[] {
  const off = scores.filter(
    (score) => score.published && score.pointsAboveMin === null && method?.indices[score.indexCode].lattice,
  );
  if (off.length === 0) return [];
  const printed = scores.filter((score) => off.some((found) => found.indexCode === score.indexCode));
  const fitting = methods.filter((other) => printed.every((score) => isOnLattice(score, other)));
  const hint =
    fitting.length > 0 && fitting.length < methods.length
      ? {
          hint: `all figures fit the lattice of edition ${fitting.map((other) => other.edition).join(' or ')}`,
        }
      : {};
  return off.map((score) =>
    issue(
      'score-off-lattice',
      `${decimalText(score.published ?? ZERO)} is no whole number of points of the ${score.indexCode} ${edition}`,
      { ...place(score.iso3, score.indexCode), ...hint },
    ),
  );
}

function isOnLattice(score: Score, method: EditionMethod): boolean {
  const { lattice, precision } = method.indices[score.indexCode];
  return (
    !score.published ||
    !lattice ||
    stepsOfScore(score.published, lattice.value, precision.value) !== undefined
  );
}
