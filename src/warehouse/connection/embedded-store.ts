/**
 * The directory of the embedded database: its recorded format, its creation, its repair after a kill and its
 * replacement. Owned by warehouse/; the caller holds the lock of the directory. Snapshots live beside `pg`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';

export const STORE_FORMAT = 1;
/** The major version of the embedded PostgreSQL; a test compares it with the package. */
export const EMBEDDED_POSTGRES_MAJOR = 18;

export interface StoreFormat {
  readonly store: number;
  readonly postgresMajor: number;
  readonly pgliteVersion: string;
  readonly createdAt: string;
}

/** The data directory of PostgreSQL in a store. */
export function databaseDirectory(directory: string): string {
  return join(directory, 'pg');
}

/**
 * Makes the store ready to be opened: removes leftovers, checks the recorded format, creates the database where
 * there is none. A database appears under its name only when it is complete.
 * @throws EgdiError `store-format` (exit 7) when it was written by an incompatible version.
 */
export async function prepareStore(
  directory: string,
  createDatabase: (path: string) => Promise<void>,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await removeLeftovers(directory);
  const database = databaseDirectory(directory);
  if (existsSync(database)) {
    checkFormat(directory);
    // Killed between the two last steps of creation: the database is complete, only its record is missing.
    if (!existsSync(formatFile(directory))) await writeFormat(directory);
    return;
  }
  const draft = join(directory, `pg.new-${process.pid}`);
  await createDatabase(draft);
  await rename(draft, database);
  await writeFormat(directory);
}

/**
 * Moves the database aside, so that the next opening creates a new one to be filled from the snapshots.
 * The caller holds the lock of the directory. Returns where the old one lies, undefined if there was none.
 */
export async function rebuildStore(directory: string, now: Date = new Date()): Promise<string | undefined> {
  await rm(formatFile(directory), { force: true });
  const database = databaseDirectory(directory);
  if (!existsSync(database)) return undefined;
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  let aside = join(directory, `pg.old-${stamp}`);
  for (let copy = 2; existsSync(aside); copy += 1) aside = join(directory, `pg.old-${stamp}-${copy}`);
  await rename(database, aside);
  return aside;
}

/** Several segments of its write-ahead log, 16 MB each, and room for the facts of a run. */
const FREE_MB_TO_WRITE = 128;

/**
 * Whether there is room to write: an embedded PostgreSQL that cannot extend its write-ahead log does not fail, it
 * stands still, and no signal but SIGKILL reaches it.
 * @throws EgdiError `disk-full` (exit 7)
 */
export async function requireFreeSpace(directory: string, freeMb = FREE_MB_TO_WRITE): Promise<void> {
  await mkdir(directory, { recursive: true });
  const { bavail, bsize } = await statfs(directory);
  const leftMb = Math.floor((bavail * bsize) / 1_000_000);
  if (leftMb >= freeMb) return;
  throw new EgdiError(
    'disk-full',
    `${directory} has ${leftMb} MB left on its disk; a run needs ${freeMb} MB`,
    {
      exitCode: EXIT.databaseUnavailable,
      hint: 'free some space, or choose another disk with EGDI_DATA_DIR',
    },
  );
}

async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const isLeftover = name.startsWith('pg.new-') || /^format\.json\..+$/.test(name);
    if (isLeftover) await rm(join(directory, name), { recursive: true, force: true });
  }
}

function checkFormat(directory: string): void {
  const major = databaseMajor(directory);
  const format = readFormat(directory);
  if (format !== undefined && format.store !== STORE_FORMAT) {
    throw incompatible(directory, `its format is ${format.store}, this program writes ${STORE_FORMAT}`);
  }
  if (major !== EMBEDDED_POSTGRES_MAJOR) {
    const found = Number.isNaN(major) ? 'no readable PostgreSQL database' : `a PostgreSQL ${major} database`;
    throw incompatible(
      directory,
      `it holds ${found}, this program embeds PostgreSQL ${EMBEDDED_POSTGRES_MAJOR}`,
    );
  }
}

function databaseMajor(directory: string): number {
  const file = join(databaseDirectory(directory), 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
}

/** The recorded format; undefined when there is none yet. */
export function readFormat(directory: string): StoreFormat | undefined {
  const file = formatFile(directory);
  if (!existsSync(file)) return undefined;
  try {
    const format: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isStoreFormat(format)) return format;
  } catch {
    // Falls through: a record that cannot be parsed is as foreign as one of another shape.
  }
  throw incompatible(directory, 'format.json cannot be read');
}

function isStoreFormat(value: unknown): value is StoreFormat {
  return typeof value === 'object' && value !== null && 'store' in value && 'postgresMajor' in value;
}

function incompatible(directory: string, reason: string): EgdiError {
  return new EgdiError('store-format', `the embedded database in ${directory} cannot be opened: ${reason}`, {
    exitCode: EXIT.databaseUnavailable,
    hint: 'egdi migrate --rebuild moves it aside and rebuilds it from the stored snapshots',
  });
}

async function writeFormat(directory: string): Promise<void> {
  const format: StoreFormat = {
    store: STORE_FORMAT,
    postgresMajor: EMBEDDED_POSTGRES_MAJOR,
    pgliteVersion: installedPgliteVersion(),
    createdAt: new Date().toISOString(),
  };
  const draft = `${formatFile(directory)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(format, null, 2)}\n`);
  await rename(draft, formatFile(directory));
}

function formatFile(directory: string): string {
  return join(directory, 'format.json');
}

function installedPgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}
