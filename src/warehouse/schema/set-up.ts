/** Brings a database to this program's schema, roles and grants included. Owned by warehouse/. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Warehouse } from '../connection/connect.ts';
import type { WarehouseContext } from '../connection/connection.ts';
import {
  applyMigrations,
  listMigrations,
  type Migration,
  migrationStatus,
  refuseProblems,
} from './migrate.ts';
import { readSql, type SqlFolder } from './sql-files.ts';

/**
 * Applies pending migrations and the grants. The embedded database always gets the roles: nobody else uses it.
 * @throws EgdiError `migration-problem` (exit 7)
 */
export async function setUpDatabase(
  warehouse: Warehouse,
  sqlFolder: SqlFolder,
  options: { readonly createRoles: boolean },
  context: WarehouseContext = {},
): Promise<Migration[]> {
  const migrations = await listMigrations(join(sqlFolder.path, 'migrations'));
  const applied = await applyMigrations(warehouse, migrations, context);
  const createRoles = options.createRoles || (warehouse.kind === 'embedded' && applied.length > 0);
  if (applied.length > 0 || createRoles) {
    const statements = await Promise.all([
      createRoles ? readSql(sqlFolder, 'roles', 'create.sql') : '',
      readSql(sqlFolder, 'roles', 'grants.sql'),
    ]);
    await warehouse.withTransaction((session) => session.exec(statements.join('\n')));
  }
  return applied;
}

/** @throws EgdiError `migration-pending` (exit 7) unless the database is at this program's schema */
export async function requireCurrentSchema(warehouse: Warehouse, sqlFolder: SqlFolder): Promise<void> {
  const migrations = await listMigrations(join(sqlFolder.path, 'migrations'));
  const status = await warehouse.withConnection((session) => migrationStatus(session, migrations));
  refuseProblems(status);
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
