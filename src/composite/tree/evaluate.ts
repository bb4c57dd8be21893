/** An index computed: every node's values before and after its steps, from the indicators to the top. */
import { aggregateColumns } from '../aggregate/aggregate.ts';
import type { TreatedColumn } from '../prepare/treat.ts';
import { columnOf, type IndicatorTable } from '../table.ts';
import { applySteps } from './apply-steps.ts';
import type { CompiledGroup, CompiledIndex } from './compiled-index.ts';

export interface EvaluatedNode {
  readonly code: string;
  /** As observed, or aggregated from the children; in the order of the table's units, NaN: no value. */
  readonly values: Float64Array;
  /** After the node's steps: what enters the parent, of the top the index itself. */
  readonly scores: Float64Array;
  /** 1 where the score rests on an imputed value, of the node or below it; null: nowhere. */
  readonly imputed: Uint8Array | null;
  /** What was done about outliers; null: nothing declared. */
  readonly treated: TreatedColumn | null;
  /** Units with a value: the reference set of the node's normalisation. */
  readonly count: number;
}

export interface EvaluatedIndex {
  readonly units: readonly string[];
  /** By code, children before parents. */
  readonly nodes: ReadonlyMap<string, EvaluatedNode>;
  readonly root: EvaluatedNode;
}

/**
 * Computes every node over the units of the table; the reference set of every normalisation is the units that have a
 * value. Columns the index does not ask for are left alone (denominators, other indices).
 *
 * Throws `ComputationRefused`: `indicator-unknown` where the table lacks a column, and what the steps and aggregations
 * refuse, about the node.
 */
export function evaluateIndex(compiled: CompiledIndex, table: IndicatorTable): EvaluatedIndex {
  const done: EvaluatedNode[] = [];
  for (const node of compiled.nodes) {
    if (node.kind === 'group') {
      const children = node.children.map((child) => done[child] as EvaluatedNode);
      done.push(evaluateGroup(node, children, node.weights, table));
    } else {
      const values = columnOf(table, node.code);
      done.push({ code: node.code, values, ...applySteps(node, values, table), count: countValues(values) });
    }
  }
  return {
    units: table.units,
    nodes: new Map(done.map((node) => [node.code, node])),
    root: done[done.length - 1] as EvaluatedNode,
  };
}

/** One group from its evaluated children, under weights of its own or others. */
export function evaluateGroup(
  group: CompiledGroup,
  children: readonly EvaluatedNode[],
  weights: Float64Array,
  table: IndicatorTable,
): EvaluatedNode {
  const { code, aggregation, missing } = group;
  const columns = children.map(({ scores }) => scores);
  const out = new Float64Array(table.units.length);
  const values = aggregateColumns(columns, weights, aggregation, missing, out, code, table.units);
  const applied = applySteps({ code, steps: group.steps, direction: 1 }, values, table);
  const marks = [...children.filter((_, index) => (weights[index] as number) > 0), applied]
    .map(({ imputed }) => imputed)
    .filter((imputed) => imputed !== null);
  return { code, values, ...applied, imputed: unionOf(marks), count: countValues(values) };
}

function unionOf(marks: readonly Uint8Array[]): Uint8Array | null {
  const [first, ...others] = marks;
  if (first === undefined) return null;
  return first.map((mark, unit) => (mark || others.some((other) => other[unit]) ? 1 : 0));
}

function countValues(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count += 1;
  return count;
}
