/**
 * One request and its answer, within limits of time and size, over node:http(s): unlike `fetch` it lets the caller
 * name the addresses that are connected to, and it tells a whole body from one that broke off.
 * May import its neighbours only.
 */
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpFault } from './http-fault.ts';
import type { HttpLimits } from './http-limits.ts';
import type { HttpHead, HttpRequest } from './http-request.ts';
import type { HttpTime } from './http-time.ts';
import { type AddressPolicy, checkedAddresses, pinnedLookup } from './public-address.ts';

/** Takes the body in pieces, decompressed. */
export type TakeBytes = (bytes: Buffer) => Promise<void>;

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

async function readBody(
  response: IncomingMessage,
  take: TakeBytes,
  read: { transferredBytes: number; bytes: number },
  limits: HttpLimits,
  heard: () => void,
  signal: AbortSignal,
): Promise<void> {
  const announced = Number(response.headers['content-length']);
  if (announced > limits.maxTransferredBytes) {
    response.destroy();
    throw tooLarge(`the answer announces ${announced} bytes`, limits.maxTransferredBytes);
  }
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      heard();
      read.transferredBytes += chunk.length;
      const isWithin = read.transferredBytes <= limits.maxTransferredBytes;
      if (isWithin) done(null, chunk);
      else done(tooLarge('the answer has more bytes', limits.maxTransferredBytes));
    },
  });
  let notTaken: { readonly error: unknown } | undefined;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      read.bytes += chunk.length;
      if (read.bytes > limits.maxBytes) {
        done(tooLarge('the decompressed answer has more bytes', limits.maxBytes));
      } else {
        take(chunk).then(
          () => done(),
          (error: unknown) => {
            notTaken = { error };
            done(error as Error);
          },
        );
      }
    },
  });
  try {
    await pipeline([response, meter, ...decodersOf(response), sink], { signal });
  } catch (error) {
    if (notTaken !== undefined) throw notTaken.error;
    const isOwn = error instanceof HttpFault || response.complete || isCompressionError(error);
    throw isOwn ? error : incomplete(read.transferredBytes, error);
  }
  // A body without announced length ends with its connection; nobody can tell whether that was the end of it.
  if (!response.complete) throw incomplete(read.transferredBytes);
}

function decodersOf({ headers }: IncomingMessage): Transform[] {
  const encodings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  // Applied in the order in which they are named, so taken off from the last.
  return encodings.reverse().map((encoding) => {
    switch (encoding) {
      case 'gzip':
      case 'x-gzip':
        return createGunzip();
      case 'deflate':
        return createInflate();
      case 'br':
        return createBrotliDecompress();
      default:
        throw new HttpFault('incomplete', `the answer is compressed as “${encoding.slice(0, 40)}”`);
    }
  });
}

function tooLarge(what: string, limit: number): HttpFault {
  return new HttpFault('too-large', `${what}; the limit is ${limit}`);
}

function incomplete(transferredBytes: number, cause?: unknown): HttpFault {
  return new HttpFault('incomplete', `the answer broke off after ${transferredBytes} bytes`, {
    isRetryable: true,
    cause,
  });
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

function isCompressionError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_ZLIB|BROTLI)/.test(code);
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
