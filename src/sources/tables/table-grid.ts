/** The cells of one sheet by row and column, merged cells resolved. Rows and columns are 1-based. */

import { issue, ReadFault } from '../../model/issue.ts';
import type { CellFlag, CellRange, LocatedRow, LocatedSheet, NumberDisplay } from '../../model/located.ts';
import { cleanText } from './clean-text.ts';

/** No table that people lay out has more; a register of a million rows is read as a stream by its own adapter. */
export const MOST_TABLE_CELLS = 2_000_000;

export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly printed: string;
  /** Clean; never empty. */
  readonly text: string;
  readonly flag?: CellFlag | undefined;
  /** Present where the cell is known to be stored as a number. */
  readonly number?: NumberDisplay | undefined;
}

export interface GridRow {
  readonly row: number;
  readonly cells: readonly GridCell[];
}

export interface TableGrid {
  readonly name: string | null;
  /** Rows with any text, in order. */
  readonly rows: readonly GridRow[];
  readonly merges: readonly CellRange[];
  readonly lastColumn: number;
  /** The cell that stands there itself. */
  at(row: number, column: number): GridCell | undefined;
  /** The cell that stands there, or the one whose merged range covers the place. */
  covering(row: number, column: number): GridCell | undefined;
  rangeAt(row: number, column: number): CellRange | undefined;
}

/** @throws ReadFault file-too-large beyond `MOST_TABLE_CELLS` */
export async function readGrid(sheet: LocatedSheet): Promise<TableGrid> {
  const rows: LocatedRow[] = [];
  let count = 0;
  for await (const row of sheet.rows) {
    count += row.cells.length;
    if (count > MOST_TABLE_CELLS) throw tooLarge(sheet.name, row.row);
    rows.push(row);
  }
  return createGrid(sheet.name, rows, sheet.merges ?? []);
}

export function createGrid(
  name: string | null,
  located: readonly LocatedRow[],
  merges: readonly CellRange[] = [],
): TableGrid {
  const rows: GridRow[] = [];
  const byRow = new Map<number, Map<number, GridCell>>();
  let lastColumn = 0;
  for (const { row, cells, flags, numbers } of located) {
    const kept: GridCell[] = [];
    for (const [index, printed] of cells.entries()) {
      const text = cleanText(printed);
      const flag = flags?.get(index + 1);
      if (printed === null || (text === '' && flag === undefined)) continue;
      kept.push({ row, column: index + 1, printed, text, flag, number: numbers?.get(index + 1) });
    }
    for (const [column, flag] of flags ?? []) {
      if (cells[column - 1] == null) kept.push({ row, column, printed: '', text: '', flag });
    }
    if (kept.length === 0) continue;
    kept.sort((a, b) => a.column - b.column);
    lastColumn = Math.max(lastColumn, kept.at(-1)?.column ?? 0);
    rows.push({ row, cells: kept });
    byRow.set(row, new Map(kept.map((cell) => [cell.column, cell])));
  }
  const rangesByRow = rangesOf(name, rows, merges);
  const at = (row: number, column: number) => byRow.get(row)?.get(column);
  const rangeAt = (row: number, column: number) =>
    rangesByRow.get(row)?.find((range) => range.firstColumn <= column && column <= range.lastColumn);
  return {
    name,
    rows,
    merges,
    lastColumn,
    at,
    rangeAt,
    covering(row, column) {
      const own = at(row, column);
      if (own) return own;
      const range = rangeAt(row, column);
      return range && at(range.firstRow, range.firstColumn);
    },
  };
}

/** Merged ranges by row, of rows that hold anything: a merge may reach to the end of the sheet. */
function rangesOf(
  name: string | null,
  rows: readonly GridRow[],
  merges: readonly CellRange[],
): ReadonlyMap<number, readonly CellRange[]> {
  const byRow = new Map<number, CellRange[]>();
  let count = 0;
  for (const range of merges) {
    for (let index = firstFrom(rows, range.firstRow); index < rows.length; index += 1) {
      const { row } = rows[index] as GridRow;
      if (row > range.lastRow) break;
      count += 1;
      if (count > MOST_TABLE_CELLS) throw tooLarge(name, row);
      const ranges = byRow.get(row);
      if (ranges) ranges.push(range);
      else byRow.set(row, [range]);
    }
  }
  return byRow;
}

/** Index of the first row with this number or a higher one. */
function firstFrom(rows: readonly GridRow[], row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.row ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tooLarge(sheet: string | null, row: number): ReadFault {
  const cell = { ...(sheet === null ? {} : { sheet }), row };
  return new ReadFault(issue('file-too-large', `a table of more than ${MOST_TABLE_CELLS} cells`, { cell }));
}
