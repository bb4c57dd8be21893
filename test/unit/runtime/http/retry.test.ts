import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from '../../../../src/runtime/http/retry.ts';

const limits = { backoffMs: 1_000, maxBackoffMs: 60_000 };
const now = new Date('2026-03-01T00:00:00Z');

describe('back-off', () => {
  test('has full jitter: anything from nothing to a bound that doubles and is capped', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((failures) =>
      backoffMs(failures, limits, () => 1 - 2 ** -53),
    );
    expect(bounds).toEqual([999, 1_999, 3_999, 7_999, 15_999, 31_999, 59_999, 59_999, 59_999]);
    expect(backoffMs(5, limits, () => 0)).toBe(0);
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, at) => {
        const ms = backoffMs(failures, limits, () => at);
        expect(Number.isInteger(ms) && ms >= 0 && ms < limits.maxBackoffMs).toBe(true);
      }),
    );
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Sun, 01 Mar 2026 00:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 01:00:00 GMT', 3_600_000],
    ['Sat, 28 Feb 2026 00:00:00 GMT', 0],
  ])('%s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  test.each([
    undefined,
    '',
    '-1',
    '1.5',
    '1e3',
    'soon',
    '2026-03-01',
    '01 Mar 2026',
    'Sun, 01 Mrz 2026 00:00:30 GMT',
  ])('is neither seconds nor a date: %s', (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });
});
