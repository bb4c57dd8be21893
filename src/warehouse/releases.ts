/** Releases: numbered, immutable lists of partition versions, one of which is published. Owned by warehouse/. */
import type { ReleaseStatus } from './schema.ts';
import type { Session } from './session.ts';

export interface ManifestEntry {
  readonly dataset: string;
  readonly partitionKey: string;
  readonly versionId: number;
  readonly primarySourceFileId: number | null;
  readonly sinceReleaseNo: number;
}

export interface PublishedRelease {
  readonly releaseNo: number;
  readonly runKey: string;
  readonly publishedAt: string;
}

/** The release that reporting shows; undefined before the first publication. */
export async function findPublished(session: Session): Promise<PublishedRelease | undefined> {
  const row = await session.db
    .selectFrom('warehouse.publication')
    .innerJoin('warehouse.release', 'warehouse.release.release_no', 'warehouse.publication.release_no')
    .select([
      'warehouse.publication.release_no',
      'warehouse.release.run_key',
      'warehouse.publication.published_at',
    ])
    .executeTakeFirst();
  return row && { releaseNo: row.release_no, runKey: row.run_key, publishedAt: row.published_at };
}

export async function readManifest(session: Session, releaseNo: number): Promise<ManifestEntry[]> {
  const rows = await session.db
    .selectFrom('warehouse.release_partition')
    .selectAll()
    .where('release_no', '=', releaseNo)
    .orderBy('dataset')
    .orderBy('partition_key')
    .execute();
  return rows.map((row) => ({
    dataset: row.dataset,
    partitionKey: row.partition_key,
    versionId: row.version_id,
    primarySourceFileId: row.primary_source_file_id,
    sinceReleaseNo: row.since_release_no,
  }));
}

export interface CandidateDraft {
  readonly runId: number;
  readonly runKey: string;
  readonly reason: string;
  readonly status: ReleaseStatus;
  readonly now: Date;
  readonly partitions: readonly Omit<ManifestEntry, 'sinceReleaseNo'>[];
}

/**
 * The published list with the given partitions put over it: partitions that a run did not touch keep their
 * version. Returns undefined when the result is what is published already.
 */
export async function createCandidate(session: Session, draft: CandidateDraft): Promise<number | undefined> {
  const published = await findPublished(session);
  const current = published ? await readManifest(session, published.releaseNo) : [];
  const currentByKey = new Map(current.map((entry) => [entryKey(entry), entry]));
  const next = new Map(currentByKey);
  const changed = draft.partitions.filter(
    (partition) => currentByKey.get(entryKey(partition))?.versionId !== partition.versionId,
  );
  if (changed.length === 0 && published) return undefined;

  const { rows } = await session.query(
    'select coalesce(max(release_no), 0) + 1 as next from warehouse.release',
  );
  const releaseNo = Number(rows[0]?.next);
  for (const partition of changed) next.set(entryKey(partition), { ...partition, sinceReleaseNo: releaseNo });
  await session.db
    .insertInto('warehouse.release')
    .values({
      release_no: releaseNo,
      status: draft.status,
      run_id: draft.runId,
      run_key: draft.runKey,
      reason: draft.reason,
      created_at: draft.now.toISOString(),
      published_at: null,
    })
    .execute();
  await session.copyIn(
    'warehouse.release_partition',
    ['release_no', 'dataset', 'partition_key', 'version_id', 'primary_source_file_id', 'since_release_no'],
    [...next.values()].map((entry) => [
      releaseNo,
      entry.dataset,
      entry.partitionKey,
      entry.versionId,
      entry.primarySourceFileId,
      entry.sinceReleaseNo,
    ]),
  );
  return releaseNo;
}

export async function setReleaseStatus(
  session: Session,
  releaseNo: number,
  status: ReleaseStatus,
): Promise<void> {
  await session.db
    .updateTable('warehouse.release')
    .set({ status })
    .where('release_no', '=', releaseNo)
    .execute();
}

function entryKey(entry: { readonly dataset: string; readonly partitionKey: string }): string {
  return `${entry.dataset}\t${entry.partitionKey}`;
}
