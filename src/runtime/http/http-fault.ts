/** Why a download came to nothing. Messages are fit to be shown: addresses in them are without secrets. */

export type HttpFaultReason =
  /** No connection, or one that broke. */
  | 'unreachable'
  /** Silence, or more time than allowed. */
  | 'timeout'
  /** Less arrived than was announced, or it does not decompress. */
  | 'incomplete'
  /** An answer that is no success. */
  | 'status'
  /** More bytes than allowed. */
  | 'too-large'
  /** An address that the request may not go to. */
  | 'address-not-allowed'
  /** A name or an address that is not the public internet's. */
  | 'address-private'
  /** Redirects without end, or to nowhere. */
  | 'redirect-invalid';

export interface HttpFaultDetails {
  /** Whether the same request may well succeed later. */
  readonly isRetryable?: boolean;
  readonly status?: number;
  /** How long the server wants to be left alone. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

export class HttpFault extends Error {
  readonly reason: HttpFaultReason;
  readonly isRetryable: boolean;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(reason: HttpFaultReason, message: string, details: HttpFaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'HttpFault';
    this.reason = reason;
    this.isRetryable = details.isRetryable ?? false;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}
