import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latticeScore, stepsOfScore } from '../../../../src/composite/exact/lattice.ts';
import { METHODS } from '../../../../src/methodology/registry.ts';
import { add, compare, divide, rational, roundTo } from '../../../../src/model/rational.ts';

const LATTICES = METHODS.flatMap(({ edition, indices }) =>
  [indices.OSI, indices.EPI].flatMap(({ indexCode, lattice, precision }) =>
    lattice ? [{ name: `${indexCode} ${edition}`, lattice: lattice.value, precision: precision.value }] : [],
  ),
);

describe('the lattices of the registry', () => {
  it('are 22: OSI 2003–2020, EPI 2003–2024', () => {
    expect(LATTICES.map(({ name }) => name)).toEqual([
      ...[2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020].flatMap((e) => [
        `OSI ${e}`,
        `EPI ${e}`,
      ]),
      'EPI 2022',
      'EPI 2024',
    ]);
  });

  it.each(LATTICES)('$name: every number of steps prints and comes back', ({ lattice, precision }) => {
    const count = divide(lattice.range, lattice.step);
    const steps = count.num / count.den;
    expect(steps * count.den).toBe(count.num);
    const mode = precision.mode === 'truncate' ? 'floor' : 'half-up';
    const prints = new Set<string>();
    for (let k = 0n; k <= steps; k += 1n) {
      const printed = roundTo(latticeScore(k, lattice.step, lattice.range), precision.decimals, mode);
      prints.add(`${printed.num}`);
      expect([k, stepsOfScore(printed, lattice, precision)]).toEqual([k, k]);
    }
    expect(prints.size).toBe(Number(steps) + 1);
  });

  it.each(LATTICES)('$name: a figure one unit off its print has no steps', ({ lattice, precision }) => {
    const count = divide(lattice.range, lattice.step);
    const mode = precision.mode === 'truncate' ? 'floor' : 'half-up';
    const unit = rational(1, 10n ** BigInt(precision.decimals));
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: count.num / count.den - 1n }),
        fc.constantFrom(1, -1),
        (k, sign) => {
          const printed = roundTo(latticeScore(k, lattice.step, lattice.range), precision.decimals, mode);
          const off = add(printed, rational(BigInt(sign) * unit.num, unit.den));
          expect(stepsOfScore(off, lattice, precision)).toBeUndefined();
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  it.each(LATTICES)('$name: the ends are 0 and 1', ({ lattice, precision }) => {
    const count = divide(lattice.range, lattice.step);
    expect(stepsOfScore(rational(0), lattice, precision)).toBe(0n);
    expect(stepsOfScore(rational(1), lattice, precision)).toBe(count.num / count.den);
    expect(compare(latticeScore(count.num / count.den, lattice.step, lattice.range), rational(1))).toBe(0);
  });
});

describe('steps of a score', () => {
  const precision = { decimals: 2, mode: 'round' as const };

  it('are undefined where two numbers of steps print alike', () => {
    expect(
      stepsOfScore(rational(1, 2), { range: rational(1000), step: rational(1) }, precision),
    ).toBeUndefined();
  });

  it('are never negative', () => {
    expect(
      stepsOfScore(rational(-1, 4), { range: rational(4), step: rational(1) }, precision),
    ).toBeUndefined();
  });

  it('may be printed either way where the mode is unknown', () => {
    const thirds = { range: rational(3), step: rational(1) };
    const either = { decimals: 4, mode: 'either' as const };
    expect(stepsOfScore(rational(6667, 10_000), thirds, either)).toBe(2n);
    expect(stepsOfScore(rational(6666, 10_000), thirds, either)).toBe(2n);
    expect(stepsOfScore(rational(6666, 10_000), thirds, { ...either, mode: 'round' })).toBeUndefined();
  });

  it('EPI 2003 is rounded: truncation would leave members off the lattice (P.7)', () => {
    const epi = LATTICES.find(({ name }) => name === 'EPI 2003');
    if (!epi) throw new Error('no EPI 2003');
    // 4/58 = 0.068965…, printed 0.0690
    expect(stepsOfScore(rational(690, 10_000), epi.lattice, epi.precision)).toBe(4n);
    expect(
      stepsOfScore(rational(690, 10_000), epi.lattice, { decimals: 4, mode: 'truncate' }),
    ).toBeUndefined();
  });
});
