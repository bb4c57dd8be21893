/** Columns of a table: labels, attributes, values with the path of their header, note columns, and strays. */
import { shortened } from './clean-text.ts';
import { leftmostColumn, type TableBands } from './table-bands.ts';
import { type ColumnRule, patternOf, type TableDeclaration } from './table-declaration.ts';
import type { Complain } from './table-findings.ts';
import type { GridCell, GridRow, TableGrid } from './table-grid.ts';

export interface ValueColumn {
  readonly column: number;
  /** Header cells over it, outermost first. */
  readonly path: readonly GridCell[];
  /** The column beside it that holds marks. */
  readonly noteColumn: number | null;
}

export interface TableColumns {
  readonly labels: readonly number[];
  readonly attributes: ReadonlyMap<string, number>;
  /** The column of periods where they stand in rows. */
  readonly period: number | null;
  readonly values: readonly ValueColumn[];
}

const NOTE_MARKS = /^[a-z\d*]{1,2}(?:\s*[,;]\s*[a-z\d*]{1,2})*$/iu;

export function findColumns(
  grid: TableGrid,
  bands: TableBands,
  declaration: TableDeclaration,
  complain: Complain,
): TableColumns | undefined {
  const { header, rows, period } = declaration;
  const taken = new Set<number>();
  let isWhole = true;
  const take = (rule: ColumnRule, what: string): number => {
    const column = locate(rule, bands, taken);
    if (column === undefined) {
      isWhole = false;
      const at = bands.header[0] ?? bands.body[0];
      complain('column-missing', `no column for ${what} by ${JSON.stringify(rule)}`, at && { row: at.row });
      return 0;
    }
    taken.add(column);
    return column;
  };
  // Columns that are named go first, so that `first` means the first of the others.
  const attributes = new Map(rows.attributes.map(({ name, column }) => [name, take(column, name)]));
  const periodColumn = period.column === undefined ? null : take(period.column, 'the period');
  const byRule = rows.labels.map(({ name, column }) => (column === 'first' ? null : take(column, name)));
  const labels = rows.labels.map(({ name }, index) => byRule[index] ?? take('first', name));
  if (!isWhole) return undefined;
  const last = labels.at(-1) ?? 1;
  const found =
    header.at === 'none'
      ? listColumns(bands, taken)
      : headerColumns(grid, bands, declaration, taken, complain);
  return {
    labels,
    attributes,
    period: periodColumn ?? (period.from === 'rows' ? last : null),
    values: found,
  };
}

function locate(
  rule: ColumnRule,
  { header, titles, body }: TableBands,
  taken: ReadonlySet<number>,
): number | undefined {
  const free = (cell: GridCell): boolean => !taken.has(cell.column);
  if (rule === 'first') {
    return leftmostColumn(body, (column) => !taken.has(column));
  }
  const [text, bands] = 'header' in rule ? [rule.header, [...header, ...titles]] : [rule.holding, body];
  const pattern = patternOf(text);
  return bands.flatMap(({ cells }) => cells).find((cell) => free(cell) && pattern.test(cell.text))?.column;
}

/** Without a header every column that holds something right of the labels is a value. */
function listColumns({ body }: TableBands, taken: ReadonlySet<number>): ValueColumn[] {
  const columns = new Set(body.flatMap(({ cells }) => cells.map(({ column }) => column)));
  return [...columns]
    .filter((column) => !taken.has(column))
    .sort((a, b) => a - b)
    .map((column) => ({ column, path: [], noteColumn: null }));
}

function headerColumns(
  grid: TableGrid,
  bands: TableBands,
  declaration: TableDeclaration,
  taken: ReadonlySet<number>,
  complain: Complain,
): ValueColumn[] {
  const { header } = declaration;
  const own = new Set(bands.header.flatMap(({ cells }) => cells.map(({ column }) => column)));
  const contents = firstContents(bands.body);
  const ignored = header.ignore.map((text) => ({ rule: patternOf(text), text, cells: [] as GridCell[] }));
  const pathOf = headerPaths(grid, bands.header, declaration, own, taken, complain);
  const values: ValueColumn[] = [];
  for (let column = 1; column <= grid.lastColumn; column += 1) {
    if (taken.has(column)) continue;
    const content = contents.get(column);
    const isCovered = bands.header.some(({ row }) => grid.covering(row, column) !== undefined);
    if (!own.has(column) && !(isCovered && content !== undefined)) {
      if (content !== undefined) stray(content, header.stray, complain);
      continue;
    }
    const path = pathOf(column);
    if (path === undefined) continue;
    const text = path.map((cell) => cell.text).join(' > ');
    const exclusion = ignored.find(({ rule }) => rule.test(text));
    if (exclusion !== undefined) {
      exclusion.cells.push(path.at(-1) as GridCell);
      continue;
    }
    const noteColumn = header.notes === 'right' ? column + 1 : null;
    values.push({ column, path, noteColumn });
    if (noteColumn !== null) {
      for (const { row } of bands.header) {
        const cell = grid.at(row, noteColumn);
        if (cell === undefined || NOTE_MARKS.test(cell.text)) continue;
        complain('column-unexpected', `“${shortened(cell.text)}” heads a column of note marks`, cell);
      }
      column = noteColumn;
    }
  }
  for (const { text, cells } of ignored) {
    const message = `${cells.length} columns are not read: their header matches ${text}`;
    if (cells[0] !== undefined) complain('column-excluded', message, cells[0]);
  }
  return values;
}

interface Content {
  readonly first: GridCell;
  readonly count: number;
}

function firstContents(body: readonly GridRow[]): Map<number, Content> {
  const contents = new Map<number, Content>();
  for (const { cells } of body) {
    for (const cell of cells) {
      const before = contents.get(cell.column);
      contents.set(cell.column, before ? { ...before, count: before.count + 1 } : { first: cell, count: 1 });
    }
  }
  return contents;
}

function stray({ first, count }: Content, how: 'refuse' | 'report', complain: Complain): void {
  const message = `${count} cells stand under no header, the first: “${shortened(first.text)}”`;
  if (how === 'report') complain('cell-stray', message, first);
  else complain('column-unexpected', message, first, 'declare header.stray: report if they are no data');
}

/**
 * The header cells over a column, parents before children. A parent reaches as far as it is merged or, `until-next`,
 * to the next title of its row, a column without any header, or the end of its own parent. The lowest row reaches no
 * further than its cells.
 */
function headerPaths(
  grid: TableGrid,
  header: readonly GridRow[],
  { header: rules }: TableDeclaration,
  own: ReadonlySet<number>,
  taken: ReadonlySet<number>,
  complain: Complain,
): (column: number) => GridCell[] | undefined {
  const rowNumbers = header.map(({ row }) => row);
  // Whoever merges titles over their columns does so throughout; labels merged downwards say nothing about that.
  const isMergedAcross = grid.merges.some(
    ({ firstRow, lastRow, firstColumn, lastColumn }) =>
      firstColumn < lastColumn && rowNumbers.some((row) => firstRow <= row && row <= lastRow),
  );
  const spread = rules.spread ?? (isMergedAcross ? 'merged' : 'until-next');
  const step = rules.notes === 'right' ? 2 : 1;

  /** Columns whose path nobody has decided. */
  const undecided = new Set<number>();

  const cellOver = (level: number, column: number): GridCell | undefined => {
    const row = rowNumbers[level] ?? 0;
    const covering = grid.covering(row, column);
    if (covering !== undefined || level === rowNumbers.length - 1) return covering;
    if (spread === 'merged') {
      if (rules.spread === undefined) refuseShortMerge(level, column);
      return undefined;
    }
    for (let at = column; ; at -= step) {
      // The end of a parent is the end of its children.
      if (rowNumbers.slice(0, level).some((above) => grid.at(above, at) !== undefined)) return undefined;
      const left = at - step;
      if (left < 1 || taken.has(left) || !own.has(left)) return undefined;
      const found = grid.covering(row, left);
      if (found !== undefined) return found;
    }
  };

  const refuseShortMerge = (level: number, column: number): void => {
    const row = rowNumbers[level] ?? 0;
    const range = grid.rangeAt(row, column - 1);
    if (range === undefined || range.lastColumn !== column - 1 || range.firstColumn === range.lastColumn)
      return;
    const title = grid.at(range.firstRow, range.firstColumn);
    const below = rowNumbers.slice(level + 1).map((lower) => grid.at(lower, column));
    const cell = below.find((one) => one !== undefined);
    if (title === undefined || cell === undefined) return;
    undecided.add(column);
    complain(
      'header-parent-missing',
      `“${shortened(cell.text)}” stands right of the merged “${shortened(title.text)}” and has no title of its own`,
      cell,
      'declare header.spread: until-next if it belongs under it, merged if it does not',
    );
  };

  const ofWhich = rules.ofWhich === undefined ? undefined : patternOf(rules.ofWhich);
  /** Cells over a column from a level down; a cell merged downwards is one element, two cells of one text are two. */
  const pathFrom = (level: number, column: number): GridCell[] => {
    if (level >= rowNumbers.length) return [];
    const cell = cellOver(level, column);
    const below = pathFrom(level + 1, column).filter((one) => one !== cell);
    if (cell === undefined) return below;
    const left = cell.column - step;
    const isContinued = ofWhich?.test(cell.text) === true && own.has(left) && !taken.has(left);
    return isContinued ? [...pathFrom(level, left), cell, ...below] : [cell, ...below];
  };
  return (column) => {
    const path = pathFrom(0, column);
    return undecided.has(column) ? undefined : path;
  };
}
