/**
 * An Excel workbook: the rows on one sheet, what they are on another. Text is text, never a formula. The library
 * writes from memory only, so that what is too large for it is refused instead.
 *
 * This is the one place outside of readers/ that uses the library, and it only writes: what makes reading a workbook
 * dangerous is in the file that is read.
 */
import { writeFile } from 'node:fs/promises';
import { type CellObject, utils, type WorkSheet, write } from 'xlsx';
import { EgdiError, EXIT } from '../../model/error.ts';
import { type ExportColumn, valueText } from './column-kind.ts';
import type { AboutFile, FileTarget, FileWriter } from './file-format.ts';

/** What a sheet can hold below its header. */
const MOST_ROWS = 1_048_575;
/** About 1 GB of memory while it is written. */
const MOST_CELLS = 3_000_000;
const MOST_CHARACTERS = 32_767;
const DAY_MS = 86_400_000;
/** Day 0 of Excel, which takes 1900 for a leap year: serials are right from 1 March 1900 on. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);
const FIRST_SAFE_SERIAL = 61;

export async function openXlsxFile({ path, columns, about }: FileTarget): Promise<FileWriter> {
  const cells: (CellObject | undefined)[][] = [columns.map(({ name }) => textCell(name))];
  let isAbandoned = false;
  return {
    async write(rows) {
      const total = cells.length - 1 + rows.length;
      if (total > MOST_ROWS || total * columns.length > MOST_CELLS) throw tooLarge(about.name);
      for (const row of rows)
        cells.push(row.map((value, index) => cellOf(value, columns[index], about.name)));
    },
    async finish() {
      if (isAbandoned) return;
      const book = utils.book_new();
      utils.book_append_sheet(book, sheetOf(cells), about.name.slice(-31));
      utils.book_append_sheet(book, sheetOf(aboutRows(about, columns)), 'about');
      const bytes = write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
      await writeFile(path, bytes, { flag: 'wx' });
    },
    async abandon() {
      isAbandoned = true;
    },
  };
}

function sheetOf(rows: (CellObject | undefined)[][]): WorkSheet {
  // The library leaves out cells that are not there; its types do not know that.
  const sheet: WorkSheet = { '!data': rows as CellObject[][] };
  const width = Math.max(1, ...rows.map((row) => row.length));
  sheet['!ref'] = utils.encode_range({
    s: { r: 0, c: 0 },
    e: { r: Math.max(0, rows.length - 1), c: width - 1 },
  });
  sheet['!autofilter'] = { ref: sheet['!ref'] };
  return sheet;
}

function cellOf(value: unknown, column: ExportColumn | undefined, file: string): CellObject | undefined {
  if (value === null || value === undefined || column === undefined) return undefined;
  switch (column.kind) {
    case 'integer':
      return { t: 'n', v: Number(value), z: '0' };
    case 'boolean':
      return { t: 'b', v: value === true };
    case 'float':
      return Number.isFinite(value) ? { t: 'n', v: Number(value) } : textCell(String(value));
    case 'bigint':
    case 'decimal':
      return numberCell(String(value));
    case 'date':
      return timeCell(Date.parse(`${value}T00:00:00Z`), 'yyyy-mm-dd') ?? textCell(String(value));
    case 'instant':
      return timeCell(Date.parse(String(value)), 'yyyy-mm-dd hh:mm:ss') ?? textCell(String(value));
    default: {
      const text = valueText(value);
      if (text.length > MOST_CHARACTERS) throw tooLong(file, column);
      return textCell(text);
    }
  }
}

/** A number as long as it is the same as a double; its digits as text otherwise. */
function numberCell(text: string): CellObject {
  const decimals = /^-?\d+(?:\.(\d+))?$/.exec(text)?.[1]?.length ?? 0;
  const number = Number(text);
  if (!Number.isFinite(number) || decimals > 100 || number.toFixed(decimals) !== text) return textCell(text);
  return { t: 'n', v: number, z: decimals === 0 ? '0' : `0.${'0'.repeat(Math.min(decimals, 30))}` };
}

function timeCell(ms: number, format: string): CellObject | undefined {
  const serial = (ms - DAY_ZERO_MS) / DAY_MS;
  // NaN is not above it either.
  return serial >= FIRST_SAFE_SERIAL ? { t: 'n', v: serial, z: format } : undefined;
}

function textCell(text: string): CellObject {
  return { t: 's', v: text };
}

function aboutRows(
  { name, description, columnDescriptions, facts }: AboutFile,
  columns: readonly ExportColumn[],
) {
  const { release, sourceFiles, createdAt } = facts;
  const lines: [string, string][] = [
    ['table', name],
    ['description', description ?? ''],
    ['release', release === null ? 'none published' : String(release.releaseNo)],
    ['published at', release?.publishedAt ?? ''],
    ['exported at', createdAt.toISOString()],
    ['contract version', String(facts.contractVersion)],
    ['', ''],
    ...columns.map((column): [string, string] => [
      column.name,
      columnDescriptions.get(column.name) ?? column.type,
    ]),
    ['', ''],
    ...sourceFiles.map((file): [string, string] => [
      `source: ${file.file_name}`,
      [file.publisher, file.title, file.url, `licence: ${file.licence}`]
        .filter((part) => part !== null)
        .join(', '),
    ]),
  ];
  return lines.map((line) => line.map(textCell));
}

function tooLarge(name: string): EgdiError {
  return new EgdiError(
    'export-too-large',
    `${name} is too large for a workbook: more than ${MOST_ROWS} rows or ${MOST_CELLS} cells`,
    { exitCode: EXIT.usage, hint: 'take --format parquet or csv, or export a part of it with --query' },
  );
}

function tooLong(name: string, column: ExportColumn): EgdiError {
  return new EgdiError(
    'export-value',
    `${name}.${column.name} holds a text of more than ${MOST_CHARACTERS} characters, which no cell can hold`,
    { exitCode: EXIT.usage, hint: 'shorten it in a query, or take --format csv' },
  );
}
