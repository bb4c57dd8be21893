import { describe, expect, test } from 'vitest';
import { type HttpOriginDeclaration, parseHttpOrigins } from '../../../../src/model/http-origin.ts';
import { ReadFault } from '../../../../src/model/issue.ts';
import { requestIdentity, requestOf } from '../../../../src/stages/extract/origin-request.ts';

type Request = HttpOriginDeclaration['request'];

function origin(request: Request) {
  const [parsed] = parseHttpOrigins([
    {
      id: 'an-office-table',
      publisher: 'An office',
      title: 'A table',
      licence: 'not stated',
      freshness: { cadence: 'every month', warnAfterDays: 60, errorAfterDays: 120 },
      hosts: ['stat.example'],
      steps: [{ request: { url: 'https://stat.example/p' }, take: { json: { file: ['file'] } } }],
      request,
      expects: ['csv'],
      fileName: 'table.csv',
    },
  ]);
  if (parsed === undefined) throw new Error('one was declared');
  return parsed;
}

const BASE = new URL('https://stat.example/a/p');
const build = (request: Request, file: string, secrets = new Map<string, string>()) => {
  const declared = origin(request);
  return requestOf(declared, declared.request, new Map([['file', file]]), secrets, BASE);
};

function code(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return error instanceof ReadFault ? error.issue.code : String(error);
  }
  return undefined;
}

describe('a variable', () => {
  test.each([
    ['7/../../admin', 'https://stat.example/element/7%2F..%2F..%2Fadmin/x'],
    ['7?apiKey=1#', 'https://stat.example/element/7%3FapiKey%3D1%23/x'],
    ['@evil.example', 'https://stat.example/element/%40evil.example/x'],
  ])('within an address stays one part of its path: %s', (file, url) => {
    expect(build({ url: 'https://stat.example/element/{file}/x' }, file).url.href).toBe(url);
  });

  test('in a query, a form or JSON is a value there and nothing else', () => {
    const value = 'a&b="c"';
    const url = 'https://stat.example/';
    expect(build({ url, query: { q: '{file}' } }, value).url.searchParams.get('q')).toBe(value);
    const form = build({ url, post: { form: { q: '{file}', r: 'x' } } }, value);
    expect([...new URLSearchParams(form.body)]).toEqual([
      ['q', value],
      ['r', 'x'],
    ]);
    const json = build({ url, post: { json: { q: ['{file}', 1, null] } } }, value);
    expect(JSON.parse(json.body ?? '')).toEqual({ q: [value, 1, null] });
  });

  test('that is the whole address is relative to the document that gave it', () => {
    expect(build({ url: '{file}' }, 'b.csv').url.href).toBe('https://stat.example/a/b.csv');
    expect(build({ url: '{file}' }, '//other.example/b.csv').url.href).toBe('https://other.example/b.csv');
  });

  test('that leads from https to http is refused', () => {
    expect(code(() => build({ url: '{file}' }, 'http://stat.example/b.csv'))).toBe('origin-address');
  });

  test('that is no address is refused', () => {
    expect(code(() => build({ url: '{file}' }, 'http://'))).toBe('origin-unresolved');
  });
});

describe('a request', () => {
  const key = { secret: 'office' };
  const secrets = new Map([['office', 'k3y-of-ours']]);

  test('holds its secrets, so that nobody shows them', () => {
    const {
      url,
      headers,
      secrets: held,
    } = build(
      { url: 'https://stat.example/', query: { apiKey: key }, headers: { 'x-key': key } },
      '',
      secrets,
    );
    expect([url.searchParams.get('apiKey'), headers['x-key']]).toEqual(['k3y-of-ours', 'k3y-of-ours']);
    expect(held).toEqual(['k3y-of-ours']);
  });

  test('is not made with a key that is missing or empty', () => {
    const request = { url: 'https://stat.example/', query: { apiKey: key } };
    expect(code(() => build(request, ''))).toBe('origin-key-missing');
    expect(code(() => build(request, '', new Map([['office', '']])))).toBe('origin-key-missing');
  });

  test('is repeated when it is a GET, and a POST when it is declared to be safe', () => {
    const url = 'https://stat.example/';
    expect(build({ url }, '').isRepeatable).toBe(true);
    expect(build({ url, post: { form: {} } }, '').isRepeatable).toBe(false);
    expect(build({ url, post: { form: {} }, isSafe: true }, '').isRepeatable).toBe(true);
  });

  test('is the same request with another key, and another one with anything else', () => {
    const url = 'https://stat.example/';
    const identity = (request: Request, file = 'x') =>
      requestIdentity(origin(request), new Map([['file', file]]), BASE);
    const plain = identity({ url, query: { apiKey: key } });
    expect(identity({ url, query: { apiKey: key } })).toBe(plain);
    const others = [
      identity({ url }),
      identity({ url, query: { apiKey: key, from: '1' } }),
      identity({ url, query: { apiKey: key }, headers: { 'accept-language': 'kk' } }),
      identity({ url, query: { apiKey: key }, post: { form: {} } }),
      identity({ url: `${url}{file}`, query: { apiKey: key } }),
      identity({ url: `${url}{file}`, query: { apiKey: key } }, 'y'),
    ];
    expect(new Set([plain, ...others]).size).toBe(7);
  });
});
