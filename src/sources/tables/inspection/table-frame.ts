/**
 * Where a table seems to stand: the first row with a label and values begins the data; what is above it, right of the
 * labels, is the header. Years are no values, and a header may hold numbers, so a number alone proves nothing.
 */
import { foldText } from '../clean-text.ts';
import { readFootnote } from '../note-marks.ts';
import type { GridCell, GridRow, TableGrid } from '../table-grid.ts';
import { parseTablePeriod } from '../table-period.ts';
import { unitNames } from '../table-units.ts';
import { isNoteMark, isNumeric, isValue } from './cell-kinds.ts';
import { COMMON_UNITS, commonMeaning } from './lexicon.ts';

export interface TableFrame {
  /** Both 0 where the table is a list without a header. */
  readonly firstHeaderRow: number;
  readonly lastHeaderRow: number;
  readonly firstBodyRow: number;
  readonly lastBodyRow: number;
  /** Of labels and of codes beside them. */
  readonly labelColumns: readonly number[];
  /** The column whose texts tell the rows apart. */
  readonly labelColumn: number;
  readonly codeColumns: readonly number[];
  /** Where periods stand in rows. */
  readonly periodColumn: number | null;
  readonly valueColumns: readonly number[];
  /** Columns with a header that hold texts: sources, methods. */
  readonly remarkColumns: readonly number[];
  /** Value columns beside a year and without one of their own: `2004 | in % of 2003`. */
  readonly carriedColumns: readonly number[];
  /** Rows with a label and no values, between the data. */
  readonly sectionRows: readonly number[];
  readonly dataRowCount: number;
  /** Whether every value is followed by a column of note marks. */
  readonly hasNoteColumns: boolean;
  /** Whether labels repeat: then the rows between them are sections. */
  readonly hasRepeatedLabels: boolean;
  /** The row with most periods among the header rows. */
  readonly periodRow: number | null;
  /** Columns with content and without a header. */
  readonly strayColumns: readonly number[];
  /** The first row below the data that is neither blank nor a note. */
  readonly imprintRow: number | null;
}

const units = unitNames(COMMON_UNITS);

export function frameOf(grid: TableGrid): TableFrame | null {
  const candidates = grid.rows.filter(isDataLike);
  if (candidates.length === 0) return null;
  const labelColumn = columnOfLabels(candidates);
  if (labelColumn === null) return null;
  const hasPeriodsDown =
    share(
      cellsByColumn(candidates).get(labelColumn),
      (cell) => parseTablePeriod(cell.printed) !== undefined,
    ) > 0.8;
  const data = candidates.filter(({ cells }) => cells.some(({ column }) => column === labelColumn));
  const [first, last] = [data[0], data.at(-1)];
  if (first === undefined || last === undefined) return null;
  const header = headerRows(grid, first.row, labelColumn);
  const headed = new Set(header.flatMap(({ cells }) => cells.map(({ column }) => column)));
  const filled = new Set(data.flatMap(({ cells }) => cells.map(({ column }) => column)));
  const right = [...new Set([...headed, ...filled])]
    .filter((column) => column > labelColumn)
    .sort((a, b) => a - b);
  const body = grid.rows.filter(({ row }) => row > (header.at(-1)?.row ?? 0) && row <= last.row);
  const codeColumns = [...new Set(body.flatMap(({ cells }) => cells.map(({ column }) => column)))]
    .filter((column) => column < labelColumn)
    .sort((one, other) => one - other);
  const labelColumns = [...codeColumns, labelColumn];
  const isHeaded = header.length > 0;
  const periodColumns = columnsOfPeriods(header, labelColumn);
  const columns = cellsByColumn(data);
  const hasNoteColumns = isFollowedByNotes(columns, right, periodColumns);
  const possible = right.filter(
    (column) => (!isHeaded || headed.has(column)) && !(hasNoteColumns && isNoteHeading(grid, header, column)),
  );
  const remarkColumns = possible.filter((column) =>
    filled.has(column)
      ? share(columns.get(column), (cell) => isValue(cell) || isNumeric(cell)) < 0.2
      : periodColumns.size > 0 && !periodColumns.has(column),
  );
  const valueColumns = possible.filter((column) => !remarkColumns.includes(column));
  const labels = data.map(({ row }) => foldText(grid.at(row, labelColumn)?.text ?? ''));
  return {
    firstHeaderRow: header[0]?.row ?? 0,
    lastHeaderRow: header.at(-1)?.row ?? 0,
    firstBodyRow: body[0]?.row ?? first.row,
    lastBodyRow: last.row,
    labelColumns,
    labelColumn,
    codeColumns,
    periodColumn: hasPeriodsDown ? labelColumn : null,
    valueColumns,
    remarkColumns,
    carriedColumns:
      header.length === 1
        ? valueColumns.filter((column) => periodColumns.size > 0 && !periodColumns.has(column))
        : [],
    hasNoteColumns,
    hasRepeatedLabels: new Set(labels).size < labels.length,
    sectionRows: body.filter(isLabelOnly(labelColumns, valueColumns)).map(({ row }) => row),
    dataRowCount: data.length,
    periodRow: periodRow(header, labelColumn),
    strayColumns:
      isHeaded && !hasNoteColumns ? right.filter((column) => !headed.has(column) && filled.has(column)) : [],
    imprintRow: grid.rows.find(({ row, cells }) => row > last.row && !isNoteRow(cells))?.row ?? null,
  };
}

function columnsOfPeriods(header: readonly GridRow[], labelColumn: number): ReadonlySet<number> {
  const cells = header.flatMap((row) => row.cells);
  const periods = cells.filter(
    ({ column, printed }) => column > labelColumn && parseTablePeriod(printed) !== undefined,
  );
  return new Set(periods.map(({ column }) => column));
}

/** Whether each year has a further column to its right, and what stands there is marks. */
function isFollowedByNotes(
  columns: ReadonlyMap<number, readonly GridCell[]>,
  right: readonly number[],
  periodColumns: ReadonlySet<number>,
): boolean {
  const marked = right.filter((column) => share(columns.get(column), (cell) => isNoteMark(cell.text)) === 1);
  return (
    marked.length > 0 &&
    marked.filter((column) => periodColumns.has(column - 1)).length > marked.length * 0.7 &&
    [...periodColumns].every((column) => !periodColumns.has(column + 1))
  );
}

/** A mark of a whole column stands beside its year. */
function isNoteHeading(grid: TableGrid, header: readonly GridRow[], column: number): boolean {
  const texts = header.flatMap(({ row }) => grid.at(row, column)?.text ?? []);
  return texts.length > 0 && texts.every(isNoteMark);
}

/** A text first, then something that can be a value. Years are none: the header of most tables would be data. */
function isDataLike({ cells }: GridRow): boolean {
  const firstText = cells.findIndex((cell) => !isNumeric(cell) && commonMeaning(cell.text) === undefined);
  if (firstText < 0) return false;
  return cells.slice(firstText + 1).some((cell) => isValue(cell));
}

/** The leftmost column that holds different texts in most of the data rows. */
function columnOfLabels(rows: readonly GridRow[]): number | null {
  const texts = new Map<number, { count: number; distinct: Set<string> }>();
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (isValue(cell)) continue;
      const known = texts.get(cell.column) ?? { count: 0, distinct: new Set<string>() };
      known.count += 1;
      known.distinct.add(foldText(cell.text));
      texts.set(cell.column, known);
    }
  }
  const columns = [...texts].sort(([a], [b]) => a - b);
  const found = columns.find(([, { count }]) => count > rows.length / 2);
  return found?.[0] ?? null;
}

/** Cells of the data by column, so that a wide table is gone through once. */
function cellsByColumn(rows: readonly GridRow[]): ReadonlyMap<number, readonly GridCell[]> {
  const columns = new Map<number, GridCell[]>();
  for (const { cells } of rows) {
    for (const cell of cells) {
      const known = columns.get(cell.column);
      if (known) known.push(cell);
      else columns.set(cell.column, [cell]);
    }
  }
  return columns;
}

function share(cells: readonly GridCell[] | undefined, holds: (cell: GridCell) => boolean): number {
  return cells === undefined || cells.length === 0 ? 0 : cells.filter(holds).length / cells.length;
}

/** Rows above the data with anything right of the labels, up to the titles and a unit that stands alone. */
function headerRows(grid: TableGrid, firstDataRow: number, labelColumn: number): GridRow[] {
  const above = grid.rows.filter(({ row }) => row < firstDataRow);
  const isHeading = ({ row, cells }: GridRow): boolean => {
    const right = cells.filter(({ column }) => column > labelColumn);
    if (right.length === 0) return false;
    const [only] = right;
    const isAlone = cells.length === 1 && only !== undefined;
    // A long text over one column beside a section label is a remark, as methods beside indicators are.
    if (
      cells.length === 2 &&
      right.length === 1 &&
      above.some((one) => one.row < row && one.cells.length > 2)
    )
      return false;
    return !(isAlone && units.whole(only.text) !== undefined);
  };
  const rows = above.filter(isHeading);
  // A title in the middle of the sheet stands alone above everything else.
  while (rows.length > 1 && rows[0]?.cells.length === 1 && !reaches(grid, rows[0], rows[1] as GridRow))
    rows.shift();
  return rows;
}

/** Whether a lone header cell is a parent of the next row rather than a title or a unit at the edge. */
function reaches(grid: TableGrid, { row, cells }: GridRow, next: GridRow): boolean {
  const column = cells[0]?.column ?? 0;
  const lastBelow = next.cells.at(-1)?.column ?? 0;
  const range = grid.rangeAt(row, column);
  return range === undefined ? column < lastBelow : range.lastColumn > range.firstColumn;
}

function isLabelOnly(labelColumns: readonly number[], valueColumns: readonly number[]) {
  return ({ cells }: GridRow): boolean =>
    cells.some(({ column }) => labelColumns.includes(column)) &&
    !cells.some((cell) => valueColumns.includes(cell.column) && isValue(cell)) &&
    !isNoteRow(cells);
}

function isNoteRow(cells: readonly GridCell[]): boolean {
  return cells.length === 1 && readFootnote(cells[0]?.printed ?? '') !== undefined;
}

function periodRow(header: readonly GridRow[], labelColumn: number): number | null {
  const counted = header.map(({ row, cells }) => ({
    row,
    count: cells.filter(
      ({ column, printed }) => column > labelColumn && parseTablePeriod(printed) !== undefined,
    ).length,
  }));
  const best = counted.reduce((most, one) => (one.count > most.count ? one : most), { row: 0, count: 0 });
  return best.count > 0 ? best.row : null;
}
