/**
 * What a column looks like before it is used: its distribution, gaps and repetitions, with the flags of a JRC audit.
 */
import { columnMoments, deviationOf } from './moments.ts';
import { quantileOfSorted, sortedAvailable } from './quantile.ts';

/** Bounds beyond which a column is flagged; the defaults are those in use for JRC audits. */
export interface SummaryBounds {
  /** Least share of units with a value. */
  readonly available: number;
  /** Least share of the values that are not zero. */
  readonly nonZero: number;
  /** Least share of different values. */
  readonly unique: number;
  /** Outliers where |skewness| and (excess) kurtosis both reach their bound. */
  readonly skewness: number;
  readonly kurtosis: number;
}

const AUDIT_BOUNDS: SummaryBounds = {
  available: 0.65,
  nonZero: 0.5,
  unique: 0.5,
  skewness: 2,
  kurtosis: 3.5,
};

export type SummaryFlag = 'few-available' | 'many-zeros' | 'few-different' | 'outliers';

export interface ColumnSummary {
  readonly minimum: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly mean: number;
  readonly upperQuartile: number;
  readonly maximum: number;
  /** Of a sample (n − 1). */
  readonly standardDeviation: number;
  readonly skewness: number;
  readonly kurtosis: number;
  readonly available: number;
  readonly missing: number;
  readonly zero: number;
  readonly unique: number;
  /** How often the most frequent value occurs. */
  readonly same: number;
  /** Share of the units. */
  readonly shareAvailable: number;
  /** Shares of the available values; NaN where there are none. */
  readonly shareNonZero: number;
  readonly shareUnique: number;
  readonly shareSame: number;
  readonly flags: readonly SummaryFlag[];
}

/** Statistics of the available values, quartiles of type 7; NaN where there are too few. */
export function summariseColumn(values: Float64Array, bounds: SummaryBounds = AUDIT_BOUNDS): ColumnSummary {
  const moments = columnMoments(values);
  const sorted = sortedAvailable(values);
  const { unique, same } = countRepetitions(sorted);
  const available = sorted.length;
  const zero = sorted.reduce((count, value) => (value === 0 ? count + 1 : count), 0);
  const shareAvailable = available / values.length;
  const shareNonZero = (available - zero) / available;
  const shareUnique = unique / available;
  const { skewness, kurtosis } = moments;
  const flags: SummaryFlag[] = [];
  if (!(shareAvailable >= bounds.available)) flags.push('few-available');
  if (shareNonZero < bounds.nonZero) flags.push('many-zeros');
  if (shareUnique < bounds.unique) flags.push('few-different');
  if (Math.abs(skewness) >= bounds.skewness && kurtosis >= bounds.kurtosis) flags.push('outliers');
  return {
    minimum: moments.minimum,
    lowerQuartile: quantileOfSorted(sorted, 0.25),
    median: quantileOfSorted(sorted, 0.5),
    mean: moments.mean,
    upperQuartile: quantileOfSorted(sorted, 0.75),
    maximum: moments.maximum,
    standardDeviation: deviationOf(moments, 1),
    skewness,
    kurtosis,
    available,
    missing: values.length - available,
    zero,
    unique,
    same,
    shareAvailable,
    shareNonZero,
    shareUnique,
    shareSame: same / available,
    flags,
  };
}

function countRepetitions(sorted: Float64Array): { readonly unique: number; readonly same: number } {
  let unique = 0;
  let same = 0;
  let run = 0;
  for (const [position, value] of sorted.entries()) {
    run = position > 0 && value === sorted[position - 1] ? run + 1 : 1;
    if (run === 1) unique++;
    if (run > same) same = run;
  }
  return { unique, same };
}
