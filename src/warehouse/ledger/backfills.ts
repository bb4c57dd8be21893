/**
 * Backfills: where each edition of a requested range stands, kept until all of them are done. A backfill without
 * `finished_at` can be taken up again, whatever its status: an interrupted one is `cancelled`, too. One with it is over,
 * was given up or superseded. Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';
import type { ManifestEntry } from '../releases/releases.ts';

export type BackfillStatus = 'running' | 'done' | 'failed' | 'cancelled' | 'superseded';
export type PartitionStatus = 'pending' | 'running' | 'done' | 'failed' | 'skipped';

export interface BackfillPartition {
  readonly edition: number;
  readonly status: PartitionStatus;
  /** How often it was begun. */
  readonly attempts: number;
  /** The last run that began it. */
  readonly runId: number | null;
  readonly message: string | null;
  /** Figures of the version that it has stored; null where there is none. */
  readonly figures: number | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface Backfill {
  readonly backfillId: number;
  readonly pipeline: string;
  readonly firstEdition: number;
  readonly lastEdition: number;
  readonly status: BackfillStatus;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** The release that it made last, published or not. */
  readonly releaseNo: number | null;
  readonly partitions: readonly BackfillPartition[];
}

export interface BackfillOrder {
  readonly pipeline: string;
  readonly runKey: string;
  readonly firstEdition: number;
  readonly lastEdition: number;
  readonly editions: readonly number[];
  /** Begins anew even where an unfinished one could be taken up. */
  readonly restart: boolean;
  readonly now: Date;
}

/** The latest backfill that has editions left to do, or that was not published; undefined when there is none. */
export async function findUnfinishedBackfill(session: Session): Promise<Backfill | undefined> {
  const { rows } = await session.query(
    `select backfill_id from ops.backfill where finished_at is null and status <> 'done'
     order by backfill_id desc limit 1`,
  );
  return rows[0] && readBackfill(session, Number(rows[0].backfill_id));
}

/** Whether there is a backfill that this order would take up. */
export async function canBeTakenUp(
  session: Session,
  order: Pick<BackfillOrder, 'pipeline' | 'runKey'>,
): Promise<boolean> {
  const { rows } = await session.query(
    'select 1 from ops.backfill where pipeline = $1 and run_key = $2 and finished_at is null limit 1',
    [order.pipeline, order.runKey],
  );
  return rows.length > 0;
}

/**
 * Takes up the unfinished backfill of the same key, or begins one. Others of the same range are superseded: what they
 * were to load is not what is there now. The caller holds the lock, so that an edition `running` is nobody's any more.
 */
export async function openBackfill(
  session: Session,
  order: BackfillOrder,
): Promise<{ readonly backfillId: number; readonly isTakenUp: boolean }> {
  const { pipeline, runKey, firstEdition, lastEdition, now } = order;
  const { rows } = await session.query(
    `select backfill_id, run_key from ops.backfill
     where pipeline = $1 and first_edition = $2 and last_edition = $3 and finished_at is null
     order by backfill_id desc`,
    [pipeline, firstEdition, lastEdition],
  );
  const same = order.restart ? undefined : rows.find((row) => row.run_key === runKey);
  const superseded = rows.filter((row) => row !== same).map((row) => String(row.backfill_id));
  await session.query(
    `update ops.backfill set status = 'superseded', finished_at = $2 where backfill_id = any ($1::bigint[])`,
    [superseded, now],
  );
  if (same) {
    const backfillId = Number(same.backfill_id);
    await session.query(`update ops.backfill set status = 'running' where backfill_id = $1`, [backfillId]);
    await putBack(session, backfillId);
    await putBackUnstored(session, backfillId);
    return { backfillId, isTakenUp: true };
  }
  const inserted = await session.query(
    `insert into ops.backfill (pipeline, run_key, first_edition, last_edition, status, started_at)
     values ($1, $2, $3, $4, 'running', $5) returning backfill_id`,
    [pipeline, runKey, firstEdition, lastEdition, now],
  );
  const backfillId = Number(inserted.rows[0]?.backfill_id);
  await session.copyIn(
    'ops.backfill_partition',
    ['backfill_id', 'partition_key', 'status'],
    order.editions.map((edition) => [backfillId, String(edition), 'pending']),
  );
  return { backfillId, isTakenUp: false };
}

/** A backfill and its editions, in their order. */
export async function readBackfill(session: Session, backfillId: number): Promise<Backfill> {
  const { rows } = await session.query('select * from ops.backfill where backfill_id = $1', [backfillId]);
  const partitions = await session.query(
    `select p.*, v.fact_count
     from ops.backfill_partition p
     left join ops.backfill_version b
       on b.backfill_id = p.backfill_id and b.partition_key = p.partition_key and b.dataset = 'score'
     left join warehouse.partition_version v using (version_id)
     where p.backfill_id = $1 order by p.partition_key`,
    [backfillId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no backfill ${backfillId}`);
  return {
    backfillId,
    pipeline: String(row.pipeline),
    firstEdition: Number(row.first_edition),
    lastEdition: Number(row.last_edition),
    status: row.status as BackfillStatus,
    startedAt: String(row.started_at),
    finishedAt: textOrNull(row.finished_at),
    releaseNo: numberOrNull(row.release_no),
    partitions: partitions.rows.map((partition) => ({
      edition: Number(partition.partition_key),
      status: partition.status as PartitionStatus,
      attempts: Number(partition.attempts),
      runId: numberOrNull(partition.run_id),
      message: textOrNull(partition.message),
      figures: numberOrNull(partition.fact_count),
      startedAt: textOrNull(partition.started_at),
      finishedAt: textOrNull(partition.finished_at),
    })),
  };
}

/** Says that a run has begun an edition; returns which attempt it is. */
export async function beginPartition(
  session: Session,
  partition: {
    readonly backfillId: number;
    readonly edition: number;
    readonly runId: number;
    readonly now: Date;
  },
): Promise<number> {
  const { backfillId, edition, runId, now } = partition;
  const { rows } = await session.query(
    `update ops.backfill_partition
     set status = 'running', attempts = attempts + 1, run_id = $3, message = null, started_at = $4, finished_at = null
     where backfill_id = $1 and partition_key = $2 returning attempts`,
    [backfillId, String(edition), runId, now],
  );
  return Number(rows[0]?.attempts);
}

export type StoredVersion = Omit<ManifestEntry, 'sinceReleaseNo'>;

/** Says how an edition ended, and lists what it has stored, in the transaction that stores it. */
export async function endPartition(
  session: Session,
  partition: {
    readonly backfillId: number;
    readonly edition: number;
    readonly status: 'done' | 'failed' | 'skipped';
    readonly message: string | null;
    readonly versions: readonly StoredVersion[];
    readonly now: Date;
  },
): Promise<void> {
  const { backfillId, edition, status, message, versions, now } = partition;
  await session.query(
    `update ops.backfill_partition set status = $3, message = $4, finished_at = $5
     where backfill_id = $1 and partition_key = $2`,
    [backfillId, String(edition), status, message, now],
  );
  await session.copyIn(
    'ops.backfill_version',
    ['backfill_id', 'partition_key', 'dataset', 'version_id', 'primary_source_file_id'],
    versions.map((version) => [
      backfillId,
      version.partitionKey,
      version.dataset,
      version.versionId,
      version.primarySourceFileId,
    ]),
  );
}

/** Everything that the editions of a backfill have stored. */
export async function readStoredVersions(session: Session, backfillId: number): Promise<StoredVersion[]> {
  const { rows } = await session.query(
    `select dataset, partition_key, version_id, primary_source_file_id from ops.backfill_version
     where backfill_id = $1 order by dataset, partition_key`,
    [backfillId],
  );
  return rows.map((row) => ({
    dataset: String(row.dataset),
    partitionKey: String(row.partition_key),
    versionId: Number(row.version_id),
    primarySourceFileId: numberOrNull(row.primary_source_file_id),
  }));
}

/** Says how a backfill ended; one that is not over can be taken up again. */
export async function endBackfill(
  session: Session,
  end: {
    readonly backfillId: number;
    readonly status: BackfillStatus;
    readonly releaseNo: number | null;
    readonly isOver: boolean;
    readonly now: Date;
  },
): Promise<void> {
  await session.query(
    `update ops.backfill set status = $2, release_no = coalesce($3, release_no), finished_at = $4
     where backfill_id = $1`,
    [end.backfillId, end.status, end.releaseNo, end.isOver ? end.now : null],
  );
}

/** Puts the edition at work back: its transaction has left nothing. */
export async function putBack(session: Session, backfillId: number): Promise<void> {
  await session.query(
    `update ops.backfill_partition set status = 'pending', started_at = null
     where backfill_id = $1 and status = 'running'`,
    [backfillId],
  );
}

/** Puts back what has nothing stored: gc may have taken it, and a release must not leave it out unseen. */
async function putBackUnstored(session: Session, backfillId: number): Promise<void> {
  await session.query(
    `update ops.backfill_partition p set status = 'pending', started_at = null
     where p.backfill_id = $1 and p.status in ('done', 'skipped')
       and (select count(*) from ops.backfill_version v
            where v.backfill_id = p.backfill_id and v.partition_key = p.partition_key) < 2`,
    [backfillId],
  );
  await session.query(
    `delete from ops.backfill_version v using ops.backfill_partition p
     where v.backfill_id = $1 and p.backfill_id = v.backfill_id and p.partition_key = v.partition_key
       and p.status = 'pending'`,
    [backfillId],
  );
}

/** Gives up all backfills of a pipeline that could be taken up; returns them as they are then. */
export async function giveUpBackfills(session: Session, pipeline: string, now: Date): Promise<Backfill[]> {
  const { rows } = await session.query(
    `update ops.backfill set status = 'cancelled', finished_at = $2
     where pipeline = $1 and finished_at is null returning backfill_id`,
    [pipeline, now],
  );
  const given: Backfill[] = [];
  for (const row of rows) {
    await putBack(session, Number(row.backfill_id));
    given.push(await readBackfill(session, Number(row.backfill_id)));
  }
  return given.sort((a, b) => a.backfillId - b.backfillId);
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
