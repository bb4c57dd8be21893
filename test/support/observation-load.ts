/** Observation tables for tests: in memory or from the fixtures, loaded and published as the pipeline does it. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { createCatalogue } from '../../src/pipeline/catalogue.ts';
import { referencePartitions } from '../../src/pipeline/reference-partitions.ts';
import {
  type LoadedObservationTable,
  loadObservationTable,
  type ObservationTable,
} from '../../src/pipeline/run/load-observation-table.ts';
import { openDocumentReader } from '../../src/readers/read-document.ts';
import { createNameResolver } from '../../src/reference/name-resolver.ts';
import type { ObservationLayout } from '../../src/sources/observation-layout.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { runAudits } from '../../src/warehouse/ledger/audits.ts';
import { takeFence } from '../../src/warehouse/ledger/fence.ts';
import { recordRun } from '../../src/warehouse/ledger/runs.ts';
import { publishRelease } from '../../src/warehouse/releases/publish.ts';
import { SQL_FOLDER } from './load-survey.ts';
import { FULL_LAYOUT } from './observation-tables.ts';
import { FIXTURE_FOLDER } from './survey-files.ts';

const catalogue = createCatalogue(unSurvey);
export const VINTAGE_FOLDER = join(FIXTURE_FOLDER, 'observations', 'worldbank');
export const CELLULAR = 'worldbank:IT.CEL.SETS.P2';

export const COUNTRIES_OF_TESTS: ObservationTable['countries'] = {
  names: createNameResolver(unSurvey.aliases, unSurvey.notSurveyUnits),
  knownCodes: new Set(['AZE', 'DNK', 'EST', 'GEO', 'KAZ', 'KGZ', 'RUS', 'TJK', 'TKM', 'UZB']),
  excludedCodes: new Map([['WLD', 'the world, a group']]),
};

/** The layout of `fixtures/observations/worldbank`. */
export const VINTAGE_LAYOUT: ObservationLayout = {
  id: 'worldbank-long',
  title: 'World Development Indicators, one row per country and year',
  columns: { indicator: 'indicator', country: 'country', period: 'period', value: 'value' },
  ignoredColumns: [],
  countryBy: 'iso3',
  indicators: {
    'IT.CEL.SETS.P2': {
      indicatorCode: CELLULAR,
      nameEn: 'Mobile cellular subscriptions',
      unit: 'per 100 people',
      frequency: 'year',
      publisher: 'World Bank',
      description: null,
    },
  },
  markers: {},
  blankMeans: 'not_available',
  marks: {},
};

export interface TestTable extends Partial<Omit<ObservationTable, 'file'>> {
  readonly rows: ObservationTable['rows'];
  /** Also stands for the content. */
  readonly name: string;
}

/** Takes the fence, records a run and loads; the run goes on to no publication. */
export async function loadTable(
  warehouse: Warehouse,
  { name, ...table }: TestTable,
): Promise<LoadedObservationTable & { readonly runId: number }> {
  const now = new Date();
  const sha256 = createHash('sha256').update(name).digest('hex');
  const engineVersion = 'test';
  const [fence, runId] = await warehouse.withTransaction(async (session) => [
    await takeFence(session, 'test', now),
    await recordRun(session, {
      pipeline: 'test',
      command: 'test',
      runKey: sha256,
      engineVersion,
      startedAt: now,
    }),
  ]);
  const origin = {
    publisher: 'test',
    title: name,
    url: null,
    licence: 'none',
    retrievedOn: null,
    publishedOn: null,
  };
  const loaded = await loadObservationTable(
    { warehouse, fence, run: { runId, runKey: sha256, reason: name, engineVersion }, now },
    {
      file: { sha256, path: name, bytes: 1, format: 'csv', layoutId: 'test', origin },
      sheet: null,
      layout: FULL_LAYOUT,
      countries: COUNTRIES_OF_TESTS,
      references: referencePartitions(unSurvey, catalogue),
      ...table,
    },
  );
  return { ...loaded, runId };
}

/** Loads a CSV file through the real reader. */
export async function loadCsv(
  warehouse: Warehouse,
  path: string,
  table: Partial<Omit<ObservationTable, 'file'>> = {},
): Promise<LoadedObservationTable & { readonly runId: number }> {
  const reader = openDocumentReader();
  try {
    const { sheets } = await reader.read(path, () => undefined);
    const name = `${basename(path)} ${statSync(path).size} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
    return await loadTable(warehouse, { name, rows: sheets[0]?.rows ?? [], ...table });
  } finally {
    await reader.close();
  }
}

/** Audits and publishes a release. Throws when an audit fails. */
export async function publishAudited(warehouse: Warehouse, releaseNo: number, runId: number): Promise<void> {
  await warehouse.withTransaction(async (session) => {
    const failed = (await runAudits(session, SQL_FOLDER, releaseNo)).filter(
      ({ status }) => status === 'fail',
    );
    if (failed.length > 0) throw new Error(`audits failed: ${JSON.stringify(failed)}`);
    const order = { releaseNo, runId, kind: 'run', reason: 'test', actor: 'test', now: new Date() } as const;
    await publishRelease(session, SQL_FOLDER, order);
  });
}
