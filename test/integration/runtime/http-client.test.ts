/** The transport against a server that misbehaves. No test waits: time is handed in. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fixedClock } from '../../../src/runtime/clock.ts';
import { createHttpClient } from '../../../src/runtime/http/http-client.ts';
import { HttpFault } from '../../../src/runtime/http/http-fault.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from '../../../src/runtime/http/http-limits.ts';
import type { HttpRequest } from '../../../src/runtime/http/http-request.ts';
import {
  type AddressPolicy,
  ANY_ADDRESS,
  PUBLIC_ADDRESSES,
} from '../../../src/runtime/http/public-address.ts';
import { createLogger } from '../../../src/runtime/logger.ts';
import {
  createTestTime,
  reply,
  startTestServer,
  type TestServer,
  type TestTime,
} from '../../support/http-server.ts';

const TABLE = 'country,value\nKAZ,92.4\n';
const LIMITS: HttpLimits = { ...DEFAULT_HTTP_LIMITS, hostIntervalMs: 0 };

let server: TestServer;
let folder: string;
let file: string;
let time: TestTime;
let lines: string[];

beforeEach(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'egdi-http-'));
  file = join(folder, 'body');
  time = createTestTime();
  lines = [];
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function client(addresses: AddressPolicy = ANY_ADDRESS, random = () => 0.5) {
  return createHttpClient({
    clock: fixedClock('2026-03-01T00:00:00Z'),
    time,
    random,
    addresses,
    userAgent: 'egdi-test',
    logger: createLogger({
      level: 'trace',
      version: '0',
      destination: { write: (line) => lines.push(line) },
    }),
  });
}

function get(path: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url: new URL(path, server.url),
    method: 'GET',
    headers: {},
    isRepeatable: true,
    hosts: new Set([server.host]),
    secrets: [],
    ...more,
  };
}

const download = (request = get('/table.csv'), limits: Partial<HttpLimits> = {}, made = client()) =>
  made.download(request, file, { ...LIMITS, ...limits }, new AbortController().signal);

async function fault(work: Promise<unknown>): Promise<HttpFault> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HttpFault);
  expect(existsSync(file), 'nothing is left of a failed download').toBe(false);
  return error as HttpFault;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('an answer', () => {
  test('is kept byte for byte, with its hash, its sizes and its validators', async () => {
    const lastModified = 'Mon, 02 Mar 2026 00:00:00 GMT';
    server.answer(
      reply(200, TABLE, { etag: '"a"', 'last-modified': lastModified, 'content-type': 'text/csv' }),
    );
    expect(await download()).toMatchObject({
      status: 200,
      isNotModified: false,
      etag: '"a"',
      lastModified,
      contentType: 'text/csv',
      bytes: TABLE.length,
      transferredBytes: TABLE.length,
      sha256: sha256(TABLE),
      attempts: 1,
    });
    expect(await readFile(file, 'utf8')).toBe(TABLE);
  });

  test('in pieces, without announced length, is whole', async () => {
    server.answer((response) => {
      response.write('country,');
      response.write('value\n');
      response.end('KAZ,92.4\n');
    });
    expect(await download()).toMatchObject({ bytes: TABLE.length, sha256: sha256(TABLE) });
  });

  test.each([
    ['gzip', gzipSync(TABLE)],
    ['x-gzip', gzipSync(TABLE)],
    ['br', brotliCompressSync(TABLE)],
    ['gzip, br', brotliCompressSync(gzipSync(TABLE))],
    ['identity', Buffer.from(TABLE)],
  ])('that is compressed (%s) is kept decompressed, both sizes known', async (encoding, body) => {
    server.answer(reply(200, body, { 'content-encoding': encoding }));
    expect(await download()).toMatchObject({
      bytes: TABLE.length,
      transferredBytes: body.length,
      sha256: sha256(TABLE),
      contentEncoding: encoding,
    });
    expect(await readFile(file, 'utf8')).toBe(TABLE);
  });

  test('to a form brings what was asked with it', async () => {
    server.answer((response, { method, headers, body }) =>
      reply(200, JSON.stringify([method, headers['content-type'], headers['x-requested-with'], body]))(
        response,
        { method, url: '', headers, body },
      ),
    );
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-requested-with': 'XMLHttpRequest',
    };
    await download(get('/tree', { method: 'POST', headers, body: 'p_term_id=741880' }));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([
      'POST',
      'application/x-www-form-urlencoded',
      'XMLHttpRequest',
      'p_term_id=741880',
    ]);
  });
});

describe('a conditional request', () => {
  const condition = (path: string) => ({
    isFor: (url: URL) => url.href === `${server.url}${path}`,
    etag: '"a"',
    lastModified: 'Mon, 02 Mar 2026 00:00:00 GMT',
  });

  test('that is met brings nothing new and leaves no file', async () => {
    server.answer(reply(304, '', { etag: '"a"' }));
    const answer = await download(get('/table.csv', { condition: condition('/table.csv') }));
    expect(answer).toMatchObject({ status: 304, isNotModified: true, bytes: 0 });
    expect(server.asked[0]?.headers).toMatchObject({
      'if-none-match': '"a"',
      'if-modified-since': 'Mon, 02 Mar 2026 00:00:00 GMT',
    });
    expect(existsSync(file)).toBe(false);
  });

  test('is put to the address that gave the validators, and to no other on the way', async () => {
    server.answer(reply(302, '', { location: '/upload/table.csv' }), reply(304, ''));
    await download(get('/element/1', { condition: condition('/upload/table.csv') }));
    expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"a"']);
  });

  test('that was not made cannot be met', async () => {
    server.answer(reply(304, ''));
    expect(await fault(download())).toMatchObject({ reason: 'status', status: 304 });
  });
});

describe('a failure that may pass', () => {
  test.each([500, 502, 503, 504, 429, 408])('is repeated: %i, then 200', async (status) => {
    server.answer(reply(status, 'try later'), reply(200, TABLE));
    expect(await download()).toMatchObject({ attempts: 2, sha256: sha256(TABLE) });
  });

  test('waits exponentially longer, with full jitter, and gives up after the declared attempts', async () => {
    server.answer(reply(503, ''));
    const limits = { maxAttempts: 5, backoffMs: 1_000, maxBackoffMs: 4_000 };
    const failed = await fault(download(get('/table.csv'), limits));
    expect(failed).toMatchObject({ reason: 'status', status: 503, isRetryable: true });
    expect(failed.message).toBe(`${server.url}/table.csv: the server answered 503 (5 attempts)`);
    // Half of 1, 2, 4 and again 4 seconds: `random` is one half.
    expect(time.slept).toEqual([500, 1_000, 2_000, 2_000]);
  });

  test.each([
    ['7', 7_000],
    ['Sun, 01 Mar 2026 00:01:30 GMT', 90_000],
    ['Sat, 28 Feb 2026 23:59:00 GMT', 500],
    ['soon', 500],
  ])('waits as long as Retry-After says: %s', async (retryAfter, waitMs) => {
    server.answer(reply(429, '', { 'retry-after': retryAfter }), reply(200, TABLE));
    await download();
    expect(time.slept).toEqual([waitMs]);
  });

  test('is not repeated when Retry-After is longer than allowed: coming back earlier would be rude', async () => {
    server.answer(reply(503, '', { 'retry-after': '3600' }));
    const failed = await fault(download());
    expect(failed.message).toContain('the server answered 503 (it asks to be left alone for 3600 s)');
    expect(server.asked).toHaveLength(1);
  });

  test('is not repeated when the wait would outlast the time for the whole', async () => {
    server.answer(reply(503, '', { 'retry-after': '200' }));
    const failed = await fault(download(get('/table.csv'), { totalMs: 100_000 }));
    expect(failed.message).toContain('(no time left of 100 s)');
    expect(time.slept).toEqual([]);
  });

  test.each([400, 401, 403, 404, 410, 501, 204])('is none: %i is not repeated', async (status) => {
    server.answer(reply(status, ''));
    expect(await fault(download())).toMatchObject({ reason: 'status', status, isRetryable: false });
    expect(server.asked).toHaveLength(1);
  });

  test('is not repeated where the request may have had an effect', async () => {
    server.answer(reply(500, ''));
    const failed = await fault(download(get('/', { method: 'POST', body: '', isRepeatable: false })));
    expect(failed.message).toContain('not asked again: the request may have had an effect');
    expect(server.asked).toHaveLength(1);
  });

  test('is a connection that is reset, before the answer and in the middle of it', async () => {
    server.answer(
      (response) => response.destroy(),
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      },
      reply(200, TABLE),
    );
    expect(await download()).toMatchObject({ attempts: 3, sha256: sha256(TABLE) });
    expect(await readFile(file, 'utf8')).toBe(TABLE);
  });

  test('is a server that is not there', async () => {
    const gone = get('/table.csv');
    await server.close();
    const failed = await fault(download(gone, { maxAttempts: 2 }));
    expect(failed).toMatchObject({ reason: 'unreachable' });
    expect(failed.message).toContain('ECONNREFUSED');
    server = await startTestServer();
  });

  test('is not a server that does not speak TLS: the next try would be no better', async () => {
    server.answer(reply(200, TABLE));
    const url = new URL(server.url.replace('http:', 'https:'));
    const failed = await fault(download(get('/', { url })));
    expect(failed).toMatchObject({ reason: 'unreachable', isRetryable: false });
    expect(failed.message).toContain('there is no secure connection to the server');
  });

  test('is a body shorter than announced', async () => {
    server.answer((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('country,', () => response.socket?.end());
    });
    const failed = await fault(download(get('/table.csv'), { maxAttempts: 2 }));
    expect(failed).toMatchObject({ reason: 'incomplete' });
    expect(failed.message).toContain('broke off after 8 bytes (2 attempts)');
  });

  test('is a body in pieces whose last piece never comes', async () => {
    server.answer((response) => {
      response.writeHead(200);
      response.write('country,', () => response.socket?.end());
    });
    expect(await fault(download(get('/table.csv'), { maxAttempts: 1 }))).toMatchObject({
      reason: 'incomplete',
    });
  });

  test.each([
    ['cut', gzipSync(TABLE).subarray(0, 20)],
    ['no gzip at all', Buffer.from('<html>')],
  ])('is a compressed body that is %s', async (_what, body) => {
    server.answer(reply(200, body, { 'content-encoding': 'gzip' }));
    const failed = await fault(download(get('/table.csv'), { maxAttempts: 1 }));
    expect(failed).toMatchObject({ reason: 'incomplete', isRetryable: true });
    expect(failed.message).toContain('does not decompress');
  });
});

describe('time', () => {
  test('a server that is silent before its headers is left after the idle limit', async () => {
    server.answer(() => time.pass(60_000));
    const failed = await fault(download(get('/table.csv'), { maxAttempts: 1 }));
    expect(failed).toMatchObject({ reason: 'timeout', isRetryable: true });
    expect(failed.message).toContain('the server was silent for 60 s');
  });

  test('a server that stalls in mid-body is left after the idle limit, and asked again', async () => {
    server.answer(
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => time.pass(60_000));
      },
      reply(200, TABLE),
    );
    expect(await download()).toMatchObject({ attempts: 2, sha256: sha256(TABLE) });
  });

  describe('a body in pieces', () => {
    /** Sends a piece and waits until it is in the file: then the client has heard it. */
    const piecewise = () => {
      let response: ServerResponse | undefined;
      let sent = 0;
      const isOpen = new Promise<void>((resolve) => {
        server.answer((given) => {
          given.writeHead(200);
          response = given;
          resolve();
        });
      });
      return {
        async send(): Promise<void> {
          await isOpen;
          response?.write('piece');
          sent += 5;
          await vi.waitFor(() => expect(statSync(file).size).toBe(sent), { timeout: 10_000, interval: 1 });
        },
        end: () => response?.end(),
      };
    };

    test('that come slowly but steadily is read to its end', async () => {
      const { send, end } = piecewise();
      const work = download();
      for (let piece = 0; piece < 5; piece += 1) {
        await send();
        time.pass(40_000);
      }
      end();
      expect(await work).toMatchObject({ bytes: 25, attempts: 1 });
    });

    test('that came steadily and then no more is left after the idle limit', async () => {
      const { send } = piecewise();
      const work = fault(download(get('/table.csv'), { maxAttempts: 1 }));
      await send();
      time.pass(40_000);
      await send();
      time.pass(40_000);
      time.pass(20_000);
      // Far beyond: whoever missed the idle limit meets this one.
      time.pass(LIMITS.exchangeMs);
      expect((await work).message).toContain('the server was silent for 60 s');
    });
  });

  test('a server that drips a byte within every idle limit is left after the limit of one answer', async () => {
    server.answer((response) => {
      response.writeHead(200);
      const drip = setInterval(() => {
        response.write('.');
        time.pass(1_000);
      }, 1);
      response.on('close', () => clearInterval(drip));
    });
    const failed = await fault(
      download(get('/table.csv'), { maxAttempts: 1, idleMs: 3_600_000, exchangeMs: 20_000 }),
    );
    expect(failed.message).toContain('the answer was not complete after 20 s');
  });

  test('a stop from outside ends the download with its own reason and leaves no file', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped by SIGTERM');
    server.answer((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => stop.abort(reason));
    });
    await expect(client().download(get('/table.csv'), file, LIMITS, stop.signal)).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('size', () => {
  test('a body announced larger than the limit is not read', async () => {
    server.answer(reply(200, 'x'.repeat(2_000)));
    const failed = await fault(download(get('/table.csv'), { maxTransferredBytes: 1_000 }));
    expect(failed).toMatchObject({ reason: 'too-large', isRetryable: false });
    expect(failed.message).toContain('announces 2000 bytes; the limit is 1000');
    expect(server.asked).toHaveLength(1);
  });

  test('a body of unannounced length is cut off at the limit', async () => {
    let isOver = false;
    server.answer((response) => {
      response.on('close', () => {
        isOver = true;
      });
      const more = (): void => {
        while (!isOver && response.write('x'.repeat(10_000)));
        if (!isOver) response.once('drain', more);
      };
      more();
    });
    const failed = await fault(download(get('/table.csv'), { maxTransferredBytes: 100_000 }));
    expect(failed).toMatchObject({ reason: 'too-large', isRetryable: false });
    expect(failed.message).toContain('the answer has more bytes; the limit is 100000');
  });

  test('a compressed bomb is stopped at the limit of decompressed bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    server.answer(reply(200, bomb, { 'content-encoding': 'gzip' }));
    const failed = await fault(download(get('/table.csv'), { maxBytes: 1_000_000 }));
    expect(failed).toMatchObject({ reason: 'too-large', isRetryable: false });
    expect(failed.message).toContain('the decompressed answer has more bytes; the limit is 1000000');
  });

  test('a bomb in a bomb is stopped as well', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(20_000_000)));
    server.answer(reply(200, bomb, { 'content-encoding': 'gzip, gzip' }));
    expect(await fault(download(get('/x'), { maxBytes: 1_000_000 }))).toMatchObject({ reason: 'too-large' });
  });
});

describe('a redirect', () => {
  test('is followed, and the last address is told', async () => {
    server.answer(reply(302, '', { location: 'upload/t%20a.csv' }), reply(200, TABLE));
    const answer = await download(get('/api/element/7'));
    expect(answer.url.href).toBe(`${server.url}/api/element/upload/t%20a.csv`);
  });

  test('without end is left after the declared number', async () => {
    server.answer((response, request) => {
      reply(302, '', { location: `${request.url}x` })(response, request);
    });
    const failed = await fault(download(get('/table.csv'), { maxRedirects: 3 }));
    expect(failed).toMatchObject({ reason: 'redirect-invalid', isRetryable: false });
    expect(server.asked).toHaveLength(4);
  });

  test.each([
    ['a foreign host', 'https://elsewhere.example/table.csv', 'is not at a declared host'],
    ['another port of the same host', 'http://127.0.0.1:1/table.csv', 'is not at a declared host'],
    ['a file', 'file:///etc/passwd', 'is no web address'],
    ['an account', 'http://someone:something@127.0.0.1/', 'holds an account'],
  ])('to %s is refused and not asked', async (_what, location, words) => {
    server.answer(reply(302, '', { location }));
    const failed = await fault(download());
    expect(failed).toMatchObject({ reason: 'address-not-allowed', isRetryable: false });
    expect(failed.message).toContain(words);
    expect(failed.message).not.toContain('something');
    expect(server.asked).toHaveLength(1);
  });

  test('without an address is refused', async () => {
    server.answer(reply(302, ''));
    expect(await fault(download())).toMatchObject({ reason: 'redirect-invalid' });
  });

  test('to another host takes no declared header with it', async () => {
    const other = await startTestServer();
    try {
      server.answer(reply(302, '', { location: `${other.url}/file` }));
      other.answer(reply(200, TABLE));
      const headers = { 'x-api-key': 'very-secret', authorization: 'Bearer very-secret', accept: 'text/csv' };
      const hosts = new Set([server.host, other.host]);
      await download(get('/table.csv', { headers, hosts, secrets: ['very-secret'] }));
      expect(server.asked[0]?.headers).toMatchObject(headers);
      expect(other.asked[0]?.headers).toMatchObject({ accept: 'text/csv', 'user-agent': 'egdi-test' });
      expect(JSON.stringify(other.asked)).not.toContain('very-secret');
    } finally {
      await other.close();
    }
  });

  test('that carries a secret to another host is refused', async () => {
    const other = await startTestServer();
    try {
      server.answer((response, request) =>
        reply(307, '', { location: `${other.url}${request.url}` })(response, request),
      );
      const hosts = new Set([server.host, other.host]);
      const failed = await fault(download(get('/?apiKey=k%2Fey-1', { hosts, secrets: ['k/ey-1'] })));
      expect(failed).toMatchObject({ reason: 'address-not-allowed' });
      expect(failed.message).toContain('would take a secret to another host');
      expect(failed.message).not.toMatch(/ey-1/);
      expect(other.asked).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('an address', () => {
  /** Names that lead to this machine; only its first address passes for public. */
  const names = (addresses: Record<string, string[]>): AddressPolicy & { readonly asked: string[] } => {
    const asked: string[] = [];
    return {
      asked,
      lookup: async (host) => {
        asked.push(host);
        return (addresses[host] ?? []).map((address) => ({ address, family: 4 }));
      },
      isAllowed: (address) => address === '127.0.0.1',
    };
  };
  const port = () => new URL(server.url).port;
  const named = (host: string, path = '/'): HttpRequest =>
    get('/', { url: new URL(`http://${host}:${port()}${path}`), hosts: new Set([`${host}:${port()}`]) });

  test('that was checked is the one that is connected to: the name is asked once', async () => {
    server.answer(reply(200, TABLE));
    const policy = names({ 'files.example': ['127.0.0.1'] });
    await download(named('files.example'), {}, client(policy));
    expect(policy.asked).toEqual(['files.example']);
    expect(server.asked[0]?.headers.host).toBe(`files.example:${port()}`);
  });

  test.each([
    ['a private one', ['127.0.0.2']],
    ['a public and a private one', ['127.0.0.1', '127.0.0.2']],
  ])('of a declared host that leads to %s is refused', async (_what, addresses) => {
    const failed = await fault(
      download(named('files.example'), {}, client(names({ 'files.example': addresses }))),
    );
    expect(failed).toMatchObject({ reason: 'address-private', isRetryable: false });
    expect(failed.message).toContain('leads to 127.0.0.2, which is not an address of the public internet');
    expect(server.asked).toEqual([]);
  });

  test('of a redirect to a private host is refused', async () => {
    server.answer(reply(302, '', { location: `http://inside.example:${port()}/` }));
    const hosts = new Set([`files.example:${port()}`, `inside.example:${port()}`]);
    const policy = names({ 'files.example': ['127.0.0.1'], 'inside.example': ['127.0.0.9'] });
    const failed = await fault(download({ ...named('files.example'), hosts }, {}, client(policy)));
    expect(failed).toMatchObject({ reason: 'address-private' });
    expect(server.asked).toHaveLength(1);
  });

  test('of loopback is refused by the rule that is used outside of tests', async () => {
    const failed = await fault(download(get('/table.csv'), {}, client(PUBLIC_ADDRESSES)));
    expect(failed).toMatchObject({ reason: 'address-private' });
    expect(server.asked).toEqual([]);
  });

  test('that nobody knows is asked for again, then told', async () => {
    const failed = await fault(download(named('gone.example'), { maxAttempts: 2 }, client(names({}))));
    expect(failed).toMatchObject({ reason: 'unreachable' });
    expect(failed.message).toContain('the name gone.example has no address (2 attempts)');
  });
});

describe('politeness', () => {
  test('requests to one host come one after the other, with a pause between them', async () => {
    let open = 0;
    let most = 0;
    server.answer((response, request) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        reply(200, TABLE)(response, request);
      });
    });
    const made = client();
    const limits = { ...LIMITS, hostIntervalMs: 2_000 };
    const { signal } = new AbortController();
    const all = ['a', 'b', 'c'].map((name) =>
      made.download(get(`/${name}`), join(folder, name), limits, signal),
    );
    await Promise.all(all);
    expect(most).toBe(1);
    expect(time.slept).toEqual([2_000, 2_000]);
  });

  test('another host is not kept waiting, and a failed request keeps nobody out', async () => {
    const other = await startTestServer();
    try {
      server.answer(reply(404, ''), reply(200, TABLE));
      other.answer(reply(200, TABLE));
      const made = client();
      const limits = { hostIntervalMs: 2_000 };
      await fault(download(get('/'), limits, made));
      await download(get('/', { url: new URL(other.url), hosts: new Set([other.host]) }), limits, made);
      expect(time.slept).toEqual([]);
      await download(get('/'), limits, made);
      expect(time.slept).toEqual([2_000]);
    } finally {
      await other.close();
    }
  });
});

test('secrets of the request are in no log line and in no message', async () => {
  server.answer(reply(503, ''), reply(403, 'no'));
  const secret = 'k+ey/1 of+ours';
  const path = `/v4/x?apiKey=${encodeURIComponent(secret)}&other=${encodeURIComponent(secret)}`;
  const failed = await fault(download(get(path, { secrets: [secret] })));
  expect(server.asked[0]?.url).toBe(path);
  expect(lines.length).toBeGreaterThan(2);
  const shown = decodeURIComponent(`${failed.message} ${failed.stack} ${lines.join(' ')}`);
  expect(shown).toContain('/v4/x?apiKey=***');
  expect(shown.replaceAll('+', ' ')).not.toContain(secret.replaceAll('+', ' '));
});
