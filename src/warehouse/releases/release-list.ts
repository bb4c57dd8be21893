/** The list of releases for `egdi releases`. Owned by warehouse/. Extended, never renamed: `--json` prints it. */
import type { Session } from '../connection/session.ts';
import type { PublicationKind } from '../schema/schema.ts';
import type { Refusal } from './releases.ts';

export interface ReleaseSummary {
  readonly releaseNo: number;
  /** candidate, published, superseded (was published), refused, or collected (gc removed its list). */
  readonly status: string;
  readonly isPublished: boolean;
  readonly createdAt: string;
  /** Last publication; null for one that never was. */
  readonly publishedAt: string | null;
  readonly reason: string;
  readonly runId: number;
  readonly runOutcome: string | null;
  readonly runMessage: string | null;
  /** Command of the run that made it, and the account that started that run. */
  readonly command: string | null;
  readonly actor: string | null;
  /** 0 in a release that was collected, as are facts and what is new. */
  readonly partitions: number;
  readonly facts: number;
  /** Partitions whose version this release brought. */
  readonly newPartitions: number;
  /** Editions whose scores are new in it. */
  readonly newEditions: readonly string[];
  /** Indicators, international and national, whose observations are new in it. */
  readonly newIndicators: readonly string[];
  /** Reference tables that are new in it. */
  readonly newReferences: readonly string[];
  /** The published release that it was made from; null for the first. */
  readonly baseReleaseNo: number | null;
  /** Partitions that differ from its base; null when either list was collected. */
  readonly changes: readonly PartitionOfRelease[] | null;
  readonly contractVersion: number;
  readonly pin: { readonly at: string; readonly by: string; readonly reason: string } | null;
  /** What was refused and kept the version it had, in a release that was published in part. */
  readonly refusals: readonly Refusal[];
  /** Each time that it was published, the latest last. */
  readonly publications: readonly PublicationOfRelease[];
}

export interface PartitionOfRelease {
  readonly dataset: string;
  readonly partitionKey: string;
  readonly change: 'added' | 'removed' | 'changed';
}

export interface PublicationOfRelease {
  readonly at: string;
  readonly kind: PublicationKind;
  readonly by: string | null;
  readonly reason: string;
  readonly previousReleaseNo: number | null;
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

/** A time in JSON as the drivers give it elsewhere: ISO text in UTC. */
const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const RELEASES_SQL = `
select
  r.release_no as "releaseNo", r.status, u.release_no is not null as "isPublished", r.created_at as "createdAt",
  r.published_at as "publishedAt", r.reason, r.run_id as "runId", run.outcome as "runOutcome",
  run.message as "runMessage", run.command, run.actor, list.partitions, list.facts,
  list.new_partitions as "newPartitions", list.new_editions as "newEditions",
  list.new_indicators as "newIndicators", list.new_references as "newReferences", r.base_release_no as "baseReleaseNo",
  case when r.status <> 'collected' and base.status is distinct from 'collected' then changes.found end as changes,
  r.contract_version as "contractVersion",
  case when r.pinned_at is not null then
    jsonb_build_object('at', ${utc('r.pinned_at')}, 'by', r.pinned_by, 'reason', r.pin_reason)
  end as pin,
  refusals.found as refusals, publications.found as publications
from (select * from warehouse.release order by release_no desc limit $1) r
left join warehouse.publication u on u.release_no = r.release_no
left join warehouse.release base on base.release_no = r.base_release_no
left join ops.run run on run.run_id = r.run_id
cross join lateral (
  select count(p.version_id) as partitions, coalesce(sum(v.fact_count), 0)::bigint as facts,
    count(*) filter (where p.since_release_no = r.release_no) as new_partitions,
    coalesce(array_agg(p.partition_key order by p.partition_key) filter (
      where p.since_release_no = r.release_no and p.dataset = 'score'), '{}') as new_editions,
    coalesce(array_agg(p.partition_key order by p.partition_key) filter (
      where p.since_release_no = r.release_no and p.dataset in ('observation', 'national_observation')),
      '{}') as new_indicators,
    coalesce(array_agg(p.partition_key order by p.partition_key) filter (
      where p.since_release_no = r.release_no and p.dataset = 'reference'), '{}') as new_references
  from warehouse.release_partition p
  join warehouse.partition_version v using (version_id)
  where p.release_no = r.release_no
) as list
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object(
      'dataset', coalesce(n.dataset, o.dataset), 'partitionKey', coalesce(n.partition_key, o.partition_key),
      'change', case when o.version_id is null then 'added' when n.version_id is null then 'removed' else 'changed' end
    ) order by coalesce(n.dataset, o.dataset), coalesce(n.partition_key, o.partition_key)), '[]') as found
  from (select * from warehouse.release_partition where release_no = r.release_no) n
  full join (select * from warehouse.release_partition where release_no = r.base_release_no) o
    on o.dataset = n.dataset and o.partition_key = n.partition_key
  where n.version_id is distinct from o.version_id
) as changes
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object(
      'dataset', x.dataset, 'partitionKey', x.partition_key, 'reason', x.reason
    ) order by x.dataset, x.partition_key), '[]') as found
  from warehouse.release_refusal x where x.release_no = r.release_no
) as refusals
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object(
      'at', ${utc('l.published_at')}, 'kind', l.kind, 'by', l.actor, 'reason', l.reason,
      'previousReleaseNo', l.previous_release_no
    ) order by l.log_id), '[]') as found
  from warehouse.publication_log l where l.release_no = r.release_no
) as publications
order by r.release_no desc`;
