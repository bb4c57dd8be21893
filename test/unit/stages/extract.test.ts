import { describe, expect, it } from 'vitest';
import { editionInName } from '../../../src/stages/extract.ts';

const known = new Set([2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024]);

describe('the edition that a file name gives', () => {
  it.each([
    ['EGOV_DATA_2018.csv', 2018],
    ['2020Egov.csv', 2020],
    ['egdi-2010.xlsx', 2010],
    ['/data/2016/egdi-2018.csv', 2018],
    ['egov2018_2018.csv', 2018],
    ['retrieved-2021-egdi-2018.csv', 2018],
  ])('%s', (path, edition) => {
    expect(editionInName(path, known)).toBe(edition);
  });

  it.each([
    'e_government_index.csv',
    'egdi-2018-and-2020.csv',
    'egdi-2007.csv',
    'egdi-20180101.csv',
    'egdi-12018.csv',
    'editions/2018/egdi.csv',
    'egdi-2026.csv',
    '',
  ])('is none, or not one alone, in “%s”', (path) => {
    expect(editionInName(path, known)).toBeNull();
  });
});
