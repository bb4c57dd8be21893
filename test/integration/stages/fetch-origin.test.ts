/** Declared origins against a server that misbehaves: what is kept, what is refused, what is asked the next time. */
import { createHash } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PUBLIC_ORIGINS } from '../../../pipelines/public-origins/index.ts';
import { fetchOrigin } from '../../../src/stages/extract/fetch-origin.ts';
import { fetchOrigins } from '../../../src/stages/extract/fetch-origins.ts';
import { layOutSource } from '../../../src/stages/extract/lay-out-source.ts';
import { newestVintage, readVintages } from '../../../src/stages/extract/vintages.ts';
import { readOrigin } from '../../../src/stages/extract.ts';
import { type FetchBench, openFetchBench, refusal } from '../../support/fetch-bench.ts';
import { reply } from '../../support/http-server.ts';

const TABLE = 'country,value\nKAZ,92.4\n';
const REVISED = 'country,value\nKAZ,92.9\n';
const ERROR_PAGE = '<!DOCTYPE html>\n<html><head><title>404</title></head><body>not found</body></html>';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let bench: FetchBench;
beforeEach(async () => {
  bench = await openFetchBench();
});
afterEach(() => bench.close());

describe('a fetched source', () => {
  test('is a snapshot under its hash, with a vintage that says where it came from', async () => {
    const { server, folder } = bench;
    server.answer(
      reply(302, '', { location: '/upload/t.csv' }),
      reply(200, TABLE, {
        etag: '"a"',
        'last-modified': 'Sun, 01 Feb 2026 00:00:00 GMT',
        'content-type': 'text/csv',
      }),
    );
    const source = await fetchOrigin(bench.origin({ note: 'a note' }), bench.context());
    expect(source.outcome).toBe('new');
    expect(await readFile(source.path, 'utf8')).toBe(TABLE);
    expect(source.vintage).toMatchObject({
      number: 1,
      sha256: sha256(TABLE),
      bytes: TABLE.length,
      fileName: 'table.csv',
      format: 'csv',
      retrievedAt: '2026-03-01T00:00:00.000Z',
      checkedAt: '2026-03-01T00:00:00.000Z',
      url: `${server.url}/table.csv`,
      finalUrl: `${server.url}/upload/t.csv`,
      status: 200,
      etag: '"a"',
      lastModified: 'Sun, 01 Feb 2026 00:00:00 GMT',
      contentType: 'text/csv',
    });
    const origin = {
      publisher: 'Some office',
      title: 'A table',
      url: `${server.url}/upload/t.csv`,
      licence: 'CC BY 4.0',
      retrievedOn: '2026-03-01',
      publishedOn: null,
      note: 'a note',
    };
    expect(source.origin).toEqual(origin);
    expect(JSON.parse(await readFile(`${source.path}.json`, 'utf8'))).toMatchObject({
      sha256: sha256(TABLE),
      file_name: 'table.csv',
      origin,
    });
    expect(await readOrigin(source, { ...origin, publisher: 'the layout’s' })).toEqual(origin);
    expect(await bench.files()).toEqual([
      sha256(TABLE),
      `${sha256(TABLE)}.json`,
      'vintages/some-office-table/000001.json',
    ]);
    expect(await newestVintage(folder, 'some-office-table')).toEqual(source.vintage);
  });

  test('that the server has not changed is not fetched again', async () => {
    const { server } = bench;
    server.answer(reply(200, TABLE, { etag: '"a"' }), reply(304, ''));
    await fetchOrigin(bench.origin(), bench.context());
    bench.today('2026-03-02T00:00:00Z');
    const again = await fetchOrigin(bench.origin(), bench.context());
    expect(server.asked[1]?.headers['if-none-match']).toBe('"a"');
    expect(again).toMatchObject({
      outcome: 'not-modified',
      vintage: { number: 1, retrievedAt: '2026-03-01T00:00:00.000Z', checkedAt: '2026-03-02T00:00:00.000Z' },
    });
    expect(await readFile(again.path, 'utf8')).toBe(TABLE);
  });

  test('that comes again with the same bytes is the same vintage, with the newer validators', async () => {
    bench.server.answer(reply(200, TABLE, { etag: '"a"' }), reply(200, TABLE, { etag: '"b"' }));
    await fetchOrigin(bench.origin(), bench.context());
    const again = await fetchOrigin(bench.origin(), bench.context());
    expect(again).toMatchObject({ outcome: 'unchanged', vintage: { number: 1, etag: '"b"' }, issues: [] });
    expect(await readVintages(bench.folder, 'some-office-table')).toHaveLength(1);
  });

  test('that changed is a second vintage beside the first, and a third when it is taken back', async () => {
    bench.server.answer(reply(200, TABLE), reply(200, REVISED), reply(200, TABLE));
    const outcomes: string[] = [];
    for (const day of ['01', '02', '03']) {
      bench.today(`2026-03-${day}T00:00:00Z`);
      outcomes.push((await fetchOrigin(bench.origin(), bench.context())).outcome);
    }
    expect(outcomes).toEqual(['new', 'changed', 'changed']);
    const vintages = await readVintages(bench.folder, 'some-office-table');
    expect(vintages.map(({ number, sha256: hash }) => [number, hash])).toEqual([
      [1, sha256(TABLE)],
      [2, sha256(REVISED)],
      [3, sha256(TABLE)],
    ]);
  });

  test('whose content changed while its ETag did not is told, and fetched whole from then on', async () => {
    const { server } = bench;
    server.answer(
      reply(200, TABLE, { etag: '"a"' }),
      reply(200, REVISED, { etag: '"a"' }),
      reply(200, TABLE, { etag: '"b"' }),
      reply(200, TABLE, { etag: '"b"' }),
    );
    await fetchOrigin(bench.origin(), bench.context());
    const changed = await fetchOrigin(bench.origin(), bench.context());
    expect(changed).toMatchObject({ outcome: 'changed', vintage: { areValidatorsReliable: false } });
    expect(changed.issues.map(({ code }) => code)).toEqual(['validators-unreliable']);
    await fetchOrigin(bench.origin(), bench.context());
    const last = await fetchOrigin(bench.origin(), bench.context());
    expect(last).toMatchObject({ outcome: 'unchanged', vintage: { areValidatorsReliable: false } });
    expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"a"',
      undefined,
      undefined,
    ]);
  });

  test('is asked for without conditions where these are declared worthless, or everything is wanted anew', async () => {
    const { server } = bench;
    server.answer(reply(200, TABLE, { etag: '"a"' }));
    const doubted = bench.origin({ trustsValidators: false });
    await fetchOrigin(doubted, bench.context());
    await fetchOrigin(doubted, bench.context());
    await fetchOrigin(bench.origin(), bench.context({ isUnconditional: true }));
    expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('is asked for without conditions when the declaration asks for something else now', async () => {
    const { server } = bench;
    server.answer(reply(200, TABLE, { etag: '"a"' }));
    await fetchOrigin(bench.origin(), bench.context());
    await fetchOrigin(
      bench.origin({ request: { url: `${server.url}/table.csv`, headers: { 'accept-language': 'kk' } } }),
      bench.context(),
    );
    expect(server.asked[1]?.headers['if-none-match']).toBeUndefined();
  });

  test.each([
    ['gone', (path: string) => rm(path)],
    ['damaged', (path: string) => writeFile(path, 'something else')],
  ])('whose snapshot is %s is fetched whole, and the snapshot mended', async (_what, harm) => {
    bench.server.answer(reply(200, TABLE, { etag: '"a"' }));
    const { path } = await fetchOrigin(bench.origin(), bench.context());
    await harm(path);
    const again = await fetchOrigin(bench.origin(), bench.context());
    expect(bench.server.asked[1]?.headers['if-none-match']).toBeUndefined();
    expect(again).toMatchObject({ outcome: 'unchanged', path });
    expect(await readFile(path, 'utf8')).toBe(TABLE);
  });

  test.each([
    ['2026-04-30T00:00:00Z', []],
    ['2026-05-15T00:00:00Z', [['origin-stale', 75]]],
    ['2026-07-15T00:00:00Z', [['origin-overdue', 136]]],
  ] as const)('without news for longer than its cadence explains is told: %s', async (today, expected) => {
    bench.server.answer(reply(200, TABLE));
    await fetchOrigin(bench.origin(), bench.context());
    bench.today(today);
    const { issues } = await fetchOrigin(bench.origin(), bench.context());
    expect(issues.map(({ code, message }) => [code, message])).toEqual(
      expected.map(([code, days]) => [
        code,
        `some-office-table (every month) has brought nothing new for ${days} days`,
      ]),
    );
  });
});

describe('an answer that is not what was asked for', () => {
  test.each([
    ['a web page with status 200', ERROR_PAGE, 'text/html', 'format-html'],
    ['a web page that calls itself a workbook', ERROR_PAGE, 'application/vnd.ms-excel', 'format-html'],
    ['JSON where a table was asked for', '{"error":"no such set"}', 'text/csv', 'format-unsupported'],
    ['a PDF document', '%PDF-1.7\n', 'text/csv', 'format-unsupported'],
    ['nothing', '', 'text/csv', 'file-empty'],
    ['blanks', ' \n\n', 'text/csv', 'file-empty'],
  ])('is refused and leaves nothing: %s', async (_what, body, type, code) => {
    bench.server.answer(reply(200, body, { 'content-type': type }));
    const found = await refusal(fetchOrigin(bench.origin(), bench.context()));
    expect(found).toMatchObject({ code, file: 'some-office-table' });
    expect(found.message).toContain(`${bench.server.url}/table.csv answered with`);
    expect(await bench.files()).toEqual([]);
  });

  test('does not touch the vintage that is kept, nor its validators', async () => {
    const { server } = bench;
    server.answer(reply(200, TABLE, { etag: '"a"' }), reply(200, ERROR_PAGE, { etag: '"error"' }));
    const { vintage } = await fetchOrigin(bench.origin(), bench.context());
    expect(await refusal(fetchOrigin(bench.origin(), bench.context()))).toMatchObject({
      code: 'format-html',
    });
    expect(await newestVintage(bench.folder, 'some-office-table')).toEqual(vintage);
  });

  test('is told by content alone: a table of a wrong content type is a table', async () => {
    bench.server.answer(reply(200, TABLE, { 'content-type': 'text/html; charset=utf-8' }));
    expect(await fetchOrigin(bench.origin(), bench.context())).toMatchObject({
      vintage: { format: 'csv', contentType: 'text/html; charset=utf-8' },
    });
  });

  test.each([
    [403, 'origin-refused', 'it may want a key, or take no programs'],
    [404, 'origin-refused', 'look for its new address on the page of the publisher'],
    [503, 'origin-unreachable', 'run again later, or with --offline to use the newest snapshot'],
  ])('status %i is an issue with a remedy', async (status, code, hint) => {
    bench.server.answer(reply(status, 'no'));
    const found = await refusal(fetchOrigin(bench.origin(), bench.context()));
    expect(found).toMatchObject({ code, hint });
    expect(found.message).toContain(`answered ${status}`);
    expect(await bench.files()).toEqual([]);
  });

  test('larger than declared is refused unread', async () => {
    bench.server.answer(reply(200, TABLE));
    expect(await refusal(fetchOrigin(bench.origin({ maxBytes: 10 }), bench.context()))).toMatchObject({
      code: 'file-too-large',
    });
  });

  test('that leads to a foreign host is refused', async () => {
    bench.server.answer(reply(302, '', { location: 'https://elsewhere.example/table.csv' }));
    expect(await refusal(fetchOrigin(bench.origin(), bench.context()))).toMatchObject({
      code: 'origin-address',
      hint: 'declare the host if it is the publisher’s',
    });
  });
});

describe('offline', () => {
  const offline = () => bench.context({ isOffline: true });

  test('takes the newest snapshot and asks nobody', async () => {
    bench.server.answer(reply(200, TABLE), reply(200, REVISED));
    await fetchOrigin(bench.origin(), bench.context());
    await fetchOrigin(bench.origin(), bench.context());
    const source = await fetchOrigin(bench.origin(), offline());
    expect(source).toMatchObject({ outcome: 'offline', vintage: { number: 2 } });
    expect(await readFile(source.path, 'utf8')).toBe(REVISED);
    expect(bench.server.asked).toHaveLength(2);
  });

  test('refuses in clear words when there is no snapshot', async () => {
    expect(await refusal(fetchOrigin(bench.origin(), offline()))).toMatchObject({
      code: 'snapshot-missing',
      message: 'no snapshot of some-office-table is kept, and offline nobody is asked',
    });
  });

  test('refuses a snapshot that is not what it was', async () => {
    bench.server.answer(reply(200, TABLE));
    const { path } = await fetchOrigin(bench.origin(), bench.context());
    await writeFile(path, REVISED);
    const found = await refusal(fetchOrigin(bench.origin(), offline()));
    expect(found.code).toBe('snapshot-missing');
    expect(found.message).toContain('of 2026-03-01 is gone or damaged');
  });

  test('needs no key', async () => {
    const { server } = bench;
    server.answer(reply(200, TABLE));
    const request = { url: `${server.url}/table.csv`, query: { apiKey: { secret: 'office' } } };
    const secrets = new Map([['office', 'a-long-key']]);
    await fetchOrigin(bench.origin({ request }), bench.context({ secrets }));
    expect(await fetchOrigin(bench.origin({ request }), offline())).toMatchObject({ outcome: 'offline' });
  });
});

describe('a key', () => {
  const secret = 'k+ey/1 of ours';
  const withKey = (path = '/v4') =>
    bench.origin({
      request: { url: `${bench.server.url}${path}`, query: { apiKey: { secret: 'data.example' } } },
    });
  const context = (value = secret) => bench.context({ secrets: new Map([['data.example', value]]) });

  test('is sent, and stands in no log, no record and no message', async () => {
    bench.server.answer(
      (response, request) =>
        reply(302, '', { location: `/files${request.url?.slice(3)}` })(response, request),
      reply(200, TABLE),
      reply(403, 'no'),
    );
    const { path } = await fetchOrigin(withKey(), context());
    expect(new URL(bench.server.asked[0]?.url ?? '', bench.server.url).searchParams.get('apiKey')).toBe(
      secret,
    );
    const found = await refusal(fetchOrigin(withKey(), context()));
    expect(found).toMatchObject({
      code: 'origin-refused',
      hint: 'the key may have ended, or may not be for this',
    });
    const written = await Promise.all(
      [`${path}.json`, join(bench.folder, 'vintages/some-office-table/000001.json')].map((file) =>
        readFile(file, 'utf8'),
      ),
    );
    const all = decodeURIComponent([...written, ...bench.lines, JSON.stringify(found)].join('\n'));
    expect(all).toContain('apiKey=***');
    expect(all.replaceAll('+', ' ')).not.toContain(secret.replaceAll('+', ' '));
  });

  test('that is new asks for the same thing: what is kept still counts', async () => {
    bench.server.answer(reply(200, TABLE, { etag: '"a"' }), reply(304, ''));
    await fetchOrigin(withKey(), context());
    expect(await fetchOrigin(withKey(), context('another-key'))).toMatchObject({ outcome: 'not-modified' });
  });

  test('that is missing is an issue that names it, and nobody is asked', async () => {
    const found = await refusal(fetchOrigin(withKey(), bench.context()));
    expect(found).toMatchObject({ code: 'origin-key-missing' });
    expect(found.message).toContain('data.example');
    expect(bench.server.asked).toEqual([]);
  });
});

describe('steps to a file', () => {
  test('a JSON document points to it', async () => {
    const { server } = bench;
    server.answer(
      reply(200, JSON.stringify({ file: '/uploads/sdmx_data_4231.json', updated_at: '2026-02-01' })),
      reply(200, '[{"data":[]}]'),
    );
    const origin = bench.origin({
      steps: [
        {
          request: { url: `${server.url}/sdmx/4231/download/`, query: { download_format: 'json' } },
          take: { json: { file: ['file'], revised: ['updated_at'] } },
        },
      ],
      request: { url: '{file}' },
      expects: ['json'],
      fileName: 'sdmx_data_4231.json',
    });
    const source = await fetchOrigin(origin, bench.context());
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/sdmx/4231/download/?download_format=json',
      '/uploads/sdmx_data_4231.json',
    ]);
    expect(source.vintage.variables).toEqual({ file: '/uploads/sdmx_data_4231.json', revised: '2026-02-01' });
  });

  test('Taldau is asked for its periods and segments, and then for the figures of the one it names', async () => {
    const { server } = bench;
    const declared = PUBLIC_ORIGINS.find(({ id }) => id === 'kz-taldau-gdp-volume');
    const here = JSON.stringify(declared)
      .replaceAll('https://taldau.stat.gov.kz', server.url)
      .replaceAll('"taldau.stat.gov.kz"', JSON.stringify(new URL(server.url).host));
    server.answer(
      reply(200, '[{"id":4,"name":"Месяц"},{"id":"7","name":"Год"}]'),
      reply(
        200,
        '[{"dicId":"68 + 859","termIds":"741880, 741885","idx":0},{"dicId":"68","termIds":"741880","idx":1}]',
      ),
      reply(200, '[{"id":"741880","text":"РЕСПУБЛИКА КАЗАХСТАН","leaf":"false","y122020":"97.5"}]'),
    );
    const { intervalMs: _polite, ...origin } = JSON.parse(here);
    const source = await fetchOrigin(bench.origin(origin), bench.context());
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/ru/Api/GetPeriodList?indexId=2979005',
      '/ru/Api/GetSegmentList?indexId=2979005&periodId=7',
      '/ru/NewIndex/GetIndexTreeData',
    ]);
    expect(source.vintage.variables).toEqual({ period: '7', dictionary: '68', segment: '1' });
  });

  const listing = (element: number) => `<html><body><h2>Численность населения</h2>
    <a href="/ru/other/">другое</a><a class="x" href='/api/iblock/element/${element}/file/ru/'>Скачать</a></body></html>`;
  const listed = () =>
    bench.origin({
      steps: [
        {
          request: { url: `${bench.server.url}/ru/industries/dynamic-tables/` },
          take: { link: '/api/iblock/element/(?<element>\\d+)/file/ru/' },
        },
      ],
      request: { url: `${bench.server.url}/api/iblock/element/{element}/csv/file/ru/` },
    });

  test('a listing page leads to it, and to another one after the next release', async () => {
    const { server } = bench;
    server.answer(
      reply(200, listing(6645)),
      reply(200, TABLE, { etag: '"a"' }),
      reply(200, listing(7001)),
      reply(200, REVISED),
    );
    await fetchOrigin(listed(), bench.context());
    expect(await fetchOrigin(listed(), bench.context())).toMatchObject({
      outcome: 'changed',
      vintage: { number: 2, variables: { element: '7001' } },
    });
    expect(server.asked.map(({ url, headers }) => [url, headers['if-none-match']])).toEqual([
      ['/ru/industries/dynamic-tables/', undefined],
      ['/api/iblock/element/6645/csv/file/ru/', undefined],
      ['/ru/industries/dynamic-tables/', undefined],
      ['/api/iblock/element/7001/csv/file/ru/', undefined],
    ]);
  });

  test('a listing page that does not change asks conditionally for the file', async () => {
    bench.server.answer(
      reply(200, listing(6645)),
      reply(200, TABLE, { etag: '"a"' }),
      reply(200, listing(6645)),
      reply(304, ''),
    );
    await fetchOrigin(listed(), bench.context());
    expect(await fetchOrigin(listed(), bench.context())).toMatchObject({ outcome: 'not-modified' });
  });

  test.each([
    ['is missing', '<html><a href="/x">x</a></html>', 'there is no link to'],
    [
      'is ambiguous',
      listing(1).replace('</body>', `${listing(2)}</body>`),
      'there are 2 different ones of the link',
    ],
  ])('a link that %s is refused, never guessed', async (_what, page, words) => {
    bench.server.answer(reply(200, page));
    const found = await refusal(fetchOrigin(listed(), bench.context()));
    expect(found.code).toBe('origin-unresolved');
    expect(found.message).toContain(words);
    expect(bench.server.asked).toHaveLength(1);
  });

  test.each([
    ['that names no file', '{"message":"gone"}', 'origin-unresolved'],
    ['that is a web page', ERROR_PAGE, 'format-html'],
    ['that is cut', '{"file": "/uploads/x', 'format-unsupported'],
    ['to a foreign host', '{"file":"https://elsewhere.example/x.json"}', 'origin-address'],
    ['to a file of this machine', '{"file":"file:///etc/passwd"}', 'origin-address'],
  ])('a pointer %s is refused', async (_what, body, code) => {
    bench.server.answer(reply(200, body));
    const origin = bench.origin({
      steps: [{ request: { url: `${bench.server.url}/pointer` }, take: { json: { file: ['file'] } } }],
      request: { url: '{file}' },
    });
    expect(await refusal(fetchOrigin(origin, bench.context()))).toMatchObject({ code });
    expect(bench.server.asked).toHaveLength(1);
  });
});

test('what a step gives cannot break into the headers of a request', async () => {
  bench.server.answer(reply(200, '{"mark":"a\\r\\nx-evil: 1"}'));
  const { url } = bench.server;
  const origin = bench.origin({
    steps: [{ request: { url: `${url}/pointer` }, take: { json: { mark: ['mark'] } } }],
    request: { url: `${url}/table.csv`, headers: { 'x-mark': '{mark}' } },
  });
  expect(await refusal(fetchOrigin(origin, bench.context()))).toMatchObject({ code: 'origin-unresolved' });
  expect(bench.server.asked).toHaveLength(1);
});

describe('requests with a body', () => {
  test('a form, as Taldau takes it, is repeated where it only asks', async () => {
    const { server } = bench;
    server.answer(reply(500, ERROR_PAGE), reply(200, '[{"id":"741880","leaf":"false"}]'));
    const form = { p_index_id: '700', p_term_id: '741880', p_terms: '', idx: '0' };
    const request = {
      url: `${server.url}/ru/NewIndex/GetIndexTreeData`,
      headers: { 'x-requested-with': 'XMLHttpRequest' },
      post: { form },
      isSafe: true,
    };
    const source = await fetchOrigin(bench.origin({ request, expects: ['json'] }), bench.context());
    expect(source.vintage).toMatchObject({ method: 'POST', format: 'json' });
    expect(server.asked[1]).toMatchObject({
      method: 'POST',
      body: 'p_index_id=700&p_term_id=741880&p_terms=&idx=0',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
  });

  test('JSON, as Belstat takes it, one request for each year', async () => {
    const { server } = bench;
    server.answer((response, request) => reply(200, request.body)(response, request));
    const request = {
      url: `${server.url}/sdmx-api/indicator/values/SDMX-JSON/1`,
      post: { json: { razrezCodes: ['699961'], years: ['{year}'] } },
      isSafe: true,
    };
    const pages = { by: 'each' as const, variable: 'year', values: ['2019', '2020'] };
    const source = await fetchOrigin(bench.origin({ request, pages, expects: ['json'] }), bench.context());
    expect(JSON.parse(await readFile(source.path, 'utf8'))).toEqual({
      pages: [
        { razrezCodes: ['699961'], years: ['2019'] },
        { razrezCodes: ['699961'], years: ['2020'] },
      ],
    });
    expect(source.vintage).toMatchObject({ pages: 2, etag: null });
  });
});

describe('pages', () => {
  const ROWS = Array.from({ length: 7 }, (_, index) => ({ id: index + 1 }));
  /** Gives at most three rows at a time, whatever was asked for. */
  const serve = (total: (asked: number) => number | null) => {
    let asked = 0;
    bench.server.answer((response, request) => {
      const source = new URL(request.url ?? '', bench.server.url).searchParams.get('source') ?? '{}';
      const { from } = JSON.parse(source) as { from: number };
      asked += 1;
      reply(200, JSON.stringify({ total: total(asked), rows: ROWS.slice(from, from + 3) }))(
        response,
        request,
      );
    });
  };
  const paged = (more = {}) =>
    bench.origin({
      request: {
        url: `${bench.server.url}/api/v4/set/data`,
        query: { source: '{"from":{offset},"size":100}' },
      },
      pages: { by: 'offset', variable: 'offset', rows: ['rows'], maxPages: 10, ...more },
      expects: ['json'],
      fileName: 'set.json',
    });
  const ids = async (path: string) =>
    (JSON.parse(await readFile(path, 'utf8')) as { pages: { rows: { id: number }[] }[] }).pages
      .flatMap(({ rows }) => rows)
      .map(({ id }) => id);

  test('by offset go on by the rows that came, until as many came as announced', async () => {
    serve(() => 7);
    const source = await fetchOrigin(paged({ total: ['total'] }), bench.context());
    expect(await ids(source.path)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(bench.server.asked).toHaveLength(3);
    expect(source.vintage).toMatchObject({ pages: 3, bytes: (await stat(source.path)).size });
  });

  test('by offset end with an empty page where no total is announced', async () => {
    serve(() => null);
    const source = await fetchOrigin(paged(), bench.context());
    expect(await ids(source.path)).toHaveLength(7);
    expect(bench.server.asked).toHaveLength(4);
  });

  test.each([
    [
      'that change while they are read',
      { total: ['total'] },
      (asked: number) => 6 + asked,
      'it changed meanwhile',
    ],
    [
      'that end before the announced rows came',
      { total: ['total'] },
      () => 9,
      '7 rows came, 9 are announced',
    ],
    ['that have more rows than announced', { total: ['total'] }, () => 5, '6 rows came, 5 are announced'],
    ['without the declared total', { total: ['sum'] }, () => 7, 'there is no number of rows at sum'],
    ['without the declared rows', { rows: ['items'] }, () => 7, 'there are no rows at items'],
    ['beyond the declared number', { maxPages: 2 }, () => 7, 'more than 2 pages'],
  ])('%s are refused whole', async (_what, more, total, words) => {
    serve(total);
    const found = await refusal(fetchOrigin(paged(more), bench.context()));
    expect(found.code).toBe('origin-pages');
    expect(found.message).toContain(words);
    expect(await bench.files()).toEqual([]);
  });

  test('of a server that does not heed the offset are refused', async () => {
    bench.server.answer(reply(200, '{"rows":[1,2,3]}'));
    const found = await refusal(fetchOrigin(paged(), bench.context()));
    expect(found.message).toContain('the same page came twice');
  });

  test('by number', async () => {
    bench.server.answer((response, request) => {
      const page = Number(new URL(request.url ?? '', bench.server.url).searchParams.get('page'));
      reply(200, JSON.stringify({ rows: page <= 2 ? [{ id: page }] : [] }))(response, request);
    });
    const origin = bench.origin({
      request: { url: `${bench.server.url}/list`, query: { page: '{page}' } },
      pages: { by: 'number', variable: 'page', rows: ['rows'], maxPages: 10 },
      expects: ['json'],
    });
    expect(await ids((await fetchOrigin(origin, bench.context())).path)).toEqual([1, 2]);
  });

  const linked = () =>
    bench.origin({
      request: { url: `${bench.server.url}/list`, headers: { 'x-api-key': { secret: 'office' } } },
      pages: { by: 'next', next: ['next'], maxPages: 10 },
      expects: ['json'],
    });
  const withKey = () => bench.context({ secrets: new Map([['office', 'a-long-key']]) });

  test('that name the next one', async () => {
    bench.server.answer(
      reply(200, '{"rows":[{"id":1}],"next":"/list?after=1"}'),
      reply(200, '{"rows":[{"id":2}],"next":null}'),
    );
    expect(await ids((await fetchOrigin(linked(), withKey())).path)).toEqual([1, 2]);
    expect(bench.server.asked[1]).toMatchObject({
      url: '/list?after=1',
      headers: { 'x-api-key': 'a-long-key' },
    });
  });

  test.each([
    ['lead in a circle', '{"rows":[],"next":"/list?after=1"}', 'leads back to a page that was read'],
    ['continue elsewhere', '{"rows":[],"next":"https://elsewhere.example/"}', 'continues at another host'],
    ['name no address', '{"rows":[],"next":{}}', 'is no address of a next page'],
  ])('that %s are refused', async (_what, body, words) => {
    bench.server.answer(reply(200, body));
    const found = await refusal(fetchOrigin(linked(), withKey()));
    expect(found.code).toBe('origin-pages');
    expect(found.message).toContain(words);
  });

  test('of which one is a web page are refused whole', async () => {
    bench.server.answer(reply(200, '{"rows":[1]}'), reply(200, ERROR_PAGE));
    expect(await refusal(fetchOrigin(paged(), bench.context()))).toMatchObject({ code: 'format-html' });
    expect(await bench.files()).toEqual([]);
  });
});

describe('several origins', () => {
  test('one that fails stops none; each counts', async () => {
    bench.server.answer((response, request) =>
      request.url === '/bad' ? reply(404, '')(response, request) : reply(200, TABLE)(response, request),
    );
    const at = (id: string, path: string) =>
      bench.origin({ id, request: { url: `${bench.server.url}${path}` } });
    const fetched = await fetchOrigins(
      [at('one', '/1'), at('two', '/bad'), at('three', '/3')],
      bench.context(),
    );
    expect(fetched.sources.map(({ originId }) => originId)).toEqual(['one', 'three']);
    expect(fetched.issues).toMatchObject([{ code: 'origin-refused', file: 'two' }]);
    expect(fetched.counts).toMatchObject([{ in: 3, out: 2, quarantined: 1 }]);
  });

  test('an interruption is no finding: it ends the work', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    bench.server.answer(() => stop.abort(reason));
    await expect(fetchOrigins([bench.origin()], bench.context({ signal: stop.signal }))).rejects.toBe(reason);
    expect(await bench.files()).toEqual([]);
  });
});

test('what a killed process left among the incoming files is removed after a day', async () => {
  bench.server.answer(reply(200, TABLE));
  await fetchOrigin(bench.origin(), bench.context());
  const [old, young] = ['old', 'young'].map((name) => join(bench.folder, 'incoming', `${name}.part`)) as [
    string,
    string,
  ];
  await Promise.all([old, young].map((path) => writeFile(path, 'half')));
  await utimes(old, new Date('2026-02-27T00:00:00Z'), new Date('2026-02-27T00:00:00Z'));
  await utimes(young, new Date('2026-02-28T23:00:00Z'), new Date('2026-02-28T23:00:00Z'));
  await fetchOrigin(bench.origin(), bench.context());
  expect((await bench.files()).filter((name) => name.startsWith('incoming'))).toEqual([
    'incoming/young.part',
  ]);
});

test('a record of a vintage that was changed by hand is refused, not misread', async () => {
  bench.server.answer(reply(200, TABLE));
  await fetchOrigin(bench.origin(), bench.context());
  await writeFile(join(bench.folder, 'vintages/some-office-table/000001.json'), '{"sha256":"x"}');
  await expect(fetchOrigin(bench.origin(), bench.context())).rejects.toMatchObject({
    code: 'vintage-damaged',
  });
});

test('a process that ended between the snapshot and its vintage is made good by the next one', async () => {
  bench.server.answer(reply(200, TABLE, { etag: '"a"' }));
  const { path } = await fetchOrigin(bench.origin(), bench.context());
  await rm(join(bench.folder, 'vintages/some-office-table/000001.json'));
  expect(await fetchOrigin(bench.origin(), bench.context())).toMatchObject({
    outcome: 'new',
    path,
    vintage: { number: 1, etag: '"a"' },
  });
});

test('a source is laid out under its name, with the note that a run reads', async () => {
  bench.server.answer(reply(200, TABLE));
  const source = await fetchOrigin(bench.origin({ note: 'a note' }), bench.context());
  const path = await layOutSource(source, join(bench.folder, 'out'));
  expect(path).toBe(join(bench.folder, 'out/some-office-table/table.csv'));
  expect(await readFile(path, 'utf8')).toBe(TABLE);
  const fallback = { ...source.origin, publisher: 'the layout’s', url: null, retrievedOn: null };
  expect(await readOrigin({ path }, fallback)).toEqual(source.origin);
});

test('two processes that fetch at once make one vintage of the same bytes', async () => {
  bench.server.answer(reply(200, TABLE));
  const [one, other] = await Promise.all([
    fetchOrigin(bench.origin(), bench.context()),
    fetchOrigin(bench.origin(), bench.context()),
  ]);
  expect([one.vintage.number, other.vintage.number]).toEqual([1, 1]);
  expect(await readVintages(bench.folder, 'some-office-table')).toHaveLength(1);
});
