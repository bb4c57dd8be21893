import { describe, expect, test } from 'vitest';
import { fillUniforms } from '../../../../src/composite/uncertainty/philox.ts';
import {
  addSobolRow,
  createSobolSums,
  mergeSobolSums,
  type SobolColumns,
  type SobolEstimate,
  sobolFromColumns,
  sobolIndices,
} from '../../../../src/composite/uncertainty/sobol.ts';

function design(factors: number, rows: number, output: (x: Float64Array) => number, seed = 1): SobolColumns {
  const yA = new Float64Array(rows);
  const yB = new Float64Array(rows);
  const yAB = Array.from({ length: factors }, () => new Float64Array(rows));
  const a = new Float64Array(factors);
  const b = new Float64Array(factors);
  for (let row = 0; row < rows; row += 1) {
    fillUniforms({ seed, stream: 1 }, row, 0, a);
    fillUniforms({ seed, stream: 2 }, row, 0, b);
    yA[row] = output(a);
    yB[row] = output(b);
    for (const [factor, column] of yAB.entries()) {
      const mixed = a.slice();
      mixed[factor] = b[factor] as number;
      column[row] = output(mixed);
    }
  }
  return { yA, yB, yAB };
}

const KINDS = ['saltelli', 'saltelliCentred', 'jansen', 'total'] as const;

describe('Sobol’s indices', () => {
  // Var of Σ c·x with x ~ U(0, 1) is Σ c²/12: shares 1/14, 4/14, 9/14; the fourth factor is a dummy.
  const linear = (x: Float64Array) => (x[0] ?? 0) + 2 * (x[1] ?? 0) + 3 * (x[2] ?? 0) + 10;
  const shares = [1 / 14, 4 / 14, 9 / 14, 0];

  test('of a linear function are its shares, within the stated errors, by every estimator', () => {
    const { factors, errors, mean, variance } = sobolFromColumns(design(4, 20_000, linear));
    expect(mean).toBeCloseTo(13, 1);
    expect(variance).toBeCloseTo(14 / 12, 1);
    for (const [index, share] of shares.entries()) {
      for (const kind of KINDS) {
        const error = (errors[index] as SobolEstimate)[kind];
        const estimate = (factors[index] as SobolEstimate)[kind];
        expect(Math.abs(estimate - share), `${kind} ${index}`).toBeLessThan(4 * error + 1e-12);
        // Not centred, the mean of 13 is in every product.
        expect(error).toBeLessThan(kind === 'saltelli' ? 0.2 : 0.03);
      }
    }
  });

  test('of a factor that does nothing are 0: totals exactly, centring and Jansen closer than the plain estimator', () => {
    const { factors, errors } = sobolFromColumns(design(4, 2000, linear));
    expect(factors[3]?.total).toBe(0);
    expect(factors[3]?.saltelli).toBe(0);
    expect((errors[2] as SobolEstimate).saltelliCentred).toBeLessThan(
      (errors[2] as SobolEstimate).saltelli / 3,
    );
  });

  test('of a pure interaction: none alone, all of it together', () => {
    const { factors } = sobolFromColumns(design(2, 20_000, (x) => ((x[0] ?? 0) - 0.5) * ((x[1] ?? 0) - 0.5)));
    for (const { jansen, total } of factors) {
      expect(Math.abs(jansen)).toBeLessThan(0.05);
      expect(Math.abs(total - 1)).toBeLessThan(0.05);
    }
  });

  test('errors shrink with the root of the rows, and cover the truth as they say', () => {
    const inside = Array.from({ length: 60 }, (_, seed) => {
      const { factors, errors } = sobolFromColumns(design(3, 400, linear, seed + 1));
      return Math.abs((factors[2]?.jansen ?? 0) - 9 / 14) < 2 * (errors[2]?.jansen ?? 0);
    }).filter(Boolean).length;
    // 95 % of 60 is 57; 3 standard deviations below is 52.
    expect(inside).toBeGreaterThanOrEqual(50);
    const error = (rows: number) => sobolFromColumns(design(3, rows, linear)).errors[2]?.jansen ?? 0;
    expect(error(400) / error(6400)).toBeGreaterThan(2.5);
    expect(error(400) / error(6400)).toBeLessThan(6);
  });

  test('of an output that does not vary are not identified', () => {
    const { factors, variance } = sobolFromColumns(design(2, 100, () => 0.1 + 0.2));
    expect(variance).toBeCloseTo(0, 20);
    expect(factors.map(({ jansen }) => jansen)).toEqual([Number.NaN, Number.NaN]);
  });

  test('do not depend on the shift of the sums, nor on who computed which batch', () => {
    const { yA, yB, yAB } = design(3, 300, linear);
    const fill = (shift: number, from: number, to: number) => {
      const sums = createSobolSums(3, 3, shift);
      for (let row = from; row < to; row += 1) {
        const mixed = yAB.map((column) => column[row] as number);
        addSobolRow(sums, Math.floor(row / 100), yA[row] as number, yB[row] as number, mixed);
      }
      return sums;
    };
    const whole = sobolIndices(fill(12, 0, 300));
    expect(sobolIndices(mergeSobolSums(fill(12, 100, 300), fill(12, 0, 100)))).toEqual(whole);
    const shifted = sobolIndices(fill(-5, 0, 300));
    for (const [index, { total, saltelli }] of whole.factors.entries()) {
      expect(shifted.factors[index]?.total).toBeCloseTo(total, 10);
      expect(shifted.factors[index]?.saltelli).toBeCloseTo(saltelli, 10);
    }
    expect(() => mergeSobolSums(fill(12, 0, 100), fill(12, 0, 100))).toThrow('computed twice');
  });

  test('refuse columns of different lengths', () => {
    expect(() => sobolFromColumns({ yA: [1, 2], yB: [1], yAB: [] })).toThrow('not equally long');
  });
});
