/** What a nowcast answers. Every figure of it is an estimate but those that are called published. */
import type { RankStatistics } from '../../composite/uncertainty/rank-counts.ts';
import type { Edition } from '../../model/survey.ts';
import type { Outcome, Standing } from '../target/outcome.ts';
import type { ComponentNews, FrozenComponent } from './component-news.ts';

/** The sub-indices that are made of series. */
export const ESTIMATED_CODES = ['TII', 'HCI'] as const;
export type EstimatedCode = (typeof ESTIMATED_CODES)[number];

export interface Nowcast {
  readonly kind: 'nowcast';
  /** No publisher has printed these figures. */
  readonly estimate: true;
  readonly edition: Edition;
  readonly releaseNo: number;
  readonly country: { readonly iso3: string; readonly name: string };
  /** Year of the figures that the edition stood on. */
  readonly dataYear: number;
  readonly rankedCount: number;
  readonly scoreDecimals: number;
  readonly published: Standing & {
    readonly scorePublished: number;
    readonly rankPublished: number | null;
    readonly OSI: number | null;
  };
  readonly estimated: Outcome;
  readonly subIndices: readonly NowcastSubIndex[];
  readonly interval: NowcastInterval;
  /** Each assumption changed alone. */
  readonly variants: readonly NowcastVariant[];
  /** In the order of their numbers, which start at 1. */
  readonly assumptions: readonly string[];
}

export interface NowcastSubIndex {
  readonly code: EstimatedCode;
  readonly decimals: number;
  readonly published: number | null;
  readonly estimated: number | null;
  /** Before rounding. */
  readonly change: number;
  /** Editions in whose frame a change is measured, the first for the estimate; empty: nothing is. */
  readonly frames: readonly NowcastFrame[];
  /** Why no change can be measured; null: it can, or there is none. */
  readonly refused: string | null;
  readonly news: readonly (ComponentNews & {
    /** What this component alone does to the sub-index. */
    readonly change: number;
    /** Whether the edition is known to be made of it. */
    readonly isOfEdition: boolean;
    /** What counts at most, by the method that the change is measured by; null: no cap. */
    readonly cap: number | null;
  })[];
  readonly frozen: readonly FrozenComponent[];
  readonly errors: {
    readonly of: 'change' | 'level';
    readonly count: number;
    readonly low: number;
    readonly high: number;
  } | null;
}

export interface NowcastFrame {
  readonly edition: Edition;
  readonly dataYear: number;
  readonly treatment: string;
  readonly members: number;
  /** Members whose inputs are all observed. */
  readonly observed: number;
}

/** 5 and 95 % quantiles of an estimate. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export interface NowcastInterval {
  readonly replicates: number;
  readonly seed: number;
  readonly rank: RankStatistics;
  readonly EGDI: Spread;
  readonly TII: Spread | null;
  readonly HCI: Spread | null;
  /** P(rank as good as the published one, or better). */
  readonly asGoodAsToday: number;
}

export interface NowcastVariant {
  /** What is assumed otherwise, and how. */
  readonly factor: string;
  readonly alternative: string;
  readonly TII: number | null;
  readonly HCI: number | null;
  readonly EGDI: number;
  readonly rank: number;
}
