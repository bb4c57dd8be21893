/** From one release to another at the command line: diff, publish, rollback, pin, gc. */
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublicationMove } from '../../src/pipeline/move-publication.ts';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { Collection } from '../../src/report/collection.ts';
import type { ReleaseComparison } from '../../src/warehouse/releases/compare-releases.ts';
import type { ReleaseSummary } from '../../src/warehouse/releases/release-list.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { officialFile } from '../support/survey-files.ts';
import { writeVintage } from '../support/vintages.ts';

describeEmbedded('moving between releases', (database) => {
  let folder: string;
  let vintage: string;
  const dataDir = () => {
    const target = database.target();
    return target.kind === 'embedded' ? target.directory : '';
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const json = async <T>(...args: string[]) => {
    const { code, stdout, stderr } = await egdi(...args, '--json');
    expect(stdout, stderr).not.toBe('');
    return { code, found: JSON.parse(stdout) as T };
  };
  const epi = async () =>
    (
      await egdi(
        'sql',
        "select score_published from fact_index_score where (iso3, index_code) = ('KAZ', 'EPI')",
        '--csv',
      )
    ).stdout.split('\n')[1];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-versions-'));
    vintage = await writeVintage(folder, 2018, ['Kazakhstan', 'Austria']);
    expect((await egdi('run', '--input', officialFile(2018))).code).toBe(0);
    expect((await egdi('run', '--input', vintage, '--no-publish')).code).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe('B15 diff', () => {
    test('seeded changes appear exactly: two figures swapped, two ranks moved', async () => {
      const { code, found } = await json<ReleaseComparison>('diff', 'published', '2');
      expect(code).toBe(0);
      expect(found).toMatchObject({
        isEmpty: false,
        from: { releaseNo: 1, status: 'published' },
        to: { releaseNo: 2, status: 'candidate', publishedAt: null },
      });
      const printed = found.rows.flatMap((row) =>
        row.cells
          .filter(({ isSourceFigure }) => isSourceFigure)
          .map(({ column, before, after }) => [row.iso3, row.edition, row.indexCode, column, before, after]),
      );
      expect(printed).toEqual([
        ['AUT', 2018, 'EPI', 'score_published', '0.8258', '0.8371'],
        ['KAZ', 2018, 'EPI', 'score_published', '0.8371', '0.8258'],
      ]);
      expect(found.rankMoves.map(({ iso3, before, after, places }) => [iso3, before, after, places])).toEqual(
        [
          ['AUT', 45, 42, 3],
          ['KAZ', 42, 45, -3],
        ],
      );
      expect(new Set(found.rows.map(({ tableName }) => tableName))).toEqual(
        new Set(['fact_index_score', 'fact_group_score']),
      );
    });

    test('--exit-code: 6 where something differs, within the filters; 0 where nothing does', async () => {
      const codes: [string, number | null][] = [];
      for (const filter of [
        [],
        ['--country', 'казахстан'],
        ['--country', 'DNK'],
        ['--index', 'epi', '--country', 'Austria'],
      ]) {
        codes.push([filter.join(' '), (await egdi('diff', '1', '2', '--exit-code', ...filter)).code]);
      }
      expect(codes).toEqual([
        ['', 6],
        ['--country казахстан', 6],
        ['--country DNK', 0],
        ['--index epi --country Austria', 6],
      ]);
      expect(await egdi('diff', '1', 'published', '--exit-code')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('no fact differs'),
      });
    });

    test('a table on the terminal, a document as Markdown, both cut at the limit', async () => {
      const text = (await egdi('diff', '1', '2', '--limit', '1')).stdout;
      expect(text).toMatch(/KAZ|AUT 2018 EPI +score_published +0\.8258 +0\.8371 +\+0\.0113 +1\.37 %/);
      expect(text).toContain('… and 1 more (--limit)');
      const markdown = (await egdi('diff', '1', '2', '--md')).stdout;
      expect(markdown).toContain('# Release 1 → 2');
      expect(markdown).toContain('| AUT 2018 EPI | rank_competition | 45 | 42 | +3 |');
    });

    test('what does not exist is a mistake of the caller', async () => {
      for (const args of [
        ['1', '99'],
        ['0', '1'],
        ['1', '2', '--index', 'XYZ'],
        ['1', '2', '--country', 'Atlantis'],
      ]) {
        expect(await egdi('diff', ...args), args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      }
    });
  });

  test('B4 the candidate is published by hand, and the next run has nothing to do', async () => {
    const { code, found } = await json<PublicationMove>('publish', '2', '--reason', 'looked at it');
    expect([code, found.outcome, found.previousReleaseNo]).toEqual([0, 'published', 1]);
    expect(await epi()).toBe('0.82580');
    expect((await egdi('publish', '2')).stdout).toContain('published already. Nothing was written');
    expect((await json<RunReport>('run', '--input', vintage)).found.outcome).toBe('noop');
  });

  test('B3 a rollback needs its reason, restores, and is not undone by the next run', async () => {
    expect((await egdi('rollback', '--to', '1')).code).toBe(2);
    expect((await egdi('rollback', '--to', '1', '--reason', '  ')).code).toBe(2);
    const rolled = await egdi('rollback', '--to', '1', '--reason', 'wrong EPI');
    expect(rolled.code, rolled.stderr).toBe(0);
    expect(rolled.stdout).toMatch(/Rolled back: release 1 is published, release 2 no more/);
    expect(rolled.stdout).toContain('Taken back: group_score 2018, score 2018');
    expect(await epi()).toBe('0.83710');
    const run = await egdi('run', '--input', vintage);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('publish them again with: egdi publish 3');
    expect(await epi()).toBe('0.83710');
    expect((await egdi('publish', '3')).code).toBe(0);
    expect(await epi()).toBe('0.82580');
  });

  test('releases says who did what and why', async () => {
    const { found } = await json<ReleaseSummary[]>('releases');
    const first = found.find(({ releaseNo }) => releaseNo === 1);
    expect(first?.publications).toMatchObject([
      { kind: 'run', previousReleaseNo: null },
      { kind: 'rollback', reason: 'wrong EPI', previousReleaseNo: 2 },
    ]);
    expect(first?.actor).toEqual(expect.any(String));
    expect(found.find(({ releaseNo }) => releaseNo === 3)).toMatchObject({
      command: 'run',
      baseReleaseNo: 1,
      changes: [
        { dataset: 'group_score', partitionKey: '2018', change: 'changed' },
        { dataset: 'score', partitionKey: '2018', change: 'changed' },
      ],
    });
    expect((await egdi('releases')).stdout).toMatch(/release 1 rolled back to from 2 at .*: wrong EPI/);
  });

  describe('B22 gc', () => {
    const leftover = 'a'.repeat(64);
    const fresh = 'b'.repeat(64);

    test('--dry-run prints the list and removes nothing; pinned and published releases are not on it', async () => {
      expect((await egdi('pin', '2')).code).toBe(2);
      expect((await egdi('pin', '2', '--reason', 'annual report')).code).toBe(0);
      for (const name of [leftover, fresh]) {
        await mkdir(join(dataDir(), 'outputs', name), { recursive: true });
        await writeFile(join(dataDir(), 'outputs', name, 'reconcile.bin'), 'x');
      }
      const long = new Date('2020-01-01T00:00:00Z');
      await utimes(join(dataDir(), 'outputs', leftover, 'reconcile.bin'), long, long);
      await utimes(join(dataDir(), 'outputs', leftover), long, long);

      const { found } = await json<Collection>('gc', '--keep', '0', '--dry-run');
      expect(found).toMatchObject({
        isDryRun: true,
        releases: [],
        outputs: [{ runKey: leftover, bytes: 1 }],
      });
      expect(found.kept).toEqual([
        { releaseNo: 3, because: ['published'] },
        { releaseNo: 2, because: ['pinned'] },
        { releaseNo: 1, because: ['last-good'] },
      ]);
      expect(await readdir(join(dataDir(), 'outputs'))).toEqual(expect.arrayContaining([leftover, fresh]));

      expect((await egdi('pin', '2', '--remove')).code).toBe(0);
      const planned = await json<Collection>('gc', '--keep', '0', '--dry-run');
      expect(planned.found.releases).toMatchObject([{ releaseNo: 2, status: 'superseded' }]);
      const before = await json<ReleaseSummary[]>('releases');
      const done = await json<Collection>('gc', '--keep', '0');
      expect(done.found).toEqual({ ...planned.found, isDryRun: false });
      expect(before.found.map(({ status }) => status)).toEqual(['published', 'superseded', 'superseded']);
    });

    test('the collected release stays listed, and cannot be compared or published; the last good one can', async () => {
      const { found } = await json<ReleaseSummary[]>('releases');
      expect(found.map(({ releaseNo, status }) => [releaseNo, status])).toEqual([
        [3, 'published'],
        [2, 'collected'],
        [1, 'superseded'],
      ]);
      expect(await readdir(join(dataDir(), 'outputs'))).not.toContain(leftover);
      expect(await readdir(join(dataDir(), 'outputs'))).toContain(fresh);
      for (const args of [
        ['diff', '2', '3'],
        ['rollback', '--to', '2', '--reason', 'x'],
      ]) {
        const refused = await egdi(...args);
        expect(refused.code).toBe(3);
        expect(refused.stderr).toContain('was collected');
      }
      expect((await egdi('rollback', '--to', '1', '--reason', 'again')).code).toBe(0);
      expect(await epi()).toBe('0.83710');
    });
  });

  test('without a warehouse none of them creates one', async () => {
    const empty = join(folder, 'nothing');
    for (const args of [
      ['publish', '1'],
      ['rollback', '--to', '1', '--reason', 'x'],
      ['pin', '1', '--reason', 'x'],
      ['gc'],
      ['diff', '1', '2'],
    ]) {
      expect(await runCli(args, { dataDir: empty }), args[0]).toMatchObject({ code: 7, stdout: '' });
    }
    await expect(readdir(join(empty, 'pg'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
