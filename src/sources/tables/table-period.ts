/**
 * Periods as statistics offices print them, in Russian, Kazakh and English. Every pattern is anchored: `1 квартал
 * 2025 года` contains `2025 год` and is no year. What runs from January on is a kind of its own and never mixed with
 * whole years.
 */
import { agreedMeaning } from '../../model/bilingual.ts';
import { cleanText } from './clean-text.ts';
import { splitMarks } from './note-marks.ts';

export const PERIOD_KINDS = [
  'year',
  'half-year',
  'quarter',
  'month',
  'year-to-date',
  'year-range',
  'date',
  'special',
] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface TablePeriod {
  readonly kind: PeriodKind;
  /** `2024`, `2024-H2`, `2024-Q1`, `2024-07`, `2024-YTD09`, `2005/2013`, `2024-12-31`, or a declared word. */
  readonly code: string;
}

export interface ReadPeriod {
  readonly period: TablePeriod;
  readonly marks: readonly string[];
}

export interface PeriodRules {
  /** Texts that mean something else than they look like: `9999` → `most-recent`. */
  readonly special?: ReadonlyMap<string, string>;
  /** Whether `1 квартал` stands for three months, or for the year up to them; in a year-to-date table it is both. */
  readonly quarters?: 'quarter' | 'year-to-date';
}

const MONTHS: readonly RegExp[] = [
  /^(?:январ[ьея]|қаңтар\p{L}*|jan(?:uary)?)$/iu,
  /^(?:феврал[ьея]|ақпан\p{L}*|feb(?:ruary)?)$/iu,
  /^(?:март[еа]?|наурыз\p{L}*|mar(?:ch)?)$/iu,
  /^(?:апрел[ьея]|сәуір\p{L}*|apr(?:il)?)$/iu,
  /^(?:ма[йея]|мамыр\p{L}*|may)$/iu,
  /^(?:июн[ьея]|маусым\p{L}*|june?)$/iu,
  /^(?:июл[ьея]|шілде\p{L}*|july?)$/iu,
  /^(?:август[еа]?|тамыз\p{L}*|aug(?:ust)?)$/iu,
  /^(?:сентябр[ьея]|қыркүйек\p{L}*|sep(?:t(?:ember)?)?)$/iu,
  /^(?:октябр[ьея]|қазан\p{L}*|oct(?:ober)?)$/iu,
  /^(?:ноябр[ьея]|қараша\p{L}*|nov(?:ember)?)$/iu,
  /^(?:декабр[ьея]|желтоқсан\p{L}*|dec(?:ember)?)$/iu,
];
const ROMAN = ['i', 'ii', 'iii', 'iv'];

const Y = String.raw`((?:1[89]|2[01])\d\d)`;
/** `2024`, `2024.0`, `2024 год`, `2024г.`, `2024 жыл`, `2024 жылғы`. */
const YEAR_WORD = String.raw`${Y}(?:[.,]0+)?(?:\s*-?\s*(?:г(?:од(?:[ауеы]|ов)?)?|гг|ж(?:ыл\p{L}*)?)\.?)?`;
const N = '([1-4]|i{1,3}|iv)';
const QUARTER_WORD = String.raw`(?:-?\s*(?:й|ый|ой|ші|шы))?\s*(?:кв(?:артал\p{L}*)?\.?|тоқсан\p{L}*)`;
const HALF_WORD = String.raw`(?:-?\s*(?:е|ое|ші|шы))?\s*(?:полугоди\p{L}+|жартыжылды\p{L}+|жарты\s+жылды\p{L}+)`;
const M = String.raw`(\p{L}+)\.?`;
const DASH = String.raw`\s*[-–—]\s*`;

type Build = (groups: readonly string[], rules: PeriodRules) => TablePeriod | undefined;
const rule = (source: string, build: Build) => ({ pattern: new RegExp(`^${source}$`, 'iu'), build });

const RULES: readonly { readonly pattern: RegExp; readonly build: Build }[] = [
  rule(YEAR_WORD, ([year]) => ({ kind: 'year', code: year ?? '' })),
  rule(`${Y}-?Q([1-4])`, ([year, quarter]) => ({ kind: 'quarter', code: `${year}-Q${quarter}` })),
  rule(`Q([1-4])[ -]?${Y}`, ([quarter, year]) => ({ kind: 'quarter', code: `${year}-Q${quarter}` })),
  // `2024-М01` is seen with a Cyrillic letter.
  rule(`${Y}-?[MМ](0[1-9]|1[0-2])`, ([year, month]) => monthOf(year, Number(month))),
  rule(`${Y}-?(0[1-9]|1[0-2])`, ([year, month]) => monthOf(year, Number(month))),
  rule(`${N}${QUARTER_WORD}\\s*${YEAR_WORD}`, ([quarter, year], rules) => quarterOf(year, quarter, rules)),
  rule(`${YEAR_WORD}\\s*${N}${QUARTER_WORD}`, ([year, quarter], rules) => quarterOf(year, quarter, rules)),
  rule(`([12]|i{1,2})${HALF_WORD}\\s*${YEAR_WORD}`, ([half, year]) => halfOf(year, half)),
  rule(`${YEAR_WORD}\\s*([12]|i{1,2})${HALF_WORD}`, ([year, half]) => halfOf(year, half)),
  rule(String.raw`(\d{1,2})\s*(?:месяц\p{L}*|мес\.?|ай\p{L}*)\s*${YEAR_WORD}`, ([months, year]) =>
    yearToDate(year, Number(months)),
  ),
  rule(String.raw`${YEAR_WORD}\s*(\d{1,2})\s*(?:месяц\p{L}*|мес\.?|ай\p{L}*)`, ([year, months]) =>
    yearToDate(year, Number(months)),
  ),
  rule(`${M}${DASH}${M}\\s*${YEAR_WORD}`, ([from, to, year]) => spanOf(year, from, to)),
  rule(`${YEAR_WORD}\\s*${M}${DASH}${M}`, ([year, from, to]) => spanOf(year, from, to)),
  rule(`${M}\\s*,?\\s*${YEAR_WORD}`, ([month, year]) => monthOf(year, monthNumber(month))),
  rule(`${YEAR_WORD}\\s*,?\\s*${M}`, ([year, month]) => monthOf(year, monthNumber(month))),
  rule(`${Y}${DASH}${YEAR_WORD}`, ([from, to]) =>
    Number(from) < Number(to) ? { kind: 'year-range', code: `${from}/${to}` } : undefined,
  ),
  rule(`${Y}-(\\d\\d)-(\\d\\d)`, ([year, month, day]) => dateOf(year, month, day)),
  rule(String.raw`(?:на\s+)?(\d\d)\.(\d\d)\.${Y}(?:\s*г\.?)?`, ([day, month, year]) =>
    dateOf(year, month, day),
  ),
  rule(String.raw`на\s+(\d{1,2})\s+(\p{L}+)\s+${YEAR_WORD}`, ([day, month, year]) =>
    dateOf(year, two(monthNumber(month) ?? 0), two(Number(day))),
  ),
];

/** The period that a whole text names, marks taken off; undefined where it names none. */
export function parseTablePeriod(printed: string, rules: PeriodRules = {}): ReadPeriod | undefined {
  const { text, marks } = splitMarks(printed);
  const special = rules.special?.get(text);
  if (special !== undefined) return { period: { kind: 'special', code: special }, marks };
  if (text.length > 60 || !/\d/u.test(text)) return undefined;
  for (const { pattern, build } of RULES) {
    const groups = pattern.exec(text);
    const period = groups === null ? undefined : build(groups.slice(1), rules);
    if (period !== undefined) return { period, marks };
  }
  return ofSeveralLanguages(text, marks, rules);
}

/** `2023 жыл1) / 2023 год1)` */
function ofSeveralLanguages(
  text: string,
  marks: readonly string[],
  rules: PeriodRules,
): ReadPeriod | undefined {
  const read = agreedMeaning(
    text,
    (part) => parseTablePeriod(part, rules),
    ({ period }) => `${period.kind} ${period.code}`,
  );
  return read && { period: read.period, marks: [...new Set([...read.marks, ...marks])] };
}

const MONTH = `(?:${MONTHS.map(({ source }) => source.slice(1, -1)).join('|')})`;
const IN_TEXT = new RegExp(
  [
    String.raw`(?<!\p{L})${MONTH}${DASH}${MONTH}\s+${YEAR_WORD}`,
    String.raw`(?<![\p{L}\d])${N}${QUARTER_WORD}\s*${YEAR_WORD}`,
    String.raw`(?<![\p{L}\d])[12]${HALF_WORD}\s*${YEAR_WORD}`,
    String.raw`(?<!\d)\d{1,2}\s*(?:месяц\p{L}*|мес\.?)\s*${YEAR_WORD}`,
    String.raw`${YEAR_WORD}\s*${MONTH}${DASH}${MONTH}`,
    String.raw`(?<!\p{L})${MONTH}\s+${YEAR_WORD}`,
    String.raw`(?<!\d)${Y}\s*[-–—]\s*${YEAR_WORD}(?!\d)`,
    String.raw`(?<!\d)${YEAR_WORD}(?![\d.])`,
  ].join('|'),
  'giu',
);

/** The periods that stand within a longer text: `Связь в январе-июне 2026 года*`. */
export function findPeriods(printed: string, rules: PeriodRules = {}): ReadPeriod[] {
  const text = cleanText(printed);
  const whole = parseTablePeriod(text, rules);
  if (whole !== undefined) return [whole];
  const found: ReadPeriod[] = [];
  for (const match of text.matchAll(IN_TEXT)) {
    const stars = /^\s*(?:\*+|\d\))*/u.exec(text.slice(match.index + match[0].length))?.[0] ?? '';
    const read = parseTablePeriod(match[0] + stars, rules);
    if (read !== undefined) found.push(read);
  }
  return found;
}

function quarterOf(
  year: string | undefined,
  printed: string | undefined,
  { quarters = 'quarter' }: PeriodRules,
): TablePeriod {
  const quarter = ordinal(printed);
  return quarters === 'quarter'
    ? { kind: 'quarter', code: `${year}-Q${quarter}` }
    : { kind: 'year-to-date', code: `${year}-YTD${two(quarter * 3)}` };
}

function halfOf(year: string | undefined, printed: string | undefined): TablePeriod {
  return ordinal(printed) === 1
    ? { kind: 'year-to-date', code: `${year}-YTD06` }
    : { kind: 'half-year', code: `${year}-H2` };
}

/** Twelve months from January on are the year. */
function yearToDate(year: string | undefined, months: number): TablePeriod | undefined {
  if (months < 1 || months > 12) return undefined;
  return months === 12
    ? { kind: 'year', code: year ?? '' }
    : { kind: 'year-to-date', code: `${year}-YTD${two(months)}` };
}

function spanOf(
  year: string | undefined,
  from: string | undefined,
  to: string | undefined,
): TablePeriod | undefined {
  const last = monthNumber(to);
  return monthNumber(from) === 1 && last !== undefined ? yearToDate(year, last) : undefined;
}

function monthOf(year: string | undefined, month: number | undefined): TablePeriod | undefined {
  return month === undefined ? undefined : { kind: 'month', code: `${year}-${two(month)}` };
}

function dateOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): TablePeriod | undefined {
  const code = `${year}-${month}-${day}`;
  const time = Date.parse(`${code}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== code
    ? undefined
    : { kind: 'date', code };
}

function monthNumber(word: string | undefined): number | undefined {
  const index = MONTHS.findIndex((month) => month.test(word ?? ''));
  return index < 0 ? undefined : index + 1;
}

function ordinal(printed: string | undefined): number {
  const roman = ROMAN.indexOf((printed ?? '').toLowerCase());
  return roman >= 0 ? roman + 1 : Number(printed);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
