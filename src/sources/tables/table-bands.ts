/**
 * Where a table stands on its sheet: titles, header rows, body. Found by what the cells say; blank rows count for
 * nothing.
 */

import type { LabelDictionary } from './label-dictionary.ts';
import { patternOf, type TableDeclaration } from './table-declaration.ts';
import type { Complain } from './table-findings.ts';
import type { GridCell, GridRow, TableGrid } from './table-grid.ts';
import { type PeriodRules, parseTablePeriod } from './table-period.ts';
import type { UnitNames } from './table-units.ts';

export interface TableBands {
  readonly titles: readonly GridRow[];
  readonly header: readonly GridRow[];
  readonly body: readonly GridRow[];
  /** Below the table: imprint and notes. */
  readonly after: readonly GridRow[];
  /** The unit that stands alone above the header. */
  readonly unitCode: string | undefined;
  /** Whether that unit is not declared: every cell without another unit would only say so again. */
  readonly isUnitUnknown: boolean;
}

export interface BandContext {
  readonly units: UnitNames;
  readonly periods: PeriodRules;
  readonly labelDictionaries: readonly LabelDictionary[];
}

export function findBands(
  grid: TableGrid,
  declaration: TableDeclaration,
  context: BandContext,
  complain: Complain,
): TableBands | undefined {
  const { begin, header, rows: rowRules } = declaration;
  const beginAt = begin === undefined ? 0 : indexOfRow(grid.rows, patternOf(begin));
  if (beginAt < 0) {
    complain('header-missing', `no row holds the text “${begin}” with which the table begins`);
    return undefined;
  }
  const rows = grid.rows.slice(beginAt);
  const place =
    header.above === undefined
      ? headerAt(rows, declaration, context)
      : headerAbove(rows, declaration, context);
  if (typeof place === 'string') {
    complain('header-missing', place, rows[0] && { row: rows[0].row }, 'see egdi inspect');
    return undefined;
  }
  const { first, last, labelColumn } = place;
  const end = rowRules.end === undefined ? -1 : indexOfRow(rows.slice(last + 1), patternOf(rowRules.end));
  const bodyEnd = end < 0 ? rows.length : last + 1 + end;
  const titles = rows.slice(0, first);
  return {
    titles,
    header: rows.slice(first, last + 1),
    body: rows.slice(last + 1, bodyEnd),
    after: rows.slice(bodyEnd),
    ...unitAbove(titles, labelColumn, declaration, context, complain),
  };
}

interface HeaderPlace {
  readonly first: number;
  /** One less than `first` where the table has no header. */
  readonly last: number;
  readonly labelColumn: number;
}

function headerAt(
  rows: readonly GridRow[],
  { header }: TableDeclaration,
  { periods }: BandContext,
): HeaderPlace | string {
  const { at, rowsAbove, rowsBelow } = header;
  if (at === 'none') {
    const first = rows.findIndex(({ cells }) => cells.length > 1);
    if (first < 0) return 'no row holds a label and a value';
    return { first, last: first - 1, labelColumn: rows[first]?.cells[0]?.column ?? 1 };
  }
  const anchor =
    at === 'periods'
      ? periodRow(rows, periods)
      : indexOfRow(rows, patternOf(at === undefined ? '.' : at.text));
  if (anchor < 0) {
    return at === 'periods' ? 'no row holds periods' : `no row holds the text “${at?.text}” of the header`;
  }
  const first = anchor - rowsAbove;
  const last = anchor + rowsBelow;
  if (first < 0 || last >= rows.length) return `there are no ${rowsAbove + 1 + rowsBelow} header rows`;
  return { first, last, labelColumn: leftmostColumn(rows.slice(last + 1)) };
}

/** The first row with two periods; else the first one with one, as a table of a single year has. */
function periodRow(rows: readonly GridRow[], rules: PeriodRules): number {
  const count = ({ cells }: GridRow) =>
    cells.filter(({ text }) => parseTablePeriod(text, rules) !== undefined).length;
  const many = rows.findIndex((row) => count(row) > 1);
  return many >= 0 ? many : rows.findIndex((row) => count(row) === 1);
}

function headerAbove(
  rows: readonly GridRow[],
  { header, rows: rowRules }: TableDeclaration,
  { units, labelDictionaries }: BandContext,
): HeaderPlace | string {
  const { above } = header;
  // The same word heads a column of totals: only the label column counts, where it is the first one.
  const only = rowRules.labels[0]?.column === 'first' ? leftmostColumn(rows) : undefined;
  const isLabel = (cell: GridCell): boolean => {
    if (only !== undefined && cell.column !== only) return false;
    return above === 'known' || above === undefined
      ? labelDictionaries.some((dictionary) => dictionary.codeOf(cell.text) !== undefined)
      : patternOf(above.label).test(cell.text);
  };
  const body = rows.findIndex(({ cells }) => cells.some(isLabel));
  if (body < 0) {
    return above === 'known' || above === undefined
      ? 'no row begins with a label of the dictionary'
      : `no row begins with the label “${above.label}”`;
  }
  const labelColumn = rows[body]?.cells.find(isLabel)?.column ?? 1;
  const isTitle = ({ cells }: GridRow): boolean =>
    cells.every(({ column, text }) => column <= labelColumn || units.whole(text) !== undefined);
  let first = 0;
  while (first < body && (isTitle(rows[first] as GridRow) || isLoneText(rows, first, body))) first += 1;
  if (first === body) return 'there is no header above the first label';
  return { first, last: body - 1, labelColumn };
}

/** A text that stands alone at the right above further rows is a unit, declared or not; never a parent of one column. */
function isLoneText(rows: readonly GridRow[], index: number, body: number): boolean {
  const [cell, ...others] = rows[index]?.cells ?? [];
  const below = rows.slice(index + 1, body).flatMap(columnsOf);
  return cell !== undefined && others.length === 0 && below.length > 1 && cell.column >= Math.max(...below);
}

function unitAbove(
  titles: readonly GridRow[],
  labelColumn: number,
  { unit }: TableDeclaration,
  { units }: BandContext,
  complain: Complain,
): Pick<TableBands, 'unitCode' | 'isUnitUnknown'> {
  let found: string | undefined;
  let isUnitUnknown = false;
  if (!unit.from.includes('unit-row')) return { unitCode: found, isUnitUnknown };
  for (const { cells } of titles) {
    for (const cell of cells) {
      const code = units.whole(cell.text);
      if (code !== undefined) found = code;
      else if (cell.column > labelColumn) {
        isUnitUnknown = true;
        const hint = 'declare it under unit.names';
        complain('unit-unknown', `“${cell.text}” above the header is no declared unit`, cell, hint);
      }
    }
  }
  return { unitCode: found, isUnitUnknown };
}

function indexOfRow(rows: readonly GridRow[], rule: RegExp): number {
  return rows.findIndex(({ cells }) => cells.some(({ text }) => rule.test(text)));
}

/** The first column in which any of the rows holds something; 1 where none does. */
export function leftmostColumn(
  rows: readonly GridRow[],
  isFree: (column: number) => boolean = () => true,
): number {
  let leftmost = Number.POSITIVE_INFINITY;
  for (const { cells } of rows) {
    const first = cells.find(({ column }) => isFree(column));
    if (first !== undefined) leftmost = Math.min(leftmost, first.column);
  }
  return leftmost === Number.POSITIVE_INFINITY ? 1 : leftmost;
}

function columnsOf({ cells }: GridRow): number[] {
  return cells.map(({ column }) => column);
}
