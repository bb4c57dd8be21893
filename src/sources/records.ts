/** What an adapter makes of a row: fields by meaning, each with the cell it stood in. */
import type { CellAddress } from '../model/cell.ts';
import type { CellFlag, CellText, LocatedRow } from '../model/located.ts';
import type { ReleasedCell } from '../model/quarantine.ts';
import type { LayoutDeclaration, SurveyField } from './layout.ts';

export interface RecordCell {
  readonly text: CellText;
  readonly column: number;
  readonly flag?: CellFlag;
  /** Only where a person released the row. */
  readonly released?: ReleasedCell;
}

export interface SurveyRecord {
  readonly sheet: string | null;
  readonly row: number;
  readonly cells: ReadonlyMap<SurveyField, RecordCell>;
  /** The whole row as it stood, for quarantine. */
  readonly raw: LocatedRow;
}

/** A layout found in a header row: where each of its fields stands. */
export interface MatchedLayout {
  readonly layout: LayoutDeclaration;
  readonly headerRow: number;
  readonly header: readonly CellText[];
  /** Fields of a survey table by 1-based column. */
  readonly fields: ReadonlyMap<number, SurveyField>;
  /** Edition columns of a wide panel by 1-based column. */
  readonly editions: ReadonlyMap<number, number>;
}

export function cellAt(row: LocatedRow, column: number): RecordCell {
  const flag = row.flags?.get(column);
  const text = row.cells[column - 1] ?? null;
  return flag === undefined ? { text, column } : { text, column, flag };
}

export function isBlankRow(row: LocatedRow): boolean {
  return row.cells.every((text) => text === null || text.trim() === '');
}

/** The address of a record's cell, or of its whole row. */
export function cellAddress(record: SurveyRecord, column?: number): CellAddress {
  const { sheet, row } = record;
  if (sheet === null) return column === undefined ? { row } : { row, column };
  return column === undefined ? { sheet, row } : { sheet, row, column };
}
