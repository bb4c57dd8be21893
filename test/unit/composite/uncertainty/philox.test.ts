import { describe, expect, test } from 'vitest';
import { fillUniforms, type PhiloxBlock, philox2x32 } from '../../../../src/composite/uncertainty/philox.ts';

function encrypt(counter0: number, counter1: number, key: number): string {
  const block: PhiloxBlock = { first: 0, second: 0 };
  philox2x32(counter0, counter1, key, block);
  return [block.first, block.second].map((word) => word.toString(16).padStart(8, '0')).join(' ');
}

function uniforms(
  seed: number,
  stream: number,
  replicate: number,
  dimension: number,
  count: number,
): number[] {
  const out = new Float64Array(count);
  fillUniforms({ seed, stream }, replicate, dimension, out);
  return [...out];
}

describe('Philox2x32-10', () => {
  test.each([
    [0, 0, 0, 'ff1dae59 6cd10df2'],
    [0xffffffff, 0xffffffff, 0xffffffff, '2c3f628b ab4fd7ad'],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 'dd7ce038 f62a4c12'],
  ])('known answer of counter %i %i under key %i', (counter0, counter1, key, answer) => {
    expect(encrypt(counter0, counter1, key)).toBe(answer);
  });

  test('multiplies as whole numbers of 64 bits do', () => {
    const mask = 0xffff_ffffn;
    const reference = (counter0: number, counter1: number, key: number): string => {
      let [left, right, roundKey] = [BigInt(counter0), BigInt(counter1), BigInt(key)];
      for (let round = 0; round < 10; round += 1) {
        const product = left * 0xd256d193n;
        [left, right] = [(product >> 32n) ^ roundKey ^ right, product & mask];
        roundKey = (roundKey + 0x9e3779b9n) & mask;
      }
      return [left, right].map((word) => word.toString(16).padStart(8, '0')).join(' ');
    };
    for (let step = 0; step < 500; step += 1) {
      const words = [step * 0x9e3779b1, step * 0x85ebca77, step * 0xc2b2ae3d].map((word) => word >>> 0);
      const [counter0 = 0, counter1 = 0, key = 0] = words;
      expect(encrypt(counter0, counter1, key)).toBe(reference(counter0, counter1, key));
    }
  });
});

describe('uniform numbers', () => {
  test('are the same however the calls are cut', () => {
    const whole = uniforms(7, 1, 42, 0, 11);
    for (let from = 0; from < 11; from += 1) {
      for (let count = 0; from + count <= 11; count += 1) {
        expect(uniforms(7, 1, 42, from, count)).toEqual(whole.slice(from, from + count));
      }
    }
  });

  test('lie within 0 and 1, evenly, with the mean and variance of U(0, 1)', () => {
    const count = 200_000;
    const values = uniforms(1, 0, 0, 0, count);
    const bins = new Array<number>(20).fill(0);
    for (const value of values) {
      bins[Math.floor(value * 20)] = (bins[Math.floor(value * 20)] ?? 0) + 1;
    }
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const expected = count / 20;
    const chiSquare = bins.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * count));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
    // 19 degrees of freedom: exceeded once in 10,000 seeds.
    expect(chiSquare).toBeLessThan(50);
  });

  test('seeds, streams, replicates and dimensions are not correlated', () => {
    const count = 50_000;
    const base = Array.from({ length: count }, (_, replicate) => uniforms(1, 0, replicate, 0, 1)[0] ?? 0);
    const others = {
      seed: Array.from({ length: count }, (_, replicate) => uniforms(2, 0, replicate, 0, 1)[0] ?? 0),
      stream: Array.from({ length: count }, (_, replicate) => uniforms(1, 1, replicate, 0, 1)[0] ?? 0),
      replicate: Array.from({ length: count }, (_, replicate) => uniforms(1, 0, replicate + 1, 0, 1)[0] ?? 0),
      dimension: Array.from({ length: count }, (_, replicate) => uniforms(1, 0, replicate, 1, 1)[0] ?? 0),
    };
    for (const [what, other] of Object.entries(others)) {
      const covariance =
        base.reduce((sum, value, index) => sum + (value - 0.5) * ((other[index] ?? 0) - 0.5), 0) / count;
      expect(Math.abs(covariance * 12), what).toBeLessThan(4 / Math.sqrt(count));
    }
  });
});
