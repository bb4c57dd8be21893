import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankDescending, tiedKeys } from '../../../../src/composite/exact/rank.ts';
import { compare, rational } from '../../../../src/model/rational.ts';

const values = (...sizes: number[]) => new Map(sizes.map((size, index) => [index, rational(size, 10)]));
const ranksOf = (method: 'competition' | 'dense', ...sizes: number[]) =>
  sortedByKey(rankDescending(values(...sizes))[method]);
const sortedByKey = (ranks: ReadonlyMap<number, number>) =>
  [...ranks].sort(([a], [b]) => a - b).map(([, rank]) => rank);

/** Few different sizes, so that ties are common; unequal terms, so that equal values look different. */
const anyValues = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 30,
  })
  .map(
    (sizes) =>
      new Map(sizes.map(([size, factor], index) => [`c${index}`, rational(size * factor, 10 * factor)])),
  );

describe('ranks', () => {
  it('are 1-2-2-4 by competition and 1-2-2-3 dense', () => {
    expect(ranksOf('competition', 9, 7, 7, 5)).toEqual([1, 2, 2, 4]);
    expect(ranksOf('dense', 9, 7, 7, 5)).toEqual([1, 2, 2, 3]);
    expect(ranksOf('competition', 5, 9, 7, 7)).toEqual([4, 1, 2, 2]);
    expect(ranksOf('competition', 3, 3, 3)).toEqual([1, 1, 1]);
    expect(ranksOf('competition')).toEqual([]);
  });

  it('by competition count those above, dense count the values above', () => {
    fc.assert(
      fc.property(anyValues, (all) => {
        const competition = rankDescending(all).competition;
        const dense = rankDescending(all).dense;
        for (const [key, value] of all) {
          const above = [...all.values()].filter((other) => compare(other, value) > 0);
          expect(competition.get(key)).toBe(above.length + 1);
          expect(dense.get(key)).toBe(new Set(above.map(({ num, den }) => (num * 10n) / den)).size + 1);
        }
      }),
      { seed: 1 },
    );
  });

  it('do not depend on the order of the values', () => {
    fc.assert(
      fc.property(
        anyValues.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.size })),
        ),
        ([all, shuffled]) => {
          for (const method of ['competition', 'dense'] as const) {
            const ranks = rankDescending(new Map(shuffled))[method];
            for (const [key, rank] of rankDescending(all)[method]) expect(ranks.get(key)).toBe(rank);
          }
        },
      ),
      { seed: 2 },
    );
  });

  it('tell apart what a float cannot', () => {
    const close = new Map([
      ['a', rational(1n, 3n)],
      ['b', rational(10n ** 30n + 1n, 3n * 10n ** 30n)],
    ]);
    expect([...rankDescending(close).competition]).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });
});

describe('ties', () => {
  it('are keys whose value another key has', () => {
    fc.assert(
      fc.property(anyValues, (all) => {
        const tied = tiedKeys(all);
        for (const [key, value] of all) {
          const sharing = [...all].filter(([, other]) => compare(other, value) === 0).length;
          expect(tied.has(key)).toBe(sharing > 1);
        }
      }),
      { seed: 3 },
    );
  });

  it('are found among ranks too', () => {
    expect([
      ...tiedKeys([
        ['a', 1],
        ['b', 2],
        ['c', 2],
      ]),
    ]).toEqual(['b', 'c']);
    expect([...tiedKeys([])]).toEqual([]);
  });
});
