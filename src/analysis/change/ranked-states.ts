/**
 * Two editions side by side as the states of a ranking, for any index: one column for each part of it, one row for each
 * country of either edition. Published figures have five decimals at most, so that over a common denominator scores
 * and weights are whole numbers: sums are exact and ties are ties.
 */
import type { RankedState } from '../../composite/attribution/rank-change.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { EditionScores, MemberScores } from '../../model/change-attribution.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import { type Rational, rational, reduce } from '../../model/rational.ts';
import { type IndexCode, SUB_INDEX_CODES } from '../../model/survey.ts';

/** Published scores have five decimals at most. */
export const UNITS_PER_ONE = 100_000;

/** An edition and the rules by which it was made. */
export interface EditionWithMethod {
  readonly figures: EditionFigures;
  readonly method: EditionMethod;
}

/** The same with no more than scores and ranks. */
export interface ScoresWithMethod {
  readonly figures: EditionScores;
  readonly method: EditionMethod;
}

/** One part of an index in one edition. */
export interface IndexPart {
  readonly code: IndexCode;
  readonly weight: Rational;
}

/** What the index is the weighted mean of: OSI, TII and HCI, or the index itself. */
export function partsOf(index: IndexCode, { egdi }: EditionMethod): readonly IndexPart[] {
  if (index !== 'EGDI') return [{ code: index, weight: rational(1) }];
  return SUB_INDEX_CODES.map((code) => ({ code, weight: egdi.weights.value[code] }));
}

/** Whether the edition ranks the member by this index: the EGDI by its printed rank, another index by a value. */
export function isRanked(index: IndexCode, { scores, rank }: MemberScores): boolean {
  return index === 'EGDI' ? scores.EGDI !== null && rank !== null : scores[index] !== null;
}

export interface StatePair {
  /** ISO3 codes in the order of the rows. */
  readonly units: readonly string[];
  readonly before: RankedState;
  readonly after: RankedState;
}

/**
 * Rows are the countries of either edition by ISO3 code.
 * @throws ComputationRefused `value-missing` where a ranked member lacks a part and the method has no rule for it
 */
export function statePair(index: IndexCode, before: ScoresWithMethod, after: ScoresWithMethod): StatePair {
  const units = [
    ...new Set([before, after].flatMap(({ figures }) => figures.members.map(({ iso3 }) => iso3))),
  ].sort();
  const [weightsBefore, weightsAfter] = wholeWeights(
    [before, after].map(({ method }) => partsOf(index, method)),
  );
  return {
    units,
    before: stateOf(index, before, units, weightsBefore ?? []),
    after: stateOf(index, after, units, weightsAfter ?? []),
  };
}

function stateOf(
  index: IndexCode,
  { figures, method }: ScoresWithMethod,
  units: readonly string[],
  weights: readonly number[],
): RankedState {
  const members = new Map(figures.members.map((member) => [member.iso3, member]));
  const ranked = new Uint8Array(units.length);
  const columns = partsOf(index, method).map(() => new Float64Array(units.length).fill(Number.NaN));
  units.forEach((iso3, row) => {
    const member = members.get(iso3);
    if (member === undefined || !isRanked(index, member)) return;
    ranked[row] = 1;
    partsOf(index, method).forEach(({ code }, at) => {
      (columns[at] as Float64Array)[row] = unitsOf(countedValue(member, code, method));
    });
  });
  return { columns, weights, ranked };
}

/** The value of a part as the mean takes it; zero where it is missing and the method counts it so. */
export function countedValue(
  { iso3, scores }: MemberScores,
  code: IndexCode,
  { edition, egdi }: EditionMethod,
): number {
  const value = scores[code];
  if (value !== null) return value;
  if (egdi.missingCountsAsZero.value) return 0;
  throw new ComputationRefused(
    'value-missing',
    `${code} of ${iso3} ${edition}`,
    'it is missing, and the method of the edition has no rule by which the country is ranked without it',
  );
}

/** @throws RangeError for a score of more than five decimals, which the Survey does not print */
export function unitsOf(score: number): number {
  const units = Math.round(score * UNITS_PER_ONE);
  if (units / UNITS_PER_ONE !== score) throw new RangeError(`${score} has more than five decimals`);
  return units;
}

/** A published score, exactly. */
export function exactScore(score: number): Rational {
  return rational(unitsOf(score), UNITS_PER_ONE);
}

/** Weights of several methods as whole numbers over one denominator. */
function wholeWeights(methods: readonly (readonly IndexPart[])[]): number[][] {
  const fractions = methods.map((parts) => parts.map(({ weight }) => reduce(weight)));
  const denominator = fractions.flat().reduce((common, { den }) => common * (den / gcd(common, den)), 1n);
  return fractions.map((weights) => weights.map(({ num, den }) => Number(num * (denominator / den))));
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
