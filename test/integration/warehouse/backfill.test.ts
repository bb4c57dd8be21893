import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { runBackfill } from '../../../src/pipeline/backfill/backfill.ts';
import type { BackfillReport } from '../../../src/pipeline/backfill/report.ts';
import type { Catalogue } from '../../../src/pipeline/catalogue.ts';
import { prepareRun } from '../../../src/pipeline/run/prepare-run.ts';
import { systemClock as clock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createProgress } from '../../../src/runtime/progress.ts';
import { findUnfinishedBackfill } from '../../../src/warehouse/ledger/backfills.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { officialFile } from '../../support/survey-files.ts';

const EDITIONS = [2014, 2016, 2018];

/** The catalogue with an edition that the program cannot compute. */
function withDefect(catalogue: Catalogue, edition: number): Catalogue {
  const known = catalogue.editions.get(edition);
  if (!known) throw new Error(`no edition ${edition}`);
  const broken = Object.defineProperty({ ...known }, 'groups', {
    get: () => {
      throw new RangeError('a defect for the test');
    },
  });
  return { ...catalogue, editions: new Map([...catalogue.editions, [edition, broken]]) };
}

describeEachDatabase('B12 backfill: state in the warehouse', (database) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-backfill-'));
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function backfill(change: (catalogue: Catalogue) => Catalogue): Promise<BackfillReport> {
    const request = {
      pipeline: unSurvey,
      command: 'backfill',
      inputs: EDITIONS.map(officialFile),
      edition: null,
      force: false,
      reason: 'test',
      asked: { from: 2014, to: 2018 },
      restart: false,
    };
    const { signal } = new AbortController();
    const snapshotFolder = join(folder, 'snapshots');
    const prepared = await prepareRun(request, { maxFileBytes: 50_000_000, snapshotFolder, clock, signal });
    const context = {
      warehouse: await database.warehouse(),
      isSchemaFresh: false,
      sqlFolder: SQL_FOLDER,
      snapshotFolder,
      outputFolder: join(folder, 'outputs'),
      clock,
      progress: createProgress({ stream: process.stderr, isTty: false, color: false }),
      logger: silentLogger,
      signal,
    };
    try {
      return await runBackfill(request, context, { ...prepared, catalogue: change(prepared.catalogue) });
    } finally {
      await prepared.reader.close();
    }
  }
  const unfinished = async () => (await database.warehouse()).withConnection(findUnfinishedBackfill);
  const attempts = (report: BackfillReport) =>
    report.partitions.map(({ edition, status, attempts: count }) => `${edition} ${status} ${count}`);

  test('an edition that the program fails at fails alone, with exit 1, and the backfill is unfinished', async () => {
    expect(await unfinished()).toBeUndefined();
    const report = await backfill((catalogue) => withDefect(catalogue, 2016));
    expect(report).toMatchObject({ outcome: 'refused', exitCode: 1, publishedRelease: null });
    expect(attempts(report)).toEqual(['2014 done 1', '2016 failed 1', '2018 done 1']);
    expect(report.partitions[1]?.message).toBe('unexpected error: a defect for the test');
    expect(await unfinished()).toMatchObject({
      backfillId: report.backfillId,
      status: 'failed',
      firstEdition: 2014,
      lastEdition: 2018,
      finishedAt: null,
    });
  });

  test('an edition whose stored facts were collected since is done again, not left out', async () => {
    await (await database.warehouse()).withConnection((session) =>
      session.exec("delete from ops.backfill_version where partition_key = '2014' and dataset = 'score'"),
    );
    const report = await backfill((catalogue) => catalogue);
    expect(report).toMatchObject({ outcome: 'published', isTakenUp: true, exitCode: 0 });
    expect(attempts(report)).toEqual(['2014 done 2', '2016 done 2', '2018 done 1']);
    const published = await (await database.warehouse()).withConnection((session) =>
      session.query(
        `select distinct partition_key from warehouse.release_partition p join warehouse.publication using (release_no)
         where p.dataset = 'score' order by 1`,
      ),
    );
    expect(published.rows.map((row) => Number(row.partition_key))).toEqual(EDITIONS);
    expect(await unfinished()).toBeUndefined();
  });
});
