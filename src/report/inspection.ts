/** `egdi inspect`: what was found in a file, in words and as JSON. */
import { columnLetters } from '../model/cell.ts';
import type { CoverPage, LegendEntry } from '../sources/tables/cover-page.ts';
import { draftJson, type TableDraft } from '../sources/tables/inspection/draft-declaration.ts';
import type { SheetInspection } from '../sources/tables/inspection/inspect-sheet.ts';
import type { TableReading } from '../sources/tables/read-table.ts';
import type { TableDeclaration } from '../sources/tables/table-declaration.ts';
import { type LabelledLine, labelledLines } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

export interface InspectedSheet {
  readonly found: SheetInspection;
  readonly draft: TableDraft | null;
}

export interface DeclaredReading {
  readonly declaration: TableDeclaration;
  readonly reading: TableReading;
}

export interface InspectionReport {
  readonly file: string;
  readonly format: string;
  readonly cover?: CoverPage;
  readonly legend?: readonly LegendEntry[];
  readonly sheets: readonly InspectedSheet[];
  readonly declared: readonly DeclaredReading[];
}

const MOST_DETAILED = 3;
const MOST_SHOWN = 6;

export function inspectionText(report: InspectionReport, palette: Palette): string {
  const { file, format, cover, legend = [], sheets, declared } = report;
  const about: LabelledLine[] = [
    ['published', cover?.publishedOn],
    ['next release', cover?.nextReleaseOn],
    ['period', cover?.period],
    ['legend', legend.map(({ mark, meaning }) => `${mark} ${meaning}`).join(' · ')],
  ];
  const aboutLines = about.some(([, text]) => text) ? [labelledLines(about, palette).join('\n')] : [];
  const parts = [palette.bold(`${file} · ${format} · ${plural(sheets.length, 'sheet')}`), ...aboutLines];
  if (sheets.length > 1) parts.push(sheetTable(sheets, palette));
  if (sheets.length <= MOST_DETAILED) parts.push(...sheets.map((sheet) => sheetText(sheet, palette)));
  else parts.push(palette.dim('--sheet RULE shows a sheet in full; --draft begins its declaration.'));
  parts.push(...declaredLines(declared, palette));
  return parts.join('\n\n');
}

function sheetTable(sheets: readonly InspectedSheet[], palette: Palette): string {
  const right = 'right' as const;
  const columns = [
    { title: 'sheet' },
    { title: 'range' },
    { title: 'merges', align: right },
    { title: 'header' },
    { title: 'rows', align: right },
    { title: 'values', align: right },
    { title: 'periods' },
    { title: 'units' },
    { title: 'marks' },
    { title: 'draft' },
  ];
  const rows = sheets.map(({ found, draft }) => [
    found.name ?? '',
    found.usedRange ?? 'empty',
    String(found.mergeCount),
    headerWords(found),
    found.frame === null ? '' : String(found.frame.dataRowCount),
    found.frame === null ? '' : String(found.frame.valueColumns.length),
    periodWords(found),
    [...new Set(found.units.map(({ code }) => code))].join(' '),
    found.marks
      .slice(0, 4)
      .map(({ mark, count }) => `${mark} ${count}`)
      .join(' · '),
    draftWords(draft),
  ]);
  return table(columns, rows, palette);
}

function headerWords({ frame }: SheetInspection): string {
  if (frame === null) return 'no table';
  if (frame.lastHeaderRow === 0) return 'none: a list';
  return frame.firstHeaderRow === frame.lastHeaderRow
    ? `row ${frame.firstHeaderRow}`
    : `rows ${frame.firstHeaderRow}–${frame.lastHeaderRow}`;
}

function periodWords({ periods }: SheetInspection): string {
  const [first, last] = [periods.found[0], periods.found.at(-1)];
  if (first === undefined || last === undefined) return '';
  const codes = new Set(periods.found.map(({ code }) => code));
  const range = codes.size === 1 ? first.code : `${first.code}…${last.code}`;
  return `${periods.from}: ${range}`;
}

function draftWords(draft: TableDraft | null): string {
  if (draft === null) return '';
  if (draft.recordCount > 0) return `reads ${plural(draft.recordCount, 'cell')}`;
  return `${plural(draft.toFillIn.length, 'thing')} to fill in`;
}

function sheetText({ found, draft }: InspectedSheet, palette: Palette): string {
  const { frame, periods, units, marks, notes, numbers } = found;
  const some = (texts: readonly string[]): string => {
    const shown = texts.slice(0, MOST_SHOWN);
    return [
      ...shown,
      ...(texts.length > shown.length ? [`and ${texts.length - shown.length} more`] : []),
    ].join(' · ');
  };
  const lines: LabelledLine[] = [
    ['title', found.title],
    ['range', `${found.usedRange ?? 'empty'}, ${plural(found.mergeCount, 'merged range')}`],
    ['header', headerWords(found)],
    ...(frame === null ? [] : frameLines(found)),
    [
      'periods',
      periods.found.length === 0
        ? null
        : `${periods.from}: ${some(periods.found.map(({ printed, code, kind }) => `${printed} = ${code} (${kind})`))}`,
    ],
    [
      'units',
      some(
        units.map(({ printed, code, place, firstCell }) => `“${printed}” = ${code} (${place} ${firstCell})`),
      ),
    ],
    [
      'marks',
      some(
        marks.map(
          ({ mark, codePoints, count, meaning, firstCell }) =>
            `${mark} (${codePoints}) ${count}×, ${meaning ?? 'unknown'}, ${firstCell}`,
        ),
      ),
    ],
    [
      'numbers',
      frame === null
        ? null
        : `${numbers.stored} stored, ${numbers.text} as text, ${numbers.withComma} of them with a comma${numbers.ambiguous > 0 ? `, ${numbers.ambiguous} ambiguous` : ''}`,
    ],
    ['notes', some(notes.map(({ mark, text, cell }) => `${mark ?? ''} ${text} (${cell})`.trim()))],
    ['two alphabets', some(found.mixedWords)],
  ];
  const parts = [palette.bold(`Sheet ${found.name ?? ''}`.trim()), labelledLines(lines, palette).join('\n')];
  if (draft !== null) {
    const words =
      draft.recordCount > 0
        ? palette.good(`The draft reads ${plural(draft.recordCount, 'cell')}.`)
        : palette.warn('The draft does not read the table yet.');
    parts.push(['', words, ...draft.toFillIn.map((text) => palette.warn(`  ${text}`))].join('\n'));
    parts.push(`\n${JSON.stringify(draftJson(draft), null, 2)}`);
  }
  return parts.join('\n');
}

function frameLines({ frame }: SheetInspection): LabelledLine[] {
  if (frame === null) return [];
  const {
    firstBodyRow,
    lastBodyRow,
    dataRowCount,
    sectionRows,
    valueColumns,
    codeColumns,
    remarkColumns,
    strayColumns,
    imprintRow,
  } = frame;
  return [
    [
      'body',
      `rows ${firstBodyRow}–${lastBodyRow}: ${plural(dataRowCount, 'data row')}, ${plural(sectionRows.length, 'section row')}`,
    ],
    [
      'columns',
      `labels in ${letters([frame.labelColumn])}${codeColumns.length > 0 ? `, codes in ${letters(codeColumns)}` : ''}, ${plural(valueColumns.length, 'value column')}`,
    ],
    [
      'remarks',
      remarkColumns.length === 0
        ? null
        : `texts in ${plural(remarkColumns.length, 'column')}, from ${letters(remarkColumns.slice(0, 1))}`,
    ],
    ['stray', strayColumns.length === 0 ? null : `values without a header in ${letters(strayColumns)}`],
    ['imprint', imprintRow === null ? null : `from row ${imprintRow}`],
  ];
}

function letters(columns: readonly number[]): string {
  return columns.map((column) => columnLetters(column)).join(', ');
}

function declaredLines(declared: readonly DeclaredReading[], palette: Palette): string[] {
  if (declared.length === 0) return [];
  const lines = declared.map(({ declaration, reading }) => {
    const cells = reading.tables.reduce((count, { records }) => count + records.length, 0);
    const refused = reading.tables.filter(({ isRefused }) => isRefused).length;
    const words = `${plural(reading.tables.length, 'sheet')}, ${plural(cells, 'cell')}`;
    return `  ${declaration.id}: ${words}${refused > 0 ? `, ${refused} refused` : ''}`;
  });
  return [[palette.bold('Declared tables that fit'), ...lines].join('\n')];
}
