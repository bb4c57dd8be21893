/**
 * Values as the text PostgreSQL reads: parameters of a statement, and rows in the text format of COPY.
 * Owned by warehouse/; pure. Refuses what PostgreSQL cannot store rather than altering it.
 */
import type { CopyRow, CopyRows, CopyValue, EncodedCopyRow } from './connection.ts';

/** A piece of a COPY stream: whole rows, encoded. */
export interface CopyChunk {
  readonly bytes: Buffer;
  readonly rows: number;
}

export interface CopyChunkLimits {
  /** A chunk is closed by the row that takes it past this many characters. */
  readonly characters: number;
  readonly rows: number;
}

// NUL cannot be stored in a text column, and an encoder would turn an unpaired surrogate into U+FFFD.
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const EACH_UNSTORABLE = /[\0\p{Surrogate}]/gu;
const COPY_SPECIAL = /[\\\n\r\t]/g;
/** What a text must hold to need a closer look: also any surrogate, paired or not, since this test is a fast one. */
const MAY_BE_SPECIAL = /[\0\\\n\r\t\ud800-\udfff]/;
const COPY_ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A value as PostgreSQL's text input of its type; null for null and undefined.
 * @throws TypeError for a value that has no such text: a function, a symbol, NUL, half a surrogate pair.
 */
export function encodeValue(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      if (UNSTORABLE.test(value))
        throw new TypeError('text with NUL or an unpaired surrogate cannot be stored');
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : encodeObject(value);
    default:
      throw new TypeError(`a ${typeof value} cannot be stored`);
  }
}

function encodeObject(value: object): string {
  if (Array.isArray(value)) return encodeArray(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return JSON.stringify(value);
}

/** For words about data, not data: what PostgreSQL cannot store is shown as U+FFFD, the replacement character. */
export function storableText(text: string): string {
  return UNSTORABLE.test(text) ? text.replace(EACH_UNSTORABLE, '\ufffd') : text;
}

/** `['a', null, 'say "x"']` → `{"a",NULL,"say \"x\""}`; nested arrays become further dimensions. */
export function encodeArray(items: readonly unknown[]): string {
  const parts = items.map((item) => {
    if (Array.isArray(item)) return encodeArray(item);
    const text = encodeValue(item);
    return text === null ? 'NULL' : `"${text.replace(/[\\"]/g, '\\$&')}"`;
  });
  return `{${parts.join(',')}}`;
}

/** One row of COPY text with its line end. */
export function encodeCopyRow(row: readonly CopyValue[]): EncodedCopyRow {
  let line = '';
  for (let column = 0; column < row.length; column += 1) {
    if (column > 0) line += '\t';
    line += encodeCopyField(row[column] as CopyValue);
  }
  return `${line}\n` as EncodedCopyRow;
}

/** One value as a field of a COPY row. */
export function encodeCopyField(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string' && !MAY_BE_SPECIAL.test(value)) return value;
  const text = encodeValue(value);
  return text === null ? '\\N' : text.replace(COPY_SPECIAL, (found) => COPY_ESCAPES[found] ?? found);
}

/** Rows as COPY text, cut between rows. A plain iterable is not awaited row by row, which would halve the speed. */
export async function* encodeCopyChunks(rows: CopyRows, limits: CopyChunkLimits): AsyncGenerator<CopyChunk> {
  let text = '';
  let count = 0;
  const take = (): CopyChunk => {
    const chunk = { bytes: Buffer.from(text, 'utf8'), rows: count };
    text = '';
    count = 0;
    return chunk;
  };
  const add = (row: CopyRow): boolean => {
    text += typeof row === 'string' ? row : encodeCopyRow(row);
    count += 1;
    return text.length >= limits.characters || count >= limits.rows;
  };
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) if (add(row)) yield take();
  } else {
    for (const row of rows) if (add(row)) yield take();
  }
  if (count > 0) yield take();
}
