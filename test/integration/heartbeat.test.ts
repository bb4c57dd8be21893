/** The heartbeat against real servers on this machine: what is asked for, what is logged, and what never is. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { sendHeartbeat } from '../../src/runtime/heartbeat.ts';
import { createLogger } from '../../src/runtime/logger.ts';

const TOKEN = 'hunter2';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A monitor; returns its address with a token in path and query, and what it was asked for. */
async function monitor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { asked, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/ping/${TOKEN}?key=${TOKEN}` };
}

function log() {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'debug',
    version: '0',
    destination: { write: (line) => void lines.push(line) },
  });
  return { logger, lines, events: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const GOOD = { outcome: 'published', exitCode: 0 };
const status =
  (code: number, headers = {}) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(code, headers);
    response.end('a body that nobody reads');
  };

describe('heartbeat', () => {
  test.each(['published', 'unchanged', 'noop'])('is sent once after %s', async (outcome) => {
    const { asked, url, host } = await monitor(status(200));
    const { logger, events } = log();
    await sendHeartbeat(url, { outcome, exitCode: 0 }, logger);
    expect(asked).toEqual([`GET /ping/${TOKEN}?key=${TOKEN}`]);
    expect(events()).toMatchObject([{ event: 'heartbeat.sent', host }]);
  });

  test.each([
    ['candidate', 0],
    ['published', 3],
    ['refused', 3],
    ['refused', 4],
  ])('is not sent after %s with exit %i', async (outcome, exitCode) => {
    const { asked, url } = await monitor(status(200));
    await sendHeartbeat(url, { outcome, exitCode }, log().logger);
    expect(asked).toEqual([]);
  });

  test('is nothing where no address is set', async () => {
    const { logger, lines } = log();
    await sendHeartbeat(null, GOOD, logger);
    expect(lines).toEqual([]);
  });

  test.each([
    [500, 'status 500'],
    [404, 'status 404'],
  ])('that is answered by %i is a line in the log without the address', async (code, reason) => {
    const { url, host } = await monitor(status(code));
    const { logger, events, lines } = log();
    await sendHeartbeat(url, GOOD, logger);
    expect(events()).toMatchObject([{ event: 'heartbeat.failed', level: 'warn', host, reason }]);
    expect(lines.join('')).not.toContain(TOKEN);
  });

  test('that is refused is a line in the log without the address', async () => {
    const { url } = await monitor(status(200));
    const [server] = servers.splice(0);
    server?.close();
    const { logger, events, lines } = log();
    await sendHeartbeat(url, GOOD, logger);
    expect(events()).toMatchObject([{ event: 'heartbeat.failed', reason: 'ECONNREFUSED' }]);
    expect(lines.join('')).not.toContain(TOKEN);
  });

  test('that is not answered is given up after its limit', async () => {
    const { url, asked } = await monitor(() => undefined);
    const { logger, events, lines } = log();
    await sendHeartbeat(url, GOOD, logger, 200);
    expect(asked).toHaveLength(1);
    expect(events()).toMatchObject([{ event: 'heartbeat.failed', reason: 'no answer within 0.2 s' }]);
    expect(lines.join('')).not.toContain(TOKEN);
  });

  test('is redirected three times and no further', async () => {
    const chain = (length: number) =>
      monitor((request, response) => {
        const step = Number(/step=(\d+)/.exec(request.url ?? '')?.[1] ?? 0);
        if (step === length) status(200)(request, response);
        else status(302, { location: `/next?step=${step + 1}` })(request, response);
      });
    const [near, far] = [await chain(3), await chain(4)];
    const { logger, events } = log();
    await sendHeartbeat(near.url, GOOD, logger);
    await sendHeartbeat(far.url, GOOD, logger);
    expect([near.asked.length, far.asked.length]).toEqual([4, 4]);
    expect(events().map(({ event }) => event)).toEqual(['heartbeat.sent', 'heartbeat.failed']);
    expect(events()[1]).toMatchObject({ reason: 'redirected more than 3 times' });
  });

  test('does not follow to an address of another kind', async () => {
    const { url } = await monitor(status(302, { location: `file:///etc/${TOKEN}` }));
    const { logger, events, lines } = log();
    await sendHeartbeat(url, GOOD, logger);
    expect(events()).toMatchObject([
      { event: 'heartbeat.failed', reason: 'redirected to an address of another kind' },
    ]);
    expect(lines.join('')).not.toContain(TOKEN);
  });
});
