import { describe, expect, it } from 'vitest';
import { denominateColumn } from '../../../../src/composite/prepare/denominate.ts';

const NONE = Number.NaN;
const refused = (code: string) => expect.objectContaining({ code });

describe('denomination', () => {
  it('divides unit by unit and scales', () => {
    const values = Float64Array.of(5, 8, NONE, 2);
    const by = Float64Array.of(10, 4, 2, NONE);
    expect(denominateColumn(values, by)).toEqual(Float64Array.of(0.5, 2, NONE, NONE));
    expect(denominateColumn(values, by, { factor: 100 })).toEqual(Float64Array.of(50, 200, NONE, NONE));
  });

  it('refuses a denominator of zero or less for a unit with a value, and a factor that is none', () => {
    const one = Float64Array.of(1);
    for (const by of [0, -3])
      expect(() => denominateColumn(one, Float64Array.of(by))).toThrow(refused('value-not-positive'));
    expect(denominateColumn(Float64Array.of(NONE), Float64Array.of(0))).toEqual(Float64Array.of(NONE));
    for (const factor of [0, -1, NONE, Number.POSITIVE_INFINITY])
      expect(() => denominateColumn(one, one, { factor })).toThrow(refused('rule-invalid'));
    expect(() => denominateColumn(one, Float64Array.of(1, 2))).toThrow(RangeError);
  });
});
