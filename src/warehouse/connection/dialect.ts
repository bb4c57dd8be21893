/**
 * Kysely over one `DatabaseConnection`, whichever driver is behind it. Owned by warehouse/; imports kysely.
 * Transactions belong to `withTransaction` of the warehouse, so Kysely's own are refused.
 */
import {
  type CompiledQuery,
  type Dialect,
  type Driver,
  Kysely,
  type DatabaseConnection as KyselyConnection,
  type QueryResult as KyselyResult,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { WarehouseSchema } from '../schema/schema.ts';
import type { DatabaseConnection } from './connection.ts';

/** A query builder whose statements all go through the given connection. */
export function kyselyOver(connection: DatabaseConnection): Kysely<WarehouseSchema> {
  return new Kysely<WarehouseSchema>({ dialect: connectionDialect(connection) });
}

/** The dialect: PostgreSQL's grammar, and the given connection as its only one. */
export function connectionDialect(connection: DatabaseConnection): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => connectionDriver(connection),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

const CHANGES_ROWS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

function connectionDriver(connection: DatabaseConnection): Driver {
  const adapted: KyselyConnection = {
    async executeQuery<R>(compiled: CompiledQuery): Promise<KyselyResult<R>> {
      const { rows, rowCount, command } = await connection.query(compiled.sql, compiled.parameters);
      const result = { rows: rows as R[] };
      return CHANGES_ROWS.has(command) ? { ...result, numAffectedRows: BigInt(rowCount) } : result;
    },
    streamQuery() {
      throw new Error('streaming is not supported: page through the result by its key');
    },
  };
  const refuseTransaction = () =>
    Promise.reject(new Error('open a transaction with withTransaction of the warehouse, not with Kysely'));
  const nothing = () => Promise.resolve();
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(adapted),
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    releaseConnection: nothing,
    destroy: nothing,
  };
}
