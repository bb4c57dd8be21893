/**
 * Periods of national statistics. What a figure covers is part of what it is: January to June and June, the first
 * quarter and the year to date, are different facts even where a table prints them side by side.
 */

export const PERIOD_KINDS = [
  'year',
  'half_year',
  'quarter',
  'month',
  /** From 1 January to the end of a month: `январь-июнь`, `9 месяцев`. */
  'year_to_date',
  /** The state on one day. */
  'day',
  /** Any other span of days. */
  'interval',
] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface NationalPeriod {
  readonly kind: PeriodKind;
  /** ISO dates, both of them part of the period. */
  readonly firstDay: string;
  readonly lastDay: string;
}

const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

export function yearPeriod(year: number): NationalPeriod | undefined {
  return months('year', year, 1, 12);
}

/** `half` is 1 or 2. */
export function halfYearPeriod(year: number, half: number): NationalPeriod | undefined {
  return half === 1 || half === 2 ? months('half_year', year, half * 6 - 5, half * 6) : undefined;
}

export function quarterPeriod(year: number, quarter: number): NationalPeriod | undefined {
  return [1, 2, 3, 4].includes(quarter) ? months('quarter', year, quarter * 3 - 2, quarter * 3) : undefined;
}

export function monthPeriod(year: number, month: number): NationalPeriod | undefined {
  return months('month', year, month, month);
}

/** January to the end of this month; December makes it neither a year nor a month. */
export function yearToDatePeriod(year: number, month: number): NationalPeriod | undefined {
  return months('year_to_date', year, 1, month);
}

export function dayPeriod(day: string): NationalPeriod | undefined {
  return isDay(day) ? { kind: 'day', firstDay: day, lastDay: day } : undefined;
}

export function intervalPeriod(firstDay: string, lastDay: string): NationalPeriod | undefined {
  return isDay(firstDay) && isDay(lastDay) && firstDay <= lastDay
    ? { kind: 'interval', firstDay, lastDay }
    : undefined;
}

/** `2018`, `2018-Q2`, `2018-07`, `2018-07-31`, `2018-01/2018-06` (to date), `2020-03-21/2020-05-10`: a period as text. */
export function periodText({ kind, firstDay, lastDay }: NationalPeriod): string {
  const year = firstDay.slice(0, 4);
  const month = Number(lastDay.slice(5, 7));
  switch (kind) {
    case 'year':
      return year;
    case 'half_year':
      return `${year}-H${month / 6}`;
    case 'quarter':
      return `${year}-Q${month / 3}`;
    case 'month':
      return firstDay.slice(0, 7);
    case 'year_to_date':
      return `${firstDay.slice(0, 7)}/${lastDay.slice(0, 7)}`;
    case 'day':
      return firstDay;
    case 'interval':
      return `${firstDay}/${lastDay}`;
  }
}

/** The inverse of `periodText`. */
export function parsePeriodText(text: string): NationalPeriod | undefined {
  const match =
    /^(?<year>\d{4})(?:-(?:H(?<half>[12])|Q(?<quarter>[1-4])|(?<month>\d\d)(?:-(?<day>\d\d))?))?(?:\/(?<to>[\d-]+))?$/.exec(
      text,
    )?.groups;
  if (match === undefined) return undefined;
  const { half, quarter, month, day, to } = match;
  const year = Number(match.year);
  if (to !== undefined) {
    if (day !== undefined) return intervalPeriod(text.slice(0, 10), to);
    const end = /^(\d{4})-(\d\d)$/.exec(to);
    return month === '01' && end !== null && Number(end[1]) === year
      ? yearToDatePeriod(year, Number(end[2]))
      : undefined;
  }
  if (half !== undefined) return halfYearPeriod(year, Number(half));
  if (quarter !== undefined) return quarterPeriod(year, Number(quarter));
  if (day !== undefined) return dayPeriod(text);
  return month === undefined ? yearPeriod(year) : monthPeriod(year, Number(month));
}

/** Whether this is a day of the calendar, as ISO text. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isYear(year) && month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month);
}

function months(kind: PeriodKind, year: number, first: number, last: number): NationalPeriod | undefined {
  if (!isYear(year) || !Number.isInteger(last) || first < 1 || last > 12 || last < first) return undefined;
  return {
    kind,
    firstDay: `${year}-${two(first)}-01`,
    lastDay: `${year}-${two(last)}-${lastDayOf(year, last)}`,
  };
}

function isYear(year: number): boolean {
  return Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR;
}

function lastDayOf(year: number, month: number): number {
  // Day 0 of the next month, in UTC so that no time zone has a say.
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
