/** World Bank: World Development Indicators as served by its API, in bulk and by DataBank; Data360; GovTech Maturity. */
import type { CodeListLayout, TableLayout } from '../../src/pipeline/define-pipeline.ts';
import { table, yearly } from './table.ts';
import { TERRITORY_CODES, WORLD_BANK_GROUP_CODES } from './territories.ts';

const WORLD_BANK = 'World Bank';

const COUNTRY: TableLayout['country'] = {
  by: 'iso3',
  // Codes of the World Bank before it took over those of ISO.
  aliases: { ADO: 'AND', ROM: 'ROU', TMP: 'TLS', ZAR: 'COD' },
  leftOut: { ...TERRITORY_CODES, ...WORLD_BANK_GROUP_CODES },
  leftOutPatterns: {},
};

const DATA360_OPEN: TableLayout['open'] = {
  prefix: 'data360:',
  publisher: 'World Bank Data360',
  frequency: 'year',
  unitOtherwise: 'as published',
};
/** Values of one indicator by sex, age and so on are series of their own. */
const DATA360_BREAKDOWNS = {
  SEX: 'qualifier',
  AGE: 'qualifier',
  URBANISATION: 'qualifier',
  COMP_BREAKDOWN_1: 'qualifier',
  COMP_BREAKDOWN_2: 'qualifier',
  COMP_BREAKDOWN_3: 'qualifier',
} as const;
/** The total, and what has no such breakdown. */
const DATA360_TOTALS = ['_T', '_Z'];
/** A power of ten that multiplies the values, and a length of periods other than a year, would change what they say. */
const DATA360_EXPECTED = { UNIT_MULT: ['', '0'], FREQ: ['A'] };

/**
 * Two tables with one header. `gtmi_backend` and `gtmi_engagement` stand in both and are different measures: the group
 * goes to 4 and 3 points, the item to 11 and 4.
 */
function gtmi(said: Record<'id' | 'title' | 'prefix' | 'only', string>): TableLayout {
  return table({
    id: said.id,
    title: said.title,
    columns: { cc_iso3c: 'country', ref_year: 'period', variable: 'indicator', value: 'value' },
    values: { kind: 'single', series: null },
    country: COUNTRY,
    open: {
      prefix: said.prefix,
      publisher: 'World Bank GTMI, re-aggregated by the Blavatnik Index of Public Administration',
      frequency: 'year',
      unitOtherwise: 'points',
    },
    toldBy: { column: 'variable', texts: said.only.split(' ').map((name) => `gtmi_${name}`) },
  });
}

export const WORLD_BANK_LAYOUTS: readonly TableLayout[] = [
  table({
    id: 'worldbank-wdi',
    title: 'World Development Indicators, years across: API download, bulk file or DataBank',
    columns: {
      'Country Name': 'country-name',
      'Country Code': 'country',
      'Indicator Name': 'indicator-name',
      'Indicator Code': 'indicator',
      'Series Name': 'indicator-name',
      'Series Code': 'indicator',
    },
    values: { kind: 'periods', pattern: '^(?<period>\\d{4})(?: \\[YR\\d{4}\\])?$', given: null },
    country: COUNTRY,
    indicators: {
      'IT.NET.USER.ZS': yearly(
        WORLD_BANK,
        'worldbank:IT.NET.USER.ZS',
        'Individuals using the Internet',
        '% of population',
      ).indicator,
    },
    renamed: {
      'IT.NET.USER.P2': {
        now: 'IT.NET.USER.ZS',
        note: 'renamed by the World Bank between the vintages of February 2017 and November 2024; the series is the same',
      },
    },
    open: { prefix: 'worldbank:', publisher: WORLD_BANK, frequency: 'year', unitOtherwise: null },
    markers: { '..': 'not_available' },
    footers: ['Data from database:', 'Last Updated:'],
  }),
  table({
    id: 'worldbank-data360-wide',
    title: 'World Bank Data360, one row per country with years across',
    columns: {
      REF_AREA: 'country',
      REF_AREA_LABEL: 'country-name',
      INDICATOR: 'indicator',
      INDICATOR_LABEL: 'indicator-name',
      UNIT_MEASURE_LABEL: 'indicator-unit',
      ...DATA360_BREAKDOWNS,
      ...Object.fromEntries(
        Object.keys(DATA360_BREAKDOWNS).map((name) => [`${name}_LABEL`, 'ignored' as const]),
      ),
      ...Object.fromEntries(
        (
          'FREQ FREQ_LABEL UNIT_MEASURE DATABASE_ID DATABASE_ID_LABEL UNIT_MULT UNIT_MULT_LABEL OBS_STATUS ' +
          'OBS_STATUS_LABEL OBS_CONF OBS_CONF_LABEL'
        )
          .split(' ')
          .map((name) => [name, 'ignored' as const]),
      ),
    },
    optional: ['indicator-unit', 'indicator-name', 'qualifier'],
    values: { kind: 'periods', pattern: null, given: null },
    country: COUNTRY,
    expected: DATA360_EXPECTED,
    totals: DATA360_TOTALS,
    open: DATA360_OPEN,
  }),
  table({
    id: 'worldbank-data360',
    title: 'World Bank Data360 as its API gives it: one row per country, period and breakdown',
    columns: {
      REF_AREA: 'country',
      INDICATOR: 'indicator',
      TIME_PERIOD: 'period',
      OBS_VALUE: 'value',
      OBS_STATUS: 'status',
      UNIT_MEASURE: 'indicator-unit',
      COMMENT_OBS: 'note',
      ...DATA360_BREAKDOWNS,
      ...Object.fromEntries(
        (
          'TIME_FORMAT UNIT_MULT OBS_CONF AGG_METHOD DECIMALS COMMENT_TS DATA_SOURCE LATEST_DATA DATABASE_ID FREQ ' +
          'UNIT_TYPE'
        )
          .split(' ')
          .map((name) => [name, 'ignored' as const]),
      ),
    },
    optional: ['qualifier', 'status', 'indicator-unit'],
    values: { kind: 'single', series: null },
    country: COUNTRY,
    expected: DATA360_EXPECTED,
    totals: DATA360_TOTALS,
    open: DATA360_OPEN,
    // The code list CL_OBS_STATUS of SDMX.
    marks: {
      A: {},
      B: {},
      D: {},
      U: {},
      E: { isEstimated: true },
      F: { isEstimated: true },
      I: { isEstimated: true },
      P: { isPreliminary: true },
      M: { missing: 'not_available' },
      O: { missing: 'not_available' },
      L: { missing: 'not_available' },
      Q: { missing: 'confidential' },
    },
  }),
  gtmi({
    id: 'gtmi-groups',
    title:
      'GovTech Maturity Index in seven groups of questions, by the Blavatnik Index of Public Administration',
    prefix: 'gtmi:',
    only: 'admin innovation openness policy portals',
  }),
  gtmi({
    id: 'gtmi-items',
    title: 'GovTech Maturity Index in its items, by the Blavatnik Index of Public Administration',
    prefix: 'gtmi-item:',
    only:
      'customsmi customsportal data_exchange datagovernance dataprivacy digitalskills epayments eprocurement feedback ' +
      'fiscal govtech hrmis jobportal opendata opengov opensource participation pims portal pubsecinv right2info ' +
      'socsecmi socsecportal system_governance taxmi taxportal user_centric',
  }),
];

/** The two files that lie beside each API download. */
export const WORLD_BANK_CODE_LISTS: readonly CodeListLayout[] = [
  {
    id: 'worldbank-country-metadata',
    title: 'Metadata_Country of an API download: groups have no region',
    about: 'countries',
    codeColumn: 'Country Code',
    textColumn: 'Region',
    otherColumns: ['Country Name', 'IncomeGroup', 'SpecialNotes', 'TableName'],
  },
  {
    id: 'worldbank-countries',
    title: 'Countries of the World Development Indicators in bulk: groups have no region',
    about: 'countries',
    codeColumn: 'Country Code',
    textColumn: 'Region',
    neededColumns: ['Short Name'],
    otherColumns: 'any',
  },
  {
    id: 'worldbank-series',
    title: 'Series of the World Development Indicators in bulk: definition',
    about: 'indicators',
    codeColumn: 'Series Code',
    textColumn: 'Long definition',
    nameColumn: 'Indicator Name',
    otherColumns: 'any',
  },
  ...['SeriesCode', 'CountryCode'].map(
    (codeColumn): CodeListLayout => ({
      id: `worldbank-remarks-${codeColumn.toLowerCase()}`,
      title: 'Footnotes of the World Development Indicators in bulk',
      about: 'remarks',
      codeColumn,
      textColumn: 'DESCRIPTION',
      otherColumns: ['SeriesCode', 'CountryCode', 'Year'],
    }),
  ),
  {
    id: 'worldbank-indicator-metadata',
    title: 'Metadata_Indicator of an API download: definition and sources',
    about: 'indicators',
    codeColumn: 'INDICATOR_CODE',
    textColumn: 'SOURCE_NOTE',
    nameColumn: 'INDICATOR_NAME',
    otherColumns: ['SOURCE_ORGANIZATION'],
  },
];
