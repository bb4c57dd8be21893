/** Importance against weight: how much of its parent a child really decides. */
import { correlate } from '../statistics/correlation.ts';
import type { CompiledIndex } from './compiled-index.ts';
import { effectiveWeights } from './effective-weights.ts';
import type { EvaluatedIndex } from './evaluate.ts';

export interface ChildImportance {
  readonly parent: string;
  readonly child: string;
  /** The declared weight among the siblings; they sum to 1. */
  readonly weightShare: number;
  /** Pearson's r of the child's score with the parent's value. */
  readonly correlation: number;
  /** r²: the share of the parent's variance that goes with the child; 0 … 1. */
  readonly importance: number;
  /** Among the siblings; they sum to 1. Above `weightShare`: it decides more than declared. */
  readonly importanceShare: number;
}

/**
 * The children of every group, measured against their nominal weights. r² is the linear estimate of the first-order
 * sensitivity Var(E[Y|x])/Var(Y) (Paruolo, Saisana & Saltelli 2013). The correlations are over the units with both
 * values; NaN where one does not vary.
 */
export function importances(compiled: CompiledIndex, evaluated: EvaluatedIndex): ChildImportance[] {
  const weights = effectiveWeights(compiled);
  return compiled.nodes.flatMap((group) => {
    if (group.kind !== 'group') return [];
    const parent = evaluated.nodes.get(group.code);
    const children = group.children.map((position) => {
      const code = compiled.nodes[position]?.code ?? '';
      const scores = evaluated.nodes.get(code)?.scores;
      if (!parent || !scores) throw new RangeError(`${code} of ${group.code} is not evaluated`);
      const { coefficient } = correlate(scores, parent.values);
      return { code, correlation: coefficient, importance: coefficient ** 2 };
    });
    const all = children.reduce((sum, { importance }) => sum + importance, 0);
    return children.map(({ code, correlation, importance }) => ({
      parent: group.code,
      child: code,
      weightShare: (weights.get(code) as number) / (weights.get(group.code) as number),
      correlation,
      importance,
      importanceShare: importance / all,
    }));
  });
}
