/**
 * `egdi schedule`: the work of `egdi run` by the clock, in the foreground. Each tick opens and closes the warehouse
 * for itself, so that other commands can use an embedded one in between. A tick that fails ends with a line in the
 * log; the scheduler ends by signal only.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { PROGRAM_VERSION } from '../../model/version.ts';
import { createLogger, type Logger } from '../../runtime/logger.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { hasDatabase, withOpenedWarehouse } from '../opened-warehouse.ts';
import { type PipelineWork, workOf } from '../pipeline-work.ts';
import { findPipelines } from '../pipelines.ts';
import { inputsOf } from '../run-options.ts';
import { runWorks } from '../run-pipelines.ts';

export const schedule: CommandFunction = async (cli, { args, options }) => {
  const pipelines = findPipelines(args[0] as readonly string[]);
  const inputs = inputsOf(cli, pipelines, options.input as string[] | undefined);
  const { setLogger, validate } = await import('node-cron');
  const { schedule: expression, timezone } = cli.config;
  if (!validate(expression)) {
    throw new EgdiError('config-invalid', `EGDI_SCHEDULE: '${expression}' is not a time that can come`, {
      exitCode: EXIT.usage,
      hint: 'minute hour day month weekday, such as 0 3 * * *',
    });
  }
  // Of several reports each is one line.
  const print = (text: string) => cli.print(cli.json ? JSON.stringify(JSON.parse(text)) : text);
  const scheduler: CliContext = { ...cli, print, logger: audible(cli) };
  const worksAt = (nominalTime?: Date) =>
    pipelines.map((known) =>
      workOf(scheduler, known, {
        command: 'schedule',
        inputs: inputs.get(known.pipeline.name) ?? [],
        options: {},
        reason: 'schedule',
        ...(nominalTime && { nominalTime }),
      }),
    );
  if (options.once === true) return tick(scheduler, worksAt());

  setLogger(cronLogger(scheduler.logger));
  const { runScheduler } = await import('../../pipeline/schedule/scheduler.ts');
  const work = {
    run: (due?: Date) => tick(scheduler, worksAt(due)),
    readLastRunAt: () => readLastTick(cli),
  };
  await runScheduler({ expression, timezone }, work, scheduler);
  return EXIT.ok;
};

/** When the ledger's last scheduled run began. The warehouse is closed again: it must be free between ticks. */
async function readLastTick(cli: CliContext): Promise<Date | undefined> {
  if (!hasDatabase(cli)) return undefined;
  const { findLastTick } = await import('../../warehouse/queries/last-tick.ts');
  return withOpenedWarehouse(cli, 'schedule', { exclusive: false }, ({ warehouse }) =>
    warehouse.withConnection(findLastTick),
  );
}

/** One run of each pipeline. Returns its exit code whatever happens: an error of one tick is no reason to miss the next. */
async function tick(cli: CliContext, works: readonly PipelineWork[]): Promise<number> {
  const { clock, logger } = cli;
  const startedAtMs = clock.now().getTime();
  logger.info('schedule.tick.started');
  const end = () => ({ duration_ms: clock.now().getTime() - startedAtMs });
  try {
    const exitCode = await runWorks(cli, 'schedule', works);
    logger[exitCode === EXIT.ok ? 'info' : 'error']('schedule.tick.finished', {
      exit_code: exitCode,
      ...end(),
    });
    return exitCode;
  } catch (error) {
    const exitCode = error instanceof EgdiError ? error.exitCode : EXIT.unexpected;
    const reason = error instanceof Error ? error.message : String(error);
    const hint = error instanceof EgdiError ? error.hint : undefined;
    if (exitCode === EXIT.locked) logger.warn('schedule.skipped', { reason });
    else logger.error('schedule.tick.failed', { exit_code: exitCode, reason, hint, ...end() });
    return exitCode;
  }
}

/** A scheduler says what it does even where other commands are quiet. */
function audible({ logger, redactor }: CliContext): Logger {
  return logger.isEnabled('info')
    ? logger
    : createLogger({ level: 'info', version: PROGRAM_VERSION, redactor });
}

function cronLogger(logger: Logger) {
  const text = (message: string | Error) => (message instanceof Error ? message.message : message);
  return {
    info: (message: string) => logger.debug('schedule.cron', { message }),
    warn: (message: string) => logger.warn('schedule.cron', { message }),
    error: (message: string | Error) => logger.error('schedule.cron', { message: text(message) }),
    debug: (message: string | Error) => logger.debug('schedule.cron', { message: text(message) }),
  };
}
