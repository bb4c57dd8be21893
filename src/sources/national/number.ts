/** Numbers as the offices print them: thousands apart by spaces, a decimal point or, where it is declared, a comma. */
import { parseDecimal } from '../../model/decimal.ts';
import type { IssueCode } from '../../model/issue.ts';
import { MAX_VALUE_DIGITS } from '../observation-contract.ts';

export type PrintedNumber =
  | { readonly text: string }
  | { readonly code: IssueCode; readonly message: string };

const GROUPED = /^[+-]?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?=[.,]|$)/u;

/** The number as plain decimal text, or what is wrong with it. */
export function printedNumber(printed: string, decimalMark: 'point' | 'comma'): PrintedNumber {
  if (printed.length > MAX_VALUE_DIGITS + 20) {
    return { code: 'value-out-of-range', message: `a value of ${printed.length} characters` };
  }
  const grouped = GROUPED.exec(printed)?.[0] ?? '';
  const joined = grouped.replace(/[^\d+-]/g, '') + printed.slice(grouped.length);
  const text = decimalMark === 'comma' ? joined.replace(/^([+-]?\d+),(\d+)$/, '$1.$2') : joined;
  const decimal = parseDecimal(text);
  if (decimal === undefined) {
    const why = /^[+-]?\d+,\d+$/.test(text) ? 'has a decimal comma' : 'is no number and no declared marker';
    return { code: 'value-not-a-number', message: `“${printed}” ${why}` };
  }
  const { num, den } = decimal.value;
  if (num.toString().length > MAX_VALUE_DIGITS || den.toString().length > MAX_VALUE_DIGITS) {
    return { code: 'value-out-of-range', message: `${printed} has more than ${MAX_VALUE_DIGITS} digits` };
  }
  return { text };
}
