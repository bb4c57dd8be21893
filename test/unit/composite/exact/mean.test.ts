import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arithmeticMean } from '../../../../src/composite/exact/mean.ts';
import { compare, multiply, rational, weightedSum } from '../../../../src/model/rational.ts';

describe('the arithmetic mean', () => {
  const values = fc.array(
    fc.integer({ min: 0, max: 100_000 }).map((size) => rational(size, 100_000)),
    { minLength: 1 },
  );

  it('is exact: n times the mean is the sum', () => {
    fc.assert(
      fc.property(values, (all) => {
        const mean = arithmeticMean(all);
        if (!mean) throw new Error('no mean');
        const sum = weightedSum(all.map((value) => [rational(1), value]));
        expect(compare(multiply(mean, rational(all.length)), sum)).toBe(0);
      }),
      { seed: 7 },
    );
  });

  it('of nothing is none, not zero', () => {
    expect(arithmeticMean([])).toBeNull();
  });
});
