/**
 * How columns move together (OECD/JRC Handbook, step 4): coefficients over the units that have both values, with the
 * p-values of the usual tests.
 */
import { rankValues } from '../rank/rank-values.ts';
import { kendallPValue, pearsonPValue, spearmanPValue } from './significance.ts';

export const CORRELATION_METHODS = ['pearson', 'spearman', 'kendall'] as const;
export type CorrelationMethod = (typeof CORRELATION_METHODS)[number];

export interface Correlation {
  /** −1 … 1; NaN with fewer than two pairs or where one side does not vary. */
  readonly coefficient: number;
  /** Two-sided, of no association; NaN where the coefficient is, or with too few pairs for the test. */
  readonly pValue: number;
  /** Units with both values. */
  readonly pairs: number;
}

/**
 * Pearson's r, Spearman's rho (r of the average ranks) or Kendall's tau-b of two columns of the same units, NaN for a
 * missing value. Tests: Pearson Student's t; Spearman and Kendall exact without ties, else by approximation
 * (significance.ts).
 */
export function correlate(
  first: Float64Array,
  second: Float64Array,
  method: CorrelationMethod = 'pearson',
): Correlation {
  const [x, y] = completePairs(first, second);
  const pairs = x.length;
  if (method === 'kendall') return kendall(x, y);
  if (method === 'pearson') {
    const coefficient = pearson(x, y);
    return { coefficient, pValue: pearsonPValue(coefficient, pairs), pairs };
  }
  const [p, q] = [rankValues(x, { ties: 'average' }), rankValues(y, { ties: 'average' })];
  const coefficient = pearson(p, q);
  return { coefficient, pValue: spearmanPValue(coefficient, pairs, hasTies(x) || hasTies(y)), pairs };
}

/** Pearson's r of two complete columns; NaN where one does not vary or there are fewer than two values. */
export function pearson(x: Float64Array, y: Float64Array): number {
  const size = x.length;
  if (size < 2) return Number.NaN;
  const [meanX, meanY] = [average(x), average(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let index = 0; index < size; index += 1) {
    const dx = (x[index] as number) - meanX;
    const dy = (y[index] as number) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (!varies(x) || !varies(y)) return Number.NaN;
  // Of one root, so that a column and itself give 1; of two where the product leaves the range of doubles.
  const together = Math.sqrt(xx * yy);
  const scale =
    together > 0 && together < Number.POSITIVE_INFINITY ? together : Math.sqrt(xx) * Math.sqrt(yy);
  // Rounding must not lead outside the range.
  return Math.max(-1, Math.min(1, xy / scale));
}

/** Sample covariance (n − 1) over the units with both values; NaN with fewer than two. */
export function covariance(first: Float64Array, second: Float64Array): number {
  const [x, y] = completePairs(first, second);
  if (x.length < 2) return Number.NaN;
  const [meanX, meanY] = [average(x), average(y)];
  const sum = x.reduce((total, value, index) => total + (value - meanX) * ((y[index] as number) - meanY), 0);
  return sum / (x.length - 1);
}

/** The values of the units that have both. */
export function completePairs(first: Float64Array, second: Float64Array): [Float64Array, Float64Array] {
  if (first.length !== second.length) throw new RangeError('columns of different lengths');
  const both = (_: number, index: number) => !Number.isNaN(first[index]) && !Number.isNaN(second[index]);
  return [first.filter(both), second.filter(both)];
}

function kendall(x: Float64Array, y: Float64Array): Correlation {
  const size = x.length;
  let [score, pairsX, pairsY] = [0, 0, 0];
  for (let i = 0; i < size; i += 1) {
    for (let j = i + 1; j < size; j += 1) {
      const sx = Math.sign((x[i] as number) - (x[j] as number));
      const sy = Math.sign((y[i] as number) - (y[j] as number));
      score += sx * sy;
      pairsX += sx * sx;
      pairsY += sy * sy;
    }
  }
  const coefficient = size < 2 ? Number.NaN : score / (Math.sqrt(pairsX) * Math.sqrt(pairsY));
  return { coefficient, pValue: kendallPValue(score, size, tieCounts(x), tieCounts(y)), pairs: size };
}

/** How often each value occurs that occurs more than once. */
function tieCounts(values: Float64Array): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

function hasTies(values: Float64Array): boolean {
  return tieCounts(values).length > 0;
}

function varies(values: Float64Array): boolean {
  return values.some((value) => value !== values[0]);
}

/** The mean in two passes: the second takes out the rounding of the first. */
function average(values: Float64Array): number {
  const first = values.reduce((sum, value) => sum + value, 0) / values.length;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}
