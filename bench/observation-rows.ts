/**
 * Synthetic observations: indicators of 193 countries × 104 quarters, in the order in which such tables are published.
 * The same rows every time, as located rows for the pipeline, as a CSV file, and as COPY text for the floor.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { LocatedRow } from '../src/model/located.ts';
import type { Indicator } from '../src/model/observation.ts';
import { COUNTRIES } from '../src/reference/countries.ts';
import type { ObservationLayout } from '../src/sources/observation-layout.ts';

const CODES = COUNTRIES.map(({ iso3 }) => iso3).sort();
const QUARTERS = 104;
export const ROWS_PER_INDICATOR = CODES.length * QUARTERS;
const COLUMNS = ['indicator', 'country', 'period', 'value', 'status'] as const;

export const indicatorCount = (rows: number): number => Math.ceil(rows / ROWS_PER_INDICATOR);
const codeOf = (indicator: number): string => `S.${String(indicator).padStart(6, '0')}`;

export function syntheticLayout(rows: number): ObservationLayout {
  const indicators: Record<string, Indicator> = {};
  for (let n = 0; n < indicatorCount(rows); n += 1) {
    const code = codeOf(n);
    indicators[code] = {
      indicatorCode: `synthetic:${code}`,
      nameEn: `Synthetic series ${n}`,
      unit: 'per 100 inhabitants',
      frequency: 'quarter',
      publisher: 'bench',
      description: null,
    };
  }
  return {
    id: 'synthetic-long',
    title: 'Synthetic observations',
    columns: {
      indicator: 'indicator',
      country: 'country',
      period: 'period',
      value: 'value',
      status: 'status',
    },
    ignoredColumns: [],
    countryBy: 'iso3',
    indicators,
    markers: { '..': 'not_available' },
    blankMeans: null,
    marks: { A: {}, E: { isEstimated: true } },
  };
}

interface SyntheticRow {
  readonly row: number;
  readonly indicator: number;
  readonly iso3: string;
  readonly year: number;
  readonly quarter: number;
  readonly value: string;
  readonly isEstimated: boolean;
}

/** What the next vintage revises; 0 is the first one. */
export interface Vintage {
  readonly salt: number;
  /** The first indicator only, or all of them. */
  readonly revises: 'one' | 'all';
}
const FIRST_VINTAGE: Vintage = { salt: 0, revises: 'one' };

function* syntheticRows(rows: number, { salt, revises }: Vintage): Generator<SyntheticRow> {
  for (let n = 0; n < rows; n += 1) {
    const indicator = Math.floor(n / ROWS_PER_INDICATOR);
    const within = n % ROWS_PER_INDICATOR;
    const seed =
      (Math.imul(n ^ (indicator === 0 || revises === 'all' ? salt : 0), 2654435761) >>> 0) / 2 ** 32;
    const quarter = within % QUARTERS;
    yield {
      row: n + 2,
      indicator,
      iso3: CODES[Math.floor(within / QUARTERS)] ?? '',
      year: 1998 + (quarter >> 2),
      quarter: (quarter & 3) + 1,
      value: n % 50 === 7 ? '..' : (seed * 1000).toFixed(6).replace(/\.?0+$/, ''),
      isEstimated: n % 20 === 3,
    };
  }
}

function cellsOf({ indicator, iso3, year, quarter, value, isEstimated }: SyntheticRow): string[] {
  return [codeOf(indicator), iso3, `${year}-Q${quarter}`, value, isEstimated ? 'E' : 'A'];
}

/** As records in memory, header first. */
export function* locatedRows(rows: number, vintage = FIRST_VINTAGE): Generator<LocatedRow> {
  yield { row: 1, cells: COLUMNS };
  for (const one of syntheticRows(rows, vintage)) yield { row: one.row, cells: cellsOf(one) };
}

/** Writes the rows as a CSV file. */
export async function writeCsv(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  let text = `${COLUMNS.join(',')}\r\n`;
  for (const one of syntheticRows(rows, FIRST_VINTAGE)) {
    text += `${cellsOf(one).join(',')}\r\n`;
    if (text.length < 262_144) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text);
  await once(file, 'close');
}

export const COPIED_COLUMNS =
  'version_id, iso3, period, value, value_status, is_estimated, is_preliminary, source_file_id, sheet, row_no, ' +
  'column_no, printed_text, note';

/** As COPY text of the very rows that the pipeline stores, encoded in the cheapest way there is. */
export function* copyText(rows: number): Generator<Buffer> {
  let text = '';
  for (const { row, indicator, iso3, year, quarter, value, isEstimated } of syntheticRows(
    rows,
    FIRST_VINTAGE,
  )) {
    const isMissing = value === '..';
    text +=
      `${indicator + 1}\t${iso3}\t${year}-${FIRST_MONTHS[quarter - 1]}-01\t${isMissing ? '\\N' : value}\t` +
      `${isMissing ? 'not_available' : 'observed'}\t${isEstimated ? 't' : 'f'}\tf\t1\t\\N\t${row}\t4\t${value}\t\\N\n`;
    if (text.length < 65_536) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
  }
  yield Buffer.from(text, 'latin1');
}

const FIRST_MONTHS = ['01', '04', '07', '10'];

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
