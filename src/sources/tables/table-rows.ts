/** Rows of a table's body: data, sections that head them, notes, and what is declared not to be read. */
import { foldText, shortened } from './clean-text.ts';
import type { LabelDictionary } from './label-dictionary.ts';
import { readFootnote, splitMarks } from './note-marks.ts';
import type { TableBands } from './table-bands.ts';
import { patternOf, type TableDeclaration } from './table-declaration.ts';
import { type Complain, once } from './table-findings.ts';
import type { GridCell, GridRow, TableGrid } from './table-grid.ts';
import { codeOf, isExpectedPeriod } from './table-headings.ts';
import { type PeriodRules, parseTablePeriod, type TablePeriod } from './table-period.ts';
import type { TableLabel } from './table-record.ts';

export interface DataRow {
  readonly row: number;
  /** Sections, then row labels. */
  readonly labels: readonly TableLabel[];
  readonly sectionCount: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Null where the period is not in the rows. */
  readonly period: TablePeriod | null;
  readonly marks: readonly string[];
  /** A label or period of the row is a finding: its values are looked at, and yield no records. */
  readonly isRefused: boolean;
}

export interface RowContext {
  readonly periods: PeriodRules;
  readonly labelDictionaries: readonly (LabelDictionary | undefined)[];
  readonly sectionDictionaries: readonly (LabelDictionary | undefined)[];
  readonly labelColumns: readonly number[];
  readonly attributeColumns: ReadonlyMap<string, number>;
  readonly periodColumn: number | null;
  readonly valueColumns: ReadonlySet<number>;
  readonly knownMarks: ReadonlySet<string>;
}

/** Notes below or within the table, by mark: a row with one text that begins with a mark. */
export function collectNotes({ body, after }: Pick<TableBands, 'body' | 'after'>): Map<string, string> {
  const notes = new Map<string, string>();
  for (const { cells } of [...body, ...after]) {
    const note = cells.length === 1 ? readFootnote(cells[0]?.printed ?? '') : undefined;
    if (note?.mark != null && !notes.has(note.mark)) notes.set(note.mark, note.text);
  }
  return notes;
}

/** The data rows, in order; whatever else stands in the body has to be a declared part of the layout. */
export function readRows(
  grid: TableGrid,
  body: readonly GridRow[],
  declaration: TableDeclaration,
  context: RowContext,
  complain: Complain,
): DataRow[] {
  const { rows: rules, period: periodRule } = declaration;
  const { labelColumns, attributeColumns, periodColumn, valueColumns, knownMarks } = context;
  const complainOnce = once(complain);
  const skip = rules.skip.map(patternOf);
  const sections = rules.sections.map((section) => ({ ...section, pattern: patternOf(section.match) }));
  // In a table of regions and periods the last label column holds the periods, and labels are sections.
  const dimensionColumns = labelColumns.filter((column) => column !== periodColumn);
  const dimensions = rules.labels.filter((_, index) => labelColumns[index] !== periodColumn);
  const labelsWithValues = new Set(
    body
      .filter(hasValues)
      .map(({ row }) => foldText(grid.covering(row, labelColumns.at(-1) ?? 1)?.text ?? '')),
  );
  const open: (TableLabel | undefined)[] = sections.map(() => undefined);
  const openMarks: (readonly string[])[] = sections.map(() => []);
  /** Where rows are periods, the code beside a section is that of its rows. */
  let sectionAttributes: Readonly<Record<string, string>> = {};
  const above = new Map<number, GridCell>();
  const data: DataRow[] = [];

  function hasValues({ cells }: GridRow): boolean {
    return cells.some(
      ({ column, text, flag }) => valueColumns.has(column) && (text !== '' || flag !== undefined),
    );
  }

  for (const row of body) {
    const withValues = hasValues(row);
    const labelCell = lastLabel(row);
    if (!withValues) {
      if (labelCell === undefined) continue;
      if (isNote(row)) continue;
    }
    if (labelCell !== undefined && skip.some((rule) => rule.test(labelCell.text))) {
      complain('row-excluded', `“${shortened(labelCell.text)}” is not read`, labelCell);
      continue;
    }
    const isBlankRow = rules.withoutValues === 'data' && !isSection(labelCell);
    if (withValues || isBlankRow || isDataWithoutValues(labelCell)) readData(row, labelCell);
    else if (labelCell !== undefined) readSection(labelCell);
  }
  return data;

  function lastLabel({ row }: GridRow): GridCell | undefined {
    for (const column of [...labelColumns].reverse()) {
      const cell = grid.at(row, column);
      if (cell !== undefined && cell.text !== '') return cell;
    }
    return undefined;
  }

  function isSection(cell: GridCell | undefined): boolean {
    return cell !== undefined && sections.some(({ pattern }) => pattern.test(splitMarks(cell.printed).text));
  }

  function isNote({ cells }: GridRow): boolean {
    return cells.length === 1 && readFootnote(cells[0]?.printed ?? '') !== undefined;
  }

  /** A region that has no values yet is no section: its label is known, or has values elsewhere. */
  function isDataWithoutValues(cell: GridCell | undefined): boolean {
    if (cell === undefined) return false;
    if (periodColumn !== null && cell.column === periodColumn) {
      return parseTablePeriod(cell.text, context.periods) !== undefined;
    }
    const index = labelColumns.indexOf(cell.column);
    const { text } = splitMarks(cell.printed, knownMarks);
    const dictionary = context.labelDictionaries[index];
    if (dictionary !== undefined) return dictionary.codeOf(text) !== undefined;
    return cell.column === labelColumns.at(-1) && labelsWithValues.has(foldText(cell.text));
  }

  function readSection(cell: GridCell): void {
    const { text, marks } = splitMarks(cell.printed, knownMarks);
    const level = sections.findIndex(({ pattern }) => pattern.test(text));
    const section = sections[level];
    if (section === undefined) {
      const hint = 'declare it under rows.sections, rows.skip or rows.end, or rows.withoutValues: data';
      complain('row-unexpected', `“${shortened(text)}” has no values and is no declared section`, cell, hint);
      return;
    }
    const code = codeOf(text, context.sectionDictionaries[level], cell, complain);
    open.fill(undefined, level);
    openMarks.fill([], level);
    open[level] = { name: section.name, printed: cell.printed, text, code: code ?? null };
    openMarks[level] = marks;
    if (dimensions.length === 0) sectionAttributes = attributesOf(cell.row);
  }

  function attributesOf(row: number): Record<string, string> {
    return Object.fromEntries(
      [...attributeColumns].flatMap(([name, column]) => {
        const cell = grid.covering(row, column);
        return cell === undefined ? [] : [[name, cell.text]];
      }),
    );
  }

  function readData(row: GridRow, labelCell: GridCell | undefined): void {
    const marks: string[] = [];
    if (labelCell !== undefined && labelCell.column !== periodColumn) {
      const level = sections.findIndex(({ match, pattern }) => match !== '.' && pattern.test(labelCell.text));
      if (level >= 0) {
        open.fill(undefined, level);
        openMarks.fill([], level);
      }
    }
    const labels: TableLabel[] = [];
    let isWhole = true;
    for (const [index, dimension] of dimensions.entries()) {
      const column = dimensionColumns[index] ?? 1;
      const own = grid.covering(row.row, column);
      if (own !== undefined && own.text !== '') above.set(column, own);
      const cell = own ?? (dimension.repeat ? above.get(column) : undefined);
      if (cell === undefined || cell.text === '') {
        isWhole = false;
        complain('label-missing', `values without a ${dimension.name}`, { row: row.row, column });
        continue;
      }
      const split = splitMarks(cell.printed, knownMarks);
      marks.push(...split.marks);
      const dictionary = context.labelDictionaries[rules.labels.indexOf(dimension)];
      const code = codeOf(split.text, dictionary, cell, (issueCode, ...rest) =>
        complainOnce(`${dimension.name} ${split.text}`, issueCode, ...rest),
      );
      if (code === undefined) isWhole = false;
      labels.push({ name: dimension.name, printed: cell.printed, text: split.text, code: code ?? null });
    }
    const period = readPeriod(row.row);
    const heads = open.filter((section) => section !== undefined);
    data.push({
      row: row.row,
      labels: [...heads, ...labels],
      sectionCount: heads.length,
      attributes: { ...sectionAttributes, ...attributesOf(row.row) },
      period: period?.period ?? null,
      marks: [...openMarks.flat(), ...marks, ...(period?.marks ?? [])],
      isRefused: !isWhole || period === undefined,
    });
  }

  /** Null where rows carry no periods; undefined, with a finding, where one is missing or not understood. */
  function readPeriod(row: number): { period: TablePeriod; marks: readonly string[] } | null | undefined {
    if (periodRule.from !== 'rows' || periodColumn === null) return null;
    const cell = grid.covering(row, periodColumn);
    if (cell === undefined) {
      complain('period-missing', 'values without a period', { row, column: periodColumn });
      return undefined;
    }
    const read = parseTablePeriod(cell.printed, context.periods);
    if (read === undefined) {
      complain('period-unknown', `“${shortened(cell.text)}” is no period`, cell);
      return undefined;
    }
    return isExpectedPeriod(read.period, declaration, cell, complain) ? read : undefined;
  }
}
