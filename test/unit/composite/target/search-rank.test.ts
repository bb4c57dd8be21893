import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateColumns } from '../../../../src/composite/aggregate/aggregate.ts';
import { rankValues } from '../../../../src/composite/rank/rank-values.ts';
import { leastValueForRank } from '../../../../src/composite/target/search-rank.ts';

describe('the least value that reaches a rank, searched', () => {
  it('of a geometric mean: as the closed form has it, and one grid step less does not reach', () => {
    const share = fc.integer({ min: 5, max: 99 }).map((hundredths) => hundredths / 100);
    let answered = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(share, share), { minLength: 3, maxLength: 10 }),
        fc.constantFrom(0.3, 0.5, 0.8),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (rows, weight, rank, strict) => {
          const [own = [0.5, 0.5], ...others] = rows;
          const second = Float64Array.from(rows, ([, y]) => y);
          const scoresAt = (value: number) =>
            aggregateColumns(
              [Float64Array.from(rows, ([x], row) => (row === 0 ? value : x)), second],
              [weight, 1 - weight],
              { method: 'geometric' },
              { kind: 'no-value' },
              new Float64Array(rows.length),
              'geometric',
            );
          const rankAt = (value: number) =>
            rankValues(scoresAt(value), { ties: strict ? 'max' : 'min', decimals: 6 })[0] ?? Number.NaN;
          const [today] = own;
          const { value, rankAtLimit, isMonotone } = leastValueForRank({
            rankAt,
            today,
            limit: 1,
            decimals: 5,
            rank,
          });
          expect(isMonotone).toBe(true);
          if (value === null) {
            expect(rankAtLimit).toBeGreaterThan(rank);
            return;
          }
          expect(rankAt(value)).toBeLessThanOrEqual(rank);
          if (value === today) return;
          expect(rankAt(Math.max(today, value - 1e-5))).toBeGreaterThan(rank);
          const threshold =
            others.map(([x, y]) => x ** weight * y ** (1 - weight)).sort((a, b) => b - a)[rank - 1] ?? 0;
          const closedForm = (threshold / own[1] ** (1 - weight)) ** (1 / weight);
          expect(Math.abs(value - closedForm)).toBeLessThan(2e-5 + 1e-4 * closedForm);
          answered += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(answered).toBeGreaterThan(50);
  });

  it('goes down where less is better', () => {
    const rankAt = (value: number) => (value <= 3.217 ? 1 : 2);
    expect(leastValueForRank({ rankAt, today: 9, limit: 0, decimals: 2, rank: 1 })).toEqual({
      value: 3.21,
      rankAtLimit: 1,
      isMonotone: true,
    });
  });

  it('today when the rank is reached, the limit where only the limit does, none where nothing does', () => {
    const search = { today: 1.234, limit: 5.678, decimals: 2, rank: 3 };
    expect(leastValueForRank({ ...search, rankAt: () => 3 }).value).toBe(1.234);
    expect(leastValueForRank({ ...search, rankAt: (value) => (value >= 5.678 ? 3 : 4) }).value).toBe(5.678);
    expect(leastValueForRank({ ...search, rankAt: () => 4 })).toEqual({
      value: null,
      rankAtLimit: 4,
      isMonotone: true,
    });
    expect(leastValueForRank({ ...search, limit: 1.234, rankAt: () => 4 }).value).toBeNull();
  });

  it('says when the rank gets worse on the way, and takes the first value that reaches it', () => {
    const rankAt = (value: number) => (value < 2 ? 5 : value < 4 ? 2 : value < 8 ? 6 : 1);
    const found = leastValueForRank({ rankAt, today: 0, limit: 10, decimals: 2, rank: 2 });
    expect(found).toEqual({ value: 2, rankAtLimit: 1, isMonotone: false });
  });

  it.each([
    { today: Number.NaN, limit: 1, decimals: 2, rank: 1 },
    { today: 0, limit: Number.POSITIVE_INFINITY, decimals: 2, rank: 1 },
    { today: 0, limit: 1, decimals: 12, rank: 1 },
  ])('refuses %j', (search) => {
    expect(() => leastValueForRank({ ...search, rankAt: () => 1 })).toThrow(RangeError);
  });
});
