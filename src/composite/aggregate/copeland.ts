/**
 * Non-compensatory aggregation by pairwise comparison (Handbook §6.7; Copeland 1951): a unit outranks another by the
 * share of weight on which it is better, and its score is the comparisons it wins minus those it loses.
 */
import type { MissingRule } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';

/** Shares of weight are sums of doubles: within this of a half (of one) they are a half (one). */
const SHARE_TOLERANCE = 1e-9;

/**
 * Row-major n × n: the share of weight on which the row's unit is better than the column's, equal values counting
 * half; the diagonal is 0. `children` without missing values, larger is better; weights on any scale.
 */
export function outrankingMatrix(
  children: readonly Float64Array[],
  weights: ArrayLike<number>,
  about: string,
): Float64Array {
  const units = children[0]?.length ?? 0;
  const matrix = new Float64Array(units * units);
  let total = 0;
  for (let index = 0; index < children.length; index += 1) total += weights[index] as number;
  for (const [index, column] of children.entries()) {
    const share = (weights[index] as number) / total;
    if (!(share > 0)) continue;
    if (column.some(Number.isNaN)) {
      throw new ComputationRefused(
        'value-missing',
        about,
        'pairwise comparison needs the same children for all units',
        'impute, count missing values as zero, or give such units no value',
      );
    }
    for (let row = 0; row < units; row += 1) {
      const own = column[row] as number;
      for (let other = 0; other < units; other += 1) {
        const cell = row * units + other;
        if (own > (column[other] as number)) matrix[cell] = (matrix[cell] as number) + share;
        else if (own === column[other] && row !== other) matrix[cell] = (matrix[cell] as number) + share / 2;
      }
    }
  }
  return matrix;
}

/** Copeland score of each of the `units` of an outranking matrix: +1 a comparison won, −1 a lost one, 0 at a half. */
export function copelandScores(matrix: Float64Array, units: number): Float64Array {
  const scores = new Float64Array(units);
  for (let row = 0; row < units; row += 1) {
    let score = 0;
    for (let other = 0; other < units; other += 1) {
      if (row === other) continue;
      const margin = (matrix[row * units + other] as number) - 0.5;
      if (margin > SHARE_TOLERANCE) score += 1;
      else if (margin < -SHARE_TOLERANCE) score -= 1;
    }
    scores[row] = score;
  }
  return scores;
}

/**
 * How many pairs of an outranking matrix are decided whatever the weights (one unit better on all the weight there
 * is), and their share of all pairs.
 */
export function countDominance(matrix: Float64Array, units: number): { pairs: number; share: number } {
  let pairs = 0;
  for (const [cell, share] of matrix.entries()) {
    if (Math.floor(cell / units) !== cell % units && share > 1 - SHARE_TOLERANCE) pairs += 1;
  }
  return { pairs, share: pairs / ((units * (units - 1)) / 2) };
}

/**
 * `aggregateColumns` for Copeland. Units that the rule for missing values leaves without a value are not compared;
 * a unit that it keeps although a child is missing is refused.
 */
export function aggregateByCopeland(
  children: readonly Float64Array[],
  weights: ArrayLike<number>,
  missing: MissingRule,
  out: Float64Array,
  about: string,
): Float64Array {
  const taking = children.filter((_, index) => (weights[index] as number) > 0);
  const shares = Array.from(weights).filter((weight) => weight > 0);
  const compared: number[] = [];
  for (let unit = 0; unit < out.length; unit += 1) {
    const there = taking.filter((column) => !Number.isNaN(column[unit])).length;
    const needed =
      missing.kind === 'available' ? Math.max(1, missing.atLeast * taking.length) : taking.length;
    if (missing.kind === 'as-zero' || there >= needed) compared.push(unit);
  }
  const columns = taking.map((column) =>
    Float64Array.from(compared, (unit) => {
      const value = column[unit] as number;
      return Number.isNaN(value) && missing.kind === 'as-zero' ? 0 : value;
    }),
  );
  const scores = copelandScores(outrankingMatrix(columns, shares, about), compared.length);
  out.fill(Number.NaN);
  for (const [index, unit] of compared.entries()) out[unit] = scores[index] as number;
  return out;
}
