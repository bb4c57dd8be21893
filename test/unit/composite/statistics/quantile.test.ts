import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type QuantileType,
  quantile,
  sortedAvailable,
} from '../../../../src/composite/statistics/quantile.ts';

const TYPES: readonly QuantileType[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const column = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 30 });
const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

describe('quantiles', () => {
  it('by default are linear at (n − 1)p', () => {
    expect(quantile([40, 10, 30, 20], 0.25)).toBe(17.5);
    expect(quantile([40, 10, 30, 20], 0.5)).toBe(25);
    expect(quantile([10, Number.NaN, 20], 0.5)).toBe(15);
  });

  it('of every type are the extremes at the ends and lie between them', () => {
    fc.assert(
      fc.property(column, share, fc.constantFrom(...TYPES), (values, p, type) => {
        const [low, high] = [Math.min(...values), Math.max(...values)];
        expect(quantile(values, 0, type)).toBe(low);
        expect(quantile(values, 1, type)).toBe(high);
        const found = quantile(values, p, type);
        expect(found).toBeGreaterThanOrEqual(low);
        expect(found).toBeLessThanOrEqual(high);
      }),
      { seed: 1 },
    );
  });

  it('of types 1 to 3 are values of the column', () => {
    fc.assert(
      fc.property(column, share, fc.constantFrom<QuantileType>(1, 3), (values, p, type) => {
        expect(values).toContain(quantile(values, p, type));
      }),
      { seed: 2 },
    );
  });

  it('grow with the share', () => {
    fc.assert(
      fc.property(column, share, share, fc.constantFrom(...TYPES), (values, p, q, type) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        expect(quantile(values, low, type)).toBeLessThanOrEqual(quantile(values, high, type) + 1e-12);
      }),
      { seed: 3 },
    );
  });

  it('of nothing are NaN, and a share outside 0 … 1 is an error', () => {
    expect(quantile([Number.NaN], 0.5)).toBeNaN();
    expect(() => quantile([1], 1.01)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });

  it('sort a copy', () => {
    const values = Float64Array.of(3, Number.NaN, 1);
    expect(sortedAvailable(values)).toEqual(Float64Array.of(1, 3));
    expect(values).toEqual(Float64Array.of(3, Number.NaN, 1));
  });
});
