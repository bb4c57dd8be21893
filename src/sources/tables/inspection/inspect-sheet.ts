/**
 * What stands on a sheet, guessed: titles, header, labels, periods, units, marks, sections, notes. For a person who
 * declares a table; nothing is loaded by a guess.
 */
import { columnLetters } from '../../../model/cell.ts';
import { foldText, mixedWords, shortened } from '../clean-text.ts';
import { readFootnote, splitMarks } from '../note-marks.ts';
import type { GridCell, GridRow, TableGrid } from '../table-grid.ts';
import { readPrintedNumber } from '../table-number.ts';
import { findPeriods, type PeriodKind, parseTablePeriod } from '../table-period.ts';
import { tailsOf, unitNames } from '../table-units.ts';
import { isNumeric } from './cell-kinds.ts';
import { COMMON_UNITS, commonMeaning } from './lexicon.ts';
import { frameOf, type TableFrame } from './table-frame.ts';

export interface FoundMark {
  readonly mark: string;
  /** `U+0078`: marks that look alike are different characters. */
  readonly codePoints: string;
  readonly count: number;
  readonly firstCell: string;
  /** What it commonly means; null where a person has to say. */
  readonly meaning: string | null;
}

export interface FoundUnit {
  readonly printed: string;
  readonly code: string;
  readonly place: 'header' | 'unit-row' | 'row' | 'section' | 'title';
  readonly firstCell: string;
  readonly count: number;
}

export interface FoundPeriod {
  readonly printed: string;
  readonly kind: PeriodKind;
  readonly code: string;
  readonly cell: string;
}

export interface SheetInspection {
  readonly name: string | null;
  /** `A1:G24`; null on an empty sheet. */
  readonly usedRange: string | null;
  readonly rowCount: number;
  readonly mergeCount: number;
  readonly title: string | null;
  /** Null where nothing on the sheet looks like a table. */
  readonly frame: TableFrame | null;
  readonly periods: {
    readonly from: 'header' | 'rows' | 'title' | null;
    readonly found: readonly FoundPeriod[];
  };
  readonly units: readonly FoundUnit[];
  readonly marks: readonly FoundMark[];
  readonly notes: readonly { readonly mark: string | null; readonly text: string; readonly cell: string }[];
  readonly numbers: {
    readonly stored: number;
    readonly text: number;
    readonly withComma: number;
    readonly ambiguous: number;
  };
  /** Words with letters of two alphabets. */
  readonly mixedWords: readonly string[];
}

export function inspectSheet(grid: TableGrid): SheetInspection {
  const frame = frameOf(grid);
  const cells = grid.rows.flatMap((row) => row.cells);
  const body =
    frame === null
      ? []
      : grid.rows.filter(({ row }) => row >= frame.firstBodyRow && row <= frame.lastBodyRow);
  const values =
    frame === null
      ? []
      : body.flatMap(({ cells: own }) => own.filter(({ column }) => frame.valueColumns.includes(column)));
  return {
    name: grid.name,
    usedRange: usedRange(grid),
    rowCount: grid.rows.length,
    mergeCount: grid.merges.length,
    title: grid.rows[0] === undefined ? null : shortened(grid.rows[0].cells[0]?.text ?? ''),
    frame,
    periods: periodsOf(grid, frame),
    units: frame === null ? [] : unitsOf(grid, frame, body),
    marks: marksOf(values),
    notes: grid.rows.flatMap(({ row, cells: [cell, ...others] }) => {
      if (cell === undefined || others.length > 0 || row <= (frame?.lastHeaderRow ?? 0)) return [];
      const note = readFootnote(cell.printed);
      return note === undefined ? [] : [{ ...note, text: shortened(note.text), cell: addressOf(cell) }];
    }),
    numbers: countNumbers(values),
    mixedWords: [...new Set(cells.flatMap(({ printed }) => mixedWords(printed)))].slice(0, 20),
  };
}

export function addressOf({ row, column }: Pick<GridCell, 'row' | 'column'>): string {
  return `${columnLetters(column)}${row}`;
}

function usedRange(grid: TableGrid): string | null {
  const columns = grid.rows.flatMap(({ cells }) => cells[0]?.column ?? []);
  const [first, last] = [grid.rows[0], grid.rows.at(-1)];
  if (first === undefined || last === undefined) return null;
  const left = columns.reduce((least, column) => Math.min(least, column), grid.lastColumn);
  return `${addressOf({ row: first.row, column: left })}:${addressOf({ row: last.row, column: grid.lastColumn })}`;
}

function periodsOf(grid: TableGrid, frame: TableFrame | null): SheetInspection['periods'] {
  if (frame === null) return { from: null, found: [] };
  const inRows = (rows: readonly GridRow[], isMeant: (cell: GridCell) => boolean): FoundPeriod[] =>
    rows.flatMap(({ cells }) =>
      cells.filter(isMeant).flatMap((cell) => {
        const read = parseTablePeriod(cell.printed);
        return read === undefined
          ? []
          : [{ printed: cell.text, kind: read.period.kind, code: read.period.code, cell: addressOf(cell) }];
      }),
    );
  const header = inRows(
    grid.rows.filter(({ row }) => row >= frame.firstHeaderRow && row <= frame.lastHeaderRow),
    ({ column }) => !frame.labelColumns.includes(column),
  );
  if (header.length > 0) return { from: 'header', found: header };
  const down =
    frame.periodColumn === null ? [] : inRows(grid.rows, ({ column }) => column === frame.periodColumn);
  if (down.length > 0) return { from: 'rows', found: down };
  const titles = grid.rows
    .filter(({ row }) => row < frame.firstHeaderRow)
    .flatMap(({ cells }) => cells)
    .flatMap((cell) =>
      findPeriods(cell.printed).map(({ period }) => ({
        printed: cell.text,
        ...period,
        cell: addressOf(cell),
      })),
    );
  return { from: titles.length > 0 ? 'title' : null, found: titles };
}

function unitsOf(grid: TableGrid, frame: TableFrame, body: readonly GridRow[]): FoundUnit[] {
  const names = unitNames(COMMON_UNITS);
  const found = new Map<string, FoundUnit & { count: number }>();
  const note = (cell: GridCell, place: FoundUnit['place']): void => {
    const printed = tailsOf(splitMarks(cell.printed).text).find((tail) => names.whole(tail) !== undefined);
    if (printed === undefined) return;
    const code = names.whole(printed) ?? '';
    const key = `${place} ${code} ${foldText(printed) || printed.trim()}`;
    const before = found.get(key);
    if (before) before.count += 1;
    else found.set(key, { printed: bare(printed), code, place, firstCell: addressOf(cell), count: 1 });
  };
  for (const { row, cells } of grid.rows) {
    for (const cell of cells) {
      const isLabel = frame.labelColumns.includes(cell.column);
      if (row < frame.firstHeaderRow) note(cell, names.whole(cell.text) === undefined ? 'title' : 'unit-row');
      else if (row <= frame.lastHeaderRow) note(cell, 'header');
      else if (isLabel && row <= frame.lastBodyRow)
        note(cell, frame.sectionRows.includes(row) ? 'section' : 'row');
      else if (frame.lastHeaderRow === 0 && body.some((one) => one.row === row)) note(cell, 'row');
    }
  }
  return [...found.values()];
}

function bare(printed: string): string {
  return printed
    .trim()
    .replace(/^[([](.*)[)\]]$/su, '$1')
    .trim();
}

function marksOf(values: readonly GridCell[]): FoundMark[] {
  const found = new Map<string, FoundMark & { count: number }>();
  for (const cell of values) {
    const isMark = commonMeaning(cell.text) !== undefined || !isNumeric(cell);
    const before = found.get(cell.text);
    if (!isMark) continue;
    if (before) before.count += 1;
    else {
      found.set(cell.text, {
        mark: shortened(cell.text),
        codePoints: [...cell.text].slice(0, 4).map(codePoint).join(' '),
        count: 1,
        firstCell: addressOf(cell),
        meaning: commonMeaning(cell.text) ?? null,
      });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function countNumbers(values: readonly GridCell[]): SheetInspection['numbers'] {
  const read = values.map((cell) => ({
    cell,
    kind: readPrintedNumber(cell.text, { decimal: 'either', thousands: 'none' }).kind,
  }));
  const isText = ({ cell }: { readonly cell: GridCell }) => cell.number === undefined;
  return {
    stored: read.filter((one) => !isText(one)).length,
    text: read.filter((one) => isText(one) && (one.kind === 'number' || one.kind === 'ambiguous')).length,
    withComma: read.filter((one) => isText(one) && one.kind === 'number' && one.cell.text.includes(','))
      .length,
    ambiguous: read.filter((one) => isText(one) && one.kind === 'ambiguous').length,
  };
}
