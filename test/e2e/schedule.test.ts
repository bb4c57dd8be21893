/** `egdi schedule`: ticks do the work of a run, one that cannot is logged, and a signal ends it all. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { acquireStoreLock } from '../../src/warehouse/connection/store-lock.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers, startCli } from '../support/cli-process.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';

const folder = mkdtempSync(join(tmpdir(), 'egdi-schedule-test-'));
const dataDir = join(folder, 'store');
const EVERY_SECOND = { EGDI_SCHEDULE: '* * * * * *' };

beforeAll(() => copyEmbeddedTemplate(dataDir));
afterEach(killLeftovers);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OFFICIAL_2018 = join(import.meta.dirname, '../../fixtures/un-survey/egovkb/EGOV_DATA_2018.csv');

const sql = (statement: string) => queryRows({ kind: 'embedded', directory: dataDir }, statement);
const scheduledRuns = async () =>
  Number((await sql("select count(*) as n from ops.run where command = 'schedule'"))[0]?.n);

function event(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}

test('a stop in the middle of a tick leaves a store that the next run loads', async () => {
  const cli = startCli(['schedule'], { dataDir, env: EVERY_SECOND });
  await cli.line(/schedule\.tick\.started/);
  cli.kill('SIGTERM');
  const { code, stderr } = await cli.ended;
  expect(code).toBe(143);
  expect(stderr).toContain('schedule.stopping');
  expect(await runCli(['run'], { dataDir })).toMatchObject({ code: 0 });
});

test('a tick that SIGTERM stops is recorded as aborted, holds no lock, and logs to its last line: 143', async () => {
  const cli = startCli(['schedule', '--input', OFFICIAL_2018], { dataDir, env: EVERY_SECOND });
  const started = event(await cli.line(/run\.started/));
  cli.kill('SIGTERM');
  const { code, stderr } = await cli.ended;
  expect(code).toBe(143);
  const events = stderr.trimEnd().split('\n').map(event);
  expect(events.map((line) => line.event)).toContain('schedule.stopping');
  expect(events.at(-1)).toMatchObject({ event: 'schedule.tick.failed', exit_code: 143 });
  expect(await sql(`select outcome, exit_code from ops.run where run_id = ${started.run_id}`)).toEqual([
    { outcome: 'aborted', exit_code: 143 },
  ]);
  expect(await sql("select 1 from warehouse.release where status = 'candidate'")).toEqual([]);
});

test('ticks missed while nothing ran are caught up by one run when it starts', async () => {
  expect(await runCli(['schedule', '--once', '--input', OFFICIAL_2018], { dataDir })).toMatchObject({
    code: 0,
  });
  await sql(`update ops.run set started_at = now() - interval '80 hours' where command = 'schedule'`);
  const before = await scheduledRuns();
  const env = { EGDI_SCHEDULE: '0 3 * * *', EGDI_TIMEZONE: 'Asia/Almaty' };
  const cli = startCli(['schedule'], { dataDir, env });
  expect(event(await cli.line(/schedule\.started/))).toMatchObject({ timezone: 'Asia/Almaty' });
  const caughtUp = event(await cli.line(/schedule\.caught-up/));
  expect(caughtUp).toMatchObject({ exit_code: 0, since: expect.stringMatching(/T22:00:00\.000Z$/) });
  // Of 80 hours, at least three nights and at most four.
  expect([3, 4]).toContain(caughtUp.missed);
  cli.kill('SIGTERM');
  expect(await cli.ended).toMatchObject({ code: 143 });
  expect(await scheduledRuns()).toBe(before + 1);

  // And not once more.
  const again = startCli(['schedule'], { dataDir, env });
  await again.line(/schedule\.next/);
  again.kill('SIGTERM');
  expect((await again.ended).stderr).not.toContain('schedule.missed');
});

test('--once does what run does, reports it, and ends with its exit code', async () => {
  const { code, stdout, stderr } = await runCli(['schedule', '--once', '--json'], { dataDir });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ pipeline: 'un-survey', outcome: 'noop', exitCode: 0 });
  const events = stderr.trimEnd().split('\n').map(event);
  const ofSchedule = events.filter((line) => String(line.event).startsWith('schedule.'));
  expect(ofSchedule.map((line) => line.event)).toEqual(['schedule.tick.started', 'schedule.tick.finished']);
  expect(ofSchedule[1]).toMatchObject({ level: 'info', exit_code: 0 });
});

test('a tick that finds the store in use is skipped, and a later one does its work', async () => {
  const lock = await acquireStoreLock(dataDir, { command: 'a test' });
  expect(await runCli(['schedule', '--once'], { dataDir })).toMatchObject({ code: 75 });
  const cli = startCli(['schedule', '--json'], { dataDir, env: EVERY_SECOND });
  expect(event(await cli.line(/schedule\.skipped/))).toMatchObject({ level: 'warn' });
  await lock.release();
  await cli.line(/schedule\.tick\.finished/);
  // Between two ticks the store is free.
  cli.kill('SIGINT');
  const { code, stdout } = await cli.ended;
  expect(code).toBe(130);
  // Each report is one line.
  for (const line of stdout.trimEnd().split('\n'))
    expect(event(line)).toMatchObject({ pipeline: 'un-survey' });
});

test('a tick that fails is logged, and the next one is waited for', async () => {
  const empty = join(folder, 'empty');
  copyEmbeddedTemplate(empty);
  const cli = startCli(['schedule'], { dataDir: empty, env: { ...EVERY_SECOND, EGDI_MIGRATE: 'manual' } });
  const failure = event(await cli.line(/schedule\.tick\.failed/));
  expect(failure).toMatchObject({
    level: 'error',
    exit_code: 7,
    reason: 'the database holds no warehouse yet',
  });
  // A tick may just have the store open.
  let code: number | null = 75;
  while (code === 75) ({ code } = await runCli(['migrate'], { dataDir: empty }));
  expect(code).toBe(0);
  expect(event(await cli.line(/schedule\.tick\.finished/))).toMatchObject({ exit_code: 0 });
  cli.kill('SIGTERM');
  expect(await cli.ended).toMatchObject({ code: 143 });
});

test('the schedule is kept in its time zone', async () => {
  const env = { EGDI_SCHEDULE: '0 3 * * *', EGDI_TIMEZONE: 'Asia/Tokyo' };
  const cli = startCli(['schedule'], { dataDir, env });
  expect(event(await cli.line(/schedule\.next/)).at).toMatch(/T18:00:00\.000Z$/);
  cli.kill('SIGTERM');
  expect(await cli.ended).toMatchObject({ code: 143 });
});

test('a time that never comes is refused: 2', async () => {
  const outcome = await runCli(['schedule'], { dataDir, env: { EGDI_SCHEDULE: '0 0 30 2 *' } });
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toContain('0 0 30 2 *');
});
