import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CORRELATION_METHODS,
  correlate,
  covariance,
} from '../../../../src/composite/statistics/correlation.ts';
import {
  correlateColumns,
  correlationFlags,
  correlationsWithDenominators,
} from '../../../../src/composite/statistics/correlation-tables.ts';
import { normalUpperTail, studentTwoSided } from '../../../../src/composite/statistics/distributions.ts';

const column = (...values: number[]) => Float64Array.from(values);
const X = column(2.1, 3.4, 1.9, 5.6, 4.4, 7.7, 6.5, 8.1, 2.8, 9.3, 3.9, 6.1);
const Y = column(1.2, 2.9, 2.2, 4.1, 5.9, 6.3, 4.8, 9.9, 1.7, 7.2, 5.1, 3.3);
const TIED_X = column(1, 2, 2, 3, 4, 4, 4, 5, 6, 7);
const TIED_Y = column(2, 1, 3, 3, 5, 4, 6, 6, 8, 7);

describe('a correlation', () => {
  // Reference values of an independent statistics package.
  it.each([
    ['pearson', X, Y, 0.8218264547404203, 0.0010397906943020653],
    ['kendall', X, Y, 0.6969696969696969, 0.0009744810873283095],
    ['kendall', TIED_X, TIED_Y, 0.8335696394016967, 0.0013041918629363403],
    ['spearman', TIED_X, TIED_Y, 0.93812095999547, 5.950220707696844e-5],
  ] as const)('%s has the coefficient and p-value of the usual test', (method, x, y, coefficient, pValue) => {
    const found = correlate(x, y, method);
    expect(found.coefficient).toBeCloseTo(coefficient, 12);
    expect(found.pValue / pValue).toBeCloseTo(1, 9);
    expect(found.pairs).toBe(x.length);
  });

  it('of ranks has an exact p-value for few pairs, counted over all permutations', () => {
    const up = column(1, 2, 3, 4, 5, 6, 7);
    const risen = correlate(up, column(2, 1, 4, 3, 7, 5, 6), 'spearman');
    expect(risen.coefficient).toBeCloseTo(0.8214285714285714, 12);
    expect(risen.pValue).toBeCloseTo(0.034126984126984124, 12);
    const fallen = correlate(up, column(6, 7, 5, 4, 2, 3, 1), 'spearman');
    expect(fallen.pValue).toBeCloseTo(0.006746031746031746, 12);
    expect(correlate(up, up, 'spearman').pValue).toBeCloseTo(2 / 5040, 12);
  });

  it('of ranks has by the series nearly the p-value of all permutations for more pairs', () => {
    const exact = 0.0006439519199935867;
    expect(correlate(X, Y, 'spearman').pValue).toBeGreaterThan(exact * 0.75);
    expect(correlate(X, Y, 'spearman').pValue).toBeLessThan(exact * 1.25);
    const falling = correlate(
      X,
      Y.map((value) => -value),
      'spearman',
    ).pValue;
    expect(falling / exact).toBeGreaterThan(0.75);
    expect(falling / exact).toBeLessThan(1.25);
    const moderate = correlate(
      column(...Array(12).keys()),
      column(1, 5, 2, 7, 3, 4, 10, 6, 12, 8, 9, 11),
      'spearman',
    );
    expect(moderate.pValue).toBeCloseTo(0.0029120946568863236, 3);
  });

  it('leaves out units that lack one of the values', () => {
    const gaps = column(1, 2, Number.NaN, 4, 5);
    const other = column(2, 3, 9, Number.NaN, 6);
    for (const method of CORRELATION_METHODS) {
      expect(correlate(gaps, other, method)).toEqual(correlate(column(1, 2, 5), column(2, 3, 6), method));
    }
    expect(covariance(gaps, other)).toBeCloseTo(covariance(column(1, 2, 5), column(2, 3, 6)), 12);
  });

  it('is none where a column does not vary or has no two units in common with the other', () => {
    for (const method of CORRELATION_METHODS) {
      expect(correlate(column(1, 1, 1), column(1, 2, 3), method).coefficient).toBeNaN();
      expect(correlate(column(1, Number.NaN), column(Number.NaN, 2), method)).toMatchObject({
        coefficient: Number.NaN,
        pValue: Number.NaN,
        pairs: 0,
      });
    }
  });

  it('of ranks does not change under a monotone map, of values not under scale and shift', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 9 }), (first, second, factor) => {
        const size = Math.min(first.length, second.length);
        const [x, y] = [Float64Array.from(first.slice(0, size)), Float64Array.from(second.slice(0, size))];
        for (const method of CORRELATION_METHODS) {
          const { coefficient } = correlate(x, y, method);
          const mapped = x.map((value) => (method === 'pearson' ? factor * value - 7 : Math.exp(value / 20)));
          expect(correlate(mapped, y, method).coefficient).toBeCloseTo(coefficient, 9);
          expect(correlate(y, x, method).coefficient).toBeCloseTo(coefficient, 12);
          expect(
            correlate(
              x.map((value) => -value),
              y,
              method,
            ).coefficient,
          ).toBeCloseTo(-coefficient, 9);
        }
      }),
      { seed: 51 },
    );
  });
});

describe('tails of distributions', () => {
  it.each([
    [2, 10, 0.07338803477074037],
    [0.1, 3, 0.9266523488008059],
    [8.5, 49, 3.319306131405321e-11],
    [1, 1, 0.5],
    [40, 191, 8.977029350831531e-95],
  ])('Student beyond %d with %d degrees of freedom', (t, freedom, tail) => {
    expect(studentTwoSided(t, freedom) / tail).toBeCloseTo(1, 10);
    expect(studentTwoSided(-t, freedom)).toBe(studentTwoSided(t, freedom));
  });

  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1.96, 0.024997895148220435],
    [5, 2.866515718791933e-7],
    [-1, 0.8413447460685429],
    [10, 7.61985302416047e-24],
  ])('normal beyond %d', (z, tail) => {
    expect(normalUpperTail(z) / tail).toBeCloseTo(1, 12);
  });
});

describe('tables of correlations', () => {
  const columns = new Map([
    ['a', column(1, 2, 3, 4)],
    ['b', column(2, 4, 6, 9)],
    ['c', column(4, 3, 2, 1)],
    ['d', column(1, 3, 1, 3)],
  ]);

  it('flag a pair once, beyond the bound and not at it', () => {
    const flags = correlationFlags(columns, { high: 0.9, low: -0.9 });
    expect(flags.map(({ first, second, flag }) => `${first}${second} ${flag}`)).toEqual([
      'ab high',
      'ac low',
      'bc low',
    ]);
    expect(correlationFlags(columns, { high: 1, low: -1 })).toEqual([]);
  });

  it('find columns that follow a denominator in either direction', () => {
    const found = correlationsWithDenominators(columns, new Map([['size', column(1, 2, 3, 4)]]), 0.9);
    expect(found.map(({ first }) => first)).toEqual(['a', 'b', 'c']);
    expect(correlateColumns(columns)).toHaveLength(16);
  });
});
