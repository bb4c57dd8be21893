/** Which element holds a unit up or down: the index again without each indicator or group (Handbook, step 7). */
import type { Ties } from '../../methodology/definition.ts';
import { type RankDifferences, rankDifferences } from '../rank/rank-differences.ts';
import { rankValues } from '../rank/rank-values.ts';
import { ComputationRefused } from '../refusal.ts';
import type { IndicatorTable } from '../table.ts';
import type { CompiledGroup, CompiledIndex } from './compiled-index.ts';
import { type EvaluatedIndex, type EvaluatedNode, evaluateGroup } from './evaluate.ts';

export interface Removal extends RankDifferences {
  /** The element taken out. */
  readonly code: string;
  /** The index without it. */
  readonly scores: Float64Array;
  readonly ranks: Float64Array;
}

export interface LeaveOneOut {
  readonly ranks: Float64Array;
  /** In the order asked for; `placesUp` is positive where a unit ranks better without the element. */
  readonly removals: readonly Removal[];
}

export interface RemovalOptions {
  /** Codes of the elements to remove in turn; absent: all below the top. */
  readonly codes?: readonly string[];
  readonly ties?: Ties;
  /** Decimals of the scores on which ranks are taken; absent: unrounded. */
  readonly decimals?: number;
}

/**
 * The index and its ranks without each element in turn: its weight is 0, and that of its siblings scales up. A group
 * left without children goes with it, and the level above is taken over the rest. Only the groups above the element
 * are computed again.
 *
 * Throws `ComputationRefused`: `indicator-unknown` (no such element below the top), `weight-invalid` (nothing would be
 * left), and what the groups above refuse.
 */
export function leaveOneOut(
  compiled: CompiledIndex,
  evaluated: EvaluatedIndex,
  table: IndicatorTable,
  { codes, ties = 'min', decimals }: RemovalOptions = {},
): LeaveOneOut {
  const options = decimals === undefined ? { ties } : { ties, decimals };
  const ranks = rankValues(evaluated.root.scores, options);
  const elements = codes ?? compiled.nodes.filter(({ parent }) => parent >= 0).map(({ code }) => code);
  const removals = elements.map((code) => {
    const { scores } = without(compiled, evaluated, table, code);
    const removed = rankValues(scores, options);
    return { code, scores, ranks: removed, ...rankDifferences(ranks, removed) };
  });
  return { ranks, removals };
}

function without(
  { nodes, positions }: CompiledIndex,
  evaluated: EvaluatedIndex,
  table: IndicatorTable,
  code: string,
): EvaluatedNode {
  const start = positions.get(code) ?? -1;
  let above = nodes[start]?.parent ?? -1;
  if (above < 0)
    throw new ComputationRefused('indicator-unknown', code, 'no element below the top has this code');
  let changed = start;
  /** The changed child; undefined: gone. */
  let result: EvaluatedNode | undefined;
  while (above >= 0) {
    const group = nodes[above] as CompiledGroup;
    const children = group.children.map(
      (child) =>
        (child === changed && result) || (evaluated.nodes.get(nodes[child]?.code ?? '') as EvaluatedNode),
    );
    const weights = group.weights.map((weight, index) =>
      group.children[index] === changed && result === undefined ? 0 : weight,
    );
    const isEmpty = group.parent >= 0 && weights.every((weight) => weight === 0);
    result = isEmpty ? undefined : evaluateGroup(group, children, weights, table);
    changed = above;
    above = group.parent;
  }
  return result as EvaluatedNode;
}
