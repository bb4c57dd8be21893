/** `egdi doctor`: checks of the installation, the database and the data, each with a remedy. Changes nothing. */
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
} from '../../warehouse/queries/health.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { checkDataDirectory, checkNode, checkSnapshots } from '../file-checks.ts';
import { hasDatabase, withOpenedWarehouse } from '../opened-warehouse.ts';

export const doctor: CommandFunction = async (cli) => {
  const installation = [checkNode(), await checkDataDirectory(cli.config.dataDir)];
  const checks = [...installation, ...(await checkWarehouse(cli))];
  const exitCode = doctorExitCode(checks);
  cli.print(
    cli.json ? JSON.stringify({ exitCode, checks }, null, 2) : doctorReport(checks, createPalette(cli.color)),
  );
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
  const database = await checkDatabase(warehouse, cli.sqlFolder);
  if (database.some(({ status }) => status === 'fail')) return database;
  const files = await publishedSourceFiles(warehouse);
  const snapshots = await checkSnapshots(files, cli.snapshotFolder, {
    mayBeElsewhere: warehouse.kind === 'server',
  });
  return [...database, ...(await checkData(warehouse)), snapshots];
}
