/**
 * What must not be printed. Owns the rules by which secrets are taken out of URLs, texts and log fields.
 * Imports nothing.
 */

export const REDACTED = '***';

const SECRET_NAME = /pass(word|wd|phrase)?$|secret|token|api[-_]?key|^authorization$/i;
// In an address more names mean a secret: signed links, and the plain `key` of many services.
const SECRET_PARAMETER_NAME =
  /pass(word|wd|phrase)?$|secret|token|api[-_]?key|^authorization$|^key$|[-_]key$|^sig$|signature$|credential$/i;
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
    if (SECRET_PARAMETER_NAME.test(name)) parsed.searchParams.set(name, REDACTED);
  }
  return parsed.href;
}

/** Any text without the passwords of the URLs and `password=…` pairs in it. */
export function redactText(text: string): string {
  return text.replace(URL_WITH_USERINFO, `$1:${REDACTED}@`).replace(SECRET_PARAMETER, `$1${REDACTED}`);
}

/** A copy of log fields in which secrets are masked, errors are plain objects and everything is JSON. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactEntries(fields, 0, redactText);
}

/** Masks by shape, as above, and beyond that the secrets of this process wherever they stand. */
export interface Redactor {
  text(text: string): string;
  fields(fields: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** A copy of plain JSON with every text in it masked, however deep; names and shape stay. */
  json<T>(value: T): T;
}

// A shorter secret is also a syllable of harmless words; masking it everywhere would only show where it occurs.
const MIN_SECRET_LENGTH = 6;

/** A redactor that knows the secrets themselves, for texts that others wrote: errors of a driver, of a server. */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  // The longest first: a secret may contain another one.
  known.sort((a, b) => b.length - a.length);
  const text = (given: string): string =>
    known.reduce((shown, secret) => shown.replaceAll(secret, REDACTED), redactText(given));
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, json(item)]));
  };
  return {
    text,
    fields: (fields) => redactEntries(fields, 0, text),
    json: <T>(value: T) => json(value) as T,
  };
}

/**
 * What of an address must not be shown: its password and secret parameters, as written and decoded. One that also
 * names the account, the host or the database is no secret worth the name, and would mask half of every message.
 */
export function secretsInUrl(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { password, username, hostname, pathname, protocol, searchParams } = new URL(url);
  const parameters = [...searchParams].filter(([name]) => SECRET_NAME.test(name)).map(([, value]) => value);
  const open = new Set([username, hostname, pathname.slice(1), protocol.slice(0, -1), '']);
  const found = [password, decoded(password), ...parameters, ...parameters.map(encodeURIComponent)];
  return found.filter((part) => !open.has(part));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Hide = (text: string) => string;

function redactEntries(fields: object, depth: number, hide: Hide): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) && value != null ? REDACTED : redactValue(value, depth + 1, hide),
    ]),
  );
}

function redactValue(value: unknown, depth: number, hide: Hide): unknown {
  if (typeof value === 'string') return hide(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return hide(redactUrl(value.href));
  if (depth > MAX_DEPTH) return '(deeper)';
  if (value instanceof Error) return redactError(value, depth, hide);
  if (value instanceof Map) return redactEntries(Object.fromEntries(value), depth, hide);
  if (Array.isArray(value) || value instanceof Set)
    return [...value].map((item) => redactValue(item, depth + 1, hide));
  return redactEntries(value, depth, hide);
}

function redactError(error: Error, depth: number, hide: Hide): Record<string, unknown> {
  return {
    type: error.name,
    message: hide(error.message),
    ...(error.stack === undefined ? {} : { stack: hide(error.stack) }),
    ...redactEntries(error, depth, hide),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1, hide) }),
  };
}
