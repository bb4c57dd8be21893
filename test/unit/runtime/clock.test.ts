import { expect, test } from 'vitest';
import { fixedClock, systemClock } from '../../../src/runtime/clock.ts';

test('a fixed clock stands still, whatever is done to the dates it gave', () => {
  const clock = fixedClock('2024-09-17T00:00:00Z');
  clock.now().setFullYear(1999);
  expect(clock.now().toISOString()).toBe('2024-09-17T00:00:00.000Z');
});

test('a fixed clock refuses what is no time', () => {
  expect(() => fixedClock('yesterday')).toThrow(RangeError);
});

test('the system clock is now', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
