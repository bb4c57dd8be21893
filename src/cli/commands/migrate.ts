/** `egdi migrate`: brings the database to this program's schema, or says what that would take. */
import { EgdiError, EXIT } from '../../model/error.ts';
import { migrationSummary, rebuildSummary, schemaStateSummary } from '../../report/migrate.ts';
import { createPalette } from '../../report/text.ts';
import { findRoles, migrateDatabase, readSchemaState } from '../../warehouse/schema/schema-care.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { bringUpToDate, hasDatabase, withOpenedWarehouse } from '../opened-warehouse.ts';

export const migrate: CommandFunction = async (cli, { options }) => {
  if (options.check === true) return check(cli);
  if (options.rebuild === true) return rebuild(cli);
  return withOpenedWarehouse(cli, 'migrate', { exclusive: true }, async ({ warehouse }) => {
    // Nobody else uses the embedded database, so its roles are a matter of course.
    const createRoles = options.roles === true || warehouse.kind === 'embedded';
    const applied = await migrateDatabase(warehouse, cli.sqlFolder, { createRoles }, { signal: cli.signal });
    await bringUpToDate(cli, warehouse, 'egdi migrate');
    const result = { applied, roles: await findRoles(warehouse) };
    cli.print(cli.json ? JSON.stringify(result) : migrationSummary(result, createPalette(cli.color)));
    return EXIT.ok;
  });
};

async function check(cli: CliContext): Promise<number> {
  const state = hasDatabase(cli)
    ? await withOpenedWarehouse(cli, 'migrate --check', { exclusive: false }, ({ warehouse }) =>
        readSchemaState(warehouse, cli.sqlFolder),
      )
    : await readSchemaState(undefined, cli.sqlFolder);
  cli.print(cli.json ? JSON.stringify(state) : schemaStateSummary(state, createPalette(cli.color)));
  const isCurrent = state.pending.length === 0 && state.problems.length === 0;
  return isCurrent ? EXIT.ok : EXIT.databaseUnavailable;
}

async function rebuild(cli: CliContext): Promise<number> {
  const { databaseUrl, dataDir } = cli.config;
  if (databaseUrl !== null) {
    throw new EgdiError('usage', '--rebuild is for the embedded database, and DATABASE_URL names a server', {
      exitCode: EXIT.usage,
      hint: 'unset DATABASE_URL if the embedded database is meant',
    });
  }
  const movedTo = hasDatabase(cli) ? await moveAside(dataDir, cli.clock.now()) : null;
  cli.print(cli.json ? JSON.stringify({ movedTo }) : rebuildSummary(movedTo, dataDir));
  return EXIT.ok;
}

async function moveAside(dataDir: string, now: Date): Promise<string | null> {
  const { acquireStoreLock } = await import('../../warehouse/connection/store-lock.ts');
  const { rebuildStore } = await import('../../warehouse/connection/embedded-store.ts');
  const lock = await acquireStoreLock(dataDir, { command: 'egdi migrate --rebuild' });
  try {
    return (await rebuildStore(dataDir, now)) ?? null;
  } finally {
    await lock.release();
  }
}
