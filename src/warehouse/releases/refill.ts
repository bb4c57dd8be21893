import type { Session } from '../connection/session.ts';
import { readSql, type SqlFolder } from '../schema/sql-files.ts';
import { requirePublished } from './releases.ts';

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
  await session.exec('delete from reporting.data_refresh');
  await session.query(await readSql(sqlFolder, 'reporting', 'data-refresh.sql'), [releaseNo, publishedAt]);
  await session.query("select pg_notify('data_refreshed', $1)", [
    JSON.stringify({ release_no: releaseNo, published_at: publishedAt }),
  ]);
  return releaseNo;
}
