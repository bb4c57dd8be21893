import type { Session } from '../connection/session.ts';
import { readSql, type SqlFolder } from '../schema/sql-files.ts';
import type { VersionPair } from '../versions/change-attribution.ts';
import { findPublished, type PublishedRelease, readManifest, requirePublished } from './releases.ts';

/**
 * Replaces every row, within the caller's transaction, which has proved that it is the only writer. Returns the
 * number of the published release, which stays the same.
 * @throws EgdiError `nothing-published` (exit 7)
 */
export async function refillReporting(session: Session, sqlFolder: SqlFolder): Promise<number> {
  const { releaseNo, publishedAt } = await requirePublished(session);
  const { rows: tables } = await session.query(
    `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
       from pg_class c
       join pg_class h on h.relname = c.relname and h.relnamespace = 'history'::regnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r'
      group by c.relname order by c.relname`,
  );
  for (const { name, columns } of tables) {
    await session.query(`delete from reporting.${name}`);
    await session.query(
      `insert into reporting.${name} (${columns})
       select ${columns} from history.${name} where as_of_release = $1`,
      [releaseNo],
    );
  }
  await renewRefresh(session, sqlFolder, { releaseNo, publishedAt });
  return releaseNo;
}

/**
 * Shows what the published release has gained by changes that were split after its publication, within the caller's
 * transaction: the rows of the editions among these pairs.
 */
export async function refillChangeAttributions(
  session: Session,
  sqlFolder: SqlFolder,
  pairs: readonly VersionPair[],
): Promise<void> {
  const published = await findPublished(session);
  if (published === undefined) return;
  const manifest = await readManifest(session, published.releaseNo);
  const listed = new Set(manifest.map(({ versionId }) => versionId));
  const editions = pairs
    .filter(({ versionId, previousVersionId }) => listed.has(versionId) && listed.has(previousVersionId))
    .map(({ edition }) => String(edition));
  if (editions.length === 0) return;
  await refillEditions(session, 'fact_change_attribution', published.releaseNo, editions);
  await renewRefresh(session, sqlFolder, published);
}

/** Tables of recomputations, what others refer to first. */
export const RECOMPUTATION_TABLES = [
  'fact_recomputation_coverage',
  'fact_recomputation',
  'fact_recomputation_input',
] as const;

/**
 * Shows the recomputations of the published release, if it is among those that were recomputed after their publication,
 * within the caller's transaction.
 */
export async function refillRecomputations(
  session: Session,
  sqlFolder: SqlFolder,
  releases: readonly number[],
): Promise<void> {
  const published = await findPublished(session);
  if (published === undefined || !releases.includes(published.releaseNo)) return;
  for (const table of RECOMPUTATION_TABLES) await refillEditions(session, table, published.releaseNo);
  await renewRefresh(session, sqlFolder, published);
}

/** Replaces the rows of a table for some editions, or all of them. */
async function refillEditions(
  session: Session,
  table: string,
  releaseNo: number,
  editions?: readonly string[],
): Promise<void> {
  const { rows } = await session.query(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [`reporting.${table}`],
  );
  const columns = String(rows[0]?.columns);
  const params = editions === undefined ? [] : [editions];
  await session.query(
    `delete from reporting.${table}${editions === undefined ? '' : ' where edition = any ($1::integer[])'}`,
    params,
  );
  await session.query(
    `insert into reporting.${table} (${columns}) select ${columns} from history.${table}
     where as_of_release = $1${editions === undefined ? '' : ' and edition = any ($2::integer[])'}`,
    [releaseNo, ...params],
  );
}

/** Writes the refresh signal anew and tells those who listen; the publication and its date stay what they are. */
async function renewRefresh(
  session: Session,
  sqlFolder: SqlFolder,
  { releaseNo, publishedAt }: Pick<PublishedRelease, 'releaseNo' | 'publishedAt'>,
): Promise<void> {
  await session.exec('delete from reporting.data_refresh');
  await session.query(await readSql(sqlFolder, 'reporting', 'data-refresh.sql'), [releaseNo, publishedAt]);
  await session.query("select pg_notify('data_refreshed', $1)", [
    JSON.stringify({ release_no: releaseNo, published_at: publishedAt }),
  ]);
}
