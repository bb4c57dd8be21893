import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronbachAlpha } from '../../../../src/composite/statistics/cronbach.ts';
import { principalComponents } from '../../../../src/composite/statistics/principal-components.ts';
import { symmetricEigen } from '../../../../src/composite/statistics/symmetric-eigen.ts';

const column = (...values: number[]) => Float64Array.from(values);

describe("Cronbach's alpha", () => {
  it('is 1 for copies of one column and 0 for columns without covariance', () => {
    const one = column(1, 2, 4, 8);
    expect(cronbachAlpha([one, one, one], 'G')).toBeCloseTo(1, 12);
    expect(cronbachAlpha([column(1, -1, 1, -1), column(1, 1, -1, -1)], 'G')).toBeCloseTo(0, 12);
  });

  it('is negative where columns move against each other', () => {
    expect(cronbachAlpha([column(1, 2, 3, 5), column(3, 2, 1, 1)], 'G')).toBeLessThan(0);
  });

  it('refuses one column, columns without common units, and a sum that does not vary', () => {
    expect(() => cronbachAlpha([column(1, 2)], 'G')).toThrow(/two columns/);
    expect(() => cronbachAlpha([column(1, Number.NaN), column(Number.NaN, 2)], 'G')).toThrow(/in common/);
    expect(() => cronbachAlpha([column(1, 2), column(2, 1)], 'G')).toThrow(/does not vary/);
  });
});

describe('principal components', () => {
  it('of two columns have the eigenvalues 1 ± r and loadings of one size', () => {
    const { eigenvalues, loadings, shares, units } = principalComponents(
      [column(1, 2, 3, 4, Number.NaN), column(1, 3, 2, 4, 5)],
      'G',
    );
    expect(eigenvalues[0]).toBeCloseTo(1.8, 12);
    expect(eigenvalues[1]).toBeCloseTo(0.2, 12);
    expect(shares[0]).toBeCloseTo(0.9, 12);
    expect(loadings.flatMap((loading) => [...loading].map(Math.abs))).toEqual(
      Array.from({ length: 4 }, () => expect.closeTo(Math.SQRT1_2, 12)),
    );
    expect(units).toBe(4);
  });

  it('do not depend on the units of measurement', () => {
    const columns = [column(1, 5, 2, 8, 3), column(2, 1, 7, 3, 9), column(4, 4, 1, 2, 8)];
    const scaled = columns.map((values, index) => values.map((value) => 1000 * value * (index + 1) - 5));
    const [first, second] = [principalComponents(columns, 'G'), principalComponents(scaled, 'G')];
    for (const [index, value] of first.eigenvalues.entries())
      expect(second.eigenvalues[index]).toBeCloseTo(value, 10);
  });

  it('refuse a column that does not vary and fewer than two complete units', () => {
    expect(() => principalComponents([column(1, 1, 1), column(1, 2, 3)], 'G')).toThrow(/does not vary/);
    expect(() => principalComponents([column(1, Number.NaN), column(1, 2)], 'G')).toThrow(/1 units/);
    expect(() => principalComponents([], 'G')).toThrow(/0 units/);
  });
});

describe('eigenvalues of a symmetric matrix', () => {
  it('rebuild it with vectors at right angles, largest first', () => {
    const matrices = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc
        .array(fc.integer({ min: -20, max: 20 }), { minLength: size * size, maxLength: size * size })
        .map((cells) => ({
          size,
          matrix: Float64Array.from(
            cells,
            (_, cell) =>
              (cells[Math.min(cell, (cell % size) * size + Math.floor(cell / size))] as number) / 4,
          ),
        })),
    );
    fc.assert(
      fc.property(matrices, ({ size, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, size);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
        for (let row = 0; row < size; row += 1) {
          for (let other = 0; other < size; other += 1) {
            const rebuilt = values.reduce(
              (sum, value, index) =>
                sum + value * (vectors[index]?.[row] ?? 0) * (vectors[index]?.[other] ?? 0),
              0,
            );
            expect(rebuilt).toBeCloseTo(matrix[row * size + other] as number, 9);
            const dot = vectors[row]?.reduce(
              (sum, value, index) => sum + value * (vectors[other]?.[index] ?? 0),
              0,
            );
            expect(dot).toBeCloseTo(row === other ? 1 : 0, 9);
          }
        }
      }),
      { seed: 52 },
    );
  });
});
