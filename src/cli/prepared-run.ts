/**
 * A run from its inputs to what it leaves behind: prepared before the database is opened, done while it is open,
 * observed from outside whatever it comes to.
 */
import { carryDecisions } from '../pipeline/run/carry-decisions.ts';
import { carryEditions } from '../pipeline/run/carry-editions.ts';
import { type PreparedRun, prepareRun } from '../pipeline/run/prepare-run.ts';
import type { PreparedTables, TablesRunRequest } from '../pipeline/run/prepare-tables.ts';
import type { RunReport } from '../pipeline/run/run-report.ts';
import type { RunContext, RunRequest } from '../pipeline/run/run-request.ts';
import type { CliContext } from './context.ts';
import { observeRun } from './observe-run.ts';
import { type OpenWarehouse, type WritableWarehouse, withWritableWarehouse } from './opened-warehouse.ts';

export interface RunSurroundings {
  /** Opens the warehouse for the work, as its only writer. */
  readonly open: OpenWarehouse;
  /** Told what is known of a run that came to no end of its own; what stopped it is thrown all the same. */
  readonly onFailed?: (report: RunReport) => void;
}

/** Opens the warehouse for one run alone. */
export function openFor(cli: CliContext, command: string): OpenWarehouse {
  return (use) => withWritableWarehouse(cli, command, use);
}

/** Prepares a request while the database is opened for writing, hands both over, and leaves what a run leaves. */
export async function withPreparedRun<R extends RunRequest, T>(
  cli: CliContext,
  { open, onFailed }: RunSurroundings,
  request: R,
  use: (request: R, context: RunContext, prepared: PreparedRun) => Promise<T>,
  asReport: (result: T, prepared: PreparedRun) => RunReport,
): Promise<T> {
  const { clock, signal, snapshotFolder } = cli;
  const maxFileBytes = cli.config.maxFileMb * 1_000_000;
  const prepare = (asked: R) => prepareRun(asked, { maxFileBytes, snapshotFolder, clock, signal });
  // Prepared while the database is opened, and once more if that turns out to know further editions.
  let prepared = await prepare(request);
  const observation = observeRun(cli, request, request.pipeline.layouts);
  try {
    if (request.plan) {
      const { refuseChangedInputs } = await import('../pipeline/plan/outdated-plan.ts');
      const { schemaSha256 } = await import('../warehouse/schema/schema-care.ts');
      refuseChangedInputs(request.plan, prepared, await schemaSha256(cli.sqlFolder));
    }
    const result = await open(async (opened) => {
      const complete = await carryEditions(
        request,
        opened.warehouse,
        new Set(prepared.catalogue.editions.keys()),
      );
      if (complete !== request) {
        await prepared.reader.close();
        prepared = await prepare(complete);
      }
      prepared = await carryDecisions(prepared, complete, opened.warehouse);
      return observation.watch(opened.warehouse, prepared, (hooks) =>
        use(complete, { ...contextOf(cli, opened), ...hooks }, prepared),
      );
    }).catch(async (error: unknown) => {
      const report = await observation.failed(error, prepared);
      if (report) onFailed?.(report);
      throw error;
    });
    await observation.ended(asReport(result, prepared));
    return result;
  } finally {
    await prepared.reader.close();
  }
}

/** The same for a run of tables, whose preparation needs no database. */
export async function withPreparedTables<T extends RunReport>(
  cli: CliContext,
  { open, onFailed }: RunSurroundings,
  request: TablesRunRequest,
  prepared: PreparedTables,
  use: (context: RunContext) => Promise<T>,
): Promise<T> {
  const observation = observeRun(cli, request);
  try {
    const report = await open((opened) =>
      observation.watch(opened.warehouse, prepared, (hooks) => use({ ...contextOf(cli, opened), ...hooks })),
    ).catch(async (error: unknown) => {
      const failed = await observation.failed(error, prepared);
      if (failed) onFailed?.(failed);
      throw error;
    });
    await observation.ended(report);
    return report;
  } finally {
    await prepared.reader.close();
  }
}

function contextOf(cli: CliContext, opened: WritableWarehouse): RunContext {
  const { clock, sqlFolder, snapshotFolder, outputFolder, progress, logger, redactor } = cli;
  const folders = { sqlFolder, snapshotFolder, outputFolder };
  return { ...opened, ...folders, clock, progress, logger, redact: redactor.text };
}
