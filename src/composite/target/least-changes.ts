/**
 * The least changes of several components by which a weighted sum grows by a given amount, on a continuum and exactly:
 * the shortest way (least Euclidean distance), the least cost at given prices, or the same percentage everywhere.
 */
import {
  compare,
  divide,
  multiply,
  type Rational,
  reduce,
  subtract,
  weightedSum,
  ZERO,
} from '../../model/rational.ts';
import { headroom, type LinearCase } from './reach-rank.ts';

export type MixRule =
  /** Least √ΣΔ²: Δ ∝ weight, clipped at what may still be gained. */
  | { readonly kind: 'shortest' }
  /** Least Σ price · Δ: filled in the order of weight/price. Null: the component is not for sale. Above 0. */
  | { readonly kind: 'priced'; readonly prices: readonly (Rational | null)[] }
  /** Every component grows by the same share of itself, as far as it can. */
  | { readonly kind: 'proportional' };

/**
 * Least changes that make the score grow by `need`, among the components given; null when there is not enough
 * headroom. All rules raise components along a direction until each meets its cap (water-filling).
 */
export function leastChanges(
  of: LinearCase,
  rule: MixRule,
  open: readonly number[],
  need: Rational,
): Rational[] | null {
  const changes = of.weights.map(() => ZERO);
  if (need.num <= 0n) return changes;
  const room = new Map(open.map((index) => [index, headroom(of, index)]));
  const weight = (index: number) => of.weights[index] ?? ZERO;
  const total = weightedSum(open.map((index) => [weight(index), room.get(index) ?? ZERO]));
  if (compare(total, need) < 0) return null;
  let left = need;
  if (rule.kind === 'priced') {
    const value = (index: number) => divide(weight(index), directionOf(of, rule, index));
    for (const index of open.toSorted((a, b) => compare(value(b), value(a)))) {
      const wanted = divide(left, weight(index));
      const own = room.get(index) ?? ZERO;
      const change = compare(wanted, own) < 0 ? wanted : own;
      changes[index] = reduce(change);
      left = reduce(subtract(left, multiply(weight(index), change)));
    }
    return changes;
  }
  // Which meets its cap first: the smallest headroom over direction.
  const level = (index: number) => divide(room.get(index) ?? ZERO, directionOf(of, rule, index));
  const waiting = open.toSorted((a, b) => compare(level(a), level(b)));
  while (waiting.length > 0) {
    const speed = weightedSum(waiting.map((index) => [weight(index), directionOf(of, rule, index)]));
    const reached = divide(left, speed);
    const first = waiting[0];
    if (first === undefined || compare(reached, level(first)) <= 0) {
      for (const index of waiting) changes[index] = reduce(multiply(reached, directionOf(of, rule, index)));
      return changes;
    }
    waiting.shift();
    const capped = room.get(first) ?? ZERO;
    changes[first] = reduce(capped);
    left = reduce(subtract(left, multiply(weight(first), capped)));
  }
  return changes;
}

/** How fast a component is raised; for prices, the price. Zero: it is not raised at all. */
export function directionOf({ weights, components }: LinearCase, rule: MixRule, index: number): Rational {
  if (rule.kind === 'shortest') return weights[index] ?? ZERO;
  if (rule.kind === 'proportional') return components[index] ?? ZERO;
  const price = rule.prices[index] ?? null;
  if (price === null) return ZERO;
  if (price.num <= 0n) throw new RangeError('a price is above 0');
  return price;
}
