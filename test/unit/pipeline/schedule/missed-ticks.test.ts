import fc from 'fast-check';
import { createTask } from 'node-cron';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dueTimes, MOST_COUNTED, missedTicks } from '../../../../src/pipeline/schedule/missed-ticks.ts';

afterEach(() => {
  vi.useRealTimers();
});

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const date = (text: string) => new Date(text);

describe('missed ticks', () => {
  const nightly = { expression: '0 3 * * *', timezone: 'UTC' };

  test('none before the next one is due, at the very second one', () => {
    const lastRunAt = date('2026-03-01T03:00:00.120Z');
    expect(missedTicks(nightly, lastRunAt, date('2026-03-02T02:59:59.999Z'))).toBeUndefined();
    expect(missedTicks(nightly, lastRunAt, date('2026-03-02T03:00:00Z'))).toEqual({
      count: 1,
      isMore: false,
      since: date('2026-03-02T03:00:00Z'),
    });
  });

  test('of several nights: how many, and since when', () => {
    expect(missedTicks(nightly, date('2026-03-01T03:00:00.1Z'), date('2026-03-05T12:00:00Z'))).toEqual({
      count: 4,
      isMore: false,
      since: date('2026-03-02T03:00:00Z'),
    });
  });

  test('none when the clock was set back behind the last run', () => {
    expect(
      missedTicks(nightly, date('2026-03-02T03:00:00.1Z'), date('2026-03-02T01:00:00Z')),
    ).toBeUndefined();
  });

  test('a schedule of every second and a year of silence are counted no further than of use', () => {
    const everySecond = { expression: '* * * * * *', timezone: 'Europe/Berlin' };
    expect(missedTicks(everySecond, date('2025-01-01T00:00:00Z'), date('2026-01-01T00:00:00Z'))).toEqual({
      count: MOST_COUNTED,
      isMore: true,
      since: date('2025-01-01T00:00:01Z'),
    });
  });

  test('a schedule of the last day of a month is found, too', () => {
    const times = { expression: '30 4 L * *', timezone: 'Asia/Almaty' };
    expect([...dueTimes(times, date('2024-01-15T00:00:00Z'), date('2024-04-15T00:00:00Z'))]).toEqual([
      date('2024-01-30T22:30:00Z'),
      date('2024-02-28T22:30:00Z'),
      // Five hours ahead of UTC instead of six from 1 March 2024 on.
      date('2024-03-30T23:30:00Z'),
    ]);
  });
});

describe('a clock change', () => {
  const times = (expression: string, timezone: string, after: string, until: string) =>
    [...dueTimes({ expression, timezone }, date(after), date(until))].map((due) => due.toISOString());

  test('a local time that it leaves out does not come that day', () => {
    // Clocks go from 02:00 to 03:00 on 29 March 2026.
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  test('a local time that comes twice comes once: ahead of UTC the second time', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-25T01:30:00.000Z',
    ]);
  });

  test('a local time that comes twice comes once: behind UTC the first time', () => {
    expect(times('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', '2026-11-01T12:00:00Z')).toEqual([
      '2026-11-01T05:30:00.000Z',
    ]);
  });
});

/** Zones with an instant at which their clocks change; Almaty changed its offset for good. */
const CHANGES: readonly (readonly [timezone: string, instants: readonly string[]])[] = [
  ['Europe/Berlin', ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z']],
  ['America/New_York', ['2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z']],
  ['Pacific/Chatham', ['2026-04-04T14:00:00Z', '2026-09-26T14:00:00Z']],
  ['Asia/Almaty', ['2024-02-29T18:00:00Z']],
  ['Australia/Lord_Howe', ['2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z']],
  ['UTC', ['2026-01-01T00:00:00Z']],
];

interface Pattern {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
}

const everyOf = (size: number, step = 1) =>
  new Set(Array.from({ length: Math.ceil(size / step) }, (_, index) => index * step));
const someOf = (size: number) =>
  fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }).map((values) => new Set(values));
const pattern: fc.Arbitrary<Pattern> = fc.record({
  minutes: fc.oneof(
    someOf(60),
    fc.constantFrom(1, 5, 20).map((step) => everyOf(60, step)),
  ),
  // The hours in which clocks are changed come up often enough.
  hours: fc.oneof(
    someOf(24),
    someOf(4),
    fc.constantFrom(1, 6).map((step) => everyOf(24, step)),
  ),
  weekdays: fc.oneof({ weight: 3, arbitrary: fc.constant(everyOf(7)) }, { weight: 1, arbitrary: someOf(7) }),
});
const expressionOf = ({ minutes, hours, weekdays }: Pattern) =>
  `${[...minutes]} ${[...hours]} * * ${[...weekdays]}`;

const change = fc
  .constantFrom(...CHANGES)
  .chain(([timezone, instants]) =>
    fc.record({ timezone: fc.constant(timezone), instant: fc.constantFrom(...instants) }),
  );
const window = fc.record({
  change,
  pattern,
  beforeMinutes: fc.nat(2_000),
  lengthMinutes: fc.nat(2_500),
  // A run begins a moment after it is due.
  lateMs: fc.nat(59_999),
});

/** What the clock on the wall shows, `2026-03-29 02:30`, and the day of the week. */
function wallClock(timezone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (instantMs: number) => format.format(instantMs);
}

/** Every minute, one by one; of two minutes that bear the same local time the one that counts. */
function walkMinutes(
  { minutes, hours, weekdays }: Pattern,
  timezone: string,
  afterMs: number,
  untilMs: number,
): Date[] {
  const wall = wallClock(timezone);
  const occurrences = new Map<string, number[]>();
  const start = Math.ceil((afterMs - DAY_MS / 4) / MINUTE_MS) * MINUTE_MS;
  for (let at = start; at <= untilMs + DAY_MS / 4; at += MINUTE_MS) {
    const shown = wall(at);
    if (!minutes.has(Number(shown.slice(14, 16))) || !hours.has(Number(shown.slice(11, 13)))) continue;
    if (!weekdays.has(date(`${shown.slice(0, 10)}T00:00:00Z`).getUTCDay())) continue;
    occurrences.set(shown, [...(occurrences.get(shown) ?? []), at]);
  }
  return [...occurrences]
    .map(([shown, instants]) => {
      const last = instants.at(-1) ?? 0;
      const isAheadOfUtc = date(`${shown.replace(' ', 'T')}:00Z`).getTime() >= last;
      return isAheadOfUtc ? last : (instants[0] ?? 0);
    })
    .filter((at) => at > afterMs && at <= untilMs)
    .sort((a, b) => a - b)
    .map((at) => new Date(at));
}

describe('due times around clock changes', () => {
  const bounds = (given: {
    change: { instant: string };
    beforeMinutes: number;
    lengthMinutes: number;
    lateMs: number;
  }) => {
    const afterMs = date(given.change.instant).getTime() - given.beforeMinutes * MINUTE_MS + given.lateMs;
    return { afterMs, untilMs: afterMs + given.lengthMinutes * MINUTE_MS };
  };

  test('are those that a walk through every minute finds', () => {
    fc.assert(
      fc.property(window, (given) => {
        const { afterMs, untilMs } = bounds(given);
        const { timezone } = given.change;
        const times = { expression: expressionOf(given.pattern), timezone };
        expect([...dueTimes(times, new Date(afterMs), new Date(untilMs))]).toEqual(
          walkMinutes(given.pattern, timezone, afterMs, untilMs),
        );
      }),
      { seed: 20240917, numRuns: 80 },
    );
  }, 60_000);

  test('are those at which node-cron itself would run', () => {
    fc.assert(
      fc.property(window, (given) => {
        const { afterMs, untilMs } = bounds(given);
        const { timezone } = given.change;
        const wall = wallClock(timezone);
        // Asked from within a time that comes twice, node-cron counts on from the wrong one of the two.
        const others = [-60, -30, 30, 60].map((minutes) => wall(afterMs + minutes * MINUTE_MS));
        fc.pre(!others.includes(wall(afterMs)));
        const expression = expressionOf(given.pattern);
        const due = [...dueTimes({ expression, timezone }, new Date(afterMs), new Date(untilMs))];
        vi.useFakeTimers({ toFake: ['Date'], now: afterMs });
        const task = createTask(expression, () => undefined, { timezone });
        const runs = task.getNextRuns(due.length + 1);
        void task.destroy();
        expect(runs.filter((run) => run.getTime() <= untilMs)).toEqual(due);
      }),
      { seed: 20240917, numRuns: 80 },
    );
  }, 60_000);
});
