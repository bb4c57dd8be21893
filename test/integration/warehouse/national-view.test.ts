/** The national view on a real database: international figures, national ones beside them, and ratios of two. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { national } from '../../../pipelines/national/index.ts';
import { checkPublishedContent } from '../../../src/warehouse/health/content.ts';
import { readNationalView } from '../../../src/warehouse/queries/national-view.ts';
import { refillReporting } from '../../../src/warehouse/releases/refill.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { loadNationalPaths } from '../../support/national-load.ts';
import { loadTable, publishAudited, VINTAGE_LAYOUT } from '../../support/observation-load.ts';
import { FIXTURE_FOLDER } from '../../support/survey-files.ts';

const MOBILE = 'IT.CEL.SETS.P2';
const rows = (values: readonly (readonly [iso3: string, year: string, value: string])[]) =>
  [
    ['indicator', 'country', 'period', 'value'],
    ...values.map(([iso3, year, value]) => [MOBILE, iso3, year, value]),
  ].map((cells, index) => ({ row: index + 1, cells }));

describeEachDatabase('the national view', (database) => {
  let scratch: string;
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows.map((row) =>
      Object.values(row),
    );
  };
  const view = async (iso3: string) => {
    const warehouse = await database.warehouse();
    return warehouse.withTransaction((session) => readNationalView(session, iso3), { readOnly: true });
  };

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'egdi-view-'));
    const warehouse = await database.warehouse();
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    const table = await loadTable(warehouse, {
      name: 'mobile',
      rows: rows([
        ['KAZ', '2022', '128'],
        ['KAZ', '2023', '130.5'],
        ['KAZ', '2024', ''],
        ['UZB', '2023', '100'],
      ]),
      layout: VINTAGE_LAYOUT,
    });
    await publishAudited(warehouse, table.releaseNo ?? 0, table.runId);
    const folder = join(FIXTURE_FOLDER, 'national');
    const wanted = ['bns-population.json', 'telecom-press-figures.csv', 'ict-press-figures.csv'];
    const loaded = await loadNationalPaths(
      warehouse,
      national.series.flatMap(({ files, source }) =>
        files.filter((file) => wanted.includes(file)).map((file) => ({ path: join(folder, file), source })),
      ),
    );
    await publishAudited(warehouse, loaded.releaseNo ?? 0, loaded.runId);
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it('divides by the population of the last 31 December, and shows both inputs with their cells', async () => {
    const ratios = await query(
      `select year, trim_scale(value)::text as value, trim_scale(numerator_value)::text as numerator,
              trim_scale(denominator_value)::text as denominator,
              denominator_period_end::text, value_bound, source_cell, denominator_source_cell is not null, indicator_code,
              denominator_code
       from reporting.v_national_view where iso3 = 'KAZ' and counterpart_id = 'KAZ:mobile-subscribers' order by year`,
    );
    // 24,500,000 · 100 / 19,503,159 and 27,300,000 · 100 / 20,033,842.
    expect(ratios).toEqual([
      [
        2023,
        '125.6206750917',
        '24500000',
        '19503159',
        '2022-12-31',
        'about',
        'D5',
        true,
        'press-kz:mobile-subscribers',
        'bns:population',
      ],
      [
        2025,
        '136.2694185169',
        '27300000',
        '20033842',
        '2024-12-31',
        'about',
        'D6',
        true,
        'press-kz:mobile-subscribers',
        'bns:population',
      ],
    ]);
  });

  it('puts the international figure of the same year beside it, and the difference', async () => {
    const both = await query(
      `select year, reference_counterpart_id, trim_scale(reference_value)::text, round(difference, 4)::text, release_no
       from reporting.v_national_view where iso3 = 'KAZ' and counterpart_id = 'KAZ:mobile-subscribers' order by year`,
    );
    expect(both).toEqual([
      [2023, 'worldbank:IT.CEL.SETS.P2', '130.5', '-4.8793', 2],
      [2025, null, null, null, 2],
    ]);
  });

  it('shows a missing international value as missing, never filled by the national one', async () => {
    const found = await query(
      `select year, value, value_status, reference_value from reporting.v_national_view
       where iso3 = 'KAZ' and source_kind = 'international' and year >= 2023 order by year`,
    );
    expect(found).toEqual([
      [2023, '130.5', 'observed', '130.5'],
      [2024, null, 'not_available', null],
    ]);
  });

  it('compares no context, and has no row for a component without a counterpart', async () => {
    expect(
      await query(
        `select distinct difference from reporting.v_national_view where comparability = 'context'`,
      ),
    ).toEqual([[null]]);
    expect(
      await query(
        `select count(*)::int from reporting.v_national_view where component_code = 'adult_literacy'`,
      ),
    ).toEqual([[0]]);
    const { counterparts } = await view('KAZ');
    const unknown = counterparts.filter(({ comparability }) => comparability === 'none');
    expect(unknown.map(({ component }) => component)).toEqual([
      'adult_literacy',
      'gross_enrolment_ratio',
      'expected_years_of_schooling',
      'mean_years_of_schooling',
    ]);
  });

  it('has only international figures of a country without declared counterparts', async () => {
    const uzbekistan = await view('UZB');
    expect(uzbekistan.name).toBe('Uzbekistan');
    expect(uzbekistan.figures).toMatchObject([{ sourceKind: 'international', year: 2023, value: '100' }]);
    expect(uzbekistan.counterparts.every(({ sourceKind }) => sourceKind === 'international')).toBe(true);
  });

  it('says a ratio whose denominator is missing to be not available, and why', async () => {
    const warehouse = await database.warehouse();
    const found = await warehouse.withTransaction(async (session) => {
      await session.query(
        `delete from reporting.fact_national_observation where indicator_code = 'bns:population' and region_code = 'KAZ'
           and period_end >= '2023-01-01'`,
      );
      const { rows: left } = await session.query(
        `select value, value_status, value_note, numerator_value::text from reporting.v_national_view
         where counterpart_id = 'KAZ:mobile-subscribers' and year = 2025`,
      );
      await refillReporting(session, SQL_FOLDER);
      return left;
    });
    expect(found).toEqual([
      {
        value: null,
        value_status: 'not_available',
        value_note: 'no value of bns:population within a year before',
        numerator_value: '27300000',
      },
    ]);
  });

  it('is part of the release: history, refresh signal and doctor know the declarations', async () => {
    const declared = national.counterparts.length;
    expect(await query('select count(*)::int from reporting.dim_component_counterpart')).toEqual([
      [declared],
    ]);
    expect(
      await query(
        'select as_of_release, count(*)::int from history.dim_component_counterpart group by 1 order by 1',
      ),
    ).toEqual([[2, declared]]);
    expect(
      await query(`select rows::int from reporting.data_refresh where dataset = 'dim_component_counterpart'`),
    ).toEqual([[declared]]);
    const warehouse = await database.warehouse();
    const checks = await warehouse.withConnection(checkPublishedContent);
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
  });
});
