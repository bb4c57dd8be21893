/**
 * Rounding to decimals as a reader of the printed figure would: half away from zero on the decimal that a number
 * stands for, not on its binary fraction.
 */

/** Digits of the decimal a number stands for: all that a double holds of any decimal, so that artefacts of sums
 * (0.6955600000000001, 0.33764999999999995) count as what they were meant to be (0.69556, 0.33765). */
const SIGNIFICANT_DIGITS = 15;

/** Beyond this relative distance from a half, digits after the fifteenth cannot decide. */
const CERTAIN = 2e-14;

/** 10^0 … 10^15, each exact. */
const POWERS = Array.from({ length: 16 }, (_, decimals) => Number(`1e${decimals}`));

/**
 * `value` · 10^`decimals` as a whole number, rounded half away from zero on `value` to 15 significant digits. Whole
 * numbers compare exactly where rounded fractions might not. NaN stays NaN. `decimals`: 0 … 15, else `RangeError`.
 */
export function roundedUnits(value: number, decimals: number): number {
  const power = POWERS[decimals];
  if (power === undefined) throw new RangeError(`${decimals} is no number of decimals: 0 … 15`);
  const scaled = Math.abs(value) * power;
  const whole = Math.floor(scaled);
  const rest = scaled - whole - 0.5;
  if (Math.abs(rest) > CERTAIN * (scaled + 1)) return signed(value, rest > 0 ? whole + 1 : whole);
  if (!Number.isFinite(value)) return value;
  return signed(value, unitsOfText(Math.abs(value), decimals));
}

function unitsOfText(value: number, decimals: number): number {
  // d.dddddddddddddde±x
  const [digits = '', exponent = '0'] = value.toExponential(SIGNIFICANT_DIGITS - 1).split('e');
  const all = digits.replace('.', '');
  // How many of the digits stand before the place that decides.
  const kept = 1 + Number(exponent) + decimals;
  if (kept >= SIGNIFICANT_DIGITS) return Number(`${all}e${kept - SIGNIFICANT_DIGITS}`);
  if (kept < 0) return 0;
  return Number(all.slice(0, kept)) + (Number(all[kept]) >= 5 ? 1 : 0);
}

/** Zero has no sign. */
function signed(value: number, units: number): number {
  return value < 0 && units !== 0 ? -units : units;
}
