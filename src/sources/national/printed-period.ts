/**
 * Periods as the offices print them in Russian, Kazakh and in codes. Every pattern is anchored: «1 квартал 2025 года»
 * contains «2025 год» and is no year.
 */
import {
  halfYearPeriod,
  monthPeriod,
  type NationalPeriod,
  quarterPeriod,
  yearPeriod,
  yearToDatePeriod,
} from '../../model/national-period.ts';

/** Stems, so that «январь», «января» and «янв.» are one month. */
const MONTH_STEMS: readonly (readonly string[])[] = [
  ['январ', 'қаңтар'],
  ['феврал', 'ақпан'],
  ['март', 'наурыз'],
  ['апрел', 'сәуір'],
  ['май', 'мая', 'мамыр'],
  ['июн', 'маусым'],
  ['июл', 'шілде'],
  ['август', 'тамыз'],
  ['сентябр', 'қыркүйек'],
  ['октябр', 'қазан'],
  ['ноябр', 'қараша'],
  ['декабр', 'желтоқсан'],
];
const ROMAN = ['i', 'ii', 'iii', 'iv'];
const YEAR = String.raw`(?<year>(?:18|19|20|21)\d\d)`;
const YEAR_WORD = String.raw`(?:\s*(?:г\.?|гг\.?|год|года|жыл|жылы|жылғы|ж\.?))?`;
const WORD = String.raw`\p{L}+`;

const PATTERNS: readonly (readonly [
  pattern: RegExp,
  period: (parts: Parts) => NationalPeriod | undefined,
])[] = [
  [pattern(`${YEAR}${YEAR_WORD}`), ({ year }) => yearPeriod(year)],
  [pattern(`${YEAR}-?q(?<quarter>[1-4])`), ({ year, quarter }) => quarterPeriod(year, Number(quarter))],
  [pattern(`${YEAR}-m?(?<month>\\d\\d)`), ({ year, month }) => monthPeriod(year, Number(month))],
  [
    pattern(
      `(?<quarter>[1-4]|i{1,3}|iv)\\s*(?:-?й\\s*)?(?:квартал|кв\\.?|тоқсан)\\s*,?\\s*${YEAR}${YEAR_WORD}`,
    ),
    quarterOf,
  ],
  [pattern(`${YEAR}${YEAR_WORD}\\s*(?<quarter>[1-4]|i{1,3}|iv)\\s*-?\\s*(?:тоқсан|квартал)`), quarterOf],
  [
    pattern(`(?<half>[12]|i{1,2})\\s*(?:-?е\\s*)?(?:полугодие|жартыжылдық)\\s*,?\\s*${YEAR}${YEAR_WORD}`),
    ({ year, half }) => halfYearPeriod(year, arabic(half)),
  ],
  [
    pattern(`(?<count>\\d{1,2})\\s*месяц(?:а|ев)?\\s*,?\\s*${YEAR}${YEAR_WORD}`),
    ({ year, count }) => yearToDatePeriod(year, Number(count)),
  ],
  [
    pattern(`(?<first>${WORD})\\s*-\\s*(?<last>${WORD})\\s*,?\\s*${YEAR}${YEAR_WORD}`),
    ({ year, first, last }) =>
      monthOf(first) === 1 ? yearToDatePeriod(year, monthOf(last) ?? 0) : undefined,
  ],
  [
    pattern(`${YEAR}${YEAR_WORD}\\s*(?<first>${WORD})\\s*-\\s*(?<last>${WORD})`),
    ({ year, first, last }) =>
      monthOf(first) === 1 ? yearToDatePeriod(year, monthOf(last) ?? 0) : undefined,
  ],
  [
    pattern(`(?<month>${WORD})\\s*,?\\s*${YEAR}${YEAR_WORD}`),
    ({ year, month }) => monthPeriod(year, monthOf(month) ?? 0),
  ],
  [
    pattern(`${YEAR}${YEAR_WORD}\\s*(?<month>${WORD})`),
    ({ year, month }) => monthPeriod(year, monthOf(month) ?? 0),
  ],
];

interface Parts {
  readonly year: number;
  readonly [name: string]: string | number | undefined;
}

export interface PrintedPeriod {
  readonly period: NationalPeriod;
  /** Marked with an asterisk: the offices' sign of preliminary figures. */
  readonly hasAsterisk: boolean;
}

/** `Ноябрь 2019 г.`, `2004 год`, `1 квартал 2024г.`, `январь-июнь 2026 года*`, `2024-M02`; notes are passed over. */
export function printedPeriod(printed: string): PrintedPeriod | undefined {
  const text = printed
    .normalize('NFC')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim()
    .toLowerCase();
  const notes = /(?:\s*(?:\d\)|\*+))*$/u.exec(text)?.[0] ?? '';
  const bare = text.slice(0, text.length - notes.length);
  for (const [regExp, periodOf] of PATTERNS) {
    const groups = regExp.exec(bare)?.groups;
    if (groups === undefined) continue;
    const period = periodOf({ ...groups, year: Number(groups.year) });
    if (period !== undefined) return { period, hasAsterisk: notes.includes('*') };
  }
  return undefined;
}

/** The same span counted from January, where the source counts so; a year stays a year. */
export function cumulated(period: NationalPeriod): NationalPeriod | undefined {
  const year = Number(period.firstDay.slice(0, 4));
  switch (period.kind) {
    case 'month':
    case 'quarter':
    case 'half_year':
      return yearToDatePeriod(year, Number(period.lastDay.slice(5, 7)));
    default:
      return period;
  }
}

function quarterOf({ year, quarter }: Parts): NationalPeriod | undefined {
  return quarterPeriod(year, arabic(quarter));
}

function arabic(text: string | number | undefined): number {
  const roman = ROMAN.indexOf(String(text));
  return roman < 0 ? Number(text) : roman + 1;
}

function monthOf(word: string | number | undefined): number | undefined {
  const text = String(word);
  const index = MONTH_STEMS.findIndex((stems) => stems.some((stem) => text.startsWith(stem)));
  // «маусым» and «мамыр» must be whole stems; «мар» alone is none.
  return index < 0 || text.length > 12 ? undefined : index + 1;
}

function pattern(text: string): RegExp {
  return new RegExp(`^${text}$`, 'u');
}
