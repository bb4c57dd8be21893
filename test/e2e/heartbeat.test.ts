/** The heartbeat of the program: after work that went well, whatever the command, and never after a failure. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const OFFICIAL_2018 = join(FIXTURES, 'un-survey/egovkb/EGOV_DATA_2018.csv');
const HOSTILE = join(FIXTURES, 'hostile/name-unknown.csv');

const folder = mkdtempSync(join(tmpdir(), 'egdi-heartbeat-test-'));
const dataDir = join(folder, 'store');
const asked: string[] = [];
let answer = 200;
const monitor = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(answer).end();
});
let env: Record<string, string>;

beforeAll(async () => {
  copyEmbeddedTemplate(dataDir);
  monitor.listen(0, '127.0.0.1');
  await once(monitor, 'listening');
  const secret = join(folder, 'heartbeat-url');
  writeFileSync(secret, `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/ping/hunter2\n`);
  env = { EGDI_HEARTBEAT_URL_FILE: secret };
});
beforeEach(() => {
  asked.length = 0;
  answer = 200;
});
afterAll(async () => {
  monitor.close();
  await once(monitor, 'close');
  rmSync(folder, { recursive: true, force: true });
});

const PING = 'GET /ping/hunter2';
const egdi = (...args: string[]) => runCli([...args, '--log-level', 'trace'], { dataDir, env });

test('a run that publishes and one without news are followed by one sign of life each', async () => {
  const args = ['run', '--input', OFFICIAL_2018];
  for (const outcome of ['published', 'noop']) {
    asked.length = 0;
    const { code, stdout, stderr } = await egdi(...args, '--json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome });
    expect(asked).toEqual([PING]);
    expect(stderr).not.toContain('hunter2');
  }
});

test('so are a scheduled run and a backfill', async () => {
  expect((await egdi('schedule', '--once', '--input', OFFICIAL_2018)).code).toBe(0);
  expect((await egdi('backfill', 'un-survey', '--file', OFFICIAL_2018)).code).toBe(0);
  expect(asked).toEqual([PING, PING]);
});

test('work that fails is followed by silence', async () => {
  expect((await egdi('backfill', 'un-survey', '--file', HOSTILE)).code).toBe(3);
  expect((await egdi('run', '--input', join(folder, 'nowhere'))).code).not.toBe(0);
  expect(asked).toEqual([]);
});

test('a candidate that waits for a person is no sign of life', async () => {
  expect(
    (await egdi('run', '--input', FIXTURES.concat('/un-survey/egovkb/EGOV_DATA_2020.csv'), '--no-publish'))
      .code,
  ).toBe(0);
  expect(asked).toEqual([]);
});

test('a monitor that is down changes neither exit code nor result, and is a line in the log', async () => {
  answer = 500;
  const { code, stderr } = await egdi('run', '--input', OFFICIAL_2018);
  expect(code).toBe(0);
  const line = stderr.split('\n').find((text) => text.includes('heartbeat.failed'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'warn', reason: 'status 500' });
  expect(stderr).not.toContain('hunter2');
});
