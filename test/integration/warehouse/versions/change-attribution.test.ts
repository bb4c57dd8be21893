/** Splits of changes as facts of a release: exact, stored once per pair of versions, and right whatever is published. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unSurvey } from '../../../../pipelines/un-survey/index.ts';
import { definePipeline } from '../../../../src/pipeline/define-pipeline.ts';
import { EDITIONS } from '../../../../src/reference/editions.ts';
import { completeDerived } from '../../../../src/stages/derived.ts';
import type { Warehouse } from '../../../../src/warehouse/connection/connect.ts';
import { runAudits } from '../../../../src/warehouse/ledger/audits.ts';
import { collect, planCollection } from '../../../../src/warehouse/releases/retention.ts';
import { setUpDatabase } from '../../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase, type TestDatabase } from '../../../support/databases.ts';
import { dumpSchemas } from '../../../support/dump.ts';
import { loadSurvey, SQL_FOLDER } from '../../../support/load-survey.ts';
import { move } from '../../../support/move-publication.ts';
import { undoChangeAttribution } from '../../../support/older-schema.ts';
import { historyState, type ReportingState, reportingState } from '../../../support/reporting-state.ts';
import { officialFile } from '../../../support/survey-files.ts';
import { NEXT_EDITION, writeNextEdition, writeVintage } from '../../../support/vintages.ts';

const NEXT_PIPELINE = definePipeline({ ...unSurvey, editions: [...unSurvey.editions, NEXT_EDITION] });
const SCORE_SUM = `score_change_own_osi + score_change_own_tii + score_change_own_hci + score_change_method
  + score_change_residual`;
const RANK_SUM = `rank_change_own_osi + rank_change_own_tii + rank_change_own_hci + rank_change_others
  + rank_change_method + rank_change_residual`;

function querying(database: TestDatabase) {
  return async (sql: string) =>
    (await (await database.warehouse()).withConnection((session) => session.query(sql))).rows;
}

describeEachDatabase('the split of every change of the twelve editions', (database) => {
  let warehouse: Warehouse;
  const rows = querying(database);

  beforeAll(async () => {
    warehouse = await database.warehouse();
    const files = EDITIONS.map(({ edition }) => officialFile(edition));
    expect(await loadSurvey(warehouse, files)).toMatchObject({ outcome: 'published', release: 1 });
  });

  test('there is a row for every change of a published score and rank, and no other', async () => {
    const changes = await rows(
      `select edition, count(*)::int as n from reporting.fact_index_score
       where index_code = 'EGDI' and score_change is not null and rank_change is not null group by 1 order by 1`,
    );
    expect(changes).toHaveLength(11);
    expect(
      await rows(
        'select edition, count(*)::int as n from reporting.fact_change_attribution group by 1 order by 1',
      ),
    ).toEqual(changes);
  });

  test('score and rank change are those of fact_index_score, with the same sign and the same release', async () => {
    expect(
      await rows(
        `select iso3, edition from reporting.fact_change_attribution a
         join reporting.fact_index_score s using (iso3, edition)
         join reporting.dim_edition e using (edition)
         where s.index_code = 'EGDI' and (a.score_change, a.rank_change, a.release_no, a.previous_edition)
           is distinct from (s.score_change, s.rank_change, s.release_no, e.previous_edition)`,
      ),
    ).toEqual([]);
  });

  test('in every row the parts sum to the change to the last digit', async () => {
    expect(
      await rows(
        `select iso3, edition from reporting.fact_change_attribution
         where (${SCORE_SUM}) is distinct from score_change or (${RANK_SUM}) is distinct from rank_change`,
      ),
    ).toEqual([]);
  });

  test('the parts of ranks are sixtieths of places, within the last decimal', async () => {
    const parts = ['own_osi', 'own_tii', 'own_hci', 'others', 'method']
      .map((name) => `abs(rank_change_${name} * 60 - round(rank_change_${name} * 60)) > 6e-14`)
      .join(' or ');
    expect(await rows(`select iso3, edition from reporting.fact_change_attribution where ${parts}`)).toEqual(
      [],
    );
  });

  test('the weights have a part in the two changes of weights only', async () => {
    expect(
      await rows(
        `select edition from reporting.fact_change_attribution
         where score_change_method <> 0 or rank_change_method <> 0 group by 1 order by 1`,
      ),
    ).toEqual([{ edition: 2008 }, { edition: 2012 }]);
  });

  test('a residual of a score is what its reconciliation allows in both editions, or declared', async () => {
    expect(
      await rows(
        `select a.iso3, a.edition from reporting.fact_change_attribution a
         join reporting.fact_index_score s using (iso3, edition)
         join reporting.fact_index_score b on (b.iso3, b.edition, b.index_code) = (a.iso3, a.previous_edition, 'EGDI')
         where s.index_code = 'EGDI' and s.deviation_id is null and b.deviation_id is null
           and abs(a.score_change_residual) > 0.0002`,
      ),
    ).toEqual([]);
    const declared = await rows(
      `select iso3 from reporting.fact_change_attribution where abs(score_change_residual) > 0.0002 group by 1 order by 1`,
    );
    expect(declared).toEqual([{ iso3: 'CMR' }, { iso3: 'KHM' }]);
  });

  test('known rows: Kazakhstan', async () => {
    expect(
      await rows(
        `select edition, score_change, score_change_own_osi, score_change_residual, rank_change, rank_change_own_osi,
                rank_change_others, frame_and_method_identified as identified
         from reporting.fact_change_attribution where iso3 = 'KAZ' and edition in (2008, 2018) order by 1`,
      ),
    ).toEqual([
      {
        edition: 2008,
        score_change: '-0.00695',
        score_change_own_osi: '-0.043406433333333',
        score_change_residual: '-0.000002133333334',
        rank_change: -16,
        rank_change_own_osi: '-16.616666666666667',
        rank_change_others: '-13.700000000000000',
        identified: false,
      },
      {
        edition: 2018,
        score_change: '0.03471',
        score_change_own_osi: '0.033326666666667',
        score_change_residual: '-0.000026666666667',
        rank_change: -6,
        rank_change_own_osi: '5.416666666666667',
        rank_change_others: '-11.416666666666667',
        identified: false,
      },
    ]);
  });

  test('the refresh signal counts them', async () => {
    expect(
      await rows(
        "select rows::int as rows, status from reporting.data_refresh where dataset = 'fact_change_attribution'",
      ),
    ).toEqual([{ rows: 2036, status: 'ok' }]);
  });

  test('the database refuses parts that do not sum, and parts of which some are unknown', async () => {
    const update = (set: string) =>
      rows(`update warehouse.change_attribution set ${set} where iso3 = 'KAZ' returning 1`);
    await expect(update('rank_change_others = 0')).rejects.toThrow(/rank_parts_sum/);
    await expect(update('score_change_residual = 1')).rejects.toThrow(/score_parts_sum/);
    await expect(update('score_change_residual = null')).rejects.toThrow(/parts_known_or_not/);
  });
});

describeEachDatabase('splits and releases', (database) => {
  let warehouse: Warehouse;
  let folder: string;
  /** What readers saw when release 1, 2, 3, 4 was published. */
  const seen: ReportingState[] = [];
  const rows = querying(database);
  const everything = () => dumpSchemas(warehouse, ['warehouse', 'reporting']);
  const stored = async () =>
    (await rows('select distinct version_id, previous_version_id from warehouse.change_attribution')).length;
  const publish = async (files: readonly string[], pipeline = unSurvey) => {
    const { outcome, release } = await loadSurvey(warehouse, files, 'test', { pipeline });
    expect([outcome, release]).toEqual(['published', seen.length + 1]);
    seen.push(await reportingState(warehouse));
  };

  beforeAll(async () => {
    warehouse = await database.warehouse();
    folder = await mkdtemp(join(tmpdir(), 'egdi-changes-'));
    await publish([2014, 2018, 2020].map(officialFile));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('an edition whose predecessor is not loaded has no rows, and gets them when it is', async () => {
    const editions = () =>
      rows('select distinct edition, release_no from reporting.fact_change_attribution order by 1');
    expect(await editions()).toEqual([{ edition: 2020, release_no: 1 }]);
    await publish([officialFile(2016)]);
    // 2018 was loaded before: only the edition before it is new.
    expect(await editions()).toEqual([
      { edition: 2016, release_no: 2 },
      { edition: 2018, release_no: 2 },
      { edition: 2020, release_no: 1 },
    ]);
    expect(await stored()).toBe(3);
  });

  test('another vintage of an edition replaces its row and that of the edition after it', async () => {
    await publish([await writeVintage(folder, 2018, ['Kazakhstan', 'Austria'])]);
    expect(
      await rows('select distinct edition, release_no from reporting.fact_change_attribution order by 1'),
    ).toEqual([
      { edition: 2016, release_no: 2 },
      { edition: 2018, release_no: 3 },
      { edition: 2020, release_no: 3 },
    ]);
    expect(await stored()).toBe(5);
  });

  test('a change into an edition whose method is unknown is there, and is not split', async () => {
    await publish([officialFile(2024), await writeNextEdition(folder)], NEXT_PIPELINE);
    expect(
      await rows(
        `select distinct score_change, score_change_residual, rank_change, rank_change_others, note
         from reporting.fact_change_attribution where edition = 2026`,
      ),
    ).toEqual([
      {
        score_change: '0.00000',
        score_change_residual: null,
        rank_change: 0,
        rank_change_others: null,
        note: 'not split: the method of 2026 is unknown',
      },
    ]);
  });

  test('a run that changes nothing writes nothing', async () => {
    const before = await everything();
    const files = [officialFile(2024), await writeNextEdition(folder)];
    expect(
      await loadSurvey(warehouse, files, 'again', { pipeline: NEXT_PIPELINE, force: true }),
    ).toMatchObject({ outcome: 'unchanged' });
    expect(await everything()).toEqual(before);
  });

  test('each release has its own splits, in its history and after a rollback to it', async () => {
    for (const [index, state] of seen.entries()) {
      expect(await historyState(warehouse, index + 1), `release ${index + 1}`).toEqual(state);
    }
    for (const releaseNo of [2, 1, 3]) {
      await move(warehouse, 'rollback', releaseNo);
      expect(await reportingState(warehouse)).toEqual(seen[releaseNo - 1]);
    }
  });

  test('releases that an older program made get their splits, and readers see them at once', async () => {
    const before = await everything();
    await undoChangeAttribution(warehouse);
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    expect(await stored()).toBe(0);
    await completeDerived(warehouse, SQL_FOLDER, { command: 'test', now: new Date() });
    expect(await everything()).toEqual(before);
  });

  test('splits by older rules are replaced, those by newer ones are kept', async () => {
    const complete = () => completeDerived(warehouse, SQL_FOLDER, { command: 'test', now: new Date() });
    const before = await everything();
    await rows("update warehouse.change_attribution set attribution_version = 0, note = 'old'");
    await complete();
    expect(await everything()).toEqual(before);
    await rows('update warehouse.change_attribution set attribution_version = 2');
    const newer = await everything();
    await complete();
    expect(await everything()).toEqual(newer);
  });

  test('gc removes the splits of versions that it removes, and no others', async () => {
    const history = await historyState(warehouse, 3);
    const pairs = await stored();
    await rows('delete from warehouse.withdrawn_version');
    await warehouse.withTransaction(async (session) => {
      const plan = await planCollection(session, 0);
      expect(plan.releases.map(({ releaseNo }) => releaseNo)).toContain(4);
      await collect(session, plan);
    });
    expect(await stored()).toBeLessThan(pairs);
    expect(
      await rows(
        `select 1 from warehouse.change_attribution c
         where not exists (select from warehouse.partition_version v where v.version_id = c.version_id)
            or not exists (select from warehouse.partition_version v where v.version_id = c.previous_version_id)`,
      ),
    ).toEqual([]);
    expect(await historyState(warehouse, 3)).toEqual(history);
  });

  test('a row that is missing, one too many and one that contradicts the published change fail the audit', async () => {
    const faults = [
      "delete from warehouse.change_attribution where iso3 = 'KAZ'",
      "update warehouse.score set rank_published = null where (iso3, index_code) = ('KAZ', 'EGDI')",
      `update warehouse.change_attribution set rank_change = rank_change + 1, rank_change_residual = rank_change_residual + 1
       where iso3 = 'KAZ'`,
      `update warehouse.change_attribution set score_change = score_change + 1,
         score_change_residual = score_change_residual + 1 where iso3 = 'KAZ'`,
    ];
    for (const fault of faults) {
      const undo = new Error('undo');
      const damaged = warehouse.withTransaction(async (session) => {
        await session.query(fault);
        const found = (await runAudits(session, SQL_FOLDER, 3)).find(
          ({ audit }) => audit === 'changes-explained',
        );
        expect(found, fault).toMatchObject({ status: 'fail', severity: 'error' });
        expect(found?.sample[0], fault).toMatchObject({ iso3: 'KAZ' });
        throw undo;
      });
      await expect(damaged).rejects.toBe(undo);
    }
  });
});
