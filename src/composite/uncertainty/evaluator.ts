/**
 * Scores of one replicate after another. What no factor without alternatives touches (a treated and normalised
 * column, a group of such columns) is computed once for each combination of alternatives and kept; the rest is
 * computed anew, into the same memory.
 */
import type { Step } from '../../methodology/definition.ts';
import { aggregateColumns } from '../aggregate/aggregate.ts';
import { ComputationRefused } from '../refusal.ts';
import { applySteps } from '../tree/apply-steps.ts';
import type { Factor } from './factors.ts';
import { alternativesOf, isChoice } from './factors.ts';
import type { ReplicateParameters } from './parameters.ts';
import type { EnsemblePlan, PlanNode } from './plan.ts';

export interface EvaluatorOptions {
  /** False: every step is redone in every replicate, as the reference software does. True unless given. */
  readonly isCached?: boolean;
}

/** Scores of the index by unit, NaN without; the array is overwritten by the next call. */
export type Evaluator = (parameters: ReplicateParameters) => Float64Array;

/** A column, its logarithms, or both: a geometric mean of geometric means needs no exponential in between. */
interface NodeValue {
  values: Float64Array;
  logs: Float64Array;
  hasValues: boolean;
  hasLogs: boolean;
}

/**
 * Makes an evaluator with its own memory. It throws `ComputationRefused` as the steps and the aggregation do; values
 * that are not positive in a geometric mean are refused, never left out.
 */
export function createEvaluator(plan: EnsemblePlan, options: EvaluatorOptions = {}): Evaluator {
  const { nodes, factors, units, table } = plan;
  const isCached = options.isCached ?? true;
  const length = units.length;
  const workspace = nodes.map(() => emptyValue(length));
  const kept = nodes.map(() => new Map<number, NodeValue>());
  const weightsOf = nodes.map((node) => new Float64Array(node.children.length));
  const childColumns = nodes.map((node) => new Array<Float64Array>(node.children.length));
  const stepsOf = memoisedSteps(plan);
  const isOut = new Uint8Array(nodes.length);
  const leaveOuts = factors.flatMap((factor, index) =>
    factor.kind === 'leave-out'
      ? [{ index, nodes: factor.nodes.map((code) => plan.nodeByCode.get(code) as number) }]
      : [],
  );

  function markLeftOut({ choices }: ReplicateParameters): void {
    isOut.fill(0);
    for (const { index, nodes: leavable } of leaveOuts) {
      const choice = choices[index] as number;
      if (choice > 0) isOut[leavable[choice - 1] as number] = 1;
    }
    for (let at = 0; at < nodes.length; at += 1) {
      const { children } = nodes[at] as PlanNode;
      // A group that has lost all its children is left out itself; the level above is taken over the rest.
      if (children.length > 0 && children.every((child) => isOut[child] === 1)) isOut[at] = 1;
    }
  }

  function nodeValue(at: number, parameters: ReplicateParameters): NodeValue {
    const node = nodes[at] as PlanNode;
    if (!isCached || node.isContinuous) {
      const value = workspace[at] as NodeValue;
      compute(at, node, parameters, value);
      return value;
    }
    const key = combinationOf(node, parameters, factors);
    let value = kept[at]?.get(key);
    if (value === undefined) {
      value = emptyValue(length);
      compute(at, node, parameters, value);
      kept[at]?.set(key, value);
    }
    return value;
  }

  function compute(at: number, node: PlanNode, parameters: ReplicateParameters, into: NodeValue): void {
    into.hasValues = false;
    into.hasLogs = false;
    const steps = stepsOf(at, parameters);
    if (node.column !== null) {
      const observed = parameters.observed[at] ?? node.column;
      into.values = steps.length === 0 ? observed : stepped(node, steps, observed);
      into.hasValues = true;
      return;
    }
    aggregate(at, node, parameters, into);
    if (steps.length === 0) return;
    into.values = stepped(node, steps, columnOf(into));
    into.hasLogs = false;
  }

  function stepped(
    { code, direction }: PlanNode,
    steps: readonly Step[],
    values: Float64Array,
  ): Float64Array {
    return applySteps({ code, steps, direction }, values, table).scores;
  }

  function aggregate(at: number, node: PlanNode, parameters: ReplicateParameters, into: NodeValue): void {
    const weights = weightsOf[at] as Float64Array;
    const columns = childColumns[at] as Float64Array[];
    const choice = node.aggregatedBy < 0 ? -1 : (parameters.choices[node.aggregatedBy] as number);
    const aggregation = choice < 0 ? node.aggregation : alternative(factors, node.aggregatedBy, choice);
    const inLogs = aggregation.method === 'geometric' && node.missing.kind !== 'as-zero';
    for (let child = 0; child < node.children.length; child += 1) {
      const index = node.children[child] as number;
      const weight = isOut[index] === 1 ? 0 : (parameters.weights[index] as number);
      weights[child] = weight;
      const value = weight === 0 ? null : nodeValue(index, parameters);
      // A child of weight 0 takes no part: any column of the right length will do.
      columns[child] =
        value === null ? into.values : inLogs ? logsOf(value, node.code, units) : columnOf(value);
    }
    if (isOut[at] === 1) {
      into.values.fill(Number.NaN);
      into.hasValues = true;
      return;
    }
    if (inLogs) {
      // The geometric mean is the exponential of the arithmetic mean of the logarithms.
      aggregateColumns(columns, weights, ARITHMETIC, node.missing, into.logs, node.code, units);
      into.hasLogs = true;
      return;
    }
    aggregateColumns(columns, weights, aggregation, node.missing, into.values, node.code, units);
    into.hasValues = true;
  }

  return (parameters) => {
    markLeftOut(parameters);
    return columnOf(nodeValue(nodes.length - 1, parameters));
  };
}

const ARITHMETIC = { method: 'arithmetic' } as const;

function emptyValue(length: number): NodeValue {
  return {
    values: new Float64Array(length),
    logs: new Float64Array(length),
    hasValues: false,
    hasLogs: false,
  };
}

function columnOf(value: NodeValue): Float64Array {
  if (!value.hasValues) {
    const { values, logs } = value;
    for (let unit = 0; unit < logs.length; unit += 1) values[unit] = Math.exp(logs[unit] as number);
    value.hasValues = true;
  }
  return value.values;
}

function logsOf(value: NodeValue, about: string, units: readonly string[]): Float64Array {
  if (!value.hasLogs) {
    const { values, logs } = value;
    for (let unit = 0; unit < logs.length; unit += 1) {
      const own = values[unit] as number;
      if (own <= 0) throw notPositive(about, units[unit], own);
      logs[unit] = Math.log(own);
    }
    value.hasLogs = true;
  }
  return value.logs;
}

function notPositive(about: string, unit: string | undefined, value: number): ComputationRefused {
  return new ComputationRefused(
    'value-not-positive',
    about,
    `${unit} has the value ${value}: a geometric mean needs positive values`,
    'normalise to positive values first, for example min–max from 1 to 100, or aggregate otherwise',
  );
}

/** A number for the combination of alternatives that a node depends on. */
function combinationOf(node: PlanNode, { choices }: ReplicateParameters, factors: readonly Factor[]): number {
  let key = 0;
  for (const index of node.choices) {
    const factor = factors[index] as Factor;
    if (isChoice(factor)) key = key * (alternativesOf(factor) + 1) + (choices[index] as number) + 1;
  }
  return key;
}

function alternative(factors: readonly Factor[], index: number, choice: number) {
  const factor = factors[index];
  const chosen = factor?.kind === 'aggregation' ? factor.alternatives[choice] : undefined;
  if (chosen === undefined) throw new RangeError(`aggregation has no alternative ${choice}`);
  return chosen;
}

/** The steps of a node with its treatment and normalisation replaced; each combination is built once. */
function memoisedSteps({ nodes, factors }: EnsemblePlan) {
  const built = nodes.map(() => new Map<number, readonly Step[]>());
  return (at: number, { choices }: ReplicateParameters): readonly Step[] => {
    const node = nodes[at] as PlanNode;
    const treatment = node.treatedBy < 0 ? -1 : (choices[node.treatedBy] as number);
    const normalisation = node.normalisedBy < 0 ? -1 : (choices[node.normalisedBy] as number);
    if (treatment < 0 && normalisation < 0) return node.steps;
    const key = (treatment + 1) * 65_536 + normalisation + 1;
    const known = built[at]?.get(key);
    if (known !== undefined) return known;
    const steps = node.steps.flatMap((step): readonly Step[] => {
      if (step.kind === 'treat' && treatment >= 0) {
        const factor = factors[node.treatedBy];
        const chosen = factor?.kind === 'treatment' ? factor.alternatives[treatment] : undefined;
        if (chosen === undefined) throw new RangeError(`treatment has no alternative ${treatment}`);
        return chosen === null ? [] : [{ kind: 'treat', treatment: chosen }];
      }
      if (step.kind === 'normalise' && normalisation >= 0) {
        const factor = factors[node.normalisedBy];
        const chosen = factor?.kind === 'normalisation' ? factor.alternatives[normalisation] : undefined;
        if (chosen === undefined) throw new RangeError(`normalisation has no alternative ${normalisation}`);
        return [{ kind: 'normalise', normalisation: chosen }];
      }
      return [step];
    });
    built[at]?.set(key, steps);
    return steps;
  };
}
