import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadFault } from '../../../src/model/issue.ts';
import { jsonPath } from '../../../src/model/json.ts';
import { parseJson } from '../../../src/readers/json-text.ts';
import { DEFAULT_LIMITS } from '../../../src/readers/limits.ts';

const parse = (text: string, limits = {}) => parseJson(text, 'a.json', { ...DEFAULT_LIMITS, ...limits });

function refusalOf(text: string, limits = {}) {
  try {
    parse(text, limits);
  } catch (error) {
    if (error instanceof ReadFault) return error.issue;
    throw error;
  }
  return undefined;
}

/** What the reader makes of a value: numbers become their text. */
function asRead(value: unknown): unknown {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(asRead);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asRead(one)]));
}

describe('a JSON text', () => {
  it('is read as JSON.parse reads it, with numbers as their text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // PostgreSQL stores no NUL; that refusal has its own test.
        fc.pre(!/\\u0000|\\ud[89a-f]|[\0\p{Surrogate}]/iu.test(text) && !Object.is(value, -0));
        const read = parse(text);
        expect(JSON.parse(JSON.stringify(read))).toEqual(
          JSON.parse(JSON.stringify(asRead(JSON.parse(text)))),
        );
      }),
    );
  });

  it('keeps every digit of a number', () => {
    expect(parse('[6846.3250000000001424035600, 1e-400, -0, 9007199254740993, 1.10]')).toEqual([
      '6846.3250000000001424035600',
      '1e-400',
      '-0',
      '9007199254740993',
      '1.10',
    ]);
  });

  it.each([
    ['{"a":1,"a":2}', 'json-duplicate-key', 1, 8],
    ['{"a":{"b":1,"b":1}}', 'json-duplicate-key', 1, 13],
    ['[1,\n 2,]', 'json-malformed', 2, 4],
    ['[01]', 'json-malformed', 1, 3],
    ['[1] 2', 'json-malformed', 1, 5],
    ['{"a" 1}', 'json-malformed', 1, 6],
    ["['a']", 'json-malformed', 1, 2],
    ['["a\nb"]', 'json-malformed', 1, 4],
    ['["\\x"]', 'json-malformed', 1, 3],
    ['["\\u0000"]', 'json-malformed', 1, 2],
    ['["\\ud800"]', 'json-malformed', 1, 2],
    ['[NaN]', 'json-malformed', 1, 2],
    ['[1', 'json-malformed', 1, 3],
    ['', 'json-malformed', 1, 1],
    ['"a', 'json-malformed', 1, 3],
  ])('%s is refused as %s at its place', (text, code, row, column) => {
    expect(refusalOf(text)).toMatchObject({ code, file: 'a.json', cell: { row, column } });
  });

  it('that is nested too deeply, has too many or too long values is refused before it fills the memory', () => {
    const deep = '['.repeat(1_000_000);
    expect(refusalOf(deep)?.code).toBe('document-beyond-limits');
    expect(refusalOf(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeUndefined();
    expect(refusalOf('[1,2,3]', { maxDocumentValues: 3 })?.code).toBe('document-beyond-limits');
    expect(refusalOf('["aaaa"]', { maxRecordBytes: 3 })?.code).toBe('document-beyond-limits');
    expect(refusalOf('[12345]', { maxRecordBytes: 3 })?.code).toBe('document-beyond-limits');
  });

  it('reaches no prototype by its keys', () => {
    const read = parse('{"__proto__":{"polluted":true},"constructor":1}') as Record<string, unknown>;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
    expect(refusalOf('{"__proto__":1,"__proto__":2}')?.code).toBe('json-duplicate-key');
  });

  it('has a path for every value', () => {
    expect(jsonPath([])).toBe('$');
    expect(jsonPath([0, 'y122020'])).toBe('$[0].y122020');
    expect(jsonPath(['data', 3, 2])).toBe('$.data[3][2]');
    expect(jsonPath(['men_0-15', "it's"])).toBe("$['men_0-15']['it\\'s']");
    expect(jsonPath(['122020'])).toBe("$['122020']");
  });
});
