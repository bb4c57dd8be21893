/** Neighbours of Kazakhstan, and the Commonwealth's statistics. EMISS wants a session with a one-use token: not declared. */
import { defineOrigins, type HttpOriginDeclaration } from '../../src/pipeline/define-pipeline.ts';

const YEARLY = { cadence: 'every year', warnAfterDays: 500, errorAfterDays: 750 };

/** A pointer names the file and the date of its revision. */
function siat(id: string, number: number, title: string): HttpOriginDeclaration {
  return {
    publisher: 'National Statistics Committee of the Republic of Uzbekistan (SIAT)',
    id: `uz-siat-${id}`,
    title,
    licence: 'CC BY 4.0 (according to a public repository)',
    page: `https://siat.stat.uz/data/${number}/?lang=en`,
    freshness: YEARLY,
    hosts: ['api.siat.stat.uz'],
    steps: [
      {
        request: {
          url: `https://api.siat.stat.uz/sdmx/${number}/table/download/`,
          query: { download_format: 'json' },
        },
        take: { json: { file: ['file'], revised: ['updated_at'] } },
      },
    ],
    request: { url: '{file}' },
    expects: ['json'],
    fileName: `sdmx_data_${number}.json`,
  };
}

export const NEIGHBOURS = defineOrigins([
  siat('population', 246, 'SIAT: permanent population'),
  {
    publisher: 'National Statistical Committee of the Republic of Belarus (Belstat)',
    id: 'by-belstat-population',
    title: 'Belstat: population by region, sex and area',
    licence: 'not stated',
    page: 'https://dataportal.belstat.gov.by/',
    freshness: YEARLY,
    hosts: ['dataportal.belstat.gov.by'],
    request: {
      url: 'https://dataportal.belstat.gov.by/osids-public-api/sdmx-api/indicator/values/SDMX-JSON/10101100004',
      // About ten years a call at most.
      post: {
        json: {
          years: [2024, 2023, 2022, 2021, 2020, 2019, 2018, 2017, 2016, 2015],
          periodicities: [],
          units: ['210'],
          dimensionOrder: ['razrez_594', 'priznak_536', 'priznak_391', 'priznak_451'],
          dimensionParams: {
            razrez_594: ['699961', '919067', '919068', '919069', '919070', '919071', '919072', '919073'],
            priznak_536: ['518105', '984726', '984727', '984728'],
          },
          simbolsAfterComma: 'null',
        },
      },
      isSafe: true,
    },
    expects: ['json'],
    fileName: 'belstat-population.json',
  },
  {
    publisher: 'State Statistical Committee of the Republic of Azerbaijan',
    id: 'az-national-accounts',
    title: 'Azstat: national accounts, main indicators',
    licence: 'not stated',
    page: 'https://www.stat.gov.az/source/system_nat_accounts/?lang=en',
    freshness: YEARLY,
    hosts: ['www.stat.gov.az'],
    request: {
      url: 'https://www.stat.gov.az/source/system_nat_accounts/en/001_1en.xls',
      // Other agents are sent away.
      headers: { 'user-agent': 'Mozilla/5.0 (compatible; egdi-pipeline)' },
    },
    expects: ['xls', 'xlsx'],
    fileName: '001_1en.xls',
  },
  {
    publisher: 'Interstate Statistical Committee of the Commonwealth of Independent States (CIS Stat)',
    id: 'cis-gdp-volume',
    title: 'CIS Stat: volume index of GDP, yearly',
    licence: 'not stated',
    page: 'https://new.cisstat.org/consstat/pivot/?language=ru&factId=714662',
    freshness: YEARLY,
    hosts: ['new.cisstat.org'],
    request: {
      url: 'https://new.cisstat.org/consstat/service/fact/data/714662/freq/44',
      query: { locale: 'ru' },
    },
    expects: ['json'],
    fileName: 'cisstat-gdp-volume.json',
  },
]);
