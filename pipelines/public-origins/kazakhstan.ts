/**
 * Kazakhstan: the Bureau of National Statistics (stat.gov.kz, Taldau). Addresses and calls as public client code uses
 * them in 2026; the licence of the Bureau's material was not established. Sets of data.egov.kz are read in pages with
 * a key (`{ secret: 'data.egov.kz' }`); under which name the population set stands was not established.
 */
import { defineOrigins, type HttpOriginDeclaration } from '../../src/pipeline/define-pipeline.ts';

const BNS = {
  publisher: 'Bureau of National Statistics of the Republic of Kazakhstan (BNS)',
  licence: 'not stated',
};
const STAT = 'https://stat.gov.kz';
const TALDAU = 'https://taldau.stat.gov.kz';

/** Numbers of Taldau: an index, the period of a year, the region «Республика Казахстан». */
const GDP_VOLUME = '2979005';
const YEAR = 7;
const COUNTRY = '741880';

const MONTHLY = { cadence: 'every month', warnAfterDays: 75, errorAfterDays: 180 };
const YEARLY = { cadence: 'every year', warnAfterDays: 500, errorAfterDays: 750 };

/** A cube whose element keeps its number. The file may stay under it while its content is revised. */
function cube(id: string, element: number, title: string): HttpOriginDeclaration {
  return {
    ...BNS,
    id: `kz-bns-${id}`,
    title,
    page: `${STAT}/ru/industries/social-statistics/demography/`,
    freshness: YEARLY,
    hosts: ['stat.gov.kz'],
    request: { url: `${STAT}/api/iblock/element/${element}/json/file/kk/` },
    expects: ['json'],
    fileName: `${id}.json`,
  };
}

export const KAZAKHSTAN = defineOrigins([
  {
    ...BNS,
    id: 'kz-bns-telecom-monthly',
    title: 'Telecommunications, monthly release',
    page: `${STAT}/ru/industries/business-statistics/stat-it/spreadsheets/`,
    freshness: MONTHLY,
    hosts: ['stat.gov.kz'],
    // Each release is an element of its own; the newest stands first on the page.
    steps: [
      {
        request: { url: `${STAT}/ru/industries/business-statistics/stat-it/spreadsheets/` },
        take: { link: '/api/iblock/element/(?<element>\\d+)/file/ru/$', pick: 'first' },
      },
    ],
    request: { url: `${STAT}/api/iblock/element/{element}/file/ru/` },
    expects: ['xlsx', 'xls'],
    fileName: 'telecom-monthly.xlsx',
  },
  {
    ...BNS,
    id: 'kz-bns-digital-literacy',
    title: 'Digital literacy of the population («Уровень цифровой грамотности населения»)',
    page: `${STAT}/ru/industries/business-statistics/stat-it/dynamic-tables/`,
    freshness: YEARLY,
    hosts: ['stat.gov.kz'],
    steps: [
      {
        request: { url: `${STAT}/ru/industries/business-statistics/stat-it/dynamic-tables/` },
        take: {
          link: '/api/iblock/element/(?<element>\\d+)/file/ru/$',
          after: 'Уровень цифровой грамотности населения',
        },
      },
    ],
    request: { url: `${STAT}/api/iblock/element/{element}/file/ru/` },
    expects: ['xlsx', 'xls'],
    fileName: 'digital-literacy.xlsx',
  },
  cube('population', 6645, 'Population, by region and year'),
  cube('births', 6633, 'Births, by region and year'),
  cube('deaths', 6630, 'Deaths, by region and year'),
  {
    ...BNS,
    id: 'kz-taldau-gdp-volume',
    title: 'Taldau: physical volume index of GDP by production, yearly',
    page: `${TALDAU}/ru/NewIndex/GetIndex/${GDP_VOLUME}`,
    freshness: YEARLY,
    hosts: ['taldau.stat.gov.kz'],
    // The segment is found by its term: its dictionary was renumbered when the new oblasts came (67, then 68).
    steps: [
      {
        request: { url: `${TALDAU}/ru/Api/GetPeriodList`, query: { indexId: GDP_VOLUME } },
        take: { json: { period: [{ key: 'id', equals: YEAR }, 'id'] } },
      },
      {
        request: {
          url: `${TALDAU}/ru/Api/GetSegmentList`,
          query: { indexId: GDP_VOLUME, periodId: '{period}' },
        },
        take: {
          json: {
            dictionary: [{ key: 'termIds', equals: COUNTRY }, 'dicId'],
            segment: [{ key: 'termIds', equals: COUNTRY }, 'idx'],
          },
        },
      },
    ],
    request: {
      url: `${TALDAU}/ru/NewIndex/GetIndexTreeData`,
      headers: { 'x-requested-with': 'XMLHttpRequest' },
      // A wrong measure or dictionary is answered with 500 or an empty list, so each of these counts.
      post: {
        form: {
          p_parent_id: '',
          p_index_id: GDP_VOLUME,
          p_keyword: '',
          p_period_id: '{period}',
          p_measure_id: '7',
          p_term_id: COUNTRY,
          p_terms: COUNTRY,
          p_dicIds: '{dictionary}',
          idx: '{segment}',
          filter: '[{"property":null,"value":null}]',
          id: '',
        },
      },
      isSafe: true,
    },
    expects: ['json'],
    fileName: 'taldau-gdp-volume.json',
    intervalMs: 2_000,
  },
]);
