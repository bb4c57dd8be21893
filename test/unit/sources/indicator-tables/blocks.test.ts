import { describe, expect, it } from 'vitest';
import type { CellText } from '../../../../src/model/located.ts';
import { observeRows } from '../../../support/observed-rows.ts';

const titles: CellText[] = [
  null,
  'Mobile-cellular telephone subscriptions ',
  null,
  null,
  'Mobile-cellular telephone subscriptions per 100 inhabitants',
  null,
  null,
  'Metadata for Mobile-cellular telephone subscriptions',
];
const years: CellText[] = [null, '2017', '2018', null, '2017', '2018', null, 'Notes 2018', 'Source 2018'];
const kazakhstan: CellText[] = [
  'Kazakhstan',
  '26473900',
  '26104600.5',
  null,
  '145.7',
  '142.3',
  null,
  'Active.',
  'KazStat',
];

describe('ITU workbooks: blocks of the same years side by side', () => {
  it('are told apart by their titles, with the notes of the year kept with count and rate alike', async () => {
    const { facts, found } = await observeRows([titles, years, kazakhstan]);
    expect(facts).toEqual([
      'itu:i271 KAZ 2017 26473900',
      'itu:i271 KAZ 2018 26104600.5 (Active. · KazStat)',
      'itu:i911 KAZ 2017 145.7',
      'itu:i911 KAZ 2018 142.3 (Active. · KazStat)',
    ]);
    expect(found).toEqual([]);
  });

  it('numbers in the spacer between blocks are no values; they are told once', async () => {
    const stray = kazakhstan.map((text, index) => (index === 3 ? '10.59' : text));
    const { facts, found, messages } = await observeRows([
      titles,
      years,
      stray,
      ['Uzbekistan', '1', '2', '3'],
    ]);
    expect(facts.filter((fact) => fact.includes('10.59'))).toEqual([]);
    expect(found).toEqual(['cell-stray 3:4']);
    expect(messages[0]).toContain('column D has no header and 2 texts');
  });

  it('an unknown block refuses the table at its title', async () => {
    const other = titles.map((text, index) => (index === 4 ? 'Fax machines per 100 inhabitants' : text));
    const { facts, found } = await observeRows([other, years, kazakhstan]);
    expect(facts).toEqual([]);
    expect(found).toContain('column-unexpected 1:5');
  });

  it('counts under the title of a rate are refused with their cells', async () => {
    const swapped = kazakhstan.map((text, index) => (index === 5 ? '26104600' : text));
    expect((await observeRows([titles, years, swapped])).found).toEqual(['unit-mismatch 3:6']);
  });

  it('a name that nobody declared is refused with what it may mean', async () => {
    const { found, facts } = await observeRows([titles, years, ['Kazakstan', ...kazakhstan.slice(1)]]);
    expect([facts, found]).toEqual([[], ['name-unknown 3:1']]);
  });
});

describe('UNDP 2011: three header rows, a column of letters beside each value', () => {
  const header: CellText[][] = [
    [null, 'Adult literacy rate, both sexes', null, null, null, 'HDI: Mean years of schooling (of adults)'],
    [null, '2010', null, '9999', 'a', '2006', 'c'],
    ['Country', '(% aged 15 and above)', null, '(% aged 15 and above)', null, '(years)', null],
  ];

  it('letters make estimates, those above a column for all of it; 9999 is no year; dots are no zero', async () => {
    const { facts, found } = await observeRows([
      ...header,
      ['Kazakhstan', '99.7', 'k', '99.7', null, '10.4', null],
      ['Angola', '..', null, '70.0', 'd', '0.0', 'b,g'],
      ['World', '1', null, '2', null, '3', null],
      ['Footnotes'],
      ['a. Data refer to the most recent year.'],
    ]);
    expect(facts).toEqual([
      'undp-2011:literacy AGO 2010 not_available',
      'undp-2011:literacy KAZ 2010 99.7 estimated (k)',
      'undp-2011:literacy.latest AGO 2011 70 estimated (a · d)',
      'undp-2011:literacy.latest KAZ 2011 99.7 (a)',
      'undp-2011:mys AGO 2006 0 estimated (c · b,g)',
      'undp-2011:mys KAZ 2006 10.4 estimated (c)',
    ]);
    expect(found).toEqual(['not-a-member 6:1']);
  });

  it.each([
    ['status-unknown 2:7', header.map((row, at) => (at === 1 ? [...row.slice(0, 6), 'z'] : row))],
    ['unit-mismatch 3:6', header.map((row, at) => (at === 2 ? [...row.slice(0, 5), '(months)', null] : row))],
    [
      'period-unknown 2:6',
      header.map((row, at) => (at === 1 ? [...row.slice(0, 5), '2005–2013', null] : row)),
    ],
  ])('%s refuses the table', async (expected, rows) => {
    const { facts, found } = await observeRows([...rows, ['Kazakhstan', '1', null, '2', null, '3', null]]);
    expect(facts).toEqual([]);
    expect(found).toContain(expected);
  });

  it('a letter that is not declared holds its row back', async () => {
    const { found } = await observeRows([...header, ['Kazakhstan', '1', 'z', '2', null, '3', null]]);
    expect(found).toEqual(['status-unknown 4:3']);
  });
});
