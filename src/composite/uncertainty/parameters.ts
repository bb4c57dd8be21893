/** What one replicate assumes: drawn from random numbers, or set by hand to repeat a run from its record. */
import { alternativesOf, type Factor, isChoice } from './factors.ts';
import { fillUniforms, type RandomSource } from './philox.ts';
import { type EnsemblePlan, type PlanNode, simplexChildren } from './plan.ts';

export interface ReplicateParameters {
  /** By factor with alternatives: which of them, from 0 (leave-out: 0 is nothing); −1: as declared. */
  readonly choices: Int32Array;
  /** By node: its weight within the parent. */
  readonly weights: Float64Array;
  /** By node: what is observed in this replicate; null: as in the table. */
  readonly observed: readonly (Float64Array | null)[];
}

/** The parameters of the index as declared. */
export function nominalParameters(plan: EnsemblePlan): ReplicateParameters {
  const rounded = new Set(
    plan.factors.flatMap((factor) =>
      factor.kind === 'rounding' ? factor.indicators.map(({ code }) => code) : [],
    ),
  );
  return {
    choices: new Int32Array(plan.factors.length).fill(-1),
    weights: Float64Array.from(plan.nodes, (node) => node.weight),
    observed: plan.nodes.map((node) =>
      rounded.has(node.code) ? Float64Array.from(node.column ?? []) : null,
    ),
  };
}

/** Draws all factors of a replicate: a pure function of the plan, the source and the number of the replicate. */
export function drawParameters(
  plan: EnsemblePlan,
  source: RandomSource,
  replicate: number,
  into: ReplicateParameters,
): void {
  for (let factor = 0; factor < plan.factors.length; factor += 1) {
    drawFactor(plan, factor, source, replicate, into);
  }
}

/** Draws one factor of a replicate and leaves the others as they are. */
export function drawFactor(
  plan: EnsemblePlan,
  index: number,
  source: RandomSource,
  replicate: number,
  into: ReplicateParameters,
): void {
  const factor = plan.factors[index] as Factor;
  const dimension = plan.dimensions[index] as number;
  if (isChoice(factor)) {
    fillUniforms(source, replicate, dimension, ONE, 0, 1);
    into.choices[index] = Math.floor((ONE[0] as number) * alternativesOf(factor));
    return;
  }
  switch (factor.kind) {
    case 'weights':
      for (let at = 0; at < factor.nodes.length; at += 1) {
        fillUniforms(source, replicate, dimension + at, ONE, 0, 1);
        const node = plan.nodeByCode.get(factor.nodes[at] as string) as number;
        const nominal = (plan.nodes[node] as PlanNode).weight;
        into.weights[node] = nominal * (1 + factor.fraction * (2 * (ONE[0] as number) - 1));
      }
      return;
    case 'simplex-weights':
      // Exponential numbers over their sum are uniform on the simplex (Devroye 1986, XI.4); the aggregation rescales.
      for (const [at, child] of simplexChildren(plan, factor.group).entries()) {
        fillUniforms(source, replicate, dimension + at, ONE, 0, 1);
        into.weights[child] = -Math.log(ONE[0] as number);
      }
      return;
    case 'rounding':
      for (let at = 0; at < factor.indicators.length; at += 1) {
        const { code, low, high, within, exactUnits } = factor.indicators[
          at
        ] as (typeof factor.indicators)[number];
        const node = plan.nodeByCode.get(code) as number;
        const printed = (plan.nodes[node] as PlanNode).column as Float64Array;
        const observed = into.observed[node] as Float64Array;
        fillUniforms(source, replicate, dimension + at * printed.length, observed);
        for (let unit = 0; unit < printed.length; unit += 1) {
          observed[unit] = (printed[unit] as number) + low + (high - low) * (observed[unit] as number);
        }
        if (within !== undefined) clip(observed, within[0], within[1]);
        if (exactUnits !== undefined) {
          for (const unit of exactUnits) observed[unit] = printed[unit] as number;
        }
      }
  }
}

function clip(values: Float64Array, lowest: number, highest: number): void {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    if (value < lowest) values[at] = lowest;
    else if (value > highest) values[at] = highest;
  }
}

/** Written and read within one call: no state between calls. */
const ONE = new Float64Array(1);
