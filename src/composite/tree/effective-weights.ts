/** What a node weighs in the whole index. */
import type { CompiledIndex } from './compiled-index.ts';

/**
 * Effective weight of every node by code, in the order of `nodes`: the product over the node and its ancestors of the
 * weight within the siblings, w/Σw; the top has 1, and the indicators sum to 1. Of a linear index it is the change of
 * the index a change of the score by 1 makes; otherwise, and after a normalisation on the way, the nominal share only.
 */
export function effectiveWeights({ nodes }: CompiledIndex): ReadonlyMap<string, number> {
  const weights = new Float64Array(nodes.length).fill(1);
  // Parents before children.
  for (let position = nodes.length - 1; position >= 0; position -= 1) {
    const node = nodes[position];
    if (node?.kind !== 'group') continue;
    const total = node.weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, child] of node.children.entries()) {
      weights[child] = ((weights[position] as number) * (node.weights[index] as number)) / total;
    }
  }
  return new Map(nodes.map(({ code }, position) => [code, weights[position] as number]));
}
