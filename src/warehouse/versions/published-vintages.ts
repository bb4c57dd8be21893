/** How old the published figures of each series are. Owned by warehouse/. */
import type { Session } from '../connection/session.ts';

/** By indicator code: the day on which the file was published that the figures are of, where it is known. */
export async function publishedVintages(session: Session): Promise<Map<string, string>> {
  const { rows } = await session.query(
    `select p.partition_key as code, f.published_on::text as published_on
     from warehouse.release r
     join warehouse.release_partition p using (release_no)
     join warehouse.source_file f on f.source_file_id = p.primary_source_file_id
     where r.status = 'published' and p.dataset = 'observation' and f.published_on is not null`,
  );
  return new Map(rows.map((row) => [String(row.code), String(row.published_on)]));
}
