/**
 * The handle that callers of the warehouse get: a query builder, statements and bulk load on one connection.
 * Owned by warehouse/. It runs one statement at a time and dies with the function that it was lent to.
 */
import type { Kysely } from 'kysely';
import type { WarehouseSchema } from '../schema/schema.ts';
import type { CopyRows, DatabaseConnection, QueryResult } from './connection.ts';
import { kyselyOver } from './dialect.ts';

/** One connection, lent for the length of a function. */
export interface Session extends DatabaseConnection {
  readonly db: Kysely<WarehouseSchema>;
}

export interface OwnedSession {
  readonly session: Session;
  /** Refuses further statements and waits for those that were started without being awaited. */
  end(): Promise<void>;
}

/** Wraps a connection for one `withConnection` or `withTransaction`. */
export function openSession(connection: DatabaseConnection): OwnedSession {
  let ended = false;
  let last: Promise<unknown> = Promise.resolve();

  // A connection does one thing at a time: a COPY and a query started together would otherwise meet on the wire.
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (ended) return Promise.reject(new Error('this database session has ended: its function has returned'));
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  const guarded: DatabaseConnection = {
    query: (sql: string, params?: readonly unknown[]): Promise<QueryResult> =>
      inTurn(() => connection.query(sql, params)),
    exec: (sql: string): Promise<void> => inTurn(() => connection.exec(sql)),
    copyIn: (table: string, columns: readonly string[], rows: CopyRows): Promise<number> =>
      inTurn(() => connection.copyIn(table, columns, rows)),
  };
  return {
    session: { db: kyselyOver(guarded), ...guarded },
    async end() {
      ended = true;
      await last;
    },
  };
}
