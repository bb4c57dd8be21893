import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { owenFractions } from '../../../../src/composite/attribution/owen.ts';
import { shapleyFractions, shapleyValues } from '../../../../src/composite/attribution/shapley.ts';
import { sumTo } from '../../../../src/composite/attribution/sum-to.ts';
import {
  add,
  compare,
  multiply,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from '../../../../src/model/rational.ts';

const sum = (parts: Iterable<Rational>): Rational => [...parts].reduce(add, ZERO);
const equal = (a: Rational | undefined, b: Rational | undefined): boolean =>
  a !== undefined && b !== undefined && compare(a, b) === 0;

/** A game as the table of its worths, nobody first. */
const wholeGame = (players: number) =>
  fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 2 ** players, maxLength: 2 ** players });
const anyGame = fc
  .integer({ min: 1, max: 6 })
  .chain((players) => wholeGame(players).map((worths) => ({ players, worths })));
const worthOf = (worths: readonly number[]) => (coalition: number) => worths[coalition] as number;

describe('Shapley values', () => {
  test('the glove game: whoever has the only left glove gets two thirds', () => {
    // Player 0 has a left glove, 1 and 2 a right one each; a pair is worth 6.
    const worth = (coalition: number) => (coalition & 1 && coalition & 6 ? 6 : 0);
    expect(shapleyFractions(3, worth).map(toNumber)).toEqual([4, 1, 1]);
    expect([...shapleyValues(3, worth)]).toEqual([4, 1, 1]);
  });

  test('efficiency: the parts sum to what all bring together, exactly', () => {
    fc.assert(
      fc.property(anyGame, ({ players, worths }) => {
        const total = (worths.at(-1) as number) - (worths[0] as number);
        expect(equal(sum(shapleyFractions(players, worthOf(worths))), rational(total))).toBe(true);
      }),
    );
  });

  test('efficiency also for worths in floating point, to the last bit where no part cancels another', () => {
    const doubles = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(doubles, (gains) => {
        // A game that grows with each player that joins, and more so later.
        const worth = (coalition: number) =>
          gains.reduce((all, gain, at) => (coalition & (1 << at) ? all + gain * (1 + all) : all), 0.1);
        const parts = shapleyValues(4, worth);
        expect(parts.reduce((total, part) => total + part, 0)).toBe(worth(15) - worth(0));
      }),
      { numRuns: 1000 },
    );
  });

  test('dummy: who changes nothing gets exactly nothing, in floating point too', () => {
    const doubles = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(doubles, (worths) => {
        const withDummy = (coalition: number) => worths[coalition & 7] as number;
        expect(shapleyValues(4, withDummy)[3]).toBe(0);
      }),
    );
    expect(equal(shapleyFractions(2, (coalition) => coalition & 1)[1], ZERO)).toBe(true);
  });

  test('symmetry and permutation: parts follow their players when these are numbered otherwise', () => {
    const shuffledGame = anyGame.chain(({ players, worths }) =>
      fc
        .shuffledSubarray([...Array(players).keys()], { minLength: players, maxLength: players })
        .map((order) => ({ players, worths, order })),
    );
    fc.assert(
      fc.property(shuffledGame, ({ players, worths, order }) => {
        const renumbered = (coalition: number) =>
          worths[
            order.reduce((mask, old, now) => (coalition & (1 << now) ? mask | (1 << old) : mask), 0)
          ] as number;
        const plain = shapleyFractions(players, worthOf(worths));
        const parts = shapleyFractions(players, renumbered);
        expect(order.every((old, now) => equal(parts[now], plain[old]))).toBe(true);
      }),
    );
  });

  test('additivity: the parts of two games together are the sums of their parts', () => {
    fc.assert(
      fc.property(wholeGame(4), wholeGame(4), (one, other) => {
        const both = shapleyFractions(
          4,
          (coalition) => (one[coalition] as number) + (other[coalition] as number),
        );
        const [a, b] = [one, other].map((worths) => shapleyFractions(4, worthOf(worths)));
        expect(both.every((part, at) => equal(part, add(a?.[at] as Rational, b?.[at] as Rational)))).toBe(
          true,
        );
      }),
    );
  });

  test('fifteen players are exact: parts of an additive game are what each adds', () => {
    const parts = shapleyFractions(15, (coalition) => {
      let worth = 0;
      for (let player = 0; player < 15; player += 1) if (coalition & (1 << player)) worth += player;
      return worth;
    });
    expect(parts.map(toNumber)).toEqual([...Array(15).keys()]);
  });

  test('a worth that is no whole number, or none at all, is refused', () => {
    expect(() => shapleyFractions(1, () => 0.5)).toThrow(expect.objectContaining({ code: 'value-missing' }));
    expect(() => shapleyValues(1, () => Number.NaN)).toThrow(
      expect.objectContaining({ code: 'value-missing' }),
    );
    expect(() => shapleyFractions(21, () => 0)).toThrow(RangeError);
  });
});

describe('Owen values', () => {
  const nested = fc.record({
    worths: wholeGame(5),
    // Two groups and a player by itself, in any numbering.
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }),
  });
  const masks = (order: readonly number[]) =>
    [order.slice(0, 2), order.slice(2, 4), order.slice(4)].map((group) =>
      group.reduce((mask, player) => mask | (1 << player), 0),
    );

  test('parts of a group add to the Shapley value of the game that the groups play', () => {
    fc.assert(
      fc.property(nested, ({ worths, order }) => {
        const groups = masks(order);
        const parts = owenFractions(groups, worthOf(worths));
        const between = shapleyFractions(3, (chosen) => {
          return worths[
            groups.reduce((all, group, at) => (chosen & (1 << at) ? all | group : all), 0)
          ] as number;
        });
        groups.forEach((group, at) => {
          const inside = parts.filter((_, player) => group & (1 << player));
          expect(equal(sum(inside), between[at])).toBe(true);
        });
      }),
    );
  });

  test('one group of all, or each by itself: the Shapley values', () => {
    fc.assert(
      fc.property(wholeGame(4), (worths) => {
        const plain = shapleyFractions(4, worthOf(worths));
        for (const groups of [[15], [1, 2, 4, 8]]) {
          const parts = owenFractions(groups, worthOf(worths));
          expect(parts.every((part, player) => equal(part, plain[player]))).toBe(true);
        }
      }),
    );
  });

  test('the voting game of four with a bloc of two: 1/4 each, and 1/3 and 1/6 without it', () => {
    // Three votes of five carry; player 0 has two.
    const worth = (coalition: number) => {
      const votes = (coalition & 1 ? 2 : 0) + [1, 2, 3].filter((player) => coalition & (1 << player)).length;
      return votes >= 3 ? 1 : 0;
    };
    expect(shapleyFractions(4, worth).map((part) => toNumber(multiply(part, rational(6))))).toEqual([
      3, 1, 1, 1,
    ]);
    // The bloc of 1 and 2 is as strong as 0, and 3 by itself decides between them.
    expect(owenFractions([1, 6, 8], worth).map((part) => toNumber(multiply(part, rational(6))))).toEqual([
      2, 1, 1, 2,
    ]);
  });

  test('groups that overlap, are empty or leave a player out are refused', () => {
    for (const groups of [
      [3, 2],
      [0, 1],
      [1, 4],
    ]) {
      expect(() => owenFractions(groups, () => 0)).toThrow(RangeError);
    }
  });
});

describe('parts in floating point', () => {
  const doubles = (min: number) =>
    fc.array(fc.double({ min, max: 1e6, noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 15,
    });
  const sumOf = (parts: Iterable<number>) => [...parts].reduce((all, part) => all + part, 0);

  test('of one sign sum to their total to the last bit', () => {
    fc.assert(
      fc.property(doubles(1e-3), fc.double({ min: -1e-9, max: 1e-9, noNaN: true }), (parts, error) => {
        const total = sumOf(parts) + error;
        expect(sumOf(sumTo(Float64Array.from(parts), total))).toBe(total);
      }),
      { numRuns: 2000 },
    );
  });

  test('that cancel sum to it within the last place of the largest sum, and zeros stay zeros', () => {
    fc.assert(
      fc.property(doubles(-1e6), fc.double({ min: -1e-9, max: 1e-9, noNaN: true }), (parts, error) => {
        fc.pre(parts.some((part) => part !== 0));
        const size = sumOf(parts.map(Math.abs));
        const total = sumOf(parts) + error * size;
        const found = sumTo(Float64Array.from(parts), total);
        expect(Math.abs(sumOf(found) - total)).toBeLessThanOrEqual(size * Number.EPSILON);
        expect(parts.every((part, at) => part !== 0 || found[at] === part)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
