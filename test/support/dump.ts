/** Everything that lies in a schema, in an order that does not depend on storage: for “nothing changed”. */
import { createHash } from 'node:crypto';
import {
  openWarehouse,
  type Warehouse,
  type WarehouseTarget,
} from '../../src/warehouse/connection/connect.ts';

/** Number and SHA-256 of the sorted rows of each `schema.table`. */
export type Dump = Readonly<Record<string, string>>;

export async function dumpSchemas(warehouse: Warehouse, schemas: readonly string[]): Promise<Dump> {
  return warehouse.withTransaction(
    async (session) => {
      const { rows: tables } = await session.query(
        `select format('%I.%I', n.nspname, c.relname) as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1::text[]) and c.relkind = 'r' order by 1`,
        [schemas],
      );
      const dump: Record<string, string> = {};
      for (const { name } of tables) {
        const { rows } = await session.query(
          `select t::text as row from ${name} t order by t::text collate "C"`,
        );
        const hash = createHash('sha256');
        for (const { row } of rows) hash.update(`${row}\n`);
        dump[String(name)] = `${rows.length} rows, ${hash.digest('hex')}`;
      }
      return dump;
    },
    { readOnly: true },
  );
}

/** Opens a target for the length of a function. */
export async function withWarehouse<T>(
  target: WarehouseTarget,
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openWarehouse(target);
  try {
    return await use(warehouse);
  } finally {
    await warehouse.close();
  }
}

/** Rows of one statement on a target that is opened for it. */
export async function queryRows(target: WarehouseTarget, sql: string): Promise<Record<string, unknown>[]> {
  return withWarehouse(target, (warehouse) =>
    warehouse.withConnection(async (session) => (await session.query(sql)).rows),
  );
}
