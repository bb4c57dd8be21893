/**
 * Two-sided p-values of correlation coefficients, as statistics packages give them: Student's t for Pearson; for
 * Spearman the exact distribution up to 9 pairs and its Edgeworth series beyond (Best & Roberts 1975, AS 89; it ends at
 * 0 in the far tail); for Kendall the exact distribution below 50 pairs (Kendall & Gibbons 1990) and the normal one
 * beyond. Ties rule the exact distributions out: then Student's t for Spearman, the normal with its tie correction for
 * Kendall.
 */
import { normalUpperTail, studentTwoSided } from './distributions.ts';

/** Of Pearson's r with `pairs` pairs; NaN with fewer than three. */
export function pearsonPValue(coefficient: number, pairs: number): number {
  if (!(pairs > 2) || Number.isNaN(coefficient)) return Number.NaN;
  const freedom = pairs - 2;
  return studentTwoSided(coefficient * Math.sqrt(freedom / (1 - coefficient * coefficient)), freedom);
}

/** Beyond this many pairs the sum of squared rank differences is no longer looked up, but approximated. */
const SPEARMAN_SERIES_UP_TO = 1289;
const SPEARMAN_EXACT_UP_TO = 9;

/** Of Spearman's rho; NaN with fewer than three pairs (two without ties: 1). */
export function spearmanPValue(coefficient: number, pairs: number, ties: boolean): number {
  if (Number.isNaN(coefficient) || pairs < 2) return Number.NaN;
  if (ties || pairs > SPEARMAN_SERIES_UP_TO) return pearsonPValue(coefficient, pairs);
  const cube = pairs ** 3 - pairs;
  const squares = Math.round((cube * (1 - coefficient)) / 6);
  const isUpper = squares > cube / 6;
  const tail = isUpper ? spearmanAtLeast(squares - 1, pairs) : 1 - spearmanAtLeast(squares + 2, pairs);
  return Math.min(2 * tail, 1);
}

/** P(Σd² ≥ s) under independence. Σd² is even; the odd number below it is what the test looks up on the upper side. */
function spearmanAtLeast(squares: number, pairs: number): number {
  const cube = pairs ** 3 - pairs;
  if (squares <= 0) return 1;
  if (squares > cube / 3) return 0;
  if (pairs <= SPEARMAN_EXACT_UP_TO) {
    const counts = squaredRankDifferences(pairs);
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.slice(Math.max(squares, 0)).reduce((sum, count) => sum + count, 0) / all;
  }
  const b = 1 / pairs;
  const x = (6 * (squares - 1) * b) / (pairs * pairs - 1) - 1;
  const z = x * Math.sqrt(pairs - 1);
  const y = z * z;
  const u =
    z *
    b *
    (0.2274 +
      b * (0.2531 + 0.1745 * b) +
      y *
        (-0.0758 +
          b * (0.1033 + 0.3932 * b) -
          y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))));
  return Math.max(0, Math.min(1, u / Math.exp(y / 2) + normalUpperTail(z)));
}

/** By Σd²: how many of the permutations of `size` ranks have it; built up rank by rank over the sets of ranks taken. */
function squaredRankDifferences(size: number): Float64Array {
  const length = (size ** 3 - size) / 3 + 1;
  const bySet = Array.from({ length: 1 << size }, () => new Float64Array(length));
  (bySet[0] as Float64Array)[0] = 1;
  for (const [taken, counts] of bySet.entries()) {
    const rank = bitsOf(taken);
    for (let other = 0; other < size; other += 1) {
      if ((taken & (1 << other)) !== 0) continue;
      const next = bySet[taken | (1 << other)] as Float64Array;
      const square = (rank - other) ** 2;
      for (let sum = 0; sum + square < length; sum += 1) {
        next[sum + square] = (next[sum + square] as number) + (counts[sum] as number);
      }
    }
  }
  return bySet[bySet.length - 1] as Float64Array;
}

function bitsOf(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** From this many pairs on, Kendall's score is approximated by the normal distribution. */
const KENDALL_EXACT_BELOW = 50;

/** Of Kendall's score (concordant minus discordant pairs); the ties are the sizes of the groups of equal values. */
export function kendallPValue(
  score: number,
  size: number,
  tiesX: readonly number[],
  tiesY: readonly number[],
): number {
  if (size < 2) return Number.NaN;
  if (size < KENDALL_EXACT_BELOW && tiesX.length === 0 && tiesY.length === 0) {
    const concordant = Math.round((score + (size * (size - 1)) / 2) / 2);
    const counts = inversions(size);
    const all = counts.reduce((sum, count) => sum + count, 0);
    const below = counts.slice(0, concordant + 1).reduce((sum, count) => sum + count, 0) / all;
    const above = counts.slice(concordant).reduce((sum, count) => sum + count, 0) / all;
    return Math.min(1, 2 * Math.min(below, above));
  }
  const over = (ties: readonly number[], term: (count: number) => number) =>
    ties.reduce((sum, count) => sum + term(count), 0);
  const pairsOf = (count: number) => count * (count - 1);
  const triples = (count: number) => count * (count - 1) * (count - 2);
  const spread = (count: number) => count * (count - 1) * (2 * count + 5);
  const variance =
    (spread(size) - over(tiesX, spread) - over(tiesY, spread)) / 18 +
    (over(tiesX, pairsOf) * over(tiesY, pairsOf)) / (2 * size * (size - 1)) +
    (size > 2 ? (over(tiesX, triples) * over(tiesY, triples)) / (9 * size * (size - 1) * (size - 2)) : 0);
  return Math.min(1, 2 * normalUpperTail(Math.abs(score) / Math.sqrt(variance)));
}

/** By number of concordant pairs: the share of permutations of `size` that have it (as weights; their sum is exact). */
function inversions(size: number): number[] {
  let counts = [1];
  for (let step = 2; step <= size; step += 1) {
    const next = new Array<number>((step * (step - 1)) / 2 + 1).fill(0);
    for (const [moves, count] of counts.entries()) {
      for (let more = 0; more < step; more += 1)
        next[moves + more] = (next[moves + more] ?? 0) + count / step;
    }
    counts = next;
  }
  return counts;
}
