import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestUnits, placeAmongPeers } from '../../../src/composite/peers.ts';
import { ComputationRefused } from '../../../src/composite/refusal.ts';

const column = (...values: number[]) => Float64Array.from(values);

describe('the units nearest by profile', () => {
  // Deviations: 2 in the first column, 0.2 in the second; so (2, 0) and (0, 0.2) are equally far from the first unit.
  const first = column(0, 2, 0, 4, 4);
  const second = column(0, 0, 0.2, 0.4, 0.4);

  it('are measured in standard deviations, the nearest first, equal ones in their order', () => {
    const found = nearestUnits([first, second], 0, 10, 'euclidean');
    expect(found.map(({ unit }) => unit)).toEqual([1, 2, 3, 4]);
    expect(found.map(({ distance }) => distance.toFixed(6))).toEqual([
      '1.000000',
      '1.000000',
      '2.828427',
      '2.828427',
    ]);
  });

  it('are no more than asked for', () => {
    expect(nearestUnits([first, second], 0, 2, 'euclidean')).toHaveLength(2);
  });

  it('count what two columns say alike once, by Mahalanobis', () => {
    // S = [[4, 0.3], [0.3, 0.04]], det 0.07. (2, 0): 4 · 0.04/0.07; (4, 0.4), along the common direction, only twice that.
    const squares = nearestUnits([first, second], 0, 10, 'mahalanobis').map(({ distance }) => distance ** 2);
    expect(squares.map((square) => square.toFixed(6))).toEqual([
      '2.285714',
      '2.285714',
      '4.571429',
      '4.571429',
    ]);
  });

  it('leave out who has no complete profile', () => {
    const gap = column(0, Number.NaN, 0.2, 0.4, 0.5);
    expect(nearestUnits([first, gap], 0, 10, 'euclidean').map(({ unit }) => unit)).not.toContain(1);
    expect(() => nearestUnits([first, gap], 1, 10, 'euclidean')).toThrow(
      expect.objectContaining({ code: 'value-missing' }),
    );
  });

  it.each([
    ['a column that does not vary', [first, column(1, 1, 1, 1, 1)], 'euclidean', 'values-constant'],
    [
      'a column that follows from another',
      [first, first.map((value) => 2 * value)],
      'mahalanobis',
      'values-constant',
    ],
    ['too few units', [column(1, 2), column(2, 1)], 'euclidean', 'values-too-few'],
  ] as const)('refuse %s', (_, columns, distance, code) => {
    expect(() => nearestUnits(columns, 0, 1, distance)).toThrow(ComputationRefused);
    expect(() => nearestUnits(columns, 0, 1, distance)).toThrow(expect.objectContaining({ code }));
  });

  it('do not change with the units of measurement; by Mahalanobis not with any mixing of columns either', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 8, maxLength: 20 }), (rows) => {
        const a = Float64Array.from(rows, ([x], i) => x + i / 7);
        const b = Float64Array.from(rows, ([, y], i) => y + ((i * 5) % 8) / 3);
        const distancesOf = (columns: readonly Float64Array[], kind: 'euclidean' | 'mahalanobis') =>
          nearestUnits(columns, 0, rows.length, kind)
            .toSorted((one, other) => one.unit - other.unit)
            .map(({ distance }) => distance);
        const scaled = [a.map((x) => 100 * x + 3), b.map((x) => 0.01 * x - 5)];
        const mixed = [a.map((x, i) => x + 2 * (b[i] ?? 0)), b.map((x, i) => 3 * x - (a[i] ?? 0))];
        distancesOf(scaled, 'euclidean').forEach((distance, i) => {
          expect(distance).toBeCloseTo(distancesOf([a, b], 'euclidean')[i] ?? Number.NaN, 8);
        });
        distancesOf(mixed, 'mahalanobis').forEach((distance, i) => {
          expect(distance).toBeCloseTo(distancesOf([a, b], 'mahalanobis')[i] ?? Number.NaN, 8);
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('the place among peers', () => {
  const values = column(0.5, 0.9, 0.5, Number.NaN, 0.7);

  it('shares ranks by competition, and leaves the unit out of the median and the best', () => {
    const place = placeAmongPeers(values, 0, [0, 1, 2, 3, 4]);
    expect(place).toMatchObject({ rank: 3, of: 4, median: 0.7, best: 1 });
    expect(place.gapToMedian).toBeCloseTo(-0.2, 15);
    expect(place.gapToBest).toBeCloseTo(-0.4, 15);
    expect(placeAmongPeers(values, 1, [0, 2]).rank).toBe(1);
    expect(placeAmongPeers(values, 2, [0]).rank).toBe(1);
  });

  it('of a unit without a value is none', () => {
    expect(placeAmongPeers(values, 3, [0, 1])).toMatchObject({
      rank: Number.NaN,
      of: 2,
      gapToMedian: Number.NaN,
    });
  });

  it('among peers without a value has no median and no best', () => {
    expect(placeAmongPeers(values, 0, [3])).toMatchObject({ rank: 1, of: 1, median: Number.NaN, best: null });
  });
});
