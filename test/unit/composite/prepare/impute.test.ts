import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imputeColumn } from '../../../../src/composite/prepare/impute.ts';
import { imputePanelColumn, type PanelImputation } from '../../../../src/composite/prepare/impute-panel.ts';
import { mean } from '../../../../src/composite/statistics/moments.ts';

const NONE = Number.NaN;
const refused = (code: string) => expect.objectContaining({ code });

describe('imputation', () => {
  const values = Float64Array.of(1, NONE, 3, 8, NONE);

  it('is by the mean or median of all units, or of the group, and marks what it made', () => {
    expect(imputeColumn(values, 'mean', null)).toEqual({
      values: Float64Array.of(1, 4, 3, 8, 4),
      imputed: Uint8Array.of(0, 1, 0, 0, 1),
    });
    expect(imputeColumn(values, 'median', null).values).toEqual(Float64Array.of(1, 3, 3, 8, 3));
    const groups = ['a', 'a', 'a', 'b', 'b'];
    expect(imputeColumn(values, 'mean', groups).values).toEqual(Float64Array.of(1, 2, 3, 8, 8));
  });

  it('is refused where there is nothing to take a value from', () => {
    expect(() => imputeColumn(values, 'mean', ['a', 'b', 'a', 'a', 'a'], { about: 'TII' })).toThrow(
      /^TII: nothing to impute from in b/,
    );
    expect(() => imputeColumn(values, 'mean', ['a', null, 'a', 'a', 'a'])).toThrow(refused('values-too-few'));
    expect(() => imputeColumn(Float64Array.of(NONE), 'median', null)).toThrow(refused('values-too-few'));
    expect(() => imputeColumn(values, 'mean', ['a'])).toThrow(RangeError);
    // Who has a value needs no group.
    expect(imputeColumn(Float64Array.of(1, 2), 'mean', [null, 'a']).values).toEqual(Float64Array.of(1, 2));
  });

  it('changes no observed value and leaves the mean where it was', () => {
    const column = fc
      .array(fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constant(NONE)), { minLength: 1, maxLength: 20 })
      .filter((all) => all.some((value) => !Number.isNaN(value)))
      .map((all) => Float64Array.from(all));
    fc.assert(
      fc.property(column, fc.constantFrom<'mean' | 'median'>('mean', 'median'), (all, method) => {
        const found = imputeColumn(all, method, null);
        for (const [unit, value] of all.entries()) {
          expect(found.imputed[unit]).toBe(Number.isNaN(value) ? 1 : 0);
          if (!Number.isNaN(value)) expect(found.values[unit]).toBe(value);
        }
        expect(found.values).not.toContain(NONE);
        if (method === 'mean') expect(mean(found.values)).toBeCloseTo(mean(all), 9);
      }),
      { seed: 1 },
    );
  });
});

describe('imputation over time', () => {
  // KAZ 2016 … 2024 with gaps at both ends and within; UZB with nothing.
  const units = ['KAZ', 'KAZ', 'UZB', 'KAZ', 'KAZ', 'KAZ', 'UZB'];
  const times = [2024, 2016, 2018, 2018, 2020, 2022, 2020];
  const values = Float64Array.of(NONE, NONE, NONE, 10, NONE, 30, NONE);
  const impute = (rule: PanelImputation) => imputePanelColumn(values, units, times, rule);

  it('takes the latest value before, never a later one, and none too old', () => {
    expect(impute({ method: 'latest', maxAge: 4 })).toEqual({
      values: Float64Array.of(30, NONE, NONE, 10, 10, 30, NONE),
      imputed: Uint8Array.of(1, 0, 0, 0, 1, 0, 0),
      ages: Float64Array.of(2, NONE, NONE, 0, 2, 0, NONE),
    });
    expect(impute({ method: 'latest', maxAge: 1 }).values).toEqual(values);
  });

  it('lies on the line between observations, and at the ends is the nearest one or missing', () => {
    expect(impute({ method: 'linear', ends: 'leave' }).values).toEqual(
      Float64Array.of(NONE, NONE, NONE, 10, 20, 30, NONE),
    );
    const nearest = impute({ method: 'linear', ends: 'nearest' });
    expect(nearest.values).toEqual(Float64Array.of(30, 10, NONE, 10, 20, 30, NONE));
    expect(nearest.ages).toEqual(Float64Array.of(2, 2, NONE, 0, 2, 0, NONE));
  });

  it('follows the distance in time where observations are not evenly spaced', () => {
    const found = imputePanelColumn(Float64Array.of(0, NONE, 10), ['A', 'A', 'A'], [2003, 2004, 2008], {
      method: 'linear',
      ends: 'leave',
    });
    expect(found.values).toEqual(Float64Array.of(0, 2, 10));
  });

  it('stays constant after an observation until the next', () => {
    expect(impute({ method: 'constant', ends: 'leave' }).values).toEqual(
      Float64Array.of(NONE, NONE, NONE, 10, 10, 30, NONE),
    );
    expect(impute({ method: 'constant', ends: 'nearest' }).values).toEqual(
      Float64Array.of(30, 10, NONE, 10, 10, 30, NONE),
    );
  });

  it('refuses a unit twice at one time, a time that is none, and an age that is none', () => {
    const one = Float64Array.of(1, NONE);
    const latest = { method: 'latest', maxAge: 9 } as const;
    expect(() => imputePanelColumn(one, ['A', 'A'], [2018, 2018], latest)).toThrow(refused('rule-invalid'));
    expect(() => imputePanelColumn(one, ['A', 'A'], [2018, NONE], latest)).toThrow(refused('rule-invalid'));
    expect(() => imputePanelColumn(one, ['A', 'B'], [1, 1], { method: 'latest', maxAge: -1 })).toThrow(
      refused('rule-invalid'),
    );
    expect(() => imputePanelColumn(one, ['A'], [1, 2], latest)).toThrow(RangeError);
  });
});
