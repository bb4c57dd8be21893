/**
 * Opens the warehouse for the commands that care for it: they look at databases whose schema is old, empty or
 * contradictory, which the ways in of `context.ts` refuse.
 */
import { existsSync } from 'node:fs';
import type { Warehouse } from '../warehouse/connection/connect.ts';
import { databaseDirectory } from '../warehouse/connection/embedded-store.ts';
import type { CliContext } from './context.ts';

/** Whether there is a database to open: opening an embedded store that is not there would create it. */
export function hasDatabase({ config }: CliContext): boolean {
  return config.databaseUrl !== null || existsSync(databaseDirectory(config.dataDir));
}

/**
 * Opens the warehouse whatever its schema. On a server `exclusive` keeps runs away; an embedded store is always locked.
 * @throws EgdiError `lock-held` (exit 75), `database-unavailable`, `store-format` (exit 7)
 */
export async function withOpenedWarehouse<T>(
  cli: CliContext,
  command: string,
  { exclusive }: { readonly exclusive: boolean },
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const { openWarehouse } = await import('../warehouse/connection/connect.ts');
  const { databaseUrl, dataDir } = cli.config;
  const applicationName = `egdi ${command}`;
  const lock =
    databaseUrl !== null && exclusive
      ? await (await import('../warehouse/connection/run-lock.ts')).acquireRunLock({
          url: databaseUrl,
          name: 'run',
          applicationName,
        })
      : undefined;
  try {
    const warehouse = await openWarehouse(
      databaseUrl === null
        ? { kind: 'embedded', directory: dataDir, command: applicationName }
        : { kind: 'server', url: databaseUrl, applicationName },
      { signal: cli.signal },
    );
    try {
      return await use(warehouse);
    } finally {
      await warehouse.close();
    }
  } finally {
    await lock?.release();
  }
}
