/**
 * Sample quantiles, the nine definitions of Hyndman & Fan (1996). Type 7 (linear between the order statistics at (n
 * − 1)p) is the default of the field's software and ours; 1–3 are steps, the others lines between plotting
 * positions.
 */

export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/**
 * The value below which the share `p` (0 … 1) of the available values lies; NaN when none is available.
 * Throws `RangeError` for a share outside 0 … 1.
 */
export function quantile(values: ArrayLike<number>, p: number, type: QuantileType = 7): number {
  return quantileOfSorted(sortedAvailable(values), p, type);
}

/** The available values in ascending order, in an array of their own. */
export function sortedAvailable(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  // NaN sorts to the end.
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count--;
  return sorted.subarray(0, count);
}

/** As `quantile`, of values in ascending order without missing ones. */
export function quantileOfSorted(sorted: Float64Array, p: number, type: QuantileType = 7): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is no share: 0 … 1`);
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  // Position among the order statistics 1 … n, those outside standing for the extremes.
  const position = positionOf(p, n, type);
  const below = Math.floor(position + FUZZ);
  const share = shareAbove(position, below, type);
  const low = sorted[Math.min(Math.max(below, 1), n) - 1] as number;
  const high = sorted[Math.min(Math.max(below + 1, 1), n) - 1] as number;
  if (share === 0 || low === high) return low;
  return share === 1 ? high : (1 - share) * low + share * high;
}

/** Positions this close to a whole number are meant to be it: 0.3 · 10 is not 3 in binary. */
const FUZZ = 4 * Number.EPSILON;

function positionOf(p: number, n: number, type: QuantileType): number {
  switch (type) {
    case 1:
    case 2:
    case 4:
      return n * p;
    case 3:
      return n * p - 0.5;
    case 5:
      return n * p + 0.5;
    case 6:
      return (n + 1) * p;
    case 7:
      return 1 + (n - 1) * p;
    case 8:
      return 1 / 3 + p * (n + 1 / 3);
    case 9:
      return 3 / 8 + p * (n + 1 / 4);
  }
}

/** How much of the upper of the two order statistics counts. */
function shareAbove(position: number, below: number, type: QuantileType): number {
  const rest = position - below;
  const isBetween = rest > FUZZ;
  switch (type) {
    case 1:
      return isBetween ? 1 : 0;
    case 2:
      return isBetween ? 1 : 0.5;
    case 3:
      // On the half, the even one of the two order statistics.
      return isBetween || Math.abs(below % 2) === 1 ? 1 : 0;
    default:
      return Math.abs(rest) < FUZZ ? 0 : rest;
  }
}
