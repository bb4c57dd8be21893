/**
 * From the declaration of an index to what is computed: rules resolved, the tree laid out in arrays, everything that
 * cannot be computed refused before a value is read.
 */
import type { Aggregation, GroupNode, IndexNode, Step } from '../../methodology/definition.ts';
import type { Rule } from '../../methodology/rule.ts';
import { toNumber } from '../../model/rational.ts';
import { totalWeight } from '../aggregate/aggregate.ts';
import { ComputationRefused } from '../refusal.ts';
import type {
  CompiledGroup,
  CompiledIndex,
  CompiledLeaf,
  CompiledNode,
  IndexOverrides,
} from './compiled-index.ts';
import { refuseUnused } from './unused-overrides.ts';

/**
 * The index, or the part of it under the node `code`: what does not depend on an unknown rule can be asked for.
 * Throws `ComputationRefused`: `rule-unknown` (of a node below; the message gives the reason the declaration states),
 * `rule-invalid` (two nodes of one code, a group without children, a share outside 0 … 1), `weight-invalid`,
 * `direction-reversed` (less is better, but no normalisation applies the direction), `indicator-unknown` (no node
 * `code`), `specification-unused` (an override of a node that is not computed).
 */
export function compileIndex(
  root: GroupNode,
  overrides: IndexOverrides = {},
  code = root.code,
): CompiledIndex {
  const codes = new Set<string>();
  for (const { node } of walk(root)) {
    if (codes.has(node.code)) throw invalid(node.code, 'two nodes of the index have this code');
    codes.add(node.code);
  }
  const start = [...walk(root)].find(({ node }) => node.code === code);
  if (start === undefined) {
    throw new ComputationRefused('indicator-unknown', code, `no node of ${root.code} has this code`);
  }
  const nodes: CompiledNode[] = [];
  const positions = new Map<string, number>();
  const depths: number[] = [];
  place(start.node, start.depth);
  const compiled = { nodes: withParents(nodes), positions, root: code };
  refuseUnused(compiled, overrides, new Set(depths));
  return compiled;

  function place(node: IndexNode, depth: number): number {
    const compiled = overrides.given?.includes(node.code)
      ? { ...common(node), kind: 'leaf' as const, steps: [], direction: 1 as const }
      : node.kind === 'group'
        ? groupOf(node, depth)
        : leafOf(node, stepsOf(node));
    positions.set(node.code, nodes.length);
    return nodes.push(compiled) - 1;
  }

  function groupOf(node: GroupNode, depth: number): CompiledGroup {
    const aggregation = checked(node.code, aggregationOf(node, depth));
    const missing =
      overrides.missing?.get(node.code) ?? known(node.missing, node.code, 'rule for missing values');
    if (missing.kind === 'available' && !(missing.atLeast >= 0 && missing.atLeast <= 1)) {
      throw invalid(node.code, `a share of ${missing.atLeast} children cannot be asked for`);
    }
    if (node.children.length === 0) throw invalid(node.code, 'the group has no children');
    const weights = Float64Array.from(node.children, weightOf);
    totalWeight(weights.length, weights, node.code);
    const steps = stepsOf(node);
    const children = node.children.map((child) => place(child, depth + 1));
    return { ...common(node), kind: 'group', steps, children, weights, aggregation, missing };
  }

  function weightOf(node: IndexNode): number {
    return overrides.weights?.get(node.code) ?? toNumber(known(node.weight, node.code, 'weight'));
  }

  function stepsOf(node: IndexNode): readonly Step[] {
    return overrides.steps?.get(node.code) ?? known(node.steps, node.code, 'preparation');
  }

  function aggregationOf(node: GroupNode, depth: number): Aggregation {
    depths.push(depth);
    const given = overrides.aggregation;
    if (given === undefined) return known(node.aggregation, node.code, 'aggregation');
    if ('method' in given) return given;
    const own = 'get' in given ? given.get(node.code) : given[depth];
    return own ?? known(node.aggregation, node.code, 'aggregation');
  }
}

/** Every node of a declared index and its depth from the top (0), parents before children. */
export function* walk(node: IndexNode, depth = 0): Generator<{ node: IndexNode; depth: number }> {
  yield { node, depth };
  if (node.kind === 'group') for (const child of node.children) yield* walk(child, depth + 1);
}

function common({ code, name }: IndexNode): { code: string; name: string; parent: number } {
  return { code, name, parent: -1 };
}

function leafOf(node: Exclude<IndexNode, GroupNode>, steps: readonly Step[]): CompiledLeaf {
  const isNormalised = steps.some(({ kind }) => kind === 'normalise');
  const direction = isNormalised
    ? known(node.direction, node.code, 'direction')
    : (node.direction.value ?? 1);
  if (direction === -1 && !isNormalised) {
    throw new ComputationRefused(
      'direction-reversed',
      node.code,
      'less of it is better, but it enters its group without a normalisation to turn it round',
      'give it a normalisation, or declare values that are turned round already as more is better',
    );
  }
  return { ...common(node), kind: 'leaf', steps, direction };
}

function withParents(nodes: readonly CompiledNode[]): CompiledNode[] {
  const parents = new Map<number, number>();
  for (const [position, node] of nodes.entries()) {
    if (node.kind === 'group') for (const child of node.children) parents.set(child, position);
  }
  return nodes.map((node, position) => ({ ...node, parent: parents.get(position) ?? -1 }));
}

function known<T>(rule: Rule<T | null>, code: string, what: string): T {
  if (rule.value !== null) return rule.value;
  throw new ComputationRefused('rule-unknown', code, `its ${what} is unknown: ${rule.source}`);
}

function checked(code: string, aggregation: Aggregation): Aggregation {
  if (aggregation.method === 'generalised' && Number.isNaN(aggregation.exponent)) {
    throw invalid(code, 'the exponent of its generalised mean is not a number');
  }
  return aggregation;
}

function invalid(code: string, message: string): ComputationRefused {
  return new ComputationRefused('rule-invalid', code, message);
}
