/**
 * Numbers of hand-made tables as exact decimal text. A cell that is stored as a number is read as stored; a text is
 * read by the declared signs, and one that could mean two numbers is refused.
 */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import { MAX_VALUE_DIGITS } from '../observation-contract.ts';
import { cleanText } from './clean-text.ts';

export const DECIMAL_SIGNS = ['point', 'comma', 'either'] as const;
export const THOUSANDS_SIGNS = ['none', 'comma', 'point', 'apostrophe'] as const;

export interface NumberRules {
  /** `either` takes both, and refuses what could also be a thousands separator. */
  readonly decimal: (typeof DECIMAL_SIGNS)[number];
  /** A space is always one: statistics offices print `121 560 095,7`. */
  readonly thousands: (typeof THOUSANDS_SIGNS)[number];
}

export type ReadNumber =
  | { readonly kind: 'number'; readonly value: string; readonly decimals: number }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'none' };

const NONE: ReadNumber = { kind: 'none' };
const GROUPS = Object.fromEntries(
  Object.entries({ space: ' ', comma: ',', point: '\\.', apostrophe: "['’]" }).map(([name, sign]) => [
    name,
    new RegExp(`^([+-]?\\d{1,3})((?:${sign}\\d{3})+)(?=$|[.,])`, 'u'),
  ]),
) as Readonly<Record<'space' | Exclude<NumberRules['thousands'], 'none'>, RegExp>>;

/** A number as a workbook stores it: `1234.5`, `8e-05`. */
export function readStoredNumber(text: string): ReadNumber {
  if (text.length > MAX_VALUE_DIGITS + 10) return { kind: 'too-long' };
  const decimal = parseDecimal(text);
  if (decimal === undefined) return NONE;
  const { num, den } = decimal.value;
  if (num.toString().length > MAX_VALUE_DIGITS || den.toString().length > MAX_VALUE_DIGITS)
    return { kind: 'too-long' };
  return {
    kind: 'number',
    value: decimalText(decimal.value, decimal.printedDecimals),
    decimals: decimal.printedDecimals,
  };
}

/** A number that is printed as text. */
export function readPrintedNumber(printed: string, { decimal, thousands }: NumberRules): ReadNumber {
  let text = cleanText(printed).replace(/^[−–](?=\d)/u, '-');
  if (text.length > MAX_VALUE_DIGITS + 30) return { kind: 'too-long' };
  text = joinGroups(text, GROUPS.space);
  if (thousands !== 'none') text = joinGroups(text, GROUPS[thousands]);
  const plain = /^([+-]?\d+)(?:([.,])(\d+))?$/u.exec(text);
  if (!plain) return /^[+-]?\d+(?:\.\d+)?e[+-]?\d{1,3}$/iu.test(text) ? readStoredNumber(text) : NONE;
  const [, whole = '', sign, fraction] = plain;
  if (sign === undefined) return readStoredNumber(whole);
  const isComma = sign === ',';
  if (decimal === 'either') {
    if (/^[+-]?[1-9]\d{0,2}$/u.test(whole) && fraction?.length === 3) return { kind: 'ambiguous' };
  } else if (isComma !== (decimal === 'comma')) return NONE;
  return readStoredNumber(`${whole}.${fraction}`);
}

/** `1 234 567` → `1234567`, where every group has three digits; otherwise the text as it is. */
function joinGroups(text: string, groups: RegExp): string {
  return text.replace(groups, (_, first: string, rest: string) => first + rest.replace(/\D/gu, ''));
}
