/**
 * Peers of a unit: those nearest by profile, and the place among any peers. Profiles are complete rows of columns, one
 * column a component; units without a complete profile have no peers and are nobody's.
 */
import { ComputationRefused } from './refusal.ts';
import { covariance } from './statistics/correlation.ts';
import { standardDeviation } from './statistics/moments.ts';
import { quantile } from './statistics/quantile.ts';

/**
 * How far profiles lie apart. `euclidean`: of columns divided by their standard deviation (n − 1), so that each
 * counts the same. `mahalanobis` (1936): √(dᵀ S⁻¹ d) with the sample covariance S, so that columns which say the same
 * count once.
 */
export type ProfileDistance = 'euclidean' | 'mahalanobis';

export interface Neighbour {
  /** Row. */
  readonly unit: number;
  /** In standard deviations. */
  readonly distance: number;
}

/**
 * The `count` units nearest to a unit, nearest first; of equally near ones the earlier row. Fewer when there are not as
 * many with a complete profile. Deviations and covariances are over all units with a complete profile, the unit itself
 * included.
 * @throws ComputationRefused `value-missing` where the unit's own profile is incomplete, `values-too-few` where
 * there are no more complete profiles than columns, `values-constant` where a column does not vary, or all of them
 * together vary in fewer directions than there are (Mahalanobis)
 */
export function nearestUnits(
  columns: readonly Float64Array[],
  unit: number,
  count: number,
  distance: ProfileDistance,
): Neighbour[] {
  const profileOf = (row: number) => columns.map((column) => column[row] ?? Number.NaN);
  const isComplete = (row: number) => profileOf(row).every((value) => !Number.isNaN(value));
  if (!isComplete(unit)) {
    throw new ComputationRefused(
      'value-missing',
      'profile',
      'the unit lacks a value that its peers are to be like',
    );
  }
  const rows = Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => row).filter(isComplete);
  if (rows.length <= columns.length) {
    throw new ComputationRefused('values-too-few', 'profile', `${rows.length} complete profiles are too few`);
  }
  const complete = columns.map((column) => Float64Array.from(rows, (row) => column[row] ?? Number.NaN));
  const lengthOf = distance === 'euclidean' ? euclideanLength(complete) : mahalanobisLength(complete);
  const own = profileOf(unit);
  return rows
    .filter((row) => row !== unit)
    .map((row) => ({
      unit: row,
      distance: lengthOf(profileOf(row).map((value, index) => value - (own[index] ?? Number.NaN))),
    }))
    .sort((a, b) => a.distance - b.distance || a.unit - b.unit)
    .slice(0, count);
}

export interface PlaceAmongPeers {
  /** Competition rank among the peers and the unit itself, 1 the best; NaN where the unit has no value. */
  readonly rank: number;
  /** How many have a value, the unit included where it has one. */
  readonly of: number;
  /** Median of the peers without the unit; NaN where none has a value. */
  readonly median: number;
  readonly gapToMedian: number;
  /** Row of the best peer, the first of equal ones; null where none has a value. */
  readonly best: number | null;
  readonly gapToBest: number;
}

/** Gaps are the unit's value minus theirs: positive is ahead. More is better. */
export function placeAmongPeers(
  values: Float64Array,
  unit: number,
  peers: readonly number[],
): PlaceAmongPeers {
  const valueAt = (row: number) => values[row] ?? Number.NaN;
  const own = valueAt(unit);
  const others = peers.filter((row) => row !== unit && !Number.isNaN(valueAt(row)));
  const best = others.reduce<number | null>(
    (found, row) => (found === null || valueAt(row) > valueAt(found) ? row : found),
    null,
  );
  const median = quantile(
    others.map((row) => valueAt(row)),
    0.5,
  );
  return {
    rank: Number.isNaN(own) ? Number.NaN : 1 + others.filter((row) => valueAt(row) > own).length,
    of: others.length + (Number.isNaN(own) ? 0 : 1),
    median,
    gapToMedian: own - median,
    best,
    gapToBest: best === null ? Number.NaN : own - valueAt(best),
  };
}

type Length = (difference: readonly number[]) => number;

function euclideanLength(columns: readonly Float64Array[]): Length {
  const deviations = columns.map((column, index) => {
    const deviation = standardDeviation(column, 1);
    if (!(deviation > 0)) {
      throw new ComputationRefused('values-constant', `column ${index + 1}`, 'its values do not vary');
    }
    return deviation;
  });
  return (difference) =>
    Math.hypot(...difference.map((value, index) => value / (deviations[index] ?? Number.NaN)));
}

/** By the lower triangle L of S = L Lᵀ (Cholesky): |L⁻¹ d|² = dᵀ S⁻¹ d. */
function mahalanobisLength(columns: readonly Float64Array[]): Length {
  const lower = choleskyOf(columns.map((a) => columns.map((b) => covariance(a, b))));
  return (difference) => {
    const solved: number[] = [];
    for (const [row, value] of difference.entries()) {
      const line = lower[row] ?? [];
      const known = solved.reduce((sum, part, column) => sum + part * (line[column] ?? 0), 0);
      solved.push((value - known) / (line[row] ?? Number.NaN));
    }
    return Math.hypot(...solved);
  };
}

/** Share of a column's variance below which the others are taken to explain it wholly. */
const DEPENDENT_BELOW = 1e-12;

function choleskyOf(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const line: number[] = [];
    for (let column = 0; column <= row; column += 1) {
      const other = lower[column] ?? line;
      const explained = line.reduce((sum, part, index) => sum + part * (other[index] ?? 0), 0);
      const rest = (values[column] ?? Number.NaN) - explained;
      if (column < row) line.push(rest / (other[column] ?? Number.NaN));
      else if (rest > DEPENDENT_BELOW * (values[row] ?? 0)) line.push(Math.sqrt(rest));
      else {
        throw new ComputationRefused(
          'values-constant',
          `column ${row + 1}`,
          'it does not vary beyond what the columns before it explain',
          'take the Euclidean distance',
        );
      }
    }
    lower.push(line);
  }
  return lower;
}
