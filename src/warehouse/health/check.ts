/** What a check of `egdi doctor` says. Owned by warehouse/; pure. */

export interface Check {
  readonly name: string;
  /** Decides the exit code of a failure: 2, 7 or 3. */
  readonly area: 'installation' | 'database' | 'data';
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about it; null when it is ok. */
  readonly fix: string | null;
}

export function passed(area: Check['area'], name: string, message: string): Check {
  return { name, area, status: 'ok', message, fix: null };
}

export function warned(area: Check['area'], name: string, message: string, fix: string): Check {
  return { name, area, status: 'warn', message, fix };
}

export function failed(area: Check['area'], name: string, message: string, fix: string): Check {
  return { name, area, status: 'fail', message, fix };
}

const SHOWN = 4;

/** The first few of a list; the number of the others. */
export function firstOf(items: readonly string[], separator = '; '): string {
  const more = items.length - SHOWN;
  return [...items.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}
