/**
 * The one connection of the embedded PostgreSQL. Owned by warehouse/; imports PGlite, and is itself loaded only
 * when the embedded database is used. A statement blocks the event loop, so the loop is let in between statements.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import {
  type ConnectionSource,
  type CopyRows,
  type DatabaseConnection,
  type Lease,
  parseServerVersion,
  type QueryResult,
  quoteIdentifier,
  quoteTable,
  type WarehouseContext,
} from './connection.ts';
import { explainDiskFull } from './connection-errors.ts';
import { encodeCopyChunks, encodeValue } from './copy-format.ts';
import { databaseDirectory, prepareStore } from './embedded-store.ts';
import { TYPE_PARSERS } from './type-parsers.ts';

/** About a tenth of a second of loading: so long are timers and signals held up. */
const COPY_CHUNK = { characters: 2 * 1024 * 1024, rows: 25_000 };
const LONGEST_TURN_MS = 20;

/**
 * Opens the database of a store, creating it first where there is none. The caller holds the lock of the directory.
 * @throws EgdiError `store-format` (exit 7)
 */
export async function openEmbedded(directory: string, context: WarehouseContext): Promise<ConnectionSource> {
  await prepareStore(directory, createDatabase);
  const path = databaseDirectory(directory);
  let database: PGlite | undefined = await openDatabase(path);
  const version = await database.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );

  // One connection: who asks while it is lent waits for its return, first come first served.
  let free: Promise<void> = Promise.resolve();
  return {
    serverVersion: parseServerVersion(version.rows[0]?.version ?? 0),
    async acquire(): Promise<Lease> {
      const before = free;
      let handBack = (): void => undefined;
      free = new Promise((resolve) => {
        handBack = resolve;
      });
      await before;
      try {
        database ??= await openDatabase(path);
      } catch (error) {
        handBack();
        throw error;
      }
      const lent = database;
      return {
        connection: explaining(embeddedConnection(lent, context)),
        inTransaction: () => lent.isInTransaction(),
        isUsable: () => !lent.closed,
        async release(destroy): Promise<void> {
          if (destroy) {
            database = undefined;
            await lent.close().catch(() => undefined);
          }
          handBack();
        },
      };
    },
    async close(): Promise<void> {
      await free;
      await database?.close();
      database = undefined;
    },
  };
}

async function createDatabase(path: string): Promise<void> {
  const database = await PGlite.create({ dataDir: path });
  await database.close();
}

async function openDatabase(path: string): Promise<PGlite> {
  const database = await PGlite.create({ dataDir: path });
  // All parameters arrive as text, and the parsers replace those that PGlite has derived for itself.
  database.serializers = {};
  database.parsers = Object.fromEntries(TYPE_PARSERS);
  return database;
}

function embeddedConnection(database: PGlite, context: WarehouseContext): DatabaseConnection {
  let turnBegan = performance.now();
  async function letOthersIn(): Promise<void> {
    if (performance.now() - turnBegan < LONGEST_TURN_MS) return;
    await nextTurn();
    turnBegan = performance.now();
  }

  async function copyChunks(table: string, columns: readonly string[], rows: CopyRows): Promise<number> {
    const names = columns.map(quoteIdentifier).join(', ');
    const statement = `copy ${quoteTable(table)} (${names}) from '/dev/blob'`;
    let loaded = 0;
    for await (const chunk of encodeCopyChunks(rows, COPY_CHUNK)) {
      context.signal?.throwIfAborted();
      const { rowCount } = await database.query(statement, [], { blob: new Blob([chunk.bytes]) });
      loaded += rowCount ?? 0;
      await nextTurn();
    }
    return loaded;
  }

  return {
    async query(sql, params = []): Promise<QueryResult> {
      await letOthersIn();
      const result = await database.query<Record<string, unknown>>(sql, params.map(encodeValue));
      return { rows: result.rows, rowCount: result.rowCount ?? 0, command: result.command ?? '' };
    },
    async exec(sql): Promise<void> {
      await letOthersIn();
      await database.exec(sql);
    },
    async copyIn(table, columns, rows): Promise<number> {
      context.signal?.throwIfAborted();
      // Several statements stand for one: they need a transaction, so that all rows arrive or none.
      const ownTransaction = !database.isInTransaction();
      if (ownTransaction) await database.exec('begin');
      try {
        const loaded = await copyChunks(table, columns, rows);
        if (ownTransaction) await database.exec('commit');
        return loaded;
      } catch (error) {
        if (ownTransaction) await database.exec('rollback');
        else await failTransaction(database);
        throw error;
      }
    },
  };
}

/** The same connection, with words for a full disk. */
function explaining(connection: DatabaseConnection): DatabaseConnection {
  const explain = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explainDiskFull(error);
    });
  return {
    query: (sql, params) => explain(connection.query(sql, params)),
    exec: (sql) => explain(connection.exec(sql)),
    copyIn: (table, columns, rows) => explain(connection.copyIn(table, columns, rows)),
  };
}

/**
 * Puts the open transaction into the failed state, where a server is after an interrupted COPY: otherwise a
 * caller that swallows the error would commit the chunks that were already loaded.
 */
async function failTransaction(database: PGlite): Promise<void> {
  await database.exec("do $$ begin raise exception 'bulk load interrupted'; end $$").catch(() => undefined);
}
