/**
 * Answers of CIS Stat: a table of texts in JSON, its header the first row. «СНГ» is also spelt «CHГ» with Latin C and H,
 * and values carry the noise of binary floats.
 */
import { z } from 'zod';
import { decimalText, parseDecimal, withoutFloatNoise } from '../../model/decimal.ts';
import { type IssueCode, issue } from '../../model/issue.ts';
import { type Json, jsonPath } from '../../model/json.ts';
import { membersOf } from './breakdown.ts';
import { keepContract } from './document-contract.ts';
import { printedPeriod } from './printed-period.ts';
import type { RecordSink } from './record-sink.ts';
import type { SourceOf } from './source.ts';

const VALUE = 'Значение';
const ESTIMATED = 'Оценочное';
/** Columns beside the dimensions and these two; the note is kept with the row. */
const SERVICE_COLUMNS = ['Примечание', 'Дата_обновления', 'Точность'];

const DOCUMENT = z.object({
  dateLabel: z.string().optional(),
  /** Values are printed as they are; with another scale they would have to be multiplied. */
  valueScale: z.string().regex(/^1(?:\.0+)?$/, 'values are scaled'),
  maxUpdateDate: z.string().nullable().optional(),
  data: z.array(z.array(z.string().nullable()).min(1)).min(1),
});

/** Reads one fact: a value per country and year. */
export function readCisStat(document: Json, source: SourceOf<'cisstat'>, sink: RecordSink): void {
  const [header, ...rows] = keepContract(DOCUMENT, document, sink)?.data ?? [];
  if (header === undefined) return;
  const names = header.map((name) => name?.trim() ?? '');
  if (!isHeader(names, source, sink)) return;
  const at = (name: string) => names.indexOf(name);
  const readRow = (row: (string | null)[], index: number): undefined => {
    const path = jsonPath(['data', index + 1, at(VALUE)]);
    const text = (name: string) => row[at(name)]?.trim() ?? '';
    const value = row[at(VALUE)] ?? null;
    const region = text(source.countryColumn);
    const refuse = (code: IssueCode, message: string) =>
      sink.refuseAt({ path, region, period: text(source.yearColumn), value }, code, message);
    if (row.length !== names.length) {
      return refuse('document-unexpected', `${row.length} cells under ${names.length} columns`);
    }
    const period = printedPeriod(text(source.yearColumn))?.period;
    if (period?.kind !== 'year') return refuse('period-unknown', `“${text(source.yearColumn)}” is no year`);
    const estimated = text(ESTIMATED);
    if (estimated !== 't' && estimated !== 'f') {
      return refuse('status-unknown', `${ESTIMATED} is “${estimated}” and neither t nor f`);
    }
    const members = membersOf(
      Object.entries(source.dimensions).map(([name, declaration]) => [declaration, text(name)]),
      source.breakdown,
    );
    if (members.kind === 'left-out') return sink.leaveOut();
    if (members.kind === 'unknown') return refuse('dimension-unknown', members.message);
    const clean = withoutNoise(value, source.maxDecimals);
    if (clean !== value) {
      const message = `${value} is the sum of binary floats; its tail is removed`;
      sink.note(issue('value-float-noise', message, { cell: { row: index + 2, path } }));
    }
    sink.acceptAt({
      indicatorCode: source.indicator.indicatorCode,
      region: { name: region },
      period,
      dimensions: members.dimensions,
      valueText: clean,
      isEstimated: estimated === 't',
      isPreliminary: false,
      path,
    });
  };
  for (const [index, row] of rows.entries()) readRow(row, index);
}

/** `6846.3250000000001424035600` → `6846.325`; digits that are real ones stay. */
function withoutNoise(text: string | null, maxDecimals: number): string | null {
  const decimal = text === null ? undefined : parseDecimal(text.trim());
  if (decimal === undefined || decimal.printedDecimals <= maxDecimals) return text;
  const clean = withoutFloatNoise(decimal.value, maxDecimals);
  return clean === undefined ? text : decimalText(clean, maxDecimals);
}

function isHeader(names: readonly string[], source: SourceOf<'cisstat'>, sink: RecordSink): boolean {
  const wanted = [
    source.countryColumn,
    source.yearColumn,
    VALUE,
    ESTIMATED,
    ...Object.keys(source.dimensions),
  ];
  const place = { cell: { row: 1, path: '$.data[0]' } };
  const missing = wanted.filter((name) => !names.includes(name));
  const others = names.filter(
    (name, index) => ![...wanted, ...SERVICE_COLUMNS].includes(name) || names.indexOf(name) < index,
  );
  for (const name of missing) sink.note(issue('column-missing', `there is no column “${name}”`, place));
  for (const name of others) sink.note(issue('column-unexpected', `“${name}” is no declared column`, place));
  return missing.length + others.length === 0;
}
