/** Where the tables come from, for files that bring no origin note of their own, and how often a new vintage comes. */
import type { Origin } from '../../src/pipeline/define-pipeline.ts';
import type { Cadence } from './freshness.ts';

const CC_BY_4 = 'CC BY 4.0';
const CC_BY_3_IGO = 'CC BY 3.0 IGO';
const NOT_STATED = 'not stated';
const ITU = 'International Telecommunication Union (ITU)';
const ITU_TERMS = 'free with attribution to ITU';
const UIS = 'UNESCO Institute for Statistics (UIS)';
const UNDP = 'UNDP, Human Development Report Office';
const ITU_STATISTICS = 'https://www.itu.int/en/ITU-D/Statistics/Pages/stat/default.aspx';
const WDI = 'World Bank, World Development Indicators';

type Declared = readonly [
  publisher: string,
  title: string,
  url: string | null,
  licence: string,
  cadence: Cadence,
];

const GTMI: Declared = [
  'World Bank GovTech Maturity Index, re-aggregated by the Blavatnik Index of Public Administration',
  'GovTech Maturity Index',
  'https://github.com/blavatnik-index/bipa2024_sourcedata',
  CC_BY_4,
  'every two years',
];

const DATA360: Declared = [
  'World Bank Data360',
  'Data360',
  'https://data360.worldbank.org/',
  CC_BY_4,
  'as its sources',
];
const UIS_LISTS: Declared = [
  UIS,
  'Bulk data',
  'https://uis.unesco.org/bdds',
  'CC BY-SA 3.0 IGO',
  'twice a year',
];

const SOURCES: Readonly<Record<string, Declared>> = {
  'itu-time-series': [
    ITU,
    'ICT indicators, time series',
    ITU_STATISTICS,
    ITU_TERMS,
    'twice a year until 2021',
  ],
  'itu-export': [
    `${ITU}; exported by a user`,
    'ICT indicators, time series',
    ITU_STATISTICS,
    ITU_TERMS,
    'none: a copy',
  ],
  'itu-value-columns': [
    ITU,
    'ICT indicators, time series',
    ITU_STATISTICS,
    ITU_TERMS,
    'twice a year until 2023',
  ],
  'itu-datahub': [ITU, 'ITU DataHub', 'https://datahub.itu.int/', ITU_TERMS, 'several times a year'],
  'itu-mobile-broadband-extract': [
    `${ITU}; extract by a user`,
    'Active mobile-broadband subscriptions per 100 inhabitants',
    null,
    ITU_TERMS,
    'none: a copy',
  ],
  'worldbank-wdi': [
    WDI,
    'World Development Indicators',
    'https://api.worldbank.org/v2/en/indicator/{indicator}?downloadformat=csv',
    CC_BY_4,
    'every quarter',
  ],
  'worldbank-country-metadata': [
    WDI,
    'Countries and groups',
    'https://data.worldbank.org/',
    CC_BY_4,
    'every quarter',
  ],
  'worldbank-indicator-metadata': [
    WDI,
    'Definitions of indicators',
    'https://data.worldbank.org/',
    CC_BY_4,
    'every quarter',
  ],
  'worldbank-countries': [
    WDI,
    'Countries and groups',
    'https://data.worldbank.org/',
    CC_BY_4,
    'every quarter',
  ],
  'worldbank-series': [
    WDI,
    'Definitions of indicators',
    'https://data.worldbank.org/',
    CC_BY_4,
    'every quarter',
  ],
  'worldbank-remarks-seriescode': [WDI, 'Footnotes', 'https://data.worldbank.org/', CC_BY_4, 'every quarter'],
  'worldbank-remarks-countrycode': [
    WDI,
    'Footnotes',
    'https://data.worldbank.org/',
    CC_BY_4,
    'every quarter',
  ],
  'worldbank-data360-wide': DATA360,
  'worldbank-data360': DATA360,
  'gtmi-groups': GTMI,
  'gtmi-items': GTMI,
  'uis-stat': [UIS, 'UIS.Stat', 'http://data.uis.unesco.org/', NOT_STATED, 'twice a year'],
  'uis-bulk': UIS_LISTS,
  ...Object.fromEntries(
    ['labels', 'countries', 'metadata', 'regional'].flatMap((name) => [
      [`uis-${name}`, UIS_LISTS],
      [`uis-${name}-lower`, UIS_LISTS],
    ]),
  ),
  components: ['not stated', 'Components of TII and HCI', null, NOT_STATED, 'none: a copy'],
  'barro-lee': [
    'Robert J. Barro and Jong-Wha Lee',
    'Educational Attainment Dataset',
    'https://github.com/barrolee/BarroLeeDataSet',
    NOT_STATED,
    'irregularly',
  ],
  'undp-time-series': [
    UNDP,
    'Composite indices, complete time series',
    'https://hdr.undp.org/data-center/documentation-and-downloads',
    CC_BY_3_IGO,
    'every year or two',
  ],
  'undp-2011-education': [
    UNDP,
    'Human Development Report 2011, education',
    'https://hdr.undp.org/',
    CC_BY_3_IGO,
    'once',
  ],
  'eu-egovernment-benchmark': [
    'European Commission',
    'eGovernment Benchmark, machine-readable format',
    'https://digital-strategy.ec.europa.eu/en/library/egovernment-benchmark-2023',
    CC_BY_4,
    'every year',
  ],
};

export const ORIGINS: Readonly<Record<string, Origin>> = Object.fromEntries(
  Object.entries(SOURCES).map(([id, [publisher, title, url, licence]]) => [
    id,
    { publisher, title, url, licence, retrievedOn: null, publishedOn: null },
  ]),
);

export const CADENCE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(SOURCES).map(([id, [, , , , cadence]]) => [id, cadence]),
);
