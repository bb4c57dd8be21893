import { describe, expect, it } from 'vitest';
import { international } from '../../../../pipelines/international/index.ts';
import { checkTableLayouts } from '../../../../src/sources/indicator-tables/table-layout.ts';
import { observeRows } from '../../../support/observed-rows.ts';

describe('UIS exports', () => {
  const header = [
    'EDULIT_IND',
    'Indicator',
    'LOCATION',
    'Country',
    'TIME',
    'Time',
    'Value',
    'Flag Codes',
    'Flags',
  ];
  const row = (value: string | null, flags: string | null) => [
    'FOSGP_5T8_F600',
    'Graduates from ICT programmes (%)',
    'KAZ',
    'Kazakhstan',
    '2015',
    '2015',
    value,
    flags,
    null,
  ];
  it.each([
    ['7.9', null, '7.9'],
    ['7.9', '+', '7.9 estimated (+)'],
    ['0', '‡', '0 estimated (‡)'],
    [null, 'n', 'nil (n)'],
    [null, 'a', 'not_available (a)'],
    [null, '‡; n', 'nil estimated (‡; n)'],
    [null, null, 'not_available'],
  ])('a value %s with the flag %s is %s', async (value, flags, fact) => {
    const { facts, observations } = await observeRows([header, row(value, flags)]);
    expect(facts).toEqual([`uis:FOSGP_5T8_F600 KAZ 2015 ${fact}`]);
    expect(observations[0]?.raw.row).toBe(2);
  });
  it.each([
    ['status-contradiction 2:7', row('5', 'n')],
    ['status-unknown 2:8', row('5', '?')],
    ['status-unknown 2:8', row(null, 'n; a')],
    ['period-mismatch 2:5', row('5', null).map((text, at) => (at === 4 ? '2015-Q1' : text))],
  ])('%s', async (expected, cells) => expect((await observeRows([header, cells])).found).toEqual([expected]));

  it('exports of SDG 4 with another header for the country, and bulk data, say the same', async () => {
    const sdg = [
      header.map((name) => ({ EDULIT_IND: 'SDG_IND', LOCATION: 'LOCATION2017' })[name] ?? name),
      row(null, 'n'),
    ];
    const bulk = [
      ['INDICATOR_ID', 'COUNTRY_ID', 'YEAR', 'VALUE', 'MAGNITUDE', 'QUALIFIER'],
      ['FOSGP_5T8_F600', 'KAZ', '2015', null, 'NIL', null],
    ];
    expect((await observeRows(sdg)).facts).toEqual(['uis:FOSGP_5T8_F600 KAZ 2015 nil (n)']);
    expect((await observeRows(bulk)).facts).toEqual(['uis:FOSGP_5T8_F600 KAZ 2015 nil']);
  });
});

describe('UNDP time series: series and year in each header', () => {
  it('are taken apart; ranks and groups are left out by declaration', async () => {
    const { facts, found } = await observeRows([
      ['iso3', 'country', 'hdicode', 'region', 'hdi_rank_2022', 'eys_2021', 'eys_2022', 'hdi_f_2022'],
      ['KAZ', 'Kazakhstan', 'Very High', 'ECA', '67', '14.8', '', 'NaN'],
      ['ZZK.WORLD', 'World', null, null, null, '12.8', '13', '0.7'],
    ]);
    expect(facts).toEqual([
      'undp:eys KAZ 2021 14.8',
      'undp:eys KAZ 2022 not_available',
      'undp:hdi_f KAZ 2022 not_available',
    ]);
    expect(found).toEqual(['not-a-member 3:1']);
  });
  it('a series that is not declared is refused at its header', async () => {
    const { found } = await observeRows([
      ['iso3', 'country', 'hdicode', 'region', 'eys_2021', 'happiness_2021'],
      ['KAZ'],
    ]);
    expect(found).toEqual(['column-unexpected 1:6']);
  });
});

describe('other tables', () => {
  it('of the European Union: two codes of its own, groups left out, rows that nothing tells apart held back', async () => {
    const { facts, found, quarantined } = await observeRows([
      ['year', 'Country', 'variable', 'brkdown', 'unit', 'Value'],
      ['2022', 'EL', 'e_gov_1b_UC_MF', 'e_gov_EVENTS_1', 'eGov_score', '61.5'],
      ['2022', 'UK', 'e_gov_1b_uc_mf', 'e_gov_EVENTS_1', 'eGov_score', '.'],
      ['2022', 'EUplus', 'e_gov_0_score', 'e_gov_EVENTS_1', 'eGov_score', '70'],
      ['2012', 'AT', null, 'e_gov_EVENTS_5', 'eGov_score', '88'],
    ]);
    expect(facts).toEqual([
      'eu-egov:e_gov_1b_UC_MF.e_gov_EVENTS_1 GRC 2022 61.5',
      'eu-egov:e_gov_1b_uc_mf.e_gov_EVENTS_1 GBR 2022 not_available',
    ]);
    expect([[...found].sort(), quarantined]).toEqual([['not-a-member 4:2', 'row-ambiguous 5:3'], [5]]);
  });
  it('of Barro and Lee: sex and age are part of the series', async () => {
    const { facts } = await observeRows([
      ['BLcode', 'country', 'year', 'sex', 'agefrom', 'ageto', 'yr_sch', 'WBcode', 'region_code'],
      ['1', 'Republic of Moldova', '2015', 'MF', '25', '64', '11.2', 'ROM', 'x'],
      ['2', 'Romania', '2015', 'F', '25', '999', '10.9', 'ROU', 'x'],
      ['3', 'Romania', '2015', 'F', '25', '999', '10.9', 'ROM', 'x'],
    ]);
    expect(facts).toEqual([
      'barro-lee:yr_sch.F.25.999 ROU 2015 10.9',
      'barro-lee:yr_sch.MF.25.64 MDA 2015 11.2',
    ]);
  });
  it('of GTMI: one header and one name for two measures, told apart by the other variables', async () => {
    const grid = (...variables: string[]) => [
      ['cc_iso3c', 'ref_year', 'variable', 'value'],
      ...variables.map((variable) => ['KAZ', '2022', variable, '3.25']),
    ];
    expect((await observeRows(grid('gtmi_backend', 'gtmi_admin'))).facts).toEqual([
      'gtmi:gtmi_admin KAZ 2022 3.25',
      'gtmi:gtmi_backend KAZ 2022 3.25',
    ]);
    expect((await observeRows(grid('gtmi_fiscal', 'gtmi_backend'))).facts).toEqual([
      'gtmi-item:gtmi_backend KAZ 2022 3.25',
      'gtmi-item:gtmi_fiscal KAZ 2022 3.25',
    ]);
    expect(await observeRows(grid('gtmi_backend'))).toMatchObject({
      facts: [],
      found: ['layout-ambiguous 1:'],
    });
    expect(await observeRows(grid('gtmi_fiscal', 'gtmi_admin'))).toMatchObject({
      facts: [],
      found: ['layout-ambiguous 1:'],
    });
  });
  it('of ITU without a word on their values: the series is said by whoever brings them', async () => {
    const grid = [
      [null, '2000', '2014', null],
      ['Kazakhstan', '197,300', '28,979,400', null],
    ];
    expect(await observeRows(grid)).toMatchObject({ facts: [], found: ['indicator-missing 1:'] });
    expect((await observeRows(grid, 'itu:i271')).facts).toEqual([
      'itu:i271 KAZ 2000 197300',
      'itu:i271 KAZ 2014 28979400',
    ]);
    expect((await observeRows(grid, 'itu:i911')).found).toEqual(['unit-mismatch 2:2', 'unit-mismatch 2:3']);
    const rates = [grid[0] ?? [], ['Kazakhstan', '12.2', '168.6', null]];
    expect((await observeRows(rates, 'itu:i271')).found).toEqual(['unit-mismatch 2:2', 'unit-mismatch 2:3']);
  });
});

it('declarations are checked: what is no layout is refused with the place', () => {
  const [first] = international.layouts;
  if (first === undefined) throw new Error('there are layouts');
  expect(() => checkTableLayouts([{ ...first, blankMeans: 'zero' as never }])).toThrow(/blankMeans/);
  expect(() => checkTableLayouts([{ ...first, headerWithin: 0 }])).toThrow(/headerWithin/);
});
