/** `egdi run` of a pipeline of indicators: tables of international publishers, answers of national offices. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../model/error.ts';
import {
  type IndicatorPipeline,
  type LoadableTable,
  type NationalPipeline,
  withTables,
} from '../pipeline/define-pipeline.ts';
import type { IndicatorRunReport } from '../pipeline/indicators/indicator-run-report.ts';
import { type IndicatorRunRequest, prepareIndicators } from '../pipeline/indicators/prepare-indicators.ts';
import { runIndicators } from '../pipeline/indicators/run-indicators.ts';
import { prepareNational } from '../pipeline/national/prepare-national.ts';
import { runNational } from '../pipeline/national/run-national.ts';
import type { PreparedTables } from '../pipeline/run/prepare-tables.ts';
import type { RunContext } from '../pipeline/run/run-request.ts';
import { indicatorRunSummary } from '../report/indicator-run-summary.ts';
import { createPalette } from '../report/text.ts';
import { sendHeartbeat } from '../runtime/heartbeat.ts';
import type { CommandInput } from './command.ts';
import type { CliContext } from './context.ts';
import { withWritableWarehouse } from './opened-warehouse.ts';
import { readLoadableTables } from './table-declarations.ts';

const ISO_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Options of `egdi run` that do not fit, and why. */
const UNFIT_ANY = { declare: 'it has no editions', plan: 'it is not planned' } as const;
const UNFIT = { ...UNFIT_ANY, table: 'its layouts are declared with it' } as const;
const UNFIT_NATIONAL = {
  ...UNFIT_ANY,
  series: 'its files are known by their names',
  publishedOn: 'its series have no vintages',
  publishPartial: 'its files are published together or not at all',
} as const;

type Asked = Pick<CommandInput, 'options'>;

/** Loads the given tables, and publishes what is new; the exit code is the report's. */
export async function runIndicatorPipeline(
  cli: CliContext,
  pipeline: IndicatorPipeline,
  { options }: Asked,
): Promise<number> {
  refuseUnfit(pipeline.name, options, UNFIT);
  const [series, dates] = [saidOf(options.series), saidOf(options.publishedOn)];
  for (const date of [...dates.ofFiles.values(), ...(dates.ofAll === null ? [] : [dates.ofAll])]) {
    if (ISO_DATE.test(date)) continue;
    throw new EgdiError('usage', `--published-on is no date: “${date}”`, {
      exitCode: EXIT.usage,
      hint: 'write it as 2019-06-30, or as FILE=2019-06-30',
    });
  }
  const names = [...series.ofFiles.keys(), ...dates.ofFiles.keys()];
  const ofFiles = new Map(
    names.map((name) => {
      const [code, date] = [series.ofFiles.get(name), dates.ofFiles.get(name)];
      return [name, { ...(code ? { series: code } : {}), ...(date ? { publishedOn: date } : {}) }];
    }),
  );
  const request: IndicatorRunRequest = {
    ...orderOf(cli, pipeline, options),
    pipeline,
    series: series.ofAll,
    publishedOn: dates.ofAll,
    ofFiles,
  };
  const prepared = await prepareIndicators(request, prepareOptions(cli));
  return loadPrepared(cli, prepared, (context) => runIndicators(request, context, prepared));
}

/** `CODE` is said of all files, `FILE=CODE` of one. */
function saidOf(given: unknown): { readonly ofAll: string | null; readonly ofFiles: Map<string, string> } {
  const ofFiles = new Map<string, string>();
  let ofAll: string | null = null;
  for (const text of (given as string[] | undefined) ?? []) {
    const at = text.lastIndexOf('=');
    if (at < 0) ofAll = text;
    else ofFiles.set(text.slice(0, at), text.slice(at + 1));
  }
  return { ofAll, ofFiles };
}

/** Loads the given files of offices, and publishes what is new; the exit code is the report's. */
export async function runNationalPipeline(
  cli: CliContext,
  pipeline: NationalPipeline,
  { options }: Asked,
): Promise<number> {
  refuseUnfit(pipeline.name, options, UNFIT_NATIONAL);
  const givenTables = await tablesOf(options);
  const request = {
    ...orderOf(cli, pipeline, options),
    pipeline: declaredWith(pipeline, givenTables),
    givenTables,
  };
  const prepared = await prepareNational(request, prepareOptions(cli));
  return loadPrepared(cli, prepared, (context) => runNational(request, context, prepared));
}

async function tablesOf(options: CommandInput['options']): Promise<readonly LoadableTable[]> {
  const paths = options.table as string[] | undefined;
  if (paths === undefined) return [];
  if (options.input === undefined) {
    throw new EgdiError('usage', '--table needs the files that hold the table', {
      exitCode: EXIT.usage,
      hint: 'egdi run national --table my.table.json --input FILE',
    });
  }
  return readLoadableTables(paths);
}

function declaredWith(pipeline: NationalPipeline, tables: readonly LoadableTable[]): NationalPipeline {
  try {
    return withTables(pipeline, tables);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new EgdiError('declaration-invalid', error.message, {
      exitCode: EXIT.usage,
      hint: 'codes of indicators and ids of tables are theirs alone',
    });
  }
}

async function loadPrepared(
  cli: CliContext,
  { reader }: PreparedTables,
  work: (context: RunContext) => Promise<IndicatorRunReport>,
): Promise<number> {
  const { clock, config } = cli;
  try {
    const report = await withWritableWarehouse(cli, 'run', (opened) => {
      const { sqlFolder, snapshotFolder, outputFolder, progress, logger, redactor } = cli;
      const folders = { sqlFolder, snapshotFolder, outputFolder };
      return work({ ...opened, ...folders, clock, progress, logger, redact: redactor.text });
    });
    cli.print(
      cli.json ? JSON.stringify(report, null, 2) : indicatorRunSummary(report, createPalette(cli.color)),
    );
    await sendHeartbeat(config.heartbeatUrl, report, cli.logger.child({ run_id: report.runId }));
    return report.exitCode;
  } finally {
    await reader.close();
  }
}

function prepareOptions({ clock, config, signal }: CliContext) {
  return { maxFileBytes: config.maxFileMb * 1_000_000, clock, signal };
}

function refuseUnfit(
  pipeline: string,
  options: CommandInput['options'],
  reasons: Readonly<Record<string, string>>,
): void {
  for (const [name, reason] of Object.entries(reasons)) {
    if (options[name] === undefined || options[name] === false) continue;
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new EgdiError('usage', `${option} does not fit the pipeline “${pipeline}”: ${reason}`, {
      exitCode: EXIT.usage,
    });
  }
}

/** What is asked of every run of tables. */
function orderOf(
  cli: CliContext,
  { defaultInput }: Pick<IndicatorPipeline, 'defaultInput'>,
  options: CommandInput['options'],
) {
  return {
    command: 'run',
    inputs: (options.input as string[] | undefined) ?? [join(cli.root, defaultInput)],
    force: options.force === true,
    noPublish: options.publish === false,
    publishPartial: options.publishPartial === true,
    reason: (options.reason as string | undefined) ?? 'run',
  };
}
