/** Layouts about education and of peers: UNDP of 2011 and 2024, UNESCO UIS, Barro–Lee, the eGovernment Benchmark. */
import { type FigureRow, numberOf, textOf } from './figures.ts';
import { encoded, type Field, lines, quoted } from './text-layout.ts';
import { layOutWorkbook } from './workbook-layout.ts';

const PERIODS_2011 = ['2010', '2011', '9999'];
/** Title, column of the figures, unit. */
const SERIES_2011 = [
  ['Adult literacy rate, both sexes', 'literacy', '(% aged 15 and above)'],
  ['Combined gross enrolment in education (both sexes)', 'ger', '(%)'],
  ['HDI: Expected Years of Schooling (of children)', 'eys', '(years)'],
  ['HDI: Mean years of schooling (of adults)', 'mys', '(years)'],
  ['Public expenditure on education (% of GDP)', 'expenditure', '(%)'],
] as const;
/** The letter that stands beside a year is that of its whole column. */
const LETTERS_2011: Readonly<Record<string, string>> = {
  'literacy 9999': 'a',
  'eys 2011': 'b',
  'expenditure 9999': 'a',
};
const FIRST_GROUP_2011 = 'Very high human development';

/** Three header rows, a column of footnote letters beside each value, groups below the countries, notes as rows. */
export function undp2011Education(figures: readonly FigureRow[], notes: readonly FigureRow[]): Buffer {
  const across = SERIES_2011.flatMap(([title, series, unit]) =>
    PERIODS_2011.map((period, index) => ({ title: index === 0 ? title : '', series, unit, period })),
  );
  const pairs = (write: (column: (typeof across)[number]) => readonly Field[]): Field[] =>
    across.flatMap(write);
  const line = (row: FigureRow): Field[] => [
    textOf(row, 'country'),
    ...pairs(({ series, period }) => [
      textOf(row, `${series}_${period}`),
      textOf(row, `${series}_${period}_note`),
    ]),
  ];
  const blank = ['', ...pairs(() => ['', ''])];
  const firstGroup = figures.findIndex((row) => textOf(row, 'country') === FIRST_GROUP_2011);
  if (firstGroup < 0) throw new Error(`the figures have no row ${FIRST_GROUP_2011}`);
  const rows = [
    ['', ...pairs(({ title }) => [title, ''])],
    ['', ...pairs(({ series, period }) => [period, LETTERS_2011[`${series} ${period}`] ?? ''])],
    ['Country', ...pairs(({ unit }) => [unit, ''])],
    ...figures.slice(0, firstGroup).map(line),
    blank,
    ...figures.slice(firstGroup).map(line),
    blank,
    ...notes.map((row) => [textOf(row, 'line'), ...pairs(() => ['', ''])]),
  ];
  return encoded(lines(rows, '\r\n'), 'windows-1252');
}

/** One row per country or group; series and year in each header. */
export function undpTimeSeries(figures: readonly FigureRow[]): Buffer {
  const columns = Object.keys(figures[0] ?? {});
  const rows = figures.map((row) => columns.map((column) => textOf(row, column)));
  return encoded(lines([columns, ...rows], '\r\n'), 'windows-1252');
}

/** Two columns differ in case only; the value is empty where the flag says nil or not applicable. */
export function uisStat(
  figures: readonly FigureRow[],
  { indicator, location }: { indicator: string; location: string },
): string {
  const header = [
    indicator,
    'Indicator',
    location,
    'Country',
    'TIME',
    'Time',
    'Value',
    'Flag Codes',
    'Flags',
  ];
  const orBlank = (text: string): string => (text === '' ? '' : quoted(text));
  const rows = figures.map((row) => {
    const year = textOf(row, 'year');
    return [
      ...['indicator', 'name', 'country', 'label'].map((column) => quoted(textOf(row, column))),
      quoted(year),
      quoted(year),
      textOf(row, 'value'),
      orBlank(textOf(row, 'flag_codes')),
      orBlank(textOf(row, 'flags')),
    ].join(',');
  });
  return `\ufeff${[header.map(quoted).join(','), ...rows].join('\r\n')}\r\n`;
}

/** The bulk data service: one file of all national values, magnitude and qualifier in columns of their own. */
export function uisBulk(figures: readonly FigureRow[]): string {
  const columns = ['indicator', 'country', 'year', 'value'];
  const rows = figures.map((row) => [...columns.map((column) => textOf(row, column)), '', '']);
  return lines([['INDICATOR_ID', 'COUNTRY_ID', 'YEAR', 'VALUE', 'MAGNITUDE', 'QUALIFIER'], ...rows], '\n');
}

/** Texts in quotes, numbers without. */
export function barroLee(figures: readonly FigureRow[]): string {
  const columns = Object.keys(figures[0] ?? {});
  const texts = new Set(['country', 'sex', 'WBcode', 'region_code']);
  const rows = figures.map((row) =>
    columns
      .map((column) => (texts.has(column) ? quoted(textOf(row, column)) : textOf(row, column)))
      .join(','),
  );
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/** One sheet; a point stands for a missing value. */
export function euBenchmark(figures: readonly FigureRow[]): Uint8Array {
  const rows = figures.map((row) => [
    numberOf(row, 'year'),
    ...['country', 'variable', 'breakdown', 'unit'].map((column) => textOf(row, column)),
    textOf(row, 'value') === '.' ? '.' : numberOf(row, 'value'),
  ]);
  const header = ['year', 'Country', 'variable', 'brkdown', 'unit', 'Value'];
  return layOutWorkbook([{ name: 'Machine Readable Format', rows: [header, ...rows] }], 'xlsx');
}
