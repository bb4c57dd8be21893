import { describe, expect, it } from 'vitest';
import { rawTargets } from '../../../../src/analysis/target/raw-target.ts';
import { EDITION_2018 } from '../../../../src/methodology/editions/2018.ts';
import { EDITION_2020 } from '../../../../src/methodology/editions/2020.ts';
import { EDITION_2024 } from '../../../../src/methodology/editions/2024.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { editionFigures } from '../figures.ts';

const SERIES_2020 = [
  'internet_users',
  'mobile_cellular',
  'active_mobile_broadband',
  'fixed_broadband',
] as const;
const UNITS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'];
/** One row a country, in the order of the series. */
const RAW = [
  [95, 130, 110, 40],
  [80, 115, 90, 30],
  [75, 118, 70, 25],
  [68, 108, 64, 22],
  [40, 90, 30, 5],
  [10, 50, 5, 1],
];

const table = (raw: readonly (readonly number[])[] = RAW, codes: readonly string[] = SERIES_2020) => ({
  units: UNITS,
  columns: new Map(
    codes.map((code, column) => [code, Float64Array.from(raw, (row) => row[column] ?? Number.NaN)]),
  ),
});

/** Capped at 120, z-scores, mean, min–max: by the plain definitions. */
function tiiOf(raw: readonly (readonly number[])[]): number[] {
  const sums = raw.map(() => 0);
  for (const column of SERIES_2020.keys()) {
    const values = raw.map((row) => Math.min(120, row[column] ?? Number.NaN));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    for (const [row, value] of values.entries()) sums[row] = (sums[row] ?? 0) + (value - mean) / deviation;
  }
  const [low, high] = [Math.min(...sums), Math.max(...sums)];
  return sums.map((sum) => (sum - low) / (high - low));
}

/** All have OSI = 85/170 and HCI = 0.5; TII is the recomputed one at four decimals, so that today they agree. */
function edition2020(tii: readonly number[]) {
  const printed = tii.map((value) => Number(value.toFixed(4)));
  return editionFigures(
    2020,
    UNITS.map((iso3, row) => [
      iso3,
      0.5,
      printed[row] ?? 0,
      0.5,
      Number(((1 + (printed[row] ?? 0)) / 3).toFixed(4)),
      row + 1,
    ]),
  );
}

const ask = (iso3: string, rank: number, more = {}) => ({
  iso3,
  rank,
  strict: false,
  movable: ['TII' as const],
  ...more,
});

describe('what a raw series would have to be', () => {
  const figures = edition2020(tiiOf(RAW));
  const { series, subIndices } = rawTargets(figures, EDITION_2020, table(), ask('DDD', 3));

  it('is what the recomputation of everybody says, and a hundredth less does not reach the rank', () => {
    const rankOf = (column: number, value: number) => {
      const before = tiiOf(RAW);
      const after = tiiOf(RAW.map((row, unit) => (unit === 3 ? row.with(column, value) : row)));
      // The published one, and what the recomputed one changes by.
      const tii = after.map((one, unit) =>
        Number((Number(before[unit]?.toFixed(4)) + one - (before[unit] ?? 0)).toFixed(4)),
      );
      return 1 + tii.filter((one) => one > (tii[3] ?? 0)).length;
    };
    const answered = series.filter(({ needed }) => needed !== null);
    expect(answered.length).toBeGreaterThan(1);
    for (const { code, needed, rankThen } of answered) {
      const column = SERIES_2020.indexOf(code as (typeof SERIES_2020)[number]);
      expect([code, rankOf(column, needed ?? 0)]).toEqual([code, rankThen]);
      expect(rankThen).toBeLessThanOrEqual(3);
      expect(rankOf(column, (needed ?? 0) - 0.01)).toBeGreaterThan(3);
    }
  });

  it('goes no further than the cap of the method', () => {
    const mobile = series.find(({ code }) => code === 'mobile_cellular');
    expect(mobile).toMatchObject({ today: 108, limit: 120, limitBecause: 'cap', needed: null });
    expect(mobile?.rankAtLimit).toBeGreaterThan(3);
  });

  it('says how well the file gives back what is published', () => {
    expect(subIndices).toEqual([
      {
        subIndex: 'TII',
        refused: null,
        complete: 6,
        largestError: expect.any(Number),
        ownError: expect.any(Number),
        medianError: expect.any(Number),
        isDoubtful: false,
      },
    ]);
    expect(subIndices[0]?.largestError).toBeLessThan(0.0001);
  });

  it('is doubtful from numbers that are something else', () => {
    const other = RAW.map((_, unit) => RAW[RAW.length - 1 - unit] ?? []);
    expect(rawTargets(figures, EDITION_2020, table(other), ask('DDD', 3)).subIndices[0]).toMatchObject({
      isDoubtful: true,
    });
  });

  it('starts from the published sub-index where the file has another one', () => {
    const lower = edition2020(tiiOf(RAW).map((value) => 0.9 * value));
    const moved = rawTargets(lower, EDITION_2020, table(), ask('DDD', 4));
    expect(moved.series.every(({ needed, today }) => needed === today)).toBe(true);
    expect(moved.subIndices[0]?.largestError).toBeCloseTo(0.1, 3);
  });

  it('keeps the published sub-index of who lacks a series', () => {
    const gap = RAW.map((row, unit) => (unit === 2 ? row.with(0, Number.NaN) : row));
    const known = rawTargets(figures, EDITION_2020, table(gap), ask('DDD', 3));
    expect(known.subIndices[0]?.complete).toBe(5);
    expect(() => rawTargets(figures, EDITION_2020, table(gap), ask('CCC', 1))).toThrow(
      expect.objectContaining({ code: 'value-missing' }),
    );
  });

  it('strict passes whoever holds the place', () => {
    const passed = rawTargets(figures, EDITION_2020, table(), ask('DDD', 3, { strict: true }));
    const pairs = passed.series.map(({ needed }, index) => [needed, series[index]?.needed] as const);
    for (const [past, level] of pairs)
      if (past !== null && level != null) expect(past).toBeGreaterThanOrEqual(level);
  });

  it.each<[string, EditionMethod, ReturnType<typeof table>, string]>([
    ['a series of the method is not in the file', EDITION_2018, table(), 'fixed_telephone'],
    ['a rule of the method is unknown', EDITION_2024, table(), 'its weight is unknown'],
    ['nothing in the file belongs to it', EDITION_2020, table(RAW, ['adult_literacy']), 'no component'],
  ])('refuses where %s', (_, method, given, said) => {
    const other = { ...figures, edition: method.edition };
    expect(() => rawTargets(other, method, given, ask('DDD', 3))).toThrow(
      expect.objectContaining({ exitCode: 3, message: expect.stringContaining(said) }),
    );
  });
});
