/**
 * A sub-index recomputed from its components: a diagnostic beside the published value, never in its place. The Survey's
 * own input tables are not published; inputs come from those who publish the series, of whatever vintage there is.
 */

/**
 * What is done about countries that lack an input, while means, deviations and extremes run over all members.
 *
 * - `complete-cases`: they take no part, and the others are measured among themselves;
 * - `gaps-mean`: a missing input is the mean of the observed ones;
 * - `available`: the mean of the inputs that are there;
 * - `gaps-closed`: a missing input is solved from the country's own published value. Circular for these countries, so
 *   they are left out of every count; it gives the others the frame that the Survey had;
 * - `gaps-closed-assumed`: the same after inputs that are declared assumptions, where any are declared.
 *
 * The first three use no published value (“blind”).
 */
export const TREATMENTS = [
  'gaps-closed',
  'gaps-closed-assumed',
  'complete-cases',
  'gaps-mean',
  'available',
] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** Whether countries that lack an input agree with their published value because it was made so. */
export function isCircular(treatment: Treatment): boolean {
  return treatment === 'gaps-closed' || treatment === 'gaps-closed-assumed';
}

/** Bounds of the absolute error below which countries are counted. */
export const CLOSENESS_BOUNDS = [0.0001, 0.0005, 0.001, 0.01, 0.02] as const;

/** Indices that are made of components of other publishers. */
export const RECOMPUTED_INDICES = ['TII', 'HCI'] as const;
export type RecomputedIndex = (typeof RECOMPUTED_INDICES)[number];

export function isRecomputed(indexCode: string): indexCode is RecomputedIndex {
  return RECOMPUTED_INDICES.some((one) => one === indexCode);
}

/**
 * - `recomputed`: every component has a series; countries that lack an input are said;
 * - `inputs missing`: a component has none, or too little of one;
 * - `method unknown`: the rules of the edition are not known, whatever inputs there are.
 */
export type RecomputationStatus = 'recomputed' | 'inputs missing' | 'method unknown';

/** One component and the series that stands for it. */
export interface RecomputationInputSeries {
  readonly component: string;
  /** Null: no series does. */
  readonly indicatorCode: string | null;
  readonly versionId: number | null;
  /** First day of the period. */
  readonly period: string | null;
  /** Members with a published value of the index that have a value of it. */
  readonly countryCount: number;
  /** Which series were looked for, or passed over, and why; null where the first one was taken. */
  readonly note: string | null;
}

/** A country under one treatment. */
export interface RecomputationFact {
  readonly treatment: Treatment;
  readonly iso3: string;
  /** Five decimals, as published. */
  readonly published: string;
  /** Fifteen decimals; null where the treatment gives no score. */
  readonly recomputed: string | null;
  readonly isObserved: boolean;
  readonly missing: readonly string[];
}

/** Closeness under one treatment; numbers are null where no country is counted. */
export interface RecomputationCoverage {
  readonly treatment: Treatment | 'none';
  readonly observedCount: number;
  readonly scoredCount: number;
  readonly countedCount: number;
  readonly meanAbsolute: number | null;
  readonly median: number | null;
  readonly maximum: number | null;
  /** Below each of `CLOSENESS_BOUNDS`. */
  readonly within: readonly number[];
  readonly spearman: number | null;
}

/** A sub-index of an edition in one state of the warehouse. */
export interface StoredRecomputation {
  readonly indexCode: RecomputedIndex;
  readonly status: RecomputationStatus;
  readonly methodStatus: string;
  readonly reason: string;
  readonly inputs: readonly RecomputationInputSeries[];
  readonly facts: readonly RecomputationFact[];
  /** At least one: `none` where nothing was recomputed. */
  readonly coverage: readonly RecomputationCoverage[];
}
