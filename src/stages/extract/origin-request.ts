/** A declared request → the request that is sent: variables filled in, secrets put in their places. */
import { createHash } from 'node:crypto';
import {
  fillVariables,
  type HttpOrigin,
  type HttpOriginRequest,
  type HttpOriginValue,
  type JsonValue,
  secretNames,
} from '../../model/http-origin.ts';
import { issue, ReadFault } from '../../model/issue.ts';
import type { HttpRequest } from '../../runtime/http/http-request.ts';

export type Variables = ReadonlyMap<string, string>;
/** Values of secrets by the names that declarations give them. */
export type Secrets = ReadonlyMap<string, string>;

/**
 * Builds the request. `base` is where an address that a step gave is relative to.
 * Throws `ReadFault` origin-key-missing, origin-address or origin-unresolved.
 */
export function requestOf(
  origin: HttpOrigin,
  declared: HttpOriginRequest,
  variables: Variables,
  secrets: Secrets,
  base?: URL,
): HttpRequest {
  const { id, hosts } = origin;
  const fill = (value: HttpOriginValue): string => {
    if (typeof value === 'string') return fillVariables(value, variables);
    const secret = secrets.get(value.secret);
    if (secret === undefined || secret === '') throw keyMissing(id, value.secret);
    return secret;
  };
  const url = addressOf(id, declared.url, variables, base);
  for (const [name, value] of Object.entries(declared.query)) url.searchParams.set(name, fill(value));
  const headers = Object.fromEntries(
    Object.entries(declared.headers).map(([name, value]) => [name, headerText(id, name, fill(value))]),
  );
  const body = bodyOf(declared.post, variables, fill);
  return {
    url,
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': body.type }) },
    ...(body === undefined ? {} : { body: body.text }),
    isRepeatable: body === undefined || declared.isSafe,
    hosts: new Set(hosts),
    // All of the origin's: an answer may repeat one that this request does not hold.
    secrets: secretNames(origin).flatMap((name) => secrets.get(name) ?? []),
  };
}

/** What is asked for, without the values of secrets: a new key asks for the same. */
export function requestIdentity(origin: HttpOrigin, variables: Variables, base?: URL): string {
  const names = new Map(secretNames(origin).map((name) => [name, `(${name})`]));
  const { url, method, headers, body } = requestOf(
    origin,
    origin.request,
    withPageVariable(origin, variables),
    names,
    base,
  );
  const asked = JSON.stringify([
    url.href,
    method,
    Object.entries(headers).sort(),
    body ?? null,
    origin.pages ?? null,
  ]);
  return createHash('sha256').update(asked).digest('hex');
}

function withPageVariable({ pages }: HttpOrigin, variables: Variables): Variables {
  return pages && 'variable' in pages ? new Map([...variables, [pages.variable, '']]) : variables;
}

/** A variable that is the whole address may be anything that the hosts allow; one within it never changes the host. */
function addressOf(id: string, text: string, variables: Variables, base: URL | undefined): URL {
  const isWhole = /^\{[^}]*\}$/.test(text);
  const filled = fillVariables(text, variables, isWhole ? undefined : encodeURIComponent);
  if (URL.canParse(filled, base?.href)) {
    const url = new URL(filled, base?.href);
    if (base?.protocol !== 'https:' || url.protocol !== 'http:') return url;
    const message = `${id}: ${base.host} leads from https to http`;
    throw new ReadFault(issue('origin-address', message, { file: id }));
  }
  throw new ReadFault(
    issue('origin-unresolved', `${id}: “${filled.slice(0, 200)}” is no web address`, { file: id }),
  );
}

/** What a step gave may hold anything; a header may not. */
function headerText(id: string, name: string, text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text;
  const message = `${id}: the header ${name} would hold characters that no header can carry`;
  throw new ReadFault(issue('origin-unresolved', message, { file: id }));
}

function bodyOf(
  post: HttpOriginRequest['post'],
  variables: Variables,
  fill: (value: HttpOriginValue) => string,
): { readonly type: string; readonly text: string } | undefined {
  if (post === undefined) return undefined;
  if ('json' in post) {
    return { type: 'application/json', text: JSON.stringify(filledJson(post.json, variables)) };
  }
  const form = new URLSearchParams(
    Object.entries(post.form).map(([name, value]): [string, string] => [name, fill(value)]),
  );
  return { type: 'application/x-www-form-urlencoded', text: form.toString() };
}

function filledJson(value: JsonValue, variables: Variables): JsonValue {
  if (typeof value === 'string') return fillVariables(value, variables);
  if (Array.isArray(value)) return value.map((one) => filledJson(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledJson(one, variables)]));
}

function keyMissing(id: string, name: string): ReadFault {
  return new ReadFault(
    issue('origin-key-missing', `${id} wants a key “${name}”`, {
      file: id,
      hint: `set EGDI_SOURCE_KEYS=${name}=…, or name a file that holds it in EGDI_SOURCE_KEYS_FILE`,
    }),
  );
}
