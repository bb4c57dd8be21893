/**
 * A sign of life after work that went well, for a monitor that raises the alarm when it stays away: only silence can
 * tell of a scheduler that is not there. The address may hold a token, so no more of it than its host is ever logged.
 * Imports nothing but its neighbours.
 */
import type { Logger } from './logger.ts';

const LIMIT_MS = 5_000;
const MOST_REDIRECTS = 3;

/** What the work came to: the part of its report that decides. */
export interface HeartbeatCause {
  readonly outcome: string;
  readonly exitCode: number;
}

/** A candidate that waits for a person, or a partial publication, is no success to be silent about. */
const SUCCESSES: ReadonlySet<string> = new Set(['published', 'unchanged', 'noop']);

/**
 * Asks for the address once, if one is set and the work went well. It does not throw: a monitor that is down is a
 * line in the log and no reason for a run to fail.
 */
export async function sendHeartbeat(
  url: string | null,
  { outcome, exitCode }: HeartbeatCause,
  logger: Logger,
  limitMs: number = LIMIT_MS,
): Promise<void> {
  if (url === null || exitCode !== 0 || !SUCCESSES.has(outcome)) return;
  const { host } = new URL(url);
  try {
    const failure = await ask(url, AbortSignal.timeout(limitMs));
    if (failure === undefined) logger.debug('heartbeat.sent', { host });
    else logger.warn('heartbeat.failed', { host, reason: failure });
  } catch (error) {
    logger.warn('heartbeat.failed', { host, reason: reasonOf(error, limitMs) });
  }
}

/** Why the address did not take it; undefined when it did. */
async function ask(url: string, signal: AbortSignal): Promise<string | undefined> {
  let address = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(address, { redirect: 'manual', signal });
    await response.body?.cancel();
    if (response.ok) return undefined;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) {
      return `status ${response.status}`;
    }
    if (!URL.canParse(location, address)) return 'redirected to no address';
    address = new URL(location, address).href;
    if (!isHeartbeatUrl(address)) return 'redirected to an address of another kind';
  }
  return `redirected more than ${MOST_REDIRECTS} times`;
}

/** Whether it is an address that can be asked for: user names in addresses cannot. */
export function isHeartbeatUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

// The texts of these errors may repeat the address.
function reasonOf(error: unknown, limitMs: number): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return `no answer within ${limitMs / 1000} s`;
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name;
}
