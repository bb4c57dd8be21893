import { describe, expect, it } from 'vitest';
import {
  parseArray,
  parseBigint,
  parseTimestamptz,
} from '../../../../src/warehouse/connection/type-parsers.ts';

describe('a timestamp with time zone', () => {
  it('is ISO text in UTC with at least milliseconds', () => {
    expect(parseTimestamptz('2024-09-17 01:02:03+00')).toBe('2024-09-17T01:02:03.000Z');
    expect(parseTimestamptz('2024-09-17 01:02:03.4+00')).toBe('2024-09-17T01:02:03.400Z');
  });

  it('keeps its microseconds', () => {
    expect(parseTimestamptz('2024-09-17 01:02:03.123456+00')).toBe('2024-09-17T01:02:03.123456Z');
  });

  it('is converted where the session has another zone', () => {
    expect(parseTimestamptz('2024-09-17 13:47:03.123456+12:45')).toBe('2024-09-17T01:02:03.123456Z');
    expect(parseTimestamptz('2024-09-16 20:02:03-05')).toBe('2024-09-17T01:02:03.000Z');
  });

  it('stays as it is where there is no such date in JavaScript', () => {
    expect(parseTimestamptz('infinity')).toBe('infinity');
    expect(parseTimestamptz('0044-03-15 12:00:00+00 BC')).toBe('0044-03-15 12:00:00+00 BC');
  });
});

describe('a bigint', () => {
  it('is a number where that is exact, else its digits', () => {
    expect(parseBigint('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseBigint('9007199254740993')).toBe('9007199254740993');
  });
});

describe('an array', () => {
  it('reads quotes, escapes, nulls, empty strings and dimensions', () => {
    expect(parseArray('{a,"b c",NULL,"NULL","","say \\"x\\" \\\\"}', String)).toEqual([
      'a',
      'b c',
      null,
      'NULL',
      '',
      'say "x" \\',
    ]);
    expect(parseArray('{{1,2},{3,4}}', Number)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(parseArray('[0:1]={1,2}', Number)).toEqual([1, 2]);
    expect(parseArray('{}', Number)).toEqual([]);
  });
});
