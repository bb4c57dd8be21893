import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arithmeticMean } from '../../../src/composite/exact/mean.ts';
import { capAt, minMax, weightedRows, zScores } from '../../../src/composite/standardise.ts';
import { compare, multiply, rational, weightedSum } from '../../../src/model/rational.ts';

/** Values with two decimals that vary. */
const series = fc
  .array(
    fc.integer({ min: 0, max: 20_000 }).map((size) => size / 100),
    { minLength: 3, maxLength: 20 },
  )
  .filter((values) => new Set(values).size > 1);
const factor = fc.integer({ min: 1, max: 500 }).map((size) => size / 10);
const shift = fc.integer({ min: -1000, max: 1000 });

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 8);
}

describe('z-scores', () => {
  it('have mean 0 and population deviation 1', () => {
    fc.assert(
      fc.property(series, (values) => {
        const scores = zScores(values);
        expect(scores.reduce((sum, z) => sum + z, 0) / scores.length).toBeCloseTo(0, 8);
        expect(scores.reduce((sum, z) => sum + z * z, 0) / scores.length).toBeCloseTo(1, 8);
      }),
      { seed: 1 },
    );
  });

  it('do not depend on unit and origin', () => {
    fc.assert(
      fc.property(series, factor, shift, (values, a, b) => {
        expectClose(zScores(values.map((value) => a * value + b)), zScores(values));
      }),
      { seed: 2 },
    );
  });

  it('of a sample are those of the population by √((n−1)/n)', () => {
    fc.assert(
      fc.property(series, (values) => {
        const ratio = Math.sqrt((values.length - 1) / values.length);
        expectClose(
          zScores(values, 1),
          zScores(values, 0).map((z) => z * ratio),
        );
      }),
      { seed: 3 },
    );
  });

  it('of values that do not vary are refused, not zero', () => {
    expect(() => zScores([5, 5, 5])).toThrow(RangeError);
    expect(() => zScores([])).toThrow(RangeError);
    expect(() => zScores([1], 1)).toThrow(RangeError);
    expect(() => zScores([1, Number.NaN])).toThrow(RangeError);
  });
});

describe('min–max', () => {
  it('lies in 0 … 1, both ends reached, order kept', () => {
    fc.assert(
      fc.property(series, (values) => {
        const scaled = minMax(values);
        expect([Math.min(...scaled), Math.max(...scaled)]).toEqual([0, 1]);
        for (const [i, a] of values.entries()) {
          for (const [j, b] of values.entries())
            if (a < b) expect(scaled[i]).toBeLessThanOrEqual(scaled[j] as number);
        }
      }),
      { seed: 4 },
    );
  });

  it('does not depend on unit and origin, and undoes a z-score of one component', () => {
    fc.assert(
      fc.property(series, factor, shift, (values, a, b) => {
        expectClose(minMax(values.map((value) => a * value + b)), minMax(values));
        expectClose(minMax(zScores(values)), minMax(values));
      }),
      { seed: 5 },
    );
  });

  it('of a mean of z-scores is the same for population and sample (methodology §1)', () => {
    const columns = fc
      .tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, count]) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: rows, maxLength: rows }), {
          minLength: count,
          maxLength: count,
        }),
      )
      .filter((all) => all.every((column) => new Set(column).size > 1));
    fc.assert(
      fc.property(columns, (all) => {
        const weights = all.map(() => 1 / all.length);
        const composite = (ddof: 0 | 1) =>
          weightedRows(
            all.map((column) => zScores(column, ddof)),
            weights,
          );
        const [population, sample] = [composite(0), composite(1)];
        fc.pre(Math.max(...population) - Math.min(...population) > 1e-6);
        expectClose(minMax(sample), minMax(population));
      }),
      { seed: 6 },
    );
  });

  it('of values that do not vary is refused', () => {
    expect(() => minMax([2, 2])).toThrow(RangeError);
    expect(() => minMax([])).toThrow(RangeError);
  });
});

describe('cap and weights', () => {
  it('a cap lowers what is above it and nothing else', () => {
    expect(capAt([95, 120, 121, 150], 120)).toEqual([95, 120, 120, 120]);
  });

  it('a weighted row is the sum over its columns', () => {
    expect(
      weightedRows(
        [
          [1, 2],
          [10, 20],
        ],
        [0.5, 0.1],
      ),
    ).toEqual([1.5, 3]);
    expect(weightedRows([], [])).toEqual([]);
  });
});

describe('the arithmetic mean', () => {
  const values = fc.array(
    fc.integer({ min: 0, max: 100_000 }).map((size) => rational(size, 100_000)),
    { minLength: 1 },
  );

  it('is exact: n times the mean is the sum', () => {
    fc.assert(
      fc.property(values, (all) => {
        const mean = arithmeticMean(all);
        if (!mean) throw new Error('no mean');
        const sum = weightedSum(all.map((value) => [rational(1), value]));
        expect(compare(multiply(mean, rational(all.length)), sum)).toBe(0);
      }),
      { seed: 7 },
    );
  });

  it('of nothing is none, not zero', () => {
    expect(arithmeticMean([])).toBeNull();
  });
});
