/**
 * The time, as an argument. Owns the only reading of the system clock that ends up in data or logs;
 * everything that dates something takes a `Clock`, so that a test can say what time it is.
 * Imports nothing.
 */

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still. Throws `RangeError` when `time` is not a time. */
export function fixedClock(time: Date | string): Clock {
  const epochMs = new Date(time).getTime();
  if (Number.isNaN(epochMs)) throw new RangeError(`not a time: ${String(time)}`);
  // A fresh Date each time: a caller that changes its copy must not move the clock.
  return { now: () => new Date(epochMs) };
}
