import { describe, expect, test } from 'vitest';
import type { LocatedDocument } from '../../../src/model/located.ts';
import { readComponentFile } from '../../../src/sources/component-file.ts';

const HEADER = 'edition,iso3,component,value';

function documentOf(...lines: string[]): LocatedDocument {
  async function* rows() {
    yield* lines.map((line, index) => ({
      row: index + 1,
      cells: line.split(',').map((text) => (text === '' ? null : text)),
    }));
  }
  return { format: 'csv', sheets: [{ name: null, rows: rows() }] };
}

const read = (...lines: string[]) => readComponentFile(documentOf(...lines), 'components.csv');
const found = async (...lines: string[]) =>
  (await read(...lines)).issues.map(({ code, cell }) => [code, cell?.row, cell?.column]);

describe('the file of raw components', () => {
  test('a row is one value in the registry’s unit, an empty one is not available', async () => {
    expect(await read(HEADER, '2018,KAZ,internet_users,74.59', '2018,UZB,internet_users,')).toEqual({
      values: [
        { edition: 2018, iso3: 'KAZ', component: 'internet_users', value: 74.59 },
        { edition: 2018, iso3: 'UZB', component: 'internet_users', value: null },
      ],
      issues: [],
    });
  });

  test('columns may stand in any order, with where a value is from beside them', async () => {
    const { values } = await read('value,source,iso3,edition,component', '3,ITU,KAZ,2018,fixed_broadband');
    expect(values).toEqual([{ edition: 2018, iso3: 'KAZ', component: 'fixed_broadband', value: 3 }]);
  });

  test.each([
    ['an edition without a method', '2026,KAZ,internet_users,1', ['edition-unknown', 2, 1]],
    ['a country code of no member', '2018,KZA,internet_users,1', ['code-unknown', 2, 2]],
    ['a component of no edition', '2018,KAZ,internet_user,1', ['indicator-unknown', 2, 3]],
    ['a decimal comma', '2018,KAZ,internet_users,"1;5"', ['value-not-a-number', 2, 4]],
    ['a value with a thousand digits', '2018,KAZ,internet_users,1e999', ['value-not-a-number', 2, 4]],
    ['an empty code', '2018,,internet_users,1', ['cell-missing', 2, 2]],
  ])('%s is refused at its cell', async (_what, line, expected) => {
    expect(await found(HEADER, line)).toEqual([expected]);
    expect((await read(HEADER, line)).values).toEqual([]);
  });

  test('one key with two values refuses the file; with one value it is merged', async () => {
    const row = '2018,KAZ,internet_users,1';
    expect(await found(HEADER, row, '2018,KAZ,internet_users,2')).toEqual([['row-conflict', 3, undefined]]);
    const twice = await read(HEADER, row, '2018,KAZ,internet_users,1.0');
    expect([twice.values.length, twice.issues[0]?.code]).toEqual([1, 'row-duplicate']);
  });

  test('a row of a state that was no member then is left out and said', async () => {
    const { values, issues } = await read(HEADER, '2010,SSD,internet_users,1', '2012,SSD,internet_users,1');
    expect(values.map(({ edition }) => edition)).toEqual([2012]);
    expect(issues.map(({ code }) => code)).toEqual(['not-a-member']);
  });

  test.each([
    ['a missing column', 'edition,iso3,component', [['column-missing', 1, undefined]]],
    ['a column twice', `${HEADER},value`, [['column-duplicate', 1, 5]]],
    ['an unknown column', `${HEADER},unit`, [['column-unexpected', 1, 5]]],
  ])('%s is refused in the header', async (_what, header, expected) => {
    expect(await found(header, '2018,KAZ,internet_users,1,1')).toEqual(expected);
  });
});
