/**
 * What must not be printed. Owns the rules by which secrets are taken out of URLs, texts and log fields.
 * Imports nothing.
 */

export const REDACTED = '***';

const SECRET_NAME = /pass(word|wd|phrase)?$|secret|token|api[-_]?key|^authorization$/i;
const URL_WITH_USERINFO = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*):[^\s/?#]*@/gi;
const SECRET_PARAMETER =
  /([?&\s;](?:[\w-]*(?:password|passwd|secret|token|api[-_]?key))\s*=\s*)('[^']*'|[^\s&;#'"]+)/gi;
const MAX_DEPTH = 6;

/** The URL without its password and secret parameters: fit for messages, never for connecting. */
export function redactUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    // Something unreadable may be nothing but a password; none of it is shown.
    return '(unreadable URL)';
  }
  if (parsed.password !== '') parsed.password = REDACTED;
  for (const name of [...parsed.searchParams.keys()]) {
    if (SECRET_NAME.test(name)) parsed.searchParams.set(name, REDACTED);
  }
  return parsed.href;
}

/** Any text without the passwords of the URLs and `password=…` pairs in it. */
export function redactText(text: string): string {
  return text.replace(URL_WITH_USERINFO, `$1:${REDACTED}@`).replace(SECRET_PARAMETER, `$1${REDACTED}`);
}

/** A copy of log fields in which secrets are masked, errors are plain objects and everything is JSON. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactEntries(fields, 0);
}

function redactEntries(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) && value != null ? REDACTED : redactValue(value, depth + 1),
    ]),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redactUrl(value.href);
  if (depth > MAX_DEPTH) return '(deeper)';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Map) return redactEntries(Object.fromEntries(value), depth);
  if (Array.isArray(value) || value instanceof Set)
    return [...value].map((item) => redactValue(item, depth + 1));
  return redactEntries(value, depth);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...redactEntries(error, depth),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}
