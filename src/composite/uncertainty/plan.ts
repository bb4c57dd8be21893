/**
 * A hierarchical index and what varies of it, laid out for many evaluations: nodes by number with children before
 * parents, each with the factors that its value depends on. A factor that nothing depends on is refused: an analysis
 * that leaves out silently what it was asked for is worse than none.
 */
import type { Aggregation, Direction, GroupNode, MissingRule, Step } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';
import type { IndicatorTable } from '../table.ts';
import { compileIndex } from '../tree/compile.ts';
import type { CompiledIndex, CompiledNode } from '../tree/compiled-index.ts';
import { alternativesOf, type Factor, isChoice } from './factors.ts';
import { DIMENSION_LIMIT, LARGEST_SEED } from './philox.ts';

export interface PlanNode {
  readonly code: string;
  /** Nominal weight within the parent; of the index itself 1. */
  readonly weight: number;
  readonly steps: readonly Step[];
  /** Observed values; null: a group. */
  readonly column: Float64Array | null;
  readonly direction: Direction;
  readonly children: readonly number[];
  readonly aggregation: Aggregation;
  readonly missing: MissingRule;
  /** Factors with alternatives that the value depends on. */
  readonly choices: readonly number[];
  /** Whether the value depends on a factor without alternatives: then it is new in every replicate. */
  readonly isContinuous: boolean;
  /** Which factor replaces what is declared at this node; −1: none. */
  readonly treatedBy: number;
  readonly normalisedBy: number;
  readonly aggregatedBy: number;
}

export interface EnsemblePlan {
  /** Children before parents; the index itself is the last. */
  readonly nodes: readonly PlanNode[];
  readonly units: readonly string[];
  readonly table: IndicatorTable;
  readonly factors: readonly Factor[];
  /** First dimension of the random numbers of each factor. */
  readonly dimensions: readonly number[];
  readonly nodeByCode: ReadonlyMap<string, number>;
}

/**
 * Lays out an ensemble. Throws `ComputationRefused`: what `compileIndex` refuses, `indicator-unknown` where the table
 * lacks a column, `specification-unused` where a factor names a node, step or level that the index has not or is without
 * effect, `weight-invalid` where weights could become negative.
 */
export function planEnsemble(
  root: GroupNode,
  table: IndicatorTable,
  factors: readonly Factor[],
): EnsemblePlan {
  const index = compileIndex(root);
  const targets = checkFactors(index, factors);
  const nodes: PlanNode[] = [];
  for (const node of index.nodes) {
    const touched = (kind: Factor['kind']): number =>
      factors.findIndex((factor, at) => factor.kind === kind && targets[at]?.has(node.code));
    const children = node.kind === 'group' ? node.children : [];
    const own = factors.filter((factor, at) => dependsOn(node, index, factor, targets[at]));
    const choices = new Set(own.filter(isChoice).map((factor) => factors.indexOf(factor)));
    for (const child of children)
      for (const factor of (nodes[child] as PlanNode).choices) choices.add(factor);
    nodes.push({
      code: node.code,
      weight: weightOf(node, index),
      steps: node.steps,
      column: node.kind === 'group' ? null : columnOf(table, node.code),
      direction: node.kind === 'group' ? 1 : node.direction,
      children,
      aggregation: node.kind === 'group' ? node.aggregation : { method: 'arithmetic' },
      missing: node.kind === 'group' ? node.missing : { kind: 'no-value' },
      choices: [...choices].sort((a, b) => a - b),
      isContinuous:
        own.some((factor) => !isChoice(factor)) || children.some((child) => nodes[child]?.isContinuous),
      treatedBy: touched('treatment'),
      normalisedBy: touched('normalisation'),
      aggregatedBy: touched('aggregation'),
    });
  }
  const dimensions: number[] = [];
  let next = 0;
  for (const factor of factors) {
    dimensions.push(next);
    next += dimensionsOf(factor, index, table.units.length);
  }
  if (next > DIMENSION_LIMIT) throw new RangeError(`${next} random numbers a replicate are too many`);
  return { nodes, units: table.units, table, factors, dimensions, nodeByCode: index.positions };
}

/** @throws RangeError unless the seed is a whole number of 0 … 2³² − 1 */
export function requireSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED) return seed;
  throw new RangeError(`a seed is a whole number from 0 to ${LARGEST_SEED}, not ${seed}`);
}

/** The children of a group whose weights a simplex factor draws. */
export function simplexChildren(plan: EnsemblePlan, group: string): readonly number[] {
  return (plan.nodes[at(plan.nodeByCode, group)] as PlanNode).children;
}

function weightOf(node: CompiledNode, { nodes }: CompiledIndex): number {
  const parent = nodes[node.parent];
  if (parent?.kind !== 'group') return 1;
  return parent.weights[parent.children.findIndex((child) => nodes[child] === node)] as number;
}

function columnOf(table: IndicatorTable, code: string): Float64Array {
  const column = table.columns.get(code);
  if (column !== undefined) return column;
  throw new ComputationRefused('indicator-unknown', code, 'the table has no such column');
}

function at(nodeByCode: ReadonlyMap<string, number>, code: string): number {
  const index = nodeByCode.get(code);
  if (index === undefined) throw new RangeError(`no node ${code}`);
  return index;
}

/** Whether the value of the node itself (not only of nodes below it) changes with the factor. */
function dependsOn(
  node: CompiledNode,
  { nodes }: CompiledIndex,
  factor: Factor,
  targets: ReadonlySet<string> | undefined,
): boolean {
  switch (factor.kind) {
    case 'treatment':
    case 'normalisation':
    case 'aggregation':
    case 'rounding':
      return targets?.has(node.code) === true;
    case 'simplex-weights':
    case 'weights':
    case 'leave-out':
      return (
        node.kind === 'group' &&
        node.children.some((child) => targets?.has((nodes[child] as CompiledNode).code))
      );
  }
}

function dimensionsOf(factor: Factor, index: CompiledIndex, units: number): number {
  switch (factor.kind) {
    case 'weights':
      return factor.nodes.length;
    case 'simplex-weights': {
      const group = index.nodes[at(index.positions, factor.group)];
      return group?.kind === 'group' ? group.children.length : 0;
    }
    case 'rounding':
      return factor.indicators.length * units;
    default:
      return 1;
  }
}

/** The codes that each factor works on. */
function checkFactors(index: CompiledIndex, factors: readonly Factor[]): readonly ReadonlySet<string>[] {
  const targets = factors.map((factor) => new Set(targetsOf(factor, index)));
  const claimed = new Set<string>();
  for (const [position, factor] of factors.entries()) {
    const what = factor.kind === 'simplex-weights' ? 'weights' : factor.kind;
    for (const code of targets[position] ?? []) {
      if (claimed.has(`${what} ${code}`)) throw unused(code, `two factors vary its ${what}`);
      claimed.add(`${what} ${code}`);
    }
  }
  return targets;
}

function targetsOf(factor: Factor, index: CompiledIndex): readonly string[] {
  const { nodes, root } = index;
  const find = (code: string): CompiledNode => {
    const node = nodes[index.positions.get(code) ?? -1];
    if (node === undefined) throw unused(code, `${factor.kind}: the index has no such node`);
    return node;
  };
  const some = (codes: readonly string[]): readonly string[] => {
    if (codes.length > 0) return codes;
    throw unused(root, `${factor.kind}: no node is named`);
  };
  if (isChoice(factor) && alternativesOf(factor) === 0) throw unused(root, `${factor.kind}: no alternative`);
  switch (factor.kind) {
    case 'treatment':
    case 'normalisation': {
      const step = factor.kind === 'treatment' ? 'treat' : 'normalise';
      const has = (node: CompiledNode) => node.steps.some(({ kind }) => kind === step);
      if (factor.nodes === undefined) {
        const having = nodes.filter((node) => node.kind === 'leaf' && has(node));
        if (having.length > 0) return having.map((node) => node.code);
        throw unused(root, `${factor.kind}: no indicator of the index has such a step`);
      }
      for (const code of factor.nodes) {
        if (!has(find(code))) throw unused(code, `${factor.kind}: the node has no such step`);
      }
      return some(factor.nodes);
    }
    case 'aggregation': {
      const groups = factor.nodes?.map(find) ?? nodes.filter((node) => node.kind === 'group');
      const leaf = groups.find((node) => node.kind === 'leaf');
      if (leaf !== undefined) throw unused(leaf.code, 'aggregation: an indicator has no children');
      return some(groups.map((node) => node.code));
    }
    case 'weights':
      if (!(factor.fraction > 0 && factor.fraction <= 1)) {
        throw new ComputationRefused(
          'weight-invalid',
          root,
          `weights times 1 ± ${factor.fraction}`,
          'a fraction above 0 and at most 1: beyond it weights would be negative',
        );
      }
      for (const code of factor.nodes) {
        const parent = nodes[find(code).parent];
        // The weight of an only child does not matter, and the index itself has none.
        if (parent?.kind !== 'group' || parent.children.length < 2) {
          throw unused(code, 'weights: without siblings its weight does not matter');
        }
      }
      return some(factor.nodes);
    case 'simplex-weights': {
      const group = find(factor.group);
      if (group.kind === 'leaf' || group.children.length < 2) {
        throw unused(factor.group, 'simplex-weights: fewer than two children to weigh');
      }
      return group.children.map((child) => (nodes[child] as CompiledNode).code);
    }
    case 'leave-out':
      for (const code of factor.nodes) {
        if (find(code).parent < 0) throw unused(code, 'leave-out: it is the index itself');
      }
      return some(factor.nodes);
    case 'rounding':
      for (const { code, low, high } of factor.indicators) {
        if (find(code).kind !== 'leaf') throw unused(code, 'rounding: a group has no printed values');
        if (!(low < high)) throw unused(code, `rounding: nothing lies between ${low} and ${high}`);
      }
      return some(factor.indicators.map(({ code }) => code));
  }
}

function unused(about: string, message: string): ComputationRefused {
  return new ComputationRefused(
    'specification-unused',
    about,
    message,
    'what the index does not have cannot be varied: correct the specification or leave it out',
  );
}
