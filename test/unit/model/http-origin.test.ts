import { describe, expect, test } from 'vitest';
import {
  fillVariables,
  type HttpOriginDeclaration,
  parseHttpOrigins,
  secretNames,
} from '../../../src/model/http-origin.ts';

const DECLARED: HttpOriginDeclaration = {
  id: 'an-office-table',
  publisher: 'An office',
  title: 'A table',
  licence: 'CC BY 4.0',
  freshness: { cadence: 'every month', warnAfterDays: 60, errorAfterDays: 120 },
  hosts: ['stat.example'],
  request: { url: 'https://stat.example/table.csv' },
  expects: ['csv'],
  fileName: 'table.csv',
};
const parse = (more: Partial<HttpOriginDeclaration>) => parseHttpOrigins([{ ...DECLARED, ...more }]);
const KEY = { secret: 'data.example' };
const POINTER = { request: { url: 'https://stat.example/p' }, take: { json: { file: ['file'] } } };

describe('a declared origin', () => {
  test('is completed: no steps, validators trusted, a plain GET', () => {
    expect(parse({})).toEqual([
      {
        ...DECLARED,
        page: null,
        steps: [],
        trustsValidators: true,
        request: { url: 'https://stat.example/table.csv', query: {}, headers: {}, isSafe: false },
      },
    ]);
  });

  test.each<[string, Partial<HttpOriginDeclaration>, string]>([
    ['an id that is no name', { id: 'Some Table' }, 'is not in kebab case'],
    ['no host', { hosts: [] }, '>=1'],
    ['another host', { hosts: ['other.example'] }, 'stat.example is not among the hosts'],
    ['another port', { request: { url: 'https://stat.example:8443/x' } }, 'is not among the hosts'],
    ['an account', { request: { url: 'https://me:it@stat.example/' } }, 'an address holds an account'],
    [
      'a key that is written down',
      { request: { url: 'https://stat.example/?apiKey=abc' } },
      'declare it as { secret',
    ],
    [
      'a key without https',
      { request: { url: 'http://stat.example/', query: { k: KEY } } },
      'a secret does not travel without https',
    ],
    ['no address', { request: { url: 'table.csv' } }, 'is no web address'],
    ['a file', { request: { url: 'file:///etc/passwd' } }, 'is no web address'],
    [
      'a host that a step gives',
      { steps: [POINTER], request: { url: 'https://{file}/x' } },
      'is no web address',
    ],
    ['a variable that no step gives', { request: { url: '{file}' } }, '{file} is given by no step before'],
    [
      'a variable that a later step gives',
      {
        steps: [
          { ...POINTER, request: { url: 'https://stat.example/{later}' } },
          { ...POINTER, take: { json: { later: ['x'] } } },
        ],
      },
      '{later} is given by no step before',
    ],
    ['a pattern that is none', { steps: [{ ...POINTER, take: { link: '(' } }] }, 'is no regular expression'],
    ['pages of no JSON', { pages: { by: 'next', next: ['n'], maxPages: 2 } }, 'pages are JSON'],
    ['a safe GET', { request: { url: 'https://stat.example/', isSafe: true } }, 'a GET is safe anyway'],
    ['a file name that leads elsewhere', { fileName: '../table.csv' }, 'is no plain file name'],
    [
      'a header with a line break',
      { request: { url: 'https://stat.example/', headers: { 'a\nb': 'c' } } },
      'request.headers',
    ],
    [
      'an alarm before the warning',
      { freshness: { cadence: 'every month', warnAfterDays: 60, errorAfterDays: 30 } },
      'must warn before it fails',
    ],
    ['a word that is unknown', { licens: 'x' } as never, 'licens'],
  ])('is refused with %s', (_what, more, words) => {
    expect(() => parse(more)).toThrow(words);
  });

  test('is refused twice', () => {
    expect(() => parseHttpOrigins([DECLARED, DECLARED])).toThrow('an-office-table is declared twice');
  });

  test('names its keys, wherever they stand', () => {
    const [origin] = parse({
      steps: [
        { ...POINTER, request: { url: 'https://stat.example/p', headers: { 'x-key': { secret: 'one' } } } },
      ],
      request: { url: '{file}', post: { form: { a: 'b', k: { secret: 'two' } } } },
    });
    expect(origin && secretNames(origin)).toEqual(['one', 'two']);
  });
});

test('variables are filled in, and braces of JSON left alone', () => {
  const text = '{"from":{offset},"query":{"match_all":{}}}';
  expect(fillVariables(text, new Map([['offset', '100']]))).toBe('{"from":100,"query":{"match_all":{}}}');
  expect(() => fillVariables('{gone}', new Map())).toThrow('{gone}');
});
