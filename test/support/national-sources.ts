/** Declarations of national sources for tests, one of each format, and a run of an adapter over a document in memory. */

import { BNS_MARKERS } from '../../pipelines/national/markers.ts';
import { formatCell } from '../../src/model/cell.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../src/model/finding-list.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { Json } from '../../src/model/json.ts';
import type { LocatedRow } from '../../src/model/located.ts';
import {
  dimensionsText,
  type NationalObservation,
  RECORD_HEADER,
} from '../../src/model/national-observation.ts';
import { periodText } from '../../src/model/national-period.ts';
import { assertConserved, type QuarantinedRow } from '../../src/model/stage.ts';
import { parseJson } from '../../src/readers/json-text.ts';
import { DEFAULT_LIMITS } from '../../src/readers/limits.ts';
import { createRecordSink, type RecordSink } from '../../src/sources/national/record-sink.ts';
import { type NationalSource, nationalSource } from '../../src/sources/national/source.ts';
import { normaliseNational } from '../../src/stages/normalise/national.ts';

const indicator = (indicatorCode: string, unit: string, printedUnits: string[], isAdditive = true) => ({
  indicatorCode,
  nameEn: indicatorCode,
  unit,
  printedUnits,
  frequency: 'year' as const,
  publisher: 'test',
  isAdditive,
});

export const CPI_CUBE = nationalSource<'bns-cube-tsv'>({
  adapter: 'bns-cube-tsv',
  id: 'bns-cpi',
  title: 'Consumer price index',
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
  indicators: { 'Индекс потребительских цен': indicator('bns:cpi', 'percent', ['Процент'], false) },
});

export const POPULATION_CUBE = nationalSource<'bns-cube-json'>({
  adapter: 'bns-cube-json',
  id: 'bns-population',
  title: 'Population at the end of the year',
  iso3: 'KAZ',
  languages: ['ru', 'kk'],
  markers: BNS_MARKERS,
  indicator: indicator('bns:population', 'persons', []),
});

export const AGRICULTURE_TREE = nationalSource<'taldau-tree'>({
  adapter: 'taldau-tree',
  id: 'taldau-agriculture',
  title: 'Gross output of agriculture',
  iso3: 'KAZ',
  languages: ['ru'],
  markers: BNS_MARKERS,
  indicator: indicator('taldau:agriculture', 'tenge', ['тенге']),
  periodId: 7,
});

export const OPEN_DATA = nationalSource<'open-data-kz'>({
  adapter: 'open-data-kz',
  id: 'open-data-population',
  title: 'Population by age and sex',
  iso3: 'KAZ',
  languages: ['ru'],
  markers: BNS_MARKERS,
  regionColumn: 'region',
  columns: {
    'men_0-15': { indicator: 'population', breakdown: { sex: 'male', age: '0-15' } },
    'men_16-62': { indicator: 'population', breakdown: { sex: 'male', age: '16-62' } },
    'men_63+': { indicator: 'population', breakdown: { sex: 'male', age: '63+' } },
    'women_0-15': { indicator: 'population', breakdown: { sex: 'female', age: '0-15' } },
    'women_16-58': { indicator: 'population', breakdown: { sex: 'female', age: '16-58' } },
    'women_59+': { indicator: 'population', breakdown: { sex: 'female', age: '59+' } },
  },
  indicators: { population: indicator('open-data-kz:population', 'persons', []) },
  period: { from: 'meta' },
});

export const PORTAL = nationalSource<'portal-figures'>({
  adapter: 'portal-figures',
  id: 'egov-kz',
  title: 'Figures of the portal',
  iso3: 'KAZ',
  languages: ['en'],
  markers: {},
  indicators: { services_online: indicator('egov-kz:services_online', 'services', []) },
});

export const UZ_POPULATION = nationalSource<'siat'>({
  adapter: 'siat',
  id: 'siat-population',
  title: 'Permanent population',
  iso3: 'UZB',
  languages: ['en'],
  markers: {},
  indicator: indicator('siat:2.01.02.0001', 'thousand persons', ['thousand people']),
});

export const BY_POPULATION = nationalSource<'belstat-sdmx'>({
  adapter: 'belstat-sdmx',
  id: 'belstat-population',
  title: 'Population',
  iso3: 'BLR',
  languages: ['ru'],
  markers: {},
  indicator: indicator('belstat:10101100003', 'persons', ['unit-1']),
  regionDimension: 'razrez_594',
  timeDimension: 'time',
  unitDimension: 'unit',
  dimensions: {
    age: { name: 'age', members: { '518105': null } },
    sex: { name: 'sex', members: { '517378': null, '517379': 'male' } },
    area: { name: 'locality', members: { '507552': null } },
  },
  years: [2020, 2021],
});

export const RU_INTERNET = nationalSource<'emiss-sdmx'>({
  adapter: 'emiss-sdmx',
  id: 'emiss-internet',
  title: 'Internet users',
  iso3: 'RUS',
  languages: ['ru'],
  markers: { '-': 'nil' },
  decimalMark: 'comma',
  indicator: indicator('emiss:43568', 'percent', ['Процент'], false),
  dimensions: { s_vozr: { name: 'age', members: { Всего: null, '15-74 лет': '15-74' } } },
  periods: {
    'значение показателя за год': 'year',
    'январь-март': { monthsToDate: 3 },
    'I квартал': { quarter: 1 },
  },
  leftOutAreas: ['Центральный федеральный округ'],
});

export const CIS_GDP = nationalSource<'cisstat'>({
  adapter: 'cisstat',
  id: 'cisstat-gdp',
  title: 'Volume of GDP',
  languages: ['ru'],
  markers: { 'н/д': 'not_available' },
  indicator: indicator('cisstat:714662', 'percent of the previous year', [], false),
  leftOutAreas: ['СНГ'],
});

export interface ReadResult {
  readonly observations: readonly NationalObservation[];
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Values that were left out by declaration. */
  readonly excluded: number;
}

/** Runs an adapter and the normaliser; checks that every value is accounted for. */
export async function readNational(
  source: NationalSource,
  read: (sink: RecordSink) => unknown,
): Promise<ReadResult> {
  const place = { file: 'test', sha256: '0', sheet: null };
  const findings = createFindingList(place, () => RECORD_HEADER, DEFAULT_FINDING_LIMITS);
  const sink = createRecordSink(findings);
  await read(sink);
  const normaliser = normaliseNational(source, findings);
  const observations = normaliser.observations(sink.take());
  normaliser.finish();
  const counts = [sink.count(), normaliser.count()];
  counts.forEach(assertConserved);
  return {
    observations,
    issues: findings.issues(),
    quarantined: findings.quarantined(),
    excluded: counts.reduce((sum, count) => sum + count.excluded, 0),
  };
}

export function json(value: unknown): Json {
  return parseJson(typeof value === 'string' ? value : JSON.stringify(value), 'test', DEFAULT_LIMITS);
}

export function tableRows(rows: readonly (readonly (string | null)[])[]): LocatedRow[] {
  return rows.map((cells, index) => ({ row: index + 1, cells }));
}

/** `KAZ 2019-11 sex=male 105`: an observation in a line. */
export function lineOf(one: NationalObservation): string {
  return [one.regionCode, periodText(one.period), dimensionsText(one.dimensions), one.value ?? one.status]
    .filter((part) => part !== '')
    .join(' ');
}

/** `region-unknown $[0].y122020`: findings as code and place. */
export function findingsOf({ issues }: Pick<ReadResult, 'issues'>): string[] {
  return issues.map(({ code, cell }) => (cell === undefined ? code : `${code} ${formatCell(cell)}`));
}
