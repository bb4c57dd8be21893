/**
 * `egdi doctor`: checks of the installation, the database and the data, each with a remedy. Changes nothing, unless it
 * is told to fill the reporting tables anew.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { doctorExitCode, doctorReport } from '../../report/doctor.ts';
import { createPalette } from '../../report/text.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import {
  type Check,
  checkData,
  checkDatabase,
  failed,
  publishedSourceFiles,
  warned,
} from '../../warehouse/health/health.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import {
  checkDataDirectory,
  checkDiskSpace,
  checkLeftovers,
  checkNode,
  checkSnapshots,
} from '../file-checks.ts';
import { hasDatabase, withOpenedWarehouse, withWritableWarehouse } from '../opened-warehouse.ts';

export const doctor: CommandFunction = async (cli, { options }) => {
  const isRefilled = options.refill === true;
  if (isRefilled) await refill(cli);
  const { dataDir } = cli.config;
  const installation = [checkNode(), await checkDataDirectory(dataDir), await checkDiskSpace(dataDir)];
  const checks = [...installation, ...(await checkWarehouse(cli))];
  const exitCode = doctorExitCode(checks);
  const report = doctorReport(checks, createPalette(cli.color));
  const done = isRefilled ? 'The reporting tables were filled anew from the published release.\n\n' : '';
  cli.print(cli.json ? JSON.stringify({ exitCode, isRefilled, checks }, null, 2) : done + report);
  return exitCode;
};

async function checkWarehouse(cli: CliContext): Promise<Check[]> {
  if (!hasDatabase(cli)) {
    return [
      warned('database', 'connection', `there is no warehouse in ${cli.config.dataDir} yet`, 'egdi run'),
    ];
  }
  let isOpen = false;
  try {
    return await withOpenedWarehouse(cli, 'doctor', { exclusive: false }, ({ warehouse }) => {
      isOpen = true;
      return checkOpened(cli, warehouse);
    });
  } catch (error) {
    if (!isOpen && !(error instanceof EgdiError)) {
      const fix = 'move it aside and load anew: egdi migrate --rebuild, then egdi run';
      return [failed('database', 'connection', `the database cannot be opened: ${String(error)}`, fix)];
    }
    // Whoever holds the lock is at work, which is no illness; the store can be examined afterwards.
    if (!(error instanceof EgdiError) || error.exitCode !== EXIT.databaseUnavailable) throw error;
    const fix = error.hint ?? 'see the message';
    return [failed('database', 'connection', error.message, fix)];
  }
}

async function checkOpened(cli: CliContext, warehouse: Warehouse): Promise<Check[]> {
  const { checks, isReadable } = await checkDatabase(warehouse, cli.sqlFolder, {
    now: () => cli.clock.now(),
    timezone: cli.config.timezone,
  });
  if (!isReadable) return [...checks];
  const isServer = warehouse.kind === 'server';
  const data = await checkData(warehouse);
  const leftovers = await checkLeftovers([cli.snapshotFolder, cli.outputFolder], {
    now: cli.clock.now(),
    mayBeAtWork: isServer,
  });
  const files = await publishedSourceFiles(warehouse);
  const snapshots = await checkSnapshots(files, cli.snapshotFolder, { mayBeElsewhere: isServer });
  return [...checks, ...data, leftovers, snapshots];
}

async function refill(cli: CliContext): Promise<void> {
  const { takeFence } = await import('../../warehouse/ledger/fence.ts');
  const { refill: refillTables } = await import('../../stages/derived.ts');
  await withWritableWarehouse(cli, 'doctor --refill', ({ warehouse }) =>
    warehouse.withTransaction(async (session) => {
      await takeFence(session, 'egdi doctor', cli.clock.now());
      await refillTables(session, cli.sqlFolder);
    }),
  );
}
