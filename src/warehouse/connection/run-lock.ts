/**
 * One run at a time on a server: an advisory lock of its own session, so that the server frees it when the
 * connection ends, for whatever reason. Owned by warehouse/; imports model/, and pg when it is used.
 */
import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { EgdiError, EXIT } from '../../model/error.ts';
import { connectionLost, unavailable } from './connection-errors.ts';

/** The first half of the key: `egdi` in ASCII. Other programs on the server use other numbers. */
export const RUN_LOCK_CLASS = 0x65676469;

export interface RunLockOptions {
  /** Must lead to the server itself: a pooler in transaction mode would leave the lock with a stranger. */
  readonly url: string;
  /** What is locked: `run`. Two locks of different names do not exclude each other. */
  readonly name: string;
  /** Shown to whoever finds the lock held, as the application name: `egdi run`. */
  readonly applicationName?: string;
}

export interface RunLock {
  /** Aborted with an EgdiError when the connection that carries the lock is lost. */
  readonly lost: AbortSignal;
  /**
   * Asks the server whether the lock is still held: to be called right before something that relies on it.
   * @throws EgdiError `database-unavailable` (exit 7)
   */
  verify(): Promise<void>;
  /** @throws EgdiError `lock-lost` (exit 1) if the server says that it was not held any more */
  release(): Promise<void>;
}

/** The second half of the key: 31 bits, which PostgreSQL shows unchanged in pg_locks. */
export function runLockObject(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) >>> 1;
}

/**
 * Takes the lock or fails at once.
 * @throws EgdiError `lock-held` (exit 75) naming the holder, `database-unavailable` (exit 7)
 */
export async function acquireRunLock({
  url,
  name,
  applicationName = 'egdi',
}: RunLockOptions): Promise<RunLock> {
  const [{ Client }, { clientConfig, prepareClient }] = await Promise.all([
    import('pg'),
    import('./server-client.ts'),
  ]);
  const client = new Client(clientConfig(url, applicationName));
  const key = [RUN_LOCK_CLASS, runLockObject(name)];
  const loss = new AbortController();
  let releasing = false;
  const report = (error: Error): void => {
    if (!releasing) loss.abort(connectionLost(url, error));
  };
  client.on('error', report);
  client.on('end', () => report(new Error('the session that held the run lock has ended')));

  try {
    await client.connect();
    await prepareClient(client);
    // The session waits idle for the length of a run; the server's own limit must not end it.
    await client.query("select set_config('idle_session_timeout', '0', false)");
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1, $2) as taken',
      key,
    );
    if (rows[0]?.taken !== true) throw lockHeld(name, await describeHolder(client, key));
  } catch (error) {
    releasing = true;
    await client.end().catch(() => undefined);
    throw unavailable(url, error);
  }

  return {
    lost: loss.signal,
    async verify(): Promise<void> {
      loss.signal.throwIfAborted();
      if (await isHeld(client, key, url)) return;
      throw connectionLost(url, new Error('the run lock is not held any more'));
    },
    async release(): Promise<void> {
      if (releasing) return;
      releasing = true;
      try {
        if (loss.signal.aborted) return; // the server has freed it already
        const { rows } = await client.query<{ freed: boolean }>(
          'select pg_advisory_unlock($1, $2) as freed',
          key,
        );
        // PostgreSQL does not treat the release of a lock that is not held as an error.
        if (rows[0]?.freed !== true)
          throw new EgdiError('lock-lost', `the lock "${name}" was not held any more`);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}

/** The rows of pg_locks for this key in this database: `l.objsubid = 2` marks a key of two numbers. */
const HELD_LOCK = `pg_locks l
  join pg_database d on d.oid = l.database and d.datname = current_database()
 where l.locktype = 'advisory' and l.classid = $1::int8::oid and l.objid = $2::int8::oid and l.objsubid = 2 and l.granted`;

async function isHeld(client: Client, key: number[], url: string): Promise<boolean> {
  try {
    const { rowCount } = await client.query(`select 1 from ${HELD_LOCK} and l.pid = pg_backend_pid()`, key);
    return rowCount === 1;
  } catch (error) {
    throw connectionLost(url, error);
  }
}

/** For a holder of another user the server may keep start and address to itself. */
async function describeHolder(client: Client, key: number[]): Promise<string> {
  const { rows } = await client.query<Record<'name' | 'pid' | 'since' | 'address', string | number | null>>(
    `select h.pid, a.application_name as name, a.backend_start as since, host(a.client_addr) as address
       from (select l.pid from ${HELD_LOCK}) h left join pg_stat_activity a on a.pid = h.pid`,
    key,
  );
  const holder = rows[0];
  if (holder === undefined) return 'another session, which has just ended';
  const name = holder.name ? `"${holder.name}"` : 'a session without a name';
  const details = [`server process ${holder.pid}`];
  if (holder.address !== null) details.push(`from ${holder.address}`);
  if (holder.since !== null) details.push(`since ${holder.since}`);
  return `${name} (${details.join(', ')})`;
}

function lockHeld(name: string, holder: string): EgdiError {
  return new EgdiError('lock-held', `the lock "${name}" is held by ${holder}`, {
    exitCode: EXIT.locked,
    hint: 'wait until it has finished, or end that session on the server if it hangs',
  });
}
