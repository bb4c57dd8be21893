/** Recomputations as facts of a release: from what it lists, stored once, right whatever is published, never in place of a published value. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeDerived } from '../../../../src/stages/derived.ts';
import type { Warehouse } from '../../../../src/warehouse/connection/connect.ts';
import { runAudits } from '../../../../src/warehouse/ledger/audits.ts';
import { collect, planCollection } from '../../../../src/warehouse/releases/retention.ts';
import { setUpDatabase } from '../../../../src/warehouse/schema/set-up.ts';
import { describeTwoDatabases } from '../../../support/databases.ts';
import { dumpSchemas } from '../../../support/dump.ts';
import { createIndicatorBench, type IndicatorBench } from '../../../support/indicator-run.ts';
import { loadSurvey, SQL_FOLDER } from '../../../support/load-survey.ts';
import { move } from '../../../support/move-publication.ts';
import { undoChangeAttribution } from '../../../support/older-schema.ts';
import { historyState, type ReportingState, reportingState } from '../../../support/reporting-state.ts';
import { FIXTURE_FOLDER, officialFile } from '../../../support/survey-files.ts';

const ITU = ['2019', 'mobile-broadband-extract'].map((name) =>
  join(FIXTURE_FOLDER, 'international', 'itu', name),
);

describeTwoDatabases('recomputations and releases', (database) => {
  let warehouse: Warehouse;
  let bench: IndicatorBench;
  const seen: ReportingState[] = [];
  const rows = async (sql: string) => (await warehouse.withConnection((session) => session.query(sql))).rows;
  const everything = () => dumpSchemas(warehouse, ['warehouse', 'reporting']);
  /** What readers see of recomputations, in reporting and as of each release. */
  const readable = async () => {
    const states = [await reportingState(warehouse)];
    for (const releaseNo of [1, 2, 3]) states.push(await historyState(warehouse, releaseNo));
    return states.map((state) =>
      Object.entries(state).filter(([table]) => table.startsWith('fact_recomputation')),
    );
  };
  const status = () =>
    rows(`select edition, index_code, treatment, status, observed_count, counted_count, below_01_count
          from reporting.fact_recomputation_coverage where treatment in ('none', 'gaps-closed') order by 1, 2`);

  beforeAll(async () => {
    warehouse = await database.warehouse();
    bench = await createIndicatorBench();
    expect(await loadSurvey(warehouse, [2018, 2024].map(officialFile))).toMatchObject({ release: 1 });
    seen.push(await reportingState(warehouse));
  });
  afterAll(() => bench.remove());

  test('a release without series says of each edition what is missing, or that the method is unknown', async () => {
    const none = { treatment: 'none', observed_count: 0, counted_count: 0, below_01_count: 0 };
    expect(await status()).toEqual([
      { edition: 2018, index_code: 'HCI', status: 'inputs missing', ...none },
      { edition: 2018, index_code: 'TII', status: 'inputs missing', ...none },
      { edition: 2024, index_code: 'HCI', status: 'method unknown', ...none },
      { edition: 2024, index_code: 'TII', status: 'method unknown', ...none },
    ]);
    expect(await rows('select 1 from reporting.fact_recomputation')).toEqual([]);
  });

  test('series that another pipeline loads recompute the edition that they reach, and no published value moves', async () => {
    const scores = 'select * from reporting.fact_index_score order by iso3, edition, index_code';
    const before = await rows(scores);
    const report = await bench.run(warehouse, ITU);
    expect(report).toMatchObject({ outcome: 'published', publishedRelease: 2 });
    seen.push(await reportingState(warehouse));
    expect(await rows(scores)).toEqual(before);
    expect((await status())[1]).toEqual({
      edition: 2018,
      index_code: 'TII',
      treatment: 'gaps-closed',
      status: 'recomputed',
      observed_count: 161,
      counted_count: 161,
      below_01_count: 113,
    });
    expect(
      await rows(`select round(score_recomputed, 5)::text as own, score_published::text as published, is_observed, release_no
        from reporting.fact_recomputation
        where (iso3, edition, index_code, treatment) = ('KAZ', 2018, 'TII', 'gaps-closed')`),
    ).toEqual([{ own: '0.57605', published: '0.57230', is_observed: true, release_no: 2 }]);
    expect(
      await rows(`select component, i.indicator_code, period::text as period, country_count, f.file_name is not null as has_file
        from reporting.fact_recomputation_input i left join reporting.dim_source_file f using (source_file_sha256)
        where (edition, index_code) = (2018, 'TII') order by position limit 2`),
    ).toEqual([
      {
        component: 'internet_users',
        indicator_code: 'itu:i99H',
        period: '2016-01-01',
        country_count: 188,
        has_file: true,
      },
      {
        component: 'fixed_telephone',
        indicator_code: 'itu:i91',
        period: '2016-01-01',
        country_count: 190,
        has_file: true,
      },
    ]);
  });

  test('countries that lack an input are named with it, and are counted nowhere when gaps are closed', async () => {
    expect(
      await rows(`select treatment, is_counted, imputed_components, score_recomputed is null as none
        from reporting.fact_recomputation where (iso3, edition, index_code) = ('MCO', 2018, 'TII') order by 1`),
    ).toEqual([
      { treatment: 'available', is_counted: true, imputed_components: null, none: false },
      { treatment: 'complete-cases', is_counted: false, imputed_components: null, none: true },
      {
        treatment: 'gaps-closed',
        is_counted: false,
        imputed_components: 'active_mobile_broadband',
        none: false,
      },
      {
        treatment: 'gaps-mean',
        is_counted: true,
        imputed_components: 'active_mobile_broadband',
        none: false,
      },
    ]);
  });

  test('a survey that is loaded later keeps the series and their recomputations', async () => {
    expect(await loadSurvey(warehouse, [officialFile(2022)], 'more')).toMatchObject({ release: 3 });
    seen.push(await reportingState(warehouse));
    const found = (await status()).map(({ edition, index_code: code, status: of }) => [edition, code, of]);
    expect(found).toContainEqual([2018, 'TII', 'recomputed']);
    expect(found).toContainEqual([2022, 'TII', 'inputs missing']);
    // What the edition of 2018 follows from is what it was.
    expect(
      await rows(`select distinct release_no from reporting.fact_recomputation where edition = 2018`),
    ).toEqual([{ release_no: 2 }]);
  });

  test('a run that changes nothing writes nothing', async () => {
    const before = await everything();
    const asked = { force: true };
    expect(await loadSurvey(warehouse, [officialFile(2022)], 'again', asked)).toMatchObject({
      outcome: 'unchanged',
    });
    await completeDerived(warehouse, SQL_FOLDER, { command: 'test', now: new Date() });
    expect(await everything()).toEqual(before);
  });

  test('each release has its own recomputations, in its history and after a rollback to it', async () => {
    for (const [index, state] of seen.entries()) {
      expect(await historyState(warehouse, index + 1), `release ${index + 1}`).toEqual(state);
    }
    for (const releaseNo of [2, 1, 3]) {
      await move(warehouse, 'rollback', releaseNo);
      expect(await reportingState(warehouse)).toEqual(seen[releaseNo - 1]);
    }
  });

  test('releases of an older program get theirs, and so do those recomputed by other rules', async () => {
    const before = await readable();
    const complete = () => completeDerived(warehouse, SQL_FOLDER, { command: 'test', now: new Date() });
    await rows("update warehouse.release_recomputation set rules_sha256 = 'older'");
    await rows(
      "update warehouse.recomputation set inputs_sha256 = 'older' || recomputation_id, reason = 'older'",
    );
    await complete();
    expect(await readable()).toEqual(before);
    const [refresh] = await rows(
      "select status, rows::int as rows from reporting.data_refresh where dataset = 'fact_recomputation'",
    );
    expect(refresh).toEqual({ status: 'ok', rows: 4 * 193 });
    await undoChangeAttribution(warehouse);
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    expect(await rows('select 1 from reporting.fact_recomputation_coverage')).toEqual([]);
    await complete();
    expect(await readable()).toEqual(before);
  });

  test('a value that is not that of the Survey, a missing recomputation and a wrong count fail the audit', async () => {
    const faults = [
      "delete from warehouse.release_recomputation where (edition, index_code) = (2018, 'HCI')",
      `update warehouse.recomputed_score set score_published = score_published + 0.001, error = error - 0.001
       where (iso3, treatment) = ('KAZ', 'gaps-closed')`,
      "delete from warehouse.recomputed_score where (iso3, treatment) = ('KAZ', 'gaps-closed')",
      "update warehouse.recomputation_coverage set below_01_count = below_01_count + 1 where treatment = 'gaps-closed'",
      "update warehouse.recomputation_coverage set mean_absolute_error = mean_absolute_error / 2 where treatment = 'gaps-closed'",
      "delete from warehouse.recomputation_coverage where treatment = 'none'",
    ];
    for (const fault of faults) {
      const undo = new Error('undo');
      const damaged = warehouse.withTransaction(async (session) => {
        await session.query(fault);
        const results = await runAudits(session, SQL_FOLDER, 3);
        expect(results.find(({ audit }) => audit === 'recomputed')?.status, fault).toBe('fail');
        throw undo;
      });
      await expect(damaged).rejects.toBe(undo);
    }
    const wrong = rows(
      "update warehouse.recomputed_score set error = 0 where (iso3, treatment) = ('KAZ', 'gaps-closed')",
    );
    await expect(wrong).rejects.toThrow(/check constraint/);
  });

  test('gc removes the recomputations that hold in no release any more', async () => {
    const history = await historyState(warehouse, 3);
    const count = async () =>
      Number((await rows('select count(*)::int as n from warehouse.recomputation'))[0]?.n);
    const before = await count();
    await rows('delete from warehouse.withdrawn_version');
    // The one without series: its recomputation of 2018 is that of no other release.
    const first = { releaseNo: 1, status: 'superseded', createdAt: '', reason: '', partitions: 0 };
    await warehouse.withTransaction(async (session) =>
      collect(session, { ...(await planCollection(session, 0)), releases: [first] }),
    );
    expect(await count()).toBeLessThan(before);
    expect(await historyState(warehouse, 3)).toEqual(history);
    expect(
      (await warehouse.withConnection((session) => runAudits(session, SQL_FOLDER, 3))).filter(
        (one) => one.status !== 'pass',
      ),
    ).toEqual([]);
  });
});
