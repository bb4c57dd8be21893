import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abs,
  add,
  compare,
  divide,
  isInteger,
  multiply,
  type Rational,
  rational,
  reduce,
  roundTo,
  subtract,
  toFixed,
  toFixedParts,
  toNumber,
  weightedSum,
  ZERO,
} from '../../../src/model/rational.ts';

const num = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
const den = fc.bigInt({ min: 1n, max: 10n ** 6n });
const anyRational = fc.tuple(num, den).map(([n, d]) => rational(n, d));
const equal = (a: Rational, b: Rational) => a.num * b.den === b.num * a.den;
const ONE = rational(1);

function holds(law: (a: Rational, b: Rational, c: Rational) => boolean): void {
  fc.assert(fc.property(anyRational, anyRational, anyRational, law), { seed: 1 });
}

describe('a fraction', () => {
  it('adds, subtracts, multiplies and divides as integers over integers do', () => {
    holds(
      (a, b) =>
        equal(add(a, b), { num: a.num * b.den + b.num * a.den, den: a.den * b.den }) &&
        equal(subtract(a, b), { num: a.num * b.den - b.num * a.den, den: a.den * b.den }) &&
        equal(multiply(a, b), { num: a.num * b.num, den: a.den * b.den }) &&
        (b.num === 0n || equal(multiply(divide(a, b), b), a)),
    );
  });

  it('keeps the laws of arithmetic, exactly', () => {
    holds(
      (a, b, c) =>
        equal(add(a, b), add(b, a)) &&
        equal(add(add(a, b), c), add(a, add(b, c))) &&
        equal(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c))) &&
        equal(subtract(a, a), ZERO) &&
        equal(add(a, ZERO), a) &&
        equal(multiply(a, ONE), a),
    );
  });

  it('has a positive denominator, whatever was done with it', () => {
    holds((a, b) =>
      [add(a, b), subtract(a, b), multiply(a, b), b.num === 0n ? a : divide(a, b)].every((r) => r.den > 0n),
    );
    expect(rational(1, -3)).toEqual({ num: -1n, den: 3n });
  });

  it('compares as its difference: antisymmetric, and zero for equal values of any terms', () => {
    holds(
      (a, b) =>
        compare(a, b) === -compare(b, a) + 0 && Math.sign(compare(a, b)) === signOf(subtract(a, b).num),
    );
    expect(compare(rational(2, 4), rational(1, 2))).toBe(0);
    expect(compare(rational(-1, 3), rational(-1, 4))).toBe(-1);
  });

  it('has one form in lowest terms', () => {
    fc.assert(
      fc.property(anyRational, fc.bigInt({ min: 1n, max: 1000n }), (a, factor) => {
        expect(reduce({ num: a.num * factor, den: a.den * factor })).toEqual(reduce(a));
        expect(equal(reduce(a), a)).toBe(true);
      }),
      { seed: 4 },
    );
    expect(reduce(rational(0, 7))).toEqual({ num: 0n, den: 1n });
  });

  it('has no zero denominator', () => {
    expect(() => rational(1, 0)).toThrow(RangeError);
    expect(() => divide(ONE, ZERO)).toThrow(RangeError);
  });

  it('has a size, and is an integer when it is one', () => {
    holds((a) => abs(a).num >= 0n && (equal(abs(a), a) || equal(abs(a), subtract(ZERO, a))));
    expect([isInteger(rational(6, 3)), isInteger(rational(-6, 3)), isInteger(rational(7, 3))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('sums by weight: thirds of three equal values are that value, with nothing lost', () => {
    holds((a) => equal(weightedSum([1, 2, 3].map(() => [rational(1, 3), a] as const)), a));
    expect(equal(weightedSum([]), ZERO)).toBe(true);
  });
});

describe('rounding', () => {
  const decimals = fc.nat({ max: 6 });

  it('is within half a unit, floor within one and never above', () => {
    fc.assert(
      fc.property(anyRational, decimals, (a, places) => {
        const unit = rational(1, 10n ** BigInt(places));
        const half = multiply(unit, rational(1, 2));
        for (const mode of ['half-up', 'half-down'] as const)
          expect(compare(abs(subtract(roundTo(a, places, mode), a)), half)).toBeLessThanOrEqual(0);
        const floor = roundTo(a, places, 'floor');
        expect(compare(floor, a)).toBeLessThanOrEqual(0);
        expect(compare(subtract(a, floor), unit)).toBe(-1);
      }),
      { seed: 5 },
    );
  });

  it('half-up and half-down differ at exact halves only, and are symmetric about zero', () => {
    fc.assert(
      fc.property(anyRational, decimals, (a, places) => {
        const negative = subtract(ZERO, a);
        const doubled = multiply(a, rational(2n * 10n ** BigInt(places)));
        const isHalf = isInteger(doubled) && reduce(doubled).num % 2n !== 0n;
        expect(equal(roundTo(a, places, 'half-up'), roundTo(a, places, 'half-down'))).toBe(!isHalf);
        for (const mode of ['half-up', 'half-down'] as const)
          expect(equal(roundTo(negative, places, mode), subtract(ZERO, roundTo(a, places, mode)))).toBe(true);
      }),
      { seed: 6 },
    );
  });

  it('of a rounded value changes nothing', () => {
    fc.assert(
      fc.property(
        anyRational,
        decimals,
        fc.constantFrom('half-up', 'half-down', 'floor'),
        (a, places, mode) => {
          const once = roundTo(a, places, mode);
          expect(equal(roundTo(once, places, mode), once)).toBe(true);
        },
      ),
      { seed: 7 },
    );
  });

  it.each([
    [5, 100, 1, '0.1', '0.0', '0.0'],
    [15, 100, 1, '0.2', '0.1', '0.1'],
    [-5, 100, 1, '-0.1', '0.0', '-0.1'],
    [-15, 100, 1, '-0.2', '-0.1', '-0.2'],
    [-14, 100, 1, '-0.1', '-0.1', '-0.2'],
    [1, 3, 4, '0.3333', '0.3333', '0.3333'],
    [2, 3, 4, '0.6667', '0.6667', '0.6666'],
    [-1, 3, 0, '0', '0', '-1'],
    [5, 2, 0, '3', '2', '2'],
    [1, 1000, 5, '0.00100', '0.00100', '0.00100'],
  ])('%i/%i at %i decimals is %s half-up, %s half-down, %s floor', (n, d, places, up, down, floor) => {
    const value = rational(n, d);
    expect([
      toFixed(value, places),
      toFixed(value, places, 'half-down'),
      toFixed(value, places, 'floor'),
    ]).toEqual([up, down, floor]);
  });

  it('prints what it rounds to', () => {
    fc.assert(
      fc.property(anyRational, fc.integer({ min: 1, max: 6 }), (a, places) => {
        const [whole = '', fraction = ''] = toFixed(a, places).replace('-', '').split('.');
        const size = rational(BigInt(whole + fraction), 10n ** BigInt(places));
        expect(equal(size, abs(roundTo(a, places)))).toBe(true);
        expect(fraction).toHaveLength(places);
      }),
      { seed: 8 },
    );
  });
});

it('a number is as near as a float can be', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (size) => {
      expect(toNumber(rational(size, 100_000))).toBe(size / 100_000);
    }),
    { seed: 9 },
  );
});

describe('parts as decimals', () => {
  it('sum to the sum of the parts, each next to its own value', () => {
    const anySum = fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n });
    fc.assert(
      fc.property(fc.array(anyRational, { maxLength: 6 }), anySum, (some, sum) => {
        const total = rational(sum, 1000);
        const parts = [...some, subtract(total, some.reduce(add, ZERO))];
        const texts = toFixedParts(parts, 7);
        const units = texts.map((text) => BigInt(text.replace('.', '')));
        expect(units.reduce((a, b) => a + b, 0n)).toBe(sum * 10n ** 4n);
        for (const [at, part] of parts.entries()) {
          const off = abs(subtract(rational(units[at] ?? 0n, 10n ** 7n), part));
          expect(compare(off, rational(1, 10n ** 7n))).toBeLessThan(0);
        }
      }),
      { seed: 10 },
    );
  });

  it('are rounded by largest remainder, the first of equal ones; exact ones are left alone', () => {
    const third = rational(1, 3);
    expect(toFixedParts([third, third, third], 2)).toEqual(['0.34', '0.33', '0.33']);
    expect(toFixedParts([rational(-1, 3), rational(1, 2), rational(5, 6)], 2)).toEqual([
      '-0.33',
      '0.50',
      '0.83',
    ]);
    expect(toFixedParts([rational(0), rational(1, 6), rational(5, 6)], 1)).toEqual(['0.0', '0.2', '0.8']);
    expect(toFixedParts([], 3)).toEqual([]);
  });

  it('of a sum that is no such decimal there are none', () => {
    expect(() => toFixedParts([rational(1, 3)], 5)).toThrow(RangeError);
  });
});

function signOf(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}
