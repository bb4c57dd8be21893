import { beforeAll, expect, test } from 'vitest';
import type { Warehouse } from '../../../../src/warehouse/connection/connect.ts';
import { runAudits } from '../../../../src/warehouse/ledger/audits.ts';
import { describeEmbedded } from '../../../support/databases.ts';
import { loadSurvey, SQL_FOLDER } from '../../../support/load-survey.ts';
import { officialFile } from '../../../support/survey-files.ts';

const ONE_SCORE = "(iso3, index_code) = ('KAZ', 'EPI')";

const VERSION_2018 = `(
  select version_id from warehouse.partition_version where (dataset, partition_key) = ('score', '2018') order by 1 limit 1)`;

/** What makes exactly this audit fail. */
const FAULTS: Readonly<Record<string, string>> = {
  'facts-complete':
    "update warehouse.partition_version set fact_count = fact_count + 1 where dataset = 'score'",
  'members-complete': `update warehouse.reference_row
     set content = jsonb_set(content, '{member_count}', '192')
     where table_name = 'dim_edition' and row_key = '2018'`,
  'evidence-present': `delete from warehouse.evidence where field = 'score' and ${ONE_SCORE}`,
  'print-equals-value': `update warehouse.evidence set printed_text = '0.11110' where field = 'score' and ${ONE_SCORE}`,
  'ranks-plausible': `update warehouse.score set rank_recomputed = 500 where ${ONE_SCORE}`,
  reconciled: `update warehouse.score set reconciliation_status = 'deviates' where ${ONE_SCORE}`,
  'references-resolve': `update warehouse.score set methodology_id = 'EPI-1999' where ${ONE_SCORE}`,
  // The scores of 2018 once more, as those of 2022, whose neighbours are not loaded.
  'editions-differ': `with v as (
      insert into warehouse.partition_version
        (dataset, partition_key, content_sha256, fact_count, engine_version, run_id, created_at)
      select dataset, '2022', repeat('0', 64), fact_count, engine_version, run_id, created_at
      from warehouse.partition_version where (dataset, partition_key) = ('score', '2018') returning version_id
    ), s as (
      insert into warehouse.score
      select (jsonb_populate_record(o, jsonb_build_object('version_id', v.version_id))).* from warehouse.score o, v
      where o.version_id = ${VERSION_2018}
      returning 1
    ), e as (
      insert into warehouse.evidence
      select (jsonb_populate_record(o, jsonb_build_object('version_id', v.version_id))).* from warehouse.evidence o, v
      where o.version_id = ${VERSION_2018}
      returning 1
    ), r as (
      insert into warehouse.recomputation
        (score_version_id, edition, index_code, inputs_sha256, status, method_status, reason)
      select v.version_id, 2022, i.code, 'none', 'inputs missing', 'exact', 'a copy' from v, (values ('TII'), ('HCI')) as i(code)
      returning recomputation_id, index_code
    ), c as (
      insert into warehouse.recomputation_coverage
      select recomputation_id, 'none', 0, 0, 0, null, null, null, 0, 0, 0, 0, 0, null from r returning 1
    ), l as (
      insert into warehouse.release_recomputation
      select 1, 2022, index_code, recomputation_id, 1, 'none' from r returning 1
    )
    insert into warehouse.release_partition
      (release_no, dataset, partition_key, version_id, primary_source_file_id, since_release_no)
    select p.release_no, p.dataset, '2022', v.version_id, p.primary_source_file_id, 1
    from warehouse.release_partition p, v where (p.dataset, p.partition_key) = ('score', '2018')`,
  recomputed: "delete from warehouse.release_recomputation where index_code = 'HCI'",
  'changes-explained': "delete from warehouse.change_attribution where iso3 = 'KAZ'",
  'printed-means-reproduced': `update warehouse.group_score set mean_published = 0.9
     where (group_code, index_code) = ('CIS', 'EPI')`,
};

describeEmbedded('B4 audits of a release', (database) => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await database.warehouse();
    expect(await loadSurvey(warehouse, [2016, 2018].map(officialFile))).toMatchObject({
      outcome: 'published',
      release: 1,
    });
  });

  /** The audits over a damaged release; the damage is undone. */
  async function auditsAfter(fault: string) {
    let results: Awaited<ReturnType<typeof runAudits>> = [];
    const undo = new Error('undo');
    const damaged = warehouse.withTransaction(async (session) => {
      const { rowCount } = await session.query(fault);
      expect(rowCount, 'rows that were damaged').toBeGreaterThan(0);
      results = await runAudits(session, SQL_FOLDER, 1);
      throw undo;
    });
    await expect(damaged).rejects.toBe(undo);
    return results;
  }

  test('each has a fault of its own here', async () => {
    const audits = await warehouse.withConnection((session) => runAudits(session, SQL_FOLDER, 1));
    expect(audits.map(({ audit }) => audit).sort()).toEqual(Object.keys(FAULTS).sort());
    expect(audits.filter(({ status }) => status !== 'pass')).toEqual([]);
  });

  test.each(Object.entries(FAULTS))('%s finds its fault, and no other does', async (name, fault) => {
    const broken = (await auditsAfter(fault)).filter(({ status }) => status !== 'pass');
    expect(broken.map(({ audit }) => audit)).toEqual([name]);
    const [found] = broken;
    expect(found?.status).toBe(found?.severity === 'warn' ? 'warn' : 'fail');
    expect(found?.sample.length).toBeGreaterThan(0);
  });
});
