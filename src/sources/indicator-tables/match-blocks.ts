/**
 * Finds the columns of a table whose values stand in blocks: a title, and below it periods that repeat from block to
 * block. A block begins at its title and ends where a header cell is empty, whatever the merged cells say.
 */
import { type Issue, type IssueCode, issue } from '../../model/issue.ts';
import type { CellText, LocatedRow } from '../../model/located.ts';
import { parsePeriod } from '../../model/observation.ts';
import { joinMarks } from '../flag-marks.ts';
import type { MatchedTable, ObservationMark, ValueColumn } from '../matched-table.ts';
import { VALUE_OF_ROW } from '../observation-layout.ts';
import { rulesOf } from './layout-rules.ts';
import { columnOf, type HeaderMatch } from './match-columns.ts';
import type { TableLayout } from './table-layout.ts';

type Blocks = Extract<TableLayout['values'], { kind: 'blocks' }>;

/** Rows that the header of the layout takes. */
export function headerRowsOf({ values }: TableLayout): number {
  return values.kind === 'blocks' ? (values.unitRow ? 3 : 2) : 1;
}

export function matchBlocks(
  rows: readonly LocatedRow[],
  layout: TableLayout,
  preamble: ReadonlyMap<string, string>,
): HeaderMatch {
  const { values: blocks } = layout;
  const [titles, periods, units] = rows;
  const none: HeaderMatch = { matched: null, issues: [], share: 0, explained: 0 };
  if (blocks.kind !== 'blocks' || !titles || !periods || (blocks.unitRow && !units)) return none;
  const issues: Issue[] = [];
  const complain = (code: IssueCode, message: string, row: number, index: number): void =>
    void issues.push(issue(code, message, { cell: { row, column: index + 1 } }));
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  const textAt = (row: LocatedRow, index: number) => (row.cells[index] ?? '').trim();

  const columns: ValueColumn[] = [];
  const notes: { readonly index: number; readonly period: string; readonly about: readonly string[] }[] = [];
  const titleAt = new Map<number, string>();
  const nameless: number[] = [];
  let title = '';
  let knownTitles = 0;
  const countryAt = 0;
  for (let index = 0; index < width; index += 1) {
    const own = textAt(titles, index);
    const text = textAt(periods, index);
    if (own !== '' && index !== countryAt) {
      title = own;
      if (Object.hasOwn(blocks.series, own) || Object.hasOwn(blocks.notes, own)) knownTitles += 1;
      else
        complain(
          'column-unexpected',
          `layout ${layout.id} has no block “${own.slice(0, 100)}”`,
          titles.row,
          index,
        );
    }
    if (index === countryAt) continue;
    const isFootnote =
      blocks.footnotes &&
      columns.at(-1)?.index === index - 1 &&
      parsePeriod(text) === undefined &&
      !Object.hasOwn(blocks.pseudoPeriods, text);
    if (isFootnote) {
      attachFootnotes(columns, index, text, layout, (message) =>
        complain('status-unknown', message, periods.row, index),
      );
      continue;
    }
    if (text === '') {
      // The block ends here: the next one has a title of its own.
      if (own === '') title = '';
      nameless.push(index);
      continue;
    }
    const note = Object.hasOwn(blocks.notes, title) ? blocks.notes[title] : undefined;
    if (note !== undefined) {
      const period = parsePeriod(new RegExp(note.pattern).exec(text)?.groups?.period ?? '');
      if (period) notes.push({ index, period: period.firstDay, about: note.about });
      else
        complain(
          'column-unexpected',
          `“${text.slice(0, 100)}” is no header of “${title}”`,
          periods.row,
          index,
        );
      continue;
    }
    const series = Object.hasOwn(blocks.series, title) ? blocks.series[title] : undefined;
    if (series === undefined) {
      complain('column-unexpected', `“${text.slice(0, 100)}” stands under no title`, periods.row, index);
      continue;
    }
    const unit = units && series.units ? textAt(units, index) : null;
    if (unit !== null && !series.units?.includes(unit)) {
      complain('unit-mismatch', `“${unit}” is not the unit of “${title}”`, units?.row ?? periods.row, index);
    }
    const column = periodColumn(index, text, series, blocks);
    if (column === undefined) {
      complain('period-unknown', `“${text.slice(0, 100)}” is no period of “${title}”`, periods.row, index);
      continue;
    }
    columns.push(column);
    titleAt.set(index, title);
  }
  const share = knownTitles === 0 ? 0 : columns.length > 0 ? 1 : 0.75;
  const explained = columns.length + notes.length;
  if (columns.length === 0 || issues.length > 0) return { matched: null, issues, share, explained };
  const matched: MatchedTable = {
    rules: rulesOf(layout),
    header: headerTexts(rows, width),
    at: { country: countryAt, countryName: -1, indicator: -1, period: -1, unit: -1, status: -1, flags: -1 },
    values: columns.map((column) => ({
      ...column,
      notesAt: notes
        .filter(
          ({ period, about }) => period === column.period && about.includes(titleAt.get(column.index) ?? ''),
        )
        .map(({ index }) => index),
    })),
    qualifiers: [],
    totals: new Set(),
    expected: [],
    nameless,
    ambiguousWithout: null,
    footers: layout.footers,
    preamble,
  };
  return { matched, issues, share, explained };
}

function periodColumn(
  index: number,
  text: string,
  series: Blocks['series'][string],
  { pseudoPeriods }: Blocks,
): ValueColumn | undefined {
  const common = { ...VALUE_OF_ROW, index, flagsAt: -1, ...columnOf(series) };
  const pseudo = Object.hasOwn(pseudoPeriods, text) ? pseudoPeriods[text] : undefined;
  const period = parsePeriod(pseudo?.period ?? text);
  if (period?.frequency !== series.indicator.frequency) return undefined;
  if (pseudo === undefined) return { ...common, period: period.firstDay };
  const { indicatorCode, nameEn } = series.indicator;
  const indicator = {
    ...series.indicator,
    indicatorCode: `${indicatorCode}${pseudo.codeSuffix}`,
    nameEn: `${nameEn}${pseudo.nameSuffix}`,
  };
  return { ...common, period: period.firstDay, indicator };
}

/** Makes a column hold the footnote letters of the value to its left; a letter in the header is that of all values. */
function attachFootnotes(
  columns: ValueColumn[],
  index: number,
  text: string,
  layout: TableLayout,
  complain: (message: string) => void,
): void {
  const left = columns.pop();
  if (left === undefined) return;
  let mark: ObservationMark | null = null;
  for (const letter of text === '' ? [] : text.split(layout.flagSeparator ?? ',')) {
    const declared = rulesOf(layout).marks.get(letter.trim());
    if (declared === undefined) complain(`“${letter}” is no declared footnote`);
    else mark = mark === null ? declared : (joinMarks(mark, declared) ?? mark);
  }
  columns.push({ ...left, flagsAt: index, mark, markText: text === '' ? null : text });
}

/** The periods, under which values are known in findings. */
function headerTexts(rows: readonly LocatedRow[], width: number): readonly CellText[] {
  return Array.from({ length: width }, (_, index) => rows[1]?.cells[index] ?? null);
}
