/** The list of releases for `egdi releases`. Owned by warehouse/. Extended, never renamed: `--json` prints it. */
import type { Session } from '../connection/session.ts';

export interface ReleaseSummary {
  readonly releaseNo: number;
  readonly status: string;
  readonly isPublished: boolean;
  readonly createdAt: string;
  /** Last publication; null for one that never was. */
  readonly publishedAt: string | null;
  readonly reason: string;
  readonly runId: number;
  readonly runOutcome: string | null;
  readonly runMessage: string | null;
  readonly partitions: number;
  readonly facts: number;
  /** Partitions whose version this release brought. */
  readonly newPartitions: number;
  /** Editions whose scores are new in it. */
  readonly newEditions: readonly string[];
  /** Reference tables that are new in it. */
  readonly newReferences: readonly string[];
}

/** The newest releases first; to be called in a read-only transaction. */
export async function listReleases(session: Session, limit: number): Promise<ReleaseSummary[]> {
  const { rows } = await session.query(RELEASES_SQL, [limit]);
  return rows as unknown[] as ReleaseSummary[];
}

export async function countReleases(session: Session): Promise<number> {
  const { rows } = await session.query('select count(*) as releases from warehouse.release');
  return Number(rows[0]?.releases);
}

const RELEASES_SQL = `
select
  r.release_no as "releaseNo", r.status, u.release_no is not null as "isPublished", r.created_at as "createdAt",
  r.published_at as "publishedAt", r.reason, r.run_id as "runId", run.outcome as "runOutcome",
  run.message as "runMessage", count(p.version_id) as partitions,
  coalesce(sum(v.fact_count), 0)::bigint as facts,
  count(*) filter (where p.since_release_no = r.release_no) as "newPartitions",
  coalesce(array_agg(p.partition_key order by p.partition_key) filter (
    where p.since_release_no = r.release_no and p.dataset = 'score'), '{}') as "newEditions",
  coalesce(array_agg(p.partition_key order by p.partition_key) filter (
    where p.since_release_no = r.release_no and p.dataset = 'reference'), '{}') as "newReferences"
from warehouse.release r
left join warehouse.publication u on u.release_no = r.release_no
left join ops.run run on run.run_id = r.run_id
left join warehouse.release_partition p on p.release_no = r.release_no
left join warehouse.partition_version v on v.version_id = p.version_id
group by r.release_no, u.release_no, run.run_id
order by r.release_no desc
limit $1`;
