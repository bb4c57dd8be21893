import { describe, expect, it } from 'vitest';
import { summariseColumn } from '../../../../src/composite/statistics/column-summary.ts';

const NONE = Number.NaN;

describe('the summary of a column', () => {
  it('counts gaps, zeros, different values and repetitions, and gives the quartiles', () => {
    expect(summariseColumn(Float64Array.of(4, 0, NONE, 4, 10, 2))).toMatchObject({
      minimum: 0,
      lowerQuartile: 2,
      median: 4,
      mean: 4,
      upperQuartile: 4,
      maximum: 10,
      available: 5,
      missing: 1,
      zero: 1,
      unique: 4,
      same: 2,
      shareAvailable: 5 / 6,
      shareNonZero: 0.8,
      shareUnique: 0.8,
      shareSame: 0.4,
      flags: [],
    });
  });

  it('flags each weakness by its own name, at bounds of one’s own too', () => {
    expect(summariseColumn(Float64Array.of(1, 2, NONE, NONE)).flags).toEqual(['few-available']);
    expect(summariseColumn(Float64Array.of(0, 0, 0, 1, 2)).flags).toEqual(['many-zeros']);
    expect(summariseColumn(Float64Array.of(1, 1, 1, 1, 2, 2, 2)).flags).toEqual(['few-different']);
    const outlier = Float64Array.from([...Array.from({ length: 20 }, (_, index) => index + 1), 900]);
    expect(summariseColumn(outlier).flags).toEqual(['outliers']);
    const lenient = { available: 0, nonZero: 0, unique: 0, skewness: 9, kurtosis: 99 };
    expect(summariseColumn(outlier, lenient).flags).toEqual([]);
  });

  it('of no values has counts and no figures', () => {
    const found = summariseColumn(Float64Array.of(NONE, NONE));
    expect(found).toMatchObject({ available: 0, missing: 2, unique: 0, same: 0, flags: ['few-available'] });
    expect([found.minimum, found.median, found.mean, found.shareNonZero]).toEqual([NONE, NONE, NONE, NONE]);
  });
});
