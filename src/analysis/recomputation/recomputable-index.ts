/**
 * The declared indices that a recomputation from components understands: components directly below the index, prepared
 * one by one (caps), made comparable over the countries or not at all, averaged with known weights, min–maxed or not.
 */
import { ComputationRefused } from '../../composite/refusal.ts';
import { compileIndex } from '../../composite/tree/compile.ts';
import type { GroupNode, IndicatorNode, Normalisation, Step } from '../../methodology/definition.ts';
import { toNumber } from '../../model/rational.ts';

export interface RecomputableComponent {
  /** Id of the registry. */
  readonly code: string;
  /** Its share of the index; all of them sum to 1. */
  readonly weight: number;
  /** Before it is made comparable: caps, units. */
  readonly preparation: readonly Step[];
  /** Null: it is not measured against other countries. */
  readonly normalisation: Normalisation | null;
}

export interface RecomputableIndex {
  readonly tree: GroupNode;
  readonly components: readonly RecomputableComponent[];
  /** Of the weighted mean; null: it is the index as it is. */
  readonly normalisation: Normalisation | null;
  /** Whether a country's score depends on the others'. */
  readonly isRelative: boolean;
}

/**
 * @throws ComputationRefused `rule-unknown` with the reason that the declaration states, `rule-invalid` for an index of
 * another shape
 */
export function recomputableIndex(tree: GroupNode): RecomputableIndex {
  compileIndex(tree);
  if (tree.aggregation.value?.method !== 'arithmetic')
    throw invalid(tree.code, 'it is no mean of its components');
  const top = tree.steps.value ?? [];
  const [normalisation = null, ...others] = top.map((step) => normalisationOf(tree.code, step));
  if (others.length > 0) throw invalid(tree.code, 'it has several steps');
  const total = tree.children.reduce(
    (sum, { weight }) => sum + toNumber(weight.value ?? { num: 0n, den: 1n }),
    0,
  );
  const components = tree.children.map((child) => {
    if (child.kind === 'group') throw invalid(tree.code, `${child.code} is an index of its own`);
    return componentOf(child, total);
  });
  return {
    tree,
    components,
    normalisation,
    isRelative: normalisation !== null || components.some((one) => one.normalisation !== null),
  };
}

function componentOf(
  { code, weight, steps, direction }: IndicatorNode,
  total: number,
): RecomputableComponent {
  const declared = steps.value ?? [];
  const at = declared.findIndex(({ kind }) => kind === 'normalise');
  const preparation = at === -1 ? declared : declared.slice(0, at);
  const [normalisation = null, ...others] = declared
    .slice(preparation.length)
    .map((step) => normalisationOf(code, step));
  if (others.length > 0) throw invalid(code, 'it has steps after it was made comparable');
  if (preparation.some(({ kind }) => kind !== 'cap' && kind !== 'divide'))
    throw invalid(code, 'its preparation is no cap and no change of unit');
  if (direction.value !== 1) throw invalid(code, 'less of it is better');
  return { code, weight: toNumber(weight.value ?? { num: 0n, den: 1n }) / total, preparation, normalisation };
}

function normalisationOf(code: string, step: Step): Normalisation {
  if (step.kind !== 'normalise') throw invalid(code, `a step “${step.kind}” where it is made comparable`);
  const { method } = step.normalisation;
  if (method === 'z-score' || method === 'min-max') return step.normalisation;
  throw invalid(code, `${method} is not linear in its values`);
}

function invalid(code: string, message: string): ComputationRefused {
  return new ComputationRefused('rule-invalid', code, `${message}: not a recomputation that is known here`);
}
