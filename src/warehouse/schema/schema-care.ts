/**
 * What `egdi migrate` does to a database: pending migrations, roles where they are asked for, and the grants every
 * time, so that a role created by hand gets them too. Owned by warehouse/; imports model/.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Warehouse } from '../connection/connect.ts';
import { sqlState, type WarehouseContext } from '../connection/connection.ts';
import {
  applyMigrations,
  listMigrations,
  type MigrationProblem,
  type MigrationStatus,
  migrationStatus,
} from './migrate.ts';
import { readSql, type SqlFolder } from './sql-files.ts';

/** A migration by its number and name. */
export interface MigrationName {
  readonly version: number;
  readonly name: string;
}

/** What a database has and lacks; the texts of the migrations left out. */
export interface SchemaState {
  readonly applied: readonly MigrationName[];
  readonly pending: readonly MigrationName[];
  readonly problems: readonly MigrationProblem[];
}

export const ROLES = ['egdi_loader', 'egdi_reader'] as const;

/** Compares the database with this program's migrations; without a database everything is pending. Writes nothing. */
export async function readSchemaState(
  warehouse: Warehouse | undefined,
  sqlFolder: SqlFolder,
): Promise<SchemaState> {
  const migrations = await listMigrations(join(sqlFolder.path, 'migrations'));
  const status: MigrationStatus =
    warehouse === undefined
      ? { applied: [], pending: migrations, problems: [] }
      : await warehouse.withConnection((session) => migrationStatus(session, migrations));
  return {
    applied: status.applied.map(nameOf),
    pending: status.pending.map(nameOf),
    problems: status.problems,
  };
}

/** One hash over all migrations that the program brings: two programs with the same one agree about the schema. */
export async function schemaSha256(sqlFolder: SqlFolder): Promise<string> {
  const migrations = await listMigrations(join(sqlFolder.path, 'migrations'));
  const lines = migrations.map(({ version, name, sha256 }) => `${version} ${name} ${sha256}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/**
 * Applies what is pending and grants the roles that exist their rights; returns what this call applied.
 * @throws EgdiError `migration-problem`, `privilege-missing` (exit 7)
 */
export async function migrateDatabase(
  warehouse: Warehouse,
  sqlFolder: SqlFolder,
  options: { readonly createRoles: boolean },
  context: WarehouseContext = {},
): Promise<MigrationName[]> {
  const migrations = await listMigrations(join(sqlFolder.path, 'migrations'));
  try {
    // Roles first: a user who may not create them is told so before anything is changed.
    if (options.createRoles) await runFile(warehouse, sqlFolder, 'create.sql');
    const applied = await applyMigrations(warehouse, migrations, context);
    await runFile(warehouse, sqlFolder, 'grants.sql');
    return applied.map(nameOf);
  } catch (error) {
    throw explainPrivilege(error, options.createRoles);
  }
}

/** Which of the two roles exist. */
export async function findRoles(warehouse: Warehouse): Promise<string[]> {
  const { rows } = await warehouse.withConnection((session) =>
    session.query('select rolname from pg_roles where rolname = any ($1::text[]) order by rolname', [
      [...ROLES],
    ]),
  );
  return rows.map((row) => String(row.rolname));
}

async function runFile(warehouse: Warehouse, sqlFolder: SqlFolder, file: string): Promise<void> {
  const sql = await readSql(sqlFolder, 'roles', file);
  await warehouse.withTransaction((session) => session.exec(sql));
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Turns the database’s refusal of a user into words; any other error is returned as it is. */
export function explainPrivilege(error: unknown, createRoles = false): unknown {
  if (sqlState(error) !== INSUFFICIENT_PRIVILEGE) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new EgdiError('privilege-missing', `the database user lacks a privilege: ${message}`, {
    exitCode: EXIT.databaseUnavailable,
    hint: createRoles
      ? 'name a user with CREATEROLE in DATABASE_URL, or have the roles created once by an administrator'
      : 'the program needs the rights of egdi_loader, and those of the owner to migrate; egdi_reader is for BI tools',
    cause: error,
  });
}

function nameOf({ version, name }: MigrationName): MigrationName {
  return { version, name };
}
