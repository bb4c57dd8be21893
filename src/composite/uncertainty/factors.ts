/**
 * What varies in an ensemble, as data. Each factor is one assumption of the index; together they are the input of the
 * uncertainty analysis, one by one those of the sensitivity analysis (OECD/JRC Handbook, step 7).
 */
import type { Aggregation, Normalisation, Treatment } from '../../methodology/definition.ts';

/** A factor that takes one of its alternatives, all equally likely. */
export type ChoiceFactor =
  /** Treatment of outliers of the indicators; null: none. `nodes`: only these; each must have such a step. */
  | {
      readonly kind: 'treatment';
      readonly alternatives: readonly (Treatment | null)[];
      readonly nodes?: readonly string[];
    }
  /** Normalisation of the indicators; its direction stays that of the indicator. */
  | {
      readonly kind: 'normalisation';
      readonly alternatives: readonly Normalisation[];
      readonly nodes?: readonly string[];
    }
  /** Aggregation of all groups, or of those named, together. */
  | {
      readonly kind: 'aggregation';
      readonly alternatives: readonly Aggregation[];
      readonly nodes?: readonly string[];
    }
  /** Nothing, or one of these nodes, is left out: its weight is 0. */
  | { readonly kind: 'leave-out'; readonly nodes: readonly string[] };

export type Factor =
  | ChoiceFactor
  /** Each nominal weight times 1 + U(−fraction, fraction); the aggregation rescales. */
  | { readonly kind: 'weights'; readonly nodes: readonly string[]; readonly fraction: number }
  /** The weights of a group's children: uniform over all weights that are not negative and sum to one. */
  | { readonly kind: 'simplex-weights'; readonly group: string }
  /** Observed values are known to their printed digits only: + U(low, high), independently for every unit. */
  | { readonly kind: 'rounding'; readonly indicators: readonly RoundedIndicator[] };

export interface RoundedIndicator {
  readonly code: string;
  /** From … to, in the unit of the indicator: −½ … ½ units of the last decimal where rounded, 0 … 1 where truncated. */
  readonly low: number;
  readonly high: number;
  /** Values that the indicator cannot leave, whatever the digits: a share lies within 0 and 1. */
  readonly within?: readonly [lowest: number, highest: number];
  /** Units whose value is exact, as a missing one that counts as zero. */
  readonly exactUnits?: readonly number[];
}

export function isChoice(factor: Factor): factor is ChoiceFactor {
  return 'alternatives' in factor || factor.kind === 'leave-out';
}

/** How many alternatives a choice has; leaving nothing out is one. */
export function alternativesOf(factor: ChoiceFactor): number {
  return factor.kind === 'leave-out' ? factor.nodes.length + 1 : factor.alternatives.length;
}
