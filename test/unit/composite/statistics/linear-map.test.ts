import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastAbsoluteMap } from '../../../../src/composite/statistics/least-absolute.ts';
import { leastSquaresMap, trimmedMap } from '../../../../src/composite/statistics/least-squares.ts';

const columns = (...given: number[][]) => given.map((values) => Float64Array.from(values));
const absoluteSum = (values: Float64Array) => values.reduce((sum, value) => sum + Math.abs(value), 0);

/** Rows of two varying columns and a y of anything. */
const ROWS = fc
  .array(
    fc.tuple(
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: -500, max: 500 }),
    ),
    {
      minLength: 6,
      maxLength: 14,
    },
  )
  .map((rows) => ({
    // A share of the position keeps the columns independent of one another.
    xs: columns(
      rows.map(([x], at) => x / 10 + at * 0.37),
      rows.map(([, x], at) => x / 10 - at * at * 0.11),
    ),
    y: Float64Array.from(rows, ([, , y], at) => y / 10 + Math.sin(at)),
  }));

describe('least squares', () => {
  it('gives the textbook line', () => {
    const { intercept, slopes, residuals } = leastSquaresMap(
      columns([1, 2, 3, 4]),
      Float64Array.of(6, 5, 7, 10),
    );
    expect(intercept).toBeCloseTo(3.5, 12);
    expect(slopes[0]).toBeCloseTo(1.4, 12);
    expect([...residuals].map((value) => Number(value.toFixed(12)))).toEqual([1.1, -1.3, -0.7, 0.9]);
  });

  it('leaves residuals that no column explains any more', () => {
    fc.assert(
      fc.property(ROWS, ({ xs, y }) => {
        const { residuals } = leastSquaresMap(xs, y);
        for (const x of [Float64Array.from(y, () => 1), ...xs]) {
          const product = residuals.reduce((sum, value, row) => sum + value * (x[row] as number), 0);
          expect(Math.abs(product)).toBeLessThan(1e-7);
        }
      }),
    );
  });

  it('refuses rows that do not determine the map', () => {
    expect(() => leastSquaresMap(columns([1, 2], [3, 5]), Float64Array.of(1, 2))).toThrow(/2 complete rows/);
    expect(() => leastSquaresMap(columns([1, 1, 1]), Float64Array.of(1, 2, 3))).toThrow(/does not vary/);
    expect(() => leastSquaresMap(columns([1, 2, 3, 5], [2, 4, 6, 10]), Float64Array.of(1, 2, 3, 4))).toThrow(
      /combination of the others/,
    );
  });
});

describe('least absolute deviations', () => {
  it('has the least sum of all maps through as many rows as there are coefficients, one of which is the least', () => {
    fc.assert(
      fc.property(ROWS, ({ xs, y }) => {
        const found = absoluteSum(leastAbsoluteMap(xs, y).residuals);
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i < y.length; i += 1) {
          for (let j = i + 1; j < y.length; j += 1) {
            for (let k = j + 1; k < y.length; k += 1) least = Math.min(least, throughRows(xs, y, [i, j, k]));
          }
        }
        expect(found).toBeLessThanOrEqual(least * (1 + 1e-9) + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the rule that two thirds of the rows follow, however far off the others are', () => {
    const x = Float64Array.from({ length: 30 }, (_, row) => row + (row % 7) / 3);
    const z = Float64Array.from({ length: 30 }, (_, row) => ((row * 13) % 30) / 2);
    const y = x.map(
      (value, row) => 2 + 3 * value - 0.5 * (z[row] as number) + (row % 3 === 0 ? 1000 + row : 0),
    );
    const { intercept, slopes } = leastAbsoluteMap([x, z], y);
    expect(intercept).toBeCloseTo(2, 9);
    expect(slopes[0]).toBeCloseTo(3, 9);
    expect(slopes[1]).toBeCloseTo(-0.5, 9);
  });

  /** The sum of absolute deviations of the map through three rows; infinite where they do not determine one. */
  function throughRows(xs: Float64Array[], y: Float64Array, rows: number[]): number {
    try {
      const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number);
      const { intercept, slopes } = leastSquaresMap(xs.map(pick), pick(y));
      const sum = y.reduce(
        (total, value, row) =>
          total +
          Math.abs(
            xs.reduce((rest, x, at) => rest - (slopes[at] as number) * (x[row] as number), value - intercept),
          ),
        0,
      );
      return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  }
});

describe('a map of the rows that fit best', () => {
  it('is fitted to rows that follow the rule and to no other', () => {
    const x = Float64Array.from({ length: 20 }, (_, row) => (row * 7) % 20);
    const y = x.map(
      (value, row) => 1 + 2 * value + (row < 12 ? (row % 3) * 1e-4 : 5 * (row % 2 === 0 ? row : -row)),
    );
    const { core, slopes } = trimmedMap([x], y, 8);
    expect(core).toHaveLength(8);
    expect(core.every((row) => row < 12)).toBe(true);
    expect(slopes[0]).toBeCloseTo(2, 4);
  });

  it('is the least-squares map of its core, and its core the rows that it fits best', () => {
    fc.assert(
      fc.property(ROWS, ({ xs, y }) => {
        const { core, residuals, slopes } = trimmedMap(xs, y, 5);
        const pick = (values: Float64Array) => Float64Array.from(core, (row) => values[row] as number);
        const own = leastSquaresMap(xs.map(pick), pick(y));
        for (const [at, slope] of own.slopes.entries()) expect(slopes[at]).toBeCloseTo(slope, 8);
        const worst = Math.max(...core.map((row) => Math.abs(residuals[row] as number)));
        const others = [...residuals.keys()].filter((row) => !core.includes(row));
        for (const row of others)
          expect(Math.abs(residuals[row] as number)).toBeGreaterThanOrEqual(worst - 1e-9);
      }),
    );
  });

  it('refuses a core larger than the rows', () => {
    expect(() => trimmedMap(columns([1, 2, 3]), Float64Array.of(1, 2, 4), 4)).toThrow(RangeError);
  });
});
