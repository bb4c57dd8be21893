/** What readers see: the rows of the reporting tables, and the same as of a release from their history. */
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import type { Session } from '../../src/warehouse/connection/session.ts';

/** Sorted rows as text by table; `data_refresh`, which dates the publication, is left out. */
export type ReportingState = Readonly<Record<string, readonly string[]>>;

export function reportingState(warehouse: Warehouse): Promise<ReportingState> {
  return readTables(warehouse, (table, columns) => [`select ${columns} from reporting.${table}`, []]);
}

/** Of every reporting table there must be a history, or this fails. */
export function historyState(warehouse: Warehouse, releaseNo: number): Promise<ReportingState> {
  return readTables(warehouse, (table, columns) => [
    `select ${columns} from history.${table} where as_of_release = $1`,
    [releaseNo],
  ]);
}

/** The state without the column that says which release brought a row. */
export function withoutReleaseNo(warehouse: Warehouse): Promise<ReportingState> {
  return readTables(warehouse, (table, columns) => [
    `select ${columns
      .split(', ')
      .filter((column) => column !== 'release_no')
      .join(', ')} from reporting.${table}`,
    [],
  ]);
}

async function readTables(
  warehouse: Warehouse,
  statement: (table: string, columns: string) => readonly [sql: string, params: readonly unknown[]],
): Promise<ReportingState> {
  return warehouse.withTransaction(
    async (session) => {
      const state: Record<string, string[]> = {};
      for (const { table, columns } of await reportingTables(session)) {
        const [sql, params] = statement(table, columns);
        const { rows } = await session.query(
          `select t::text as row from (${sql}) t order by t::text collate "C"`,
          params,
        );
        state[table] = rows.map(({ row }) => String(row));
      }
      return state;
    },
    { readOnly: true },
  );
}

async function reportingTables(session: Session): Promise<{ table: string; columns: string }[]> {
  const { rows } = await session.query(
    `select c.relname as table, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r' and c.relname <> 'data_refresh'
     group by c.relname order by c.relname`,
  );
  return rows as unknown[] as { table: string; columns: string }[];
}
