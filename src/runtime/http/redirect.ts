/**
 * Redirects are followed by hand: each one is a new address that somebody else chose. May import its neighbours only.
 */
import { HttpFault } from './http-fault.ts';
import type { HttpRequest } from './http-request.ts';
import { assertAllowed, holdsSecret, shortUrl } from './request-address.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that say how to answer, and so may go to another host. */
const HARMLESS_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent']);

export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * The request that a redirect asks for. Throws `HttpFault` redirect-invalid (no address) or address-not-allowed
 * (another protocol or host than allowed, a step from https to http, a secret that would go to another host).
 */
export function redirected(request: HttpRequest, status: number, location: string | undefined): HttpRequest {
  const from = shortUrl(request.url, request.secrets);
  if (location === undefined || !URL.canParse(location, request.url.href)) {
    throw new HttpFault('redirect-invalid', `${from} redirects (${status}) to no address`, { status });
  }
  const url = new URL(location, request.url);
  const to = shortUrl(url, request.secrets);
  try {
    assertAllowed(url, request);
  } catch (error) {
    const message = `${from} redirects to an address that is not allowed: ${(error as Error).message}`;
    throw new HttpFault('address-not-allowed', message, { status });
  }
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new HttpFault('address-not-allowed', `${from} redirects from https to http: ${to}`, { status });
  }
  const { body: _, ...rest } = request;
  const changed: HttpRequest = { ...rest, url, ...bodyAfter(request, status) };
  if (url.host === request.url.host) return changed;
  if (holdsSecret(`${url.href} ${changed.body ?? ''}`, request.secrets)) {
    throw new HttpFault('address-not-allowed', `${from} would take a secret to another host: ${to}`, {
      status,
    });
  }
  const kept = Object.entries(changed.headers).filter(
    ([name, value]) =>
      (HARMLESS_HEADERS.has(name) || (name === 'content-type' && changed.method === 'POST')) &&
      !holdsSecret(value, request.secrets),
  );
  return { ...changed, headers: Object.fromEntries(kept) };
}

/** 307 and 308 keep method and body; after the others a POST becomes a GET, as everywhere (RFC 9110 §15.4). */
function bodyAfter(
  request: HttpRequest,
  status: number,
): Pick<HttpRequest, 'method' | 'headers' | 'isRepeatable'> & { body?: string } {
  const { method, headers, isRepeatable, body } = request;
  if (method === 'GET' || status === 307 || status === 308) {
    return { method, headers, isRepeatable, ...(body === undefined ? {} : { body }) };
  }
  const rest = Object.entries(headers).filter(([name]) => name !== 'content-type');
  return { method: 'GET', headers: Object.fromEntries(rest), isRepeatable };
}
