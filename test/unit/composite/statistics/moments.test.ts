import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnMoments,
  kurtosis,
  mean,
  skewness,
  standardDeviation,
} from '../../../../src/composite/statistics/moments.ts';

const NONE = Number.NaN;
const column = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 40 })
  .filter(varies);

describe('moments', () => {
  it('of a known column are those of the definition', () => {
    // Deviations of 1, 2, 9 from 4: −3, −2, 5; Σd² = 38, Σd³ = 90.
    expect(mean([1, 2, 9])).toBe(4);
    expect(standardDeviation([1, 2, 9], 1)).toBeCloseTo(Math.sqrt(19), 14);
    expect(standardDeviation([1, 2, 9], 0)).toBeCloseTo(Math.sqrt(38 / 3), 14);
    expect(skewness([1, 2, 9])).toBeCloseTo((Math.sqrt(3) * 90 * Math.sqrt(6)) / 38 ** 1.5, 13);
    // 0, 0, 0, 4 about 1: Σd² = 12, Σd⁴ = 84, r = 4·84/144.
    expect(kurtosis([0, 0, 0, 4])).toBeCloseTo(((5 * (336 / 144 - 3) + 6) * 3) / 2, 13);
  });

  it('leave out missing values', () => {
    expect(columnMoments([1, NONE, 3, 8, NONE, 4])).toEqual(columnMoments([1, 3, 8, 4]));
  });

  it('are NaN where there are too few values, and skewness and kurtosis where they do not vary', () => {
    expect([mean([]), mean([NONE]), standardDeviation([], 0), standardDeviation([7], 1)]).toEqual([
      NONE,
      NONE,
      NONE,
      NONE,
    ]);
    expect(standardDeviation([7], 0)).toBe(0);
    expect([skewness([1, 2]), kurtosis([1, 2, 9])]).toEqual([NONE, NONE]);
    // 0.1 has no exact double, and the mean of ten of them no exact sum.
    const constant = Array.from({ length: 10 }, () => 0.1);
    expect([mean(constant), standardDeviation(constant, 1), skewness(constant), kurtosis(constant)]).toEqual([
      0.1,
      0,
      NONE,
      NONE,
    ]);
  });

  it('keep their digits far from zero', () => {
    const values = [4, 7, 13, 16];
    expect(
      standardDeviation(
        values.map((value) => value + 1e9),
        1,
      ),
    ).toBe(Math.sqrt(30));
    const shifted = columnMoments(values.map((value) => value + 2 ** 40));
    expect(shifted.skewness).toBe(columnMoments(values).skewness);
    expect(shifted.kurtosis).toBe(columnMoments(values).kurtosis);
  });

  it('neither overflow nor vanish in very large and very small units', () => {
    const { skewness: wanted, kurtosis: wantedToo } = columnMoments([1, 2, 3, 11]);
    for (const power of [-990, -300, 300, 990]) {
      const { skewness: found, kurtosis: foundToo } = columnMoments(
        [1, 2, 3, 11].map((value) => value * 2 ** power),
      );
      expect([found, foundToo]).toEqual([wanted, wantedToo]);
    }
  });

  it('do not depend on unit and origin, but for the sign', () => {
    fc.assert(
      fc.property(
        column,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -500, max: 500 }),
        (values, a, b) => {
          const moments = columnMoments(values);
          const mapped = columnMoments(values.map((value) => -a * value + b));
          expect(mapped.skewness).toBeCloseTo(-moments.skewness, 9);
          expect(mapped.kurtosis).toBeCloseTo(moments.kurtosis, 9);
          expect(mapped.mean).toBeCloseTo(-a * moments.mean + b, 8);
          expect(mapped.squares / moments.squares).toBeCloseTo(a * a, 8);
        },
      ),
      { seed: 1 },
    );
  });
});

function varies(values: readonly number[]): boolean {
  return new Set(values).size > 1;
}
