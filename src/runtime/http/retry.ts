/** When a request is repeated, and after how long. Imports nothing but its neighbours. */
import type { HttpLimits } from './http-limits.ts';

/** Answers that say “later”: too early, too many requests, a server or a proxy in trouble. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}

/**
 * Exponential back-off with full jitter: anything from nothing to the bound, so that clients that failed together do
 * not come back together. `failures` counts from 1; `random` is in [0, 1).
 */
export function backoffMs(
  failures: number,
  limits: Pick<HttpLimits, 'backoffMs' | 'maxBackoffMs'>,
  random: () => number,
): number {
  const bound = Math.min(limits.maxBackoffMs, limits.backoffMs * 2 ** Math.min(failures - 1, 30));
  return Math.floor(random() * bound);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/** `Retry-After` in milliseconds from now: seconds, or a date (RFC 9110 §10.2.3). Undefined when it is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = httpDate(text);
  return date === undefined ? undefined : Math.max(0, date - now.getTime());
}

/** Not `Date.parse`, which takes almost anything for a date, and in the time zone of the machine. */
function httpDate(text: string): number | undefined {
  const [, day, monthName = '', year, hour, minute, second] = HTTP_DATE.exec(text) ?? [];
  const month = MONTHS.indexOf(monthName);
  if (month < 0) return undefined;
  const [d, y, h, m, s] = [day, year, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(y, month, d, h, m, s);
}
