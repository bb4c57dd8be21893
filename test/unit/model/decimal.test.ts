import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, parseDecimal, withoutFloatNoise } from '../../../src/model/decimal.ts';
import { compare, rational, toFixed } from '../../../src/model/rational.ts';

const read = (text: string) => {
  const decimal = parseDecimal(text);
  if (!decimal) throw new Error(`${text} is refused`);
  return decimal.value;
};

describe('a decimal', () => {
  it('is read exactly from its text: what is printed is what is read', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.nat({ max: 18 }),
        (size, decimals) => {
          const value = rational(size, 10n ** BigInt(decimals));
          const text = toFixed(value, decimals);
          expect(compare(read(text), value)).toBe(0);
          expect(parseDecimal(text)?.printedDecimals).toBe(decimals);
        },
      ),
      { seed: 1 },
    );
  });

  it('never goes by way of a binary float', () => {
    expect(compare(read('0.1'), rational(1, 10))).toBe(0);
    expect(compare(read('9007199254740993'), rational(9_007_199_254_740_993n))).toBe(0);
    expect(compare(read('0.69556'), read('0.6955600000000001'))).toBe(-1);
  });

  it.each([
    ['0.75973', 75_973n, 100_000n, 5],
    ['0.90100', 901n, 1000n, 5],
    ['136', 136n, 1n, 0],
    ['136.0', 136n, 1n, 1],
    ['136.', 136n, 1n, 0],
    ['+0.5', 1n, 2n, 1],
    ['-0.1', -1n, 10n, 1],
    ['-0', 0n, 1n, 0],
    ['007', 7n, 1n, 0],
    ['8e-05', 8n, 100_000n, 5],
    ['1.5E+2', 150n, 1n, 0],
    ['1.25e-1', 125n, 1000n, 3],
    ['0e0', 0n, 1n, 0],
  ])('%s has its value and its printed decimals', (text, num, den, decimals) => {
    expect(compare(read(text), rational(num, den))).toBe(0);
    expect(parseDecimal(text)?.printedDecimals).toBe(decimals);
  });

  it.each([
    ...['', ' ', '.5', '.', '-', '+', 'e5', '1e', '1e1.5', '0,5', '1 000', '1,000.5', '0.5 ', ' 0.5', '0.5%'],
    ...['n/a', 'NaN', 'Infinity', '0x10', '1_000', '٣', '½', '--1', '1.2.3', '1e99999', 'null', '0.5\n'],
  ])('is not %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });
});

describe('the tail of a binary float', () => {
  it('is what a number leaves whose digits were 5: every score survives its float', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (size) => {
        const score = rational(size, 100_000);
        // What programs write for the float next to, or one step beside, the score.
        for (const float of [size / 100_000, size * 0.000_01, (size / 100_000) * (1 + Number.EPSILON)]) {
          const clean = withoutFloatNoise(read(String(float)), 5);
          expect(clean && compare(clean, score)).toBe(0);
        }
      }),
      { seed: 2 },
    );
  });

  it.each(['0.695561', '0.6955600001', '0.695560000001', '0.123456'])(
    'is not in %s: its digits are real',
    (text) => {
      expect(withoutFloatNoise(read(text), 5)).toBeUndefined();
    },
  );

  it('is removed below the figure as well as above', () => {
    const clean = withoutFloatNoise(read('0.69555999999999995'), 5);
    expect(clean && toFixed(clean, 5)).toBe('0.69556');
  });
});

describe('the shortest text', () => {
  it.each([
    ['0.90100', '0.901'],
    ['1.00000', '1'],
    ['0.00000', '0'],
    ['100', '100'],
    ['-0.50', '-0.5'],
    ['0.00001', '0.00001'],
  ])('of %s is %s', (text, shortest) => {
    expect(decimalText(read(text))).toBe(shortest);
  });

  it('says the value: it reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (size) => {
        const value = rational(size, 100_000);
        expect(compare(read(decimalText(value)), value)).toBe(0);
      }),
      { seed: 3 },
    );
  });
});
