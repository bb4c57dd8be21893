/** What a server may cost: time, bytes, tries. Imports nothing. */

export interface HttpLimits {
  /** Silence: while connecting, before the headers, between two pieces of the body. */
  readonly idleMs: number;
  /** One request with its answer. */
  readonly exchangeMs: number;
  /** The whole download: every try, every redirect, every wait. */
  readonly totalMs: number;
  /** Of the body as sent, compressed or not. */
  readonly maxTransferredBytes: number;
  /** Of the body once decompressed: what a bomb would fill the disk with. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** The first one counts. */
  readonly maxAttempts: number;
  /** Upper bound of the first back-off; doubled with each further one. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** A server that wants to be left alone for longer is left alone: the download ends. */
  readonly maxRetryAfterMs: number;
  /** Between the end of one request to a host and the start of the next. */
  readonly hostIntervalMs: number;
}

/** The largest published tables have 93 MB, and statistics offices take their time. */
export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  idleMs: 60_000,
  exchangeMs: 15 * 60_000,
  totalMs: 30 * 60_000,
  maxTransferredBytes: 100_000_000,
  maxBytes: 100_000_000,
  maxRedirects: 5,
  maxAttempts: 5,
  backoffMs: 1_000,
  maxBackoffMs: 60_000,
  maxRetryAfterMs: 5 * 60_000,
  hostIntervalMs: 1_000,
};
