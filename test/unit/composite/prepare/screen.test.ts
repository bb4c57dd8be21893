import { describe, expect, it } from 'vitest';
import {
  availabilityByGroup,
  availabilityOfUnits,
  keepUnits,
  screenUnits,
} from '../../../../src/composite/prepare/screen.ts';
import type { IndicatorTable } from '../../../../src/composite/table.ts';

const NONE = Number.NaN;
const CODES = ['a', 'b', 'c', 'd'];
const TABLE: IndicatorTable = {
  units: ['KAZ', 'UZB', 'KGZ'],
  columns: new Map([
    ['a', Float64Array.of(1, 0, NONE)],
    ['b', Float64Array.of(2, 0, NONE)],
    ['c', Float64Array.of(3, 0, NONE)],
    ['d', Float64Array.of(NONE, 1, NONE)],
  ]),
  groupings: new Map([['region', ['x', null, 'y']]]),
};
const refused = (code: string) => expect.objectContaining({ code });
const included = (rule: Parameters<typeof screenUnits>[2]) =>
  screenUnits(TABLE, CODES, rule)
    .filter((unit) => unit.included)
    .map(({ unit }) => unit);

describe('availability', () => {
  it('counts what is missing and what is zero, as shares of the indicators and of the values', () => {
    expect(availabilityOfUnits(TABLE, CODES)).toEqual([
      { unit: 'KAZ', missing: 1, zero: 0, missingOrZero: 1, available: 0.75, nonZero: 1 },
      { unit: 'UZB', missing: 0, zero: 3, missingOrZero: 3, available: 1, nonZero: 0.25 },
      { unit: 'KGZ', missing: 4, zero: 0, missingOrZero: 4, available: 0, nonZero: NONE },
    ]);
  });

  it('of a group is over all indicators below it, at any depth', () => {
    const leaf = (code: string) => ({ kind: 'indicator', code }) as const;
    const inner = { kind: 'group', code: 'inner', children: [leaf('c'), leaf('d')] } as const;
    const shares = availabilityByGroup(TABLE, {
      kind: 'group',
      code: 'top',
      children: [leaf('a'), leaf('b'), inner],
    });
    expect(shares).toEqual(
      new Map([
        ['inner', Float64Array.of(0.5, 1, 0)],
        ['top', Float64Array.of(0.75, 1, 0)],
      ]),
    );
  });

  it('of indicators that the table does not have is refused', () => {
    expect(() => availabilityOfUnits(TABLE, ['a', 'z'])).toThrow(refused('indicator-unknown'));
    expect(() => availabilityOfUnits(TABLE, [])).toThrow(refused('indicator-unknown'));
  });
});

describe('screening', () => {
  it('keeps the units with the shares asked for, the bound included', () => {
    expect(included({ minAvailable: 0.75, minNonZero: null })).toEqual(['KAZ', 'UZB']);
    expect(included({ minAvailable: 0.76, minNonZero: null })).toEqual(['UZB']);
    expect(included({ minAvailable: null, minNonZero: 0.5 })).toEqual(['KAZ']);
    expect(included({ minAvailable: null, minNonZero: null })).toEqual(['KAZ', 'UZB', 'KGZ']);
  });

  it('follows the lists, and says so where they decide against the data', () => {
    const rule = { minAvailable: 0.75, minNonZero: null, include: ['KGZ', 'KAZ'], exclude: ['UZB'] };
    expect(screenUnits(TABLE, CODES, rule).map(({ included: isIn, forced }) => [isIn, forced])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it('refuses lists of unknown units, units on both, and shares that are none', () => {
    const none = { minAvailable: null, minNonZero: null };
    expect(() => included({ ...none, include: ['RUS'] })).toThrow(refused('unit-unknown'));
    expect(() => included({ ...none, exclude: ['RUS'] })).toThrow(refused('unit-unknown'));
    expect(() => included({ ...none, include: ['KAZ'], exclude: ['KAZ'] })).toThrow(refused('rule-invalid'));
    expect(() => included({ minAvailable: 90, minNonZero: null })).toThrow(refused('rule-invalid'));
  });

  it('takes the units out of every column and grouping', () => {
    expect(keepUnits(TABLE, new Set(['KGZ', 'KAZ']))).toEqual({
      units: ['KAZ', 'KGZ'],
      columns: new Map([
        ['a', Float64Array.of(1, NONE)],
        ['b', Float64Array.of(2, NONE)],
        ['c', Float64Array.of(3, NONE)],
        ['d', Float64Array.of(NONE, NONE)],
      ]),
      groupings: new Map([['region', ['x', 'y']]]),
    });
  });
});
