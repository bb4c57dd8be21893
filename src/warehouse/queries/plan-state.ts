/**
 * What a plan needs to know of the database: what is published, from which files, and what the ledger says about a run
 * key. Reads only; takes no lock. Owned by warehouse/.
 */
import type { Warehouse } from '../connection/connect.ts';
import { sqlState } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { isSettled, type OwnPartitions } from '../ledger/runs.ts';
import { findPublished } from '../releases/releases.ts';
import type { DatasetName } from '../versions/datasets.ts';

export interface PublishedPartition {
  readonly dataset: DatasetName;
  readonly partitionKey: string;
  readonly versionId: number;
  readonly contentSha256: string;
}

/** A file that the published release was read from or checked against. */
export interface PublishedFile {
  readonly sha256: string;
  readonly fileName: string;
  readonly layoutId: string;
  /** Keys of the partitions that it speaks about. */
  readonly partitionKeys: readonly string[];
}

export interface PlanState {
  readonly published: { readonly releaseNo: number; readonly publishedAt: string } | null;
  readonly partitions: readonly PublishedPartition[];
  readonly files: readonly PublishedFile[];
  /** Versions that a rollback took back, as `dataset partition-key content-hash`. */
  readonly withdrawn: ReadonlySet<string>;
  /** Partitions that the published release names as refused, as `dataset partition-key`. */
  readonly refused: readonly string[];
  /** Whether a run of this key has led to the published release: then there is nothing to do. */
  readonly isSettled: boolean;
}

/**
 * Reads the state in one read-only transaction. Undefined where the schema is too old to be read; that an absent table
 * is an old schema, and no defect, the caller knows.
 */
export async function readPlanState(
  warehouse: Warehouse,
  runKey: string,
  { own, isOutdated }: { readonly own: OwnPartitions; readonly isOutdated: boolean },
): Promise<PlanState | undefined> {
  try {
    return await warehouse.withTransaction((session) => readState(session, runKey, own), { readOnly: true });
  } catch (error) {
    if (isOutdated && ABSENT.has(sqlState(error) ?? '')) return undefined;
    throw error;
  }
}

/** Undefined column, table and schema. */
const ABSENT: ReadonlySet<string> = new Set(['42703', '42P01', '3F000']);

async function readState(session: Session, runKey: string, own: OwnPartitions): Promise<PlanState> {
  const published = await findPublished(session);
  // Before its migration nothing can have been withdrawn or refused in part.
  const hasOperation = await hasTable(session, 'warehouse.withdrawn_version');
  const withdrawn = hasOperation ? await readWithdrawn(session) : new Set<string>();
  if (!published) {
    return { published: null, partitions: [], files: [], withdrawn, refused: [], isSettled: false };
  }
  const { releaseNo, publishedAt } = published;
  const { rows: partitions } = await session.query(
    `select p.dataset, p.partition_key as "partitionKey", p.version_id as "versionId",
            v.content_sha256 as "contentSha256"
     from warehouse.release_partition p join warehouse.partition_version v using (version_id)
     where p.release_no = $1 order by 1, 2`,
    [releaseNo],
  );
  const { rows: files } = await session.query(FILES_SQL, [releaseNo, own.datasets]);
  return {
    published: { releaseNo, publishedAt },
    partitions: partitions as unknown[] as PublishedPartition[],
    files: files as unknown[] as PublishedFile[],
    withdrawn,
    refused: hasOperation ? await readRefused(session, releaseNo) : [],
    isSettled: hasOperation && (await isSettled(session, runKey, releaseNo, own)),
  };
}

async function hasTable(session: Session, table: string): Promise<boolean> {
  const { rows } = await session.query('select to_regclass($1) is not null as there', [table]);
  return rows[0]?.there === true;
}

async function readWithdrawn(session: Session): Promise<ReadonlySet<string>> {
  const { rows } = await session.query(
    `select concat_ws(' ', v.dataset, v.partition_key, v.content_sha256) as version
     from warehouse.withdrawn_version join warehouse.partition_version v using (version_id)`,
  );
  return new Set(rows.map(({ version }) => String(version)));
}

async function readRefused(session: Session, releaseNo: number): Promise<string[]> {
  const { rows } = await session.query(
    `select concat_ws(' ', dataset, partition_key) as partition
     from warehouse.release_refusal where release_no = $1 order by 1`,
    [releaseNo],
  );
  return rows.map(({ partition }) => String(partition));
}

const FILES_SQL = `
with listed as (
  select partition_key, version_id, primary_source_file_id
  from warehouse.release_partition where release_no = $1 and dataset = any ($2::text[])
), behind as (
  select primary_source_file_id as source_file_id, partition_key from listed
  union
  select e.source_file_id, l.partition_key from listed l
  join (select distinct version_id, source_file_id from warehouse.evidence) e using (version_id)
)
select f.sha256, f.file_name as "fileName", f.layout_id as "layoutId",
       array_agg(b.partition_key order by b.partition_key) as "partitionKeys"
from behind b join warehouse.source_file f using (source_file_id)
group by f.source_file_id
order by f.file_name collate "C", f.sha256`;
