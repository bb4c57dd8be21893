/** Offices of the neighbours of Kazakhstan, and of the Commonwealth. */
import type { NationalSeries, NationalSourceInput } from '../../src/pipeline/define-pipeline.ts';
import { sourceOrigin } from './source-origin.ts';

const UZSTAT = 'National Statistics Committee of the Republic of Uzbekistan (SIAT)';
const BELSTAT = 'National Statistical Committee of the Republic of Belarus (Belstat)';
const ROSSTAT = 'Federal State Statistics Service of Russia (Rosstat), EMISS';

export const NEIGHBOUR_SERIES: readonly NationalSeries<NationalSourceInput>[] = [
  {
    files: ['cisstat-gdp-volume.json'],
    origin: sourceOrigin('CIS Stat', 'Volume of GDP, fact 714662', 'https://new.cisstat.org/'),
    source: {
      adapter: 'cisstat',
      id: 'cisstat-gdp-volume',
      title: 'Volume of GDP of the countries of the CIS',
      languages: ['ru'],
      markers: { 'н/д': 'not_available' },
      leftOutAreas: ['СНГ'],
      indicator: {
        indicatorCode: 'cisstat:714662',
        nameEn: 'Volume index of GDP',
        unit: 'percent of the previous year',
        frequency: 'year',
        publisher: 'CIS Stat',
        isAdditive: false,
      },
    },
  },
  {
    files: ['siat-population.json'],
    origin: sourceOrigin(
      UZSTAT,
      'Permanent population, indicator 2.01.02.0001',
      'https://api.siat.stat.uz/media/uploads/sdmx/sdmx_data_246.json',
      'CC BY 4.0 (according to a public repository)',
    ),
    source: {
      adapter: 'siat',
      id: 'siat-population',
      title: 'Permanent population of Uzbekistan on 1 January',
      iso3: 'UZB',
      languages: ['en'],
      markers: {},
      indicator: {
        indicatorCode: 'siat:2.01.02.0001',
        nameEn: 'Permanent population',
        unit: 'thousand persons',
        printedUnits: ['thousand people'],
        frequency: 'year',
        publisher: UZSTAT,
        description: 'On 1 January of the year; carried forward from the census of 1989.',
        isAdditive: true,
      },
    },
  },
  {
    files: ['belstat-population.json'],
    origin: sourceOrigin(
      BELSTAT,
      'Population, indicator 10101100004',
      'https://dataportal.belstat.gov.by/osids-public-api/sdmx-api/indicator/values/SDMX-JSON/10101100004',
    ),
    source: {
      adapter: 'belstat-sdmx',
      id: 'belstat-population',
      title: 'Population of Belarus by region, sex and area',
      iso3: 'BLR',
      languages: ['ru'],
      markers: {},
      indicator: {
        indicatorCode: 'belstat:10101100004',
        nameEn: 'Population',
        unit: 'persons',
        printedUnits: ['210'],
        frequency: 'year',
        publisher: BELSTAT,
        isAdditive: true,
      },
      regionDimension: 'razrez_594',
      timeDimension: 'time',
      unitDimension: 'unit',
      dimensions: {
        priznak_536: { name: 'age', members: { '518105': null } },
        priznak_391: { name: 'sex', members: { '517378': null, '517379': 'male' } },
        priznak_451: { name: 'locality', members: { '507552': null } },
      },
      // Those of the declared request.
      years: [2024, 2023, 2022, 2021, 2020, 2019, 2018, 2017, 2016, 2015],
    },
  },
  {
    files: ['emiss-internet-users.xml'],
    origin: sourceOrigin(ROSSTAT, 'Users of the Internet, SDMX download', 'https://fedstat.ru/'),
    source: {
      adapter: 'emiss-sdmx',
      id: 'emiss-internet-users',
      title: 'Users of the Internet in Russia',
      iso3: 'RUS',
      languages: ['ru'],
      markers: { '-': 'nil' },
      decimalMark: 'comma',
      indicator: {
        indicatorCode: 'emiss:internet-users',
        nameEn: 'Users of the Internet',
        unit: 'percent',
        printedUnits: ['Процент'],
        frequency: 'year',
        publisher: ROSSTAT,
        isAdditive: false,
      },
      dimensions: { s_vozr: { name: 'age', members: { Всего: null, '15-74 лет': '15-74' } } },
      periods: {
        'значение показателя за год': 'year',
        'январь-март': { monthsToDate: 3 },
        'I квартал': { quarter: 1 },
      },
      leftOutAreas: ['Центральный федеральный округ'],
    },
  },
];
