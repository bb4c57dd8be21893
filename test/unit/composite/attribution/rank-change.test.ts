import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  columnsGame,
  countAbove,
  ownOthersGame,
  ownOthersParts,
  prepareOthers,
  type RankedState,
} from '../../../../src/composite/attribution/rank-change.ts';
import { shapleyFractions } from '../../../../src/composite/attribution/shapley.ts';
import { add, compare, rational, toNumber, ZERO } from '../../../../src/model/rational.ts';

/** Rows are units, as people write tables. */
function state(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  ranked?: readonly number[],
): RankedState {
  const columns = weights.map((_, at) => Float64Array.from(rows, (row) => row[at] as number));
  return { columns, weights, ranked: Uint8Array.from(ranked ?? rows.map(() => 1)) };
}

const parts = (before: RankedState, after: RankedState, unit: number) =>
  ownOthersParts(prepareOthers(before, after), unit).map(toNumber);

describe('own and others, three countries by hand', () => {
  // Scores 9, 6, 3; then the last overtakes the second by its own first component alone.
  const before = state(
    [
      [5, 4],
      [3, 3],
      [1, 2],
    ],
    [1, 1],
  );

  test('a country that rises while all others stay: all of it is its own', () => {
    const after = state(
      [
        [5, 4],
        [3, 3],
        [6, 2],
      ],
      [1, 1],
    );
    expect(parts(before, after, 2)).toEqual([-1, 0, 0]);
    expect(parts(before, after, 1)).toEqual([0, 0, 1]);
    expect(parts(before, after, 0)).toEqual([0, 0, 0]);
  });

  test('a country that improves and is overtaken: own parts better, others worse, both counted', () => {
    // The second goes from 6 to 10 and would be first; the first goes to 12.
    const after = state(
      [
        [6, 6],
        [5, 5],
        [1, 2],
      ],
      [1, 1],
    );
    // Both own parts without the others would make it first: the others come last in one order of three.
    expect(parts(before, after, 1)).toEqual([-1 / 6, -1 / 6, 1 / 3].map((part) => expect.closeTo(part, 15)));
  });

  test('equal scores share the better rank', () => {
    const after = state(
      [
        [5, 4],
        [4, 5],
        [1, 2],
      ],
      [1, 1],
    );
    const { worth } = ownOthersGame(prepareOthers(before, after), 1);
    expect([worth(0), worth(3), worth(7)]).toEqual([2, 1, 1]);
  });

  test('who appears above counts as others, and who leaves makes room', () => {
    const rows = [
      [5, 4],
      [3, 3],
      [1, 2],
    ];
    const without = state(rows, [1, 1], [0, 1, 1]);
    const all = state(rows, [1, 1]);
    expect(parts(without, all, 1)).toEqual([0, 0, 1]);
    expect(parts(all, without, 1)).toEqual([0, 0, -1]);
    const missing = state(
      [
        [Number.NaN, 4],
        [3, 3],
        [1, 2],
      ],
      [1, 1],
      [0, 1, 1],
    );
    expect(parts(missing, all, 2)).toEqual([0, 0, 1]);
  });

  test('other weights alone are all of the change', () => {
    const rows = [
      [5, 1],
      [1, 4],
      [0, 0],
    ];
    expect(parts(state(rows, [1, 1]), state(rows, [1, 3]), 0)).toEqual([0, 0, 0, 1]);
    expect(parts(state(rows, [1, 1]), state(rows, [1, 1]), 0)).toHaveLength(3);
  });
});

describe('columns, three countries by hand', () => {
  test('a column whose update reverses the order is the whole change', () => {
    const before = state(
      [
        [3, 1],
        [2, 1],
        [1, 1],
      ],
      [1, 1],
    );
    const after = state(
      [
        [1, 1],
        [2, 1],
        [3, 1],
      ],
      [1, 1],
    );
    const game = columnsGame(before, after);
    expect(shapleyFractions(game.players, game.worthOf(0)).map(toNumber)).toEqual([2, 0]);
    expect(shapleyFractions(game.players, game.worthOf(1)).map(toNumber)).toEqual([0, 0]);
  });

  test('who is ranked and the weights are players where they differ, and only there', () => {
    const rows = [
      [3, 1],
      [1, 2],
      [9, 9],
    ];
    const same = columnsGame(state(rows, [1, 1]), state(rows, [1, 1]));
    expect([same.players, same.hasPopulationPlayer, same.hasWeightsPlayer]).toEqual([2, false, false]);
    const game = columnsGame(state(rows, [1, 1], [1, 1, 0]), state(rows, [1, 3]));
    expect([game.players, game.hasPopulationPlayer, game.hasWeightsPlayer]).toEqual([4, true, true]);
    // 4 > 3 before; 6 < 7 with the new weights; the third is above both.
    expect(shapleyFractions(4, game.worthOf(0)).map(toNumber)).toEqual([0, 0, 1, 1]);
  });
});

describe('any two states', () => {
  const units = 7;
  const cell = fc.integer({ min: 0, max: 12 });
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), {
    minLength: units,
    maxLength: units,
  });
  const ranked = fc
    .array(fc.constantFrom(0, 1), { minLength: units, maxLength: units })
    .map((flags) => [1, ...flags.slice(1)]);
  const weights = fc.constantFrom([34, 33, 33], [1, 1, 1], [2, 1, 1]);
  const anyState = fc
    .tuple(rows, weights, ranked)
    .map(([table, weight, flags]) => state(table, weight, flags));

  /** By its definition: one plus the number of the ranked with a larger score. */
  const rankOf = ({ columns, weights: weight, ranked: flags }: RankedState, unit: number): number => {
    const score = (of: number) =>
      columns.reduce((sum, column, at) => sum + (weight[at] as number) * (column[of] as number), 0);
    return 1 + [...flags.keys()].filter((other) => flags[other] === 1 && score(other) > score(unit)).length;
  };

  test('both games begin and end with the ranks of the two states, and their parts sum to the change exactly', () => {
    fc.assert(
      fc.property(anyState, anyState, (before, after) => {
        const prepared = prepareOthers(before, after);
        const columns = columnsGame(before, after);
        const own = ownOthersGame(prepared, 0);
        for (const { players, worth } of [own, { players: columns.players, worth: columns.worthOf(0) }]) {
          expect([worth(0), worth(2 ** players - 1)]).toEqual([rankOf(before, 0), rankOf(after, 0)]);
          const sum = shapleyFractions(players, worth).reduce(add, ZERO);
          expect(compare(sum, rational(rankOf(after, 0) - rankOf(before, 0)))).toBe(0);
        }
      }),
    );
  });

  test('the order of the units, and a monotone change of scale, move no part', () => {
    fc.assert(
      fc.property(anyState, anyState, fc.integer({ min: 1, max: units - 1 }), (before, after, shift) => {
        const turned = (one: RankedState): RankedState => ({
          columns: one.columns.map((column) =>
            Float64Array.from(column, (_, at) => 3 * (column[(at + shift) % units] as number)),
          ),
          weights: one.weights,
          ranked: Uint8Array.from(one.ranked, (_, at) => one.ranked[(at + shift) % units] as number),
        });
        expect(parts(turned(before), turned(after), units - shift)).toEqual(parts(before, after, 0));
      }),
    );
  });

  test('going back has the same parts with the other sign', () => {
    fc.assert(
      fc.property(anyState, anyState, (before, after) => {
        const there = parts(before, after, 0);
        expect(parts(after, before, 0).map((part) => -part + 0)).toEqual(there.map((part) => part + 0));
      }),
    );
  });
});

test('counting above is right at the ends and at ties', () => {
  const sorted = Float64Array.of(1, 2, 2, 3);
  expect([0, 1, 2, 3, 4].map((score) => countAbove(sorted, score))).toEqual([4, 3, 1, 0, 0]);
  expect(countAbove(new Float64Array(), 1)).toBe(0);
});
