/** UNESCO Institute for Statistics and Barro–Lee. */
import type { TableLayout, TableSeries } from '../../src/pipeline/define-pipeline.ts';
import { table, yearly } from './table.ts';
import { TERRITORY_CODES } from './territories.ts';

const UIS = 'UNESCO Institute for Statistics (UIS)';
const BARRO_LEE = 'Barro and Lee, Educational Attainment Dataset';

const UIS_COUNTRY: TableLayout['country'] = {
  by: 'iso3',
  aliases: {},
  leftOut: { ...TERRITORY_CODES },
  leftOutPatterns: { '^\\d{3,6}$': 'a region of UIS, under a number' },
};

const share = (code: string, name: string): TableSeries =>
  yearly(BARRO_LEE, `barro-lee:${code}`, name, '% of population', { atMost: 100.5 });
const years = (code: string, name: string): TableSeries =>
  yearly(BARRO_LEE, `barro-lee:${code}`, name, 'years', { atMost: 25 });

export const EDUCATION_LAYOUTS: readonly TableLayout[] = [
  table({
    id: 'uis-stat',
    title: 'UIS.Stat export (EDULIT, SDG4): one row per indicator, country and year',
    columns: {
      EDULIT_IND: 'indicator',
      SDG_IND: 'indicator',
      NATMON_IND: 'indicator',
      Indicator: 'indicator-name',
      LOCATION: 'country',
      LOCATION2017: 'country',
      Country: 'country-name',
      TIME: 'period',
      // Differs from the column before in case only, and holds the same.
      Time: 'ignored',
      Value: 'value',
      'Flag Codes': 'flags',
      Flags: 'ignored',
    },
    values: { kind: 'single', series: null },
    country: UIS_COUNTRY,
    open: { prefix: 'uis:', publisher: UIS, frequency: 'year', unitOtherwise: null },
    marks: {
      n: { missing: 'nil' },
      a: { missing: 'not_available' },
      m: { missing: 'not_available' },
      x: { missing: 'not_available' },
      '+': { isEstimated: true },
      '‡': { isEstimated: true },
      '*': { isPreliminary: true },
      p: { isPreliminary: true },
    },
    flagSeparator: ';',
  }),
  table({
    id: 'uis-bulk',
    title: 'UIS bulk data: national values, with magnitude and qualifier',
    columns: {
      INDICATOR_ID: 'indicator',
      indicator_id: 'indicator',
      COUNTRY_ID: 'country',
      country_id: 'country',
      YEAR: 'period',
      year: 'period',
      VALUE: 'value',
      value: 'value',
      MAGNITUDE: 'status',
      magnitude: 'status',
      QUALIFIER: 'flags',
      qualifier: 'flags',
    },
    values: { kind: 'single', series: null },
    country: UIS_COUNTRY,
    open: { prefix: 'uis:', publisher: UIS, frequency: 'year', unitOtherwise: null },
    marks: {
      NIL: { missing: 'nil' },
      NA: { missing: 'not_available' },
      UIS_EST: { isEstimated: true },
      NAT_EST: { isEstimated: true },
    },
  }),
  table({
    id: 'barro-lee',
    title: 'Barro–Lee educational attainment: one row per country, year, sex and age group',
    columns: {
      BLcode: 'ignored',
      country: 'country-name',
      year: 'period',
      sex: 'qualifier',
      agefrom: 'qualifier',
      ageto: 'qualifier',
      WBcode: 'country',
      region_code: 'ignored',
    },
    values: {
      kind: 'columns',
      series: {
        lu: share('lu', 'No schooling attained'),
        lp: share('lp', 'Primary schooling attained'),
        lpc: share('lpc', 'Primary schooling completed'),
        ls: share('ls', 'Secondary schooling attained'),
        lsc: share('lsc', 'Secondary schooling completed'),
        lh: share('lh', 'Tertiary schooling attained'),
        lhc: share('lhc', 'Tertiary schooling completed'),
        yr_sch: years('yr_sch', 'Average years of schooling'),
        yr_sch_pri: years('yr_sch_pri', 'Average years of primary schooling'),
        yr_sch_sec: years('yr_sch_sec', 'Average years of secondary schooling'),
        yr_sch_ter: years('yr_sch_ter', 'Average years of tertiary schooling'),
        pop: yearly(BARRO_LEE, 'barro-lee:pop', 'Population', 'thousand persons'),
      },
    },
    country: {
      by: 'iso3',
      // ROM stands for Moldova in this table, whatever it meant elsewhere: the name beside it says so.
      aliases: { ROM: 'MDA', SER: 'SRB' },
      leftOut: { ...TERRITORY_CODES },
      leftOutPatterns: {},
    },
  }),
];
