/** What fetching an origin comes to. */
import type { Origin } from '../../model/declarations.ts';
import type { HttpOrigin } from '../../model/http-origin.ts';
import { type Issue, issue } from '../../model/issue.ts';
import type { FetchContext } from './fetch-context.ts';
import type { Vintage, VintageDraft } from './vintages.ts';

export type FetchOutcome =
  /** The first vintage of the origin. */
  | 'new'
  /** Other bytes than the newest vintage. */
  | 'changed'
  /** Fetched, and the bytes are those of the newest vintage. */
  | 'unchanged'
  /** The server said so, and sent nothing. */
  | 'not-modified'
  /** Nobody was asked. */
  | 'offline';

export interface FetchedSource {
  readonly originId: string;
  readonly outcome: FetchOutcome;
  readonly vintage: Vintage;
  /** The snapshot: its bytes are those that the vintage names. */
  readonly path: string;
  /** What travels with the file into the warehouse. */
  readonly origin: Origin;
  /** Findings that do not keep the source from being used. */
  readonly issues: readonly Issue[];
}

export function sourceOf(
  origin: HttpOrigin,
  outcome: FetchOutcome,
  vintage: Vintage,
  path: string,
  { clock }: FetchContext,
  issues: readonly Issue[] = [],
): FetchedSource {
  const stale = staleness(origin, vintage, clock.now());
  return {
    originId: origin.id,
    outcome,
    vintage,
    path,
    origin: originOf(origin, vintage),
    issues: stale === undefined ? issues : [...issues, stale],
  };
}

const DAY_MS = 86_400_000;

function staleness({ id, freshness }: HttpOrigin, vintage: Vintage, now: Date): Issue | undefined {
  const ageDays = (now.getTime() - Date.parse(vintage.retrievedAt)) / DAY_MS;
  if (ageDays <= freshness.warnAfterDays) return undefined;
  const message = `${id} (${freshness.cadence}) has brought nothing new for ${Math.floor(ageDays)} days`;
  return issue(ageDays > freshness.errorAfterDays ? 'origin-overdue' : 'origin-stale', message, {
    file: id,
    hint: 'look on the page of the publisher: it may have moved',
  });
}

/** What is kept with the snapshot and travels on with the file. */
export function originOf(
  origin: HttpOrigin,
  { finalUrl, retrievedAt }: Pick<VintageDraft, 'finalUrl' | 'retrievedAt'>,
): Origin {
  return {
    publisher: origin.publisher,
    title: origin.title,
    url: finalUrl,
    licence: origin.licence,
    retrievedOn: retrievedAt.slice(0, 10),
    publishedOn: null,
    ...(origin.note === undefined ? {} : { note: origin.note }),
  };
}
