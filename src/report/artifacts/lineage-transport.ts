/** Where lineage events go: a file, one event per line, or a server that takes them by POST. */
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LineageEvent } from './open-lineage.ts';

/** A run does not wait longer than this for a server that takes lineage. */
const SEND_LIMIT_MS = 5_000;

/** Delivers an event, once. Throws what kept it from arriving. */
export type SendLineage = (event: LineageEvent) => Promise<void>;

/** The way to a target: a path, a `file:` URL, or an http(s) URL, which is taken as it is. */
export function lineageTransport(target: string, apiKey: string | null): SendLineage {
  if (/^https?:\/\//i.test(target)) return (event) => post(new URL(target), apiKey, event);
  const path = /^file:\/\//i.test(target) ? fileURLToPath(target) : target;
  return async (event) => {
    await mkdir(dirname(path), { recursive: true });
    // One write at the end of the file: lines of several processes do not mix.
    await appendFile(path, `${JSON.stringify(event)}\n`);
  };
}

async function post(url: URL, apiKey: string | null, event: LineageEvent): Promise<void> {
  const { username, password } = url;
  // Requests cannot have an account in their address; in the header it is what was meant.
  url.username = '';
  url.password = '';
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization =
    apiKey !== null
      ? `Bearer ${apiKey}`
      : username === ''
        ? undefined
        : `Basic ${Buffer.from(account).toString('base64')}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify(event),
    // Another address than the configured one must not get the key.
    redirect: 'error',
    signal: AbortSignal.timeout(SEND_LIMIT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
}
