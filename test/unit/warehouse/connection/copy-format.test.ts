import { describe, expect, it } from 'vitest';
import type { CopyRow } from '../../../../src/warehouse/connection/connection.ts';
import {
  encodeCopyChunks,
  encodeCopyRow,
  encodeValue,
  storableText,
} from '../../../../src/warehouse/connection/copy-format.ts';

async function collect(
  rows: Iterable<CopyRow> | AsyncIterable<CopyRow>,
  limits: { characters: number; rows: number },
) {
  const chunks = [];
  for await (const chunk of encodeCopyChunks(rows, limits)) chunks.push(chunk);
  return chunks;
}

const NO_LIMIT = { characters: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY };

describe('a row of COPY text', () => {
  it('separates fields by tabs and ends with a newline', () => {
    expect(encodeCopyRow(['KAZ', 2018, true])).toBe('KAZ\t2018\ttrue\n');
  });

  it('writes null as \\N and an empty string as nothing', () => {
    expect(encodeCopyRow([null, ''])).toBe('\\N\t\n');
  });

  it('escapes what would end a field, a row or the stream', () => {
    expect(encodeCopyRow(['a\tb', 'c\nd', 'e\rf', 'g\\h', '\\N', '\\.'])).toBe(
      'a\\tb\tc\\nd\te\\rf\tg\\\\h\t\\\\N\t\\\\.\n',
    );
  });

  it('writes numbers by their digits, dates in UTC, arrays and objects as PostgreSQL reads them', () => {
    const date = new Date(Date.UTC(2024, 8, 17, 1, 2, 3, 45));
    expect(encodeCopyRow([0.1, 12345678901234567890n, date])).toBe(
      '0.1\t12345678901234567890\t2024-09-17T01:02:03.045Z\n',
    );
    expect(encodeCopyRow([['a', 'b "c"', null, ''], { x: 'y\n' }])).toBe(
      '{"a","b \\\\"c\\\\"",NULL,""}\t{"x":"y\\\\n"}\n',
    );
  });

  it('refuses text that cannot be stored instead of altering it', () => {
    expect(() => encodeCopyRow(['a\0b'])).toThrow(TypeError);
    expect(() => encodeCopyRow(['\ud83d'])).toThrow(TypeError);
    expect(() => encodeCopyRow([['\udc00']])).toThrow(TypeError);
    expect(encodeCopyRow(['😀'])).toBe('😀\n');
  });
});

describe('a parameter', () => {
  it('is null for null and undefined', () => {
    expect(encodeValue(null)).toBeNull();
    expect(encodeValue(undefined)).toBeNull();
  });

  it('is the hexadecimal form of bytes', () => {
    expect(encodeValue(Uint8Array.of(0, 255, 16))).toBe('\\x00ff10');
  });

  it('cannot be a function or a symbol', () => {
    expect(() => encodeValue(() => 1)).toThrow(TypeError);
    expect(() => encodeValue(Symbol('s'))).toThrow(TypeError);
  });
});

describe('a COPY stream', () => {
  const rows: CopyRow[] = Array.from({ length: 10 }, (_, index) => [index]);

  it('is cut between rows, by number of rows', async () => {
    const chunks = await collect(rows, { ...NO_LIMIT, rows: 4 });
    expect(chunks.map((chunk) => chunk.rows)).toEqual([4, 4, 2]);
    expect(Buffer.concat(chunks.map((chunk) => chunk.bytes)).toString()).toBe(
      '0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n',
    );
  });

  it('is cut between rows, by size', async () => {
    const chunks = await collect(rows, { ...NO_LIMIT, characters: 5 });
    expect(chunks.map((chunk) => chunk.bytes.toString())).toEqual([
      '0\n1\n2\n',
      '3\n4\n5\n',
      '6\n7\n8\n',
      '9\n',
    ]);
  });

  it('is the same for rows that come one by one', async () => {
    async function* later() {
      yield* rows;
    }
    expect(await collect(later(), { ...NO_LIMIT, rows: 3 })).toEqual(
      await collect(rows, { ...NO_LIMIT, rows: 3 }),
    );
  });

  it('of no rows has no chunk', async () => {
    expect(await collect([], NO_LIMIT)).toEqual([]);
  });
});

it('words about data show what cannot be stored as U+FFFD and leave everything else alone', () => {
  expect(storableText('a\0b\ud800c')).toBe('a\ufffdb\ufffdc');
  expect(storableText('Қазақстан 😀')).toBe('Қазақстан 😀');
  expect(encodeValue(storableText('\0'))).toBe('\ufffd');
});
