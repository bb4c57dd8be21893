/**
 * Partition versions that a rollback took back. No run publishes them again, a person may: otherwise the next
 * scheduled run with the same input would undo the rollback. Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';

/** Takes back what one release holds and another does not; returns the partitions. */
export async function withdrawVersions(
  session: Session,
  { from, to, logId }: { readonly from: number; readonly to: number; readonly logId: number },
): Promise<string[]> {
  const { rows } = await session.query(
    `with taken as (
       select p.dataset || ' ' || p.partition_key as partition, p.version_id
       from warehouse.release_partition p
       where p.release_no = $1
         and not exists (
           select from warehouse.release_partition k where k.release_no = $2 and k.version_id = p.version_id)
     ), kept as (
       insert into warehouse.withdrawn_version (version_id, log_id)
       select version_id, $3 from taken
       on conflict (version_id) do update set log_id = excluded.log_id
     )
     select partition from taken order by partition`,
    [from, to, logId],
  );
  return rows.map((row) => String(row.partition));
}

/** What is published is not withdrawn any more. */
export async function restoreVersions(session: Session, releaseNo: number): Promise<void> {
  await session.query(
    `delete from warehouse.withdrawn_version w using warehouse.release_partition p
     where p.release_no = $1 and p.version_id = w.version_id`,
    [releaseNo],
  );
}

/** Partitions of a release that it brings itself and that a rollback has taken back. */
export async function findWithdrawn(session: Session, releaseNo: number): Promise<string[]> {
  const { rows } = await session.query(
    `select p.dataset || ' ' || p.partition_key as partition
     from warehouse.release_partition p
     join warehouse.withdrawn_version w using (version_id)
     where p.release_no = $1 and p.since_release_no = $1
     order by 1`,
    [releaseNo],
  );
  return rows.map((row) => String(row.partition));
}
