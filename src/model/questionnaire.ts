/** A country's own answers to the questionnaire behind an index of points, as a person brings them; never loaded. */
import type { Rational } from './rational.ts';

export interface FeatureAnswer {
  /** The person's own name of the question, unique in the file. */
  readonly feature: string;
  /** Stage or theme; of the EPI its level; of the OSI since 2022 its sub-index. */
  readonly group: string;
  /** 0, 1, or 1/2 where the edition has half points. */
  readonly answer: Rational;
  /** What a full answer is worth. */
  readonly points: Rational;
}
