import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestMix } from '../../../../src/composite/target/cheapest-mix.ts';
import type { MixRule } from '../../../../src/composite/target/least-changes.ts';
import { leastOfComponent } from '../../../../src/composite/target/reach-rank.ts';
import { decimalScale, pointScale } from '../../../../src/composite/target/scale.ts';
import {
  compare,
  multiply,
  rational,
  subtract,
  toNumber,
  weightedSum,
} from '../../../../src/model/rational.ts';
import { boundOf, decimal, placeOf, randomCase, THIRD } from './cases.ts';

const SHORTEST: MixRule = { kind: 'shortest' };
const ALL = [0, 1, 2];
const equalThirds = [THIRD, THIRD, THIRD];
const scales = [decimalScale(4), decimalScale(4), decimalScale(4)];
const numbers = (values: readonly { num: bigint; den: bigint }[] | undefined) => values?.map(toNumber);

describe('the cheapest mix', () => {
  // Own score 0.6, needed 0.7: 0.1 in each component, or 0.3 in one.
  const of = {
    weights: equalThirds,
    components: [decimal(0.6), decimal(0.6), decimal(0.6)],
    scales,
    bound: { value: decimal(0.7), inclusive: true },
  };

  it('on the shortest way shares the change by weight', () => {
    const equal = cheapestMix(of, SHORTEST, ALL);
    expect(numbers(equal?.values)).toEqual([0.7, 0.7, 0.7]);
    expect(equal && toNumber(equal.cost)).toBeCloseTo(0.03, 12);
    const weights = [rational(1, 2), rational(1, 3), rational(1, 6)];
    const unequal = cheapestMix({ ...of, weights }, SHORTEST, ALL);
    // λ = 0.1 / (1/4 + 1/9 + 1/36) = 0.257142…
    expect(numbers(unequal?.exact)?.map((value) => value.toFixed(6))).toEqual([
      '0.128571',
      '0.085714',
      '0.042857',
    ]);
  });

  it('stops at what can be gained and takes the rest from the others', () => {
    const near = { ...of, components: [decimal(0.96), decimal(0.42), decimal(0.42)] };
    expect(numbers(cheapestMix(near, SHORTEST, ALL)?.values)).toEqual([1, 0.55, 0.55]);
  });

  it('leaves frozen components alone', () => {
    expect(numbers(cheapestMix(of, SHORTEST, [0, 2])?.values)).toEqual([0.75, 0.6, 0.75]);
  });

  it('at prices fills the cheapest gain first', () => {
    const rule: MixRule = { kind: 'priced', prices: [rational(2), rational(1), rational(3)] };
    const mix = cheapestMix({ ...of, components: [decimal(0.3), decimal(0.75), decimal(0.75)] }, rule, ALL);
    // 0.3 is needed in all: 0.25 of the second, 0.05 of the first.
    expect(numbers(mix?.values)).toEqual([0.35, 1, 0.75]);
    expect(mix && toNumber(mix.cost)).toBeCloseTo(0.35, 12);
  });

  it('does not buy what is not for sale, and refuses a price that is none', () => {
    const prices = (price: number | null) => [null, price === null ? null : rational(price), null];
    expect(numbers(cheapestMix(of, { kind: 'priced', prices: prices(1) }, ALL)?.values)).toEqual([
      0.6, 0.9, 0.6,
    ]);
    expect(cheapestMix(of, { kind: 'priced', prices: prices(null) }, ALL)).toBeNull();
    expect(() => cheapestMix(of, { kind: 'priced', prices: prices(0) }, ALL)).toThrow(RangeError);
  });

  it('by the same percentage keeps the profile, and a zero stays a zero', () => {
    const uneven = {
      ...of,
      components: [decimal(0.9), decimal(0.3), decimal(0)],
      bound: { value: decimal(0.42), inclusive: true },
    };
    const mix = cheapestMix(uneven, { kind: 'proportional' }, ALL);
    expect(numbers(mix?.values)).toEqual([0.945, 0.315, 0]);
    expect(mix && toNumber(mix.cost)).toBeCloseTo(0.05, 12);
  });

  it('is none where everything at its top is not enough', () => {
    expect(cheapestMix({ ...of, bound: { value: rational(1), inclusive: false } }, SHORTEST, ALL)).toBeNull();
    expect(
      cheapestMix({ ...of, bound: { value: rational(99, 100), inclusive: true } }, SHORTEST, [0]),
    ).toBeNull();
  });

  it('with whole points finds the number of points that a search over all of them finds', () => {
    const points = pointScale({ range: rational(37), step: rational(1) }, { decimals: 4, mode: 'round' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 61, max: 99 }), (k, needed) => {
        const own = [points.valueAt(BigInt(k)), decimal(0.6)];
        const two = {
          weights: [rational(1, 2), rational(1, 2)],
          components: own,
          scales: [points, decimalScale(4)],
          bound: { value: rational(needed, 100), inclusive: true },
        };
        let least = Number.POSITIVE_INFINITY;
        for (let more = BigInt(k); more <= 37n; more += 1n) {
          const first = points.valueAt(more);
          const rest = leastOfComponent({ ...two, components: [first, decimal(0.6)] }, 1);
          const second = rest.step === null ? null : Math.max(0.6, Number(rest.step) / 1e4);
          if (second !== null)
            least = Math.min(
              least,
              (toNumber(first) - toNumber(points.valueAt(BigInt(k)))) ** 2 + (second - 0.6) ** 2,
            );
        }
        const mix = cheapestMix(two, SHORTEST, [0, 1]);
        if (least === 0) return;
        if (mix === null) expect(least).toBe(Number.POSITIVE_INFINITY);
        else expect(toNumber(mix.cost)).toBeCloseTo(least, 12);
      }),
    );
  });

  it('reaches the rank, none of its steps can be lower, and it never costs more than one component alone', () => {
    let answered = 0;
    const rules: MixRule[] = [
      SHORTEST,
      { kind: 'priced', prices: [rational(3), rational(1, 2), rational(1)] },
      { kind: 'proportional' },
    ];
    fc.assert(
      fc.property(randomCase, fc.constantFrom(...rules), (random, rule) => {
        const bound = boundOf(random);
        if (bound === null || placeOf(random, random.components) <= random.target.rank) return;
        const linear = { ...random, bound };
        const mix = cheapestMix(linear, rule, ALL);
        const singles = ALL.flatMap((index) => {
          const { step } = leastOfComponent(linear, index);
          return step === null ? [] : [{ index, value: random.scales[index]?.valueAt(step) ?? rational(0) }];
        });
        if (mix === null) {
          if (rule.kind !== 'proportional') expect(singles).toEqual([]);
          return;
        }
        expect(placeOf(random, mix.values)).toBeLessThanOrEqual(random.target.rank);
        mix.steps.forEach((step, index) => {
          const scale = random.scales[index];
          if (step === null || scale === undefined) return;
          const lower = random.components[index];
          const below = step === 0n ? lower : scale.valueAt(step - 1n);
          if (below === undefined || lower === undefined) return;
          const reduced = compare(below, lower) > 0 ? below : lower;
          expect(placeOf(random, mix.values.with(index, reduced))).toBeGreaterThan(random.target.rank);
        });
        for (const { index, value } of rule.kind === 'proportional' ? [] : singles) {
          const change = subtract(value, random.components[index] ?? rational(0));
          const price = rule.kind === 'priced' ? (rule.prices[index] ?? rational(0)) : change;
          expect(compare(mix.cost, multiply(price, change))).toBeLessThanOrEqual(0);
        }
        answered += 1;
      }),
      { numRuns: 2000 },
    );
    expect(answered).toBeGreaterThan(100);
  });

  it('on a continuum is as short as any other way that reaches the bound (Cauchy–Schwarz, clipped)', () => {
    fc.assert(
      fc.property(
        randomCase,
        fc.tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        (random, shares) => {
          const bound = boundOf(random);
          if (bound === null || placeOf(random, random.components) <= random.target.rank) return;
          const mix = cheapestMix({ ...random, bound }, SHORTEST, ALL);
          if (mix === null) return;
          const own = random.components.map(toNumber);
          const weights = random.weights.map(toNumber);
          const other = shares.map((share, index) => share * (1 - (own[index] ?? 0)));
          const gain = other.reduce((sum, change, index) => sum + change * (weights[index] ?? 0), 0);
          const need = toNumber(
            subtract(
              bound.value,
              weightedSum(
                random.components.map((value, index) => [random.weights[index] ?? rational(0), value]),
              ),
            ),
          );
          if (gain < need) return;
          expect(Math.hypot(...mix.exact.map(toNumber))).toBeLessThanOrEqual(Math.hypot(...other) + 1e-12);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
