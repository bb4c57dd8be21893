/**
 * Retention: which releases keep their list of partitions, and what no list refers to any more. A collected release
 * keeps its row and its lines in the log of publications; snapshots of files are not in the database and stay.
 * Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';
import { DATASETS, type DatasetName } from '../versions/datasets.ts';
import { deleteUnlinkedRecomputations } from '../versions/recomputations.ts';

/** Why a release is kept: `last-good` is what a rollback of the published one would go back to. */
export type KeepReason = 'published' | 'last-good' | 'pinned' | 'newest';

export interface KeptRelease {
  readonly releaseNo: number;
  readonly because: readonly KeepReason[];
}

export interface CollectedRelease {
  readonly releaseNo: number;
  readonly status: string;
  readonly createdAt: string;
  readonly reason: string;
  readonly partitions: number;
}

/** What a collection removes. Extended, never renamed: `egdi gc --json` prints it. */
export interface CollectionPlan {
  readonly kept: readonly KeptRelease[];
  readonly releases: readonly CollectedRelease[];
  /** Partition versions that no list refers to, with their facts and evidence. */
  readonly versions: number;
  readonly facts: number;
  readonly evidenceCells: number;
}

/** What a collection that keeps the newest releases would remove; writes nothing. */
export async function planCollection(session: Session, keepCount: number): Promise<CollectionPlan> {
  const { rows } = await session.query(
    `select r.release_no as "releaseNo", r.status, r.created_at as "createdAt", r.reason,
            r.pinned_at is not null as "isPinned",
            (select count(*) from warehouse.release_partition p where p.release_no = r.release_no) as partitions
     from warehouse.release r where r.status <> 'collected' order by r.release_no desc`,
  );
  const releases = rows as unknown[] as (CollectedRelease & { readonly isPinned: boolean })[];
  const lastGood = await findLastGood(session, new Set(releases.map(({ releaseNo }) => releaseNo)));
  const reasons = releases.map((release, position) => ({
    release,
    because: [
      ...(release.status === 'published' ? (['published'] as const) : []),
      ...(lastGood.has(release.releaseNo) ? (['last-good'] as const) : []),
      ...(release.isPinned ? (['pinned'] as const) : []),
      ...(position < keepCount ? (['newest'] as const) : []),
    ],
  }));
  const collected = reasons
    .filter(({ because }) => because.length === 0)
    .map(({ release: { releaseNo, status, createdAt, reason, partitions } }) => ({
      releaseNo,
      status,
      createdAt,
      reason,
      partitions,
    }));
  const { versions, facts } = await findUnreferenced(session, collected);
  const { rows: evidence } = await session.query(
    'select count(*) as cells from warehouse.evidence where version_id = any ($1::integer[])',
    [versions],
  );
  return {
    kept: reasons
      .filter(({ because }) => because.length > 0)
      .map(({ release, because }) => ({ releaseNo: release.releaseNo, because })),
    releases: collected,
    versions: versions.length,
    facts,
    evidenceCells: Number(evidence[0]?.cells),
  };
}

/** Removes what the plan of the same transaction says. The caller holds the lock of the writer. */
export async function collect(session: Session, plan: CollectionPlan): Promise<void> {
  const { versions } = await findUnreferenced(session, plan.releases);
  const released = plan.releases.map(({ releaseNo }) => String(releaseNo));
  await session.query('delete from warehouse.release_partition where release_no = any ($1::integer[])', [
    released,
  ]);
  await session.query('delete from warehouse.release_recomputation where release_no = any ($1::integer[])', [
    released,
  ]);
  await deleteUnlinkedRecomputations(session);
  await session.query(
    "update warehouse.release set status = 'collected' where release_no = any ($1::integer[])",
    [released],
  );
  for (const table of ['ops.backfill_version', 'warehouse.evidence', ...factTables()]) {
    await session.query(`delete from ${table} where version_id = any ($1::integer[])`, [versions]);
  }
  await session.query('delete from warehouse.partition_version where version_id = any ($1::integer[])', [
    versions,
  ]);
}

function factTables(): string[] {
  return (Object.keys(DATASETS) as DatasetName[]).map((dataset) => DATASETS[dataset].table);
}

/**
 * Versions that no list would refer to without these releases. What a rollback took back is kept, since a run that
 * brings it again must find it; so is what an unfinished backfill has stored.
 */
async function findUnreferenced(
  session: Session,
  without: readonly CollectedRelease[],
): Promise<{ readonly versions: string[]; readonly facts: number }> {
  const { rows } = await session.query(
    `select v.version_id, v.fact_count
     from warehouse.partition_version v
     where not exists (
         select from warehouse.release_partition p
         where p.version_id = v.version_id and p.release_no <> all ($1::integer[]))
       and not exists (select from warehouse.withdrawn_version w where w.version_id = v.version_id)
       and not exists (
         select from ops.backfill_version b join ops.backfill f using (backfill_id)
         where b.version_id = v.version_id and f.finished_at is null and f.status <> 'done')
     order by v.version_id`,
    [without.map(({ releaseNo }) => String(releaseNo))],
  );
  return {
    versions: rows.map((row) => String(row.version_id)),
    facts: rows.reduce((sum, row) => sum + Number(row.fact_count), 0),
  };
}

/**
 * What was published before: the release that the published one replaced, and the nearest one that is still whole when
 * every rollback is taken as what it is, a step back.
 */
async function findLastGood(session: Session, whole: ReadonlySet<number>): Promise<Set<number>> {
  const { rows } = await session.query(
    'select release_no, previous_release_no from warehouse.publication_log order by log_id',
  );
  const steps: number[] = [];
  for (const row of rows) {
    const releaseNo = Number(row.release_no);
    const back = steps.indexOf(releaseNo);
    if (back >= 0) steps.length = back;
    steps.push(releaseNo);
  }
  const replaced = rows.at(-1)?.previous_release_no;
  const below = steps.slice(0, -1).findLast((releaseNo) => whole.has(releaseNo));
  return new Set([...(replaced == null ? [] : [Number(replaced)]), ...(below === undefined ? [] : [below])]);
}
