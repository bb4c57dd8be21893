import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankDescending } from '../../../../src/composite/exact/rank.ts';
import { rankValues, rankWithinGroups } from '../../../../src/composite/rank/rank-values.ts';
import type { Ties } from '../../../../src/methodology/definition.ts';
import { rational } from '../../../../src/model/rational.ts';

const NONE = Number.NaN;
const ALL_TIES: readonly Ties[] = ['min', 'max', 'dense', 'average', 'ordinal'];
const ranksOf = (ties: Ties, ...values: number[]) => [...rankValues(Float64Array.from(values), { ties })];
/** Few different values, so that ties are common, and gaps. */
const column = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -4, max: 4 }) }, fc.constant(NONE)), {
    maxLength: 40,
  })
  .map((values) => Float64Array.from(values));
const ties = fc.constantFrom(...ALL_TIES);

describe('ranks', () => {
  it('of equal values are shared as named', () => {
    expect(ranksOf('min', 9, 7, 7, 5)).toEqual([1, 2, 2, 4]);
    expect(ranksOf('max', 9, 7, 7, 5)).toEqual([1, 3, 3, 4]);
    expect(ranksOf('dense', 9, 7, 7, 5)).toEqual([1, 2, 2, 3]);
    expect(ranksOf('average', 9, 7, 7, 5)).toEqual([1, 2.5, 2.5, 4]);
    expect(ranksOf('ordinal', 7, 9, 5, 7)).toEqual([2, 1, 4, 3]);
  });

  it('leave missing values without one and out of the count', () => {
    for (const rule of ALL_TIES) expect(ranksOf(rule, 1, NONE, 3)).toEqual([2, NONE, 1]);
    expect(ranksOf('min')).toEqual([]);
    expect(ranksOf('max', NONE)).toEqual([NONE]);
  });

  it('take negative zero for zero, and infinity for the largest', () => {
    expect(ranksOf('min', 0, -0, Number.POSITIVE_INFINITY)).toEqual([2, 2, 1]);
  });

  it('count the values above: min and dense those of exact arithmetic, max and average from the counts', () => {
    fc.assert(
      fc.property(column, (values) => {
        const present = [...values.entries()].filter(([, value]) => !Number.isNaN(value));
        const exact = rankDescending(new Map(present.map(([unit, value]) => [unit, rational(value)])));
        const found = Object.fromEntries(ALL_TIES.map((rule) => [rule, rankValues(values, { ties: rule })]));
        for (const [unit, value] of present) {
          const above = present.filter(([, other]) => other > value).length;
          const equal = present.filter(([, other]) => other === value);
          expect(found.min?.[unit]).toBe(exact.competition.get(unit));
          expect(found.dense?.[unit]).toBe(exact.dense.get(unit));
          expect(found.max?.[unit]).toBe(above + equal.length);
          expect(found.average?.[unit]).toBe(above + (equal.length + 1) / 2);
          expect(found.ordinal?.[unit]).toBe(above + 1 + equal.findIndex(([other]) => other === unit));
        }
      }),
      { seed: 1 },
    );
  });

  it('do not change under a strictly increasing map', () => {
    fc.assert(
      fc.property(column, ties, (values, rule) => {
        const mapped = values.map((value) => Math.exp(value) * 3 - 1);
        expect(rankValues(mapped, { ties: rule })).toEqual(rankValues(values, { ties: rule }));
      }),
      { seed: 2 },
    );
  });

  it('move with the units when these are put in another order, but for ordinal ones', () => {
    fc.assert(
      fc.property(
        column.chain((values) => fc.tuple(fc.constant(values), shuffle(values.length))),
        ties.filter((rule) => rule !== 'ordinal'),
        ([values, order], rule) => {
          const ranks = rankValues(values, { ties: rule });
          const moved = rankValues(
            Float64Array.from(order, (unit) => values[unit] as number),
            { ties: rule },
          );
          expect([...moved]).toEqual(order.map((unit) => ranks[unit]));
        },
      ),
      { seed: 3 },
    );
  });

  it('at printed precision are those of the rounded values', () => {
    const scores = Float64Array.of(0.3376, 0.33763, 0.33764999999999995, 0.6955600000000001, 0.69556);
    expect([...rankValues(scores, { ties: 'min' })]).toEqual([5, 4, 3, 1, 2]);
    expect([...rankValues(scores, { ties: 'min', decimals: 4 })]).toEqual([4, 4, 3, 1, 1]);
    expect([...rankValues(scores, { ties: 'min', decimals: 5 })]).toEqual([5, 4, 3, 1, 1]);
  });

  it('can be written over the values or beside them', () => {
    const values = Float64Array.of(5, NONE, 8, 5);
    const beside = new Float64Array(4);
    expect(rankValues(values, { ties: 'ordinal', into: beside })).toBe(beside);
    expect(values).toEqual(Float64Array.of(5, NONE, 8, 5));
    expect(rankValues(values, { ties: 'ordinal', into: values })).toBe(values);
    expect(values).toEqual(Float64Array.of(2, NONE, 1, 3));
  });
});

describe('ranks within groups', () => {
  it('are among the members; who is in no group has none', () => {
    const values = Float64Array.of(5, 9, 5, 7, 1, NONE);
    const groups = ['a', 'b', 'a', null, 'b', 'a'];
    expect([...rankWithinGroups(values, groups, { ties: 'min' })]).toEqual([1, 1, 1, NONE, 2, NONE]);
    expect(() => rankWithinGroups(values, ['a'], { ties: 'min' })).toThrow(RangeError);
  });

  it('of a single group are those over all units', () => {
    fc.assert(
      fc.property(column, ties, (values, rule) => {
        const groups = Array.from(values, () => 'all');
        expect(rankWithinGroups(values, groups, { ties: rule })).toEqual(rankValues(values, { ties: rule }));
      }),
      { seed: 4 },
    );
  });
});

function shuffle(length: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length }, (_, index) => index);
  return fc.shuffledSubarray(all, { minLength: length });
}
