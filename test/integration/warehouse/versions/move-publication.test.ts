import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Warehouse } from '../../../../src/warehouse/connection/connect.ts';
import { listReleases } from '../../../../src/warehouse/releases/release-list.ts';
import { describeEachDatabase } from '../../../support/databases.ts';
import { dumpSchemas } from '../../../support/dump.ts';
import { loadSurvey } from '../../../support/load-survey.ts';
import { move } from '../../../support/move-publication.ts';
import { historyState, reportingState } from '../../../support/reporting-state.ts';
import { officialFile } from '../../../support/survey-files.ts';
import { writeVintage } from '../../../support/vintages.ts';

const PERTURBED = 'hostile/score-perturbed.csv';

describeEachDatabase('B4 a candidate waits for its publication', (database) => {
  let warehouse: Warehouse;
  let folder: string;
  let vintages: string[];
  const rows = async (sql: string) => (await warehouse.withConnection((session) => session.query(sql))).rows;
  const everything = () => dumpSchemas(warehouse, ['ops', 'warehouse', 'reporting']);
  const candidate = (file: string) => loadSurvey(warehouse, [file], 'candidate', { noPublish: true });

  /** Refused before anything is written. */
  async function expectRefusal(moving: () => Promise<unknown>, error: object): Promise<void> {
    const before = await everything();
    await expect(moving()).rejects.toMatchObject(error);
    expect(await everything()).toEqual(before);
  }

  beforeAll(async () => {
    warehouse = await database.warehouse();
    folder = await mkdtemp(join(tmpdir(), 'egdi-move-'));
    const pairs = [
      ['Kazakhstan', 'Austria'],
      ['Kazakhstan', 'Belgium'],
      ['Kazakhstan', 'Chile'],
    ] as const;
    vintages = [];
    for (const [index, pair] of pairs.entries()) {
      const place = await mkdtemp(join(folder, `${index}-`));
      vintages.push(await writeVintage(place, 2018, pair));
    }
    expect(await loadSurvey(warehouse, [officialFile(2018)])).toMatchObject({
      outcome: 'published',
      release: 1,
    });
    expect(await candidate(vintages[0] ?? '')).toMatchObject({
      outcome: 'candidate',
      release: 2,
      exitCode: 0,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('readers do not see it, and its own history does not claim that it was published', async () => {
    expect(await reportingState(warehouse)).toEqual(await historyState(warehouse, 1));
  });

  test('one that was never published is no way back', () =>
    expectRefusal(() => move(warehouse, 'rollback', 2), {
      code: 'never-published',
      exitCode: 3,
      hint: expect.stringContaining('egdi publish 2'),
    }));

  test('a number that no release has is a mistake of the caller', () =>
    expectRefusal(() => move(warehouse, 'publish', 99), { code: 'release-unknown', exitCode: 2 }));

  test('publishing what is published writes nothing', async () => {
    const before = await everything();
    for (const kind of ['publish', 'rollback'] as const) {
      expect(await move(warehouse, kind, 1)).toMatchObject({
        outcome: 'already-published',
        exitCode: 0,
        runId: null,
      });
    }
    expect(await everything()).toEqual(before);
  });

  test('one made for other reporting tables is refused, older or newer', async () => {
    for (const [version, code] of [
      [0, 'contract-older'],
      [99, 'contract-newer'],
    ] as const) {
      await rows(`update warehouse.release set contract_version = ${version}`);
      await expectRefusal(() => move(warehouse, 'publish', 2), { code, exitCode: 3 });
    }
    await rows('update warehouse.release set contract_version = 1');
  });

  test('it is published by name, with a line in both ledgers', async () => {
    expect(await move(warehouse, 'publish', 2, 'looked at it')).toMatchObject({
      outcome: 'published',
      previousReleaseNo: 1,
      withdrawn: [],
    });
    expect(await reportingState(warehouse)).toEqual(await historyState(warehouse, 2));
    expect(
      await rows(
        `select r.command, r.outcome, r.release_no, l.kind, l.reason, l.previous_release_no
         from ops.run r join warehouse.publication_log l using (run_id) order by r.run_id desc limit 1`,
      ),
    ).toEqual([
      {
        command: 'publish',
        outcome: 'published',
        release_no: 2,
        kind: 'publish',
        reason: 'looked at it',
        previous_release_no: 1,
      },
    ]);
    expect(
      await rows(
        "select count(*) > 0 as n from ops.audit_result join ops.run using (run_id) where command = 'publish'",
      ),
    ).toEqual([{ n: true }]);
  });

  test('the run that made it has nothing left to say then', async () => {
    expect(await candidate(vintages[0] ?? '')).toMatchObject({ outcome: 'noop', publishedRelease: 2 });
  });

  test('what was published before is brought back by a rollback, not by publish', () =>
    expectRefusal(() => move(warehouse, 'publish', 1), {
      code: 'not-a-candidate',
      exitCode: 3,
      hint: expect.stringContaining('egdi rollback --to 1'),
    }));

  test('the audits are run again: facts that were damaged since are not published', async () => {
    expect(await candidate(vintages[1] ?? '')).toMatchObject({ release: 3 });
    await rows(
      `delete from warehouse.score where index_code = 'EPI' and iso3 = 'KAZ' and version_id in (
         select version_id from warehouse.release_partition where release_no = 3 and since_release_no = 3)`,
    );
    const before = await reportingState(warehouse);
    const moved = await move(warehouse, 'publish', 3);
    expect(moved).toMatchObject({
      outcome: 'refused',
      exitCode: 3,
      message: expect.stringMatching(/^audit failed: facts-complete/),
    });
    expect(await reportingState(warehouse)).toEqual(before);
    expect(await rows('select release_no from warehouse.publication')).toEqual([{ release_no: 2 }]);
    expect(await rows('select status from warehouse.release where release_no = 3')).toEqual([
      { status: 'refused' },
    ]);
  });

  test('a refused release is refused with the reasons', async () => {
    await expectRefusal(() => move(warehouse, 'publish', 3), {
      code: 'release-refused',
      exitCode: 3,
      message: expect.stringContaining('audit facts-complete failed: 1 rows'),
    });
    const refused = await loadSurvey(warehouse, [PERTURBED]);
    expect(refused).toMatchObject({ outcome: 'refused', exitCode: 4, release: 4 });
    await expectRefusal(() => move(warehouse, 'publish', 4), {
      code: 'release-refused',
      message: expect.stringContaining('score-deviation (1): '),
    });
  });

  test('a candidate that would undo what was published since is refused, with the remedy', async () => {
    expect(await candidate(officialFile(2016))).toMatchObject({ release: 5 });
    expect(await loadSurvey(warehouse, [vintages[2] ?? ''])).toMatchObject({
      outcome: 'published',
      release: 6,
    });
    await expectRefusal(() => move(warehouse, 'publish', 5), {
      code: 'base-stale',
      exitCode: 3,
      message: expect.stringContaining('made from release 2, and release 6 is published now'),
      hint: expect.stringContaining('egdi run --no-publish'),
    });
    expect(await candidate(officialFile(2016))).toMatchObject({ release: 7 });
    expect(await move(warehouse, 'publish', 7)).toMatchObject({ outcome: 'published' });
  });

  test('a release that was collected is refused either way', async () => {
    await rows("update warehouse.release set status = 'collected' where release_no in (1, 5)");
    for (const [kind, releaseNo] of [
      ['rollback', 1],
      ['publish', 5],
    ] as const) {
      await expectRefusal(() => move(warehouse, kind, releaseNo), { code: 'release-collected', exitCode: 3 });
    }
  });

  describe('in part', () => {
    const notes = () =>
      rows("select status, note from reporting.data_refresh where dataset = 'fact_index_score'");
    const refusedOf = async (releaseNo: number) => {
      const listed = await warehouse.withTransaction((session) => listReleases(session, 50), {
        readOnly: true,
      });
      return listed
        .find((one) => one.releaseNo === releaseNo)
        ?.refusals.map((one) => `${one.dataset} ${one.partitionKey}`);
    };

    test('what was refused keeps its version and is named, in the release and to the readers', async () => {
      const report = await loadSurvey(warehouse, [PERTURBED, officialFile(2020)], 'part', {
        publishPartial: true,
      });
      expect(report).toMatchObject({ outcome: 'published', exitCode: 4, release: 8 });
      expect(await refusedOf(8)).toEqual(['group_score 2018', 'score 2018']);
      expect(await notes()).toEqual([
        {
          status: 'partial',
          note: expect.stringMatching(/^2018 kept as it was: KAZ EGDI score-deviation: /),
        },
      ]);
    });

    test('it stays named while other editions are published, until a run brings the partition', async () => {
      expect(await loadSurvey(warehouse, [officialFile(2022)])).toMatchObject({
        outcome: 'published',
        release: 9,
      });
      expect(await refusedOf(9)).toEqual(['group_score 2018', 'score 2018']);
      expect(await notes()).toMatchObject([{ status: 'partial' }]);
      // The published version itself: no fact changes, and the readers learn that all is well.
      expect(await loadSurvey(warehouse, [vintages[2] ?? ''])).toMatchObject({
        outcome: 'published',
        release: 10,
      });
      expect(await refusedOf(10)).toEqual([]);
      expect(await notes()).toEqual([{ status: 'ok', note: null }]);
      expect(await loadSurvey(warehouse, [vintages[2] ?? ''])).toMatchObject({ outcome: 'noop' });
    });
  });
});
