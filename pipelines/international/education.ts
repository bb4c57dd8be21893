/** UNESCO Institute for Statistics and Barro–Lee. */
import type { CodeListLayout, TableLayout, TableSeries } from '../../src/pipeline/define-pipeline.ts';
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
    title:
      'UIS bulk data, browser and API: one row per indicator, country and year, with magnitude and qualifier',
    columns: {
      INDICATOR_ID: 'indicator',
      indicator_id: 'indicator',
      indicatorId: 'indicator',
      indicator_label_en: 'indicator-name',
      COUNTRY_ID: 'country',
      country_id: 'country',
      geoUnit: 'country',
      country_name_en: 'country-name',
      YEAR: 'period',
      year: 'period',
      VALUE: 'value',
      value: 'value',
      MAGNITUDE: 'status',
      magnitude: 'status',
      QUALIFIER: 'flags',
      qualifier: 'flags',
    },
    optional: ['indicator-name'],
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

/** Files that lie beside the national values in each bulk download. */
const UIS_LISTS: readonly CodeListLayout[] = [
  {
    id: 'uis-labels',
    title: 'Labels of UIS indicators',
    about: 'indicators',
    codeColumn: 'INDICATOR_ID',
    textColumn: 'INDICATOR_LABEL_EN',
    nameColumn: 'INDICATOR_LABEL_EN',
    otherColumns: [],
  },
  {
    id: 'uis-countries',
    title: 'Countries of UIS',
    about: 'remarks',
    codeColumn: 'COUNTRY_ID',
    textColumn: 'COUNTRY_NAME_EN',
    otherColumns: ['REGION_ID'],
  },
  {
    id: 'uis-metadata',
    title: 'Remarks of UIS on sources',
    about: 'remarks',
    codeColumn: 'INDICATOR_ID',
    textColumn: 'METADATA',
    neededColumns: ['COUNTRY_ID', 'YEAR', 'TYPE'],
    otherColumns: [],
  },
  {
    id: 'uis-regional',
    title: 'Values of UIS for regions, which are no countries',
    about: 'remarks',
    codeColumn: 'INDICATOR_ID',
    textColumn: 'VALUE',
    neededColumns: ['REGION_ID', 'YEAR'],
    otherColumns: ['MAGNITUDE', 'QUALIFIER'],
  },
];

export const UIS_CODE_LISTS: readonly CodeListLayout[] = UIS_LISTS.flatMap((list) => [list, lowerCase(list)]);

/** Newer downloads write the same headers in small letters. */
function lowerCase(list: CodeListLayout): CodeListLayout {
  const { codeColumn, textColumn, nameColumn, neededColumns = [], otherColumns } = list;
  const low = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  return {
    ...list,
    id: `${list.id}-lower`,
    codeColumn: codeColumn.toLowerCase(),
    textColumn: textColumn.toLowerCase(),
    ...(nameColumn === undefined ? {} : { nameColumn: nameColumn.toLowerCase() }),
    neededColumns: low(neededColumns),
    otherColumns: otherColumns === 'any' ? 'any' : low(otherColumns),
  };
}
