import { describe, expect, test } from 'vitest';
import type { JsonPath } from '../../../../src/model/http-origin.ts';
import { formatPath, valueAt } from '../../../../src/stages/extract/json-path.ts';

const DOCUMENT = {
  file: '/a.json',
  data: [
    { code: '1700', file: '/1.json' },
    { code: '1703', file: '/2.json' },
    { code: '1703', file: '/3.json' },
  ],
  flags: [{ code: true }],
  none: null,
};

describe('a way into a document', () => {
  test.each<[JsonPath, unknown, string]>([
    [[], DOCUMENT, 'the document'],
    [['file'], '/a.json', 'file'],
    [['data', 0, 'file'], '/1.json', 'data[0].file'],
    [['data', -1, 'file'], '/3.json', 'data[-1].file'],
    [['data', { key: 'code', equals: '1700' }, 'file'], '/1.json', 'data[code = 1700].file'],
    [['data', { key: 'code', equals: 1700 }, 'file'], '/1.json', 'data[code = 1700].file'],
    [['none'], null, 'none'],
  ])('%j', (path, value, words) => {
    expect(valueAt(DOCUMENT, path)).toEqual(value);
    expect(formatPath(path)).toBe(words);
  });

  test.each<[string, JsonPath]>([
    ['a name that is not there', ['files']],
    ['a name that every object has', ['constructor']],
    ['a name of an array', ['data', 'length']],
    ['a position of an object', [0]],
    ['a position beyond the end', ['data', 3]],
    ['a way through null', ['none', 'x']],
    ['a way through a text', ['file', 'length']],
    ['an element that is not there', ['data', { key: 'code', equals: '1' }]],
    ['an element that is there twice', ['data', { key: 'code', equals: '1703' }]],
    ['a code with a zero more', ['data', { key: 'code', equals: '01700' }]],
    ['a truth for a code', ['flags', { key: 'code', equals: 'true' }]],
  ])('leads nowhere by %s', (_what, path) => {
    expect(valueAt(DOCUMENT, path)).toBeUndefined();
  });
});
