import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unSurvey } from '../../../../pipelines/un-survey/index.ts';
import { definePipeline } from '../../../../src/pipeline/define-pipeline.ts';
import type { Warehouse } from '../../../../src/warehouse/connection/connect.ts';
import { compareReleases } from '../../../../src/warehouse/releases/compare-releases.ts';
import { describeEachDatabase } from '../../../support/databases.ts';
import { loadSurvey } from '../../../support/load-survey.ts';
import { move } from '../../../support/move-publication.ts';
import {
  historyState,
  type ReportingState,
  reportingState,
  withoutReleaseNo,
} from '../../../support/reporting-state.ts';
import { officialFile } from '../../../support/survey-files.ts';
import { NEXT_EDITION, writeNextEdition, writeVintage } from '../../../support/vintages.ts';

const NEXT_PIPELINE = definePipeline({ ...unSurvey, editions: [...unSurvey.editions, NEXT_EDITION] });

describeEachDatabase('B3 releases, their history and the way back', (database) => {
  let warehouse: Warehouse;
  let folder: string;
  let vintage: string;
  let nextEdition: string;
  /** What readers saw when release 1, 2, 3, 4 was published. */
  const seen: ReportingState[] = [];
  const rows = async (sql: string, params: readonly unknown[] = []) =>
    (await warehouse.withConnection((session) => session.query(sql, params))).rows;

  beforeAll(async () => {
    warehouse = await database.warehouse();
    folder = await mkdtemp(join(tmpdir(), 'egdi-history-'));
    vintage = await writeVintage(folder, 2018, ['Kazakhstan', 'Austria']);
    nextEdition = await writeNextEdition(folder);
    const publish = async (files: readonly string[], pipeline = unSurvey) => {
      const { outcome, release } = await loadSurvey(warehouse, files, 'test', { pipeline });
      expect([outcome, release]).toEqual(['published', seen.length + 1]);
      seen.push(await reportingState(warehouse));
    };
    await publish([2016, 2020].map(officialFile));
    await publish([officialFile(2018)]);
    await publish([vintage]);
    await publish([nextEdition], NEXT_PIPELINE);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('every table as of each release is what readers saw then', async () => {
    expect(Object.keys(seen[0] ?? {})).toContain('fact_index_score');
    expect(seen.map((state) => state.fact_index_score?.length)).toEqual([2, 3, 3, 4].map((n) => n * 965));
    expect(seen.map((state) => state.dim_edition?.length)).toEqual([12, 12, 12, 13]);
    expect(seen[2]?.fact_index_score).not.toEqual(seen[1]?.fact_index_score);
    for (const [index, state] of seen.entries()) {
      expect(await historyState(warehouse, index + 1), `release ${index + 1}`).toEqual(state);
    }
  });

  test('a revision names the cell, the old and the new value, when, and by which file', async () => {
    const found = await rows(
      `select iso3, edition, index_code, old_value, new_value, is_source_figure, revised_by,
              o.file_name as old_file, n.file_name as new_file, old_source_file_sha256 <> new_source_file_sha256 as is_other,
              revised_at = l.published_at as is_dated
       from history.revision v
       join warehouse.source_file o on o.sha256 = v.old_source_file_sha256
       join warehouse.source_file n on n.sha256 = v.new_source_file_sha256
       join warehouse.publication_log l on l.release_no = v.release_no
       where v.release_no = 3 and v.column_name = 'score_published' order by iso3`,
    );
    const file = 'EGOV_DATA_2018.csv';
    const common = {
      edition: 2018,
      index_code: 'EPI',
      is_source_figure: true,
      revised_by: 'run',
      old_file: file,
      new_file: file,
      is_other: true,
      is_dated: true,
    };
    expect(found).toEqual([
      { iso3: 'AUT', old_value: '0.82580', new_value: '0.83710', ...common },
      { iso3: 'KAZ', old_value: '0.83710', new_value: '0.82580', ...common },
    ]);
  });

  test('revisions are exactly the cells in which the two vintages differ; what follows is marked as derived', async () => {
    const diff = await warehouse.withTransaction((session) => compareReleases(session, 2, 3), {
      readOnly: true,
    });
    const cells = diff.rows
      .filter(({ tableName }) => tableName === 'fact_index_score')
      .flatMap((row) => row.cells.map((cell) => `${row.iso3} ${row.indexCode} ${cell.column}`));
    const revisions = await rows(
      `select iso3 || ' ' || index_code || ' ' || column_name as cell, is_source_figure
       from history.revision where release_no = 3 order by 1`,
    );
    expect(revisions.map(({ cell }) => cell)).toEqual(cells.sort());
    expect(revisions.filter((row) => row.is_source_figure).map(({ cell }) => cell)).toEqual([
      'AUT EPI score_published',
      'KAZ EPI score_published',
    ]);
    expect(revisions.length).toBeGreaterThan(2);
  });

  test('an edition that is new revises nothing', async () => {
    expect(await rows('select * from history.revision where release_no = 4')).toEqual([]);
  });

  test('after a rollback every reporting table is as it was, and as its history says', async () => {
    const moved = await move(warehouse, 'rollback', 2, 'EPI of 2018 is wrong');
    expect(moved).toMatchObject({
      outcome: 'published',
      exitCode: 0,
      previousReleaseNo: 4,
      withdrawn: expect.arrayContaining(['score 2018', 'score 2026', 'reference dim_edition']),
    });
    const now = await reportingState(warehouse);
    expect(now).toEqual(seen[1]);
    expect(now).toEqual(await historyState(warehouse, 2));
    expect(await rows('select distinct release_no, status from reporting.data_refresh')).toEqual([
      { release_no: 2, status: 'ok' },
    ]);
  });

  test('the rollback is on record: who, why, when, from where', async () => {
    const log = await rows(
      `select l.release_no, l.previous_release_no, l.kind, l.reason, l.actor is not null as has_actor,
              r.command, r.outcome, r.exit_code, r.actor = l.actor as is_same_actor
       from warehouse.publication_log l join ops.run r using (run_id) order by l.log_id desc limit 1`,
    );
    expect(log).toEqual([
      {
        release_no: 2,
        previous_release_no: 4,
        kind: 'rollback',
        reason: 'EPI of 2018 is wrong',
        has_actor: true,
        command: 'rollback',
        outcome: 'published',
        exit_code: 0,
        is_same_actor: true,
      },
    ]);
  });

  test('the way back is a revision too', async () => {
    expect(
      await rows(
        `select iso3, old_value, new_value from history.revision
         where revised_by = 'rollback' and previous_release_no = 4 and column_name = 'score_published' order by iso3`,
      ),
    ).toEqual([
      { iso3: 'AUT', old_value: '0.83710', new_value: '0.82580' },
      { iso3: 'KAZ', old_value: '0.82580', new_value: '0.83710' },
    ]);
  });

  test('the next run with the input that was taken back leaves a candidate, again and again the same', async () => {
    for (let time = 0; time < 2; time += 1) {
      const report = await loadSurvey(warehouse, [vintage]);
      expect(report).toMatchObject({ outcome: 'candidate', exitCode: 0, release: 5, publishedRelease: 2 });
      expect(report.message).toContain('egdi publish 5');
    }
    expect(await reportingState(warehouse)).toEqual(seen[1]);
  });

  test('an edition between two others goes and comes back, and the changes of the later one with it', async () => {
    await move(warehouse, 'rollback', 1);
    expect(await reportingState(warehouse)).toEqual(seen[0]);
    await move(warehouse, 'rollback', 2);
    expect(await reportingState(warehouse)).toEqual(seen[1]);
  });

  test('a person publishes it again, and then the same input has nothing to say', async () => {
    expect(await move(warehouse, 'publish', 5)).toMatchObject({ outcome: 'published', previousReleaseNo: 2 });
    expect(await rows('select distinct revised_by from history.revision where release_no = 5')).toEqual([
      { revised_by: 'publish' },
    ]);
    const state = await reportingState(warehouse);
    expect(state).toEqual(await historyState(warehouse, 5));
    // Facts as in release 3; only the release that brought them is another one.
    const facts = await withoutReleaseNo(warehouse);
    await move(warehouse, 'rollback', 3);
    expect(await withoutReleaseNo(warehouse)).toEqual(facts);
    expect(await reportingState(warehouse)).toEqual(seen[2]);
    await move(warehouse, 'rollback', 5);
    expect(await loadSurvey(warehouse, [vintage])).toMatchObject({ outcome: 'noop', publishedRelease: 5 });
  });

  test('forwards is a way as well: the edition that a rollback removed is back whole', async () => {
    await move(warehouse, 'rollback', 4);
    expect(await reportingState(warehouse)).toEqual(seen[3]);
    const left = await rows(
      `select count(*) as n from warehouse.withdrawn_version w
       join warehouse.release_partition p using (version_id) where p.release_no = 4`,
    );
    expect(left).toEqual([{ n: 0 }]);
  });
});
