/** `egdi run` of a pipeline of indicators: the tables of its publishers, from files. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../model/error.ts';
import type { IndicatorPipeline } from '../pipeline/define-pipeline.ts';
import { type IndicatorRunRequest, prepareIndicators } from '../pipeline/indicators/prepare-indicators.ts';
import { runIndicators } from '../pipeline/indicators/run-indicators.ts';
import { indicatorRunSummary } from '../report/indicator-run-summary.ts';
import { createPalette } from '../report/text.ts';
import { sendHeartbeat } from '../runtime/heartbeat.ts';
import type { CommandInput } from './command.ts';
import type { CliContext } from './context.ts';
import { withWritableWarehouse } from './opened-warehouse.ts';

const ISO_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Options of `egdi run` that say something about editions of the Survey only. */
const OF_EDITIONS = ['declare', 'plan'] as const;

/** Loads the given files, and publishes what is new; the exit code is the report's. */
export async function runIndicatorPipeline(
  cli: CliContext,
  pipeline: IndicatorPipeline,
  { options }: Pick<CommandInput, 'options'>,
): Promise<number> {
  const request = requestOf(cli, pipeline, options);
  const { clock, config, signal } = cli;
  const prepared = await prepareIndicators(request, {
    maxFileBytes: config.maxFileMb * 1_000_000,
    clock,
    signal,
  });
  try {
    const report = await withWritableWarehouse(cli, 'run', (opened) => {
      const { sqlFolder, snapshotFolder, outputFolder, progress, logger, redactor } = cli;
      const folders = { sqlFolder, snapshotFolder, outputFolder };
      const context = { ...opened, ...folders, clock, progress, logger, redact: redactor.text };
      return runIndicators(request, context, prepared);
    });
    cli.print(
      cli.json ? JSON.stringify(report, null, 2) : indicatorRunSummary(report, createPalette(cli.color)),
    );
    await sendHeartbeat(config.heartbeatUrl, report, cli.logger.child({ run_id: report.runId }));
    return report.exitCode;
  } finally {
    await prepared.reader.close();
  }
}

function requestOf(
  cli: CliContext,
  pipeline: IndicatorPipeline,
  options: CommandInput['options'],
): IndicatorRunRequest {
  const unfit = OF_EDITIONS.find((name) => options[name] !== undefined);
  if (unfit !== undefined) {
    throw new EgdiError(
      'usage',
      `--${unfit} is about editions, which the pipeline “${pipeline.name}” does not have`,
      {
        exitCode: EXIT.usage,
      },
    );
  }
  const publishedOn = (options.publishedOn as string | undefined) ?? null;
  if (publishedOn !== null && !ISO_DATE.test(publishedOn)) {
    throw new EgdiError('usage', `--published-on is no date: “${publishedOn}”`, {
      exitCode: EXIT.usage,
      hint: 'write it as 2019-06-30',
    });
  }
  return {
    pipeline,
    command: 'run',
    inputs: (options.input as string[] | undefined) ?? [join(cli.root, pipeline.defaultInput)],
    series: (options.series as string | undefined) ?? null,
    publishedOn,
    force: options.force === true,
    noPublish: options.publish === false,
    publishPartial: options.publishPartial === true,
    reason: (options.reason as string | undefined) ?? 'run',
  };
}
