/**
 * Runs of pipelines, told to whoever called: one alone, or several one after another over one opening of the
 * warehouse. A refused pipeline keeps no other from running; a database or a lock that is gone keeps all.
 */
import { EgdiError, EXIT } from '../model/error.ts';
import type { RunReport } from '../pipeline/run/run-report.ts';
import { nextSteps } from '../report/run-summary.ts';
import { createPalette } from '../report/text.ts';
import { sendHeartbeat } from '../runtime/heartbeat.ts';
import type { CliContext } from './context.ts';
import { worstExitCode } from './exit-codes.ts';
import { explainFailure, type OpenWarehouse, withWritableWarehouse } from './opened-warehouse.ts';
import type { PipelineWork } from './pipeline-work.ts';
import { openFor } from './prepared-run.ts';
import { programName } from './program-name.ts';

/** Runs the pipelines and prints their reports; the exit code is that of the one report, or the worst of several. */
export function runWorks(cli: CliContext, command: string, works: readonly PipelineWork[]): Promise<number> {
  const [first, ...others] = works;
  if (first === undefined) throw new RangeError('no pipeline to run');
  return others.length === 0 ? runOne(cli, command, first) : runSeveral(cli, command, works);
}

async function runOne(cli: CliContext, command: string, work: PipelineWork): Promise<number> {
  const { report, summary } = await work.run({ open: openFor(cli, command) });
  cli.print(cli.json ? JSON.stringify(report, null, 2) : summary(createPalette(cli.color)));
  await sendHeartbeat(cli.config.heartbeatUrl, report, cli.logger.child({ run_id: report.runId }));
  return report.exitCode;
}

/** What became of one of several. */
interface Ended {
  readonly report: RunReport | undefined;
  readonly exitCode: number;
  /** Set where it keeps the others from running, too. */
  readonly stop?: { readonly error: unknown };
}

async function runSeveral(cli: CliContext, command: string, works: readonly PipelineWork[]): Promise<number> {
  const ended: Ended[] = [];
  let stop: { readonly error: unknown } | undefined;
  try {
    await withWritableWarehouse(cli, command, async (opened) => {
      const open: OpenWarehouse = async (use) => {
        try {
          return await use(opened);
        } catch (error) {
          throw await explainFailure(cli, opened.signal, error);
        }
      };
      for (const work of works) {
        const end = await runOneOf(cli, work, open, ended.length === 0);
        ended.push(end);
        if (end.stop !== undefined) throw end.stop.error;
        opened.signal.throwIfAborted();
      }
    });
  } catch (error) {
    stop = { error };
  }
  if (stop !== undefined && !cli.signal.aborted) {
    // Without a database each of them has failed, which whoever watches it has to know.
    for (const work of works.slice(ended.length)) ended.push(await failedOne(work, stop.error));
  }
  const reports = ended.flatMap(({ report }) => (report === undefined ? [] : [report]));
  if (cli.json) cli.print(JSON.stringify(reports, null, 2));
  if (stop !== undefined) throw stop.error;
  const exitCode = worstExitCode(ended.map((end) => end.exitCode));
  if (!cli.json) printNextSteps(cli, reports);
  await sendOneHeartbeat(cli, exitCode, reports);
  return exitCode;
}

/** One sign of life for all of them: that of one pipeline must not hide the silence of another. */
async function sendOneHeartbeat(
  { config, logger }: CliContext,
  exitCode: number,
  reports: readonly RunReport[],
): Promise<void> {
  const [worst] = reports.toSorted((a, b) => Number(isWell(a)) - Number(isWell(b)));
  if (exitCode === EXIT.ok && worst !== undefined) await sendHeartbeat(config.heartbeatUrl, worst, logger);
}

/** Runs one of several and prints what it came to. */
async function runOneOf(
  cli: CliContext,
  work: PipelineWork,
  open: OpenWarehouse,
  isFirst: boolean,
): Promise<Ended> {
  let failed: RunReport | undefined;
  const onFailed = (report: RunReport) => {
    failed = report;
  };
  try {
    const { report, lines } = await work.run({ open, onFailed });
    const gap = isFirst || report.outcome === 'noop' ? '' : '\n';
    if (!cli.json) cli.print(`${gap}${lines(createPalette(cli.color))}`);
    return { report, exitCode: report.exitCode };
  } catch (error) {
    const exitCode = error instanceof EgdiError ? error.exitCode : EXIT.unexpected;
    const end = { report: failed, exitCode };
    if (cli.signal.aborted || exitCode === EXIT.locked || exitCode === EXIT.databaseUnavailable) {
      return { ...end, stop: { error } };
    }
    const text = error instanceof Error ? error.message : String(error);
    const hint = error instanceof EgdiError && error.hint !== undefined ? `\n  → ${error.hint}` : '';
    process.stderr.write(cli.redactor.text(`egdi: ${work.name}: ${text}${hint}\n`));
    return end;
  }
}

/** What a run leaves that cannot open the database. */
async function failedOne(work: PipelineWork, error: unknown): Promise<Ended> {
  let failed: RunReport | undefined;
  const onFailed = (report: RunReport) => {
    failed = report;
  };
  await work.run({ open: () => Promise.reject(error), onFailed }).catch(() => undefined);
  return { report: failed, exitCode: failed?.exitCode ?? EXIT.unexpected };
}

/** What the heartbeat is sent for. */
function isWell({ outcome, exitCode }: RunReport): boolean {
  return exitCode === EXIT.ok && ['published', 'unchanged', 'noop'].includes(outcome);
}

function printNextSteps(cli: CliContext, reports: readonly RunReport[]): void {
  const about =
    reports.find(({ exitCode }) => exitCode !== EXIT.ok) ??
    reports.find(({ outcome, editions }) => outcome !== 'noop' && editions.length > 0);
  if (about === undefined) return;
  const options = { program: programName(), isServer: cli.config.databaseUrl !== null };
  cli.print(`\n${nextSteps(about, createPalette(cli.color), options)}`);
}
