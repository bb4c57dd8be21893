/**
 * Which times of a schedule have passed without a run: pure, from a cron expression, a time zone, the last run and
 * the present. The expression is read by node-cron itself, and a test compares the times with those at which it runs.
 *
 * node-cron counts local times, each once. A local time that a clock change leaves out (spring) does not come at all
 * on that day. One that comes twice (autumn) comes once: at its second occurrence where winter time is UTC or ahead
 * of it (Berlin), at its first where it is behind (New York).
 */
import { createTask, parse } from 'node-cron';

export interface TickTimes {
  /** A cron expression of five or six fields. */
  readonly expression: string;
  /** IANA name of the time zone it is meant in. */
  readonly timezone: string;
}

export interface MissedTicks {
  readonly count: number;
  /** There are more: counting stops at `MOST_COUNTED`. */
  readonly isMore: boolean;
  /** The first of them. */
  readonly since: Date;
}

/** Beyond this the number says nothing new: one run catches up with all of them. */
export const MOST_COUNTED = 1_000;

/** What was due after the last run and up to now; undefined when nothing was. */
export function missedTicks(times: TickTimes, lastRunAt: Date, now: Date): MissedTicks | undefined {
  let count = 0;
  let since: Date | undefined;
  for (const due of dueTimes(times, lastRunAt, now)) {
    if (count === MOST_COUNTED) return since && { count, isMore: true, since };
    count += 1;
    since ??= due;
  }
  return since && { count, isMore: false, since };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The due times after one instant and up to another, in the order of their local times. */
export function* dueTimes({ expression, timezone }: TickTimes, after: Date, until: Date): Generator<Date> {
  const fields = parse(expression);
  const dayTask = createTask(`* * * ${expression.trim().split(/ +/).slice(-3).join(' ')}`, ignore, {
    timezone,
  });
  const local = localClock(timezone);
  const [hours, minutes, seconds] = [fields.hour, fields.minute, fields.second].map(ascending);
  try {
    // No clock change moves the hands by more; what is plainly outside is not looked up.
    const [firstWall, lastWall] = [
      local.wallMs(after.getTime()) - 3 * HOUR_MS,
      local.wallMs(until.getTime()) + 3 * HOUR_MS,
    ];
    for (let day = Math.floor(firstWall / DAY_MS) * DAY_MS; day <= lastWall; day += DAY_MS) {
      // No clock is changed at noon; a day whose noon does not exist was left out as a whole.
      const noon = local.instantMs(day + 12 * HOUR_MS);
      if (noon === undefined || !dayTask.match(new Date(noon))) continue;
      for (const hour of hours ?? []) {
        for (const minute of minutes ?? []) {
          for (const second of seconds ?? []) {
            const wall = day + hour * HOUR_MS + minute * 60_000 + second * 1_000;
            if (wall < firstWall || wall > lastWall) continue;
            const due = local.instantMs(wall);
            if (due !== undefined && due > after.getTime() && due <= until.getTime()) yield new Date(due);
          }
        }
      }
    }
  } finally {
    void dayTask.destroy();
  }
}

const ignore = (): void => undefined;

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

interface LocalClock {
  /** What the clock on the wall shows, as if it were UTC. */
  wallMs(instantMs: number): number;
  /** When the clock on the wall shows that; undefined for a time that a clock change leaves out. */
  instantMs(wallMs: number): number | undefined;
}

function localClock(timezone: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const wallMs = (instantMs: number): number => {
    const part = Object.fromEntries(
      format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const offsetMs = (instantMs: number): number => wallMs(instantMs) - Math.floor(instantMs / 1_000) * 1_000;
  return {
    wallMs,
    instantMs(wall) {
      // As node-cron does it, which decides between the two occurrences of a time.
      const first = wall - offsetMs(wall);
      const second = wall - offsetMs(first);
      return [first, second].find((instant) => wallMs(instant) === wall);
    },
  };
}
