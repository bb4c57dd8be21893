/**
 * A declaration begun from what an inspection found, and tried at once: either it reads the table, or it says what a
 * person has to fill in. A draft decides nothing that only a person can know.
 */
import type { Issue } from '../../../model/issue.ts';
import { TITLE_ROWS } from '../choose-sheets.ts';
import { cleanText } from '../clean-text.ts';
import { readCover } from '../cover-page.ts';
import { FILL_IN, unfilledPlaces } from '../load-declaration.ts';
import { splitMarks } from '../note-marks.ts';
import { readTables } from '../read-table.ts';
import { patternOf, type TableDeclarationInput, tableDeclaration } from '../table-declaration.ts';
import type { TableGrid } from '../table-grid.ts';
import { parseTablePeriod } from '../table-period.ts';
import {
  type DraftedTable,
  draftDimension,
  draftLoad,
  guessRegions,
  isCommonDimension,
  REGION_LABEL,
  type RegionGuess,
} from './draft-load.ts';
import type { SheetInspection } from './inspect-sheet.ts';
import { commonMeaning, OF_WHICH, PRELIMINARY } from './lexicon.ts';
import type { TableFrame } from './table-frame.ts';

export interface TableDraft {
  /** The layout, which can be tried as it is. */
  readonly declaration: TableDeclarationInput;
  /** The part that says what the labels mean, with marked places. */
  readonly load: object;
  /** Cells that it reads as it is; 0 where it is refused. */
  readonly recordCount: number;
  readonly issues: readonly Issue[];
  /** What a person has to say, in words. */
  readonly toFillIn: readonly string[];
}

/** The declaration as a file, to be completed. */
export function draftJson({ declaration, load }: TableDraft): object {
  const { id, title, country = FILL_IN, languages, ...layout } = declaration;
  return { id, title, country, ...(languages ? { languages } : {}), ...layout, load };
}

/** Null where the sheet holds nothing like a table. */
export function draftDeclaration(
  grid: TableGrid,
  grids: readonly TableGrid[],
  found: SheetInspection,
  file: string,
): TableDraft | null {
  const { frame } = found;
  if (frame === null) return null;
  const toFillIn: string[] = [];
  const layout: TableDeclarationInput = {
    id: idOf(grid.name, file),
    title: splitMarks(grid.rows[0]?.cells[0]?.printed ?? file).text.slice(0, LONGEST_TITLE),
    ...sheetRule(grid, found),
    header: headerRule(grid, frame),
    rows: rowRules(grid, found, frame, toFillIn),
    period: periodRule(found, grids, toFillIn),
    unit: unitRule(found, toFillIn),
    values: valueRules(found, toFillIn),
    ...noteRules(found),
  };
  const { declaration, regionFrom, breakdowns } = withMeanings(layout, grids, file);
  const parsed = tableDeclaration.parse(declaration);
  const reading = readTables(grids, parsed, { file });
  const records = reading.tables.flatMap((table) => [...table.records]);
  const errors = reading.issues.filter(({ severity }) => severity === 'error');
  const codes = new Map<string, Issue>();
  for (const one of errors) if (!codes.has(one.code)) codes.set(one.code, one);
  for (const [code, first] of codes) {
    const count = errors.filter((one) => one.code === code).length;
    toFillIn.push(`${code} (${count}): ${first.message}${first.hint === undefined ? '' : `; ${first.hint}`}`);
  }
  const load = draftLoad({ declaration, records, regionFrom, breakdowns });
  const draft = { declaration, load, recordCount: records.length, issues: reading.issues };
  const places = unfilledPlaces(draftJson({ ...draft, toFillIn }));
  return { ...draft, toFillIn: [...toFillIn, `to load it, say what ${FILL_IN} marks: ${places.join(', ')}`] };
}

interface Meanings extends Pick<DraftedTable, 'declaration' | 'regionFrom' | 'breakdowns'> {}

/** The layout with the dimensions that are regions or breakdowns, as far as it reads the table without them. */
function withMeanings(layout: TableDeclarationInput, grids: readonly TableGrid[], file: string): Meanings {
  const { rows, header } = layout;
  const reading = readTables(grids, tableDeclaration.parse(layout), { file });
  const records = reading.tables.flatMap((table) => [...table.records]);
  if (records.length === 0 || rows === undefined || header.at === 'none')
    return { declaration: layout, regionFrom: null, breakdowns: {} };
  const textsOf = (name: string) =>
    records.flatMap(({ row }) => row.filter((one) => one.name === name).map(({ text }) => text));
  const breakdowns: Record<string, ReturnType<typeof draftDimension>['meaning']> = {};
  let guess: RegionGuess | null = null;
  const coded = <T extends { readonly name?: string | undefined }>(dimension: T): T => {
    const name = dimension.name ?? 'label';
    const texts = textsOf(name);
    // The column of periods is no dimension.
    if (texts.length === 0) return dimension;
    const regions = guess === null ? guessRegions(texts) : null;
    if (regions !== null) {
      guess = regions;
      return { ...dimension, ...REGION_LABEL };
    }
    const { codes, meaning } = draftDimension(texts);
    breakdowns[name] = meaning;
    return { ...dimension, codes };
  };
  const labels = rows.labels?.map(coded);
  const sections = rows.sections?.map(coded);
  const paths = [...new Set(records.map((record) => record.header.join(' > ')))];
  const residence = isCommonDimension(paths) ? draftDimension(paths) : undefined;
  if (residence !== undefined) breakdowns.measure = residence.meaning;
  const regions = guess as RegionGuess | null;
  return {
    declaration: {
      ...layout,
      ...(regions === null ? {} : { country: regions.country, languages: [...regions.languages] }),
      header: { ...header, ...(residence === undefined ? {} : { codes: residence.codes }) },
      rows: { ...rows, ...(labels ? { labels } : {}), ...(sections ? { sections } : {}) },
    },
    regionFrom: regions === null ? null : REGION_LABEL.name,
    breakdowns,
  };
}

function idOf(sheet: string | null, file: string): string {
  const name = (file.split(/[\\/]/u).at(-1) ?? 'table').replace(/\.[^.]*$/u, '');
  const plain = `${name}-${sheet ?? ''}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return plain === '' ? 'table' : plain;
}

/** By words of the title, or of the table where it has none; names of sheets and years change. */
function sheetRule(grid: TableGrid, { frame }: SheetInspection): Pick<TableDeclarationInput, 'sheets'> {
  const isNumbered = /^\d+(?:\.\d+)*\s*$/u.test(grid.name ?? '');
  const first = grid.rows[0];
  const hasTitle = first !== undefined && first.row < (frame?.firstHeaderRow || (frame?.firstBodyRow ?? 0));
  const text = hasTitle ? splitMarks(first.cells[0]?.printed ?? '').text : '';
  // The number of a table is no part of its name.
  const [, number = '', words = ''] = /^(\d+(?:\.\d+)*\.?\s*)?(.*)$/su.exec(text) ?? [];
  const [lasting = ''] = words.split(WITH_YEAR);
  const name = isNumbered ? { name: '^\\d+(\\.\\d+)*\\s*$' } : {};
  if (lasting.replace(/\P{L}/gu, '').length >= LEAST_TITLE) {
    const start = number === '' ? '^' : '^\\d+(\\.\\d+)*\\.? ?';
    const isWhole =
      lasting === words && words.length <= LONGEST_TITLE && text === cleanText(first?.cells[0]?.printed);
    return {
      sheets: { ...name, title: `${start}${escaped(lasting.slice(0, LONGEST_TITLE))}${isWhole ? '$' : ''}` },
    };
  }
  const label = grid.rows
    .slice(0, TITLE_ROWS)
    .flatMap(({ cells }) => cells)
    .find((cell) => /\p{L}{3}/u.test(cell.text) && parseTablePeriod(cell.text) === undefined);
  if (label === undefined)
    return grid.name === null ? {} : { sheets: { name: `^${escaped(grid.name.trim())}\\s*$` } };
  return { sheets: { ...name, title: `^${escaped(wordsOf(label.text))}` } };
}

function headerRule(grid: TableGrid, frame: TableFrame): TableDeclarationInput['header'] {
  const rows = grid.rows.filter(({ row }) => row >= frame.firstHeaderRow && row <= frame.lastHeaderRow);
  const stray = frame.strayColumns.length > 0 ? ({ stray: 'report' } as const) : {};
  const ignored = remarkTitles(grid, frame);
  const isContinued = rows.some(({ cells }) => cells.some(({ text }) => patternOf(OF_WHICH).test(text)));
  const further = {
    ...(ignored.length > 0 ? { ignore: ignored } : {}),
    ...(isContinued ? { ofWhich: OF_WHICH } : {}),
    ...(frame.hasNoteColumns ? { notes: 'right' as const } : {}),
  };
  if (frame.lastHeaderRow === 0) return { at: 'none' };
  const spread = needsSpread(grid, frame) ? ({ spread: 'until-next' } as const) : {};
  if (frame.periodRow !== null && frame.periodColumn === null) {
    const at = rows.findIndex(({ row }) => row === frame.periodRow);
    const [above, below] = [at, rows.length - 1 - at];
    return {
      at: 'periods',
      ...(above > 0 ? { rowsAbove: above } : {}),
      ...(below > 0 ? { rowsBelow: below } : {}),
      ...spread,
      ...further,
      ...stray,
    };
  }
  const anchor = rows[0]?.cells.find(({ text }) => /\p{L}/u.test(text));
  if (anchor === undefined) return { at: 'none', ...stray };
  const below = rows.length - 1;
  const at = { text: `^${escaped(wordsOf(anchor.text))}` };
  return { at, ...(below > 0 ? { rowsBelow: below } : {}), ...spread, ...further, ...stray };
}

/** Titles of columns that hold remarks, not values: sources, methods. */
function remarkTitles(grid: TableGrid, frame: TableFrame): string[] {
  const titleOf = (column: number): string => {
    for (let row = frame.firstHeaderRow; row <= frame.lastHeaderRow; row += 1) {
      for (let at = column; at > frame.labelColumn; at -= 1) {
        const cell = grid.covering(row, at);
        if (cell !== undefined) return wordsOf(cell.text);
        if (row === frame.lastHeaderRow) break;
      }
    }
    return '';
  };
  const ownTitle = (column: number): string =>
    wordsOf(grid.covering(frame.lastHeaderRow, column)?.text ?? '');
  const ofValues = new Set(frame.valueColumns.map(titleOf));
  const titles = frame.remarkColumns.map((column) => {
    const title = titleOf(column);
    return ofValues.has(title) ? ownTitle(column) : title;
  });
  return [...new Set(titles)].filter((title) => title !== '').map((title) => `(^|> )${escaped(title)}`);
}

/** A merged title one column short of its block, as the ITU prints them. */
function needsSpread(grid: TableGrid, frame: TableFrame): boolean {
  return grid.merges.some(({ firstRow, firstColumn, lastColumn }) => {
    if (firstRow < frame.firstHeaderRow || firstRow >= frame.lastHeaderRow || firstColumn === lastColumn)
      return false;
    const next = lastColumn + 1;
    return grid.covering(firstRow, next) === undefined && grid.at(frame.lastHeaderRow, next) !== undefined;
  });
}

function rowRules(
  grid: TableGrid,
  { units }: SheetInspection,
  frame: TableFrame,
  toFillIn: string[],
): NonNullable<TableDeclarationInput['rows']> {
  const headed = grid.rows.filter(({ row }) => row >= frame.firstHeaderRow && row <= frame.lastHeaderRow);
  const headerOf = (column: number): string | undefined =>
    headed.flatMap(({ cells }) => cells).find((cell) => cell.column === column)?.text;
  const label = headerOf(frame.labelColumn);
  const isFirst = frame.codeColumns.length === 0;
  const imprint = grid.rows.find(({ row }) => row === frame.imprintRow)?.cells[0]?.text;
  const sample = grid.rows.find(
    ({ row }) => row > frame.lastHeaderRow && grid.at(row, frame.labelColumn) !== undefined,
  );
  const holding = sample && grid.at(sample.row, frame.labelColumn)?.text;
  // Labels that repeat need what stands above them; so does a unit that only a heading prints.
  const hasSections = frame.hasRepeatedLabels || units.some(({ place }) => place === 'section');
  if (frame.sectionRows.length > 0 && !hasSections) {
    const named = frame.sectionRows.map((row) => grid.at(row, frame.labelColumn)?.text ?? '').slice(0, 3);
    toFillIn.push(
      `rows.withoutValues: ${frame.sectionRows.length} rows have no values (${named.join(', ')} …); taken as blanks, ` +
        'declare rows.sections if they head the rows below them',
    );
  }
  return {
    labels: [
      {
        name: frame.periodColumn === null ? 'label' : 'period',
        ...(isFirst
          ? {}
          : {
              column:
                label === undefined
                  ? { holding: `^${escaped(wordsOf(holding ?? '.'))}` }
                  : { header: `^${escaped(wordsOf(label))}` },
            }),
      },
    ],
    ...(frame.codeColumns.length === 0
      ? {}
      : {
          attributes: frame.codeColumns.map((column, index) => ({
            name: `code${index === 0 ? '' : index + 1}`,
            column: { header: `^${escaped(wordsOf(headerOf(column) ?? ''))}` },
          })),
        }),
    ...(frame.sectionRows.length === 0
      ? {}
      : hasSections
        ? { sections: [{ name: 'section' }] }
        : { withoutValues: 'data' as const }),
    ...(imprint === undefined ? {} : { end: `^${escaped(wordsOf(imprint))}` }),
  };
}

function periodRule(
  { periods, frame }: SheetInspection,
  grids: readonly TableGrid[],
  toFillIn: string[],
): TableDeclarationInput['period'] {
  const kinds = [...new Set(periods.found.map(({ kind }) => kind))];
  if (periods.from === 'header' || periods.from === 'rows') {
    // A first quarter beside nine months is the year up to March.
    const isCarried = periods.from === 'header' && (frame?.carriedColumns.length ?? 0) > 0;
    if (isCarried)
      toFillIn.push('period.carry: columns without a year are taken as of the year to their left');
    const quarters = kinds.includes('quarter') && kinds.includes('year-to-date');
    const left = quarters ? kinds.filter((kind) => kind !== 'quarter') : kinds;
    if (quarters)
      toFillIn.push('period.quarters: quarters stand beside year-to-date columns; taken as year-to-date');
    return {
      from: periods.from,
      ...(left.length === 1 && left[0] === 'year' ? {} : { kinds: left }),
      ...(quarters ? { quarters: 'year-to-date' } : {}),
      ...(isCarried ? { carry: true } : {}),
    };
  }
  if (periods.from === 'title' && new Set(periods.found.map(({ code }) => code)).size === 1) {
    return { from: 'title', ...(kinds[0] === 'year' ? {} : { kinds }) };
  }
  const cover = parseTablePeriod(readCover(grids).period ?? '');
  if (cover !== undefined) {
    return { from: 'cover', ...(cover.period.kind === 'year' ? {} : { kinds: [cover.period.kind] }) };
  }
  toFillIn.push('period.is: the sheet prints no period; say which one the values are of');
  return { from: 'declared', is: FILL_IN };
}

function unitRule({ units }: SheetInspection, toFillIn: string[]): TableDeclarationInput['unit'] {
  if (units.length === 0) {
    toFillIn.push('unit.otherwise: no known unit is printed; say which one the values have');
    return {};
  }
  const order = ['header', 'unit-row', 'row', 'section', 'title'] as const;
  return {
    names: Object.fromEntries(units.map(({ printed, code }) => [printed, code])),
    from: order.filter((place) => units.some((unit) => unit.place === place)),
  };
}

function valueRules(
  { marks, numbers }: SheetInspection,
  toFillIn: string[],
): TableDeclarationInput['values'] {
  const markers = Object.fromEntries(
    marks.flatMap(({ mark }) => {
      const meaning = commonMeaning(mark);
      return meaning === undefined ? [] : [[mark, meaning]];
    }),
  );
  if (Object.keys(markers).length > 0) {
    toFillIn.push(
      'values.markers: the meanings are the common ones; compare them with the legend of the publication',
    );
  }
  const isPointed = numbers.ambiguous > 0 && numbers.withComma === 0;
  if (numbers.ambiguous > 0) {
    toFillIn.push(`values.decimal: ${numbers.ambiguous} texts could be decimals or thousands`);
  }
  return {
    ...(Object.keys(markers).length > 0 ? { markers } : {}),
    ...(isPointed ? { decimal: 'point' as const } : {}),
  };
}

const WORDS = 5;
function noteRules({ notes }: SheetInspection): Pick<TableDeclarationInput, 'notes'> {
  const isTold = notes.some(({ text }) => patternOf(PRELIMINARY).test(text));
  return isTold ? { notes: { preliminary: [PRELIMINARY] } } : {};
}

/** `за 2023 год`, `(2018-2023)`, `в январе-июне 2026 года`: what changes from release to release. */
const WITH_YEAR = /\s*[(,:]?\s*(?<!\p{L})(?:\p{L}{1,3}\s+)?(?:\p{L}+\s*[-–]\s*)?(?:\p{L}+\s+)?\d{4}/u;
const LONGEST_TITLE = 200;
/** Letters of a title that tell one table from another. */
const LEAST_TITLE = 10;

/** The first words of a text: enough to know it by, little enough to survive an edit at its end. */
function wordsOf(text: string): string {
  return cleanText(text).split(' ').slice(0, WORDS).join(' ');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
