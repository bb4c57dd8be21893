import { setLogger } from 'node-cron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EgdiError, EXIT } from '../../../../src/model/error.ts';
import { runScheduler, type TickWork } from '../../../../src/pipeline/schedule/scheduler.ts';
import { systemClock } from '../../../../src/runtime/clock.ts';
import { createLogger } from '../../../../src/runtime/logger.ts';

const NIGHTLY = { expression: '0 3 * * *', timezone: 'UTC' };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

beforeEach(() => {
  const quiet = () => undefined;
  setLogger({ info: quiet, warn: quiet, error: quiet, debug: quiet });
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Start {
  /** What the ledger says, one answer after another; the last one stays. */
  readonly ledger?: readonly (string | undefined | EgdiError)[];
  readonly runMs?: number;
  readonly times?: typeof NIGHTLY;
}

/** Starts a scheduler at the present moment. */
async function start({ ledger = [undefined], runMs = 0, times = NIGHTLY }: Start = {}) {
  const events: Record<string, unknown>[] = [];
  const runs: string[] = [];
  const stopping = new AbortController();
  const answers = [...ledger];
  const work: TickWork = {
    async run() {
      runs.push(new Date().toISOString());
      if (runMs > 0) await new Promise((resolve) => setTimeout(resolve, runMs));
      return EXIT.ok;
    },
    async readLastRunAt() {
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof EgdiError) throw answer;
      return answer === undefined ? undefined : new Date(answer);
    },
  };
  const destination = { write: (line: string) => void events.push(JSON.parse(line)) };
  const logger = createLogger({ level: 'info', version: '0', destination });
  const ended = runScheduler(times, work, { clock: systemClock, logger, signal: stopping.signal });
  await vi.advanceTimersByTimeAsync(0);
  return {
    runs,
    named: (name: string) => events.filter(({ event }) => event === name),
    stop: async () => {
      stopping.abort();
      await vi.advanceTimersByTimeAsync(24 * HOUR_MS);
      await ended;
    },
  };
}

const jump = (ms: number) => vi.setSystemTime(Date.now() + ms);

describe('on start', () => {
  test('the very first one waits for its time, which is logged with its zone', async () => {
    const scheduler = await start();
    expect(scheduler.runs).toEqual([]);
    expect(scheduler.named('schedule.started')).toMatchObject([{ schedule: '0 3 * * *', timezone: 'UTC' }]);
    expect(scheduler.named('schedule.next')).toMatchObject([{ at: '2026-03-02T03:00:00.000Z' }]);
    await vi.advanceTimersByTimeAsync(16 * HOUR_MS);
    expect(scheduler.runs).toEqual(['2026-03-02T03:00:00.000Z']);
    await scheduler.stop();
  });

  test('several missed ticks are one run, and how many and since when is logged', async () => {
    const scheduler = await start({ ledger: ['2026-02-26T03:00:00.200Z'] });
    expect(scheduler.runs).toEqual(['2026-03-01T12:00:00.000Z']);
    expect(scheduler.named('schedule.caught-up')).toMatchObject([
      { missed: 3, or_more: false, since: '2026-02-27T03:00:00.000Z', exit_code: 0 },
    ]);
    await vi.advanceTimersByTimeAsync(16 * HOUR_MS);
    expect(scheduler.runs.slice(1)).toEqual(['2026-03-02T03:00:00.000Z']);
    await scheduler.stop();
  });

  test('nothing is caught up when the last tick had its run', async () => {
    const scheduler = await start({ ledger: ['2026-03-01T03:00:00.200Z'] });
    expect(scheduler.runs).toEqual([]);
    await scheduler.stop();
  });

  test('a ledger that cannot be read yet is asked again, and then caught up with', async () => {
    const locked = new EgdiError('lock-held', 'in use', { exitCode: EXIT.locked });
    const scheduler = await start({ ledger: [locked, locked, '2026-02-28T03:00:00.200Z'] });
    expect(scheduler.runs).toEqual([]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(scheduler.named('schedule.ledger-unread')).toHaveLength(2);
    expect(scheduler.runs).toEqual(['2026-03-01T12:02:00.000Z']);
    await scheduler.stop();
  });

  test('a ledger that cannot be read at all is not asked again', async () => {
    const broken = new EgdiError('unreadable', 'broken');
    const scheduler = await start({ ledger: [broken] });
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(scheduler.named('schedule.ledger-unread')).toHaveLength(1);
    await scheduler.stop();
  });
});

describe('a clock that jumps', () => {
  test('forward over several ticks: one run', async () => {
    const scheduler = await start();
    jump(72 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(scheduler.runs).toHaveLength(1);
    expect(scheduler.named('schedule.caught-up')).toMatchObject([
      { missed: 3, since: '2026-03-02T03:00:00.000Z' },
    ]);
    // And the next tick comes at its time by the new clock.
    await vi.advanceTimersByTimeAsync(16 * HOUR_MS);
    expect(scheduler.runs.slice(1)).toEqual(['2026-03-05T03:00:00.000Z']);
    await scheduler.stop();
  });

  test('forward, and noticed twice over by timer and watch: still one run', async () => {
    const scheduler = await start();
    // Ten seconds before the tick, whose timer then fires before the watch looks again.
    await vi.advanceTimersByTimeAsync(15 * HOUR_MS - 10_000);
    jump(47 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(scheduler.runs).toEqual(['2026-03-04T02:00:00.000Z']);
    expect(scheduler.named('schedule.caught-up')).toMatchObject([{ missed: 2 }]);
    await scheduler.stop();
  });

  test('forward while a run is at work: one more run, after it', async () => {
    const scheduler = await start({ runMs: 5 * MINUTE_MS });
    await vi.advanceTimersByTimeAsync(15 * HOUR_MS);
    expect(scheduler.runs).toEqual(['2026-03-02T03:00:00.000Z']);
    jump(48 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(scheduler.runs.slice(1)).toEqual(['2026-03-04T03:05:00.000Z']);
    expect(scheduler.named('schedule.caught-up')).toMatchObject([{ missed: 2 }]);
    await scheduler.stop();
  });

  test('backward over a tick that has had its run: it does not run twice', async () => {
    const scheduler = await start();
    await vi.advanceTimersByTimeAsync(15 * HOUR_MS + MINUTE_MS);
    expect(scheduler.runs).toEqual(['2026-03-02T03:00:00.000Z']);
    jump(-2 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(scheduler.runs).toHaveLength(1);
    expect(scheduler.named('schedule.skipped')).toMatchObject([{ due_at: '2026-03-02T03:00:00.000Z' }]);
    await vi.advanceTimersByTimeAsync(24 * HOUR_MS);
    expect(scheduler.runs.slice(1)).toEqual(['2026-03-03T03:00:00.000Z']);
    await scheduler.stop();
  });

  test('backward before a restart: the ledger keeps the tick from running twice', async () => {
    vi.setSystemTime('2026-03-02T02:00:00Z');
    const scheduler = await start({ ledger: ['2026-03-02T03:00:00.200Z'] });
    expect(scheduler.named('schedule.clock-behind')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(scheduler.runs).toEqual([]);
    await scheduler.stop();
  });

  test('a last run dated years ahead by a wrong clock silences nothing', async () => {
    const scheduler = await start({ ledger: ['2031-01-01T00:00:00Z'] });
    await vi.advanceTimersByTimeAsync(16 * HOUR_MS);
    expect(scheduler.runs).toEqual(['2026-03-02T03:00:00.000Z']);
    await scheduler.stop();
  });
});

test('a tick that falls due while the run before is at work is skipped, and said to be', async () => {
  const times = { expression: '*/10 * * * *', timezone: 'UTC' };
  const scheduler = await start({ times, runMs: 15 * MINUTE_MS });
  await vi.advanceTimersByTimeAsync(35 * MINUTE_MS);
  expect(scheduler.runs).toEqual(['2026-03-01T12:10:00.000Z', '2026-03-01T12:30:00.000Z']);
  expect(scheduler.named('schedule.skipped')).toMatchObject([
    { due_at: '2026-03-01T12:20:00.000Z', reason: 'the run before is still at work' },
  ]);
  await scheduler.stop();
});

test('nothing is begun once it is told to stop, and the work in hand is waited for', async () => {
  const scheduler = await start({ ledger: ['2026-02-28T03:00:00.200Z'], runMs: 5 * MINUTE_MS });
  await scheduler.stop();
  expect(scheduler.runs).toHaveLength(1);
  expect(scheduler.named('schedule.caught-up')).toHaveLength(1);
  expect(scheduler.named('schedule.stopping')).toHaveLength(1);
});
