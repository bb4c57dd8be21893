/**
 * The ways into the warehouse for commands: as its only writer, as a reader, or whatever its schema is. What they
 * need of a database is loaded when one of them is taken.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EgdiError, EXIT } from '../model/error.ts';
import type { Warehouse } from '../warehouse/connection/connect.ts';
import { RUN_LOCK_NAME } from '../warehouse/connection/lock-holder.ts';
import type { CliContext } from './context.ts';

export interface OpenedWarehouse {
  readonly warehouse: Warehouse;
  /** Aborted when the program is told to stop, or when it is no longer the only writer. */
  readonly signal: AbortSignal;
}

export interface WritableWarehouse extends OpenedWarehouse {
  /** Whether migrations were applied just now. */
  readonly isSchemaFresh: boolean;
}

/** Hands the opened warehouse to work; what stops the work is thrown as what it means to the caller. */
export type OpenWarehouse = <T>(use: (opened: WritableWarehouse) => Promise<T>) => Promise<T>;

/** Whether there is a database to open: opening an embedded store that is not there would create it. */
export function hasDatabase({ config }: CliContext): boolean {
  return config.databaseUrl !== null || existsSync(join(config.dataDir, 'pg'));
}

/** @throws EgdiError `warehouse-missing` (exit 7): for commands that make no sense without a warehouse */
export function requireDatabase(cli: CliContext): void {
  if (hasDatabase(cli)) return;
  throw new EgdiError('warehouse-missing', `there is no warehouse in ${cli.config.dataDir} yet`, {
    exitCode: EXIT.databaseUnavailable,
    hint: 'load one with: egdi run',
  });
}

/**
 * Opens the warehouse whatever its schema. On a server `exclusive` keeps runs away; an embedded store is always
 * locked: two processes on one directory lose rows.
 * @throws EgdiError `lock-held` (exit 75), `database-unavailable` (also where the lock is lost on the way),
 * `store-format`, `privilege-missing` (exit 7)
 */
export async function withOpenedWarehouse<T>(
  cli: CliContext,
  command: string,
  { exclusive }: { readonly exclusive: boolean },
  use: (opened: OpenedWarehouse) => Promise<T>,
): Promise<T> {
  const { openWarehouse } = await import('../warehouse/connection/connect.ts');
  const { databaseUrl, dataDir } = cli.config;
  const name = applicationName(command);
  const lock =
    databaseUrl !== null && exclusive
      ? await (await import('../warehouse/connection/run-lock.ts')).acquireRunLock({
          url: databaseUrl,
          name: RUN_LOCK_NAME,
          applicationName: name,
        })
      : undefined;
  const signal = lock === undefined ? cli.signal : AbortSignal.any([cli.signal, lock.lost]);
  try {
    const warehouse = await openWarehouse(
      databaseUrl === null
        ? { kind: 'embedded', directory: dataDir, command: name }
        : { kind: 'server', url: databaseUrl, applicationName: name },
      { signal },
    );
    try {
      return await use({ warehouse, signal });
    } catch (error) {
      throw await explainFailure(cli, signal, error);
    } finally {
      await warehouse.close();
    }
  } finally {
    await lock?.release();
  }
}

/** What stopped work on an opened warehouse: when its lock was lost, work fails with whatever it was doing. */
export async function explainFailure(
  cli: Pick<CliContext, 'signal'>,
  opened: AbortSignal,
  error: unknown,
): Promise<unknown> {
  if (opened.aborted && !cli.signal.aborted) return opened.reason;
  return (await import('../warehouse/schema/schema-care.ts')).explainPrivilege(error);
}

/**
 * Opens the warehouse for writing: the only writer, at the current schema.
 * @throws EgdiError `lock-held` (exit 75), `database-unavailable`, `migration-pending` (exit 7)
 */
export async function withWritableWarehouse<T>(
  cli: CliContext,
  command: string,
  use: (opened: WritableWarehouse) => Promise<T>,
): Promise<T> {
  const { requireCurrentSchema, setUpDatabase } = await import('../warehouse/schema/set-up.ts');
  if (cli.config.databaseUrl === null) {
    const { requireFreeSpace } = await import('../warehouse/connection/embedded-store.ts');
    await requireFreeSpace(cli.config.dataDir);
  }
  cli.progress.start(hasDatabase(cli) ? 'database   opening' : 'database   creating the embedded one; once');
  return withOpenedWarehouse(cli, command, { exclusive: true }, async ({ warehouse, signal }) => {
    if (cli.config.migrate === 'manual') {
      await requireCurrentSchema(warehouse, cli.sqlFolder);
      await bringUpToDate(cli, warehouse, applicationName(command));
      return use({ warehouse, signal, isSchemaFresh: false });
    }
    const applied = await setUpDatabase(warehouse, cli.sqlFolder, { createRoles: false }, { signal });
    await bringUpToDate(cli, warehouse, applicationName(command));
    cli.progress.finish();
    return use({ warehouse, signal, isSchemaFresh: applied.length > 0 });
  }).catch((error: unknown) => {
    cli.progress.stop();
    throw error;
  });
}

function applicationName(command: string): string {
  return `egdi ${command}`;
}

/** Does what a program of today stores beside a release and an older one did not. The caller is the only writer. */
export async function bringUpToDate(cli: CliContext, warehouse: Warehouse, command: string): Promise<void> {
  const { completeDerived } = await import('../stages/derived.ts');
  await completeDerived(warehouse, cli.sqlFolder, { command, now: cli.clock.now() });
}

/**
 * Opens the warehouse for reading.
 * @throws EgdiError `lock-held` (exit 75), `database-unavailable`, `migration-pending`, `warehouse-missing` (exit 7)
 */
export async function withReadableWarehouse<T>(
  cli: CliContext,
  command: string,
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  requireDatabase(cli);
  const { requireCurrentSchema } = await import('../warehouse/schema/set-up.ts');
  return withOpenedWarehouse(cli, command, { exclusive: false }, async ({ warehouse }) => {
    await requireCurrentSchema(warehouse, cli.sqlFolder);
    return use(warehouse);
  });
}
