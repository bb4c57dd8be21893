import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { watchClock } from '../../../src/runtime/clock-watch.ts';

const START = new Date('2026-03-01T00:00:00Z');
const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

function watch() {
  const jumps: [before: string, byMs: number][] = [];
  const stop = watchClock({
    clock: systemClock,
    onJump: (before, byMs) => jumps.push([before.toISOString(), Math.round(byMs)]),
  });
  return { jumps, stop };
}

const jump = (ms: number) => vi.setSystemTime(Date.now() + ms);

test('time that passes is no jump, and neither is a correction of seconds', () => {
  const { jumps, stop } = watch();
  vi.advanceTimersByTime(24 * HOUR_MS);
  jump(5_000);
  vi.advanceTimersByTime(60_000);
  expect(jumps).toEqual([]);
  stop();
});

test('a jump in either direction is told once, with the moment before it', () => {
  const { jumps, stop } = watch();
  vi.advanceTimersByTime(30_000);
  jump(8 * HOUR_MS);
  vi.advanceTimersByTime(90_000);
  expect(jumps).toEqual([['2026-03-01T00:00:30.000Z', 8 * HOUR_MS]]);
  jump(-2 * HOUR_MS);
  vi.advanceTimersByTime(90_000);
  expect(jumps.slice(1)).toEqual([['2026-03-01T08:02:00.000Z', -2 * HOUR_MS]]);
  stop();
});

test('nothing is told after the end', () => {
  const { jumps, stop } = watch();
  stop();
  jump(HOUR_MS);
  vi.advanceTimersByTime(90_000);
  expect(jumps).toEqual([]);
});
