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
  const table = 'reporting.fact_change_attribution';
  await session.query(`delete from ${table} where edition = any ($1::integer[])`, [editions]);
  const { rows } = await session.query(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  );
  const columns = String(rows[0]?.columns);
  await session.query(
    `insert into ${table} (${columns}) select ${columns} from history.fact_change_attribution
     where as_of_release = $1 and edition = any ($2::integer[])`,
    [published.releaseNo, editions],
  );
  await renewRefresh(session, sqlFolder, published);
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
