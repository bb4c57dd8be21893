/**
 * The way into the warehouse: opens a server or the embedded database and lends sessions on it.
 * Owned by warehouse/; imports model/ only. Each driver is loaded when it is asked for, since start-up time counts.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ConnectionSource, Lease, ServerVersion, WarehouseContext } from './connection.ts';
import { openSession, type Session } from './session.ts';
import { acquireStoreLock, type StoreLock } from './store-lock.ts';

export type { ServerVersion, WarehouseContext } from './connection.ts';
export type { Session } from './session.ts';

export type WarehouseTarget =
  | {
      readonly kind: 'server';
      readonly url: string;
      /** Shown by pg_stat_activity. */
      readonly applicationName?: string;
      /** How long one statement may take; five minutes unless given. */
      readonly statementTimeoutMs?: number;
    }
  | {
      readonly kind: 'embedded';
      /** The `.egdi` directory; the database lies in its folder `pg`. */
      readonly directory: string;
      /** Named to whoever finds the directory locked. */
      readonly command?: string;
      /** A lock of this directory that the caller already holds and keeps; otherwise one is taken until close. */
      readonly lock?: StoreLock;
    };

export interface TransactionOptions {
  /** A transaction that cannot write, and sees one state of the database throughout. */
  readonly readOnly?: boolean;
}

export interface Warehouse {
  readonly kind: WarehouseTarget['kind'];
  readonly serverVersion: ServerVersion;
  /** Lends a connection for the length of `fn`, each statement its own transaction. */
  withConnection<T>(fn: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Runs `fn` in a transaction: committed when it returns, rolled back when it throws. A failed statement dooms
   * the transaction even if `fn` swallows its error. Only the given session may be used inside.
   */
  withTransaction<T>(fn: (session: Session) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Waits for the sessions that are lent, then closes everything, the lock of an embedded store last. */
  close(): Promise<void>;
}

/**
 * Opens the warehouse.
 * @throws EgdiError `database-unavailable`, `store-format` (exit 7), `lock-held` (exit 75)
 */
export async function openWarehouse(
  target: WarehouseTarget,
  context: WarehouseContext = {},
): Promise<Warehouse> {
  if (target.kind === 'server') {
    const { openServer } = await import('./server-source.ts');
    return lendingWarehouse('server', await openServer(target, context));
  }
  const lock =
    target.lock ?? (await acquireStoreLock(target.directory, { command: target.command ?? 'egdi' }));
  const releaseLock = target.lock === undefined ? () => lock.release() : () => Promise.resolve();
  try {
    const { openEmbedded } = await import('./embedded-source.ts');
    const source = await openEmbedded(target.directory, context);
    return lendingWarehouse('embedded', source, releaseLock);
  } catch (error) {
    await releaseLock();
    throw error;
  }
}

function lendingWarehouse(
  kind: WarehouseTarget['kind'],
  source: ConnectionSource,
  afterClose: () => Promise<void> = () => Promise.resolve(),
): Warehouse {
  // Which session the running code is inside of. Asking for a second one there would wait for the first for ever.
  const inside = new AsyncLocalStorage<{ over: boolean }>();
  const lent = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const isInside = (): boolean => inside.getStore()?.over === false;

  async function borrow<T>(use: (lease: Lease, run: Run) => Promise<T>): Promise<T> {
    if (isInside()) {
      throw new Error(
        'the warehouse was asked for a session inside another session: use the one you were given',
      );
    }
    if (closing !== undefined) throw new Error('the warehouse is closed');
    const mark = { over: false };
    const work = inside.run(mark, async () => {
      try {
        return await use(await source.acquire(), runSession);
      } finally {
        mark.over = true;
      }
    });
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    lent.add(settled);
    void settled.then(() => lent.delete(settled));
    return work;
  }

  return {
    kind,
    serverVersion: source.serverVersion,
    withConnection: (fn) => borrow((lease, run) => inConnection(lease, () => run(lease, fn))),
    withTransaction: (fn, options = {}) =>
      borrow((lease, run) => inTransaction(lease, options, () => run(lease, fn))),
    async close() {
      if (isInside()) throw new Error('the warehouse cannot be closed inside a session');
      closing ??= (async () => {
        await Promise.all(lent);
        try {
          await source.close();
        } finally {
          await afterClose();
        }
      })();
      await closing;
    },
  };
}

type Run = <T>(lease: Lease, fn: (session: Session) => Promise<T>) => Promise<T>;

const runSession: Run = async (lease, fn) => {
  const { session, end } = openSession(lease.connection);
  try {
    return await fn(session);
  } finally {
    await end();
  }
};

async function inConnection<T>(lease: Lease, run: () => Promise<T>): Promise<T> {
  try {
    const result = await run();
    if (lease.isUsable() && lease.inTransaction()) {
      throw new Error('a transaction was left open: use withTransaction');
    }
    return result;
  } finally {
    await lease.release(!(await rollBack(lease)));
  }
}

async function inTransaction<T>(
  lease: Lease,
  { readOnly = false }: TransactionOptions,
  run: () => Promise<T>,
): Promise<T> {
  let clean = false;
  try {
    await lease.connection.query(
      readOnly ? 'start transaction isolation level repeatable read, read only' : 'start transaction',
    );
    const result = await run();
    const { command } = await lease.connection.query('commit');
    // PostgreSQL answers the commit of a failed transaction with a rollback, and calls it a success.
    if (command === 'ROLLBACK') throw new Error('rolled back: a statement of this transaction had failed');
    clean = true;
    return result;
  } finally {
    if (!clean) clean = await rollBack(lease);
    await lease.release(!clean);
  }
}

/** Whether the connection is known to be outside of any transaction afterwards. */
async function rollBack(lease: Lease): Promise<boolean> {
  if (!lease.isUsable()) return false;
  try {
    if (lease.inTransaction()) await lease.connection.exec('rollback');
    return !lease.inTransaction();
  } catch {
    return false;
  }
}
