/**
 * The change of a weighted geometric mean, split by the logarithmic mean Divisia index, additive form LMDI-I (Ang 2004,
 * Energy Policy 32:1131): ΔG = Σ L(G₁, G₀)·Δ(w·ln x), without a remainder. Positive values only.
 */
import { ComputationRefused } from '../refusal.ts';
import { sumTo } from './sum-to.ts';

export interface GeometricTermChange {
  readonly name: string;
  readonly weightBefore: number;
  readonly weightAfter: number;
  readonly before: number;
  readonly after: number;
}

export interface GeometricChange {
  /** exp Σ w·ln x, weights as they are. */
  readonly before: number;
  readonly after: number;
  /** Of each component: L(G₁, G₀) · mean weight · ln(x₁/x₀). */
  readonly own: Float64Array;
  /** Of each component: L(G₁, G₀) · mean of ln x · change of its weight. Zeros where the weights stayed. */
  readonly weights: Float64Array;
}

/** L(a, b) = (a − b)/(ln a − ln b), L(a, a) = a: between the geometric and the arithmetic mean of two positive numbers. */
export function logarithmicMean(a: number, b: number): number {
  return a === b ? a : (a - b) / logRatio(a, b);
}

/**
 * The parts, own ones first, then those of weights, sum to `after − before` to the last bit.
 * @throws ComputationRefused `value-not-positive`: a component that is zero or negative before or now
 */
export function splitGeometricChange(terms: readonly GeometricTermChange[]): GeometricChange {
  for (const { name, before, after } of terms) {
    const value = before > 0 ? after : before;
    if (!(value > 0)) {
      throw new ComputationRefused(
        'value-not-positive',
        name,
        `a geometric mean takes positive values only, and this one is ${value}`,
      );
    }
  }
  const meanOf = (weight: 'weightBefore' | 'weightAfter', value: 'before' | 'after'): number =>
    Math.exp(terms.reduce((sum, term) => sum + term[weight] * Math.log(term[value]), 0));
  const [before, after] = [meanOf('weightBefore', 'before'), meanOf('weightAfter', 'after')];
  const scale = logarithmicMean(after, before);
  const parts = Float64Array.from([
    ...terms.map((term) => {
      return scale * ((term.weightBefore + term.weightAfter) / 2) * logRatio(term.after, term.before);
    }),
    ...terms.map((term) => {
      const middle = (Math.log(term.before) + Math.log(term.after)) / 2;
      return scale * middle * (term.weightAfter - term.weightBefore);
    }),
  ]);
  sumTo(parts, after - before);
  return { before, after, own: parts.slice(0, terms.length), weights: parts.slice(terms.length) };
}

/** ln(a/b), also right where the two are nearly equal. */
function logRatio(a: number, b: number): number {
  return Math.log1p((a - b) / b);
}
