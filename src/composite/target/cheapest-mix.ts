/**
 * The cheapest improvement of several components at once that reaches a bound: shortest way (least Euclidean
 * distance), least cost at given prices, or the same percentage everywhere. First exactly, on a continuum; then on the
 * values that the components can take, which never costs more than the cheapest single component.
 */
import {
  add,
  compare,
  divide,
  type Rational,
  reduce,
  subtract,
  weightedSum,
  ZERO,
} from '../../model/rational.ts';
import { directionOf, leastChanges, type MixRule } from './least-changes.ts';
import { type LinearCase, leastOfComponent, reaches, shortfall } from './reach-rank.ts';

export interface Mix {
  /** Least changes on a continuum: exact, but possibly between two printable values. */
  readonly exact: readonly Rational[];
  /** The steps that are to be reached, and their values; null: the component stays as it is. */
  readonly steps: readonly (bigint | null)[];
  readonly values: readonly Rational[];
  /** What the steps cost: the sum of squares, the price, or the largest growth as a share of what there is. */
  readonly cost: Rational;
}

/**
 * Null: not even all that may be gained reaches the bound.
 * @param movable components that may change; the others are frozen
 * @throws RangeError when a price is not above 0
 */
export function cheapestMix(of: LinearCase, rule: MixRule, movable: readonly number[]): Mix | null {
  const open = movable.filter((index) => directionOf(of, rule, index).num > 0n);
  const exact = leastChanges(of, rule, open, shortfall(of));
  if (exact === null) return null;
  const candidates = roundings(of, rule, open, exact)
    .map((steps) => trimmed(of, rule, steps))
    .filter((steps) => steps !== null);
  // Many coarse steps can cost more than one component alone.
  for (const index of rule.kind === 'proportional' ? [] : open) {
    const { step } = leastOfComponent(of, index);
    if (step !== null) candidates.push(of.weights.map((_, other) => (other === index ? step : null)));
  }
  const best = candidates.toSorted((a, b) =>
    compare(costOf(of, rule, valuesAt(of, a)), costOf(of, rule, valuesAt(of, b))),
  )[0];
  if (best === undefined) return null;
  const values = valuesAt(of, best);
  return { exact, steps: best, values, cost: costOf(of, rule, values) };
}

/**
 * The exact changes brought to steps: each component in turn on the step below and on the step above, the rest filled
 * anew around it, so that one component with coarse steps (whole points) gets its best step.
 */
function roundings(
  of: LinearCase,
  rule: MixRule,
  open: readonly number[],
  exact: readonly Rational[],
): (bigint | null)[][] {
  const up = of.weights.map((_, index) => (open.includes(index) ? stepUp(of, index, exact) : null));
  const all = [up];
  for (const index of open) {
    const above = up[index];
    if (above === undefined || above === null) continue;
    for (const step of [above, above - 1n]) {
      const value = step < 0n ? undefined : of.scales[index]?.valueAt(step);
      const own = of.components[index];
      if (value === undefined || own === undefined) continue;
      const isBelow = compare(value, own) <= 0;
      const around = { ...of, components: of.components.with(index, isBelow ? own : value) };
      const rest = open.filter((other) => other !== index);
      const changes = leastChanges(around, rule, rest, shortfall(around));
      if (changes === null) continue;
      all.push(
        of.weights.map((_, other) => {
          if (other === index) return isBelow ? null : step;
          return rest.includes(other) ? stepUp(around, other, changes) : null;
        }),
      );
    }
  }
  return all;
}

function stepUp(
  { components, scales }: LinearCase,
  index: number,
  changes: readonly Rational[],
): bigint | null {
  const change = changes[index];
  const own = components[index];
  const scale = scales[index];
  if (change === undefined || own === undefined || scale === undefined || change.num <= 0n) return null;
  const step = scale.stepAtLeast(add(own, change));
  return step > scale.top ? scale.top : step;
}

/** Steps that reach the bound, none of which can be one lower: the dearest ones are lowered first. */
function trimmed(
  of: LinearCase,
  rule: MixRule,
  given: readonly (bigint | null)[],
): readonly (bigint | null)[] | null {
  let steps = given;
  // A bound that is itself outside (strict, unrounded) is passed by one step of the first that can.
  for (let index = 0; !reaches(of, valuesAt(of, steps)); index += 1) {
    if (index >= steps.length) return null;
    const step = steps[index];
    if (step === undefined || step === null || step >= (of.scales[index]?.top ?? 0n)) continue;
    steps = steps.with(index, step + 1n);
  }
  for (;;) {
    const lower = steps
      .map((step, index) => (step === null ? null : steps.with(index, lowered(of, index, step))))
      .filter((candidate) => candidate !== null && reaches(of, valuesAt(of, candidate)))
      .toSorted((a, b) =>
        compare(costOf(of, rule, valuesAt(of, a ?? [])), costOf(of, rule, valuesAt(of, b ?? []))),
      )[0];
    if (lower === undefined || lower === null) return steps;
    steps = lower;
  }
}

/** One step down; null where that is no more than today. */
function lowered({ components, scales }: LinearCase, index: number, step: bigint): bigint | null {
  const scale = scales[index];
  const own = components[index];
  if (scale === undefined || own === undefined || step === 0n) return null;
  return compare(scale.valueAt(step - 1n), own) > 0 ? step - 1n : null;
}

function valuesAt({ components, scales }: LinearCase, steps: readonly (bigint | null)[]): Rational[] {
  return components.map((own, index) => {
    const step = steps[index];
    return step === undefined || step === null ? own : (scales[index]?.valueAt(step) ?? own);
  });
}

/** Sum of squares, price, or the largest growth as a share of what there is. */
function costOf({ components }: LinearCase, rule: MixRule, values: readonly Rational[]): Rational {
  const changes = values.map((value, index) => reduce(subtract(value, components[index] ?? ZERO)));
  switch (rule.kind) {
    case 'shortest':
      return reduce(weightedSum(changes.map((change) => [change, change])));
    case 'priced':
      return reduce(weightedSum(changes.map((change, index) => [rule.prices[index] ?? ZERO, change])));
    case 'proportional':
      return changes
        .map((change, index) => (change.num === 0n ? ZERO : divide(change, components[index] ?? ZERO)))
        .reduce((largest, share) => (compare(share, largest) > 0 ? share : largest), ZERO);
  }
}
