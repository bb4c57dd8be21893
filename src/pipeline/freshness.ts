/**
 * How old is too old, clock by clock: pure, from what a pipeline declares and what the warehouse says. The names of
 * the fields are those of dbt's `sources.json`, so that what reads one reads the other.
 */
import type { Frequency } from '../model/observation.ts';
import type { Clock } from '../runtime/clock.ts';
import type {
  AgeLimits,
  Freshness,
  FreshnessLimits,
  IndicatorFreshness,
  NationalFreshness,
} from './define-pipeline.ts';

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
  readonly pipeline: string;
  readonly cadence: string;
  /** What the time is of. */
  readonly dated_by: 'edition' | 'vintage' | 'last-period' | 'run';
  /** Null when there is none; that is an error, too. */
  readonly max_loaded_at: string | null;
  readonly snapshotted_at: string;
  readonly max_loaded_at_time_ago_in_s: number | null;
  /** Null where no age is too old. */
  readonly criteria: { readonly warn_after: Threshold | null; readonly error_after: Threshold | null };
  readonly status: FreshnessStatus;
  /** Why the age is only shown: the status is then `pass`. */
  readonly not_judged: string | null;
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
      pipeline: name,
      dated_by: 'edition' as const,
      ...measure(source, facts.newestOf[source.dataset], now),
    })),
    ofRuns(name, freshness.runs, facts.lastSuccessOf[name], now),
  ];
}

/** What published observations of one layout are read from. */
export interface DatedSource {
  readonly layoutId: string;
  readonly publisher: string;
  readonly title: string;
  /** ISO day; null where no figure is observed. */
  readonly datedOn: string | null;
  readonly datedBy: 'vintage' | 'last-period';
  readonly frequency: Frequency;
  /** Whether all of it comes from the files that ship with the program: those do not grow younger. */
  readonly isShipped: boolean;
}

export type DeclaredTablesFreshness =
  | {
      readonly name: string;
      readonly cadence: Readonly<Record<string, string>>;
      readonly freshness: IndicatorFreshness;
    }
  | { readonly name: string; readonly freshness: NationalFreshness };

/** Evaluates the clocks of a pipeline of tables: one for each layout that something is published of, and its own. */
export function evaluateTablesFreshness(
  pipeline: DeclaredTablesFreshness,
  sources: readonly DatedSource[],
  lastSuccess: string | undefined,
  clock: Clock,
): FreshnessResult[] {
  const now = clock.now();
  return [
    ...sources.map((source): FreshnessResult => {
      const { cadence, limits } = expectationOf(pipeline, source);
      const measured = measure({ cadence, ...(limits ?? NO_LIMITS) }, source.datedOn ?? undefined, now);
      const reason = limits === null ? 'nothing new is expected' : source.isShipped ? SHIPPED : null;
      return {
        clock: 'source',
        name: `${source.publisher}: ${source.title}`,
        pipeline: pipeline.name,
        dated_by: source.datedBy,
        ...measured,
        ...(limits === null ? { criteria: { warn_after: null, error_after: null } } : {}),
        ...(reason === null ? {} : { status: 'pass', not_judged: reason }),
      };
    }),
    ofRuns(pipeline.name, pipeline.freshness.runs, lastSuccess, now),
  ];
}

export const SHIPPED = 'figures that ship with the program';

const NO_LIMITS: AgeLimits = {
  warnAfterDays: Number.POSITIVE_INFINITY,
  errorAfterDays: Number.POSITIVE_INFINITY,
};

function expectationOf(
  pipeline: DeclaredTablesFreshness,
  { layoutId, frequency }: DatedSource,
): { readonly cadence: string; readonly limits: AgeLimits | null } {
  if (!('cadence' in pipeline)) {
    return { cadence: `every ${frequency}`, limits: pipeline.freshness.byFrequency[frequency] };
  }
  const cadence = pipeline.cadence[layoutId] ?? 'not declared';
  return { cadence, limits: pipeline.freshness.byCadence[cadence] ?? null };
}

function ofRuns(
  name: string,
  limits: FreshnessLimits,
  lastSuccess: string | undefined,
  now: Date,
): FreshnessResult {
  return { clock: 'pipeline', name, pipeline: name, dated_by: 'run', ...measure(limits, lastSuccess, now) };
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
    not_judged: null,
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
