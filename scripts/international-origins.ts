/** Where the figures of each folder of international fixtures come from; written as `origin.json` beside the files. */

export interface InternationalOrigin {
  readonly publisher: string;
  readonly title: string;
  readonly url: string | null;
  readonly licence: string;
  readonly retrieved_on: null;
  readonly published_on?: string;
  readonly note: string;
  /** What differs between the files of the folder. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const LAID_OUT =
  'Not a copy of a published file: figures, which are facts, laid out by scripts/lay-out-international-fixtures.ts.';
const ITU = 'International Telecommunication Union (ITU)';
const ITU_TERMS = 'free with attribution to ITU (not re-checked)';
const ITU_STATISTICS = 'https://www.itu.int/en/ITU-D/Statistics/Pages/stat/default.aspx';
const CC_BY = 'CC BY 4.0 (World Bank terms; not re-checked)';
const WORLD_BANK =
  'World Bank, World Development Indicators (series source: International Telecommunication Union)';
const UIS = 'UNESCO Institute for Statistics (UIS)';

function worldBank(
  code: string,
  what: string,
  publishedOn: string | null,
  ...notes: readonly string[]
): InternationalOrigin {
  return {
    publisher: WORLD_BANK,
    title: `${what}, ${code}`,
    url: `https://data.worldbank.org/indicator/${code}`,
    licence: CC_BY,
    retrieved_on: null,
    ...(publishedOn === null ? {} : { published_on: publishedOn }),
    note: [LAID_OUT, ...notes].join(' '),
  };
}

/** By folder, relative to the folder of the international fixtures. */
export const INTERNATIONAL_ORIGINS: Readonly<Record<string, InternationalOrigin>> = {
  'itu/2015': {
    publisher: `${ITU}; exported by a user`,
    title: 'Telephone, mobile and fixed-broadband subscriptions: some economies, some years to 2014',
    url: ITU_STATISTICS,
    licence: ITU_TERMS,
    retrieved_on: null,
    note: `${LAID_OUT} Mac OS Roman, as saved about 2015; the day is not known, so that the last year counts as the vintage.`,
    files: {
      'Fixed_tel_2000-2014.csv': { series: 'itu:i91' },
      'Mobile_cellular_2000-2014.csv': { series: 'itu:i271' },
      'Fixed_broadband_2000-2014_per100.csv': { series: 'itu:i992b' },
    },
  },
  'itu/2019': {
    publisher: ITU,
    title: 'ICT indicators, time series: 193 states and some territories, 2014 to 2018',
    url: ITU_STATISTICS,
    licence: ITU_TERMS,
    retrieved_on: null,
    note: [
      LAID_OUT,
      'Published in June 2019; two of the files were revised on 27 August. Of the others only the month is known, and',
      'its last day stands for it.',
    ].join(' '),
    files: {
      'Individuals_Internet_2000-2018_Jun2019.xls': { published_on: '2019-06-30' },
      'Mobile_cellular_2000-2018_Jun2019.xls': { published_on: '2019-06-30' },
      'Fixed_tel_2000-2018_Jun2019_revised_27082019.xls': { published_on: '2019-08-27' },
      'Fixed_broadband_2000-2018_Jun2019_revised27082019.xls': { published_on: '2019-08-27' },
    },
  },
  'itu/mobile-broadband-extract': {
    publisher: `${ITU}; extract by a user`,
    title: 'Active mobile-broadband subscriptions per 100 inhabitants, even years 2014 to 2020',
    url: null,
    licence: ITU_TERMS,
    retrieved_on: null,
    published_on: '2022-10-23',
    note: [
      LAID_OUT,
      'The table is not a download of ITU: a user made it, and the date is that of the repository it was found in.',
      'Its columns of other publishers are left blank.',
    ].join(' '),
  },
  'worldbank/2017-02-01': worldBank(
    'IT.NET.USER.P2',
    'Internet users (per 100 people): fourteen countries and the world, 2012 to 2016',
    '2017-02-01',
  ),
  'worldbank/2017-03-23': worldBank(
    'IT.CEL.SETS.P2',
    'Mobile cellular subscriptions (per 100 people): ten countries and the world, five years',
    '2017-03-23',
  ),
  'worldbank/2023-03-01': worldBank(
    'IT.CEL.SETS.P2',
    'Mobile cellular subscriptions (per 100 people): 193 states, some territories and groups, ten years',
    '2023-03-01',
    'The list of countries is that of about November 2024: the one of the day was not found.',
  ),
  'worldbank/2024': worldBank(
    'IT.NET.USER.ZS',
    'Individuals using the Internet (% of population): 193 states, some territories and groups, 2014 to 2023',
    '2024-11-30',
    'The file was saved again by a user in the last week of November 2024; the day of its update is not known.',
  ),
  'worldbank/fixed-broadband': worldBank(
    'IT.NET.BBND.P2',
    'Fixed broadband subscriptions (per 100 people), 2018 and 2020',
    null,
    'The figures were taken from a copy of the series that Gapminder published; the date of its update is not known.',
  ),
  gtmi: {
    publisher:
      'World Bank GovTech Maturity Index, re-aggregated by the Blavatnik Index of Public Administration',
    title: 'GovTech Maturity Index 2022, group scores and some items of some economies',
    url: 'https://github.com/blavatnik-index/bipa2024_sourcedata',
    licence: 'CC BY 4.0 (not re-checked)',
    retrieved_on: null,
    published_on: '2022-12-01',
    note: `${LAID_OUT} Not scores of the World Bank's own.`,
  },
  undp: {
    publisher: 'UNDP, Human Development Report Office',
    title: 'Human Development Reports 2011 (education) and 2023/24 (time series), some series and years',
    url: 'https://hdr.undp.org/data-center/documentation-and-downloads',
    licence: 'CC BY 3.0 IGO (not re-checked)',
    retrieved_on: null,
    note: LAID_OUT,
    files: {
      'Education.csv': { published_on: '2011-11-02', url: 'https://hdr.undp.org/' },
      'HDR23-24_Composite_indices_complete_time_series.csv': { published_on: '2024-03-13' },
    },
  },
  uis: {
    publisher: UIS,
    title: 'Graduates, enrolment and ICT skills: some countries and indicators',
    url: 'http://data.uis.unesco.org/',
    licence: 'not stated',
    retrieved_on: null,
    note: [
      LAID_OUT,
      'Figures of UIS.Stat exports; those of enrolment (export of 11 May 2020) stand in the layout of the bulk data',
      'service, of which no file was at hand. Dates are those in the names of the exports.',
    ].join(' '),
    files: {
      'EDULIT_DS_08112018110754920.csv': { published_on: '2018-11-08' },
      'SDG4_DS_04102019154356211.csv': { published_on: '2019-10-04' },
      'OPRI_DATA_NATIONAL.csv': { published_on: '2020-05-11' },
    },
  },
  'barro-lee': {
    publisher: 'Robert J. Barro and Jong-Wha Lee',
    title:
      'Educational Attainment Dataset, version 3, both sexes, ages 25 to 64: some countries, 1990 to 2015',
    url: 'https://github.com/barrolee/BarroLeeDataSet',
    licence: 'not stated',
    retrieved_on: null,
    published_on: '2024-05-31',
    note: `${LAID_OUT} The date is that of the repository's last change.`,
  },
  eu: {
    publisher: 'European Commission',
    title: 'eGovernment Benchmark 2023, machine-readable format: some countries and variables',
    url: 'https://digital-strategy.ec.europa.eu/en/library/egovernment-benchmark-2023',
    licence: 'CC BY 4.0 (not re-checked)',
    retrieved_on: null,
    published_on: '2023-09-27',
    note: `${LAID_OUT} Rows without a variable, which nothing tells apart, are left out here.`,
  },
};

/** Of the folder beside them: a later vintage of a series that the recomputed indices need as it was in 2019. */
export const DATAHUB_ORIGIN: InternationalOrigin = {
  publisher: ITU,
  title: 'ITU DataHub, individuals using the Internet (i99H): some economies, 2014 to 2025',
  url: 'https://datahub.itu.int/',
  licence: ITU_TERMS,
  retrieved_on: null,
  published_on: '2026-05-06',
  note: `${LAID_OUT} Downloaded in spring 2026; the date is that of the repository it was found in.`,
};
