/**
 * The least improvement of one component that reaches a rank, for an index that is a weighted sum of components
 * (OECD/JRC Handbook, step 6: linear aggregation), in exact arithmetic. The other units, the other components and the
 * weights stay as they are, and the components are independent of each other.
 */
import {
  add,
  compare,
  divide,
  powerOfTen,
  type Rational,
  rational,
  subtract,
  weightedSum,
} from '../../model/rational.ts';
import type { Scale } from './scale.ts';

/** A rank to be reached: the best is 1. */
export interface RankTarget {
  readonly rank: number;
  /**
   * False: a shared rank counts as the best place it spans (competition ranks, 1-2-2-4). True: as the worst one
   * (1-3-3-4), so that whoever holds the place is passed and not only drawn level with.
   */
  readonly strict: boolean;
  /** Decimals, half-up, that scores are rounded to before they are ranked; null: not rounded. */
  readonly decimals: number | null;
}

/** Scores at this value and above it (`inclusive`), or above it only. */
export interface Bound {
  readonly value: Rational;
  readonly inclusive: boolean;
}

/**
 * The unrounded scores that reach the target among the others' scores, which are given as they are ranked: at least
 * the target-th largest of them, or more than it for a strict target (`composite-indicators`, what-if: τ is the
 * t-th largest score among the others). Null: every score does, because there are fewer others than places.
 * @throws RangeError when the rank is no whole number of 1 or more
 */
export function scoreBound(others: readonly Rational[], target: RankTarget): Bound | null {
  const { rank, strict, decimals } = target;
  if (!Number.isInteger(rank) || rank < 1) throw new RangeError(`${rank} is no rank`);
  const holder = others.toSorted((a, b) => compare(b, a))[rank - 1];
  if (holder === undefined) return null;
  if (decimals === null) return { value: holder, inclusive: !strict };
  const unit = rational(1, powerOfTen(decimals));
  const rounded = strict ? add(holder, unit) : holder;
  return { value: subtract(rounded, divide(unit, rational(2))), inclusive: true };
}

/** A unit whose score is to get within a bound. */
export interface LinearCase {
  /** One a component, above 0. */
  readonly weights: readonly Rational[];
  /** The unit's own components, as they enter the score. */
  readonly components: readonly Rational[];
  readonly scales: readonly Scale[];
  readonly bound: Bound;
}

export interface ComponentTarget {
  /** The component's value that meets the bound exactly, whatever can be printed or reached. */
  readonly exact: Rational;
  /** The lowest step of the scale that reaches it; null: even the top of the scale does not. */
  readonly step: bigint | null;
}

/** Whether a score with these components is within the bound. */
export function reaches({ weights, bound }: LinearCase, components: readonly Rational[]): boolean {
  const score = weightedSum(components.map((value, index) => [at(weights, index), value]));
  const difference = compare(score, bound.value);
  return bound.inclusive ? difference >= 0 : difference > 0;
}

/** How far the score lies below the bound; zero or negative when it is there already. */
export function shortfall({ weights, components, bound }: LinearCase): Rational {
  const score = weightedSum(components.map((value, index) => [at(weights, index), value]));
  return subtract(bound.value, score);
}

/** The least value of one component that reaches the bound, the others as they are: c + (bound − score)/w. */
export function leastOfComponent(of: LinearCase, component: number): ComponentTarget {
  const scale = at(of.scales, component);
  const own = at(of.components, component);
  const exact = add(own, divide(shortfall(of), at(of.weights, component)));
  let step = scale.stepAtLeast(exact);
  const reachesAt = (k: bigint) => reaches(of, of.components.with(component, scale.valueAt(k)));
  // A bound that is itself outside is passed by one step.
  if (step <= scale.top && !reachesAt(step)) step += 1n;
  return { exact, step: step <= scale.top ? step : null };
}

/** What may still be gained: from the component's value to the top of its scale, never negative. */
export function headroom({ components, scales }: LinearCase, component: number): Rational {
  const scale = at(scales, component);
  const room = subtract(scale.valueAt(scale.top), at(components, component));
  return room.num > 0n ? room : rational(0);
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no component ${index}`);
  return found;
}
