import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logColumn } from '../../../../src/composite/prepare/log.ts';
import { treatColumn } from '../../../../src/composite/prepare/treat.ts';
import type { Treatment } from '../../../../src/methodology/definition.ts';

const NONE = Number.NaN;
const JRC: Treatment = { skewness: 2, kurtosis: 3.5, maxWinsorised: 5, otherwise: 'log' };
const refused = (code: string) => expect.objectContaining({ code });
/** 1 … 40 and what is added. */
const crowd = (...extremes: number[]) =>
  Float64Array.from([...Array.from({ length: 40 }, (_, index) => index + 1), ...extremes]);
/** Columns with and without outliers at either end, ties and gaps. */
const column = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 30 }) }, fc.constant(NONE)), {
      minLength: 8,
      maxLength: 40,
    }),
    fc.array(fc.integer({ min: -4000, max: 4000 }), { maxLength: 3 }),
  )
  .map(([values, extremes]) => Float64Array.from([...values, ...extremes]))
  .filter((values) => new Set(values.filter((value) => !Number.isNaN(value))).size > 7);

describe('treatment of outliers', () => {
  it('leaves a column that passes as it is', () => {
    const values = crowd();
    const found = treatColumn(values, JRC);
    expect(found).toMatchObject({
      winsorised: 0,
      lowered: [],
      raised: [],
      logged: false,
      leftUntreated: null,
    });
    expect(found.values).toEqual(values);
    expect(found.values).not.toBe(values);
    expect(found.after).toBe(found.before);
  });

  it('pulls the extremes in, one after the other, to the next value', () => {
    const found = treatColumn(crowd(900, 500), JRC);
    expect(found.values).toEqual(crowd(40, 40));
    expect(found).toMatchObject({ winsorised: 2, lowered: [40, 41], raised: [], logged: false });
    expect([found.before.passes, found.between?.passes, found.after.passes]).toEqual([false, true, true]);
    const low = treatColumn(crowd(-900), JRC);
    expect(low).toMatchObject({ winsorised: 1, lowered: [], raised: [40] });
    expect(low.values).toEqual(crowd(1));
  });

  it('logs the column as it came when the limit is reached, or as winsorised when combined, or leaves it', () => {
    const values = crowd(9000, 500, 400);
    const one = { ...JRC, maxWinsorised: 1 };
    const logged = treatColumn(values, one);
    expect(logged).toMatchObject({ winsorised: 1, lowered: [40], logged: true });
    expect(logged.values).toEqual(logColumn(values, { formula: 'shifted' }));
    const winsorised = crowd(500, 500, 400);
    expect(treatColumn(values, { ...one, combine: true }).values).toEqual(
      logColumn(winsorised, { formula: 'shifted' }),
    );
    const left = treatColumn(values, { ...one, otherwise: 'leave' });
    expect(left.values).toEqual(winsorised);
    expect([left.logged, left.after.passes]).toEqual([false, false]);
    const other = { ...one, maxWinsorised: 0, log: { formula: 'shifted-by-one' } } as const;
    expect(treatColumn(values, other).values).toEqual(logColumn(values, { formula: 'shifted-by-one' }));
  });

  it('takes the log first where so declared, and winsorises where that does not pass', () => {
    const first = { ...JRC, order: 'log-first' } as const;
    const values = Float64Array.from({ length: 30 }, (_, index) => Math.exp(index / 3));
    expect(treatColumn(values, first)).toMatchObject({ logged: true, winsorised: 0 });
    const low = crowd(-900);
    expect(treatColumn(low, first)).toMatchObject({ logged: false, winsorised: 1, values: crowd(1) });
    const combined = treatColumn(low, { ...first, combine: true });
    expect(combined).toMatchObject({ logged: true, winsorised: 1, raised: [40] });
    expect(combined.values[40]).toBe(combined.values[0]);
  });

  it('refuses to move more tied values than the limit, unless they may move together', () => {
    const values = crowd(900, 900);
    const one = { ...JRC, maxWinsorised: 1 };
    expect(() => treatColumn(values, one, { about: 'Visa' })).toThrow(refused('ties-exceed-limit'));
    expect(() => treatColumn(values, one, { about: 'Visa' })).toThrow(
      /^Visa: 2 equal values at the upper end/,
    );
    expect(treatColumn(values, { ...one, ties: 'together' })).toMatchObject({
      winsorised: 2,
      values: crowd(40, 40),
    });
    expect(treatColumn(values, { ...JRC, maxWinsorised: 2 })).toMatchObject({ winsorised: 2 });
  });

  it('refuses what it cannot judge or treat, or leaves it as it came where so declared', () => {
    const binary = Float64Array.from({ length: 20 }, (_, index) => (index === 3 ? 1 : 0));
    const cases: readonly [Float64Array, string][] = [
      [Float64Array.of(3, 3, 3, 3), 'values-constant'],
      [binary, 'values-constant'],
      [Float64Array.of(1, 2, NONE), 'values-too-few'],
      [Float64Array.of(NONE, NONE), 'values-too-few'],
    ];
    for (const [values, code] of cases) {
      expect(() => treatColumn(values, JRC)).toThrow(refused(code));
      const left = treatColumn(values, { ...JRC, untreatable: 'leave' });
      expect([left.values, left.leftUntreated, left.winsorised]).toEqual([values, code, 0]);
    }
    // An even 0–1 column passes and is nobody's outlier.
    const even = Float64Array.from({ length: 20 }, (_, index) => index % 2);
    expect(treatColumn(even, JRC).values).toEqual(even);
  });

  it('refuses infinite values and limits that make no sense', () => {
    expect(() => treatColumn(Float64Array.of(1, 2, 3, Number.POSITIVE_INFINITY), JRC)).toThrow(
      refused('value-infinite'),
    );
    for (const wrong of [
      { skewness: 0 },
      { skewness: NONE },
      { kurtosis: NONE },
      { maxWinsorised: -1 },
      { maxWinsorised: 1.5 },
    ])
      expect(() => treatColumn(crowd(), { ...JRC, ...wrong })).toThrow(refused('rule-invalid'));
  });

  it('does nothing to its own result where that passes', () => {
    fc.assert(
      fc.property(column, (values) => {
        const once = treatColumn(values, { ...JRC, ties: 'together', untreatable: 'leave' });
        if (!once.after.passes) return;
        expect(treatColumn(once.values, JRC).values).toEqual(once.values);
      }),
      { seed: 1 },
    );
  });

  it('moves no more than it says, only inwards, and at most the limit unless values are tied', () => {
    fc.assert(
      fc.property(column, fc.integer({ min: 0, max: 4 }), (values, maxWinsorised) => {
        const treatment = { ...JRC, maxWinsorised, otherwise: 'leave', untreatable: 'leave' } as const;
        let found: ReturnType<typeof treatColumn>;
        try {
          found = treatColumn(values, treatment);
        } catch (error) {
          expect(error).toEqual(refused('ties-exceed-limit'));
          expect(treatColumn(values, { ...treatment, ties: 'together' }).winsorised).toBeGreaterThan(
            maxWinsorised,
          );
          return;
        }
        expect(found.winsorised).toBeLessThanOrEqual(maxWinsorised);
        expect(found.winsorised).toBe(found.lowered.length + found.raised.length);
        for (const [unit, value] of values.entries()) {
          const after = found.values[unit] as number;
          if (found.lowered.includes(unit)) expect(after).toBeLessThan(value);
          else if (found.raised.includes(unit)) expect(after).toBeGreaterThan(value);
          else expect(after).toBe(value);
        }
      }),
      { seed: 2 },
    );
  });

  it('does not depend on the order of the units, and turns with the sign when it only winsorises', () => {
    const treatment = { ...JRC, otherwise: 'leave', ties: 'together', untreatable: 'leave' } as const;
    fc.assert(
      fc.property(column, (values) => {
        const found = treatColumn(values, treatment);
        const backwards = treatColumn(values.toReversed(), treatment);
        expect(backwards.values.toReversed()).toEqual(found.values);
        if (found.before.skewness === 0) return;
        const turned = treatColumn(
          values.map((value) => 0 - value),
          treatment,
        );
        expect(turned.winsorised).toBe(found.winsorised);
      }),
      { seed: 3 },
    );
  });

  it('writes where it is told, but not over the column', () => {
    const into = new Float64Array(42);
    expect(() => treatColumn(into, JRC, { into })).toThrow(RangeError);
    for (const values of [crowd(41, 42), crowd(900, 500), crowd(9e9, 8e9)]) {
      const found = treatColumn(values, { ...JRC, maxWinsorised: 2 }, { into });
      expect(found.values).toBe(into);
      expect(found.values).toEqual(treatColumn(values, { ...JRC, maxWinsorised: 2 }).values);
    }
  });
});
