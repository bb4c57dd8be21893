/** Two releases compared: only partitions whose versions differ are read. Owned by warehouse/. */
import type { Session } from '../connection/session.ts';
import type { ReleaseStatus } from '../schema/schema.ts';
import { type DiffFilter, diffPartitions, type ReleaseDiff, readPartitionRows } from './release-diff.ts';
import { type ReleaseState, requireList, requireRelease } from './release-state.ts';
import { type ManifestEntry, readManifest } from './releases.ts';

export interface ComparedRelease {
  readonly releaseNo: number;
  readonly status: ReleaseStatus;
  readonly publishedAt: string | null;
  /** Version of the reporting tables that it was made for: their shape is equal where this is. */
  readonly contractVersion: number;
}

/** Extended, never renamed: `egdi diff --json` prints it. */
export interface ReleaseComparison extends ReleaseDiff {
  readonly from: ComparedRelease;
  readonly to: ComparedRelease;
  readonly filter: { readonly index: string | null; readonly country: string | null };
}

/**
 * What changed from one release to another; to be called in a read-only transaction.
 * @throws EgdiError `release-unknown` (exit 2), `release-collected` (exit 3), `nothing-published` (exit 7)
 */
export async function compareReleases(
  session: Session,
  from: number | 'published',
  to: number | 'published',
  filter: DiffFilter = {},
): Promise<ReleaseComparison> {
  const before = await requireRelease(session, from);
  const after = await requireRelease(session, to);
  for (const release of [before, after]) requireList(release);
  const changed = changedEntries(
    await readManifest(session, before.releaseNo),
    await readManifest(session, after.releaseNo),
  );
  const diff = diffPartitions(
    await readPartitionRows(session, changed.before),
    await readPartitionRows(session, changed.after),
    filter,
  );
  return {
    from: compared(before),
    to: compared(after),
    filter: { index: filter.index ?? null, country: filter.country ?? null },
    ...diff,
  };
}

function compared({ releaseNo, status, publishedAt, contractVersion }: ReleaseState): ComparedRelease {
  return { releaseNo, status, publishedAt, contractVersion };
}

/** Entries of two lists whose version is not in the other one. A version belongs to one partition. */
function changedEntries(before: readonly ManifestEntry[], after: readonly ManifestEntry[]) {
  const without = (entries: readonly ManifestEntry[], others: readonly ManifestEntry[]) => {
    const versions = new Set(others.map(({ versionId }) => versionId));
    return entries.filter(({ versionId }) => !versions.has(versionId));
  };
  return { before: without(before, after), after: without(after, before) };
}
