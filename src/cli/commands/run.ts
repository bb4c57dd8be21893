/** `egdi run`: the whole pipeline over its declared inputs, or over the given ones. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { SurveyPipeline } from '../../pipeline/define-pipeline.ts';
import { carryDecisions } from '../../pipeline/run/carry-decisions.ts';
import { carryEditions } from '../../pipeline/run/carry-editions.ts';
import { type PreparedRun, prepareRun } from '../../pipeline/run/prepare-run.ts';
import { runPipeline } from '../../pipeline/run/run.ts';
import type { RunReport } from '../../pipeline/run/run-report.ts';
import type { RunContext, RunRequest } from '../../pipeline/run/run-request.ts';
import { runSummary } from '../../report/run-summary.ts';
import { createPalette } from '../../report/text.ts';
import { sendHeartbeat } from '../../runtime/heartbeat.ts';
import type { CommandFunction, CommandInput } from '../command.ts';
import type { CliContext } from '../context.ts';
import { observeRun } from '../observe-run.ts';
import { hasDatabase, withWritableWarehouse } from '../opened-warehouse.ts';
import { findIndicatorPipeline, findNationalPipeline, findPipeline } from '../pipelines.ts';

export const run: CommandFunction = async (cli, { args, options }) => {
  const name = args[0] as string | undefined;
  const indicators = findIndicatorPipeline(name);
  if (indicators !== undefined) {
    const { runIndicatorPipeline } = await import('../run-indicators.ts');
    return runIndicatorPipeline(cli, indicators, { options });
  }
  const national = findNationalPipeline(name);
  if (national !== undefined) {
    const { runNationalPipeline } = await import('../run-indicators.ts');
    return runNationalPipeline(cli, national, { options });
  }
  refuseIndicatorOptions(options);
  if (options.plan !== undefined) return execute(cli, 'run', await plannedRequest(cli, { args, options }));
  const declared = await pipelineWith(findPipeline(name), options.declare as string | undefined);
  return execute(cli, 'run', {
    pipeline: declared,
    command: 'run',
    inputs: (options.input as string[] | undefined) ?? [join(cli.root, declared.defaultInput)],
    edition: null,
    force: options.force === true,
    noPublish: options.publish === false,
    publishPartial: options.publishPartial === true,
    reason: (options.reason as string | undefined) ?? 'run',
  });
};

function refuseIndicatorOptions(options: CommandInput['options']): void {
  if (options.table !== undefined) {
    throw new EgdiError('usage', '--table is for the pipeline “national”', {
      exitCode: EXIT.usage,
      hint: 'egdi run national --table my.table.json --input FILE',
    });
  }
  if (options.series === undefined && options.publishedOn === undefined) return;
  throw new EgdiError('usage', '--series and --published-on are for pipelines of indicators', {
    exitCode: EXIT.usage,
    hint: 'egdi run international --input FILE --series itu:i911',
  });
}

/** The request of a plan file; only the reason is the caller's. */
async function plannedRequest(cli: CliContext, { args, options }: CommandInput): Promise<RunRequest> {
  const { readPlanFile } = await import('../../pipeline/plan/plan-file.ts');
  const file = options.plan as string;
  const plan = await readPlanFile(file);
  if (args[0] !== undefined && args[0] !== plan.pipeline) {
    throw new EgdiError('usage', `${file} is a plan of the pipeline “${plan.pipeline}”`, {
      exitCode: EXIT.usage,
    });
  }
  if (plan.publishedRelease !== null && !hasDatabase(cli)) {
    throw new EgdiError('plan-outdated', `the plan does not hold any more: ${cli.config.dataDir} is empty`, {
      exitCode: EXIT.dataRefused,
      hint: 'name the data directory or server that it was made for',
    });
  }
  const { inputs, declare, force, noPublish, publishPartial } = plan.request;
  return {
    pipeline: await pipelineWith(findPipeline(plan.pipeline), declare ?? undefined),
    command: 'run',
    inputs,
    edition: null,
    force,
    noPublish,
    publishPartial,
    reason: (options.reason as string | undefined) ?? 'run by plan',
    plan,
  };
}

/** The pipeline with the declarations of a file put on top of its own. */
export async function pipelineWith(
  pipeline: SurveyPipeline,
  file: string | undefined,
): Promise<SurveyPipeline> {
  if (file === undefined) return pipeline;
  const { readDeclarations } = await import('../../pipeline/declaration-file.ts');
  return readDeclarations(file, pipeline);
}

/** How the reader of the summary can call the program: npm starts it in a checkout, where `egdi` is no command. */
export function programName(): string {
  return process.env.npm_lifecycle_event === undefined ? 'egdi' : 'npm run -s egdi --';
}

/** Runs a request and prints its report; the exit code is the report's. */
export async function execute(cli: CliContext, command: string, request: RunRequest): Promise<number> {
  const report = await withPreparedRun(cli, command, request, runPipeline, (done) => done);
  const options = { program: programName(), isServer: cli.config.databaseUrl !== null };
  cli.print(
    cli.json ? JSON.stringify(report, null, 2) : runSummary(report, createPalette(cli.color), options),
  );
  await sendHeartbeat(cli.config.heartbeatUrl, report, cli.logger.child({ run_id: report.runId }));
  return report.exitCode;
}

/** Prepares a request while the database is opened for writing, hands both over, and leaves what a run leaves. */
export async function withPreparedRun<R extends RunRequest, T>(
  cli: CliContext,
  command: string,
  request: R,
  use: (request: R, context: RunContext, prepared: PreparedRun) => Promise<T>,
  asReport: (result: T, prepared: PreparedRun) => RunReport,
): Promise<T> {
  const { clock, signal, snapshotFolder } = cli;
  const maxFileBytes = cli.config.maxFileMb * 1_000_000;
  const prepare = (asked: R) => prepareRun(asked, { maxFileBytes, snapshotFolder, clock, signal });
  // Prepared while the database is opened, and once more if that turns out to know further editions.
  let prepared = await prepare(request);
  const observation = observeRun(cli, request);
  try {
    if (request.plan) {
      const { refuseChangedInputs } = await import('../../pipeline/plan/plan-file.ts');
      const { schemaSha256 } = await import('../../warehouse/schema/schema-care.ts');
      refuseChangedInputs(request.plan, prepared, await schemaSha256(cli.sqlFolder));
    }
    const result = await withWritableWarehouse(cli, command, async (opened) => {
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
      const { sqlFolder, outputFolder, progress, logger, redactor } = cli;
      const folders = { sqlFolder, snapshotFolder, outputFolder };
      const context = { ...opened, ...folders, clock, progress, logger, redact: redactor.text };
      return observation.watch(opened.warehouse, prepared, (hooks) =>
        use(complete, { ...context, ...hooks }, prepared),
      );
    }).catch(async (error: unknown) => {
      await observation.failed(error, prepared);
      throw error;
    });
    await observation.ended(asReport(result, prepared));
    return result;
  } finally {
    await prepared.reader.close();
  }
}
