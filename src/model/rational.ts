/**
 * Exact fractions over bigint. Weights are thirds and hundredths, scores are decimals: every sum, residual,
 * interval bound and rank here is computed exactly and rounded once, at the end.
 */

/** Not necessarily in lowest terms: compare with `compare`, never field by field. */
export interface Rational {
  readonly num: bigint;
  /** Always positive. */
  readonly den: bigint;
}

export type RoundingMode = 'half-up' | 'half-down' | 'floor';

export const ZERO: Rational = { num: 0n, den: 1n };

/** The fraction num/den. Throws `RangeError` on a zero denominator. */
export function rational(num: bigint | number, den: bigint | number = 1n): Rational {
  const n = BigInt(num);
  const d = BigInt(den);
  if (d === 0n) throw new RangeError('denominator is zero');
  return d < 0n ? { num: -n, den: -d } : { num: n, den: d };
}

/** The same value in lowest terms: equal values have equal lowest terms. */
export function reduce({ num, den }: Rational): Rational {
  const divisor = gcd(num < 0n ? -num : num, den);
  return divisor === 1n ? { num, den } : { num: num / divisor, den: den / divisor };
}

export function add(a: Rational, b: Rational): Rational {
  if (a.den === b.den) return { num: a.num + b.num, den: a.den };
  if (a.den % b.den === 0n) return { num: a.num + b.num * (a.den / b.den), den: a.den };
  if (b.den % a.den === 0n) return { num: a.num * (b.den / a.den) + b.num, den: b.den };
  return reduce({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { num: -b.num, den: b.den });
}

export function multiply(a: Rational, b: Rational): Rational {
  return { num: a.num * b.num, den: a.den * b.den };
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): number {
  const left = a.den === b.den ? a.num : a.num * b.den;
  const right = a.den === b.den ? b.num : b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isInteger({ num, den }: Rational): boolean {
  return num % den === 0n;
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
  return { num: scaled(value, decimals, mode), den: powerOfTen(decimals) };
}

/** Decimal text with exactly `decimals` places: 1/3 at 4 → `0.3333`. */
export function toFixed(value: Rational, decimals: number, mode: RoundingMode = 'half-up'): string {
  const whole = scaled(value, decimals, mode);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(decimals + 1, '0');
  const sign = whole < 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Decimal texts of parts that sum exactly to the sum of the parts, which must have at most `decimals` places: 1/3, 1/3
 * and 1/3 at 2 → `0.34`, `0.33`, `0.33`. Every part is its floor or one unit of the last place above it, by largest
 * remainder, the first of equal ones; a part that needs no rounding is never touched.
 * Throws `RangeError` when the sum has more places.
 */
export function toFixedParts(parts: readonly Rational[], decimals: number): string[] {
  const scale = powerOfTen(decimals);
  const floors = parts.map((part) => roundTo(part, decimals, 'floor').num);
  const remainders = parts.map((part, at) => subtract(part, { num: floors[at] ?? 0n, den: scale }));
  const missing = multiply(
    remainders.reduce((sum, rest) => add(sum, rest), ZERO),
    { num: scale, den: 1n },
  );
  if (!isInteger(missing)) throw new RangeError(`the sum of the parts has more than ${decimals} decimals`);
  const raised = new Set(
    remainders
      .map((rest, at) => ({ rest, at }))
      .sort((a, b) => compare(b.rest, a.rest) || a.at - b.at)
      .slice(0, Number(missing.num / missing.den))
      .map(({ at }) => at),
  );
  return floors.map((floor, at) =>
    toFixed({ num: raised.has(at) ? floor + 1n : floor, den: scale }, decimals),
  );
}

export function toNumber(value: Rational): number {
  return Number(toFixed(value, 18));
}

function scaled(value: Rational, decimals: number, mode: RoundingMode): bigint {
  const num = value.num * powerOfTen(decimals);
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

const POWERS_OF_TEN = Array.from({ length: 32 }, (_, exponent) => 10n ** BigInt(exponent));

/** 10^exponent. */
export function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
