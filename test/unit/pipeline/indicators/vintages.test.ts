import { describe, expect, it } from 'vitest';
import {
  byVintage,
  lastYearOf,
  roundsOf,
  type TableVintage,
  vintageOf,
} from '../../../../src/pipeline/indicators/vintages.ts';

const table = (
  file: string,
  vintage: string | null,
  ...versions: readonly (readonly [string, number])[]
): TableVintage => ({
  file,
  sha256: file,
  vintage,
  versions: new Map(versions.map(([code, versionId]) => [code, { versionId }])),
});
const filesOf = (tables: readonly TableVintage[]) => {
  const { rounds, issues } = roundsOf([...tables].sort(byVintage));
  return [
    rounds.map((round) => round.map(({ file }) => file)),
    issues.map(({ code, file }) => `${code} ${file}`),
  ];
};

describe('vintages of one run', () => {
  it('of one series are published one after another, the older first, others with the first', () => {
    const tables = [
      table('new', '2023-03-01', ['a', 2]),
      table('old', '2017-03-23', ['a', 1]),
      table('b', '2020-01-01', ['b', 3]),
    ];
    expect(filesOf(tables)).toEqual([[['old', 'b'], ['new']], []]);
  });
  it('that say the same are one', () => {
    expect(filesOf([table('one', null, ['a', 1]), table('two', null, ['a', 1])])).toEqual([
      [['one', 'two']],
      [],
    ]);
  });
  it('that differ, and do not say which is newer, are refused', () => {
    expect(filesOf([table('one', null, ['a', 1]), table('two', '2020-01-01', ['a', 2])])[1]).toEqual([
      'vintage-unknown two',
    ]);
    expect(filesOf([table('one', '2020-01-01', ['a', 1]), table('two', '2020-01-01', ['a', 2])])[1]).toEqual([
      'vintage-unknown two',
    ]);
  });
  it('of tables that grow with each are ordered by their last year, where nothing else is said', () => {
    expect(lastYearOf(['2021-01-01', null, '2022-01-01', '2020-01-01'])).toBe('2022');
    expect(lastYearOf([null])).toBeNull();
  });
  it('are dated by what the table says of itself, else by its origin', () => {
    expect(vintageOf(new Map([['Last Updated Date', '2017-03-23']]), '2019-01-01')).toBe('2017-03-23');
    expect(vintageOf(new Map([['Last Updated Date', 'yesterday']]), '2019-01-01')).toBe('2019-01-01');
    expect(vintageOf(new Map(), null)).toBeNull();
  });
});
