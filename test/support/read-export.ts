/**
 * Reads what `egdi export` has written, by other libraries than it was written with where there are any, and brings
 * each format to one form: null, or the text that `egdi sql` shows. Checks the description on the way.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { expect } from 'vitest';
import { read, utils } from 'xlsx';
import { guardFormula } from '../../src/report/export/formula-guard.ts';

export type TextRow = Readonly<Record<string, string | null>>;

interface Field {
  readonly name: string;
  readonly type: string;
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly hash: string;
  readonly rows: number;
  readonly schema: {
    readonly fields: readonly Field[];
    readonly primaryKey?: readonly string[];
    readonly foreignKeys?: readonly {
      readonly fields: readonly string[];
      readonly reference: { readonly resource: string; readonly fields: readonly string[] };
    }[];
  };
}

export interface Package {
  readonly name: string;
  readonly profile: string;
  readonly version?: string;
  readonly resources: readonly Resource[];
  readonly egdi: { readonly release_no: number; readonly formula_guard?: string };
}

/** The description of a folder, checked against the rules of the specification and against the files. */
export function readPackage(folder: string): Package {
  const found = JSON.parse(readFileSync(join(folder, 'datapackage.json'), 'utf8')) as Package;
  expect(found.name).toMatch(/^[a-z0-9._-]+$/);
  expect(found.profile).toMatch(/^(tabular-)?data-package$/);
  expect(found.resources.length).toBeGreaterThan(0);
  const names = found.resources.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, path, bytes, hash, schema } of found.resources) {
    expect(name).toMatch(/^[a-z0-9._-]+$/);
    const content = readFileSync(join(folder, path));
    expect(content.length, path).toBe(bytes);
    expect(`sha256:${createHash('sha256').update(content).digest('hex')}`, path).toBe(hash);
    const fields = schema.fields.map((field) => field.name);
    expect(new Set(fields).size).toBe(fields.length);
    for (const { type } of schema.fields) {
      expect(['integer', 'number', 'boolean', 'date', 'datetime', 'string']).toContain(type);
    }
    expect(schema.primaryKey?.filter((column) => !fields.includes(column)) ?? []).toEqual([]);
    for (const { fields: from, reference } of schema.foreignKeys ?? []) {
      const target = found.resources.find((one) => one.name === (reference.resource || name));
      expect(from.filter((column) => !fields.includes(column))).toEqual([]);
      const known = target?.schema.fields.map((field) => field.name) ?? [];
      expect(reference.fields.filter((column) => !known.includes(column))).toEqual([]);
    }
  }
  const expected = [...found.resources.map(({ path }) => path), 'datapackage.json'].sort();
  expect(readdirSync(folder).sort()).toEqual(expected);
  return found;
}

/** The rows of a resource, with its fields equal to the file's header. */
export async function readResource(folder: string, name: string): Promise<TextRow[]> {
  const resource = readPackage(folder).resources.find((one) => one.name === name);
  if (resource === undefined) throw new Error(`the package has no ${name}`);
  const path = join(folder, resource.path);
  const { fields } = resource.schema;
  const rows = await readRows(path, fields);
  expect(rows).toHaveLength(resource.rows);
  return rows;
}

/** Rows of `egdi sql --json` in the same form. */
export function textRows(rows: readonly Readonly<Record<string, unknown>>[]): TextRow[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value === null ? null : textOf(value)]),
    ),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function readRows(path: string, fields: readonly Field[]): Promise<TextRow[]> {
  if (path.endsWith('.csv')) return readCsv(path, fields);
  if (path.endsWith('.json')) {
    const rows = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>[];
    for (const row of rows) expect(Object.keys(row)).toEqual(fields.map(({ name }) => name));
    return textRows(rows);
  }
  return path.endsWith('.parquet') ? readParquet(path, fields) : readXlsx(path, fields);
}

function readCsv(path: string, fields: readonly Field[]): TextRow[] {
  const text = readFileSync(path, 'utf8');
  expect(text.endsWith('\r\n')).toBe(true);
  // Strict: no relaxed quotes or column counts.
  const lines = parse(text, {
    bom: true,
    recordDelimiter: '\r\n',
    cast: (value, { quoting, header }) => (value === '' && !quoting && !header ? null : value),
  }) as unknown as (string | null)[][];
  const [header, ...rows] = lines;
  expect(header).toEqual(fields.map(({ name }) => name));
  return rows.map((row) =>
    Object.fromEntries(fields.map(({ name }, index) => [unguarded(name), unguarded(row[index] ?? null)])),
  );
}

function unguarded<T extends string | null>(text: T): T {
  const inner = text?.startsWith("'") ? text.slice(1) : undefined;
  return (inner !== undefined && guardFormula(inner) === text ? inner : text) as T;
}

/** Stored values as they are, without the reader's conversion to floating point. */
async function readParquet(path: string, fields: readonly Field[]): Promise<TextRow[]> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const elements = metadata.schema.slice(1).map((element) => ({ ...element }));
  expect(elements.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
  for (const element of metadata.schema) {
    if (element.converted_type === 'UTF8') continue;
    delete element.converted_type;
    delete element.logical_type;
  }
  const rows = await parquetReadObjects({ file, metadata, utf8: false });
  return rows.map((row) =>
    Object.fromEntries(
      elements.map(({ name, converted_type: converted, scale = 0 }) => {
        const value: unknown = row[name];
        if (value === null || value === undefined) return [name, null];
        if (converted === 'DECIMAL') return [name, decimal(value, scale)];
        if (converted === 'DATE')
          return [name, new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)];
        if (converted === 'TIMESTAMP_MICROS') return [name, instant(BigInt(String(value)))];
        return [name, String(value)];
      }),
    ),
  );
}

function decimal(value: unknown, scale: number): string {
  let unscaled = typeof value === 'bigint' ? value : 0n;
  if (value instanceof Uint8Array) {
    for (const byte of value) unscaled = (unscaled << 8n) | BigInt(byte);
    unscaled = BigInt.asIntN(value.length * 8, unscaled);
  }
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${text}` : text;
}

function instant(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString();
  const rest = String(micros % 1000n).padStart(3, '0');
  return rest === '000' ? text : text.replace('Z', `${rest.replace(/0+$/, '')}Z`);
}

function readXlsx(path: string, fields: readonly Field[]): TextRow[] {
  const book = read(readFileSync(path), { dense: true, cellNF: true });
  expect(book.SheetNames).toHaveLength(2);
  expect(book.SheetNames[1]).toBe('about');
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  const lines = sheet?.['!data'] ?? [];
  // A text that is a formula would have one.
  for (const line of lines) for (const cell of line ?? []) expect(cell?.f).toBeUndefined();
  expect(lines[0]?.map((cell) => cell?.v)).toEqual(fields.map(({ name }) => name));
  const range = utils.decode_range(sheet?.['!ref'] ?? 'A1');
  expect(range.e.r).toBe(lines.length - 1);
  return lines.slice(1).map((line) =>
    Object.fromEntries(
      fields.map(({ name, type }, index) => {
        const cell = line?.[index];
        if (cell?.v === undefined || cell.v === null) return [name, null];
        if (cell.t !== 'n') return [name, String(cell.v)];
        const ms = Math.round((Number(cell.v) - 25_569) * 86_400_000);
        if (type === 'date') return [name, new Date(ms).toISOString().slice(0, 10)];
        if (type === 'datetime') return [name, new Date(ms).toISOString()];
        const decimals = /^0\.(0+)$/.exec(String(cell.z))?.[1]?.length;
        return [name, decimals === undefined ? String(cell.v) : Number(cell.v).toFixed(decimals)];
      }),
    ),
  );
}
