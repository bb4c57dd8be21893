/**
 * Printed numbers: read exactly from their text, never by way of a binary float.
 */
import { abs, compare, powerOfTen, type Rational, rational, roundTo, subtract, toFixed } from './rational.ts';

const PLAIN_DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;
const EXPONENT_DECIMAL = /^([+-]?\d+(?:\.\d*)?)[eE]([+-]?\d{1,3})$/;

/** A number as read from text. */
export interface Decimal {
  readonly value: Rational;
  /** Places after the point as printed, trailing zeros included. */
  readonly printedDecimals: number;
}

/**
 * Reads `0.75973`, `136.0`, `-0.1` or the `8e-05` that spreadsheet programs write. Returns undefined for
 * anything else: a comma, a unit, `n/a`, an empty text. The text must be trimmed.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const plain = PLAIN_DECIMAL.exec(text);
  if (plain) {
    const [, sign = '', whole = '', fraction = ''] = plain;
    const size = BigInt(whole + fraction);
    const value = rational(sign === '-' ? -size : size, powerOfTen(fraction.length));
    return { value, printedDecimals: fraction.length };
  }
  const exponent = EXPONENT_DECIMAL.exec(text);
  if (!exponent) return undefined;
  const mantissa = parseDecimal(exponent[1] ?? '');
  if (!mantissa) return undefined;
  const power = Number(exponent[2]);
  const shift = powerOfTen(Math.abs(power));
  const value =
    power >= 0
      ? rational(mantissa.value.num * shift, mantissa.value.den)
      : rational(mantissa.value.num, mantissa.value.den * shift);
  return { value, printedDecimals: Math.max(0, mantissa.printedDecimals - power) };
}

const NOISE_BOUND = rational(1, 10n ** 12n);

/**
 * The value without the tail that a binary float leaves (`0.6955600000000001` → 0.69556), or undefined when
 * the digits beyond `decimals` are real ones. A float tail is recognised by its size: below 1e-12.
 */
export function withoutFloatNoise(value: Rational, decimals: number): Rational | undefined {
  const rounded = roundTo(value, decimals);
  return compare(abs(subtract(value, rounded)), NOISE_BOUND) < 0 ? rounded : undefined;
}

/** Shortest decimal text of a value that has at most `maxDecimals` places: 0.90100 → `0.901`. */
export function decimalText(value: Rational, maxDecimals = 15): string {
  const text = toFixed(value, maxDecimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
