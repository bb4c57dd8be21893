/** What a command asks of a database's schema before it works on it. Owned by warehouse/. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Warehouse } from '../connection/connect.ts';
import type { WarehouseContext } from '../connection/connection.ts';
import { listMigrations, type MigrationStatus, migrationStatus, refuseProblems } from './migrate.ts';
import { type MigrationName, migrateDatabase } from './schema-care.ts';
import type { SqlFolder } from './sql-files.ts';

/**
 * Brings the database to this program's schema where it is behind, grants included; returns what was applied. The
 * embedded database gets its roles with its first migration: nobody else uses it.
 * @throws EgdiError `migration-problem`, `privilege-missing` (exit 7)
 */
export async function setUpDatabase(
  warehouse: Warehouse,
  sqlFolder: SqlFolder,
  options: { readonly createRoles: boolean },
  context: WarehouseContext = {},
): Promise<MigrationName[]> {
  const { pending } = await checkedStatus(warehouse, sqlFolder);
  if (pending.length === 0 && !options.createRoles) return [];
  const createRoles = options.createRoles || warehouse.kind === 'embedded';
  return migrateDatabase(warehouse, sqlFolder, { createRoles }, context);
}

/** @throws EgdiError `migration-problem`, `migration-pending` (exit 7) unless the schema is this program's */
export async function requireCurrentSchema(warehouse: Warehouse, sqlFolder: SqlFolder): Promise<void> {
  const status = await checkedStatus(warehouse, sqlFolder);
  if (status.pending.length === 0) return;
  const nothing = status.applied.length === 0;
  throw new EgdiError(
    'migration-pending',
    nothing ? 'the database holds no warehouse yet' : `${status.pending.length} migrations are pending`,
    {
      exitCode: EXIT.databaseUnavailable,
      hint: nothing ? 'load one with: egdi run' : 'apply them with: egdi migrate',
    },
  );
}

async function checkedStatus(warehouse: Warehouse, sqlFolder: SqlFolder): Promise<MigrationStatus> {
  const migrations = await listMigrations(join(sqlFolder.path, 'migrations'));
  const status = await warehouse.withConnection((session) => migrationStatus(session, migrations));
  refuseProblems(status);
  return status;
}
