/** What the change would have been with a geometric mean, in which a weak part weighs more (Handbook, step 6). */
import { splitGeometricChange } from '../../composite/attribution/lmdi.ts';
import { type Rational, toNumber } from '../../model/rational.ts';
import type { IndexCode } from '../../model/survey.ts';

export interface GeometricChange {
  /** Weighted geometric mean of the published parts by the weights of each edition; not a figure of the Survey. */
  readonly before: number;
  readonly after: number;
  /** Additive LMDI-I parts: with `weights` they sum to `after − before`. */
  readonly own: readonly { readonly index: IndexCode; readonly value: number }[];
  readonly weights: number;
}

/** The parts of an edition, in one order for both editions. */
interface WeightedParts {
  readonly parts: readonly {
    readonly index: IndexCode;
    readonly published: number | null;
    readonly weight: Rational;
  }[];
}

/** @throws ComputationRefused `value-not-positive` where a part is zero or missing in one of the editions */
export function geometricChange(before: WeightedParts, after: WeightedParts): GeometricChange {
  const split = splitGeometricChange(
    after.parts.map(({ index, published, weight }, at) => ({
      name: index,
      weightBefore: toNumber((before.parts[at] ?? { weight }).weight),
      weightAfter: toNumber(weight),
      before: before.parts[at]?.published ?? 0,
      after: published ?? 0,
    })),
  );
  return {
    before: split.before,
    after: split.after,
    own: after.parts.map(({ index }, at) => ({ index, value: split.own[at] as number })),
    weights: split.weights.reduce((sum, part) => sum + part, 0),
  };
}
