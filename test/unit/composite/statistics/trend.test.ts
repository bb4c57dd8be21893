import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compoundGrowthRate, percentChange } from '../../../../src/composite/statistics/trend.ts';

const NONE = Number.NaN;
const refused = (code: string) => expect.objectContaining({ code });

describe('trends', () => {
  it('by compound growth are between the first and the latest value there is', () => {
    expect(compoundGrowthRate([NONE, 100, NONE, 121, NONE], [2014, 2016, 2017, 2018, 2020])).toBeCloseTo(
      0.1,
      14,
    );
    expect(compoundGrowthRate([121, 100], [2018, 2016])).toBeCloseTo(0.1, 14);
    expect(compoundGrowthRate([5, 0], [2016, 2018])).toBe(-1);
  });

  it('in percent are those of the line through all values', () => {
    expect(percentChange([10, 12, 14], [2016, 2017, 2018])).toBeCloseTo(20, 12);
    // The line through 1, 3, 2 starts at 1.5 and rises by 0.5.
    expect(percentChange([1, 3, 2], [0, 1, 2])).toBeCloseTo(100 / 3, 12);
  });

  it('depend on neither the unit of the values nor the origin of time', () => {
    const series = fc.array(fc.integer({ min: 100, max: 120 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: -50, max: 50 }),
        (values, a, b) => {
          const times = values.map((_, index) => 2003 + index);
          for (const trend of [compoundGrowthRate, percentChange])
            expect(
              trend(
                values.map((value) => a * value),
                times.map((time) => time + b),
              ),
            ).toBeCloseTo(trend(values, times), 8);
        },
      ),
      { seed: 1 },
    );
  });

  it('are refused without two values at two times, and where a ratio has no meaning', () => {
    for (const trend of [compoundGrowthRate, percentChange]) {
      expect(() => trend([1, NONE], [2016, 2018])).toThrow(refused('values-too-few'));
      expect(() => trend([1, 2], [2016, 2016])).toThrow(refused('rule-invalid'));
      expect(() => trend([1, 2], [2016, NONE])).toThrow(refused('rule-invalid'));
      expect(() => trend([0, 2], [2016, 2018], 'GDP')).toThrow(/^GDP: /);
      expect(() => trend([-1, 2], [2016, 2018])).toThrow(refused('value-not-positive'));
      expect(() => trend([1], [2016, 2018])).toThrow(RangeError);
    }
    expect(() => compoundGrowthRate([1, -2], [2016, 2018])).toThrow(refused('value-not-positive'));
  });
});
