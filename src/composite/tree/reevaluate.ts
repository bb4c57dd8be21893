/** An evaluated index under other weights: only the groups they concern, and those above, are computed again. */
import type { IndicatorTable } from '../table.ts';
import type { CompiledIndex } from './compiled-index.ts';
import { type EvaluatedIndex, type EvaluatedNode, evaluateGroup } from './evaluate.ts';

/**
 * The index with `weights` in place of the nominal weights of the nodes they name; the others keep theirs. Refuses what
 * the aggregations refuse (`weight-invalid`). Nodes that do not change are those of `evaluated`, not copies.
 */
export function reevaluateWeights(
  { nodes }: CompiledIndex,
  evaluated: EvaluatedIndex,
  table: IndicatorTable,
  weights: ReadonlyMap<string, number>,
): EvaluatedIndex {
  const all = new Map(evaluated.nodes);
  const changed = new Set<string>();
  let root = evaluated.root;
  for (const node of nodes) {
    if (node.kind !== 'group') continue;
    const codes = node.children.map((child) => nodes[child]?.code ?? '');
    if (!codes.some((code) => weights.has(code) || changed.has(code))) continue;
    const own = node.weights.map((weight, index) => weights.get(codes[index] ?? '') ?? weight);
    const children = codes.map((code) => all.get(code) as EvaluatedNode);
    root = evaluateGroup(node, children, own, table);
    all.set(node.code, root);
    changed.add(node.code);
  }
  return { units: evaluated.units, nodes: all, root };
}
