/**
 * Printed totals against their parts. Rounding of every part may add up; where a part is suppressed, missing or
 * blank nothing is checked, and nothing is ever computed backwards from a total.
 */
import { parseDecimal } from '../../model/decimal.ts';
import {
  abs,
  add,
  compare,
  multiply,
  powerOfTen,
  type Rational,
  rational,
  subtract,
  toFixed,
} from '../../model/rational.ts';
import { patternOf, type TableDeclaration } from './table-declaration.ts';
import type { Complain } from './table-findings.ts';
import type { TableRecord } from './table-record.ts';

export interface TotalCount {
  readonly checked: number;
  /** Not checked, because a part has no value that may be added. */
  readonly open: number;
}

const ZERO = rational(0);

export function checkTotals(
  records: readonly TableRecord[],
  { totals }: TableDeclaration,
  complain: Complain,
): TotalCount {
  let checked = 0;
  let open = 0;
  for (const rule of totals) {
    const total = patternOf(rule.total);
    const parts = rule.parts === undefined ? undefined : patternOf(rule.parts);
    const header = rule.header === undefined ? undefined : patternOf(rule.header);
    for (const group of groupsOf(records, rule.exceptUnits, header)) {
      const labelOf = (record: TableRecord) => record.row.at(-1)?.text ?? '';
      const whole = group.find((record) => total.test(labelOf(record)));
      if (whole === undefined || whole.value === null) continue;
      const others = group.filter(
        (record) => record !== whole && (parts === undefined || parts.test(labelOf(record))),
      );
      if (others.length === 0) continue;
      if (others.some(({ status }) => status !== 'observed' && status !== 'nil')) {
        open += 1;
        continue;
      }
      checked += 1;
      compareSum(whole, others, complain);
    }
  }
  return { checked, open };
}

/** Cells that differ in their last label only. */
function groupsOf(
  records: readonly TableRecord[],
  exceptUnits: readonly string[],
  header: RegExp | undefined,
): Iterable<TableRecord[]> {
  const groups = new Map<string, TableRecord[]>();
  for (const record of records) {
    if (exceptUnits.includes(record.unit)) continue;
    if (header !== undefined && !header.test(record.header.join(' > '))) continue;
    const outer = record.row.slice(0, -1).map(({ text }) => text);
    const key = JSON.stringify([record.cell.sheet, outer, record.header, record.period.code, record.unit]);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups.values();
}

function compareSum(whole: TableRecord, parts: readonly TableRecord[], complain: Complain): void {
  const values = parts.map(({ value }) => (value === null ? undefined : parseDecimal(value)));
  const total = parseDecimal(whole.value ?? '');
  if (total === undefined) return;
  const sum = values.reduce<Rational>((left, next) => (next ? add(left, next.value) : left), ZERO);
  const decimals = Math.max(total.printedDecimals, ...values.map((one) => one?.printedDecimals ?? 0));
  // Half a unit of the last place for the total and for every part.
  const halfUnit = rational(1, 2n * powerOfTen(decimals));
  const bound = decimals === 0 ? ZERO : multiply(halfUnit, rational(values.filter(Boolean).length + 1));
  const difference = subtract(sum, total.value);
  if (compare(abs(difference), bound) <= 0) return;
  const label = whole.row.at(-1)?.text ?? '';
  const message = `“${label}” is ${whole.value}; its ${parts.length} parts add up to ${toFixed(sum, decimals)}`;
  complain('total-mismatch', message, whole.cell);
}
