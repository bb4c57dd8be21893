/**
 * The values that a component can take. An answer between two printable values, or between two whole points, is
 * no answer: it is rounded up to the next step.
 */
import type { Precision } from '../../model/interval.ts';
import {
  compare,
  divide,
  multiply,
  powerOfTen,
  type Rational,
  rational,
  roundTo,
} from '../../model/rational.ts';
import { latticeScore } from '../exact/lattice.ts';

export interface Scale {
  /** Number of the highest step; the lowest is 0. */
  readonly top: bigint;
  /** The component's value at a step; strictly increasing. */
  valueAt(step: bigint): Rational;
  /** The lowest step whose value is at or above this one; it may lie above the top. */
  stepAtLeast(value: Rational): bigint;
}

/** 0, 10^−decimals, 2 · 10^−decimals … up to `cap` (a cap between two steps counts as the lower one). */
export function decimalScale(decimals: number, cap: Rational = rational(1)): Scale {
  const steps = rational(powerOfTen(decimals));
  const scaledCap = multiply(cap, steps);
  return {
    top: scaledCap.num / scaledCap.den,
    valueAt: (step) => rational(step, steps.num),
    stepAtLeast: (value) => ceiling(multiply(value, steps)),
  };
}

/**
 * Whole points of a range: step k is worth k · step / range, exactly, or as it is printed where the index is computed
 * from printed values. Where the printing is unknown it is taken as cut off, the smaller of the two.
 */
export function pointScale(
  lattice: { readonly range: Rational; readonly step: Rational },
  printed: Precision | null,
): Scale {
  const { range, step } = lattice;
  const valueAt = (k: bigint): Rational => {
    const exact = latticeScore(k, step, range);
    if (printed === null) return exact;
    return roundTo(exact, printed.decimals, printed.mode === 'round' ? 'half-up' : 'floor');
  };
  const top = divide(range, step);
  return {
    top: top.num / top.den,
    valueAt,
    stepAtLeast: (value) => {
      if (value.num <= 0n) return 0n;
      let k = ceiling(divide(multiply(value, range), step));
      // Printing can move a step to either side of its exact value.
      while (k > 0n && compare(valueAt(k - 1n), value) >= 0) k -= 1n;
      while (compare(valueAt(k), value) < 0) k += 1n;
      return k;
    },
  };
}

function ceiling({ num, den }: Rational): bigint {
  return num > 0n ? (num + den - 1n) / den : 0n;
}
