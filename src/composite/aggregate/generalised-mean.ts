/** The generalised (power) mean, which has the other means as special cases. */

/** Below this exponent the two forms of the mean change places: both are exact to 12 digits there. */
const NEAR_ZERO = 0.01;

/**
 * (Σ w·x^p / Σ w)^(1/p) of one unit; p → 0 is the geometric mean, p = −∞ and ∞ are the minimum and maximum. Values
 * of weight 0 take no part. NaN where a value is missing or the power is not defined: negative values unless p is an
 * even whole number, zero with a finite p ≤ 0. (Handbook §6.6; Hardy, Littlewood and Pólya §2.2.)
 *
 * Written relative to the value r that dominates, r·(Σw·(x/r)^p/Σw)^(1/p), so that large |p| do not overflow; near
 * p = 0 as r·exp(ln(1 + Σw·((x/r)^p − 1)/Σw)/p), which keeps the digits that the 1/p-th power would lose.
 */
export function generalisedMean(values: Float64Array, weights: ArrayLike<number>, exponent: number): number {
  const extreme = extremeOf(values, weights, exponent);
  if (!Number.isFinite(exponent) || Number.isNaN(extreme)) return extreme;
  if (extreme === 0) return exponent > 0 ? 0 : Number.NaN;
  const nearZero = Math.abs(exponent) < NEAR_ZERO;
  let total = 0;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    const weight = weights[index] as number;
    if (!(weight > 0)) continue;
    const ratio = Math.abs(values[index] as number) / extreme;
    total += weight;
    if (exponent === 0) sum += weight * Math.log(ratio);
    else sum += weight * (nearZero ? Math.expm1(exponent * Math.log(ratio)) : ratio ** exponent);
  }
  const mean = sum / total;
  if (exponent === 0) return extreme * Math.exp(mean);
  return extreme * (nearZero ? Math.exp(Math.log1p(mean) / exponent) : mean ** (1 / exponent));
}

/** The largest value for p > 0, the smallest for p ≤ 0 (by size for a finite p); NaN where p is not defined for one. */
function extremeOf(values: Float64Array, weights: ArrayLike<number>, exponent: number): number {
  const bySize = Number.isFinite(exponent);
  let extreme = Number.NaN;
  for (let index = 0; index < values.length; index += 1) {
    if (!((weights[index] as number) > 0)) continue;
    const value = values[index] as number;
    if (Number.isNaN(value)) return Number.NaN;
    if (bySize && value < 0 && !(exponent > 0 && exponent % 2 === 0)) return Number.NaN;
    const size = bySize ? Math.abs(value) : value;
    if (Number.isNaN(extreme) || (exponent > 0 ? size > extreme : size < extreme)) extreme = size;
  }
  return extreme;
}
