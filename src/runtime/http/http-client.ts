/**
 * Downloads into a file: redirects followed, failures that may pass repeated, hosts treated politely. Owns the order
 * of these; the parts are its neighbours. Knows nothing of what is downloaded.
 */
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { type Exchange, type ExchangeContext, exchange } from './exchange.ts';
import { createHostGate } from './host-gate.ts';
import { HttpFault } from './http-fault.ts';
import type { HttpLimits } from './http-limits.ts';
import type { HttpAnswer, HttpRequest } from './http-request.ts';
import type { HttpTime } from './http-time.ts';
import type { AddressPolicy } from './public-address.ts';
import { isRedirect, redirected } from './redirect.ts';
import { assertAllowed, shortUrl } from './request-address.ts';
import { backoffMs, isPassingStatus, retryAfterMs } from './retry.ts';

export interface HttpClientOptions {
  readonly clock: Clock;
  readonly time: HttpTime;
  /** In [0, 1). */
  readonly random: () => number;
  readonly addresses: AddressPolicy;
  readonly userAgent: string;
  readonly logger: Logger;
}

export interface HttpClient {
  /**
   * Asks for `request` and writes the decompressed body to `file`, which exists only when the download succeeded with
   * status 200. Throws `HttpFault`, the reason of the signal, or the file system's error.
   */
  download(request: HttpRequest, file: string, limits: HttpLimits, signal: AbortSignal): Promise<HttpAnswer>;
}

/** One client per process or run: it remembers when which host was asked last. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { time, random, logger, addresses } = options;
  const gate = createHostGate(time);

  /** One try: the request and the redirects that follow from it. */
  async function attempt(
    first: HttpRequest,
    file: string,
    context: ExchangeContext,
  ): Promise<Omit<HttpAnswer, 'attempts'>> {
    const { limits, signal } = context;
    let request = first;
    for (let redirects = 0; redirects <= limits.maxRedirects; redirects += 1) {
      const asked = withStandardHeaders(request, options.userAgent);
      const { done, sha256 } = await gate.pass(request.url.host, limits.hostIntervalMs, signal, () =>
        receive(asked, file, context),
      );
      const url = shortUrl(request.url, request.secrets);
      logger.debug('http.answered', { url, status: done.status, bytes: done.bytes });
      const { location, retryAfter, ...head } = done;
      const isNotModified = done.status === 304 && isConditional(asked);
      if (done.status === 200 || isNotModified) return { ...head, url: request.url, isNotModified, sha256 };
      if (!isRedirect(done.status)) throw statusFault(done, options.clock);
      request = redirected(request, done.status, location);
    }
    throw new HttpFault('redirect-invalid', `more than ${limits.maxRedirects} redirects`);
  }

  return {
    async download(request, file, limits, signal) {
      assertAllowed(request.url, request);
      const startedMs = time.monotonicMs();
      const leftMs = (): number => startedMs + limits.totalMs - time.monotonicMs();
      for (let attempts = 1; ; attempts += 1) {
        // A try must not outlast what is left of the whole.
        const exchangeMs = Math.min(limits.exchangeMs, Math.max(1, leftMs()));
        const context = { limits: { ...limits, exchangeMs }, time, addresses, signal };
        try {
          const answer = await attempt(request, file, context);
          if (answer.isNotModified) await rm(file, { force: true });
          return { ...answer, attempts };
        } catch (error) {
          await rm(file, { force: true });
          if (!(error instanceof HttpFault)) throw error;
          const waitMs = Math.max(backoffMs(attempts, limits, random), error.retryAfterMs ?? 0);
          const end = whyNotAgain(error, request, attempts, waitMs, limits, leftMs());
          const fields = { url: shortUrl(request.url, request.secrets), reason: error.message, attempts };
          if (end !== undefined) {
            logger.info('http.failed', fields);
            throw described(error, request, attempts, end);
          }
          logger.info('http.retried', { ...fields, wait_ms: waitMs });
          await time.sleep(waitMs, signal);
        }
      }
    },
  };
}

/** The body goes to the file as it comes; the file is on the disk when the answer is complete. */
async function receive(
  request: HttpRequest,
  file: string,
  context: ExchangeContext,
): Promise<{ done: Exchange; sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(file, 'w', 0o644);
  try {
    const take = async (bytes: Buffer): Promise<void> => {
      hash.update(bytes);
      await handle.writeFile(bytes);
    };
    const done = await exchange(request, context, ({ status }) => (status === 200 ? take : null));
    if (done.status === 200) await handle.sync();
    return { done, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

function withStandardHeaders(request: HttpRequest, userAgent: string): HttpRequest {
  const { condition, url, method } = request;
  const isValid = condition !== undefined && method === 'GET' && condition.isFor(url);
  return {
    ...request,
    headers: {
      accept: '*/*',
      'user-agent': userAgent,
      ...request.headers,
      // What could not be taken off again is not asked for.
      'accept-encoding': 'gzip, br',
      ...(isValid && condition.etag !== null ? { 'if-none-match': condition.etag } : {}),
      ...(isValid && condition.lastModified !== null ? { 'if-modified-since': condition.lastModified } : {}),
    },
  };
}

function isConditional({ headers }: HttpRequest): boolean {
  return 'if-none-match' in headers || 'if-modified-since' in headers;
}

function statusFault({ status, retryAfter }: Exchange, clock: Clock): HttpFault {
  const waitMs = retryAfterMs(retryAfter, clock.now());
  return new HttpFault('status', `the server answered ${status}`, {
    status,
    isRetryable: isPassingStatus(status),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** In words; an empty text where there is nothing to add, undefined when the request is to be repeated. */
function whyNotAgain(
  fault: HttpFault,
  { isRepeatable }: HttpRequest,
  attempts: number,
  waitMs: number,
  limits: HttpLimits,
  leftMs: number,
): string | undefined {
  if (!fault.isRetryable) return '';
  if (!isRepeatable) return 'not asked again: the request may have had an effect';
  if ((fault.retryAfterMs ?? 0) > limits.maxRetryAfterMs) {
    return `it asks to be left alone for ${Math.ceil((fault.retryAfterMs ?? 0) / 1000)} s`;
  }
  if (attempts >= limits.maxAttempts) return `${attempts} attempts`;
  if (waitMs >= leftMs) return `no time left of ${limits.totalMs / 1000} s`;
  return undefined;
}

/** The fault with the address and the end of the story. */
function described(fault: HttpFault, request: HttpRequest, attempts: number, end: string): HttpFault {
  const url = shortUrl(request.url, request.secrets);
  const tail = end === '' ? (attempts > 1 ? ` (attempt ${attempts})` : '') : ` (${end})`;
  return new HttpFault(fault.reason, `${url}: ${fault.message}${tail}`, {
    isRetryable: fault.isRetryable,
    cause: fault.cause,
    ...(fault.status === undefined ? {} : { status: fault.status }),
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
  });
}
