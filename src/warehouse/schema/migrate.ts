/**
 * Brings the warehouse to the schema of this program: numbered SQL files, forward only, each in a transaction of
 * its own, with the checksum of what was applied. Owned by warehouse/; imports model/.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Warehouse } from '../connection/connect.ts';
import { sqlState, type WarehouseContext } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import type { Migration } from './migration-files.ts';

export { listMigrations, type Migration } from './migration-files.ts';

export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
  readonly appliedAt: string;
}

export interface MigrationProblem {
  readonly kind: 'changed' | 'missing-file' | 'gap' | 'newer';
  readonly version: number;
  readonly message: string;
}

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[];
  readonly pending: readonly Migration[];
  readonly problems: readonly MigrationProblem[];
}

/** What was applied, what is pending, and in what the database and the files contradict each other. */
export async function migrationStatus(
  session: Session,
  migrations: readonly Migration[],
): Promise<MigrationStatus> {
  const applied = await readApplied(session);
  const done = new Set(applied.map(({ version }) => version));
  return {
    applied,
    pending: migrations.filter(({ version }) => !done.has(version)),
    problems: [...gaps(migrations), ...contradictions(applied, migrations)],
  };
}

/**
 * Applies what is pending, file by file, and returns what this call applied. Of several callers at once each file
 * is applied by one; the others wait for it.
 * @throws EgdiError `migration-problem` (exit 7) before anything is changed; the error of a failed file otherwise
 */
export async function applyMigrations(
  warehouse: Warehouse,
  migrations: readonly Migration[],
  context: WarehouseContext = {},
): Promise<Migration[]> {
  const status = await warehouse.withConnection((session) => migrationStatus(session, migrations));
  refuseProblems(status);
  if (status.pending.length === 0) return [];
  await createLedger(warehouse);
  const applied: Migration[] = [];
  for (const migration of status.pending) {
    context.signal?.throwIfAborted();
    if (await applyOne(warehouse, migration)) applied.push(migration);
  }
  // Another program may have applied other files under the same numbers while this one waited.
  refuseProblems(await warehouse.withConnection((session) => migrationStatus(session, migrations)));
  return applied;
}

/** @throws EgdiError `migration-problem` (exit 7) naming the first problem */
export function refuseProblems({ problems }: MigrationStatus): void {
  const [first] = problems;
  if (first === undefined) return;
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new EgdiError('migration-problem', `${first.message}${others}`, {
    exitCode: EXIT.databaseUnavailable,
    hint: HINTS[first.kind],
  });
}

const HINTS: Record<MigrationProblem['kind'], string> = {
  changed: 'an applied migration is never edited: restore the file and put the change into a new one',
  'missing-file': 'install the version of the program that has this file',
  gap: 'number the migrations 0001, 0002, … without leaving one out',
  newer: 'install a newer version of the program: this database was migrated by one',
};

async function applyOne(warehouse: Warehouse, migration: Migration): Promise<boolean> {
  const { version, name, sql, sha256 } = migration;
  return warehouse.withTransaction(async (session) => {
    await session.exec('set local lock_timeout = 0');
    // First of all, so that a second migrator waits here for the outcome of the first and then has nothing to do.
    const { rowCount } = await session.query(
      'insert into ops.migration (version, name, sha256) values ($1, $2, $3) on conflict (version) do nothing',
      [version, name, sha256],
    );
    if (rowCount === 0) return false;
    // A migration may take its time over much data, but not wait long for a table that others use.
    await session.exec("set local lock_timeout = '1min'; set local statement_timeout = 0");
    await session.exec(sql);
    return true;
  });
}

/** What two sessions get that create the same schema or table at the same moment, in spite of `if not exists`. */
const CREATED_MEANWHILE = new Set(['23505', '42P06', '42P07']);

async function createLedger(warehouse: Warehouse): Promise<void> {
  const create = () =>
    warehouse.withTransaction((session) =>
      session.exec(`
        create schema if not exists ops;
        create table if not exists ops.migration (
          version int primary key,
          name text not null,
          sha256 text not null,
          applied_at timestamptz not null default now()
        );`),
    );
  try {
    await create();
  } catch (error) {
    if (!CREATED_MEANWHILE.has(sqlState(error) ?? '')) throw error;
    await create();
  }
}

async function readApplied(session: Session): Promise<AppliedMigration[]> {
  const ledger = await session.query("select to_regclass('ops.migration') is not null as found");
  if (ledger.rows[0]?.found !== true) return [];
  const { rows } = await session.query(
    'select version, name, sha256, applied_at from ops.migration order by version',
  );
  return rows.map((row) => ({
    version: Number(row.version),
    name: String(row.name),
    sha256: String(row.sha256),
    appliedAt: String(row.applied_at),
  }));
}

function gaps(migrations: readonly Migration[]): MigrationProblem[] {
  const wrong = migrations.findIndex(({ version }, index) => version !== index + 1);
  if (wrong === -1) return [];
  const message = `migration ${label(wrong + 1)} is missing between the files`;
  return [{ kind: 'gap', version: wrong + 1, message }];
}

function contradictions(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): MigrationProblem[] {
  const files = new Map(migrations.map((migration) => [migration.version, migration]));
  const newest = Math.max(0, ...files.keys());
  const newestApplied = Math.max(0, ...applied.map(({ version }) => version));
  const problems: MigrationProblem[] = [];
  for (const { version, name, sha256 } of applied) {
    const file = files.get(version);
    const which = `${label(version)}_${name}`;
    if (version > newest) {
      const message = `the database is newer than this program: it has migration ${which}`;
      problems.push({ kind: 'newer', version, message });
    } else if (file === undefined) {
      problems.push({
        kind: 'missing-file',
        version,
        message: `the file of applied migration ${which} is missing`,
      });
    } else if (file.sha256 !== sha256) {
      problems.push({
        kind: 'changed',
        version,
        message: `migration ${which} was changed after it was applied`,
      });
    }
  }
  const done = new Set(applied.map(({ version }) => version));
  for (const { version, name } of migrations) {
    if (version >= newestApplied || done.has(version)) continue;
    const message = `migration ${label(version)}_${name} was left out: later ones are applied`;
    problems.push({ kind: 'gap', version, message });
  }
  return problems;
}

function label(version: number): string {
  return String(version).padStart(4, '0');
}
