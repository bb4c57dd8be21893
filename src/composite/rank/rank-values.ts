/** Ranks of a column of doubles, best (largest) first. For exact ranks of printed figures see `exact/rank.ts`. */
import type { Ties } from '../../methodology/definition.ts';
import { roundedUnits } from './round-decimal.ts';

export interface RankOptions {
  /** Which rank equal values share. */
  readonly ties: Ties;
  /** Decimals to round to before ranking, half away from zero (`round-decimal.ts`); absent: unrounded doubles. */
  readonly decimals?: number;
  /** Where the ranks are written, as long as `values`; may be `values` itself. Absent: a new array. */
  readonly into?: Float64Array;
}

/**
 * Rank of each value in descending order, 1 … n over the n available values; NaN stays NaN. `ties`: `min` 1-2-2-4
 * (standard competition), `max` 1-3-3-4, `dense` 1-2-2-3, `average` 1-2.5-2.5-4, `ordinal` 1-2-3-4 in order of
 * position. Throws `RangeError` for decimals outside 0 … 15.
 */
export function rankValues(values: Float64Array, options: RankOptions): Float64Array {
  const { ties, decimals, into = new Float64Array(values.length) } = options;
  const compared = decimals === undefined ? values : values.map((value) => roundedUnits(value, decimals));
  const sorted = compared.slice().sort();
  // NaN sorts to the end.
  let available = sorted.length;
  while (available > 0 && Number.isNaN(sorted[available - 1])) available--;
  // Of dense ranks: distinct values from the largest down to the sorted position.
  const distinct = ties === 'dense' ? countDistinctFromTop(sorted, available) : undefined;
  // Of ordinal ranks: how many of the equal values have been met; at the first of them in sorted order.
  const met = ties === 'ordinal' ? new Int32Array(available) : undefined;
  for (let i = 0; i < compared.length; i++) {
    const value = compared[i] as number;
    if (Number.isNaN(value)) {
      into[i] = Number.NaN;
      continue;
    }
    const first = lowerBound(sorted, available, value);
    if (distinct) {
      into[i] = distinct[first] as number;
    } else if (ties === 'max') {
      into[i] = available - first;
    } else {
      const best = available - upperBound(sorted, first, available, value) + 1;
      if (met) {
        into[i] = best + (met[first] as number);
        met[first] = (met[first] as number) + 1;
      } else into[i] = ties === 'min' ? best : (best + available - first) / 2;
    }
  }
  return into;
}

/**
 * Ranks among the units of the same group; NaN for a unit in no group (null). `groups` is as long as `values`, else
 * `RangeError`.
 */
export function rankWithinGroups(
  values: Float64Array,
  groups: readonly (string | null)[],
  options: RankOptions,
): Float64Array {
  if (groups.length !== values.length) throw new RangeError('groups and values differ in number');
  const members = new Map<string, number[]>();
  for (const [position, group] of groups.entries()) {
    if (group === null) continue;
    const found = members.get(group);
    if (found) found.push(position);
    else members.set(group, [position]);
  }
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  for (const positions of members.values()) {
    const own = Float64Array.from(positions, (position) => values[position] as number);
    const within = rankValues(own, { ...options, into: own });
    for (const [k, position] of positions.entries()) ranks[position] = within[k] as number;
  }
  if (!options.into) return ranks;
  options.into.set(ranks);
  return options.into;
}

function countDistinctFromTop(sorted: Float64Array, available: number): Int32Array {
  const distinct = new Int32Array(available);
  for (let i = available - 1, count = 0; i >= 0; i--) {
    if (i === available - 1 || sorted[i] !== sorted[i + 1]) count++;
    distinct[i] = count;
  }
  return distinct;
}

/** First position whose value is not below `value`. */
function lowerBound(sorted: Float64Array, available: number, value: number): number {
  let low = 0;
  let high = available;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First position from `from` on whose value is above `value`. */
function upperBound(sorted: Float64Array, from: number, available: number, value: number): number {
  // Most values are alone.
  if (from + 1 === available || (sorted[from + 1] as number) > value) return from + 1;
  let low = from;
  let high = available;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
