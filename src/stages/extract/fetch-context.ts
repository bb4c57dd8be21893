/** What fetching is given, and the one way in which it asks: faults of the transport become issues of the origin. */
import type { HttpOrigin } from '../../model/http-origin.ts';
import { type Issue, type IssueCode, issue, ReadFault } from '../../model/issue.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { HttpClient } from '../../runtime/http/http-client.ts';
import { HttpFault } from '../../runtime/http/http-fault.ts';
import type { HttpLimits } from '../../runtime/http/http-limits.ts';
import type { HttpAnswer, HttpRequest } from '../../runtime/http/http-request.ts';
import { shownUrl } from '../../runtime/http/request-address.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { AnswerPlace } from './answer-content.ts';
import type { Secrets } from './origin-request.ts';

export interface FetchContext {
  readonly client: HttpClient;
  readonly limits: HttpLimits;
  readonly snapshotFolder: string;
  /** Values of the keys that origins name. */
  readonly secrets: Secrets;
  /** Asks nobody: the newest snapshot of each origin is taken. */
  readonly isOffline: boolean;
  /** Asks for everything anew, whatever is kept. */
  readonly isUnconditional?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Limits of the program, narrowed or widened by the origin. */
export function limitsOf(origin: HttpOrigin, { limits }: Pick<FetchContext, 'limits'>): HttpLimits {
  const { maxBytes = limits.maxBytes } = origin;
  return {
    ...limits,
    maxBytes,
    maxTransferredBytes: origin.maxBytes ?? limits.maxTransferredBytes,
    hostIntervalMs: origin.intervalMs ?? limits.hostIntervalMs,
  };
}

/** Asks, and says what went wrong as an issue of the origin. Throws `ReadFault` and what else `download` throws. */
export async function ask(
  origin: HttpOrigin,
  request: HttpRequest,
  file: string,
  limits: HttpLimits,
  { client, signal }: Pick<FetchContext, 'client' | 'signal'>,
): Promise<HttpAnswer> {
  try {
    return await client.download(request, file, limits, signal);
  } catch (error) {
    throw error instanceof HttpFault ? new ReadFault(issueOf(error, origin, request)) : error;
  }
}

export function placeOf(origin: HttpOrigin, request: HttpRequest, answer: HttpAnswer): AnswerPlace {
  return {
    originId: origin.id,
    url: shownUrl(answer.url, request.secrets),
    contentType: answer.contentType,
  };
}

function issueOf(fault: HttpFault, origin: HttpOrigin, request: HttpRequest): Issue {
  const hint = hintOf(fault, request);
  return issue(codeOf(fault), fault.message, { file: origin.id, ...(hint === undefined ? {} : { hint }) });
}

function codeOf({ reason, isRetryable }: HttpFault): IssueCode {
  switch (reason) {
    case 'too-large':
      return 'file-too-large';
    case 'address-not-allowed':
    case 'address-private':
    case 'redirect-invalid':
      return 'origin-address';
    case 'status':
      return isRetryable ? 'origin-unreachable' : 'origin-refused';
    default:
      return 'origin-unreachable';
  }
}

function hintOf({ reason, status, isRetryable }: HttpFault, request: HttpRequest): string | undefined {
  if (status === 401 || status === 403) {
    return request.secrets.length > 0
      ? 'the key may have ended, or may not be for this'
      : 'it may want a key, or take no programs';
  }
  if (status === 404 || status === 410) return 'look for its new address on the page of the publisher';
  if (reason === 'address-not-allowed') return 'declare the host if it is the publisher’s';
  if (reason === 'address-private') return 'of a mirror in your own network: --allow-private';
  return isRetryable ? 'run again later, or with --offline to use the newest snapshot' : undefined;
}
