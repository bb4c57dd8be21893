import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellText } from '../../../../src/model/located.ts';
import { observeRows } from '../../../support/observed-rows.ts';

const HEADER = [
  'Country Name',
  'Country Code',
  'Indicator Name',
  'Indicator Code',
  '2014',
  '2015',
  '2016',
  null,
];
const PREAMBLE = [
  ['Data Source', 'World Development Indicators', null],
  [],
  ['Last Updated Date', '2017-03-23', null],
  [],
];
const mobile = (name: string, code: string, ...values: CellText[]): CellText[] => [
  name,
  code,
  'Mobile cellular subscriptions (per 100 people)',
  'IT.CEL.SETS.P2',
  ...values,
  null,
];
const ROWS = [
  mobile('Kazakhstan', 'KAZ', '172.2', '187.173901804764', null),
  mobile('Denmark', 'DNK', '0', null, null),
  mobile('World', 'WLD', '96.1', '98.6', null),
  mobile('Kosovo', 'KSV', '1', '2', null),
];
const FACTS = [
  'worldbank:IT.CEL.SETS.P2 DNK 2014 0',
  'worldbank:IT.CEL.SETS.P2 DNK 2015 not_available',
  'worldbank:IT.CEL.SETS.P2 DNK 2016 not_available',
  'worldbank:IT.CEL.SETS.P2 KAZ 2014 172.2',
  'worldbank:IT.CEL.SETS.P2 KAZ 2015 187.173901804764',
  'worldbank:IT.CEL.SETS.P2 KAZ 2016 not_available',
];

describe('World Development Indicators, years across', () => {
  it.each([
    ['as served, with lines above the header and an unnamed last column', [...PREAMBLE, HEADER, ...ROWS]],
    ['without lines above the header', [HEADER, ...ROWS]],
    ['without the unnamed last column', [HEADER, ...ROWS].map((row) => row.slice(0, -1))],
    [
      'as DataBank writes it',
      [
        [
          'Country Name',
          'Country Code',
          'Series Name',
          'Series Code',
          '2014 [YR2014]',
          '2015 [YR2015]',
          '2016 [YR2016]',
        ],
        ...ROWS.map((row) =>
          row.slice(0, -1).map((text, index) => (index > 3 && text === null ? '..' : text)),
        ),
        ['Data from database: World Development Indicators'],
        ['Last Updated: 12/16/2022'],
      ],
    ],
  ])('states the same %s', async (_, grid) => {
    const { facts, found } = await observeRows(grid);
    expect(facts).toEqual(FACTS);
    expect(found.map((one) => one.split(' ')[0])).toEqual(['not-a-member', 'not-a-member']);
  });

  it('states the same whatever the order of rows and columns, the blank rows between and the blanks around', async () => {
    const order = (count: number) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count });
    await fc.assert(
      fc.asyncProperty(
        order(ROWS.length),
        order(HEADER.length),
        fc.array(fc.nat(ROWS.length), { maxLength: 3 }),
        fc.constantFrom('', ' ', '\u00a0'),
        async (rowOrder, columnOrder, blanks, padding) => {
          const rows = rowOrder.map((at) => ROWS[at] ?? []);
          for (const at of blanks) rows.splice(at, 0, []);
          const shuffled = [HEADER, ...rows].map((row) =>
            columnOrder.map((at) => {
              const text = row[at] ?? null;
              return text === null ? null : `${padding}${text}${padding}`;
            }),
          );
          expect((await observeRows([...PREAMBLE, ...shuffled])).facts).toEqual(FACTS);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a series that was renamed goes on under its new code, and that is said', async () => {
    const { facts, found } = await observeRows([
      HEADER,
      ['Kazakhstan', 'KAZ', 'Internet users (per 100 people)', 'IT.NET.USER.P2', '66', '70.8', '74.6', null],
    ]);
    expect(facts[0]).toBe('worldbank:IT.NET.USER.ZS KAZ 2014 66');
    expect(found).toEqual(['indicator-renamed 2:4']);
  });

  it.each([
    ['code-unknown 2:2', mobile('Atlantis', 'ATL', '1', '2', '3')],
    ['code-unknown 2:2', mobile('Summary', '0.75', '1', '2', '3')],
    ['code-name-mismatch 2:2', mobile('Niger', 'NGA', '1', '2', '3')],
    ['value-not-a-number 2:6', mobile('Kazakhstan', 'KAZ', '1', '1,5', '3')],
    ['column-unexpected 2:8', [...mobile('Kazakhstan', 'KAZ', '1', '2', '3').slice(0, -1), 'stray']],
    ['cell-missing 2:4', ['Kazakhstan', 'KAZ', 'Mobile', null, '1', '2', '3', null]],
  ])('a row is held back whole, with %s', async (expected, row) => {
    const { facts, found, quarantined } = await observeRows([HEADER, row]);
    expect([facts, found, quarantined]).toEqual([[], [expected], [2]]);
  });

  it.each([
    ['column-missing', HEADER.map((text) => (text === 'Country Code' ? 'Code' : text))],
    ['column-unexpected', [...HEADER.slice(0, -1), 'Remark']],
    ['column-duplicate', [...HEADER.slice(0, -1), '2016']],
    ['column-unexpected', [...HEADER.slice(0, -1), '2016-Q2']],
    ['layout-unknown', ['Name', 'Score', 'Rank']],
  ])('a header with %s refuses the table', async (code, header) => {
    const { facts, found } = await observeRows([header, ...ROWS]);
    expect(facts).toEqual([]);
    expect(found.join()).toContain(code);
  });
});
