/** Grids for tests of table layouts, written as rows of values; a number stands for a cell stored as one. */
import type { CellRange, LocatedRow, NumberDisplay } from '../../src/model/located.ts';
import { readTables, type TableReading } from '../../src/sources/tables/read-table.ts';
import { type TableDeclarationInput, tableDeclaration } from '../../src/sources/tables/table-declaration.ts';
import { createGrid, type TableGrid } from '../../src/sources/tables/table-grid.ts';
import type { TableRecord } from '../../src/sources/tables/table-record.ts';

export type GridValue = string | number | null;
export type GridValues = readonly (readonly GridValue[])[];

export function gridOf(
  rows: GridValues,
  merges: readonly string[] = [],
  name: string | null = 'Sheet1',
): TableGrid {
  return createGrid(name, rows.map(locatedRow), merges.map(rangeOf));
}

function locatedRow(values: readonly GridValue[], index: number): LocatedRow {
  const numbers = new Map<number, NumberDisplay>();
  for (const [at, value] of values.entries()) {
    if (typeof value === 'number') numbers.set(at + 1, { format: 'General', shown: String(value) });
  }
  return { row: index + 1, cells: values.map((value) => (value === null ? null : String(value))), numbers };
}

/** `B1:S1` → the range; only columns A to ZZ. */
export function rangeOf(address: string): CellRange {
  const [, fromLetters = '', fromRow, toLetters = '', toRow] =
    /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(address) ?? [];
  return {
    firstRow: Number(fromRow),
    firstColumn: columnOf(fromLetters),
    lastRow: Number(toRow),
    lastColumn: columnOf(toLetters),
  };
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

export function readGridTable(declaration: TableDeclarationInput, ...grids: TableGrid[]): TableReading {
  return readTables(grids, tableDeclaration.parse(declaration), { file: 'table.xlsx' });
}

/** Records of a reading that must be without errors. */
export function recordsOf(reading: TableReading): TableRecord[] {
  const errors = reading.issues.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(
      errors.map(({ code, message, cell }) => `${code} ${JSON.stringify(cell)} ${message}`).join('\n'),
    );
  return reading.tables.flatMap(({ records }) => [...records]);
}

/** `Казахстан | Всего | 2024 | PERCENT = 5.2`: what a record says, without where it stood. */
export function factText({ row, header, period, unit, status, value }: TableRecord): string {
  const key = [row.map(({ text }) => text).join('/'), header.join('/'), period.code, unit];
  return `${key.join(' | ')} = ${status === 'observed' ? value : status}`;
}

export function factsOf(reading: TableReading): string[] {
  return recordsOf(reading).map(factText).sort();
}
