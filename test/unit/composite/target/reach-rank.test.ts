import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastOfComponent, reaches, scoreBound } from '../../../../src/composite/target/reach-rank.ts';
import { decimalScale, pointScale } from '../../../../src/composite/target/scale.ts';
import { compare, rational, toFixed, toNumber } from '../../../../src/model/rational.ts';
import { boundOf, decimal, placeOf, randomCase, THIRD } from './cases.ts';

const equalThirds = [THIRD, THIRD, THIRD];
const tenThousandths = [decimalScale(4), decimalScale(4), decimalScale(4)];

describe('the score that a rank takes', () => {
  const others = [0.9, 0.8, 0.8, 0.7].map((score) => decimal(score));

  it.each([
    [1, false, '0.89995'],
    [2, false, '0.79995'],
    [3, false, '0.79995'],
    [4, false, '0.69995'],
    [3, true, '0.80005'],
    [4, true, '0.70005'],
  ])('rank %i, strict %s: %s and more, when ranked at 4 decimals', (rank, strict, least) => {
    const bound = scoreBound(others, { rank, strict, decimals: 4 });
    expect([bound && toFixed(bound.value, 5), bound?.inclusive]).toEqual([least, true]);
  });

  it('unrounded, drawing level is enough, and passing is more than level', () => {
    const level = scoreBound(others, { rank: 2, strict: false, decimals: null });
    const past = scoreBound(others, { rank: 2, strict: true, decimals: null });
    expect([level?.inclusive, past?.inclusive]).toEqual([true, false]);
    expect(level && toNumber(level.value)).toBe(0.8);
  });

  it('is any score for the last place', () => {
    expect(scoreBound(others, { rank: 5, strict: false, decimals: 4 })).toBeNull();
  });

  it.each([0, -1, 1.5])('is not there for rank %d', (rank) => {
    expect(() => scoreBound(others, { rank, strict: false, decimals: 4 })).toThrow(RangeError);
  });
});

describe('the least improvement of one component', () => {
  // Own score 0.6; the best other has 0.7. By the rule of thumb 3 · (0.7 − 0.6) = 0.3; half a unit less suffices.
  const of = {
    weights: equalThirds,
    components: [decimal(0.6), decimal(0.6), decimal(0.6)],
    scales: tenThousandths,
    bound: scoreBound([decimal(0.7)], { rank: 1, strict: false, decimals: 4 }) ?? {
      value: THIRD,
      inclusive: true,
    },
  };

  it('is the gap over the weight, less half a unit of the rounding', () => {
    const { exact, step } = leastOfComponent(of, 0);
    expect(toFixed(exact, 5)).toBe('0.89985');
    expect(step).toBe(8999n);
  });

  it('is none where not even 1 is enough', () => {
    const far = { ...of, components: [decimal(0.1), decimal(0.6), decimal(0.6)] };
    const { exact, step } = leastOfComponent(far, 1);
    expect(step).toBeNull();
    expect(toFixed(exact, 5)).toBe('1.39985');
  });

  it('in points is a whole number of them', () => {
    const points = pointScale({ range: rational(170), step: rational(1) }, null);
    const { step } = leastOfComponent({ ...of, scales: [points, ...tenThousandths] }, 0);
    // 152/170 = 0.8941 is short of 0.89985, 153/170 = 0.9 is not.
    expect(step).toBe(153n);
  });

  it('passes a score that it must not only equal', () => {
    const bound = { value: rational(7, 10), inclusive: false };
    expect(leastOfComponent({ ...of, bound }, 0).step).toBe(9001n);
  });

  it('reaches the rank, and one step less does not', () => {
    let answered = 0;
    fc.assert(
      fc.property(randomCase, fc.nat({ max: 2 }), (random, index) => {
        const bound = boundOf(random);
        const scale = random.scales[index];
        if (bound === null || scale === undefined) return;
        const linear = { ...random, bound };
        const isReached = placeOf(random, random.components) <= random.target.rank;
        expect(reaches(linear, random.components)).toBe(isReached);
        if (isReached) return;
        const { step } = leastOfComponent(linear, index);
        const placeAt = (k: bigint) => placeOf(random, random.components.with(index, scale.valueAt(k)));
        if (step === null) {
          expect(placeAt(scale.top)).toBeGreaterThan(random.target.rank);
          return;
        }
        expect(placeAt(step)).toBeLessThanOrEqual(random.target.rank);
        expect(placeAt(step - 1n)).toBeGreaterThan(random.target.rank);
        answered += 1;
      }),
      { numRuns: 2000 },
    );
    expect(answered).toBeGreaterThan(100);
  });
});

describe('a scale', () => {
  it.each(['round', 'truncate', 'either'] as const)(
    'of printed points (%s) climbs and finds its own steps',
    (mode) => {
      for (const range of [44, 59, 127, 170, 315]) {
        for (const step of [rational(1), rational(1, 2)]) {
          const scale = pointScale({ range: rational(range), step }, { decimals: 4, mode });
          expect(toNumber(scale.valueAt(scale.top))).toBe(1);
          for (let k = 1n; k <= scale.top; k += 1n) {
            const value = scale.valueAt(k);
            expect(compare(value, scale.valueAt(k - 1n))).toBeGreaterThan(0);
            expect(scale.stepAtLeast(value)).toBe(k);
            expect(scale.stepAtLeast({ num: value.num * 10n - 1n, den: value.den * 10n })).toBe(k);
          }
        }
      }
    },
  );
});
