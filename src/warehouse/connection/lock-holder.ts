/**
 * Who holds the run lock of a server: its session, as the server sees it, and the process behind it, as it has
 * written itself into `ops.writer`. Owned by warehouse/; imports nothing of a driver.
 */
import { createHash } from 'node:crypto';
import { sqlState } from './connection.ts';

/** The first half of the key: `egdi` in ASCII. Other programs on the server use other numbers. */
export const RUN_LOCK_CLASS = 0x65676469;

/** Name of the lock that a writer holds. */
export const RUN_LOCK_NAME = 'run';

/** Extended, never renamed: `egdi status --json` prints it. */
export interface LockHolder {
  /** `egdi run`; null for a session without a name. */
  readonly command: string | null;
  /** Process of the server that serves the session of the lock. */
  readonly serverPid: number;
  /** Where the session comes from; null on a local socket, or where the server keeps it to itself. */
  readonly address: string | null;
  readonly since: string | null;
  /** The process itself; null until it has recorded its run, and before the first migration. */
  readonly process: { readonly host: string; readonly pid: number; readonly runId: number | null } | null;
}

/** Runs one statement; a method of both kinds of clients. */
export type RunQuery = (
  sql: string,
  params: readonly unknown[],
) => Promise<{ readonly rows: readonly Record<string, unknown>[] }>;

/** The second half of the key: 31 bits, which PostgreSQL shows unchanged in pg_locks. */
export function runLockObject(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) >>> 1;
}

/** The rows of pg_locks for this key in this database: `l.objsubid = 2` marks a key of two numbers. */
export const HELD_LOCK = `pg_locks l
  join pg_database d on d.oid = l.database and d.datname = current_database()
 where l.locktype = 'advisory' and l.classid = $1::int8::oid and l.objid = $2::int8::oid and l.objsubid = 2 and l.granted`;

/** Who holds the lock of that name in this database; undefined when nobody does. */
export async function findLockHolder(query: RunQuery, name: string): Promise<LockHolder | undefined> {
  // For a holder of another user the server may keep start and address to itself.
  const { rows } = await query(
    `select h.pid, a.application_name as name, a.backend_start as since, host(a.client_addr) as address
     from (select l.pid from ${HELD_LOCK}) h left join pg_stat_activity a on a.pid = h.pid`,
    [RUN_LOCK_CLASS, runLockObject(name)],
  );
  const [session] = rows;
  if (session === undefined) return undefined;
  const writer = name === RUN_LOCK_NAME ? await findWriter(query, session.since) : undefined;
  return {
    command: textOf(writer?.command ?? session.name),
    serverPid: Number(session.pid),
    address: textOf(session.address),
    since: textOf(session.since),
    process:
      writer === undefined
        ? null
        : {
            host: String(writer.host),
            pid: Number(writer.pid),
            runId: writer.run_id === null ? null : Number(writer.run_id),
          },
  };
}

// What was written before the session of the lock began is about an earlier holder.
async function findWriter(query: RunQuery, since: unknown): Promise<Record<string, unknown> | undefined> {
  if (since === null) return undefined;
  try {
    const { rows } = await query(
      'select command, host, pid, run_id from ops.writer where taken_at >= $1::timestamptz and pid is not null',
      [since],
    );
    return rows[0];
  } catch (error) {
    if (MISSING_OR_HIDDEN.has(sqlState(error) ?? '')) return undefined;
    throw error;
  }
}

/** No such schema, table or column yet, or not for this user. */
const MISSING_OR_HIDDEN = new Set(['3F000', '42P01', '42703', '42501']);

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

/** In words: `egdi run (process 12 on db-host, run 5, server process 77, since …)`. */
export function describeLockHolder({ command, serverPid, address, since, process }: LockHolder): string {
  const details = [
    ...(process === null ? [] : [`process ${process.pid} on ${process.host}`]),
    ...(process?.runId == null ? [] : [`run ${process.runId}`]),
    `server process ${serverPid}`,
    // The host says more than its address.
    ...(address === null || process !== null ? [] : [`from ${address}`]),
    ...(since === null ? [] : [`since ${since}`]),
  ];
  return `${command === null ? 'a session without a name' : `"${command}"`} (${details.join(', ')})`;
}
