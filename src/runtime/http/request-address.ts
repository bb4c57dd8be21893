/** Where a request may go, and how its address is shown. May import its neighbours only. */
import { createRedactor, redactUrl } from '../redact.ts';
import { HttpFault } from './http-fault.ts';
import type { HttpRequest } from './http-request.ts';

const MAX_SHOWN_LENGTH = 300;

/** The address without secrets, for messages, logs and records. */
export function shownUrl(url: URL | string, secrets: readonly string[]): string {
  return createRedactor(writtenForms(secrets)).text(redactUrl(String(url)));
}

/** The same, cut to what fits into a line. */
export function shortUrl(url: URL | string, secrets: readonly string[]): string {
  const shown = shownUrl(url, secrets);
  return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}…` : shown;
}

/** A secret as it is, and as addresses and forms write it. */
export function writtenForms(secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => {
    const form = new URLSearchParams({ _: secret }).toString().slice(2);
    return [...new Set([secret, encodeURIComponent(secret), form])];
  });
}

export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return writtenForms(secrets).some((secret) => secret !== '' && text.includes(secret));
}

/** Throws `HttpFault` address-not-allowed unless the address is one of the request's hosts, by HTTP, without an account. */
export function assertAllowed(url: URL, { hosts, secrets }: Pick<HttpRequest, 'hosts' | 'secrets'>): void {
  const problem =
    url.protocol !== 'https:' && url.protocol !== 'http:'
      ? `is no web address (${url.protocol.slice(0, 20)})`
      : url.username !== '' || url.password !== ''
        ? 'holds an account; secrets are declared by name'
        : hosts.has(url.host)
          ? undefined
          : `is not at a declared host (${[...hosts].join(', ')})`;
  if (problem === undefined) return;
  throw new HttpFault('address-not-allowed', `${shortUrl(url, secrets)} ${problem}`);
}
