/** Layouts of the World Bank: the three files of an API download, plain and as an archive, and the GovTech Maturity Index. */
import { type FigureRow, numberOf, textOf } from './figures.ts';
import { type Field, lines, quoted, quotedTexts } from './text-layout.ts';
import { storedPart, writeZip } from './zip-writer.ts';

export interface Download {
  readonly code: string;
  readonly name: string;
  /** ISO date; '' where it is not known. */
  readonly updatedOn: string;
  readonly definition: string;
  readonly source: string;
  /** Columns `code`, `name` and one for each year. */
  readonly figures: readonly FigureRow[];
  /** Columns `code`, `region`, `income_group`, `special_notes`, `table_name`. */
  readonly countries: readonly FigureRow[];
}

type NamedText = readonly [name: string, text: string];

/** Byte order mark, every field in quotes, a comma at the end of each line, CRLF. */
function asServed(rows: readonly (readonly Field[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map((field) => `${quoted(field)},`).join('')}\r\n`).join('')}`;
}

function dataRows({ code, name, figures }: Download): Field[][] {
  const years = Object.keys(figures[0] ?? {}).filter((column) => /^\d{4}$/.test(column));
  return [
    ['Country Name', 'Country Code', 'Indicator Name', 'Indicator Code', ...years],
    ...figures.map((row) => [
      textOf(row, 'name'),
      textOf(row, 'code'),
      name,
      code,
      ...years.map((year) => textOf(row, year)),
    ]),
  ];
}

function countryRows({ countries }: Download): Field[][] {
  const columns = ['code', 'region', 'income_group', 'special_notes', 'table_name'];
  return [
    ['Country Code', 'Region', 'IncomeGroup', 'SpecialNotes', 'TableName'],
    ...countries.map((row) => columns.map((column) => textOf(row, column))),
  ];
}

/** The data, the list of countries and groups, and the definition of the indicator. */
export function apiDownload(download: Download, suffix = ''): NamedText[] {
  const { code, name, updatedOn, definition, source } = download;
  const file = `API_${code}_DS2_en_csv_v2${suffix}.csv`;
  const preamble = [
    ['Data Source', 'World Development Indicators'],
    [],
    ['Last Updated Date', updatedOn],
    [],
  ];
  return [
    [file, asServed([...preamble, ...dataRows(download)])],
    [`Metadata_Country_${file}`, asServed(countryRows(download))],
    [
      `Metadata_Indicator_${file}`,
      asServed([
        ['INDICATOR_CODE', 'INDICATOR_NAME', 'SOURCE_NOTE', 'SOURCE_ORGANIZATION'],
        [code, name, definition, source],
      ]),
    ],
  ];
}

/** The same three files as they are downloaded: in one archive. */
export function archived(files: readonly NamedText[]): Buffer {
  return writeZip(files.map(([name, text]) => storedPart(name, text)));
}

/** As a user saved it again: no preamble, no quotes but where they are needed, no comma at the end. */
export function savedAgain(download: Download, suffix: string): NamedText[] {
  const file = `API_${download.code}_DS2_en_csv_v2${suffix}.csv`;
  return [
    [file, `\ufeff${lines(dataRows(download), '\r\n')}`],
    [`Metadata_Country_${file}`, `\ufeff${lines(countryRows(download), '\r\n')}`],
  ];
}

export function gtmiLong(figures: readonly FigureRow[]): string {
  const rows = figures.map((row) => [
    textOf(row, 'cc_iso3c'),
    numberOf(row, 'ref_year'),
    textOf(row, 'variable'),
    numberOf(row, 'value'),
  ]);
  return `\ufeff${lines([['cc_iso3c', 'ref_year', 'variable', 'value'], ...rows], '\n', quotedTexts)}`;
}
