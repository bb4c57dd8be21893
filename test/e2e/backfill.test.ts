import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackfillReport } from '../../src/pipeline/backfill/report.ts';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { backfillStore } from '../support/backfill-store.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers } from '../support/cli-process.ts';
import { describeEachServer, describeEmbedded, describeTwoDatabases } from '../support/databases.ts';
import { killedAt, pausedAt } from '../support/fault-points.ts';
import { officialFile } from '../support/survey-files.ts';

const EDITIONS = [2012, 2014, 2016, 2018];
const FILES = EDITIONS.map(officialFile);
const RANGE = ['--from', '2012', '--to', '2018'];
const REQUEST = [...RANGE, '--file', ...FILES];

const statuses = (report: BackfillReport) =>
  report.partitions.map(({ edition, status, attempts }) => `${edition} ${status} ${attempts}`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'egdi-backfill-'));
});
afterEach(killLeftovers);
afterAll(() => rm(folder, { recursive: true, force: true }));

describeTwoDatabases('B12 backfill: an edition that is done stays done', (database) => {
  const store = backfillStore(database);
  beforeEach(store.empty);

  test('killed in every edition, it goes on each time with that edition, and publishes once what a run publishes', async () => {
    // The first time in the first edition, then always in the second one that is executed.
    const kills = [1, 2, 2, 2];
    for (const [index, hit] of kills.entries()) {
      const killed = await store.backfill(REQUEST, killedAt('backfill.partition-stored', hit));
      expect(killed.code, 'ended by the signal').toBe(null);
      expect(await store.partitions()).toEqual(
        EDITIONS.map((edition, at) =>
          at < index ? `${edition} done 2` : at === index ? `${edition} running 1` : `${edition} pending 0`,
        ),
      );
      expect(await store.query('select * from warehouse.release')).toEqual([]);
    }
    const report = await store.report(0, ...REQUEST);
    expect(report).toMatchObject({ outcome: 'published', release: 1, isTakenUp: true });
    expect(statuses(report)).toEqual(EDITIONS.map((edition) => `${edition} done 2`));
    expect(report.partitions.map(({ isExecuted }) => isExecuted)).toEqual([false, false, false, true]);
    expect(await store.query('select kind from warehouse.publication_log')).toEqual([{ kind: 'run' }]);
    const runs = await store.query('select command, outcome from ops.run order by run_id');
    expect(runs.map(({ outcome }) => outcome)).toEqual([...kills.map(() => 'crashed'), 'published']);
    expect(runs.every(({ command }) => command === 'backfill')).toBe(true);
    // A run over the same files finds the same versions, name by name.
    const run = await runCli(['run', '--json', '--input', ...FILES, ...store.args()]);
    expect((JSON.parse(run.stdout) as RunReport).outcome).toBe('unchanged');
  });

  test('SIGINT puts the edition at work back; the same command goes on from there', async () => {
    const args = [...REQUEST, ...store.args()];
    const { cli, resume } = await pausedAt('backfill.partition-done', ['backfill', 'un-survey', ...args], {
      folder,
      hit: 2,
    });
    cli.kill('SIGINT');
    resume();
    expect((await cli.ended).code).toBe(130);
    const left = await store.partitions();
    expect(left.slice(0, 2)).toEqual(['2012 done 1', '2014 done 1']);
    expect(left.slice(2).every((line) => line.includes(' pending '))).toBe(true);
    expect(await store.query('select status from ops.backfill')).toEqual([{ status: 'cancelled' }]);
    expect(await store.query('select outcome, exit_code from ops.run')).toEqual([
      { outcome: 'aborted', exit_code: 130 },
    ]);
    const report = await store.report(0, ...REQUEST);
    expect(report).toMatchObject({ outcome: 'published', isTakenUp: true, backfillId: 1 });
    expect(statuses(report).slice(0, 2)).toEqual(['2012 done 1', '2014 done 1']);
  });
});

describeEmbedded('B12 backfill: killed at any of its points, the next one heals', (database) => {
  const store = backfillStore(database);
  const request = ['--from', '2016', '--to', '2018', '--file', officialFile(2016), officialFile(2018)];
  beforeEach(store.empty);

  test.each([
    ['backfill.opened', ['2016 pending 0', '2018 pending 0'], 'published'],
    ['backfill.partition-started', ['2016 running 1', '2018 pending 0'], 'published'],
    ['load.facts-copied', ['2016 running 1', '2018 pending 0'], 'published'],
    ['backfill.partition-done', ['2016 done 1', '2018 pending 0'], 'published'],
    ['backfill.candidate-made', ['2016 done 1', '2018 done 1'], 'published'],
    ['audit.committed', ['2016 done 1', '2018 done 1'], 'published'],
    ['publish.publication-moved', ['2016 done 1', '2018 done 1'], 'published'],
    ['publish.committed', ['2016 done 1', '2018 done 1'], 'unchanged'],
    ['run.ended', ['2016 done 1', '2018 done 1'], 'noop'],
  ] as const)('%s', async (point, left, outcome) => {
    expect((await store.backfill(request, killedAt(point))).code).toBe(null);
    expect(await store.partitions()).toEqual(left);
    expect((await store.report(0, ...request)).outcome).toBe(outcome);
    expect(await store.query('select status, release_no from ops.backfill')).toEqual([
      { status: 'done', release_no: 1 },
    ]);
    expect(await store.query('select release_no, status from warehouse.release')).toEqual([
      { release_no: 1, status: 'published' },
    ]);
    expect(await store.query('select count(*) as n from reporting.fact_index_score')).toEqual([{ n: 1930 }]);
  });
});

describeEmbedded('B12 backfill: what it is asked', (database) => {
  const store = backfillStore(database);
  beforeEach(store.empty);

  test('a hostile edition fails alone; mended, the next one publishes all', async () => {
    const files = EDITIONS.map((edition) => join(folder, `EGOV_DATA_${edition}.csv`));
    await Promise.all(FILES.map((file) => copyFile(file, join(folder, basename(file)))));
    const whole = await readFile(officialFile(2014), 'utf8');
    await writeFile(files[1] as string, whole.replace('Human Capital', 'Human Capitol'));
    const request = [...RANGE, '--file', ...files];

    const failed = await store.report(3, ...request);
    expect(failed).toMatchObject({ outcome: 'refused', publishedRelease: null, exitCode: 3 });
    expect(statuses(failed)).toEqual(['2012 done 1', '2014 failed 1', '2016 done 1', '2018 done 1']);
    expect(failed.partitions[1]?.message).toMatch(/^column-(missing|unexpected): /);
    expect(await store.query('select count(*) as n from reporting.fact_index_score')).toEqual([{ n: 0 }]);
    expect(await store.query('select status from warehouse.release')).toEqual([{ status: 'refused' }]);
    const issues = await store.query(
      "select distinct code from ops.issue where severity = 'error' order by 1",
    );
    expect(issues.map(({ code }) => code)).toEqual(['column-missing', 'column-unexpected']);

    const again = await store.report(3, ...request, '--publish-partial');
    expect(statuses(again)).toEqual(['2012 done 1', '2014 failed 2', '2016 done 1', '2018 done 1']);
    expect(again).toMatchObject({ outcome: 'published', release: 1, exitCode: 3, isTakenUp: true });
    const refresh = "select status, note from reporting.data_refresh where dataset = 'fact_index_score'";
    expect(await store.query(refresh)).toEqual([
      { status: 'partial', note: expect.stringMatching(/^2014 left out: column-/) },
    ]);

    await writeFile(files[1] as string, whole);
    const mended = await store.report(0, ...request);
    expect(mended).toMatchObject({ outcome: 'published', release: 2, isTakenUp: false });
    expect(statuses(mended)).toEqual(['2012 skipped 1', '2014 done 1', '2016 skipped 1', '2018 skipped 1']);
    const backfills = await store.query(
      'select status, finished_at is null as open from ops.backfill order by 1',
    );
    expect(backfills).toEqual([
      { status: 'done', open: false },
      { status: 'superseded', open: false },
    ]);
    expect(await store.query('select distinct status from reporting.data_refresh')).toEqual([
      { status: 'ok' },
    ]);
  });

  test('--cancel gives up what is unfinished; the same command then begins anew', async () => {
    expect((await store.backfill(REQUEST, killedAt('backfill.partition-done', 2))).code).toBe(null);
    const cancelled = await store.backfill(['--cancel']);
    expect(JSON.parse(cancelled.stdout)).toMatchObject({
      cancelled: [{ backfillId: 1, status: 'cancelled', firstEdition: 2012, lastEdition: 2018 }],
    });
    expect(await store.partitions()).toEqual([
      '2012 done 1',
      '2014 done 1',
      '2016 pending 0',
      '2018 pending 0',
    ]);
    const report = await store.report(0, ...REQUEST);
    expect(report).toMatchObject({ outcome: 'published', isTakenUp: false });
    expect(report.backfillId).toBeGreaterThan(1);
    expect(statuses(report)).toEqual(EDITIONS.map((edition) => `${edition} done 1`));
    expect(JSON.parse((await store.backfill(['--cancel'])).stdout)).toEqual({ cancelled: [] });
  });

  test('all editions of the declared inputs are those of a run, and each stage accounts for every unit', async () => {
    const report = await store.report(0, '--from', '2003', '--to', '2024');
    expect(report).toMatchObject({
      outcome: 'published',
      firstEdition: 2003,
      lastEdition: 2024,
      inputFiles: 19,
    });
    expect(report.partitions.map(({ figures }) => figures).reduce((sum, figures) => sum + figures, 0)).toBe(
      11_540,
    );
    expect(report.editions.every(({ scores }) => scores.deviating === 0)).toBe(true);
    const broken = await store.query(
      'select * from ops.stage_run where units_in * fan_out <> units_out + quarantined + excluded + merged',
    );
    expect(broken).toEqual([]);
    const stages = await store.query('select distinct stage from ops.stage_run order by 1');
    expect(stages.map(({ stage }) => stage)).toEqual([
      'compute',
      'extract',
      'load',
      'normalise',
      'reconcile',
      'validate',
    ]);
    const loaded = await store.query("select units_in, units_out from ops.stage_run where stage = 'load'");
    expect(loaded).toEqual([{ units_in: 11_540, units_out: 11_540 }]);
    const run = JSON.parse((await runCli(['run', '--json', ...store.args()])).stdout) as RunReport;
    expect(run.outcome).toBe('unchanged');
    // The same findings as a run, none twice.
    const counts = await store.query(
      'select run_id, count(*) as n from ops.issue group by run_id order by 1',
    );
    expect(counts[0]?.n).toBe(counts[1]?.n);
  });

  test('one edition of the declared inputs; other files are not read', async () => {
    const report = await store.report(0, '--edition', '2018');
    expect(statuses(report)).toEqual(['2018 done 1']);
    const editions = await store.query('select distinct edition from reporting.fact_index_score');
    expect(editions).toEqual([{ edition: 2018 }]);
    const files = await store.query(
      "select 1 from warehouse.source_file where file_name = 'EGOV_DATA_2016.csv'",
    );
    expect(files).toEqual([]);
    expect(report.issues.every(({ edition }) => edition === undefined || edition === 2018)).toBe(true);
  });

  test('done, it has nothing to do: one run row, no release; --restart does all again and changes nothing', async () => {
    await store.report(0, ...REQUEST);
    const noop = await store.backfill(REQUEST);
    expect(JSON.parse(noop.stdout)).toMatchObject({ outcome: 'noop', exitCode: 0, backfillId: null });
    const text = await runCli(['backfill', 'un-survey', ...REQUEST, ...store.args()]);
    expect([text.code, text.stdout]).toEqual([0, expect.stringContaining('Nothing to do.')]);
    expect(await store.query('select outcome from ops.run order by run_id')).toEqual([
      { outcome: 'published' },
      { outcome: 'noop' },
      { outcome: 'noop' },
    ]);
    const restarted = await store.report(0, ...REQUEST, '--restart');
    expect(restarted).toMatchObject({ outcome: 'unchanged', backfillId: 2, publishedRelease: 1 });
    expect(restarted.partitions.map(({ message }) => message)).toEqual(
      EDITIONS.map(() => 'release 1 has exactly these figures'),
    );
  });

  test('--no-publish leaves a candidate; the same command publishes it without doing anything again', async () => {
    const made = await store.report(0, ...REQUEST, '--no-publish');
    expect(made).toMatchObject({ outcome: 'candidate', release: 1, publishedRelease: null });
    const published = await store.report(0, ...REQUEST);
    expect(published).toMatchObject({ outcome: 'published', release: 1 });
    expect(statuses(published)).toEqual(EDITIONS.map((edition) => `${edition} done 1`));
  });

  test('an edition that the inputs do not hold is skipped; a range without any data is refused', async () => {
    const some = await store.report(0, ...RANGE, '--file', officialFile(2012), officialFile(2018));
    expect(statuses(some)).toEqual(['2012 done 1', '2014 skipped 1', '2016 skipped 1', '2018 done 1']);
    expect(some.partitions[1]?.message).toBe('the inputs hold nothing for this edition');
    const none = await store.report(3, '--from', '2020', '--to', '2022', '--file', officialFile(2018));
    expect(none).toMatchObject({ outcome: 'refused', release: null, publishedRelease: 1 });
    expect(none.issues.map(({ code }) => code)).toEqual(['file-missing']);
  });

  test('a figure that recomputation contradicts fails its edition with exit 4', async () => {
    const file = join(folder, 'EGOV_DATA_2018.csv');
    await copyFile(join(import.meta.dirname, '../../fixtures/hostile/score-perturbed.csv'), file);
    const report = await store.report(
      4,
      '--from',
      '2016',
      '--to',
      '2018',
      '--file',
      file,
      officialFile(2016),
    );
    expect(statuses(report)).toEqual(['2016 done 1', '2018 failed 1']);
  });

  test('an edition that was declared once belongs to the known ones later', async () => {
    const file = join(folder, 'EGOV_DATA_2026.csv');
    const declaration = join(folder, 'edition-2026.json');
    await writeFile(file, (await readFile(officialFile(2024), 'utf8')).replaceAll(/\b2024\b/g, '2026'));
    await writeFile(
      declaration,
      JSON.stringify({ editions: [{ edition: 2026, previousEdition: 2024, memberCount: 193 }] }),
    );
    const request = ['--from', '2024', '--to', '2026', '--file', file, officialFile(2024)];
    expect((await store.backfill(request)).code).toBe(2);
    const declared = await store.report(0, ...request, '--declare', declaration);
    expect(statuses(declared)).toEqual(['2024 done 1', '2026 done 1']);
    expect((await store.report(0, ...request)).partitions.map(({ status }) => status)).not.toContain(
      'failed',
    );
  });
});

describe('B12 backfill: a range that cannot be meant is a usage error, before anything is created', () => {
  test.each([
    [['--from', '2018', '--to', '2014'], /--from 2018 lies after --to 2014\n.*--from 2014 --to 2018/],
    [['--edition', '2019'], /no edition 2019 of the Survey\n.*did you mean 2018 or 2020\? known: 2003, 2004/],
    [['--from', '2003', '--to', '2030'], /no edition 2030 of the Survey\n.*did you mean 2024\?/],
    [['--from', '2003', '--edition', '2018'], /cannot be used with/],
    [['--cancel', '--from', '2003'], /cannot be used with/],
    [[], /which editions\?\n.*--from 2003 --to 2024/],
  ])('%j', async (args, said) => {
    const dataDir = join(folder, 'none');
    const { code, stderr } = await runCli(['backfill', 'un-survey', ...args], { dataDir });
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describeEachServer('B12 backfill: a writer that was shut out stores nothing', (database) => {
  const store = backfillStore(database);

  test('the edition at work is not stored, and the one who took over finds the state as it was', async () => {
    const args = [...REQUEST, ...store.args()];
    const { cli, resume } = await pausedAt('backfill.partition-started', ['backfill', 'un-survey', ...args], {
      folder,
      hit: 2,
    });
    await store.query("update ops.writer set token = token + 1, command = 'another'");
    resume();
    const { code, stderr } = await cli.ended;
    expect([code, stderr]).toEqual([75, expect.stringContaining('another writer has taken over')]);
    expect(await store.partitions()).toEqual([
      '2012 done 1',
      '2014 running 1',
      '2016 pending 0',
      '2018 pending 0',
    ]);
    expect((await store.report(0, ...REQUEST)).outcome).toBe('published');
  });
});
