/**
 * A hierarchical index as data: indicators at the leaves, groups above them, each node with its own treatment,
 * normalisation, weight, aggregation and rule for missing values, each rule with its evidence. The Survey's indices
 * are declared in this form, and so is any other (HDI, ASEM). The maths is in composite/.
 *
 * Order at a node: values (of an indicator: as observed; of a group: aggregated from its children) → its steps, in
 * the order declared → its value for the parent. The direction of an indicator is applied by its normalisation.
 */
import type { Rational } from '../model/rational.ts';
import type { Rule } from './rule.ts';

/** How something is known that is no single value: what an index is made of. */
export type Basis = Pick<Rule<unknown>, 'evidence' | 'source'>;

/** 1: more is better; −1: less is better. */
export type Direction = 1 | -1;

/** Which rank equal values share: the best they span (1-2-2-4), the worst (1-3-3-4), 1-2-2-3, the mean, or none. */
export type Ties = 'min' | 'max' | 'dense' | 'average' | 'ordinal';

/**
 * How values are made comparable, over the reference set (OECD/JRC Handbook, step 5). x is the directed value: the
 * value times the direction (1 or −1), so that more of x is better; min, max, mean and s are those of x.
 */
export type Normalisation =
  /** mean + sd · (x − x̄)/s; `ddof` 0 divides by n, 1 by n − 1. */
  | { readonly method: 'z-score'; readonly ddof: 0 | 1; readonly mean: number; readonly sd: number }
  /** low + (high − low) · (x − min)/(max − min). */
  | { readonly method: 'min-max'; readonly low: number; readonly high: number }
  /**
   * (x − lower)/(upper − lower), clipped to 0 … 1, times `scale`. The posts are in the indicator's unit: for one where
   * less is better `lower` is the best value and gets `scale`.
   */
  | { readonly method: 'goalposts'; readonly lower: number; readonly upper: number; readonly scale: number }
  /** Rank in goodness: the best has the largest number. */
  | { readonly method: 'rank'; readonly ties: Ties }
  /** Rank in goodness minus one. */
  | { readonly method: 'borda'; readonly ties: Ties }
  /** (rank − 1)/(n − 1). */
  | { readonly method: 'percentile-rank'; readonly ties: Ties }
  /** 1 − (max − x)/(max − min). */
  | { readonly method: 'distance-to-maximum' }
  /** 1 − (reference − x)/(reference − min), with the value of one unit as reference. */
  | { readonly method: 'distance-to-reference'; readonly unit: string }
  /** (x − min)/(target − min), the target in the indicator's unit; with `cap` at most 1. */
  | { readonly method: 'distance-to-target'; readonly target: number; readonly cap: boolean }
  /** x/max. Refused for less-is-better indicators, where it would reverse the order. */
  | { readonly method: 'share-of-maximum' }
  /**
   * Fixed scaling: (x − low)/(high − low) · 100, whatever the data; not clipped. `low` and `high` are on the scale of the
   * directed value: for one where less is better, −15 with 0 and 100 gives −15.
   */
  | { readonly method: 'scaled'; readonly low: number; readonly high: number };

/** Logarithms that take skewness out of a column; x is the value, min and max those of the column. */
export type LogTransform =
  /** ln(x − min + 0.01·(max − min)); the usual one. */
  | { readonly formula: 'shifted' }
  /** As `shifted`; of a column skewed to the left −ln(max − x + 0.01·(max − min)). */
  | { readonly formula: 'shifted-by-skewness' }
  /** ln(x − min + 1), that of the JRC's COIN Tool. */
  | { readonly formula: 'shifted-by-one' }
  /** ln((max − 1)(x − min)/(max − min) + 1), that of the Global Innovation Index. Needs max > 1. */
  | { readonly formula: 'gii' }
  /** ((x − min + 1)^λ − 1)/λ, and ln(x − min + 1) for λ = 0 (Box & Cox 1964). */
  | { readonly formula: 'box-cox'; readonly lambda: number }
  /** ln x. Needs x > 0. */
  | { readonly formula: 'natural' };

/**
 * Outliers by the JRC rule: a column passes with |skewness| below the bound or (excess) kurtosis below its own. One
 * that does not is winsorised, recheck by recheck; what then does not pass is logged.
 */
export interface Treatment {
  readonly skewness: number;
  readonly kurtosis: number;
  /** How many values may be pulled in; 0: none. */
  readonly maxWinsorised: number;
  /** What is done to a column that still does not pass. */
  readonly otherwise: 'log' | 'leave';
  /** Which log; absent: `shifted`. */
  readonly log?: LogTransform;
  /** Absent: winsorise first, then log. Log first: the log if it passes, else winsorised (needs `otherwise: 'log'`). */
  readonly order?: 'winsorise-first' | 'log-first';
  /** Whether the second of the two is applied to the result of the first; absent or false: to the column as it came. */
  readonly combine?: boolean;
  /** Equal extremes of which only some could be pulled in: refused (absent), or moved together, beyond the limit. */
  readonly ties?: 'refuse' | 'together';
  /**
   * A column the rule cannot treat (values that do not vary, fewer than the moments need, two values of which one
   * would vanish): refused (absent), or left as it came.
   */
  readonly untreatable?: 'refuse' | 'leave';
}

export interface Imputation {
  readonly method: 'mean' | 'median';
  /** Name of a grouping of the units; null: over all of them. */
  readonly within: string | null;
}

export type Step =
  /** Divided by the values of another column of the table, unit by unit: exports by GDP; times `factor`, if there is one. */
  | { readonly kind: 'denominate'; readonly by: string; readonly factor?: number }
  | { readonly kind: 'impute'; readonly imputation: Imputation }
  | { readonly kind: 'cap'; readonly at: number }
  /** Absent transform: ln x. */
  | { readonly kind: 'log'; readonly transform?: LogTransform }
  | { readonly kind: 'divide'; readonly by: number }
  | { readonly kind: 'treat'; readonly treatment: Treatment }
  | { readonly kind: 'normalise'; readonly normalisation: Normalisation };

export type Aggregation =
  | { readonly method: 'arithmetic' }
  | { readonly method: 'geometric' }
  | { readonly method: 'harmonic' }
  /** (Σ w·x^p)^(1/p). */
  | { readonly method: 'generalised'; readonly exponent: number }
  /** Σ w·x, weights as they are. */
  | { readonly method: 'sum' }
  /** Wins minus defeats in pairwise comparisons. */
  | { readonly method: 'copeland' };

/** What a unit gets that lacks the value of a child. */
export type MissingRule =
  /** No value. */
  | { readonly kind: 'no-value' }
  /** The rest of the children, weights rescaled, if at least this share of them is there. */
  | { readonly kind: 'available'; readonly atLeast: number }
  /** The child counts as zero. */
  | { readonly kind: 'as-zero' };

interface Node {
  /** Unique within an index: `TII`, `internet_users`. */
  readonly code: string;
  readonly name: string;
  /** Nominal weight within the parent; null: unknown. The root's is 1. */
  readonly weight: Rule<Rational | null>;
  /** Null: unknown. */
  readonly steps: Rule<readonly Step[] | null>;
}

export interface IndicatorNode extends Node {
  readonly kind: 'indicator';
  readonly unit: string;
  readonly direction: Rule<Direction | null>;
  /** Who publishes the series; null: unknown. */
  readonly publisher: string | null;
}

export interface GroupNode extends Node {
  readonly kind: 'group';
  readonly children: readonly IndexNode[];
  /** How it is known that it is made of these. */
  readonly childrenBasis?: Basis;
  readonly aggregation: Rule<Aggregation | null>;
  readonly missing: Rule<MissingRule | null>;
}

export type IndexNode = IndicatorNode | GroupNode;
