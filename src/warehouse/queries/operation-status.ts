/**
 * What a person who looks after the warehouse must know beyond what is published: how old things are, what waits for
 * a decision, what is unfinished, and who is writing now. Owned by warehouse/. Extended, never renamed.
 */
import { findLockHolder, type LockHolder, RUN_LOCK_NAME } from '../connection/lock-holder.ts';
import type { Session } from '../connection/session.ts';

/** An audited release that was not published. */
export interface WaitingCandidate {
  readonly releaseNo: number;
  readonly createdAt: string;
  readonly runId: number;
  readonly reason: string;
}

/** The rollback by which the published release came to be published. */
export interface RollbackState {
  readonly previousReleaseNo: number | null;
  readonly at: string;
  readonly actor: string | null;
  readonly reason: string;
  /** `score 2018`: what it took back, which no run publishes again. */
  readonly withdrawn: readonly string[];
}

/** A partition that a partial publication left as it was. */
export interface RefusedPartition {
  readonly dataset: string;
  readonly partitionKey: string;
  readonly reason: string;
}

export interface UnfinishedBackfill {
  readonly backfillId: number;
  readonly pipeline: string;
  readonly status: string;
  readonly firstEdition: number;
  readonly lastEdition: number;
  readonly startedAt: string;
  readonly partitions: number;
  readonly donePartitions: number;
}

/** The files of one layout that published observations are read from, and how old they are. */
export interface PublishedSource {
  readonly dataset: 'observation' | 'national_observation';
  readonly layoutId: string;
  readonly publisher: string;
  readonly title: string;
  /** ISO day: when the newest vintage was published, or the end of the last period that has a figure. */
  readonly datedOn: string | null;
  readonly datedBy: 'vintage' | 'last-period';
  /** The finest one of its indicators. */
  readonly frequency: 'month' | 'quarter' | 'year';
  readonly partitions: number;
  readonly sha256s: readonly string[];
}

export interface OperationState {
  /** The newest score partition of the published release, and when its source published it. */
  readonly newestEdition: NewestEdition | null;
  /** Last run, backfill or tick of each pipeline that ended with exit 0. */
  readonly lastSuccesses: readonly { readonly pipeline: string; readonly finishedAt: string }[];
  /** Pipelines that a scheduler has run, whatever came of it. */
  readonly scheduledPipelines: readonly string[];
  /** What the published observations are read from. */
  readonly sources: readonly PublishedSource[];
  /** Newer than what is published, the newest first. */
  readonly candidates: readonly WaitingCandidate[];
  readonly rollback: RollbackState | null;
  readonly refusedPartitions: readonly RefusedPartition[];
  readonly unfinishedBackfill: UnfinishedBackfill | null;
  /** On a server: who holds the run lock at this moment. An embedded store is locked by whoever asks. */
  readonly writer: LockHolder | null;
}

export interface NewestEdition {
  readonly edition: number;
  /** ISO day. */
  readonly publishedOn: string;
  /** False where the day of publication is not known and the reference day of the edition stands for it. */
  readonly isDayKnown: boolean;
}

/** Reads the state; to be called in a read-only transaction on the current schema. */
export async function readOperation(session: Session): Promise<OperationState> {
  const read = async <Row>(sql: string): Promise<Row[]> =>
    (await session.query(sql)).rows as unknown[] as Row[];
  const [newestEdition = null] = await read<NewestEdition>(NEWEST_EDITION_SQL);
  const [rollback = null] = await read<RollbackState>(ROLLBACK_SQL);
  const [unfinishedBackfill = null] = await read<UnfinishedBackfill>(BACKFILL_SQL);
  return {
    newestEdition,
    lastSuccesses: await read(LAST_SUCCESSES_SQL),
    scheduledPipelines: (await read<{ pipeline: string }>(SCHEDULED_SQL)).map(({ pipeline }) => pipeline),
    sources: await read<PublishedSource>(SOURCES_SQL),
    candidates: await read(CANDIDATES_SQL),
    rollback,
    refusedPartitions: await read(REFUSED_PARTITIONS_SQL),
    unfinishedBackfill,
    writer: (await findLockHolder((sql, params) => session.query(sql, params), RUN_LOCK_NAME)) ?? null,
  };
}

// Of the release, not of dim_edition: that knows every edition there is.
const NEWEST_EDITION_SQL = `
select e.edition, coalesce(e.published_on, e.edition_date) as "publishedOn", e.published_on is not null as "isDayKnown"
from warehouse.publication u
join warehouse.release_partition p on p.release_no = u.release_no and p.dataset = 'score'
join reporting.dim_edition e on e.edition = p.partition_key::integer
order by e.edition desc limit 1`;

const LAST_SUCCESSES_SQL = `
select pipeline, max(finished_at) as "finishedAt"
from ops.run
where outcome in ('published', 'unchanged', 'noop') and exit_code = 0 and command in ('run', 'schedule', 'backfill')
group by pipeline order by pipeline`;

const SCHEDULED_SQL = `
select distinct pipeline from ops.run where command = 'schedule' order by pipeline`;

// Figures of an office say up to when they reach; a vintage of an international table says when it was published.
const SOURCES_SQL = `
with listed as (
  select p.dataset, p.version_id, f.sha256, f.layout_id, f.publisher, f.title, f.published_on, i.frequency
  from warehouse.publication u
  join warehouse.release_partition p using (release_no)
  join warehouse.source_file f on f.source_file_id = p.primary_source_file_id
  left join reporting.dim_indicator i on i.indicator_code = p.partition_key
  where p.dataset in ('observation', 'national_observation')
), dated as (
  select l.*, dataset = 'observation' and published_on is not null as by_vintage,
         case
           when dataset = 'national_observation' then
             (select max(o.period_end) from warehouse.national_observation o
              where o.version_id = l.version_id and o.value_status = 'observed')
           when published_on is not null then published_on
           else (
             select max(o.period) + case l.frequency when 'month' then interval '1 month'
                                    when 'quarter' then interval '3 months' else interval '1 year' end - interval '1 day'
             from warehouse.observation o
             where o.version_id = l.version_id and o.value_status = 'observed')::date
         end as dated_on
  from listed l
)
select dataset, layout_id as "layoutId", min(publisher) as publisher, min(title) as title,
       max(dated_on)::text as "datedOn",
       case when (array_agg(by_vintage order by dated_on desc nulls last))[1] then 'vintage' else 'last-period' end
         as "datedBy",
       case when bool_or(frequency = 'month') then 'month' when bool_or(frequency = 'quarter') then 'quarter'
            else 'year' end as frequency,
       count(*)::integer as partitions, array_agg(distinct sha256) as "sha256s"
from dated
group by dataset, layout_id
order by dataset, layout_id collate "C"`;

// A release that a run left behind when it crashed is not waiting for anybody: the next run takes it up again.
const CANDIDATES_SQL = `
select r.release_no as "releaseNo", r.created_at as "createdAt", r.run_id as "runId", r.reason
from warehouse.release r
join ops.run on run.run_id = r.run_id and run.outcome = 'candidate'
where r.status = 'candidate'
  -- One that was made from another release cannot be published any more: the next run makes it anew.
  and r.base_release_no is not distinct from (select release_no from warehouse.publication)
order by r.release_no desc limit 5`;

const ROLLBACK_SQL = `
select l.previous_release_no as "previousReleaseNo", l.published_at as at, l.actor, l.reason,
       coalesce((
         select array_agg(v.dataset || ' ' || v.partition_key order by v.dataset desc, v.partition_key)
         from warehouse.withdrawn_version w
         join warehouse.partition_version v using (version_id)
         where w.log_id = l.log_id), '{}') as withdrawn
from warehouse.publication_log l
join warehouse.publication u using (release_no)
where l.kind = 'rollback' and l.log_id = (select max(log_id) from warehouse.publication_log)`;

const REFUSED_PARTITIONS_SQL = `
select x.dataset, x.partition_key as "partitionKey", x.reason
from warehouse.release_refusal x
join warehouse.publication u using (release_no)
order by x.dataset desc, x.partition_key`;

const BACKFILL_SQL = `
select b.backfill_id as "backfillId", b.pipeline, b.status, b.first_edition as "firstEdition",
       b.last_edition as "lastEdition", b.started_at as "startedAt", count(p.partition_key) as partitions,
       count(*) filter (where p.status in ('done', 'skipped')) as "donePartitions"
from ops.backfill b
left join ops.backfill_partition p using (backfill_id)
where b.finished_at is null and b.status <> 'done'
group by b.backfill_id
order by b.backfill_id desc limit 1`;
