/** `egdi plan`: what a run would do and change. Writes nothing but the plan file that it is asked for. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import { planRun } from '../../pipeline/plan/plan.ts';
import type { RunPlan } from '../../pipeline/plan/run-plan.ts';
import { carryDecisions } from '../../pipeline/run/carry-decisions.ts';
import { carryEditions } from '../../pipeline/run/carry-editions.ts';
import { prepareRun } from '../../pipeline/run/prepare-run.ts';
import type { RunRequest } from '../../pipeline/run/run-request.ts';
import { planSummary } from '../../report/plan.ts';
import { createPalette } from '../../report/text.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { hasDatabase, withOpenedWarehouse } from '../opened-warehouse.ts';
import { findPipeline } from '../pipelines.ts';
import { programName } from '../program-name.ts';
import { pipelineWith } from './run.ts';

export const plan: CommandFunction = async (cli, { args, options }) => {
  const declare = options.declare === undefined ? null : resolve(options.declare as string);
  const pipeline = await pipelineWith(
    findPipeline(args[0] as string | undefined, INSTEAD),
    declare ?? undefined,
  );
  const inputs = (options.input as string[] | undefined) ?? [join(cli.root, pipeline.defaultInput)];
  const request: RunRequest = {
    pipeline,
    command: 'run',
    // Absolute, since the plan may be carried out from another folder.
    inputs: inputs.map((path) => resolve(path)),
    edition: null,
    force: options.force === true,
    noPublish: options.publish === false,
    publishPartial: options.publishPartial === true,
    reason: 'plan',
  };
  const made = hasDatabase(cli)
    ? await withOpenedWarehouse(cli, 'plan', { exclusive: false }, ({ warehouse }) =>
        makePlan(cli, request, declare, warehouse),
      )
    : await makePlan(cli, request, declare, undefined);
  const text = JSON.stringify(made, null, 2);
  const planFile = options.out as string | undefined;
  if (planFile !== undefined) await writePlan(planFile, `${text}\n`);
  const summaryOptions = { program: programName(), planFile: planFile ?? null };
  cli.print(cli.json ? text : planSummary(made, createPalette(cli.color), summaryOptions));
  return EXIT.ok;
};

/** Tables are not planned: a candidate of theirs shows what it would change before anybody reads it. */
const INSTEAD =
  'tables are not planned; see what they would change by: egdi run PIPELINE --no-publish && egdi diff published RELEASE';

async function makePlan(
  cli: CliContext,
  request: RunRequest,
  declare: string | null,
  warehouse: Warehouse | undefined,
): Promise<RunPlan> {
  const { clock, signal, snapshotFolder, sqlFolder, outputFolder, progress, logger } = cli;
  const maxFileBytes = cli.config.maxFileMb * 1_000_000;
  const prepare = (asked: RunRequest) => prepareRun(asked, { maxFileBytes, snapshotFolder, clock, signal });
  let prepared = await prepare(request);
  try {
    const known = new Set(prepared.catalogue.editions.keys());
    const complete = warehouse ? await carryEditions(request, warehouse, known) : request;
    if (complete !== request) {
      await prepared.reader.close();
      prepared = await prepare(complete);
    }
    if (warehouse) prepared = await carryDecisions(prepared, complete, warehouse);
    const migratesItself = cli.config.migrate === 'auto';
    return await planRun(
      complete,
      {
        warehouse,
        migratesItself,
        declare,
        sqlFolder,
        outputFolder,
        clock,
        progress,
        logger,
        signal,
      },
      prepared,
    );
  } finally {
    progress.stop();
    await prepared.reader.close();
  }
}

/** The file appears whole or not at all. */
async function writePlan(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new EgdiError('plan-not-written', `cannot write ${file}: ${(error as Error).message}`, {
      exitCode: EXIT.usage,
    });
  }
}
