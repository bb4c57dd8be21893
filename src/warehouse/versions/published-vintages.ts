/** How old the published figures of each series are. Owned by warehouse/. */
import type { Session } from '../connection/session.ts';

export interface PublishedVintage {
  /** ISO day on which the file was published that the figures are of; null where it is not known. */
  readonly publishedOn: string | null;
  /** Last year with a figure; null where there is none. */
  readonly lastYear: string | null;
}

/** Of the given series, by indicator code; absent where a series is not published. */
export async function publishedVintages(
  session: Session,
  indicatorCodes: readonly string[],
): Promise<Map<string, PublishedVintage>> {
  const { rows } = await session.query(
    `select p.partition_key as code, f.published_on::text as published_on,
       (select extract(year from max(o.period))::text from warehouse.observation o
        where o.version_id = p.version_id and o.value is not null) as last_year
     from warehouse.release r
     join warehouse.release_partition p using (release_no)
     left join warehouse.source_file f on f.source_file_id = p.primary_source_file_id
     where r.status = 'published' and p.dataset = 'observation'
       and p.partition_key = any($1::text[])`,
    [indicatorCodes],
  );
  const textOf = (value: unknown) => (value === null ? null : String(value));
  return new Map(
    rows.map((row) => [
      String(row.code),
      { publishedOn: textOf(row.published_on), lastYear: textOf(row.last_year) },
    ]),
  );
}
