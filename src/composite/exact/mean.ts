/** Unweighted arithmetic means of country groups (OECD/JRC Handbook: equal weights). */
import { add, divide, type Rational, rational, ZERO } from '../../model/rational.ts';

/** Σ values / n, or null when there are none. */
export function arithmeticMean(values: readonly Rational[]): Rational | null {
  if (values.length === 0) return null;
  return divide(values.reduce(add, ZERO), rational(values.length));
}
