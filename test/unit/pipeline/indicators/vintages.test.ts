import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  roundsOf,
  type TableVintage,
  vintageName,
  vintageOf,
  whyOlder,
} from '../../../../src/pipeline/indicators/vintages.ts';

interface Age {
  readonly on?: string;
  readonly to?: string;
  readonly grows?: true;
}
const table = (
  file: string,
  { on, to, grows }: Age,
  ...versions: readonly (readonly [string, number])[]
): TableVintage => ({
  file,
  sha256: file,
  publishedOn: on ?? null,
  lastYear: to ?? null,
  grows: grows ?? false,
  versions: new Map(versions.map(([code, versionId]) => [code, { versionId }])),
});
const filesOf = (tables: readonly TableVintage[]) => {
  const { rounds, issues } = roundsOf(tables);
  return [
    rounds.map((round) => round.map(({ file }) => file)),
    issues.map(({ code, file }) => `${code} ${file}`),
  ];
};

describe('vintages of one run', () => {
  it('of one series are published one after another, the older first, others with the first', () => {
    const tables = [
      table('new', { on: '2023-03-01' }, ['a', 2]),
      table('old', { on: '2017-03-23' }, ['a', 1]),
      table('b', { on: '2020-01-01' }, ['b', 3]),
    ];
    expect(filesOf(tables)).toEqual([[['old', 'b'], ['new']], []]);
  });
  it('that say the same are one', () => {
    expect(filesOf([table('one', {}, ['a', 1]), table('two', {}, ['a', 1])])).toEqual([[['one', 'two']], []]);
  });
  it('that differ, and do not say which is newer, are refused', () => {
    const refused = (...ages: Age[]) =>
      filesOf(ages.map((age, position) => table(`file ${position}`, age, ['a', position])))[1];
    expect(refused({}, { on: '2020-01-01' })).toEqual(['vintage-unknown file 1']);
    expect(refused({ on: '2020-01-01' }, { on: '2020-01-01' })).toEqual(['vintage-unknown file 1']);
    expect(refused({ to: '2022' }, { to: '2022' })).toEqual(['vintage-unknown file 1']);
    // Figures of its own year may have been in it.
    expect(refused({ on: '2020-06-30', to: '2018' }, { to: '2020' })).toEqual(['vintage-unknown file 1']);
    // Whoever chose the years of an export chose where it ends.
    expect(refused({ to: '2018' }, { to: '2022' })).toEqual(['vintage-unknown file 1']);
  });
  it('are ordered by figures that the older could not have had, and that is said', () => {
    const tables = [
      table('2024', { to: '2023' }, ['a', 2]),
      table('2017', { on: '2017-02-01', to: '2015' }, ['a', 1]),
    ];
    expect(filesOf(tables)).toEqual([[['2017'], ['2024']], ['vintage-inferred 2017']]);
  });
  it('of tables that always go on to the newest figures are ordered by their last year', () => {
    const tables = [
      table('hub', { to: '2025', grows: true }, ['a', 2]),
      table('workbook', { to: '2018', grows: true }, ['a', 1]),
    ];
    expect(filesOf(tables)).toEqual([[['workbook'], ['hub']], ['vintage-inferred workbook']]);
  });
  it('take the place of another file with the same figures where they have no date of their own', () => {
    const tables = [
      table('copy without its date', {}, ['a', 1]),
      table('new', { on: '2023-03-01' }, ['a', 2]),
      table('old', { on: '2017-03-23' }, ['a', 1]),
    ];
    expect(filesOf(tables)).toEqual([[['copy without its date', 'old'], ['new']], []]);
  });
  it('whose dates and years contradict each other are refused', () => {
    // By date a > b; by last years b > c and c > a.
    const tables = [
      table('a', { on: '2018-01-01', to: '2010', grows: true }, ['x', 1]),
      table('b', { on: '2017-01-01', to: '2016', grows: true }, ['x', 2]),
      table('c', { to: '2012', grows: true }, ['x', 3]),
    ];
    const { undecided, issues } = roundsOf(tables);
    expect([undecided.size, issues.map(({ code }) => code)]).toEqual([
      3,
      ['vintage-inferred', 'vintage-inferred', 'vintage-unknown'],
    ]);
  });
  it('end with the newest figures of each series, in whatever order they come', () => {
    const dates = fc.uniqueArray(fc.integer({ min: 2001, max: 2030 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(dates, fc.func(fc.nat(2)), (years, roll) => {
        const tables = years.map((year) =>
          table(`${year}`, { on: `${year}-01-01` }, ['a', year], [`b${roll(year)}`, year]),
        );
        const { rounds, issues } = roundsOf(tables);
        const last = new Map(rounds.flat().flatMap(({ versions }) => [...versions]));
        for (const code of last.keys()) {
          const newest = Math.max(
            ...tables.filter(({ versions }) => versions.has(code)).map(({ file }) => Number(file)),
          );
          expect(last.get(code)?.versionId).toBe(newest);
        }
        for (const round of rounds) {
          const codes = round.flatMap(({ versions }) => [...versions.keys()]);
          expect(new Set(codes).size).toBe(codes.length);
        }
        expect([rounds.flat().length, issues]).toEqual([tables.length, []]);
      }),
    );
  });
  it('are dated by what the table says of itself, else by its origin', () => {
    expect(vintageOf(new Map([['Last Updated Date', '2017-03-23']]), '2019-01-01')).toBe('2017-03-23');
    expect(vintageOf(new Map([['Last Updated Date', 'yesterday']]), '2019-01-01')).toBe('2019-01-01');
    expect(vintageOf(new Map(), null)).toBeNull();
    expect(vintageName({ publishedOn: null, lastYear: '2018', grows: true })).toBe('2018');
    expect(vintageName({ publishedOn: null, lastYear: '2018', grows: false })).toBeNull();
  });
  it('are never older and newer at once by two dates', () => {
    const dated = (publishedOn: string) => ({ publishedOn, lastYear: null, grows: true });
    expect(whyOlder(dated('2017-02-01'), dated('2023-03-01'))).toContain('before');
    expect(whyOlder(dated('2023-03-01'), dated('2017-02-01'))).toBeNull();
  });
});
