/**
 * What moved a country's EGDI between an edition and the one before it: the change of its score and of its rank, each
 * split into parts that sum to it. A fact of a pair of editions, stored and shown to BI tools, and so exact: every part
 * is a fraction, never a float.
 *
 * Signs: in every field positive is better for the country, as in `fact_index_score`. A score change is this edition's
 * score minus the previous one's; a rank change is the previous edition's rank minus this one's, which is the number of
 * places up. Files that print a rank change as “new minus old” have the other sign.
 */
import type { EditionFigures, MemberFigures } from './edition-figures.ts';
import type { Rational } from './rational.ts';
import type { Edition } from './survey.ts';

/** What a split needs to know of a country in an edition, and of an edition. */
export type MemberScores = Pick<MemberFigures, 'iso3' | 'scores' | 'rank'>;
export interface EditionScores extends Pick<EditionFigures, 'edition'> {
  readonly members: readonly MemberScores[];
}

/** Parts of a score change: own sub-indices; other weights; what the published figures have beyond these. */
export const SCORE_CHANGE_PARTS = ['ownOsi', 'ownTii', 'ownHci', 'method', 'residual'] as const;
export type ScoreChangePart = (typeof SCORE_CHANGE_PARTS)[number];

/** Parts of a rank change: own sub-indices; all other countries together; other weights; what is left. */
export const RANK_CHANGE_PARTS = ['ownOsi', 'ownTii', 'ownHci', 'others', 'method', 'residual'] as const;
export type RankChangePart = (typeof RANK_CHANGE_PARTS)[number];

export type ScoreChangeParts = Readonly<Record<ScoreChangePart, Rational>>;
export type RankChangeParts = Readonly<Record<RankChangePart, Rational>>;

/** One country that has a published EGDI and rank in both editions; others have no change and no row. */
export interface ChangeAttribution {
  readonly iso3: string;
  readonly edition: Edition;
  readonly previousEdition: Edition;
  /** Published EGDI of this edition minus that of the previous one. */
  readonly scoreChange: Rational;
  /**
   * They sum to `scoreChange` exactly. `ownX` = mean of both editions' weight of X × change of the published X;
   * `method` = Σ mean of both editions' X × change of its weight; `residual` = what the rounding of published figures
   * and declared deviations leave. Null: the method of one of the editions is unknown.
   */
  readonly scoreParts: ScoreChangeParts | null;
  /** Published rank of the previous edition minus that of this one: places up. */
  readonly rankChange: number;
  /**
   * They sum to `rankChange` exactly. Shapley values of the game whose players are the country's three sub-indices, all
   * other countries (who is ranked included) and the weights, each either as before or as now; a coalition is worth the
   * places up that it brings, by competition ranks of exact weighted means of the published sub-indices, so that parts
   * are multiples of 1/60. `residual` = published rank change minus that of the game: ties that rounding makes or
   * breaks, and declared deviations. Null: as for `scoreParts`.
   */
  readonly rankParts: RankChangeParts | null;
  /**
   * False: the effects of other countries' minima, maxima, means and deviations on this country's sub-indices (frame),
   * and of changes in what the sub-indices are made of (method), cannot be told apart by published data; they are in
   * the own parts, which is to say that these are “own, frame and method of sub-indices included”, and not that they are 0.
   */
  readonly frameAndMethodIdentified: boolean;
  /** What has to be known to read the parts right: the same in words, and a sub-index that was missing and taken as 0. */
  readonly note: string;
}
