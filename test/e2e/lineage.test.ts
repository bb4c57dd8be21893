/** B10: lineage over HTTP: every run sends one START and one end, and no server can keep a run from its work. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';
import { type RunEvent, runEventSchema } from '../support/lineage-schema.ts';

const INPUT = fileURLToPath(new URL('../../fixtures/un-survey/egovkb/EGOV_DATA_2018.csv', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'egdi-lineage-'));
const dataDir = join(folder, 'data');
let server: Server | undefined;

beforeAll(async () => {
  copyEmbeddedTemplate(dataDir);
  expect((await runCli(['run', '--input', INPUT], { dataDir })).code).toBe(0);
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function listen(handle: RequestListener): Promise<string> {
  server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A collector that keeps what it gets. */
async function collector(status = 201) {
  const received: { event: RunEvent; headers: IncomingHttpHeaders; url: string | undefined }[] = [];
  const address = await listen((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const { headers, url } = request;
      received.push({ event: runEventSchema.parse(JSON.parse(body)), headers, url });
      response.writeHead(status).end('{}');
    });
  });
  return { address, received };
}

const run = (env: Record<string, string>, ...args: string[]) =>
  runCli(['run', '--input', INPUT, ...args], { dataDir, env });
const reasons = (stderr: string) =>
  stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.includes('lineage.not-sent'))
    .map((line) => String((JSON.parse(line) as { reason: unknown }).reason));

test('B10: a run that does nothing new sends START and COMPLETE, with the key as bearer', async () => {
  const { address, received } = await collector();
  const env = {
    EGDI_OPENLINEAGE: `http://${address}/api/v1/lineage`,
    EGDI_OPENLINEAGE_API_KEY: 'key-of-the-collector',
  };
  const ended = await run(env);
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  expect(received.map(({ event }) => event.eventType)).toEqual(['START', 'COMPLETE']);
  expect(new Set(received.map(({ event }) => event.run.runId)).size).toBe(1);
  for (const { headers, url } of received) {
    expect(url).toBe('/api/v1/lineage');
    expect(headers).toMatchObject({
      authorization: 'Bearer key-of-the-collector',
      'content-type': 'application/json',
    });
  }
});

test('B10: each of two runs has a number of its own', async () => {
  const { address, received } = await collector();
  const env = { EGDI_OPENLINEAGE: `http://${address}/` };
  await run(env);
  await run(env, '--force');
  const ids = received.map(({ event }) => event.run.runId);
  expect(received.map(({ event }) => event.eventType)).toEqual(['START', 'COMPLETE', 'START', 'COMPLETE']);
  expect([ids[0] === ids[1], ids[2] === ids[3], ids[0] === ids[2]]).toEqual([true, true, false]);
});

test('B10: an account in the address is sent as one, and never shown', async () => {
  const { address, received } = await collector(500);
  const ended = await run({ EGDI_OPENLINEAGE: `http://user:pass-of-user@${address}/?api_key=query-key` });
  expect(ended.code).toBe(0);
  expect(received[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from('user:pass-of-user').toString('base64')}`,
  );
  expect(reasons(ended.stderr)).toEqual(['the server answered 500', 'the server answered 500']);
  expect(ended.stderr + ended.stdout).not.toMatch(/pass-of-user|query-key/);
});

test('B10: a key does not follow a redirection', async () => {
  const other: IncomingHttpHeaders[] = [];
  const address = await listen((request, response) => {
    if (request.url === '/other') {
      other.push(request.headers);
      response.end();
    } else response.writeHead(307, { location: '/other' }).end();
  });
  const env = { EGDI_OPENLINEAGE: `http://${address}/`, EGDI_OPENLINEAGE_API_KEY: 'key-of-the-collector' };
  const ended = await run(env);
  expect([ended.code, reasons(ended.stderr).length, other.length]).toEqual([0, 2, 0]);
});

test.each([
  ['is not there', async () => 'http://127.0.0.1:9/'],
  ['never answers', async () => `http://${await listen(() => undefined)}/`],
  ['hangs up', async () => `http://${await listen((request) => request.socket.destroy())}/`],
])('B10: a server that %s changes nothing about the run', async (_what, start) => {
  const ended = await run({ EGDI_OPENLINEAGE: await start() });
  expect(ended.code, ended.stderr).toBe(0);
  expect(reasons(ended.stderr)).toHaveLength(2);
  expect(ended.stdout).toContain('Nothing changed');
});

test('B10: a run on a schedule says when it was meant to take place', async () => {
  const { address, received } = await collector();
  const { startCli } = await import('../support/cli-process.ts');
  const cli = startCli(['schedule', '--input', INPUT], {
    dataDir,
    env: { EGDI_SCHEDULE: '* * * * * *', EGDI_OPENLINEAGE: `http://${address}/` },
  });
  await cli.line(/schedule\.tick\.finished/);
  cli.kill('SIGTERM');
  expect(await cli.ended).toMatchObject({ code: 143 });
  expect(received[0]?.event.run.facets.nominalTime?.nominalStartTime).toMatch(/:\d\d\.000Z$/);
});
