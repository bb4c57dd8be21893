/**
 * Layouts of the International Telecommunication Union: the time-series workbook of 2019, its exports of about 2015, a
 * table of mobile broadband made by a user, and the download of the DataHub.
 */
import { columnLetters } from '../src/model/cell.ts';
import { type FigureRow, numberOf, textOf } from './figures.ts';
import { encoded, type Field, lines, plain, quoted, quotedTexts } from './text-layout.ts';
import { layOutWorkbook, type WorkbookCell } from './workbook-layout.ts';

export interface TimeSeriesTitles {
  /** Of the first block: a percentage or a count. */
  readonly first: string;
  /** Of the block per 100 inhabitants, where there is one. */
  readonly rate: string | null;
  readonly metadata: string;
}

/**
 * One sheet; two header rows, years as numbers. Titles are merged one column short of their blocks, the blocks repeat
 * the same years, and stray numbers stand in the column behind the first.
 */
export function ituTimeSeries(figures: readonly FigureRow[], titles: TimeSeriesTitles): Uint8Array {
  const columns = Object.keys(figures[0] ?? {});
  const years = columns.flatMap((column) => /^first_(\d{4})$/.exec(column)?.[1] ?? []);
  const gaps = years.slice(1).map(() => null);
  const rate = titles.rate === null ? [] : [titles.rate, ...gaps, null];
  const notes = years.flatMap((year) => [`Notes ${year}`, `Source ${year}`]);
  const rows: WorkbookCell[][] = [
    [null, titles.first, ...gaps, null, ...rate, titles.metadata, ...notes.slice(1).map(() => null)],
    [
      null,
      ...years.map(Number),
      null,
      ...(titles.rate === null ? [] : [...years.map(Number), null]),
      ...notes,
    ],
    ...figures.map((row) => [
      textOf(row, 'economy'),
      ...years.map((year) => numberOf(row, `first_${year}`)),
      numberOf(row, 'stray'),
      ...(titles.rate === null ? [] : [...years.map((year) => numberOf(row, `per_100_${year}`)), null]),
      ...years.flatMap((year) => [
        textOf(row, `notes_${year}`) || null,
        textOf(row, `source_${year}`) || null,
      ]),
    ]),
  ];
  const merged = (first: number, width: number) =>
    `${columnLetters(first)}1:${columnLetters(first + width - 1)}1`;
  // Behind the economies come the blocks of years, a column after each, and then the notes.
  const blocks = titles.rate === null ? [2] : [2, years.length + 3];
  const merges = [
    'A1:A2',
    ...blocks.map((first) => merged(first, years.length - 1)),
    merged(2 + blocks.length * (years.length + 1), notes.length - (titles.rate === null ? 2 : 0)),
  ];
  return layOutWorkbook([{ name: 'Final', rows, merges }], 'biff8');
}

/** As a user saved the sheet: no title, no name of the first column, blank columns and rows behind the table. */
export function ituExport(
  figures: readonly FigureRow[],
  { country, blankColumns, blankRows }: { country: string; blankColumns: number; blankRows: number },
): Buffer {
  const years = Object.keys(figures[0] ?? {}).filter((name) => /^\d{4}$/.test(name));
  const blank = (count: number): Field[] => Array.from({ length: count }, () => null);
  const rows = [
    [country, ...years, ...blank(blankColumns)],
    ...figures.map((row) => [
      textOf(row, 'economy'),
      ...years.map((year) => textOf(row, year)),
      ...blank(blankColumns),
    ]),
    ...Array.from({ length: blankRows }, () => blank(1 + years.length + blankColumns)),
  ];
  return encoded(lines(rows, '\r\n', plain), 'macintosh');
}

/** Headers in Indonesian. Three columns of other publishers are left blank: no term of theirs is known. */
export function mobileBroadbandExtract(figures: readonly FigureRow[]): Uint8Array {
  const header = [
    'Negara',
    'EGDI',
    'CPI',
    'Active mobile-broadband subscriptions per 100 inhabitants',
    'E-participation',
    'Tahun',
  ];
  const rows = figures.map((row) => [
    textOf(row, 'country'),
    null,
    null,
    numberOf(row, 'value'),
    null,
    numberOf(row, 'year'),
  ]);
  return layOutWorkbook([{ name: 'Sheet1', rows: [header, ...rows] }], 'xlsx');
}

const DATAHUB_HEADER =
  'seriesID,seriesCode,seriesName,seriesParent,seriesUnits,entityID,entityIso,entityName,dataValue,dataYear,dataNote,' +
  'dataSource,seriesDescription';
const DATAHUB_DESCRIPTION =
  'Refers to the proportion of individuals who used the Internet from any location in the last three months. ' +
  'Access can be via a fixed or mobile network.';

/** Values are texts in quotes; sources hold line breaks; the description is repeated in every row. */
export function ituDataHub(figures: readonly FigureRow[]): string {
  const rows = figures.map((row) =>
    [
      ...['11624', quoted('i99H'), quoted('Individuals using the Internet'), '', quoted('%')],
      textOf(row, 'entity_id'),
      ...['code', 'name', 'value'].map((column) => quoted(textOf(row, column))),
      textOf(row, 'year'),
      ...['note', 'source'].map((column) => quoted(textOf(row, column))),
      quoted(DATAHUB_DESCRIPTION),
    ].join(','),
  );
  const header = DATAHUB_HEADER.split(',').map(quotedTexts).join(',');
  return `\ufeff${[header, ...rows].join('\n')}\n`;
}
