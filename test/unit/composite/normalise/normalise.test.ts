import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateColumns } from '../../../../src/composite/aggregate/aggregate.ts';
import { type NormalisationContext, normaliseColumn } from '../../../../src/composite/normalise/normalise.ts';
import { rankValues } from '../../../../src/composite/rank/rank-values.ts';
import { mean, standardDeviation } from '../../../../src/composite/statistics/moments.ts';
import type { Direction, Normalisation } from '../../../../src/methodology/definition.ts';

const NONE = Number.NaN;
const Z_SCORE: Normalisation = { method: 'z-score', ddof: 0, mean: 0, sd: 1 };
const UNIT: Normalisation = { method: 'min-max', low: 0, high: 1 };
/** Each method, with parameters that any of the columns below can take. */
const METHODS: readonly Normalisation[] = [
  { method: 'z-score', ddof: 1, mean: 10, sd: 2 },
  { method: 'min-max', low: 1, high: 100 },
  { method: 'goalposts', lower: -600, upper: 600, scale: 100 },
  { method: 'rank', ties: 'average' },
  { method: 'borda', ties: 'min' },
  { method: 'percentile-rank', ties: 'min' },
  { method: 'distance-to-maximum' },
  { method: 'scaled', low: -600, high: 600 },
];
/** Values that vary, with gaps. */
const column = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -500, max: 500 }) }, fc.constant(NONE)), {
    minLength: 3,
    maxLength: 30,
  })
  .filter((values) => new Set(values.filter((value) => !Number.isNaN(value))).size > 1)
  .map((values) => Float64Array.from(values));
const direction = fc.constantFrom<Direction>(1, -1);

const normalised = (
  values: readonly number[],
  normalisation: Normalisation,
  towards: Direction = 1,
  context?: NormalisationContext,
) => [...normaliseColumn(Float64Array.from(values), normalisation, towards, context)];
const refused = (code: string) => expect.objectContaining({ code });
const available = (values: Float64Array) => values.filter((value) => !Number.isNaN(value));

describe('normalisation', () => {
  it('is by the formula declared, the direction first', () => {
    const values = [2, NONE, 4, 10];
    expect(normalised(values, { method: 'min-max', low: 0, high: 100 })).toEqual([0, NONE, 25, 100]);
    expect(normalised(values, { method: 'min-max', low: 0, high: 100 }, -1)).toEqual([100, NONE, 75, 0]);
    const posts: Normalisation = { method: 'goalposts', lower: 3, upper: 5, scale: 10 };
    expect(normalised(values, posts)).toEqual([0, NONE, 5, 10]);
    expect(normalised(values, posts, -1)).toEqual([10, NONE, 5, 0]);
    expect(normalised(values, { method: 'rank', ties: 'min' })).toEqual([1, NONE, 2, 3]);
    expect(normalised(values, { method: 'rank', ties: 'min' }, -1)).toEqual([3, NONE, 2, 1]);
    expect(normalised(values, { method: 'borda', ties: 'min' })).toEqual([0, NONE, 1, 2]);
    expect(normalised(values, { method: 'percentile-rank', ties: 'min' }, -1)).toEqual([1, NONE, 0.5, 0]);
    expect(normalised(values, { method: 'distance-to-maximum' })).toEqual([0, NONE, 0.25, 1]);
    expect(normalised(values, { method: 'distance-to-target', target: 6, cap: false })).toEqual([
      0,
      NONE,
      0.5,
      2,
    ]);
    expect(normalised(values, { method: 'distance-to-target', target: 6, cap: true })).toEqual([
      0,
      NONE,
      0.5,
      1,
    ]);
    expect(normalised(values, { method: 'distance-to-target', target: 2, cap: true }, -1)).toEqual([
      1,
      NONE,
      0.75,
      0,
    ]);
    expect(normalised(values, { method: 'share-of-maximum' })).toEqual([0.2, NONE, 0.4, 1]);
    expect(normalised(values, { method: 'scaled', low: 0, high: 20 }, -1)).toEqual([-10, NONE, -20, -50]);
    const units = ['A', 'B', 'C', 'D'];
    expect(normalised(values, { method: 'distance-to-reference', unit: 'C' }, 1, { units })).toEqual([
      0,
      NONE,
      1,
      4,
    ]);
  });

  it('of tied values in ordinal ranks is in order of position, in either direction', () => {
    expect(normalised([5, 5, 1], { method: 'rank', ties: 'ordinal' })).toEqual([2, 3, 1]);
    expect(normalised([5, 5, 1], { method: 'rank', ties: 'ordinal' }, -1)).toEqual([1, 2, 3]);
  });

  it('by z-score has the mean and deviation declared', () => {
    fc.assert(
      fc.property(column, direction, fc.constantFrom<0 | 1>(0, 1), (values, towards, ddof) => {
        const found = normaliseColumn(values, { method: 'z-score', ddof, mean: 10, sd: 2 }, towards);
        expect(mean(found)).toBeCloseTo(10, 9);
        expect(standardDeviation(found, ddof)).toBeCloseTo(2, 9);
      }),
      { seed: 1 },
    );
  });

  it('by z-score, min–max and distance to the maximum depends on neither unit nor origin', () => {
    const methods = METHODS.filter(({ method }) =>
      ['z-score', 'min-max', 'distance-to-maximum'].includes(method),
    );
    fc.assert(
      fc.property(
        column,
        fc.constantFrom(...methods),
        direction,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: -1000, max: 1000 }),
        (values, normalisation, towards, a, b) => {
          const found = normaliseColumn(values, normalisation, towards);
          const mapped = normaliseColumn(
            values.map((value) => (a * value) / 10 + b),
            normalisation,
            towards,
          );
          expectClose(mapped, found);
        },
      ),
      { seed: 2 },
    );
  });

  it('stays within the bounds of each method, and reaches those it promises', () => {
    fc.assert(
      fc.property(column, direction, (values, towards) => {
        const n = available(values).length;
        const bounds: readonly [Normalisation, number, number][] = [
          [{ method: 'min-max', low: 1, high: 100 }, 1, 100],
          [{ method: 'percentile-rank', ties: 'ordinal' }, 0, 1],
          [{ method: 'rank', ties: 'ordinal' }, 1, n],
          [{ method: 'borda', ties: 'ordinal' }, 0, n - 1],
          [{ method: 'distance-to-maximum' }, 0, 1],
        ];
        for (const [normalisation, low, high] of bounds) {
          const found = available(normaliseColumn(values, normalisation, towards));
          expect([Math.min(...found), Math.max(...found)], normalisation.method).toEqual([low, high]);
        }
        const posts: Normalisation = { method: 'goalposts', lower: -100, upper: 100, scale: 5 };
        for (const value of available(normaliseColumn(values, posts, towards))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(5);
        }
        const capped: Normalisation = { method: 'distance-to-target', target: 501 * towards, cap: true };
        for (const value of available(normaliseColumn(values, capped, towards))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 3 },
    );
  });

  it('keeps the order in goodness, what is missing, and the units where they are', () => {
    fc.assert(
      fc.property(column, fc.constantFrom(...METHODS), direction, (values, normalisation, towards) => {
        const found = normaliseColumn(values, normalisation, towards);
        const goodness = values.map((value) => towards * value);
        expect(rankValues(found, { ties: 'min' })).toEqual(rankValues(goodness, { ties: 'min' }));
        const backwards = normaliseColumn(values.toReversed(), normalisation, towards);
        expectClose(backwards.toReversed(), found);
      }),
      { seed: 4 },
    );
  });

  it('by ranks does not change under a strictly increasing map', () => {
    const methods = METHODS.filter(({ method }) => ['rank', 'borda', 'percentile-rank'].includes(method));
    fc.assert(
      fc.property(column, fc.constantFrom(...methods), direction, (values, normalisation, towards) => {
        const mapped = values.map((value) => value ** 3 + value);
        expect(normaliseColumn(mapped, normalisation, towards)).toEqual(
          normaliseColumn(values, normalisation, towards),
        );
      }),
      { seed: 5 },
    );
  });

  it('by min–max undoes a z-score, and of a mean of z-scores is the same for population and sample', () => {
    const columns = fc
      .tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, count]) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: rows, maxLength: rows }), {
          minLength: count,
          maxLength: count,
        }),
      )
      .filter((all) => all.every((values) => new Set(values).size > 1));
    fc.assert(
      fc.property(columns, (all) => {
        const composite = (ddof: 0 | 1) =>
          aggregateColumns(
            all.map((values) => Float64Array.from(normalised(values, { ...Z_SCORE, ddof } as Normalisation))),
            all.map(() => 1),
            { method: 'arithmetic' },
            { kind: 'no-value' },
            new Float64Array(all[0]?.length ?? 0),
            'composite',
          );
        const [population, sample] = [composite(0), composite(1)];
        fc.pre(Math.max(...population) - Math.min(...population) > 1e-6);
        const [a, b] = [normaliseColumn(population, UNIT, 1), normaliseColumn(sample, UNIT, 1)];
        for (const [unit, value] of a.entries()) expect(b[unit]).toBeCloseTo(value, 8);
        const first = all[0] ?? [];
        const undone = normalised(normalised(first, Z_SCORE), UNIT);
        for (const [unit, value] of normalised(first, UNIT).entries())
          expect(undone[unit]).toBeCloseTo(value, 8);
      }),
      { seed: 6 },
    );
  });

  it('takes minimum, maximum, mean and deviation from the frame where there is one', () => {
    const frame = Float64Array.of(0, 10, NONE, 20);
    expect(normalised([5, 25], UNIT, 1, { frame })).toEqual([0.25, 1.25]);
    expect(normalised([5, 25], UNIT, -1, { frame })).toEqual([0.75, -0.25]);
    expect(normalised([20], { method: 'z-score', ddof: 1, mean: 0, sd: 1 }, -1, { frame })).toEqual([-1]);
    expect(normalised([5], { method: 'share-of-maximum' }, 1, { frame })).toEqual([0.25]);
    expect(normalised([5], { method: 'distance-to-maximum' }, 1, { frame })).toEqual([0.25]);
  });

  it('writes where it is told, over the values too', () => {
    fc.assert(
      fc.property(column, fc.constantFrom(...METHODS), direction, (values, normalisation, towards) => {
        const wanted = normaliseColumn(values, normalisation, towards);
        const into = values.slice();
        expect(normaliseColumn(into, normalisation, towards, { into })).toBe(into);
        expect(into).toEqual(wanted);
      }),
      { seed: 7 },
    );
  });
});

describe('normalisation refuses', () => {
  const attempt = (
    values: readonly number[],
    normalisation: Normalisation,
    towards: Direction = 1,
    context?: NormalisationContext,
  ) => expect(() => normalised(values, normalisation, towards, context));

  it('a column that does not vary', () => {
    for (const normalisation of [Z_SCORE, UNIT, { method: 'distance-to-maximum' } as const]) {
      attempt([3, 3, NONE], normalisation).toThrow(refused('values-constant'));
      attempt([3, NONE], normalisation).toThrow(refused('values-too-few'));
      attempt([NONE], normalisation).toThrow(refused('values-too-few'));
      // A constant column in a frame that varies has a place in it.
      expect(normalised([3, 3], normalisation, 1, { frame: Float64Array.of(1, 3) })[0]).toBe(1);
    }
    attempt([0.1, 0.1, 0.1], { method: 'z-score', ddof: 1, mean: 0, sd: 1 }).toThrow(
      refused('values-constant'),
    );
    attempt([4], { method: 'percentile-rank', ties: 'min' }).toThrow(refused('values-too-few'));
  });

  it('to reverse the order', () => {
    attempt([1, 2], { method: 'share-of-maximum' }, -1).toThrow(refused('direction-reversed'));
    attempt([-60, -1], { method: 'share-of-maximum' }).toThrow(refused('direction-reversed'));
    attempt([-1, 0], { method: 'share-of-maximum' }).toThrow(refused('direction-reversed'));
    attempt([1, 2], { method: 'distance-to-target', target: 0.5, cap: false }).toThrow(
      refused('direction-reversed'),
    );
    attempt([1, 2], { method: 'distance-to-target', target: 3, cap: false }, -1).toThrow(
      refused('direction-reversed'),
    );
  });

  it('a distance to the worst value there is, and to a unit it does not know or without a value', () => {
    const units = ['A', 'B', 'C'];
    const to = (unit: string): Normalisation => ({ method: 'distance-to-reference', unit });
    attempt([1, 2, NONE], to('A'), 1, { units }).toThrow(refused('values-constant'));
    attempt([1, 2, NONE], to('B'), -1, { units }).toThrow(refused('values-constant'));
    attempt([1, 2, NONE], to('C'), 1, { units }).toThrow(refused('value-missing'));
    attempt([1, 2, NONE], to('D'), 1, { units }).toThrow(refused('unit-unknown'));
    attempt([1, 2, NONE], to('A')).toThrow(refused('unit-unknown'));
    attempt([1, 2], { method: 'distance-to-target', target: 1, cap: false }).toThrow(
      refused('values-constant'),
    );
  });

  it('infinite values, parameters that make no sense, and a frame for ranks', () => {
    attempt([1, Number.POSITIVE_INFINITY], UNIT).toThrow(refused('value-infinite'));
    const wrong: readonly Normalisation[] = [
      { method: 'min-max', low: 1, high: 1 },
      { method: 'z-score', ddof: 1, mean: NONE, sd: 1 },
      { method: 'z-score', ddof: 1, mean: 0, sd: -1 },
      { method: 'goalposts', lower: 5, upper: 1, scale: 1 },
      { method: 'goalposts', lower: 1, upper: 5, scale: 0 },
      { method: 'scaled', low: 0, high: Number.POSITIVE_INFINITY },
      { method: 'distance-to-target', target: NONE, cap: true },
    ];
    for (const normalisation of wrong) attempt([1, 2, 3], normalisation).toThrow(refused('rule-invalid'));
    attempt([1, 2], { method: 'rank', ties: 'min' }, 1, { frame: Float64Array.of(1, 2) }).toThrow(
      refused('rule-invalid'),
    );
  });

  it('naming the column', () => {
    attempt([1, 1], UNIT, 1, { about: 'internet_users' }).toThrow(/^internet_users: all 2 values are equal/);
  });
});

function expectClose(actual: Float64Array, expected: Float64Array): void {
  expect(actual).toHaveLength(expected.length);
  for (const [unit, value] of expected.entries())
    if (Number.isNaN(value)) expect(actual[unit]).toBeNaN();
    else expect(actual[unit]).toBeCloseTo(value, 8);
}
