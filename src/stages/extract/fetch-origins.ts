/** Several origins: those of one host one after the other, different hosts at the same time. One that fails stops none. */
import type { HttpOrigin } from '../../model/http-origin.ts';
import { type Issue, ReadFault } from '../../model/issue.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import type { FetchContext } from './fetch-context.ts';
import { fetchOrigin } from './fetch-origin.ts';
import type { FetchedSource } from './fetched-source.ts';

export interface FetchedSources {
  /** In the order of the origins. */
  readonly sources: readonly FetchedSource[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
}

/** Throws what is no finding about an origin: an interruption, a full disk. */
export async function fetchOrigins(
  origins: readonly HttpOrigin[],
  context: FetchContext,
): Promise<FetchedSources> {
  const byHost = new Map<string, HttpOrigin[]>();
  for (const origin of origins) {
    const host = origin.hosts[0] ?? '';
    byHost.set(host, [...(byHost.get(host) ?? []), origin]);
  }
  const results = new Map<string, FetchedSource | Issue>();
  const settled = await Promise.allSettled(
    [...byHost.values()].map(async (group) => {
      for (const origin of group) results.set(origin.id, await fetchOrFind(origin, context));
    }),
  );
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const ordered = origins.flatMap(({ id }) => results.get(id) ?? []);
  const sources = ordered.filter((one): one is FetchedSource => 'vintage' in one);
  const refused = ordered.filter((one): one is Issue => !('vintage' in one));
  const count = { in: origins.length, out: sources.length, quarantined: refused.length };
  return {
    sources,
    issues: [...refused, ...sources.flatMap((source) => source.issues)],
    counts: [stageCount('extract', 'origins → snapshots', count)],
  };
}

async function fetchOrFind(origin: HttpOrigin, context: FetchContext): Promise<FetchedSource | Issue> {
  try {
    return await fetchOrigin(origin, context);
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    context.logger.warn('origin.refused', { origin: origin.id, code: error.issue.code });
    return error.issue;
  }
}
