/**
 * National statistics whose figures ship with the program: Kazakhstan first, then what puts it beside its neighbours. A
 * further series is one more entry here.
 */
import { defineNationalPipeline } from '../../src/pipeline/define-pipeline.ts';
import { COUNTERPARTS } from './counterparts/index.ts';
import { BNS_MARKERS } from './markers.ts';
import { NEIGHBOUR_SERIES } from './neighbours.ts';
import { PRESS_SERIES } from './press.ts';
import { sourceOrigin } from './source-origin.ts';
import { STATISTICAL_TABLES } from './tables/index.ts';

const BNS = 'Bureau of National Statistics of Kazakhstan (BNS)';

const AGE_AND_SEX = [
  ['men_0-15', 'male', '0-15'],
  ['men_16-62', 'male', '16-62'],
  ['men_63+', 'male', '63+'],
  ['women_0-15', 'female', '0-15'],
  ['women_16-58', 'female', '16-58'],
  ['women_59+', 'female', '59+'],
] as const;

export const national = defineNationalPipeline({
  name: 'national',
  title: 'National statistics of Kazakhstan and its neighbours',
  defaultInput: 'fixtures/national',
  ignoredFiles: ['*.md', 'origin.json', 'LICENSE', 'NOTICE', '.*'],
  tables: STATISTICAL_TABLES,
  freshness: {
    // After the end of the last period with a figure: figures of a month come within weeks, those of a year within a
    // year. Late where the next period is overdue, stale where the one after it is.
    byFrequency: {
      month: { warnAfterDays: 100, errorAfterDays: 365 },
      quarter: { warnAfterDays: 240, errorAfterDays: 480 },
      year: { warnAfterDays: 700, errorAfterDays: 1100 },
    },
    runs: { cadence: 'every month', warnAfterDays: 35, errorAfterDays: 100 },
  },
  counterparts: COUNTERPARTS,
  series: [
    {
      files: ['bns-cpi.csv'],
      origin: sourceOrigin(BNS, 'Consumer price index, cube', 'https://stat.gov.kz/'),
      source: {
        adapter: 'bns-cube-tsv',
        id: 'bns-cpi',
        title: 'Consumer price index by region and month',
        iso3: 'KAZ',
        languages: ['ru'],
        markers: BNS_MARKERS,
        regionColumn: 'КАТО(по каталогу)',
        dimensions: {
          ССП: {
            name: 'comparison_base',
            members: {
              'отчетный период к соответствующему периоду прошлого года': 'same period of the previous year',
            },
          },
          ГНКИПЦ01_2753: { name: 'product', members: { 'Товары и услуги': null } },
        },
        indicators: {
          'Индекс потребительских цен': {
            indicatorCode: 'bns:cpi',
            nameEn: 'Consumer price index',
            unit: 'percent',
            printedUnits: ['Процент'],
            frequency: 'month',
            publisher: BNS,
            isAdditive: false,
          },
        },
      },
    },
    {
      files: ['bns-population.json'],
      origin: sourceOrigin(
        BNS,
        'Population at the end of the year, cube 6645',
        'https://stat.gov.kz/api/iblock/element/6645/json/file/kk/',
      ),
      source: {
        adapter: 'bns-cube-json',
        id: 'bns-population',
        title: 'Population at the end of the year by region',
        iso3: 'KAZ',
        languages: ['kk'],
        markers: BNS_MARKERS,
        indicator: {
          indicatorCode: 'bns:population',
          nameEn: 'Population at the end of the year',
          unit: 'persons',
          frequency: 'year',
          publisher: BNS,
          description: 'On 31 December. 2022 is a break: recalculated after the census of 2021.',
          isAdditive: true,
        },
      },
    },
    {
      files: ['taldau-agriculture.json'],
      origin: sourceOrigin(
        `${BNS}, Taldau`,
        'Gross output of agriculture, annual',
        'https://taldau.stat.gov.kz/',
      ),
      source: {
        adapter: 'taldau-tree',
        id: 'taldau-agriculture',
        title: 'Gross output of agriculture',
        iso3: 'KAZ',
        languages: ['ru'],
        markers: BNS_MARKERS,
        periodId: 7,
        indicator: {
          indicatorCode: 'taldau:agriculture-gross-output',
          nameEn: 'Gross output of agriculture',
          unit: 'tenge',
          printedUnits: ['тенге'],
          frequency: 'year',
          publisher: BNS,
          isAdditive: true,
        },
      },
    },
    {
      files: ['open-data-kz-population.csv'],
      metaFile: 'open-data-kz-population.meta.json',
      origin: sourceOrigin(
        'data.egov.kz',
        'Population by region, age group and sex, version 4',
        'https://data.egov.kz/',
      ),
      source: {
        adapter: 'open-data-kz',
        id: 'open-data-kz-population',
        title: 'Population by region, age group and sex',
        iso3: 'KAZ',
        languages: ['ru'],
        markers: BNS_MARKERS,
        regionColumn: 'region',
        columns: Object.fromEntries(
          AGE_AND_SEX.map(([column, sex, age]) => [
            column,
            { indicator: 'population', breakdown: { sex, age } },
          ]),
        ),
        indicators: {
          population: {
            indicatorCode: 'open-data-kz:population',
            nameEn: 'Population by sex and age group',
            unit: 'persons',
            frequency: 'year',
            publisher: 'data.egov.kz',
            description: 'Age groups below, in and above working age.',
            isAdditive: true,
          },
        },
        period: {
          from: 'declared',
          period: '2020-12-31',
          evidence:
            'no date is published; the country adds up to 18631779, its population at the end of 2020 by BNS',
        },
      },
    },
    ...NEIGHBOUR_SERIES,
    ...PRESS_SERIES,
  ],
});
