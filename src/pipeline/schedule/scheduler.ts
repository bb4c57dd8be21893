/**
 * Ticks by the clock, one at a time: node-cron says when, this decides what a tick that was missed means. Missed are
 * ticks that fell due while nothing was running, while the machine slept, or in a gap that the clock jumped over;
 * however many there were, one run catches up. Nothing is caught up on the very first start, when the ledger knows no
 * scheduled run: whoever starts a scheduler asks for a run at its time, not now.
 */
import { once } from 'node:events';
import { createTask } from 'node-cron';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Clock } from '../../runtime/clock.ts';
import { watchClock } from '../../runtime/clock-watch.ts';
import type { Logger } from '../../runtime/logger.ts';
import { missedTicks, type TickTimes } from './missed-ticks.ts';

export interface TickWork {
  /** Does the work of one tick, due at a time unless it catches up, and returns its exit code; it does not throw. */
  run(due?: Date): Promise<number>;
  /** Start of the last scheduled run of the ledger; undefined when there is none. */
  readLastRunAt(): Promise<Date | undefined>;
}

export interface SchedulerContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const LEDGER_RETRY_MS = 60_000;
/** Later than this is more than a busy event loop: the machine slept, or the clock was set. */
const SLEPT_MS = 60_000;
/** A last run further ahead was dated by a clock that was wrong, not by one that was set back. */
const LONGEST_SET_BACK_MS = 86_400_000;

/** Runs ticks until the signal is aborted; returns when the work in hand has ended. */
export async function runScheduler(
  times: TickTimes,
  work: TickWork,
  { clock, logger, signal }: SchedulerContext,
): Promise<void> {
  const turns = oneAtATime(signal);
  /** Every tick that was due up to here has been seen to. */
  let coveredUntil = new Date(0);
  let isAtWork = false;
  const doWork = async (due?: Date): Promise<number> => {
    isAtWork = true;
    try {
      return await work.run(due);
    } finally {
      isAtWork = false;
    }
  };
  const skip = (due: Date, reason: string): void =>
    logger.warn('schedule.skipped', { reason, due_at: due.toISOString() });

  const onTick = async (due: Date): Promise<void> => {
    if (due <= coveredUntil) return skip(due, 'a run has seen to this time already');
    coveredUntil = due;
    if (isAtWork) return skip(due, AT_WORK);
    await turns.take(() => doWork(due));
  };

  /** One run for all that was due after a moment and has not been seen to. */
  const catchUpFrom = (moment: Date): void => {
    const now = clock.now();
    const missed = missedTicks(times, later(moment, coveredUntil), now);
    if (missed === undefined) return;
    coveredUntil = now;
    const fields = { missed: missed.count, or_more: missed.isMore, since: missed.since.toISOString() };
    logger.warn('schedule.missed', fields);
    void turns.take(async () => logger.info('schedule.caught-up', { ...fields, exit_code: await doWork() }));
  };

  const onMissed = (due: Date): void => {
    const hasSlept = clock.now().getTime() - due.getTime() > SLEPT_MS;
    if (isAtWork && !hasSlept) skip(due, AT_WORK);
    else catchUpFrom(new Date(due.getTime() - 1));
  };

  const compareWithLedger = (lastRunAt: Date): void => {
    const aheadMs = lastRunAt.getTime() - clock.now().getTime();
    if (aheadMs > 0) logger.warn('schedule.clock-behind', { last_run_at: lastRunAt.toISOString() });
    if (aheadMs > LONGEST_SET_BACK_MS) return;
    catchUpFrom(lastRunAt);
    coveredUntil = later(coveredUntil, lastRunAt);
  };

  const task = createTask(times.expression, ({ date }) => onTick(date), {
    name: 'run',
    timezone: times.timezone,
    noOverlap: true,
  });
  const logNext = (): void => {
    if (signal.aborted) return;
    logger.info('schedule.next', { at: task.getNextRun()?.toISOString() ?? null, timezone: times.timezone });
  };
  task.on('execution:finished', logNext);
  task.on('execution:overlap', ({ date }) => skip(date, AT_WORK));
  task.on('execution:missed', ({ date }) => onMissed(date));

  logger.info('schedule.started', { schedule: times.expression, timezone: times.timezone });
  // Before the first tick: an embedded store is open to one at a time.
  let ledger = await readLedger(work, logger);
  await task.start();
  logNext();
  const stopWatching = watchClock({
    clock,
    onJump: (before, byMs) => {
      logger.warn('schedule.clock-jumped', { by_s: Math.round(byMs / 1000) });
      const latest = new Date(clock.now().getTime() + LONGEST_SET_BACK_MS);
      if (coveredUntil > latest) coveredUntil = clock.now();
      // Its timer was set by the clock as it was.
      void task.stop();
      void task.start();
      catchUpFrom(before);
      logNext();
    },
  });
  if (ledger.lastRunAt) compareWithLedger(ledger.lastRunAt);
  const retry = setInterval(() => {
    if (ledger.isKnown) return clearInterval(retry);
    void turns.take(async () => {
      ledger = await readLedger(work, logger);
      if (ledger.lastRunAt) compareWithLedger(ledger.lastRunAt);
    });
  }, LEDGER_RETRY_MS);
  try {
    if (!signal.aborted) await once(signal, 'abort');
    logger.info('schedule.stopping');
  } finally {
    clearInterval(retry);
    stopWatching();
    await task.destroy();
    await turns.ended();
  }
}

const AT_WORK = 'the run before is still at work';

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

interface Ledger {
  /** False while it cannot be read, and so may still know of ticks that were missed. */
  readonly isKnown: boolean;
  readonly lastRunAt?: Date;
}

async function readLedger(work: TickWork, logger: Logger): Promise<Ledger> {
  try {
    const lastRunAt = await work.readLastRunAt();
    return { isKnown: true, ...(lastRunAt && { lastRunAt }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn('schedule.ledger-unread', { reason });
    // What is in use, or does not answer yet, may be read later.
    const exitCode = error instanceof EgdiError ? error.exitCode : EXIT.unexpected;
    return { isKnown: exitCode !== EXIT.locked && exitCode !== EXIT.databaseUnavailable };
  }
}

/** Jobs after one another, none once the signal is aborted. They do not throw. */
function oneAtATime(signal: AbortSignal) {
  let last: Promise<void> = Promise.resolve();
  return {
    take(job: () => Promise<unknown>): Promise<void> {
      last = last.then(async () => {
        if (!signal.aborted) await job();
      });
      return last;
    },
    ended: () => last,
  };
}
