/** How close a recomputation comes to what was published, over the countries whose error says something. */
import { correlate } from '../../composite/statistics/correlation.ts';
import { quantile } from '../../composite/statistics/quantile.ts';
import { CLOSENESS_BOUNDS, isCircular } from '../../model/recomputation.ts';
import type { Recomputation, RecomputedUnit } from './recompute.ts';

export interface Closeness {
  /** Countries that are counted; NaN for all that follows where there are none. */
  readonly count: number;
  readonly meanAbsolute: number;
  readonly median: number;
  readonly maximum: number;
  /** Countries with an absolute error below each of `CLOSENESS_BOUNDS`. */
  readonly within: readonly number[];
  /** Of recomputed and published values. It stays near 1 for wrong methods too: no proof of a method. */
  readonly spearman: number;
}

/** Countries with a recomputed value; where gaps were closed by published values only those with all inputs. */
export function countedUnits({ treatment, units }: Recomputation): readonly RecomputedUnit[] {
  return units.filter(
    ({ recomputed, isObserved }) => recomputed !== null && (isObserved || !isCircular(treatment)),
  );
}

export function closenessOf(recomputation: Recomputation): Closeness {
  const counted = countedUnits(recomputation);
  const own = Float64Array.from(counted, ({ recomputed }) => recomputed ?? Number.NaN);
  const published = Float64Array.from(counted, (unit) => unit.published);
  const errors = own.map((value, unit) => Math.abs(value - (published[unit] as number)));
  return {
    count: counted.length,
    meanAbsolute: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    median: quantile(errors, 0.5),
    maximum: errors.length === 0 ? Number.NaN : Math.max(...errors),
    within: CLOSENESS_BOUNDS.map((bound) => errors.filter((error) => error < bound).length),
    spearman: correlate(own, published, 'spearman').coefficient,
  };
}
