/**
 * Points from scores. A min–max score of a sum of points can only take the values k·step/range; where the
 * range is known, a printed score gives back its points above the minimum.
 */
import type { Precision } from '../../model/interval.ts';
import { compare, divide, multiply, type Rational, rational, roundTo } from '../../model/rational.ts';

/** The exact score of `steps` steps: steps · step / range. */
export function latticeScore(steps: bigint, step: Rational, range: Rational): Rational {
  return multiply(rational(steps), divide(step, range));
}

/**
 * The one whole number of steps whose score prints as `printed`, or undefined when none, or more than one,
 * does. A score whose column's mode is unknown may print either way.
 */
export function stepsOfScore(
  printed: Rational,
  lattice: { readonly range: Rational; readonly step: Rational },
  precision: Precision,
): bigint | undefined {
  const steps = divide(multiply(printed, lattice.range), lattice.step);
  const nearest = steps.num / steps.den;
  const matching: bigint[] = [];
  for (let k = nearest - 1n; k <= nearest + 2n; k += 1n) {
    if (k >= 0n && printsAs(latticeScore(k, lattice.step, lattice.range), printed, precision))
      matching.push(k);
  }
  return matching.length === 1 ? matching[0] : undefined;
}

function printsAs(exact: Rational, printed: Rational, { decimals, mode }: Precision): boolean {
  const rounded = () => compare(roundTo(exact, decimals, 'half-up'), printed) === 0;
  const truncated = () => compare(roundTo(exact, decimals, 'floor'), printed) === 0;
  if (mode === 'round') return rounded();
  return mode === 'truncate' ? truncated() : rounded() || truncated();
}
