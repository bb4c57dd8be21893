/** How old published vintages may become, by how often their publishers bring a new one. */
import type { IndicatorFreshness } from '../../src/pipeline/define-pipeline.ts';

export const FRESHNESS = {
  // Late after one new vintage was missed, with two or three months of delay; stale after two.
  byCadence: {
    'every quarter': { warnAfterDays: 180, errorAfterDays: 365 },
    'several times a year': { warnAfterDays: 240, errorAfterDays: 480 },
    'twice a year': { warnAfterDays: 270, errorAfterDays: 540 },
    'every year': { warnAfterDays: 460, errorAfterDays: 820 },
    'every year or two': { warnAfterDays: 820, errorAfterDays: 1100 },
    'every two years': { warnAfterDays: 820, errorAfterDays: 1550 },
    irregularly: null,
    'as its sources': null,
    once: null,
    'none: a copy': null,
    'twice a year until 2021': null,
    'twice a year until 2023': null,
  },
  // Vintages come a few times a year: a run every month misses none by much.
  runs: { cadence: 'every month', warnAfterDays: 35, errorAfterDays: 100 },
} satisfies IndicatorFreshness;

/** A cadence that has limits. */
export type Cadence = keyof typeof FRESHNESS.byCadence;
