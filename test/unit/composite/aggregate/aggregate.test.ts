import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateColumns } from '../../../../src/composite/aggregate/aggregate.ts';
import { ComputationRefused } from '../../../../src/composite/refusal.ts';
import type { Aggregation, MissingRule } from '../../../../src/methodology/definition.ts';

const NONE = Number.NaN;
const AVAILABLE: MissingRule = { kind: 'available', atLeast: 0 };
const NO_VALUE: MissingRule = { kind: 'no-value' };
const AS_ZERO: MissingRule = { kind: 'as-zero' };
const MEANS: readonly Aggregation[] = [
  { method: 'arithmetic' },
  { method: 'geometric' },
  { method: 'harmonic' },
  { method: 'generalised', exponent: 2 },
  { method: 'generalised', exponent: -2 },
];

/** Aggregates rows of units. */
function aggregate(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  aggregation: Aggregation,
  missing: MissingRule = AVAILABLE,
): number[] {
  const children = weights.map((_, child) => Float64Array.from(rows, (row) => row[child] ?? NONE));
  const units = rows.map((_, row) => `U${row}`);
  return [
    ...aggregateColumns(children, weights, aggregation, missing, new Float64Array(rows.length), 'G', units),
  ];
}

function refusalOf(work: () => unknown): ComputationRefused {
  try {
    work();
  } catch (error) {
    if (error instanceof ComputationRefused) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const positive = fc.integer({ min: 1, max: 100_000 }).map((size) => size / 100);
const table = fc.integer({ min: 1, max: 6 }).chain((children) =>
  fc.record({
    rows: fc.array(fc.array(positive, { minLength: children, maxLength: children }), {
      minLength: 1,
      maxLength: 8,
    }),
    weights: fc.array(positive, { minLength: children, maxLength: children }),
  }),
);

describe('means', () => {
  it.each([
    [{ method: 'arithmetic' } as const, 1.75],
    [{ method: 'geometric' } as const, 6 ** 0.25],
    [{ method: 'harmonic' } as const, 4 / (2 + 1 / 2 + 1 / 3)],
    [{ method: 'generalised', exponent: 2 } as const, Math.sqrt((2 + 4 + 9) / 4)],
    [{ method: 'generalised', exponent: 0 } as const, 6 ** 0.25],
    [{ method: 'generalised', exponent: 1 } as const, 1.75],
    [{ method: 'generalised', exponent: -1 } as const, 4 / (2 + 1 / 2 + 1 / 3)],
    [{ method: 'generalised', exponent: Number.POSITIVE_INFINITY } as const, 3],
    [{ method: 'generalised', exponent: Number.NEGATIVE_INFINITY } as const, 1],
    [{ method: 'sum' } as const, 7],
  ])('%j of 1, 2, 3 with weights 2, 1, 1 is %d', (aggregation, expected) => {
    expect(aggregate([[1, 2, 3]], [2, 1, 1], aggregation)[0]).toBeCloseTo(expected, 13);
  });

  it('are ordered: harmonic ≤ geometric ≤ arithmetic ≤ quadratic', () => {
    fc.assert(
      fc.property(table, ({ rows, weights }) => {
        const [a, g, h, q] = MEANS.map((mean) => aggregate(rows, weights, mean)) as [
          number[],
          number[],
          number[],
          number[],
        ];
        for (const index of rows.keys()) {
          const slack = 1 + 1e-12;
          expect(h[index]).toBeLessThanOrEqual((g[index] as number) * slack);
          expect(g[index]).toBeLessThanOrEqual((a[index] as number) * slack);
          expect(a[index]).toBeLessThanOrEqual((q[index] as number) * slack);
        }
      }),
      { seed: 41 },
    );
  });

  it('do not change when all weights are scaled', () => {
    fc.assert(
      fc.property(table, positive, ({ rows, weights }, factor) => {
        for (const mean of MEANS) {
          const scaled = aggregate(
            rows,
            weights.map((weight) => weight * factor),
            mean,
          );
          for (const [index, value] of aggregate(rows, weights, mean).entries()) {
            expect((scaled[index] as number) / value).toBeCloseTo(1, 11);
          }
        }
      }),
      { seed: 42 },
    );
  });

  it('do not depend on the order of the children or of the units', () => {
    fc.assert(
      fc.property(table, ({ rows, weights }) => {
        for (const mean of [...MEANS, { method: 'copeland' } as const]) {
          const turned = aggregate(
            rows.toReversed().map((row) => row.toReversed()),
            weights.toReversed(),
            mean,
          ).toReversed();
          for (const [index, value] of aggregate(rows, weights, mean).entries()) {
            expect(turned[index]).toBeCloseTo(value, 9);
          }
        }
      }),
      { seed: 43 },
    );
  });

  it('never fall when a child rises', () => {
    fc.assert(
      fc.property(table, positive, fc.nat(), ({ rows, weights }, rise, pick) => {
        const child = pick % weights.length;
        const raised = rows.map((row, index) =>
          index === 0 ? row.with(child, (row[child] as number) + rise) : row,
        );
        for (const mean of [...MEANS, { method: 'sum' } as const, { method: 'copeland' } as const]) {
          const before = aggregate(rows, weights, mean)[0] as number;
          expect(aggregate(raised, weights, mean)[0]).toBeGreaterThanOrEqual(
            before - 1e-9 * Math.abs(before),
          );
        }
      }),
      { seed: 44 },
    );
  });

  it('of a constant are the constant, for exponents near zero and very large ones', () => {
    for (const exponent of [-700, -1e-9, 0, 1e-12, 1e-9, 0.5, 700]) {
      expect(aggregate([[7, 7, 7]], [1, 2, 3], { method: 'generalised', exponent })[0]).toBeCloseTo(7, 12);
      expect(aggregate([[1e200, 3e200]], [1, 1], { method: 'generalised', exponent })[0]).toBeLessThan(
        3.1e200,
      );
    }
  });

  it('go continuously through the geometric mean at exponent 0', () => {
    const at = (exponent: number) =>
      aggregate([[1, 4, 9]], [1, 1, 1], { method: 'generalised', exponent })[0];
    expect(at(1e-10)).toBeCloseTo(36 ** (1 / 3), 8);
    expect(at(-1e-10)).toBeCloseTo(36 ** (1 / 3), 8);
  });
});

describe('a missing child', () => {
  it('gives its weight to the others, in every mean, the generalised one included', () => {
    for (const mean of MEANS) {
      const without = aggregate([[2, 8]], [1, 3], mean)[0] as number;
      expect(aggregate([[2, NONE, 8]], [1, 5, 3], mean)[0]).toBeCloseTo(without, 12);
    }
  });

  it('scales a sum up to the weight of all children', () => {
    expect(aggregate([[2, NONE, 8]], [1, 2, 1], { method: 'sum' })).toEqual([20]);
  });

  it('leaves no value where too few children are there, counted by number', () => {
    const rule: MissingRule = { kind: 'available', atLeast: 0.5 };
    const rows = [
      [1, 1, NONE, NONE],
      [1, NONE, NONE, NONE],
      [NONE, NONE, NONE, NONE],
    ];
    expect(aggregate(rows, [1, 1, 1, 9], { method: 'arithmetic' }, rule)).toEqual([1, NONE, NONE]);
    expect(aggregate(rows.slice(2), [1, 1, 1, 9], { method: 'arithmetic' })).toEqual([NONE]);
  });

  it('counts as zero or leaves no value where the rule says so', () => {
    expect(aggregate([[6, NONE]], [1, 2], { method: 'arithmetic' }, AS_ZERO)).toEqual([2]);
    expect(aggregate([[6, NONE]], [1, 2], { method: 'sum' }, AS_ZERO)).toEqual([6]);
    for (const mean of MEANS) expect(aggregate([[6, NONE]], [1, 2], mean, NO_VALUE)).toEqual([NONE]);
  });

  it('of weight zero is not missed', () => {
    for (const mean of MEANS) expect(aggregate([[6, NONE]], [1, 0], mean, NO_VALUE)[0]).toBeCloseTo(6, 12);
  });
});

describe('what a mean is not defined for', () => {
  it.each([
    [{ method: 'geometric' } as const, [1, 0]],
    [{ method: 'geometric' } as const, [1, -2]],
    [{ method: 'harmonic' } as const, [1, 0]],
    [{ method: 'harmonic' } as const, [2, -2]],
    [{ method: 'generalised', exponent: 0 } as const, [1, 0]],
    [{ method: 'generalised', exponent: -2 } as const, [1, 0]],
    [{ method: 'generalised', exponent: 0.5 } as const, [1, -1]],
    [{ method: 'generalised', exponent: 3 } as const, [1, -1]],
  ])('%j of %j is refused and names the unit', (aggregation, row) => {
    const refused = refusalOf(() => aggregate([[3, 4], row], [1, 1], aggregation));
    expect(refused.code).toBe('value-not-positive');
    expect(refused.about).toBe('G');
    expect(refused.message).toContain('U1');
  });

  it('is refused where missing counts as zero in a geometric mean', () => {
    expect(refusalOf(() => aggregate([[3, NONE]], [1, 1], { method: 'geometric' }, AS_ZERO)).code).toBe(
      'value-not-positive',
    );
  });

  it.each([[[1, -1]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]], [[0, 0]]])(
    'weights %j are refused',
    (weights) => {
      for (const aggregation of [...MEANS, { method: 'copeland' } as const]) {
        expect(refusalOf(() => aggregate([[3, 4]], weights, aggregation)).code).toBe('weight-invalid');
      }
    },
  );

  it('an exponent that is no number is refused', () => {
    const work = () => aggregate([[3, 4]], [1, 1], { method: 'generalised', exponent: Number.NaN });
    expect(refusalOf(work).code).toBe('rule-invalid');
  });

  it('one weight too few is refused', () => {
    const columns = [Float64Array.of(1), Float64Array.of(2)];
    const work = () => aggregateColumns(columns, [1], { method: 'sum' }, AVAILABLE, new Float64Array(1), 'G');
    expect(refusalOf(work).code).toBe('weight-invalid');
  });
});
