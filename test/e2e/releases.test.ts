import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ReleaseSummary } from '../../src/warehouse/releases/release-list.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { FIXTURE_FOLDER, officialFile } from '../support/survey-files.ts';

describeEmbedded('egdi releases', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const list = async (...args: string[]) =>
    JSON.parse((await egdi('releases', '--json', ...args)).stdout) as ReleaseSummary[];

  beforeAll(async () => {
    expect((await egdi('run', '--input', officialFile(2016), '--reason', 'first')).code).toBe(0);
    expect((await egdi('run', '--input', officialFile(2018), '--reason', 'second')).code).toBe(0);
  });

  test('each release names the editions that it brought; the published one is marked', async () => {
    const { code, stdout, stderr } = await egdi('releases');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[1]).toMatch(/^ +▶ 2 +published .* 2 of 11 +edition 2018 +second$/);
    expect(lines[2]).toMatch(/^ +1 +superseded .* 9 of 9 +edition 2016; 7 reference tables +first$/);
  });

  test('--json has the same, the newest first; --limit cuts the list', async () => {
    const listed = await list();
    expect(
      listed.map(({ releaseNo, isPublished, newEditions }) => [releaseNo, isPublished, newEditions]),
    ).toEqual([
      [2, true, ['2018']],
      [1, false, ['2016']],
    ]);
    expect(listed[0]?.facts).toBeGreaterThan(listed[1]?.facts ?? 0);
    expect(await list('--limit', '1')).toEqual(listed.slice(0, 1));
    expect((await egdi('releases', '--limit', '1')).stdout).toContain('1 older (--limit)');
  });

  test('a refused candidate is in the list, and not published', async () => {
    const file = join(FIXTURE_FOLDER, 'hostile/score-perturbed.csv');
    expect((await egdi('backfill', 'un-survey', '--file', file)).code).toBe(4);
    const [newest, second] = await list();
    expect(newest).toMatchObject({ releaseNo: 3, status: 'refused', isPublished: false, publishedAt: null });
    expect(second).toMatchObject({ releaseNo: 2, isPublished: true });
  });

  test('--limit must be a number', async () => {
    expect((await egdi('releases', '--limit', 'all')).code).toBe(2);
  });
});
