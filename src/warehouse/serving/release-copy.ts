/**
 * A throwaway copy of an embedded database, for clients that must not touch the original: everyone who reaches an
 * embedded PostgreSQL over a socket can make himself its superuser. Owned by warehouse/; imports model/.
 */
import { createHash } from 'node:crypto';
import { cp, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openWarehouse } from '../connection/connect.ts';
import type { WarehouseContext } from '../connection/connection.ts';
import { databaseDirectory, prepareStore } from '../connection/embedded-store.ts';
import { isRunning, processStart } from '../connection/process-identity.ts';
import { acquireStoreLock } from '../connection/store-lock.ts';
import { type PublishedRelease, requirePublished } from '../releases/releases.ts';
import { migrateDatabase } from '../schema/schema-care.ts';
import { requireCurrentSchema } from '../schema/set-up.ts';
import type { SqlFolder } from '../schema/sql-files.ts';

export interface ReleaseCopy {
  readonly release: PublishedRelease;
  /** The data directory of PostgreSQL. */
  readonly databasePath: string;
  remove(): Promise<void>;
}

/**
 * Copies the database of a store and takes out of the copy what is not for readers. The store is locked only while
 * its files are copied.
 * @throws EgdiError `lock-held` (exit 75), `store-format`, `migration-pending`, `nothing-published` (exit 7)
 */
export async function copyRelease(
  directory: string,
  sqlFolder: SqlFolder,
  context: WarehouseContext = {},
): Promise<ReleaseCopy> {
  const copy = await mkdtemp(join(tmpdir(), `${ownPrefix(process.pid)}-`));
  const remove = () => rm(copy, { recursive: true, force: true, maxRetries: 3 });
  try {
    await copyStore(directory, copy);
    context.signal?.throwIfAborted();
    const release = await stripCopy(copy, sqlFolder, context);
    return { release, databasePath: databaseDirectory(copy), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyStore(directory: string, copy: string): Promise<void> {
  const lock = await acquireStoreLock(directory, { command: 'egdi serve' });
  try {
    await prepareStore(directory, () => {
      throw new Error('there is no database to copy');
    });
    await cp(databaseDirectory(directory), databaseDirectory(copy), { recursive: true });
  } finally {
    await lock.release();
  }
}

async function stripCopy(
  copy: string,
  sqlFolder: SqlFolder,
  context: WarehouseContext,
): Promise<PublishedRelease> {
  const warehouse = await openWarehouse(
    { kind: 'embedded', directory: copy, command: 'egdi serve' },
    context,
  );
  try {
    await requireCurrentSchema(warehouse, sqlFolder);
    const release = await warehouse.withConnection(requirePublished);
    await migrateDatabase(warehouse, sqlFolder, { createRoles: true }, context);
    await warehouse.withConnection((session) => session.exec(STRIP));
    return release;
  } finally {
    await warehouse.close();
  }
}

/**
 * The tables of `warehouse` under the views of `history` stay, without any right on their schema; the views read
 * them with the rights of their owner. Statistics, because nothing gathers them by itself here.
 */
const STRIP = `
  drop schema ops cascade;
  do $$
  declare
    unread text;
  begin
    for unread in select tablename from pg_tables where schemaname = 'warehouse' loop
      begin
        execute format('drop table warehouse.%I', unread);
      exception when dependent_objects_still_exist then
        null;
      end;
    end loop;
  end
  $$;
  revoke all on schema warehouse from public;
  analyze;`;

const PREFIX = 'egdi-serve';

/** A process is its number and its start time: numbers are given out again. */
function ownPrefix(pid: number): string {
  const started = createHash('sha256')
    .update(processStart(pid) ?? '')
    .digest('hex');
  return `${PREFIX}-${pid}-${started.slice(0, 8)}`;
}

/** Removes the copies of processes that are gone, of this user only; returns how many there were. */
export async function removeStaleCopies(folder: string = tmpdir()): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    const pid = Number(new RegExp(`^${PREFIX}-(\\d+)-[0-9a-f]{8}-\\w{6}$`).exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isOwnersRunning(pid, name)) continue;
    const path = join(folder, basename(name));
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() !== true || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

function isOwnersRunning(pid: number, name: string): boolean {
  return isRunning(pid, undefined) && name.startsWith(`${ownPrefix(pid)}-`);
}
