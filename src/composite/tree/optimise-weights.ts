/**
 * Weights that bring the elements' correlations with the index where they are wanted, on the simplex: none negative,
 * siblings together as before (Becker, Saisana, Paruolo & Vandecasteele 2017). The reference software lets them go
 * negative, which no index can explain to those it ranks.
 */
import { ComputationRefused } from '../refusal.ts';
import { correlate } from '../statistics/correlation.ts';
import type { IndicatorTable } from '../table.ts';
import type { CompiledIndex } from './compiled-index.ts';
import type { EvaluatedIndex } from './evaluate.ts';
import { minimise } from './nelder-mead.ts';
import { reevaluateWeights } from './reevaluate.ts';

export type WeightObjective =
  /** ln of the mean squared distance of the correlations' shares (r/Σr) from those wanted; absent: equal ones. */
  | { readonly kind: 'balance'; readonly shares?: readonly number[] }
  /** ½·Σ ln(1 − r²): minus the information the index keeps of its elements, were they normal. */
  | { readonly kind: 'infomax' };

export interface OptimisedWeights {
  /** By code, not negative; those of siblings sum to what they summed to before. Local optima exist. */
  readonly weights: ReadonlyMap<string, number>;
  /** Pearson's r of each element with the index under them. */
  readonly correlations: ReadonlyMap<string, number>;
  /** The smaller the better; in the units of the objective. */
  readonly objective: number;
}

/**
 * Weights of the elements `codes` (usually those of one level) that minimise the objective; all other weights stay.
 * Deterministic: one search from equal weights, on their logarithms. Throws `ComputationRefused`: `indicator-unknown`
 * (no such element below the top), `values-too-few` (fewer than two elements), `rule-invalid` (as many shares as
 * elements, positive, are needed), `values-constant` (an element or the index does not vary).
 */
export function optimiseWeights(
  compiled: CompiledIndex,
  evaluated: EvaluatedIndex,
  table: IndicatorTable,
  codes: readonly string[],
  objective: WeightObjective,
): OptimisedWeights {
  const { root } = compiled;
  for (const code of codes) {
    if (code !== root && compiled.positions.has(code)) continue;
    throw new ComputationRefused('indicator-unknown', code, 'no element below the top has this code');
  }
  if (codes.length < 2)
    throw new ComputationRefused('values-too-few', root, 'weights are of two elements or more');
  const wanted = wantedShares(objective, codes.length, root);

  const siblings = siblingsOf(compiled, codes);
  const weightsAt = (logs: readonly number[]) => {
    const weights = new Map<string, number>();
    for (const { indices, nominal } of siblings) {
      const largest = Math.max(...indices.map((index) => logs[index] as number));
      const powers = indices.map((index) => Math.exp((logs[index] as number) - largest));
      const total = powers.reduce((sum, power) => sum + power, 0);
      for (const [place, index] of indices.entries()) {
        weights.set(codes[index] ?? '', ((powers[place] as number) / total) * nominal);
      }
    }
    return weights;
  };
  const correlationsAt = (logs: readonly number[]) => {
    const { nodes, root: top } = reevaluateWeights(compiled, evaluated, table, weightsAt(logs));
    return codes.map(
      (code) => correlate(nodes.get(code)?.scores ?? new Float64Array(), top.values).coefficient,
    );
  };
  const valueAt = (logs: readonly number[]) => {
    const correlations = correlationsAt(logs);
    if (objective.kind === 'infomax') {
      return correlations.reduce((sum, r) => sum + Math.log1p(-r * r) / 2, 0);
    }
    const total = correlations.reduce((sum, r) => sum + r, 0);
    const squares = correlations.map((r, index) => (r / total - (wanted[index] as number)) ** 2);
    return Math.log(squares.reduce((sum, square) => sum + square, 0) / codes.length);
  };

  const start = codes.map(() => 0);
  if (Number.isNaN(valueAt(start))) {
    throw new ComputationRefused('values-constant', root, 'an element or the index does not vary');
  }
  const best = minimise(valueAt, start);
  const correlations = correlationsAt(best.point);
  return {
    weights: weightsAt(best.point),
    correlations: new Map(codes.map((code, index) => [code, correlations[index] as number])),
    objective: best.value,
  };
}

/** The elements of each group: their places among the codes, and what their nominal weights sum to. */
function siblingsOf(
  { nodes }: CompiledIndex,
  codes: readonly string[],
): { indices: number[]; nominal: number }[] {
  return nodes.flatMap((group) => {
    if (group.kind !== 'group') return [];
    const indices: number[] = [];
    let nominal = 0;
    for (const [place, child] of group.children.entries()) {
      const index = codes.indexOf(nodes[child]?.code ?? '');
      if (index < 0) continue;
      indices.push(index);
      nominal += group.weights[place] as number;
    }
    return indices.length > 0 ? [{ indices, nominal }] : [];
  });
}

function wantedShares(objective: WeightObjective, count: number, about: string): readonly number[] {
  const shares = (objective.kind === 'balance' && objective.shares) || new Array<number>(count).fill(1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (shares.length === count && shares.every((share) => share > 0 && share < Number.POSITIVE_INFINITY)) {
    return shares.map((share) => share / total);
  }
  throw new ComputationRefused('rule-invalid', about, `${count} positive shares are needed`);
}
