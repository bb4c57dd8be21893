/** The question “what does it take to reach a rank”, and what is answered. */
import type { MixRule } from '../../composite/target/least-changes.ts';
import type { Rational } from '../../model/rational.ts';
import type { SubIndexCode } from '../../model/survey.ts';
import type { Outcome, Standing } from './outcome.ts';
import type { RawTargets } from './raw-target.ts';
import type { InputToday, WhatIfBase } from './what-if.ts';
import type { Anchor } from './what-if-assumptions.ts';

export interface RankRequest {
  readonly iso3: string;
  readonly rank: number;
  /** Pass whoever holds the place instead of drawing level. */
  readonly strict: boolean;
  /** Sub-indices that may change. */
  readonly movable: readonly SubIndexCode[];
  /** Cost of one unit (from 0 to 1) of a sub-index; one without a price stays as it is. Null: no prices. */
  readonly prices: ReadonlyMap<SubIndexCode, Rational> | null;
}

export interface ReachRank extends WhatIfBase {
  readonly kind: 'reach-rank';
  readonly target: {
    readonly rank: number;
    readonly strict: boolean;
    readonly isReached: boolean;
    /** Whose score has to be reached, or passed; null: the target is reached by any score. */
    readonly holder: {
      readonly iso3: string;
      readonly name: string;
      readonly scoreRounded: number;
      readonly scorePublished: number;
      readonly rank: number;
    } | null;
    /** Least growth of the unrounded score; 0 when reached. */
    readonly scoreGap: number;
  };
  readonly components: readonly ComponentAnswer[];
  /** Empty when the rank is reached, or only one sub-index may change. */
  readonly mixes: readonly MixAnswer[];
  /** Kinds of mixes that were looked for and do not reach the rank. */
  readonly infeasibleMixes: readonly MixRule['kind'][];
  /** Below the sub-indices, where raw series were brought; null: none were. */
  readonly raw: RawTargets | null;
  /** With everything that may change at its top. */
  readonly allAtTop: Standing;
}

export interface ComponentAnswer extends InputToday {
  /** Least value on a continuum, whatever can be printed or reached. */
  readonly neededExact: number;
  /** Least value that can be printed; null: not even the top of the index reaches the rank. */
  readonly needed: number | null;
  readonly change: number | null;
  /** Whole points above the lowest member, where scores are shares of points. */
  readonly points: {
    readonly today: number;
    readonly needed: number | null;
    readonly more: number | null;
    readonly range: number;
  } | null;
  /** Best value of the edition. */
  readonly best: number;
  /** No member of the edition has as much. */
  readonly isBeyondBest: boolean;
  /** The country alone holds an end of the index: a change moves everybody. */
  readonly anchor: Anchor | null;
  readonly outcome: Outcome | null;
  /** With this sub-index at its top and the others as they are. */
  readonly atTop: Standing;
}

export interface MixAnswer {
  readonly kind: MixRule['kind'];
  readonly parts: readonly {
    readonly code: SubIndexCode;
    readonly decimals: number;
    readonly needed: number;
    readonly change: number;
    /** More points, where scores are shares of points. */
    readonly morePoints: number | null;
  }[];
  /** √ΣΔ² (`shortest`), Σ price · Δ (`priced`), largest growth in percent (`proportional`). */
  readonly cost: number;
  readonly outcome: Outcome;
}
