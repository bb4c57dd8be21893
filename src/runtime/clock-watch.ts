/**
 * Notices that the clock on the wall moved otherwise than time did: it was set, or the machine slept (timers do not
 * count sleep). Imports nothing but its neighbours.
 */
import type { Clock } from './clock.ts';

export interface ClockWatchOptions {
  readonly clock: Clock;
  /** Called with the last moment before the jump, and by how much the clock jumped: negative is backward. */
  readonly onJump: (before: Date, byMs: number) => void;
  readonly intervalMs?: number;
  /** What a busy event loop or a clock that is being corrected may explain. */
  readonly toleranceMs?: number;
  /** Milliseconds that only go forward, and stand still while the machine sleeps. */
  readonly monotonicMs?: () => number;
}

/** Looks at the clock every half minute until the returned function is called. It does not keep the process alive. */
export function watchClock({
  clock,
  onJump,
  intervalMs = 30_000,
  toleranceMs = 60_000,
  monotonicMs = () => performance.now(),
}: ClockWatchOptions): () => void {
  let before = clock.now();
  let beforeMs = monotonicMs();
  const timer = setInterval(() => {
    const now = clock.now();
    const nowMs = monotonicMs();
    const byMs = now.getTime() - before.getTime() - (nowMs - beforeMs);
    const last = before;
    before = now;
    beforeMs = nowMs;
    if (Math.abs(byMs) > toleranceMs) onJump(last, byMs);
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
