/**
 * What a printed number stands for. Reconciliation compares intervals, not points with a tolerance: a
 * recomputed figure agrees with a published one when the two intervals meet.
 */
import { add, compare, multiply, powerOfTen, type Rational, rational, subtract, ZERO } from './rational.ts';

/** Closed interval; closing it at both ends can only make agreement easier by single points. */
export interface Interval {
  readonly low: Rational;
  readonly high: Rational;
}

/** How the publisher shortened a figure; `either` where the data cannot tell. */
export type PrintMode = 'round' | 'truncate' | 'either';

/** Precision of a published column: its true decimals (not the padded ones) and how it was shortened. */
export interface Precision {
  readonly decimals: number;
  readonly mode: PrintMode;
}

/** All true values that print as `value` at this precision. */
export function printedInterval(value: Rational, precision: Precision): Interval {
  const unit = rational(1, powerOfTen(precision.decimals));
  const half = multiply(unit, rational(1, 2));
  return {
    low: precision.mode === 'truncate' ? value : subtract(value, half),
    high: add(value, precision.mode === 'round' ? half : unit),
  };
}

export function pointInterval(value: Rational): Interval {
  return { low: value, high: value };
}

export function intervalsMeet(a: Interval, b: Interval): boolean {
  return compare(a.low, b.high) <= 0 && compare(b.low, a.high) <= 0;
}

/** Σ weight × interval, for weights that are not negative. */
export function weightedInterval(terms: Iterable<readonly [weight: Rational, interval: Interval]>): Interval {
  let low = ZERO;
  let high = ZERO;
  for (const [weight, interval] of terms) {
    low = add(low, multiply(weight, interval.low));
    high = add(high, multiply(weight, interval.high));
  }
  return { low, high };
}
