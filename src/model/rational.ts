/**
 * Exact fractions over bigint. Weights are thirds and hundredths, scores are decimals: every sum, residual,
 * interval bound and rank here is computed exactly and rounded once, at the end.
 */

export interface Rational {
  readonly num: bigint;
  /** Always positive. */
  readonly den: bigint;
}

export type RoundingMode = 'half-up' | 'half-down' | 'floor';

export const ZERO: Rational = { num: 0n, den: 1n };

/** The fraction num/den, reduced. Throws `RangeError` on a zero denominator. */
export function rational(num: bigint | number, den: bigint | number = 1n): Rational {
  let n = BigInt(num);
  let d = BigInt(den);
  if (d === 0n) throw new RangeError('denominator is zero');
  if (d < 0n) [n, d] = [-n, -d];
  const divisor = gcd(n < 0n ? -n : n, d);
  return divisor === 1n ? { num: n, den: d } : { num: n / divisor, den: d / divisor };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.den === b.den) return rational(a.num + b.num, a.den);
  return rational(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { num: -b.num, den: b.den });
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.num * b.num, a.den * b.den);
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function abs(a: Rational): Rational {
  return a.num < 0n ? { num: -a.num, den: a.den } : a;
}

/** Σ weight × value. */
export function weightedSum(terms: Iterable<readonly [weight: Rational, value: Rational]>): Rational {
  let total = ZERO;
  for (const [weight, value] of terms) total = add(total, multiply(weight, value));
  return total;
}

/** Rounded to `decimals` places; half-up and half-down are about the size of the value, floor is towards −∞. */
export function roundTo(value: Rational, decimals: number, mode: RoundingMode = 'half-up'): Rational {
  return rational(scaled(value, decimals, mode), 10n ** BigInt(decimals));
}

/** Decimal text with exactly `decimals` places: 1/3 at 4 → `0.3333`. */
export function toFixed(value: Rational, decimals: number, mode: RoundingMode = 'half-up'): string {
  const whole = scaled(value, decimals, mode);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(decimals + 1, '0');
  const sign = whole < 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

export function toNumber(value: Rational): number {
  return Number(toFixed(value, 18));
}

function scaled(value: Rational, decimals: number, mode: RoundingMode): bigint {
  const num = value.num * 10n ** BigInt(decimals);
  const negative = num < 0n;
  const size = negative ? -num : num;
  let quotient = size / value.den;
  const rest = size % value.den;
  if (mode === 'floor') {
    if (negative && rest > 0n) quotient += 1n;
  } else if (rest * 2n > value.den || (rest * 2n === value.den && mode === 'half-up')) {
    quotient += 1n;
  }
  return negative ? -quotient : quotient;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
