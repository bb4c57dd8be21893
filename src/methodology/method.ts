/**
 * What a methodology is: the rules of one edition for its five indices, each rule with its evidence. Data
 * only; the maths is in composite/, the use in stages/. methodology/ may import model and runtime.
 *
 * The Survey's annexes are only partly available as text, so most rules are deduced from the published values of
 * all editions by exact arithmetic, and say so; a source is what a reader can check, figures included.
 */
import type { Precision } from '../model/interval.ts';
import type { Rational } from '../model/rational.ts';
import type { ValueStatus } from '../model/status.ts';
import type { Edition, IndexCode, SubIndexCode } from '../model/survey.ts';
import type { GroupNode } from './definition.ts';
import type { Rule } from './rule.ts';

/** When an edition leaves a member without an EGDI. */
export type NotAssessedWhen = 'osi-is-zero' | 'hci-is-missing' | 'never';

/** What a rank is taken on. */
export type RankBasis =
  | { readonly kind: 'rounded'; readonly decimals: number }
  /** On the unrounded mean, with the exact OSI that the lattice of points gives. */
  | { readonly kind: 'unrounded-with-exact-osi' };

/** The score lattice: every score is a whole number of steps over the range of points. */
export interface PointLattice {
  /** Maximum minus minimum of raw points among the members. */
  readonly range: Rational;
  readonly step: Rational;
}

/** Over which members means, deviations and extremes are taken. */
export type ReferenceSet = 'members-with-value';

/** How the mean of a group treats members without a value. */
export type DenominatorRule = 'ranked-members' | 'all-members-missing-as-zero' | 'all-members';

export interface IndexMethod {
  readonly indexCode: IndexCode;
  readonly precision: Rule<Precision>;
  /** What a printed zero means. */
  readonly zeroMeans: Rule<ValueStatus>;
  /** `tree` in words, for `dim_methodology`, whose text is part of a release. */
  readonly construction: Rule<string>;
  /** What the index is made of, and how; null for the EGDI, which `EditionMethod.egdi` declares. */
  readonly tree: GroupNode | null;
  /** Null where no step depends on other members. */
  readonly referenceSet: Rule<ReferenceSet> | null;
  readonly lattice: Rule<PointLattice> | null;
  readonly rankRule: Rule<'competition' | 'dense' | null>;
  /** A change of method that makes scores incomparable with the previous edition. */
  readonly breakBefore: Rule<string> | null;
}

export interface EgdiMethod {
  readonly weights: Rule<Readonly<Record<SubIndexCode, Rational>>>;
  /** Decimals to which the sub-indices were rounded before averaging; null: as published. */
  readonly inputDecimals: Rule<Readonly<Record<SubIndexCode, number>>> | null;
  readonly notAssessedWhen: Rule<NotAssessedWhen>;
  /** Whether a sub-index that is not available entered the mean as zero. */
  readonly missingCountsAsZero: Rule<boolean>;
  readonly rankBasis: Rule<RankBasis>;
}

export interface LevelRule {
  readonly thresholds: readonly {
    readonly group: 'very_high' | 'high' | 'middle' | 'low';
    readonly min: Rational;
  }[];
  /** False before 2014: the groups are applied in retrospect. */
  readonly usedByEdition: boolean;
}

export interface EditionMethod {
  readonly edition: Edition;
  readonly egdi: EgdiMethod;
  readonly indices: Readonly<Record<IndexCode, IndexMethod>>;
  readonly levels: Rule<LevelRule>;
  /** Rating classes within level groups, used by the Survey since 2020. */
  readonly ratingClasses: Rule<'rank-quartiles'> | null;
  readonly denominator: Rule<DenominatorRule>;
}

/** `EGDI-2018`: the key of `dim_methodology`. */
export function methodologyId(indexCode: IndexCode, edition: Edition): string {
  return `${indexCode}-${edition}`;
}
