/** A published sub-index and a change of it that was computed in floating point. */
import { compare, powerOfTen, type Rational, rational, roundTo } from '../../model/rational.ts';

/** Twelve decimals of the change are kept: more than any double of this size holds for certain. */
const CHANGE_DECIMALS = 12;

/**
 * The sub-index after the change, within 0 … 1, at the decimals of the edition. Rounded also where the edition cuts
 * off: what was cut off before the change is cut off after it.
 */
export function shiftedBy(before: Rational, change: number, decimals: number): Rational {
  const exact = rational(BigInt(Math.round(change * 10 ** CHANGE_DECIMALS)), powerOfTen(CHANGE_DECIMALS));
  const sum = { num: before.num * exact.den + exact.num * before.den, den: before.den * exact.den };
  const one = rational(1);
  const clipped = sum.num < 0n ? rational(0) : compare(sum, one) > 0 ? one : sum;
  return roundTo(clipped, decimals);
}
