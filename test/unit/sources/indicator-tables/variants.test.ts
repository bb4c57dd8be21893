/** What publishers put out beside the files that are at hand: other vintages, other downloads of the same figures. */
import { describe, expect, it } from 'vitest';
import { observeRows } from '../../../support/observed-rows.ts';

describe('ITU workbooks of 2020 and later', () => {
  const header = ['Indicator', 'Country', '2020_value', '2020_source', '2020_notes', '2021_value'];
  it('value, source and notes of each year stand side by side, and stay together', async () => {
    const { facts, found } = await observeRows([
      header,
      ['Internet users (%)', 'Kazakhstan', '86', 'BNS', 'Age 6-74', '90.9'],
      ['Fixed-broadband subscriptions', 'Türkiye', '16734853', null, null, null],
    ]);
    expect(found).toEqual([]);
    expect(facts).toEqual([
      'itu:i4213tfbb TUR 2020 16734853',
      'itu:i4213tfbb TUR 2021 not_available',
      'itu:i99H KAZ 2020 86 (BNS · Age 6-74)',
      'itu:i99H KAZ 2021 90.9',
    ]);
  });
  it('an indicator that is not declared is refused in its cell, a remark without its value at the header', async () => {
    const unknown = await observeRows([header, ['Telegrams sent', 'Kazakhstan', '1', null, null, '2']]);
    expect([unknown.facts, unknown.found]).toEqual([[], ['indicator-unknown 2:1']]);
    const stray = await observeRows([
      [...header, '2022_source'],
      ['Internet users (%)', 'Kazakhstan', '1'],
    ]);
    expect([stray.facts, stray.found]).toEqual([[], ['column-unexpected 1:7']]);
  });
});

describe('World Bank Data360', () => {
  const header = [
    ...['OBS_VALUE', 'UNIT_MULT', 'OBS_STATUS', 'INDICATOR', 'REF_AREA', 'SEX', 'COMP_BREAKDOWN_1'],
    ...['TIME_PERIOD', 'FREQ', 'UNIT_MEASURE', 'DATABASE_ID', 'COMMENT_OBS'],
  ];
  const row = (value: string, said: Record<string, string> = {}) => {
    const all: Record<string, string> = {
      OBS_VALUE: value,
      UNIT_MULT: '0',
      OBS_STATUS: 'A',
      INDICATOR: 'UN_EGDI_EGDI',
      REF_AREA: 'KAZ',
      SEX: '_T',
      COMP_BREAKDOWN_1: '_Z',
      TIME_PERIOD: '2024',
      FREQ: 'A',
      UNIT_MEASURE: 'IX',
      DATABASE_ID: 'UN_EGDI',
      ...said,
    };
    return header.map((name) => all[name] ?? null);
  };
  it('rows of the whole are the series, those of a breakdown series of their own', async () => {
    const { facts, found } = await observeRows([
      header,
      row('0.9009'),
      row('6.47186e+010', { REF_AREA: 'COD', OBS_STATUS: 'E' }),
      row('12.5', { SEX: 'F', INDICATOR: 'WB_LIT' }),
      row('', { REF_AREA: 'UZB', OBS_STATUS: 'M' }),
    ]);
    expect(found).toEqual([]);
    expect(facts).toEqual([
      'data360:UN_EGDI_EGDI COD 2024 64718600000 estimated',
      'data360:UN_EGDI_EGDI KAZ 2024 0.9009',
      'data360:UN_EGDI_EGDI UZB 2024 not_available',
      'data360:WB_LIT.F KAZ 2024 12.5',
    ]);
  });
  it.each([
    ['text-unexpected 2:2', { UNIT_MULT: '6' }],
    ['text-unexpected 2:9', { FREQ: 'M' }],
    ['status-unknown 2:3', { OBS_STATUS: '?' }],
  ])('a row that would say something else is held back: %s', async (expected, said) => {
    const { facts, found } = await observeRows([header, row('1', said)]);
    expect([facts, found]).toEqual([[], [expected]]);
  });
  it('a multiplier is refused in wide tables as well', async () => {
    const wide = ['REF_AREA', 'INDICATOR', 'UNIT_MULT', '2022', '2024'];
    const { facts, found } = await observeRows([
      wide,
      ['KAZ', 'UN_EGDI_EGDI', '0', '0.86', '0.9'],
      ['UZB', 'UN_EGDI_EGDI', '3', '1', '2'],
    ]);
    expect([facts.length, found]).toEqual([2, ['text-unexpected 3:3']]);
  });
});

describe('UNESCO UIS', () => {
  it('the data browser and the bulk files say the same', async () => {
    const browser = await observeRows([
      ['indicatorId', 'geoUnit', 'year', 'value', 'qualifier', 'magnitude'],
      ['LR.AG15T99', 'KAZ', '2018', '99.78', 'UIS_EST', null],
      ['GER.5T8', 'KAZ', '2018', null, null, 'NA'],
    ]);
    const bulk = await observeRows([
      ['INDICATOR_ID', 'COUNTRY_ID', 'YEAR', 'VALUE', 'MAGNITUDE', 'QUALIFIER'],
      ['LR.AG15T99', 'KAZ', '2018', '99.78', null, 'UIS_EST'],
      ['GER.5T8', 'KAZ', '2018', null, 'NA', null],
    ]);
    expect(browser.facts).toEqual([
      'uis:GER.5T8 KAZ 2018 not_available',
      'uis:LR.AG15T99 KAZ 2018 99.78 estimated (UIS_EST)',
    ]);
    expect(bulk.facts).toEqual(browser.facts);
  });
  it('a zero that is marked as nil is nil; any other value so marked is a contradiction', async () => {
    const header = ['indicatorId', 'geoUnit', 'year', 'value', 'qualifier', 'magnitude'];
    const marked = (value: string) => observeRows([header, ['GER.5T8', 'KAZ', '2018', value, null, 'NIL']]);
    expect((await marked('0')).facts).toEqual(['uis:GER.5T8 KAZ 2018 nil']);
    expect((await marked('0.4')).found).toEqual(['status-contradiction 2:4']);
  });
});

describe('other publishers, other years', () => {
  it('UNDP: a later report with its own year, ranks and groups left out as before', async () => {
    const { facts, found } = await observeRows([
      [
        'iso3',
        'country',
        'hdicode',
        'region',
        'hdi_rank_2023',
        'hdi_2023',
        'gii_rank_2023',
        'rankdiff_hdi_phdi_2023',
      ],
      ['KAZ', 'Kazakhstan', 'Very High', 'ECA', '60', '0.837', '1', '2'],
      ['ZZK.WORLD', 'World', null, null, null, '0.756', null, null],
    ]);
    expect([facts, found]).toEqual([['undp:hdi KAZ 2023 0.837'], ['not-a-member 3:1']]);
  });
  it('Barro–Lee: other ages and sexes are other series, wherever the columns stand', async () => {
    const { facts } = await observeRows([
      ['BLcode', 'country', 'year', 'sex', 'agefrom', 'ageto', 'pop', 'yr_sch', 'region_code', 'WBcode'],
      ['1', 'Kazakhstan', '2010', 'F', '15', '999', '6000', '10.2', 'x', 'KAZ'],
      ['1', 'Kazakhstan', '2010', 'M', '15', '64', '5000', '10.1', 'x', 'KAZ'],
    ]);
    expect(facts).toEqual([
      'barro-lee:pop.F.15.999 KAZ 2010 6000',
      'barro-lee:pop.M.15.64 KAZ 2010 5000',
      'barro-lee:yr_sch.F.15.999 KAZ 2010 10.2',
      'barro-lee:yr_sch.M.15.64 KAZ 2010 10.1',
    ]);
  });
  it.each(['EU', 'EUplus', 'EU27', 'EU28', 'EU27_2020', 'EU27+'])(
    'eGovernment Benchmark: %s is a group',
    async (group) => {
      const { facts, found } = await observeRows([
        ['year', 'Country', 'variable', 'brkdown', 'unit', 'Value'],
        ['2023', 'UA', 'e_gov_new', 'e_gov_EVENTS_1', 'eGov_score', '60'],
        ['2023', group, 'e_gov_new', 'e_gov_EVENTS_1', 'eGov_score', '61'],
      ]);
      expect([facts, found]).toEqual([
        ['eu-egov:e_gov_new.e_gov_EVENTS_1 UKR 2023 60'],
        ['not-a-member 3:2'],
      ]);
    },
  );
  it('GTMI: rows of totals below, whose code is a number, are held back', async () => {
    const { facts, found } = await observeRows([
      ['cc_iso3c', 'ref_year', 'variable', 'value'],
      ['KAZ', '2022', 'gtmi_admin', '7'],
      ['0.75', '2022', 'gtmi_admin', '12'],
    ]);
    expect([facts, found]).toEqual([['gtmi:gtmi_admin KAZ 2022 7'], ['code-unknown 3:1']]);
  });
});

describe('headers', () => {
  it('of a title and nothing else are those of no table, and that is what is said', async () => {
    const { found, messages } = await observeRows([
      [null, 'Individuals using the Internet by gender, percentage'],
      [null, 'Economy', 'Latest year', null, 'Male', null, 'Female'],
      [null, 'Kazakhstan1', '2020', null, '86.1', null, '85.7'],
    ]);
    expect([found, messages.join()]).toEqual([['layout-unknown 1:'], expect.stringContaining('by gender')]);
  });
  it('without a row below them are an empty file', async () => {
    expect(
      (await observeRows([['indicatorId', 'geoUnit', 'year', 'value', 'qualifier', 'magnitude']])).found,
    ).toEqual(['file-empty']);
  });
  it('that are wrong in thousands of columns are told within bounds, and beyond a limit not looked at', async () => {
    const wide = (count: number) => [
      [
        'Country Name',
        'Country Code',
        'Indicator Name',
        'Indicator Code',
        ...Array<string>(count).fill('1960'),
      ],
    ];
    const many = await observeRows(wide(5000));
    expect([many.found.length, many.messages.at(-1)]).toEqual([51, expect.stringContaining('4949 more')]);
    expect((await observeRows(wide(10_000))).messages).toEqual([
      expect.stringContaining('the limit is 10000'),
    ]);
  });
});
