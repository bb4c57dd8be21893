import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedUnits } from '../../../../src/composite/rank/round-decimal.ts';

describe('rounding to decimals', () => {
  it('is half away from zero on the decimal as written, where binary fractions would go either way', () => {
    // As doubles 1.005, 2.675 and 0.33765 lie below the half; 0.125 is exact.
    expect([1.005, 2.675, 0.125, -0.125, -0.124].map((value) => roundedUnits(value, 2))).toEqual([
      101, 268, 13, -13, -12,
    ]);
    expect([roundedUnits(0.33765, 4), roundedUnits(2.5, 0)]).toEqual([3377, 3]);
  });

  it('takes the artefacts of sums for what they were meant to be', () => {
    expect(roundedUnits(0.6955600000000001, 5)).toBe(69556);
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(roundedUnits(0.1 + 0.2, 15)).toBe(roundedUnits(0.3, 15));
    // 0.33765 less one unit in the last place, and less than a half for certain.
    expect(roundedUnits(0.33764999999999995, 4)).toBe(3377);
    expect(roundedUnits(0.3376499999999, 4)).toBe(3376);
  });

  it('keeps numbers of any size, zero without a sign, and what is missing', () => {
    expect(roundedUnits(123456789012345.6, 2)).toBe(12345678901234600);
    expect(roundedUnits(1e300, 4)).toBe(1e304);
    expect(roundedUnits(3e-20, 4)).toBe(0);
    expect(Object.is(roundedUnits(-0.00001, 4), 0)).toBe(true);
    expect(roundedUnits(Number.NaN, 4)).toBeNaN();
    expect(roundedUnits(Number.NEGATIVE_INFINITY, 4)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('of a decimal with one place more is that of whole numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 6 }),
        (digits, decimals) => {
          const value = Number(`${digits}e-${decimals + 1}`);
          expect(roundedUnits(value, decimals)).toBe(Math.floor((digits + 5) / 10));
          expect(roundedUnits(-value, decimals)).toBe(0 - Math.floor((digits + 5) / 10));
        },
      ),
      { seed: 1 },
    );
  });

  it('refuses decimals that a double does not have', () => {
    for (const decimals of [-1, 0.5, 16, Number.NaN])
      expect(() => roundedUnits(1, decimals)).toThrow(RangeError);
  });
});
