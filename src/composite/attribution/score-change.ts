/**
 * The change of a weighted arithmetic mean, split exactly: what the components did and what other weights did. With both
 * taken at their mean of before and now there is no remainder; it is the Shapley value of the game of two players,
 * values and weight, for each component.
 */
import { add, multiply, type Rational, rational, reduce, subtract, ZERO } from '../../model/rational.ts';

/** A component of a mean as it was and as it is. */
export interface TermChange {
  readonly weightBefore: Rational;
  readonly weightAfter: Rational;
  readonly before: Rational;
  readonly after: Rational;
}

export interface MeanChange {
  /** Of each component: mean weight × change of its value. */
  readonly own: readonly Rational[];
  /** Of each component: mean value × change of its weight. Zeros where the weights stayed. */
  readonly weights: readonly Rational[];
  /** Σ of all parts: Σ w·x now minus Σ w·x before. */
  readonly total: Rational;
}

const HALF = rational(1, 2);

/** Δ(Σ w·x) = Σ w̄·Δx + Σ x̄·Δw, exactly. Weights are used as they are: they are to sum to 1 for a mean. */
export function splitMeanChange(terms: readonly TermChange[]): MeanChange {
  const middle = (a: Rational, b: Rational): Rational => multiply(HALF, add(a, b));
  const own = terms.map(({ weightBefore, weightAfter, before, after }) =>
    reduce(multiply(middle(weightBefore, weightAfter), subtract(after, before))),
  );
  const weights = terms.map(({ weightBefore, weightAfter, before, after }) =>
    reduce(multiply(middle(before, after), subtract(weightAfter, weightBefore))),
  );
  return { own, weights, total: reduce([...own, ...weights].reduce(add, ZERO)) };
}
