/**
 * Cells of a parsed worksheet → located rows. With workbook-child.ts the only importer of xlsx, and only ever
 * loaded in the guarded process. May import model/ only.
 */
import { type CellObject, type Range, SSF, type WorkSheet } from 'xlsx';
import type { CellFlag, CellRange, CellText, LocatedRow, NumberDisplay } from '../model/located.ts';

/** Sparse on purpose: a lone cell at XFD1048576 must not cost a grid. */
export type CellGrid = readonly (readonly (CellObject | undefined)[] | undefined)[];

/** xlsx writes a formula without a stored result as the number 0; only a second reading can tell them apart. */
export interface SecondReading {
  /** Whether a cell (0-based) has a stored value. */
  readonly hasValue: (row: number, column: number) => boolean;
}

export function cellGrid(sheet: WorkSheet): CellGrid {
  const data: unknown = sheet['!data'];
  return Array.isArray(data) ? (data as CellGrid) : [];
}

/** Whether any formula of the sheet may be one without a stored result. */
export function hasDoubtfulFormula(grid: CellGrid): boolean {
  return grid.some((row) => row?.some((cell) => cell !== undefined && isDoubtful(cell)));
}

export interface RowOptions {
  readonly date1904: boolean;
  /** Whether rows say which cells are stored as numbers, and how they are shown. */
  readonly withNumbers?: boolean;
  readonly second?: SecondReading;
}

/** Merged cells, 1-based; a single cell is none. */
export function mergedRanges(sheet: WorkSheet): CellRange[] {
  return (sheet['!merges'] ?? [])
    .filter(({ s, e }) => s.r <= e.r && s.c <= e.c && (s.r < e.r || s.c < e.c))
    .map(({ s, e }) => ({
      firstRow: s.r + 1,
      firstColumn: s.c + 1,
      lastRow: e.r + 1,
      lastColumn: e.c + 1,
    }));
}

/** Rows that hold anything, under their true numbers and columns; of merged cells only the top left counts. */
export function* locatedRows(
  sheet: WorkSheet,
  { date1904, withNumbers = false, second }: RowOptions,
): Generator<LocatedRow> {
  const grid = cellGrid(sheet);
  const hidden = hiddenByMerge(sheet['!merges'] ?? [], grid);
  for (const [rowKey, row] of sparseEntries(grid)) {
    const cells: CellText[] = [];
    const flags = new Map<number, CellFlag>();
    const numbers = withNumbers ? new Map<number, NumberDisplay>() : undefined;
    for (const [column, cell] of sparseEntries(row)) {
      if (hidden.get(rowKey)?.has(column)) continue;
      const withoutValue = isFormula(cell) && isWithoutValue(cell, rowKey, column, second);
      const { text, flag } = withoutValue ? FORMULA_WITHOUT_VALUE : cellText(cell, date1904);
      if (text === null && flag === undefined) continue;
      while (cells.length < column) cells.push(null);
      cells[column] = text;
      if (flag !== undefined) flags.set(column + 1, flag);
      else if (cell.t === 'n') numbers?.set(column + 1, numberDisplay(cell, date1904));
    }
    if (cells.length === 0) continue;
    yield {
      row: rowKey + 1,
      cells,
      ...(flags.size > 0 ? { flags } : {}),
      ...(numbers === undefined ? {} : { numbers }),
    };
  }
}

interface Read {
  readonly text: CellText;
  readonly flag?: CellFlag;
}

const FORMULA_WITHOUT_VALUE: Read = { text: null, flag: 'formula-without-value' };

const ERROR_TEXTS: ReadonlyMap<unknown, string> = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
  [0x2b, '#GETTING_DATA'],
]);

function cellText(cell: CellObject, date1904: boolean): Read {
  switch (cell.t) {
    case 's':
      return { text: cell.v === '' || cell.v === undefined ? null : String(cell.v) };
    case 'n':
      if (typeof cell.z === 'string' && SSF.is_date(cell.z))
        return { text: dateText(cell.v, date1904), flag: 'date' };
      // The shortest decimal that gives back the stored number, not the digits that a format shows of it.
      return { text: String(cell.v) };
    case 'b':
      return { text: cell.v ? 'TRUE' : 'FALSE', flag: 'boolean' };
    case 'e':
      return { text: ERROR_TEXTS.get(cell.v) ?? '#ERROR', flag: 'error-value' };
    case 'd':
      return { text: cell.v instanceof Date ? cell.v.toISOString() : String(cell.v), flag: 'date' };
    default:
      return { text: null };
  }
}

function numberDisplay(cell: CellObject, date1904: boolean): NumberDisplay {
  const format = typeof cell.z === 'string' ? cell.z : 'General';
  try {
    return { format, shown: SSF.format(format, cell.v, { date1904 }) };
  } catch {
    // A format that the library does not know says nothing about the number.
    return { format, shown: String(cell.v) };
  }
}

/** A serial number as ISO date, with its time where it has one; the number itself where it is no date. */
function dateText(value: unknown, date1904: boolean): string {
  const parts: unknown =
    typeof value === 'number' ? SSF.parse_date_code(value + (date1904 ? 1462 : 0)) : null;
  if (typeof parts !== 'object' || parts === null) return String(value);
  const { y, m, d, H, M, S } = parts as Record<'y' | 'm' | 'd' | 'H' | 'M' | 'S', number>;
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
  return H === 0 && M === 0 && S === 0 ? date : `${date}T${two(H)}:${two(M)}:${two(S)}`;
}

function isFormula(cell: CellObject): boolean {
  return cell.f !== undefined || cell.F !== undefined;
}

function isDoubtful(cell: CellObject): boolean {
  return isFormula(cell) && cell.t === 'n' && cell.v === 0;
}

function isWithoutValue(
  cell: CellObject,
  row: number,
  column: number,
  second: SecondReading | undefined,
): boolean {
  if (cell.t === 'z' || cell.v === undefined) return true;
  return isDoubtful(cell) && second !== undefined && !second.hasValue(row, column);
}

/** Cells that a merge covers, by row: a file may keep values there that no program shows. */
function hiddenByMerge(merges: readonly Range[], grid: CellGrid): Map<number, Set<number>> {
  const hidden = new Map<number, Set<number>>();
  for (const { s, e } of merges) {
    for (let row = s.r; row <= Math.min(e.r, grid.length - 1); row++) {
      const width = grid[row]?.length ?? 0;
      for (let column = s.c; column <= Math.min(e.c, width - 1); column++) {
        if (row === s.r && column === s.c) continue;
        const columns = hidden.get(row) ?? new Set();
        hidden.set(row, columns.add(column));
      }
    }
  }
  return hidden;
}

/** Index and value of what an array holds; `Object.keys` passes over the holes of a sparse one at no cost. */
function* sparseEntries<T>(array: readonly (T | undefined)[]): Generator<[index: number, value: T]> {
  for (const key of Object.keys(array)) {
    const index = Number(key);
    const value = array[index];
    if (value !== undefined) yield [index, value];
  }
}
