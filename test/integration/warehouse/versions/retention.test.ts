import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Warehouse } from '../../../../src/warehouse/connection/connect.ts';
import { pinRelease, unpinRelease } from '../../../../src/warehouse/releases/pins.ts';
import { countReleases, listReleases } from '../../../../src/warehouse/releases/release-list.ts';
import { collect, planCollection } from '../../../../src/warehouse/releases/retention.ts';
import { describeEachDatabase } from '../../../support/databases.ts';
import { dumpSchemas } from '../../../support/dump.ts';
import { loadSurvey } from '../../../support/load-survey.ts';
import { move } from '../../../support/move-publication.ts';
import { historyState, type ReportingState, reportingState } from '../../../support/reporting-state.ts';
import { officialFile } from '../../../support/survey-files.ts';
import { writeVintage } from '../../../support/vintages.ts';

const PIN = { actor: 'asel', reason: 'annual report', now: new Date('2026-02-01T00:00:00Z') };

describeEachDatabase('B22 gc', (database) => {
  let warehouse: Warehouse;
  let folder: string;
  const files: string[] = [];
  const seen = new Map<number, ReportingState>();
  const rows = async (sql: string) => (await warehouse.withConnection((session) => session.query(sql))).rows;
  const plan = (keep: number) =>
    warehouse.withTransaction((session) => planCollection(session, keep), { readOnly: true });
  const gc = (keep: number) =>
    warehouse.withTransaction(async (session) => {
      const planned = await planCollection(session, keep);
      await collect(session, planned);
      return planned;
    });
  const kept = async (keep: number) =>
    Object.fromEntries(
      (await plan(keep)).kept.map(({ releaseNo, because }) => [releaseNo, because.join(' ')]),
    );
  const withList = async () =>
    (await rows('select distinct release_no from warehouse.release_partition order by 1')).map(
      (row) => row.release_no,
    );
  const factsPerVersion = () =>
    rows(
      `select v.version_id, v.fact_count, (
         select count(*) from warehouse.score s where s.version_id = v.version_id) + (
         select count(*) from warehouse.group_score s where s.version_id = v.version_id) + (
         select count(*) from warehouse.reference_row s where s.version_id = v.version_id) as found
       from warehouse.partition_version v order by 1`,
    );

  /**
   * Releases in mixed states: 1 to 4 published in turn, 5 refused, 6 a candidate, 7 published and taken back to 4, so
   * that 4 is published again, 3 the last good one before it, and 7 what it replaced.
   */
  beforeAll(async () => {
    warehouse = await database.warehouse();
    folder = await mkdtemp(join(tmpdir(), 'egdi-retention-'));
    for (const [index, name] of ['Austria', 'Belgium', 'Chile', 'Denmark', 'Estonia', 'France'].entries()) {
      files.push(await writeVintage(await mkdtemp(join(folder, `${index}-`)), 2018, ['Kazakhstan', name]));
    }
    const publish = async (file: string | undefined) => {
      const { outcome, release } = await loadSurvey(warehouse, [file ?? '']);
      expect(outcome).toBe('published');
      seen.set(release ?? 0, await reportingState(warehouse));
    };
    for (const file of files.slice(0, 4)) await publish(file);
    expect(await loadSurvey(warehouse, ['hostile/score-perturbed.csv'])).toMatchObject({
      outcome: 'refused',
      release: 5,
    });
    expect(await loadSurvey(warehouse, [files[4] ?? ''], 'look', { noPublish: true })).toMatchObject({
      release: 6,
    });
    await publish(files[5]);
    await move(warehouse, 'rollback', 4);
    expect([...seen.keys()]).toEqual([1, 2, 3, 4, 7]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('the published, the last good, the replaced and the pinned release are kept whatever is asked', async () => {
    await warehouse.withTransaction((session) => pinRelease(session, 2, PIN));
    expect(await kept(0)).toEqual({ 2: 'pinned', 3: 'last-good', 4: 'published', 7: 'last-good' });
    expect(await kept(3)).toEqual({
      2: 'pinned',
      3: 'last-good',
      4: 'published',
      5: 'newest',
      6: 'newest',
      7: 'last-good newest',
    });
    expect((await plan(0)).releases.map(({ releaseNo, status }) => `${releaseNo} ${status}`)).toEqual([
      '6 candidate',
      '5 refused',
      '1 superseded',
    ]);
    expect((await plan(10)).releases).toEqual([]);
  });

  test('a dry run says the same and removes nothing', async () => {
    const before = await dumpSchemas(warehouse, ['ops', 'warehouse', 'reporting']);
    const planned = await plan(0);
    expect(planned).toMatchObject({ versions: expect.any(Number), facts: expect.any(Number) });
    expect(planned.versions).toBeGreaterThan(0);
    expect(await dumpSchemas(warehouse, ['ops', 'warehouse', 'reporting'])).toEqual(before);
    const undo = new Error('undo');
    const tried = warehouse.withTransaction(async (session) => {
      const done = await planCollection(session, 0);
      await collect(session, done);
      expect(done).toEqual(planned);
      throw undo;
    });
    await expect(tried).rejects.toBe(undo);
  });

  test('what an unfinished backfill has stored is kept, and let go when it is over', async () => {
    const [stored] = await rows(
      `select version_id from warehouse.release_partition where release_no = 1 and since_release_no = 1
         and dataset = 'score' and version_id not in (
           select version_id from warehouse.release_partition where release_no <> 1)`,
    );
    await rows(
      `with b as (
         insert into ops.backfill (pipeline, run_key, first_edition, last_edition, status, started_at)
         values ('un-survey', 'k', 2018, 2018, 'failed', now()) returning backfill_id
       ), p as (
         insert into ops.backfill_partition (backfill_id, partition_key, status)
         select backfill_id, '2018', 'done' from b returning backfill_id, partition_key
       )
       insert into ops.backfill_version (backfill_id, partition_key, dataset, version_id)
       select backfill_id, partition_key, 'score', ${stored?.version_id} from p`,
    );
    const during = await plan(0);
    await rows("update ops.backfill set status = 'done'");
    const after = await plan(0);
    expect(after.versions).toBe(during.versions + 1);
    expect(after.facts).toBe(during.facts + 965);
  });

  test('it removes lists, and the versions, facts and evidence of nobody; readers notice nothing', async () => {
    const before = await reportingState(warehouse);
    const facts = await factsPerVersion();
    const evidence = Number((await rows('select count(*) as n from warehouse.evidence'))[0]?.n);
    const done = await gc(0);
    expect(done.releases.map(({ releaseNo }) => releaseNo)).toEqual([6, 5, 1]);
    expect(await withList()).toEqual([2, 3, 4, 7]);
    expect(await reportingState(warehouse)).toEqual(before);
    const left = await factsPerVersion();
    expect(left).toHaveLength(facts.length - done.versions);
    expect(left.filter((row) => row.found !== row.fact_count)).toEqual([]);
    expect(Number((await rows('select count(*) as n from warehouse.evidence'))[0]?.n)).toBe(
      evidence - done.evidenceCells,
    );
    expect(done.evidenceCells).toBeGreaterThan(0);
    expect((await plan(0)).releases).toEqual([]);
    expect((await plan(0)).versions).toBe(0);
  });

  test('a collected release keeps its row and its publications', async () => {
    const listed = await warehouse.withTransaction((session) => listReleases(session, 20), {
      readOnly: true,
    });
    expect(await warehouse.withConnection(countReleases)).toBe(7);
    expect(listed.find(({ releaseNo }) => releaseNo === 1)).toMatchObject({
      status: 'collected',
      partitions: 0,
      changes: null,
      publications: [{ kind: 'run' }],
    });
    // Its base is gone, so what it changed cannot be said any more; what it brought can.
    expect(listed.find(({ releaseNo }) => releaseNo === 2)).toMatchObject({
      changes: null,
      newEditions: ['2018'],
    });
  });

  test('a release that was kept is published as it was, figures that an older one brought included', async () => {
    for (const releaseNo of [2, 3, 7]) {
      await move(warehouse, 'rollback', releaseNo);
      expect(await reportingState(warehouse)).toEqual(seen.get(releaseNo));
      expect(await historyState(warehouse, releaseNo)).toEqual(seen.get(releaseNo));
    }
  });

  test('what was collected comes back by loading it again', async () => {
    const report = await loadSurvey(warehouse, [files[0] ?? '']);
    expect(report).toMatchObject({ outcome: 'published', release: 8 });
    expect((await factsPerVersion()).filter((row) => row.found !== row.fact_count)).toEqual([]);
  });

  test('what a rollback took back stays known, so that a run does not publish it after gc either', async () => {
    expect(await loadSurvey(warehouse, [officialFile(2018)])).toMatchObject({
      outcome: 'published',
      release: 9,
    });
    await move(warehouse, 'rollback', 8);
    await move(warehouse, 'rollback', 7);
    await move(warehouse, 'rollback', 3);
    await gc(0);
    expect(await withList()).not.toContain(9);
    expect(await loadSurvey(warehouse, [officialFile(2018)])).toMatchObject({
      outcome: 'candidate',
      publishedRelease: 3,
    });
  });

  test('a pin holds until it is removed; one that is not there cannot be', async () => {
    const pin = () => warehouse.withTransaction((session) => pinRelease(session, 10, PIN));
    const remove = () => warehouse.withTransaction((session) => unpinRelease(session, 10));
    await pin();
    await gc(0);
    expect(await withList()).toContain(10);
    expect(await remove()).toMatchObject({ pinReason: 'annual report' });
    await expect(remove()).rejects.toMatchObject({ code: 'not-pinned', exitCode: 2 });
    await gc(0);
    expect(await withList()).not.toContain(10);
    await expect(pin()).rejects.toMatchObject({ code: 'release-collected', exitCode: 3 });
  });
});
