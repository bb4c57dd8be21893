import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitFramedChange } from '../../../../src/composite/attribution/frame-change.ts';
import { logarithmicMean, splitGeometricChange } from '../../../../src/composite/attribution/lmdi.ts';
import { splitMeanChange } from '../../../../src/composite/attribution/score-change.ts';
import {
  add,
  compare,
  multiply,
  type Rational,
  rational,
  subtract,
  toNumber,
  ZERO,
} from '../../../../src/model/rational.ts';

const hundredths = fc.integer({ min: 0, max: 100 }).map((value) => rational(value, 100));

describe('the change of an arithmetic mean', () => {
  test('by hand: values and weights both changed', () => {
    const term = (weightBefore: number, weightAfter: number, before: number, after: number) => ({
      weightBefore: rational(weightBefore, 10),
      weightAfter: rational(weightAfter, 10),
      before: rational(before, 10),
      after: rational(after, 10),
    });
    // 0.6·0.5 + 0.4·0.2 = 0.38 → 0.4·0.7 + 0.6·0.4 = 0.52.
    const { own, weights, total } = splitMeanChange([term(6, 4, 5, 7), term(4, 6, 2, 4)]);
    expect(own.map(toNumber)).toEqual([0.1, 0.1]);
    expect(weights.map(toNumber)).toEqual([-0.12, 0.06]);
    expect(toNumber(total)).toBe(0.14);
  });

  test('parts sum to the change exactly, and weights that stayed have no part', () => {
    const term = fc.record({
      weightBefore: hundredths,
      weightAfter: hundredths,
      before: hundredths,
      after: hundredths,
    });
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 6 }), (terms) => {
        const { own, weights } = splitMeanChange(terms);
        const change = terms
          .map((one) =>
            subtract(multiply(one.weightAfter, one.after), multiply(one.weightBefore, one.before)),
          )
          .reduce(add, ZERO);
        expect(compare([...own, ...weights].reduce(add, ZERO), change)).toBe(0);
        const stayed = splitMeanChange(terms.map((one) => ({ ...one, weightAfter: one.weightBefore })));
        expect(stayed.weights.every((part: Rational) => part.num === 0n)).toBe(true);
      }),
    );
  });
});

describe('the change of a geometric mean', () => {
  const term = (name: string, before: number, after: number, weightBefore = 0.5, weightAfter = 0.5) => ({
    name,
    before,
    after,
    weightBefore,
    weightAfter,
  });

  test('by hand: what halves and what doubles cancel', () => {
    const { before, after, own } = splitGeometricChange([term('a', 0.4, 0.2), term('b', 0.1, 0.2)]);
    expect([before, after].map((value) => value.toFixed(12))).toEqual(['0.200000000000', '0.200000000000']);
    expect((own[0] as number) + (own[1] as number)).toBeCloseTo(0, 15);
    expect(own[1]).toBeCloseTo(0.2 * 0.5 * Math.LN2, 12);
  });

  test('parts of values and weights sum to the change; one that stayed with its weight has none', () => {
    const value = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        value,
        value,
        value,
        value,
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (a, b, c, w0, w1) => {
          const terms = [term('x', a, b, w0, w1), term('y', c, a, 1 - w0, 1 - w1), term('z', c, c, 0.2, 0.2)];
          const { before, after, own, weights } = splitGeometricChange(terms);
          const sum = [...own, ...weights].reduce((all, part) => all + part, 0);
          expect(Math.abs(sum - (after - before))).toBeLessThan(1e-15);
          expect([own[2], weights[2]].map((part) => Math.abs(part as number))).toEqual([0, 0]);
        },
      ),
    );
  });

  test('the logarithmic mean lies between geometric and arithmetic mean, also of two nearly equal numbers', () => {
    const positive = fc.double({ min: 1e-6, max: 1, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const mean = logarithmicMean(a, b);
        expect(mean).toBeGreaterThanOrEqual(Math.sqrt(a * b) * (1 - 1e-14));
        expect(mean).toBeLessThanOrEqual(((a + b) / 2) * (1 + 1e-14));
      }),
    );
    expect(logarithmicMean(0.5, 0.5 + 1e-15)).toBeCloseTo(0.5, 14);
    expect(logarithmicMean(0.3, 0.3)).toBe(0.3);
  });

  test.each([0, -0.1, Number.NaN])('a value of %d is refused by the name of its component', (bad) => {
    for (const terms of [[term('OSI', bad, 0.5)], [term('OSI', 0.5, bad)]]) {
      expect(() => splitGeometricChange(terms)).toThrow(
        expect.objectContaining({ code: 'value-not-positive', about: 'OSI', exitCode: 3 }),
      );
    }
  });
});

describe('own value and frame', () => {
  const at = (value: number, min: number, max: number) => ({
    value,
    frame: { origin: min, span: max - min },
  });

  test('by hand: the value stayed and the maximum rose, so all of it is the frame', () => {
    expect(splitFramedChange('TII', at(5, 0, 10), at(5, 0, 20))).toEqual({ own: 0, frame: -0.25 });
  });

  test('by hand: both changed', () => {
    // 5/10 = 0.5 → 12/20 = 0.6; own ½·(0.7 + 0.35).
    const { own, frame } = splitFramedChange('TII', at(5, 0, 10), at(12, 0, 20));
    expect(own).toBeCloseTo(0.525, 15);
    expect(own + frame).toBeCloseTo(0.1, 15);
  });

  test('own and frame sum to the change, and are the Shapley values of their game', () => {
    const state = fc.record({
      value: fc.double({ min: -3, max: 3, noNaN: true }),
      min: fc.double({ min: -5, max: -3, noNaN: true }),
      max: fc.double({ min: 3, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(state, state, (a, b) => {
        const c = (x: number, s: typeof a) => (x - s.min) / (s.max - s.min);
        const { own, frame } = splitFramedChange('TII', at(a.value, a.min, a.max), at(b.value, b.min, b.max));
        expect(own).toBeCloseTo((c(b.value, a) - c(a.value, a) + c(b.value, b) - c(a.value, b)) / 2, 13);
        expect(own + frame).toBeCloseTo(c(b.value, b) - c(a.value, a), 14);
      }),
    );
  });

  test('a frame without a span, or a missing value, is refused', () => {
    expect(() => splitFramedChange('TII', at(1, 0, 0), at(1, 0, 1))).toThrow(
      expect.objectContaining({ code: 'values-constant' }),
    );
    expect(() => splitFramedChange('TII', at(Number.NaN, 0, 1), at(1, 0, 1))).toThrow(
      expect.objectContaining({ code: 'value-missing' }),
    );
  });
});
