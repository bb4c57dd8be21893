/** Editions that the published release holds by declaration only. Owned by warehouse/; imports model/. */
import type { DeclaredEdition } from '../../model/declarations.ts';
import type { Session } from '../connection/session.ts';

/** The published editions whose method was unknown when they were loaded; none before the schema is there. */
export async function findDeclaredEditions(session: Session): Promise<DeclaredEdition[]> {
  const table = await session.query("select to_regclass('reporting.dim_edition') is not null as there");
  if (table.rows[0]?.there !== true) return [];
  const { rows } = await session.query(
    `select edition, previous_edition, member_count, published_on, note
     from reporting.dim_edition where not method_known and previous_edition is not null order by edition`,
  );
  return rows.map((row) => ({
    edition: Number(row.edition),
    previousEdition: Number(row.previous_edition),
    memberCount: Number(row.member_count),
    publishedOn: row.published_on === null ? null : String(row.published_on),
    note: String(row.note ?? ''),
  }));
}
