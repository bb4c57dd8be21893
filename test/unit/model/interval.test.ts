import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Interval,
  intervalsMeet,
  pointInterval,
  printedInterval,
  weightedInterval,
} from '../../../src/model/interval.ts';
import {
  add,
  compare,
  multiply,
  type Rational,
  rational,
  roundTo,
  subtract,
  toFixed,
  weightedSum,
} from '../../../src/model/rational.ts';

const value = fc.integer({ min: 0, max: 2_000_000 }).map((size) => rational(size, 1_000_000));
const fine = fc
  .bigInt({ min: -(10n ** 12n), max: 2n * 10n ** 12n })
  .map((size) => rational(size, 10n ** 12n));
const decimals = fc.integer({ min: 2, max: 5 });
const interval = fc
  .tuple(value, fc.integer({ min: 0, max: 1000 }))
  .map(([low, width]): Interval => ({ low, high: add(low, rational(width, 1_000_000)) }));

const contains = ({ low, high }: Interval, at: Rational) => compare(low, at) <= 0 && compare(at, high) <= 0;

describe('meeting', () => {
  it('is symmetric, and every interval meets itself', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        expect(intervalsMeet(a, b)).toBe(intervalsMeet(b, a));
        expect(intervalsMeet(a, a)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('is having a point in common', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const common = [a.low, a.high, b.low, b.high].some((at) => contains(a, at) && contains(b, at));
        expect(intervalsMeet(a, b)).toBe(common);
      }),
      { seed: 2 },
    );
  });

  it('at one end is meeting; a hair apart is not', () => {
    const a = { low: rational(0), high: rational(1, 2) };
    expect(intervalsMeet(a, pointInterval(rational(1, 2)))).toBe(true);
    expect(intervalsMeet(a, pointInterval(add(rational(1, 2), rational(1, 10n ** 30n))))).toBe(false);
  });
});

describe('the interval of a printed number', () => {
  it('holds a true value if that value prints so, rounded', () => {
    fc.assert(
      fc.property(fine, decimals, (at, places) => {
        for (const mode of ['half-up', 'half-down'] as const) {
          const printed = roundTo(at, places, mode);
          expect(contains(printedInterval(printed, { decimals: places, mode: 'round' }), at)).toBe(true);
          expect(contains(printedInterval(printed, { decimals: places, mode: 'either' }), at)).toBe(true);
        }
      }),
      { seed: 3 },
    );
  });

  it('holds a true value if that value prints so, truncated', () => {
    fc.assert(
      fc.property(fine, decimals, (at, places) => {
        const printed = roundTo(at, places, 'floor');
        expect(contains(printedInterval(printed, { decimals: places, mode: 'truncate' }), at)).toBe(true);
        expect(contains(printedInterval(printed, { decimals: places, mode: 'either' }), at)).toBe(true);
      }),
      { seed: 4 },
    );
  });

  it('holds no value inside it that prints otherwise', () => {
    const inside = fc.integer({ min: 1, max: 999_999 }).map((size) => rational(size, 1_000_000));
    fc.assert(
      fc.property(fine, decimals, inside, (at, places, share) => {
        const rounded = roundTo(at, places);
        const truncated = roundTo(at, places, 'floor');
        const within = ({ low, high }: Interval) => add(low, multiply(subtract(high, low), share));
        const fromRounded = within(printedInterval(rounded, { decimals: places, mode: 'round' }));
        expect(compare(roundTo(fromRounded, places), rounded)).toBe(0);
        const fromTruncated = within(printedInterval(truncated, { decimals: places, mode: 'truncate' }));
        expect(compare(roundTo(fromTruncated, places, 'floor'), truncated)).toBe(0);
        const fromEither = within(printedInterval(rounded, { decimals: places, mode: 'either' }));
        const prints = [roundTo(fromEither, places), roundTo(fromEither, places, 'floor')];
        expect(prints.some((printed) => compare(printed, rounded) === 0)).toBe(true);
      }),
      { seed: 5 },
    );
  });

  it.each([
    ['round', '0.4995', '0.5005'],
    ['truncate', '0.5000', '0.5010'],
    ['either', '0.4995', '0.5010'],
  ] as const)('of 0.500 by %s is %s to %s', (mode, low, high) => {
    const found = printedInterval(rational(1, 2), { decimals: 3, mode });
    expect([toFixed(found.low, 4), toFixed(found.high, 4)]).toEqual([low, high]);
  });
});

describe('a weighted interval', () => {
  it('holds the weighted sum of any points of its parts, and its ends are reached', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 100 }), interval, fc.integer({ min: 0, max: 1000 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const terms = parts.map(([weight, within]) => [rational(weight, 100), within] as const);
        const points = parts.map(([weight, { low, high }, share]) => {
          const at = add(low, multiply(subtract(high, low), rational(share, 1000)));
          return [rational(weight, 100), at] as const;
        });
        const total = weightedInterval(terms);
        expect(contains(total, weightedSum(points))).toBe(true);
        expect(compare(total.low, weightedSum(terms.map(([weight, { low }]) => [weight, low])))).toBe(0);
        expect(compare(total.high, weightedSum(terms.map(([weight, { high }]) => [weight, high])))).toBe(0);
      }),
      { seed: 6 },
    );
  });
});
