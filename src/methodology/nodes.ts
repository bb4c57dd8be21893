/** The nodes of an index, and weights as people write them. */
import type { Rational } from '../model/rational.ts';
import type { GroupNode, IndexNode, IndicatorNode } from './definition.ts';
import type { IndexMethod } from './method.ts';

/** A node and all nodes below it, parents first, in the order declared. */
export function nodesOf(node: IndexNode): readonly IndexNode[] {
  return node.kind === 'indicator' ? [node] : [node, ...node.children.flatMap(nodesOf)];
}

/** The indicators of an index, in the order declared. */
export function indicatorsOf(root: GroupNode): readonly IndicatorNode[] {
  return nodesOf(root).filter((node) => node.kind === 'indicator');
}

/** The series behind a sub-index; none for the EGDI and for an index of points. */
export function componentsOf({ tree, lattice }: IndexMethod): readonly IndicatorNode[] {
  return tree === null || lattice !== null ? [] : indicatorsOf(tree);
}

/** As declared: 34/100 → `0.34`, 1/3 → `1/3`, 1 → `1`. */
export function weightText({ num, den }: Rational): string {
  const digits = String(den);
  if (!/^10*$/.test(digits)) return `${num}/${den}`;
  const decimals = digits.length - 1;
  if (decimals === 0) return String(num);
  const padded = String(num).padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
