/**
 * Answers of taldau.stat.gov.kz. The tree of an index holds its values under keys `y{MM}{YYYY}`, and the identifier of
 * the period under `{MM}{YYYY}`; keys come in no order, every value is a text, and `leaf` is one too.
 */
import { z } from 'zod';
import { type IssueCode, issue } from '../../model/issue.ts';
import { type Json, jsonPath } from '../../model/json.ts';
import {
  monthPeriod,
  type NationalPeriod,
  quarterPeriod,
  yearPeriod,
  yearToDatePeriod,
} from '../../model/national-period.ts';
import { keepContract } from './document-contract.ts';
import type { RecordSink } from './record-sink.ts';
import type { NationalIndicator, SourceOf } from './source.ts';

const DIGITS = z.string().regex(/^\d+$/);
const FLAG = z.union([z.boolean(), z.enum(['true', 'false'])]);
const VALUE_KEY = /^y(0[1-9]|1[0-2])((?:19|20|21)\d\d)$/;
const DATE_KEY = /^(?:0[1-9]|1[0-2])(?:19|20|21)\d\d$/;

const TREE = z
  .array(
    z
      .object({ id: DIGITS, text: z.string().min(1), leaf: FLAG, expanded: FLAG.optional() })
      .extend({ rownum: DIGITS.nullable().optional(), measureName: z.string().nullable().optional() })
      .catchall(z.string().nullable()),
  )
  .min(1);
const KNOWN_KEYS: ReadonlySet<string> = new Set(['id', 'text', 'leaf', 'expanded', 'rownum', 'measureName']);

/** Reads the rows of a tree: the regions below one parent, or the country. */
export function readTaldauTree(document: Json, source: SourceOf<'taldau-tree'>, sink: RecordSink): void {
  const rows = keepContract(TREE, document, sink);
  if (rows === undefined) return;
  const { indicator } = source;
  rows.forEach((row, rowIndex) => {
    const region = { code: row.id, name: row.text };
    const rowUnit = row.measureName?.trim() ?? '';
    for (const [key, found] of Object.entries(row)) {
      const place = jsonPath([rowIndex, key]);
      const match = VALUE_KEY.exec(key);
      if (match === null) {
        if (KNOWN_KEYS.has(key)) continue;
        if (DATE_KEY.test(key) && Object.hasOwn(row, `y${key}`)) continue;
        const message = DATE_KEY.test(key)
          ? `${key} names a period without a value`
          : `“${key}” is no known key`;
        sink.note(issue('document-unexpected', message, { cell: { row: 1, path: place } }));
        continue;
      }
      const value = typeof found === 'string' ? found : null;
      const refuse = (code: IssueCode, message: string) =>
        sink.refuseAt({ path: place, region: row.text, period: key, value }, code, message);
      if (!Object.hasOwn(row, key.slice(1))) {
        refuse('document-unexpected', `${key} without the identifier of its period`);
        continue;
      }
      if (rowUnit !== '' && !indicator.printedUnits.includes(rowUnit)) {
        refuse('unit-mismatch', `“${rowUnit}”, where ${indicator.unit} is declared`);
        continue;
      }
      const period = periodOf(source.periodId, Number(match[1]), Number(match[2]));
      if (period === undefined) {
        refuse('period-mismatch', `${key} ends within a period of periodId ${source.periodId}`);
        continue;
      }
      sink.acceptAt({
        indicatorCode: indicator.indicatorCode,
        region,
        period,
        dimensions: source.breakdown,
        valueText: value,
        isEstimated: false,
        isPreliminary: false,
        path: place,
      });
    }
  });
}

/** The period that ends with this month. */
function periodOf(
  periodId: SourceOf<'taldau-tree'>['periodId'],
  month: number,
  year: number,
): NationalPeriod | undefined {
  const quarter = month % 3 === 0 ? month / 3 : undefined;
  switch (periodId) {
    case 4:
      return monthPeriod(year, month);
    case 5:
      return quarter === undefined ? undefined : quarterPeriod(year, quarter);
    case 7:
      return month === 12 ? yearPeriod(year) : undefined;
    case 8:
      return yearToDatePeriod(year, month);
    case 9:
      return quarter === undefined ? undefined : yearToDatePeriod(year, month);
  }
}

const PERIOD_LIST = z.array(z.object({ id: DIGITS, name: z.string() }));
const SEGMENT_LIST = z.array(
  z.object({ dicId: z.string(), termIds: z.string(), idx: DIGITS.nullable().optional() }),
);
const ATTRIBUTES = z.object({
  name: z.string(),
  namePath: z.string().nullable().optional(),
  decFormat: z.string().nullable().optional(),
  measureName: z.string(),
});

export interface TaldauSegment {
  readonly dictionaryIds: readonly string[];
  readonly termIds: readonly string[];
  readonly idx: string | null;
}

/** `GetPeriodList`: what an index can be asked for; undefined, with findings, where this is something else. */
export function readTaldauPeriods(document: Json, sink: RecordSink): ReadonlyMap<string, string> | undefined {
  const periods = keepContract(PERIOD_LIST, document, sink);
  return periods && new Map(periods.map(({ id, name }) => [id, name]));
}

/** `GetSegmentList`: the segment of the whole country, the first whose terms hold it. */
export function readTaldauSegment(
  document: Json,
  countryTerm: string,
  sink: RecordSink,
): TaldauSegment | undefined {
  const segments = keepContract(SEGMENT_LIST, document, sink);
  if (segments === undefined) return undefined;
  const found = segments.find(({ termIds }) => split(termIds, ',').includes(countryTerm));
  if (found === undefined) {
    sink.note(issue('total-missing', `no segment holds the country (term ${countryTerm})`));
    return undefined;
  }
  const segment = { dictionaryIds: split(found.dicId, '+'), termIds: split(found.termIds, ',') };
  if (segment.dictionaryIds.length !== segment.termIds.length) {
    // A call with fewer terms than dictionaries is answered with HTTP 500.
    sink.note(issue('document-unexpected', `${found.dicId} and ${found.termIds} are not of one length`));
    return undefined;
  }
  return { ...segment, idx: found.idx ?? null };
}

/** `GetIndexAttributes`: whether the index is measured as declared; its tree mostly leaves the unit out. */
export function checkTaldauUnit(document: Json, indicator: NationalIndicator, sink: RecordSink): boolean {
  const attributes = keepContract(ATTRIBUTES, document, sink);
  if (attributes === undefined) return false;
  const unit = attributes.measureName.trim();
  if (indicator.printedUnits.includes(unit)) return true;
  const place = { cell: { row: 1, path: '$.measureName' } };
  sink.note(issue('unit-mismatch', `“${unit}”, where ${indicator.unit} is declared`, place));
  return false;
}

function split(text: string, sign: string): string[] {
  return text.split(sign).map((part) => part.trim());
}
