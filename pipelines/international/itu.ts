/** International Telecommunication Union: time-series workbooks, what was exported of them, and the DataHub. */
import type { TableLayout, TableSeries } from '../../src/pipeline/define-pipeline.ts';
import { table, yearly } from './table.ts';
import { TERRITORY_CODES } from './territories.ts';

const ITU = 'International Telecommunication Union (ITU)';
/** No country has more; a count of subscriptions in its place is far above. */
const MOST_PER_100 = 500;

function percentage(code: string, name: string, unit: string): TableSeries {
  return yearly(ITU, `itu:${code}`, name, unit, { atMost: 100 });
}

function perHundred(code: string, name: string): TableSeries {
  return yearly(ITU, `itu:${code}`, name, 'per 100 inhabitants', { atMost: MOST_PER_100 });
}

function count(code: string, name: string): TableSeries {
  return yearly(ITU, `itu:${code}`, name, 'subscriptions', { wholeBelow: 1000 });
}

const INTERNET_USERS = percentage('i99H', 'Individuals using the Internet', '% of population');
const FIXED_TELEPHONE = count('i112', 'Fixed-telephone subscriptions');
const FIXED_TELEPHONE_RATE = perHundred('i91', 'Fixed-telephone subscriptions per 100 inhabitants');
const MOBILE = count('i271', 'Mobile-cellular telephone subscriptions');
const MOBILE_RATE = perHundred('i911', 'Mobile-cellular telephone subscriptions per 100 inhabitants');
const FIXED_BROADBAND = count('i4213tfbb', 'Fixed-broadband subscriptions');
const FIXED_BROADBAND_RATE = perHundred('i992b', 'Fixed-broadband subscriptions per 100 inhabitants');
const MOBILE_BROADBAND = count('i271mw', 'Active mobile-broadband subscriptions');
const MOBILE_BROADBAND_RATE = perHundred(
  'i911mw',
  'Active mobile-broadband subscriptions per 100 inhabitants',
);

const BANDWIDTH = yearly(ITU, 'itu:i4214', 'International bandwidth', 'Mbit/s');

/** Titles of blocks, and the titles that earlier workbooks have for the same. */
const BLOCKS: Readonly<Record<string, TableSeries>> = {
  'Percentage of Individuals using the Internet': INTERNET_USERS,
  'Percentage of individuals using the Internet': INTERNET_USERS,
  'Fixed-telephone subscriptions': FIXED_TELEPHONE,
  'Fixed-telephone subscriptions per 100 inhabitants': FIXED_TELEPHONE_RATE,
  'Mobile-cellular telephone subscriptions': MOBILE,
  'Mobile-cellular telephone subscriptions per 100 inhabitants': MOBILE_RATE,
  'Mobile-cellular subscriptions': MOBILE,
  'Mobile-cellular subscriptions per 100 inhabitants': MOBILE_RATE,
  'Fixed-broadband subscriptions': FIXED_BROADBAND,
  'Fixed-broadband subscriptions per 100 inhabitants': FIXED_BROADBAND_RATE,
  'Fixed (wired)-broadband subscriptions': FIXED_BROADBAND,
  'Fixed (wired)-broadband subscriptions per 100 inhabitants': FIXED_BROADBAND_RATE,
  'Active mobile-broadband subscriptions': MOBILE_BROADBAND,
  'Active mobile-broadband subscriptions per 100 inhabitants': MOBILE_BROADBAND_RATE,
};

/** `Notes 2000` and `Source 2000` say what the values of 2000 rest on, the count and what is made of it alike. */
const NOTES: Extract<TableLayout['values'], { kind: 'blocks' }>['notes'] = Object.fromEntries(
  Object.keys(BLOCKS)
    .filter((title) => !title.endsWith('per 100 inhabitants'))
    .flatMap((title) =>
      [`Metadata for ${title}`, `Metadata for ${title.toLowerCase()}`].map((name) => [title, name]),
    )
    .map(([title = '', name = '']) => [
      name,
      {
        pattern: '^(?:Notes?|Sources?) (?<period>\\d{4})$',
        about: [title, `${title} per 100 inhabitants`],
      },
    ]),
);

const BY_NAME: TableLayout['country'] = { by: 'name', aliases: {}, leftOut: {}, leftOutPatterns: {} };

export const ITU_LAYOUTS: readonly TableLayout[] = [
  table({
    id: 'itu-time-series',
    title: 'ITU time-series workbook: blocks of years side by side, with notes and sources',
    columns: {},
    values: {
      kind: 'blocks',
      unitRow: false,
      series: { ...BLOCKS },
      notes: NOTES,
      footnotes: false,
      pseudoPeriods: {},
    },
    country: BY_NAME,
    // Numbers without a meaning stand in the spacer between two blocks.
    stray: 'report',
    vintageFrom: 'last-period',
  }),
  table({
    id: 'itu-export',
    title: 'ITU time series exported as CSV: years across, and nothing says of what',
    encodings: ['utf-8', 'macintosh', 'windows-1252'],
    headerWithin: 1,
    columns: { '': 'country', Country: 'country' },
    values: {
      kind: 'periods',
      pattern: null,
      given: {
        'itu:i99H': INTERNET_USERS,
        'itu:i112': FIXED_TELEPHONE,
        'itu:i91': FIXED_TELEPHONE_RATE,
        'itu:i271': MOBILE,
        'itu:i911': MOBILE_RATE,
        'itu:i4213tfbb': FIXED_BROADBAND,
        'itu:i992b': FIXED_BROADBAND_RATE,
        'itu:i271mw': MOBILE_BROADBAND,
        'itu:i911mw': MOBILE_BROADBAND_RATE,
      },
    },
    country: BY_NAME,
    numbers: 'grouped',
    vintageFrom: 'last-period',
  }),
  table({
    id: 'itu-value-columns',
    title: 'ITU workbook of 2020 and later: value, source and notes of each year side by side',
    columns: {
      Indicator: 'indicator',
      IndicatorCode: 'ignored',
      Country: 'country',
      Economy: 'country',
      ShortName: 'country',
      EconomyISO: 'ignored',
    },
    values: {
      kind: 'periods',
      pattern: '^(?<period>\\d{4})_value$',
      notes: '^(?<period>\\d{4})_(?:sources?|notes?)$',
      given: null,
    },
    country: BY_NAME,
    indicators: {
      'Internet users (%)': INTERNET_USERS.indicator,
      'Percentage of individuals using the Internet': INTERNET_USERS.indicator,
      'Individuals using the Internet (%)': INTERNET_USERS.indicator,
      'Fixed-telephone subscriptions': FIXED_TELEPHONE.indicator,
      'Fixed-telephone subscriptions per 100 inhabitants': FIXED_TELEPHONE_RATE.indicator,
      'Mobile-cellular telephone subscriptions;  by postpaid/prepaid': MOBILE.indicator,
      'Mobile-cellular telephone subscriptions, by postpaid/prepaid': MOBILE.indicator,
      'Mobile-cellular telephone subscriptions': MOBILE.indicator,
      'Mobile-cellular subscriptions': MOBILE.indicator,
      'Mobile-cellular subscriptions per 100 inhabitants': MOBILE_RATE.indicator,
      'Mobile-cellular telephone subscriptions per 100 inhabitants': MOBILE_RATE.indicator,
      'Fixed-broadband subscriptions': FIXED_BROADBAND.indicator,
      'Fixed-broadband subscriptions per 100 inhabitants': FIXED_BROADBAND_RATE.indicator,
      'Active mobile-broadband subscriptions': MOBILE_BROADBAND.indicator,
      'Active mobile-broadband subscriptions per 100 inhabitants': MOBILE_BROADBAND_RATE.indicator,
      'International bandwidth;  in Mbit/s': BANDWIDTH.indicator,
      'International bandwidth, in Mbit/s': BANDWIDTH.indicator,
    },
    vintageFrom: 'last-period',
  }),
  table({
    id: 'itu-datahub',
    title: 'ITU DataHub download: one row per entity and year',
    columns: {
      seriesID: 'ignored',
      seriesCode: 'indicator',
      seriesName: 'indicator-name',
      seriesParent: 'ignored',
      seriesUnits: 'indicator-unit',
      entityID: 'ignored',
      entityIso: 'country',
      entityName: 'country-name',
      dataValue: 'value',
      dataYear: 'period',
      dataNote: 'note',
      dataSource: 'note',
      seriesDescription: 'indicator-description',
    },
    values: { kind: 'single', series: null },
    country: { by: 'iso3', aliases: {}, leftOut: { ...TERRITORY_CODES }, leftOutPatterns: {} },
    indicators: { i99H: INTERNET_USERS.indicator },
    // A download is always of the whole series.
    vintageFrom: 'last-period',
    open: { prefix: 'itu:', publisher: ITU, frequency: 'year', unitOtherwise: null },
  }),
  table({
    id: 'itu-mobile-broadband-extract',
    title:
      'active mobile-broadband subscriptions of ITU in a table made by a user; its other columns are not read',
    columns: {
      Negara: 'country',
      Tahun: 'period',
      'Active mobile-broadband subscriptions per 100 inhabitants': 'value',
      EGDI: 'ignored',
      CPI: 'ignored',
      'E-participation': 'ignored',
    },
    values: { kind: 'single', series: MOBILE_BROADBAND_RATE },
    country: BY_NAME,
  }),
];
