/**
 * How old is too old, clock by clock: pure, from what a pipeline declares and what the warehouse says. The names of
 * the fields are those of dbt's `sources.json`, so that what reads one reads the other.
 */
import type { Clock } from '../runtime/clock.ts';
import type { Freshness, FreshnessLimits } from './define-pipeline.ts';

export type FreshnessStatus = 'pass' | 'warn' | 'error';

interface Threshold {
  readonly count: number;
  readonly period: 'day';
}

/** Extended, never renamed: `egdi status --json` prints it. */
export interface FreshnessResult {
  /** `source`: the age of the data; `pipeline`: the age of the last run that succeeded. */
  readonly clock: 'source' | 'pipeline';
  readonly name: string;
  readonly cadence: string;
  /** Null when there is none; that is an error, too. */
  readonly max_loaded_at: string | null;
  readonly snapshotted_at: string;
  readonly max_loaded_at_time_ago_in_s: number | null;
  readonly criteria: { readonly warn_after: Threshold; readonly error_after: Threshold };
  readonly status: FreshnessStatus;
}

/** What the warehouse knows; both are ISO timestamps or days. */
export interface FreshnessFacts {
  /** When the newest partition of each dataset was published by its source. */
  readonly newestOf: Readonly<Record<string, string | undefined>>;
  /** End of the last run that succeeded, by pipeline. */
  readonly lastSuccessOf: Readonly<Record<string, string | undefined>>;
}

export interface DeclaredFreshness {
  readonly name: string;
  readonly freshness: Freshness;
}

/** Evaluates all clocks of a pipeline at one moment, the sources first. */
export function evaluateFreshness(
  { name, freshness }: DeclaredFreshness,
  facts: FreshnessFacts,
  clock: Clock,
): FreshnessResult[] {
  const now = clock.now();
  return [
    ...freshness.sources.map((source) => ({
      clock: 'source' as const,
      name: source.source,
      ...measure(source, facts.newestOf[source.dataset], now),
    })),
    {
      clock: 'pipeline' as const,
      name,
      ...measure(freshness.runs, facts.lastSuccessOf[name], now),
    },
  ];
}

const SECONDS_PER_DAY = 86_400;

function measure(limits: FreshnessLimits, newest: string | undefined, now: Date) {
  const loadedAt = newest === undefined ? null : new Date(newest);
  const ageSeconds = loadedAt === null ? null : (now.getTime() - loadedAt.getTime()) / 1000;
  return {
    cadence: limits.cadence,
    max_loaded_at: loadedAt?.toISOString() ?? null,
    snapshotted_at: now.toISOString(),
    max_loaded_at_time_ago_in_s: ageSeconds,
    criteria: { warn_after: days(limits.warnAfterDays), error_after: days(limits.errorAfterDays) },
    status: statusOf(ageSeconds, limits),
  };
}

/** Like dbt, an age equal to a limit has not crossed it. What was never loaded is not fresh. */
function statusOf(
  ageSeconds: number | null,
  { warnAfterDays, errorAfterDays }: FreshnessLimits,
): FreshnessStatus {
  if (ageSeconds === null || ageSeconds > errorAfterDays * SECONDS_PER_DAY) return 'error';
  return ageSeconds > warnAfterDays * SECONDS_PER_DAY ? 'warn' : 'pass';
}

function days(count: number): Threshold {
  return { count, period: 'day' };
}
