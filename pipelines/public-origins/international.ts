/** International series that TII and HCI are made of, and peers for cross-checks. */
import { defineOrigins, type HttpOriginDeclaration } from '../../src/pipeline/define-pipeline.ts';

const WORLD_BANK = { publisher: 'World Bank', licence: 'CC BY 4.0' };
const UNDP = { publisher: 'UNDP, Human Development Report Office', licence: 'CC BY 3.0 IGO' };
const ITU = { publisher: 'International Telecommunication Union (ITU)', licence: 'free with attribution' };

/** Once a year, and up to half a year late. */
const YEARLY = { cadence: 'every year', warnAfterDays: 550, errorAfterDays: 800 };
/** The World Development Indicators come out several times a year. */
const QUARTERLY = { cadence: 'about every quarter', warnAfterDays: 150, errorAfterDays: 400 };

/** One indicator of the API: a zip with the data and both metadata files. */
function wdi(id: string, code: string, title: string): HttpOriginDeclaration {
  return {
    ...WORLD_BANK,
    id: `wb-${id}`,
    title: `World Development Indicators: ${title} (${code})`,
    page: `https://data.worldbank.org/indicator/${code}`,
    freshness: QUARTERLY,
    hosts: ['api.worldbank.org'],
    request: { url: `https://api.worldbank.org/v2/en/indicator/${code}`, query: { downloadformat: 'csv' } },
    expects: ['zip'],
    fileName: `API_${code}_DS2_en_csv_v2.zip`,
  };
}

/** One series of the DataHub: a zip with one CSV. */
function datahub(id: string, number: number, title: string): HttpOriginDeclaration {
  return {
    ...ITU,
    id: `itu-${id}`,
    title: `ITU DataHub: ${title}`,
    page: `https://datahub.itu.int/data/?i=${number}`,
    freshness: YEARLY,
    hosts: ['api.datahub.itu.int'],
    request: { url: `https://api.datahub.itu.int/v2/data/download/byid/${number}/iscollection/false` },
    expects: ['zip', 'csv'],
    fileName: `itu-${id}.zip`,
  };
}

function hdr(edition: string, folder: string, file: string): HttpOriginDeclaration {
  return {
    ...UNDP,
    id: `undp-hdr-${edition}`,
    title: `Human Development Report ${edition}: composite indices, complete time series`,
    page: 'https://hdr.undp.org/data-center/documentation-and-downloads',
    // A report is not changed after its publication, or seldom: nothing is late.
    freshness: { cadence: 'once', warnAfterDays: 3_650, errorAfterDays: 7_300 },
    hosts: ['hdr.undp.org'],
    request: { url: `https://hdr.undp.org/sites/default/files/${folder}/${file}` },
    expects: ['csv'],
    fileName: file,
  };
}

export const INTERNATIONAL = defineOrigins([
  wdi('internet-users', 'IT.NET.USER.ZS', 'individuals using the Internet, % of population'),
  wdi('mobile-subscriptions', 'IT.CEL.SETS.P2', 'mobile-cellular subscriptions per 100'),
  wdi('fixed-telephone', 'IT.MLT.MAIN.P2', 'fixed-telephone subscriptions per 100'),
  wdi('fixed-broadband', 'IT.NET.BBND.P2', 'fixed-broadband subscriptions per 100'),
  wdi('adult-literacy', 'SE.ADT.LITR.ZS', 'adult literacy rate, %'),
  {
    ...WORLD_BANK,
    id: 'wb-wdi-bulk',
    title: 'World Development Indicators, bulk CSV',
    page: 'https://datacatalog.worldbank.org/search/dataset/0037712',
    freshness: QUARTERLY,
    hosts: ['databank.worldbank.org', 'databankfiles.worldbank.org'],
    request: { url: 'https://databank.worldbank.org/data/download/WDI_CSV.zip' },
    expects: ['zip'],
    fileName: 'WDI_CSV.zip',
    // 283 MB in July 2026.
    maxBytes: 1_000_000_000,
  },
  datahub('internet-users', 11_624, 'individuals using the Internet'),
  hdr('2021-22', '2021-22_HDR', 'HDR21-22_Composite_indices_complete_time_series.csv'),
  hdr('2023-24', '2023-24_HDR', 'HDR23-24_Composite_indices_complete_time_series.csv'),
  hdr('2025', '2025_HDR', 'HDR25_Composite_indices_complete_time_series.csv'),
  {
    publisher: 'Barro and Lee',
    id: 'barro-lee-v3-25-64',
    title: 'Educational attainment v3, both sexes, ages 25 to 64',
    licence: 'not stated (repository: MIT)',
    page: 'https://github.com/barrolee/BarroLeeDataSet',
    freshness: { cadence: 'irregular', warnAfterDays: 3_650, errorAfterDays: 7_300 },
    hosts: ['raw.githubusercontent.com'],
    request: {
      url: 'https://raw.githubusercontent.com/barrolee/BarroLeeDataSet/master/BLData/BL_v3_MF2564.csv',
    },
    expects: ['csv'],
    fileName: 'BL_v3_MF2564.csv',
  },
  {
    ...WORLD_BANK,
    id: 'wb-data360-un-egdi',
    title: 'Data360: UN_EGDI, wide',
    licence: 'not stated',
    page: 'https://data360.worldbank.org/',
    freshness: { cadence: 'every two years', warnAfterDays: 792, errorAfterDays: 1_096 },
    hosts: ['data360files.worldbank.org'],
    request: { url: 'https://data360files.worldbank.org/data360-data/data/UN_EGDI/UN_EGDI_WIDEF.csv' },
    expects: ['csv'],
    fileName: 'UN_EGDI_WIDEF.csv',
  },
]);
