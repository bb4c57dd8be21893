/** Releases: numbered, immutable lists of partition versions, one of which is published. Owned by warehouse/. */

import { EgdiError, EXIT } from '../../model/error.ts';
import { REPORTING_CONTRACT_VERSION } from '../../model/version.ts';
import type { Session } from '../connection/session.ts';
import type { ReleaseStatus } from '../schema/schema.ts';

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

/** @throws EgdiError `nothing-published` (exit 7) */
export async function requirePublished(session: Session): Promise<PublishedRelease> {
  const published = await findPublished(session);
  if (published !== undefined) return published;
  throw new EgdiError('nothing-published', 'the warehouse has no published release yet', {
    exitCode: EXIT.databaseUnavailable,
    hint: 'egdi status shows what the last run said; egdi run loads the data',
  });
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

/** A partition that was refused and keeps the version it has. */
export interface Refusal {
  readonly dataset: string;
  readonly partitionKey: string;
  readonly reason: string;
}

export interface CandidateDraft {
  readonly runId: number;
  readonly runKey: string;
  readonly reason: string;
  readonly status: ReleaseStatus;
  readonly now: Date;
  readonly partitions: readonly Omit<ManifestEntry, 'sinceReleaseNo'>[];
  /** Named in the release when it is published in spite of them. */
  readonly refusals: readonly Refusal[];
}

/**
 * The published list with the given partitions put over it: partitions that a run did not touch keep their
 * version, and what was refused of them stays said. Returns undefined when the result is what is published already.
 * A release that an earlier run of the same key left unpublished, after a crash or a refusal, is taken up again
 * instead of being made once more.
 */
export async function createCandidate(session: Session, draft: CandidateDraft): Promise<number | undefined> {
  const published = await findPublished(session);
  const current = published ? await readManifest(session, published.releaseNo) : [];
  const currentByKey = new Map(current.map((entry) => [entryKey(entry), entry]));
  const changed = draft.partitions.filter(
    (partition) => currentByKey.get(entryKey(partition))?.versionId !== partition.versionId,
  );
  const standing = published ? await readRefusals(session, published.releaseNo) : [];
  const refusals = standingRefusals(standing, draft);
  // Facts that were refused and are now found to be as they should: a release that says so, and changes no fact.
  const isResolving = draft.status === 'candidate' && standing.some((one) => !refusals.has(entryKey(one)));
  if (changed.length === 0 && published && !isResolving) return undefined;
  const manifestAs = (releaseNo: number): ManifestEntry[] => {
    const next = new Map(currentByKey);
    for (const partition of changed)
      next.set(entryKey(partition), { ...partition, sinceReleaseNo: releaseNo });
    return [...next.values()];
  };

  const left = await findUnpublished(session, draft.runKey);
  if (left !== undefined && isSameManifest(await readManifest(session, left), manifestAs(left))) {
    await session.db
      .updateTable('warehouse.release')
      .set({
        status: draft.status,
        run_id: draft.runId,
        reason: draft.reason,
        base_release_no: published?.releaseNo ?? null,
        contract_version: REPORTING_CONTRACT_VERSION,
      })
      .where('release_no', '=', left)
      .execute();
    await recordRefusals(session, left, refusals.values());
    return left;
  }
  const { rows } = await session.query(
    'select coalesce(max(release_no), 0) + 1 as next from warehouse.release',
  );
  const releaseNo = Number(rows[0]?.next);
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
      base_release_no: published?.releaseNo ?? null,
      contract_version: REPORTING_CONTRACT_VERSION,
    })
    .execute();
  await session.copyIn(
    'warehouse.release_partition',
    ['release_no', 'dataset', 'partition_key', 'version_id', 'primary_source_file_id', 'since_release_no'],
    manifestAs(releaseNo).map((entry) => [
      releaseNo,
      entry.dataset,
      entry.partitionKey,
      entry.versionId,
      entry.primarySourceFileId,
      entry.sinceReleaseNo,
    ]),
  );
  await recordRefusals(session, releaseNo, refusals.values());
  return releaseNo;
}

/** What a run refused, and what was refused before in partitions that it did not bring. */
function standingRefusals(standing: readonly Refusal[], draft: CandidateDraft): Map<string, Refusal> {
  const brought = new Set(draft.partitions.map(entryKey));
  const kept = standing.filter((refusal) => !brought.has(entryKey(refusal)));
  return new Map([...kept, ...draft.refusals].map((refusal) => [entryKey(refusal), refusal]));
}

async function readRefusals(session: Session, releaseNo: number): Promise<Refusal[]> {
  const { rows } = await session.query(
    `select dataset, partition_key as "partitionKey", reason from warehouse.release_refusal
     where release_no = $1 order by dataset, partition_key`,
    [releaseNo],
  );
  return rows as unknown[] as Refusal[];
}

async function recordRefusals(
  session: Session,
  releaseNo: number,
  refusals: Iterable<Refusal>,
): Promise<void> {
  await session.query('delete from warehouse.release_refusal where release_no = $1', [releaseNo]);
  await session.copyIn(
    'warehouse.release_refusal',
    ['release_no', 'dataset', 'partition_key', 'reason'],
    [...refusals].map((refusal) => [releaseNo, refusal.dataset, refusal.partitionKey, refusal.reason]),
  );
}

/** The latest release of this run key that was made and never published. */
async function findUnpublished(session: Session, runKey: string): Promise<number | undefined> {
  const row = await session.db
    .selectFrom('warehouse.release')
    .select('release_no')
    .where('run_key', '=', runKey)
    .where('status', 'in', ['candidate', 'refused'])
    .orderBy('release_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.release_no;
}

function isSameManifest(a: readonly ManifestEntry[], b: readonly ManifestEntry[]): boolean {
  const lines = (entries: readonly ManifestEntry[]) =>
    entries
      .map((entry) =>
        [entryKey(entry), entry.versionId, entry.primarySourceFileId, entry.sinceReleaseNo].join(' '),
      )
      .sort()
      .join('\n');
  return lines(a) === lines(b);
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
