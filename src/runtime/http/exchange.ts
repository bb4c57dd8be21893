/**
 * One request and its answer, within limits of time and size, over node:http(s): unlike `fetch` it lets the caller
 * name the addresses that are connected to, and it tells a whole body from one that broke off.
 * May import its neighbours only.
 */
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isCompressionError, readBody, type TakeBytes } from './answer-body.ts';
import { HttpFault } from './http-fault.ts';
import type { HttpLimits } from './http-limits.ts';
import type { HttpHead, HttpRequest } from './http-request.ts';
import type { HttpTime } from './http-time.ts';
import { type AddressPolicy, checkedAddresses, pinnedLookup } from './public-address.ts';

export interface ExchangeContext {
  readonly limits: HttpLimits;
  readonly time: HttpTime;
  readonly addresses: AddressPolicy;
  readonly signal: AbortSignal;
}

export interface Exchange extends HttpHead {
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
  readonly transferredBytes: number;
  readonly bytes: number;
}

/** A longer validator is not worth keeping. */
const MAX_VALIDATOR_LENGTH = 1_000;

/**
 * Sends the request to its own address and reads the answer. `wants` decides by the head who takes the body;
 * null leaves it unread. Throws `HttpFault`, or the reason of the signal.
 */
export async function exchange(
  request: HttpRequest,
  context: ExchangeContext,
  wants: (head: HttpHead) => TakeBytes | null,
): Promise<Exchange> {
  context.signal.throwIfAborted();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(context.signal.reason);
  context.signal.addEventListener('abort', onAbort, { once: true });
  const watch = watchTime(context, (fault) => stop.abort(fault));
  try {
    const addresses = await orStopped(checkedAddresses(request.url.hostname, context.addresses), stop.signal);
    const response = await send(request, pinnedLookup(addresses), stop.signal);
    watch.heard();
    const head = headOf(response);
    const take = wants(head);
    const read = { transferredBytes: 0, bytes: 0 };
    if (take === null) response.destroy();
    else await readBody(response, take, read, context.limits, watch.heard, stop.signal);
    const { location, 'retry-after': retryAfter } = response.headers;
    return { ...head, location, retryAfter, ...read };
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : faultOf(error);
  } finally {
    watch.end();
    context.signal.removeEventListener('abort', onAbort);
    // Whatever is still open, a look-up or a socket, must not outlive the answer.
    stop.abort(new Error('the exchange is over'));
  }
}

/** Ends an exchange that is silent for too long, or too long altogether. */
function watchTime(
  { time, limits }: Pick<ExchangeContext, 'time' | 'limits'>,
  stop: (fault: HttpFault) => void,
): { heard(): void; end(): void } {
  let heardAtMs = time.monotonicMs();
  let cancelIdle = time.after(limits.idleMs, onIdle);
  const cancelWhole = time.after(limits.exchangeMs, () =>
    stop(timeout(`the answer was not complete after ${seconds(limits.exchangeMs)}`)),
  );
  // Re-armed when it rings, not with every piece of a body: pieces come by the thousand.
  function onIdle(): void {
    const leftMs = heardAtMs + limits.idleMs - time.monotonicMs();
    if (leftMs > 0) cancelIdle = time.after(leftMs, onIdle);
    else stop(timeout(`the server was silent for ${seconds(limits.idleMs)}`));
  }
  return {
    heard() {
      heardAtMs = time.monotonicMs();
    },
    end() {
      cancelIdle();
      cancelWhole();
    },
  };
}

function timeout(message: string): HttpFault {
  return new HttpFault('timeout', message, { isRetryable: true });
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

/** What cannot be interrupted is no longer waited for. */
async function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onStop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    onStop = () => reject(signal.reason);
    signal.addEventListener('abort', onStop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', onStop);
  }
}

function send(
  { url, method, headers, body }: HttpRequest,
  lookup: ReturnType<typeof pinnedLookup>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const open = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept open may be closed by the server just when it is used again.
    const sent = open(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      agent: false,
      lookup,
      signal,
    });
    sent.on('response', (response) => {
      // An answer that is thrown away says so by an error, which is none.
      response.on('error', () => {});
      resolve(response);
    });
    // Stays: a socket may fail after its answer was read, too.
    sent.on('error', reject);
    sent.end(body);
  });
}

function headOf({ statusCode = 0, headers }: IncomingMessage): HttpHead {
  const validator = (text: string | undefined): string | null =>
    text === undefined || text === '' || text.length > MAX_VALIDATOR_LENGTH ? null : text;
  return {
    status: statusCode,
    etag: validator(headers.etag),
    lastModified: validator(headers['last-modified']),
    contentType: validator(headers['content-type']),
    contentEncoding: validator(headers['content-encoding']),
  };
}

/** Errors of the file the body goes to are passed on: the server did nothing wrong. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HttpFault) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (isCompressionError(error)) {
    const message = `the answer does not decompress (${error.message})`;
    return new HttpFault('incomplete', message, { isRetryable: true, cause: error });
  }
  if (CONNECTION_ERRORS.has(code) || code.startsWith('HPE_')) {
    const message = `there is no connection to the server, or it broke (${code})`;
    return new HttpFault('unreachable', message, { isRetryable: true, cause: error });
  }
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_)/.test(code)) {
    const message = `there is no secure connection to the server (${code})`;
    return new HttpFault('unreachable', message, { cause: error });
  }
  return error;
}

const CONNECTION_ERRORS: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
