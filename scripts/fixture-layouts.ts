/**
 * The published layouts of the Survey's figures, one function each: figures in, file content out.
 * Layout facts: the publishers' own files; every quirk kept here is a quirk of theirs.
 */
import { utils, write } from 'xlsx';

export const EDITIONS = [2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024] as const;
export const REKEYED_XLSX_EDITIONS = [2010, 2018] as const;
export const REKEYED_CSV_EDITIONS = [2014] as const;
export const INDICES = ['EGDI', 'OSI', 'TII', 'HCI'] as const;
type Index = (typeof INDICES)[number];

/** One country's labels; the row number is its place in the fixed order of the official files. */
export interface Label {
  readonly row_no: string;
  readonly iso3: string;
  readonly survey_label: string;
  /** '1' where the official file has the name in quotes with one trailing space; 18 names have neither. */
  readonly trailing_space: string;
  /** The database's label in September 2018, the vintage of the re-keyed files. */
  readonly label_2018: string;
  readonly world_bank_label: string;
}

/** One country's figures in one edition, verbatim: five digits, rank empty where it was not a member. */
export interface Score {
  readonly edition: string;
  readonly iso3: string;
  readonly rank: string;
  readonly egdi: string;
  readonly epi: string;
  readonly osi: string;
  readonly hci: string;
  readonly tii: string;
}

export interface Figures {
  readonly labels: readonly Label[];
  score(edition: number, iso3: string): Score;
}

const EGOVKB_HEADER =
  'Survey Year,Country Name,E-Government Rank,E-Government Index,E-Participation Index,' +
  'Online Service Index,Human Capital Index,Telecommunication Infrastructure Index';

/** The official download: CRLF, column order EGDI, EPI, OSI, HCI, TII, today's labels in every edition. */
export function egovkbCsv(figures: Figures, edition: number): string {
  const lines = figures.labels.map((label) => {
    const s = figures.score(edition, label.iso3);
    const name = label.trailing_space === '1' ? `"${label.survey_label} "` : label.survey_label;
    return [edition, name, s.rank, s.egdi, s.epi, s.osi, s.hci, s.tii].join(',');
  });
  return `${[EGOVKB_HEADER, ...lines].join('\r\n')}\r\n`;
}

const REKEYED_HEADER = 'country-code,country-name,e-gov-rank,e-gov-index,e-pat-index,osi,hci,tii';

/** UNU-EGOV's CSV: LF, binary-float tails as its tool printed them (`0.31414000000000003`, `1.0`). */
export function rekeyedCsv(figures: Figures, edition: number): string {
  const lines = rekeyedRows(figures, edition).map(([code, name, rank, ...scores]) =>
    [code, name, rank ?? '', ...scores.map((v) => (v === null ? '' : floatText(noisyFloat(v))))].join(','),
  );
  return `${[REKEYED_HEADER, ...lines].join('\n')}\n`;
}

/** UNU-EGOV's workbook: the same table in one sheet, numbers stored with 16 significant digits. */
export function rekeyedXlsx(figures: Figures, edition: number): Uint8Array {
  const rows = rekeyedRows(figures, edition).map(([code, name, rank, ...scores]) => [
    code,
    name,
    rank === null ? null : Number(rank),
    ...scores.map((v) => (v === null ? null : Number(noisyFloat(v).toPrecision(16)))),
  ]);
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([REKEYED_HEADER.split(','), ...rows]), 'Sheet1');
  // Stored, not deflated: the bytes then depend on no version of a compressor.
  return write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: false }) as Uint8Array;
}

type RekeyedRow = readonly [string, string, ...(string | null)[]];

/** ISO3 for the edition, blanks for what is missing. */
function rekeyedRows(figures: Figures, edition: number): RekeyedRow[] {
  return figures.labels.map((label) => {
    const s = figures.score(edition, label.iso3);
    if (s.rank === '') return [label.iso3, label.label_2018, null, null, null, null, null, null];
    // In 2010 the database held nothing for these components and the official file prints a zero; from 2012
    // on a printed zero is the minimum of the scale and the re-keyed files keep it.
    const component = (text: string) => (edition === 2010 && Number(text) === 0 ? null : text);
    return [label.iso3, label.label_2018, s.rank, s.egdi, s.epi, s.osi, component(s.hci), component(s.tii)];
  });
}

/**
 * The float that a fast decimal parser makes of five decimals: the digits as an integer, divided by 10 and
 * then by 10000, each step rounded. It explains every tail in the real files; a correct parser gives none.
 */
function noisyFloat(fiveDecimals: string): number {
  const digits = Number(fiveDecimals.replace('.', ''));
  return digits / 10 / 10_000;
}

/** A float as Python prints it: a whole number keeps `.0`. */
function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

const DATA360_HEADER = [
  ...[
    'FREQ',
    'REF_AREA',
    'INDICATOR',
    'UNIT_MEASURE',
    'DATABASE_ID',
    'UNIT_MULT',
    'OBS_STATUS',
    'OBS_CONF',
  ].flatMap((column) => [column, `${column}_LABEL`]),
  ...EDITIONS,
].join(',');

/** Code and label of each indicator; `UN_EGDI_TTI` is the publisher's own slip and is kept. */
const DATA360_INDICATORS: Readonly<Record<Index, readonly [code: string, label: string]>> = {
  EGDI: ['UN_EGDI_EGDI', 'E-Government Development Index (EGDI)'],
  OSI: ['UN_EGDI_OSI', 'Online Services Index (EGDI)'],
  TII: ['UN_EGDI_TTI', 'Telecommunications Infrastructure Index (EGDI)'],
  HCI: ['UN_EGDI_HCI', 'Human Capital Index (EGDI)'],
};

const DATA360_UNIT_AND_DATABASE = 'SCORE,Score,UN_EGDI,E-Government Development Index (EGDI)';
const DATA360_ATTRIBUTES = '0,Units,A,Normal value,PU,Public';

/** World Bank Data360: one file per index, editions as columns, by ISO3; zeros for non-members, no ranks. */
export function data360Csv(figures: Figures, index: Index): string {
  const column = index.toLowerCase() as Lowercase<Index>;
  const lines = figures.labels
    .toSorted((a, b) => (a.iso3 < b.iso3 ? -1 : 1))
    .map((label) => {
      const name = label.world_bank_label.includes(',')
        ? `"${label.world_bank_label}"`
        : label.world_bank_label;
      const values = EDITIONS.map((e) => floatText(Number(figures.score(e, label.iso3)[column])));
      return [
        ...['A', 'Annual', label.iso3, name, ...DATA360_INDICATORS[index]],
        ...[DATA360_UNIT_AND_DATABASE, DATA360_ATTRIBUTES, ...values],
      ].join(',');
    });
  return `${[DATA360_HEADER, ...lines].join('\n')}\n`;
}
