/**
 * data.egov.kz, version 4: a row per region and a column per series, values as text, the total somewhere in the
 * middle, and no date: that is in the answer of the meta call, or nowhere.
 */
import { z } from 'zod';
import { type IssueCode, issue } from '../../model/issue.ts';
import { type Json, jsonPath } from '../../model/json.ts';
import type { LocatedRow } from '../../model/located.ts';
import { dayPeriod, type NationalPeriod, parsePeriodText } from '../../model/national-period.ts';
import { keepContract } from './document-contract.ts';
import type { RecordSink } from './record-sink.ts';
import type { SourceOf } from './source.ts';

type Source = SourceOf<'open-data-kz'>;

const TEXT = z.string().nullable().optional();
const META = z.object({
  nameRu: TEXT,
  nameKk: TEXT,
  descriptionRu: TEXT,
  descriptionKk: TEXT,
  modifiedDate: TEXT,
  fields: z.record(z.string(), z.object({ type: z.string() })),
});

export interface OpenDataMeta {
  readonly fields: readonly string[];
  /** What the figures are of; undefined where neither the answer nor the declaration says. */
  readonly period: NationalPeriod | undefined;
}

const MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');

/** Reads the answer of `/meta`. */
export function readOpenDataMeta(document: Json, source: Source, sink: RecordSink): OpenDataMeta | undefined {
  const meta = keepContract(META, document, sink);
  if (meta === undefined) return undefined;
  const printed = [meta.nameRu, meta.descriptionRu].map((text) => dateIn(text ?? ''));
  const period =
    source.period.from === 'declared'
      ? parsePeriodText(source.period.period)
      : printed.find((found) => found !== undefined);
  if (period === undefined) {
    sink.note(
      issue('period-unknown', 'neither name nor description says of which day the figures are', {
        cell: { row: 1, path: '$.nameRu' },
        hint: 'declare the period, with its evidence',
      }),
    );
  }
  return { fields: Object.keys(meta.fields), period };
}

/** `на 1 января 2020 года`, `на 01.01.2020`: the only date in a text. */
function dateIn(text: string): NationalPeriod | undefined {
  const found = [
    ...[...text.matchAll(/(?<!\d)(\d{1,2}) (\p{L}+) (\d{4})(?!\d)/gu)].map(([, day, month, year]) => [
      year,
      String(MONTHS.indexOf(month ?? '') + 1).padStart(2, '0'),
      (day ?? '').padStart(2, '0'),
    ]),
    ...[...text.matchAll(/(?<!\d)(\d\d)\.(\d\d)\.(\d{4})(?!\d)/g)].map(([, day, month, year]) => [
      year,
      month,
      day,
    ]),
  ];
  return found.length === 1 ? dayPeriod(found[0]?.join('-') ?? '') : undefined;
}

const ROWS = z.array(z.record(z.string(), z.string().nullable())).min(1);

/** Reads the JSON of `/api/v4/…`. Without a period nothing is read: a figure without a date is none. */
export function readOpenDataJson(document: Json, meta: OpenDataMeta, source: Source, sink: RecordSink): void {
  const rows = keepContract(ROWS, document, sink);
  if (rows === undefined) return;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const period = soundPeriod(names, meta, source, sink);
  if (period === undefined) return;
  rows.forEach((row, rowIndex) => {
    const region = row[source.regionColumn]?.trim() ?? '';
    for (const [column, declared] of Object.entries(source.columns)) {
      const path = jsonPath([rowIndex, column]);
      const value = row[column] ?? null;
      const series = seriesOf(source, declared);
      if (region === '' || !Object.hasOwn(row, column)) {
        const message = region === '' ? 'a row without a region' : `a row without “${column}”`;
        sink.refuseAt({ path, region, value }, 'cell-missing', message);
        continue;
      }
      sink.acceptAt({ ...series, region: { name: region }, period, valueText: value, path });
    }
  });
}

/** Reads the rows of the same as CSV, the header first. */
export async function readOpenDataRows(
  rows: Iterable<LocatedRow> | AsyncIterable<LocatedRow>,
  meta: OpenDataMeta,
  source: Source,
  sink: RecordSink,
): Promise<void> {
  let names: readonly string[] | undefined;
  let period: NationalPeriod | undefined;
  for await (const row of rows) {
    if (names === undefined) {
      sink.under(row.cells);
      names = row.cells.map((text) => (text ?? '').trim());
      period = soundPeriod(names, meta, source, sink, row.row);
      if (period === undefined) return;
      continue;
    }
    const at = (name: string) => (names ?? []).indexOf(name);
    const region = row.cells[at(source.regionColumn)]?.trim() ?? '';
    if (region === '') {
      const cell = { row: row.row, column: at(source.regionColumn) + 1 };
      // The row is one, its values are many: each of them is held back.
      for (const _ of Object.keys(source.columns))
        sink.refuse(row, [issue('cell-missing', 'a row without a region', { cell })]);
      continue;
    }
    for (const [column, declared] of Object.entries(source.columns)) {
      sink.accept({
        ...seriesOf(source, declared),
        region: { name: region },
        period: period as NationalPeriod,
        valueText: row.cells[at(column)] ?? null,
        cell: { row: row.row, column: at(column) + 1 },
        raw: row,
      });
    }
  }
  if (names === undefined) sink.note(issue('file-empty', 'the file holds no rows'));
}

function seriesOf(source: Source, { indicator, breakdown }: Source['columns'][string]) {
  const known = source.indicators[indicator];
  if (known === undefined) throw new RangeError(`${source.id} declares no indicator ${indicator}`);
  return {
    indicatorCode: known.indicatorCode,
    dimensions: { ...source.breakdown, ...breakdown },
    isEstimated: false,
    isPreliminary: false,
  };
}

/** The period, if columns and meta are those that are declared. */
function soundPeriod(
  names: readonly string[],
  { fields, period }: OpenDataMeta,
  source: Source,
  sink: RecordSink,
  headerRow = 1,
): NationalPeriod | undefined {
  const wanted = [source.regionColumn, ...Object.keys(source.columns)];
  const known = new Set([...wanted, ...source.ignoredColumns]);
  let isSound = true;
  const complain = (code: IssueCode, message: string, column?: number): void => {
    isSound = false;
    sink.note(
      issue(code, message, { cell: { row: headerRow, ...(column === undefined ? {} : { column }) } }),
    );
  };
  for (const name of wanted) {
    if (!names.includes(name)) complain('column-missing', `there is no column “${name}”`);
    else if (!fields.includes(name)) complain('column-missing', `the meta answer has no field “${name}”`);
  }
  names.forEach((name, index) => {
    if (!known.has(name)) complain('column-unexpected', `“${name}” is no declared column`, index + 1);
    else if (names.indexOf(name) < index)
      complain('column-duplicate', `a second column “${name}”`, index + 1);
  });
  return isSound ? period : undefined;
}
