/** `egdi fetch` as a program, against a server on this machine. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { killLeftovers, startCli } from '../support/cli-process.ts';
import { reply, startTestServer, type TestServer } from '../support/http-server.ts';
import { officialFile } from '../support/survey-files.ts';

const TABLE = 'country,value\nKAZ,92.4\n';

let server: TestServer;
let dataDir: string;
beforeEach(async () => {
  server = await startTestServer();
  dataDir = mkdtempSync(join(tmpdir(), 'egdi-fetch-'));
});
afterEach(async () => {
  await killLeftovers();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});
afterAll(killLeftovers);

const files = (): string[] =>
  readdirSync(join(dataDir, 'snapshots'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${basename(entry.parentPath)}/${entry.name}`);

describe('a fetch that is ended in the middle of a file', () => {
  const half = () =>
    new Promise<void>((resolve) => {
      server.answer((response) => {
        response.writeHead(200, { 'content-length': '1000000' });
        response.write('x'.repeat(500_000), () => resolve());
      });
    });

  test('leaves no half snapshot when it is killed, and the next one fetches the whole', async () => {
    const isHalf = half();
    const url = `${server.url}/table.csv`;
    const killed = startCli(['fetch', url, '--allow-private'], { dataDir });
    await isHalf;
    killed.kill('SIGKILL');
    expect((await killed.ended).signal).toBe('SIGKILL');
    expect(files().filter((name) => !name.startsWith('incoming/'))).toEqual([]);
    expect((await runCli(['fetch', url, '--allow-private', '--offline'], { dataDir })).code).toBe(3);
    server.answer(reply(200, TABLE));
    const next = await runCli(['fetch', url, '--allow-private', '--json'], { dataDir });
    expect(next.code).toBe(0);
    const { sources } = JSON.parse(next.stdout) as { sources: { outcome: string; path: string }[] };
    expect(sources.map(({ outcome }) => outcome)).toEqual(['new']);
    expect(readFileSync(sources[0]?.path ?? '', 'utf8')).toBe(TABLE);
  });

  test('leaves nothing at all when it is told to stop', async () => {
    const isHalf = half();
    const stopped = startCli(['fetch', `${server.url}/table.csv`, '--allow-private'], { dataDir });
    await isHalf;
    stopped.kill('SIGTERM');
    expect((await stopped.ended).code).toBe(143);
    expect(files()).toEqual([]);
  });
});

test('what was fetched is what a run takes, and the release says where it is from', async () => {
  server.answer(reply(200, readFileSync(officialFile(2018)), { etag: '"2018"' }));
  const url = `${server.url}/EGOV_DATA_2018.csv`;
  const out = join(dataDir, 'downloads');
  expect((await runCli(['fetch', url, '--allow-private', '--out', out], { dataDir })).code).toBe(0);
  expect((await runCli(['run', '--input', out], { dataDir })).code).toBe(0);
  const asked = await runCli(['sql', '--json', 'select file_name, url from dim_source_file'], { dataDir });
  expect(JSON.parse(asked.stdout)).toEqual([{ file_name: 'EGOV_DATA_2018.csv', url }]);
});

test('addresses of this machine and of private networks are refused unless they are wanted', async () => {
  server.answer(reply(200, TABLE));
  const refused = await runCli(['fetch', `${server.url}/table.csv`, '--json'], { dataDir });
  expect(refused.code).toBe(3);
  expect(JSON.parse(refused.stdout)).toMatchObject({ sources: [], issues: [{ code: 'origin-address' }] });
  expect(server.asked).toEqual([]);
});

test('without names it lists what is declared, and asks nobody', async () => {
  const listed = await runCli(['fetch', '--json'], { dataDir });
  expect(listed.code).toBe(0);
  const { origins } = JSON.parse(listed.stdout) as { origins: { id: string; vintage: unknown }[] };
  expect(origins.map(({ id }) => id)).toContain('wb-internet-users');
  expect(origins.every(({ vintage }) => vintage === null)).toBe(true);
});

test('names of origins beside --all are refused', async () => {
  const { code, stderr } = await runCli(['fetch', '--all', 'wb-internet-users'], { dataDir });
  expect(code).toBe(2);
  expect(stderr).toContain('--all and names of origins exclude each other');
});
