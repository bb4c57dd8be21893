/**
 * Optimised weights of the golden index. The reference lets weights go negative and its search is not unique, so
 * objectives and correlations are compared, under weights on the simplex.
 */
import { describe, expect, it } from 'vitest';
import { correlate } from '../../../src/composite/statistics/correlation.ts';
import { compileIndex } from '../../../src/composite/tree/compile.ts';
import { evaluateIndex } from '../../../src/composite/tree/evaluate.ts';
import { optimiseWeights } from '../../../src/composite/tree/optimise-weights.ts';
import { reevaluateWeights } from '../../../src/composite/tree/reevaluate.ts';
import { declareAsem, tableOf } from '../../support/asem-index.ts';
import {
  GOLDEN_NOTE,
  goldenAbsent,
  largestDifference,
  numbersOf,
  readGoldenTable,
} from '../../support/composite-golden.ts';

describe.skipIf(goldenAbsent)(`optimised weights of the golden index${GOLDEN_NOTE}`, () => {
  if (goldenAbsent) return;
  const table = tableOf(readGoldenTable('asem/02_dset_normalised_minmax_0_100.csv'));
  const index = compileIndex(declareAsem());
  const evaluated = evaluateIndex(index, table);

  const infomax = readGoldenTable('asem/09_optweights_infomax_L2_weights.csv');
  const balance = readGoldenTable('asem/09_optweights_balance_L2_weights.csv');
  const codes = infomax.rows;

  it('the golden weights give the golden correlations with the index to four digits', () => {
    const weights = numbersOf(infomax, 'Weight');
    const golden = new Map(codes.map((code, row) => [code, weights[row] as number] as const));
    const { nodes, root } = reevaluateWeights(index, evaluated, table, golden);
    // The golden correlations are in alphabetical order of the elements, their weights in that of the metadata; the
    // last step of the reference's search lies between the two.
    const own = codes
      .toSorted()
      .map((code) => correlate(nodes.get(code)?.scores ?? new Float64Array(), root.scores).coefficient);
    const obtained = numbersOf(readGoldenTable('asem/09_optweights_infomax_L2.csv'), 'Obtained');
    expect(largestDifference(own, obtained)).toBeLessThan(1e-4);
  });

  it('the negative weights that the reference finds are refused', () => {
    const weights = numbersOf(balance, 'Weight');
    expect(Math.min(...weights)).toBeLessThan(0);
    const golden = new Map(codes.map((code, row) => [code, weights[row] as number] as const));
    expect(() => reevaluateWeights(index, evaluated, table, golden)).toThrow(/not negative/);
  });

  // The least objectives on the simplex, by a gradient search from 40 random starts.
  it.each([
    ['balance', -6.942115199],
    ['infomax', -3.672901001],
  ] as const)('%s: reaches the least objective that weights on the simplex have', (kind, least) => {
    const own = optimiseWeights(index, evaluated, table, codes, { kind });
    expect(own.objective).toBeLessThan(least + 1e-8);
    expect(own.objective).toBeGreaterThan(least - 1e-6);
    const weights = [...own.weights.values()];
    expect(weights.every((weight) => weight >= 0)).toBe(true);
    const within = (group: readonly string[]) =>
      group.reduce((sum, code) => sum + (own.weights.get(code) ?? Number.NaN), 0);
    expect(within(['Physical', 'ConEcFin', 'Political', 'Instit', 'P2P'])).toBeCloseTo(5, 12);
    expect(within(['Environ', 'Social', 'SusEcFin'])).toBeCloseTo(3, 12);
  });

  it('infomax keeps more information than the reference found', () => {
    const obtained = numbersOf(readGoldenTable('asem/09_optweights_infomax_L2.csv'), 'Obtained');
    const reference = obtained.reduce((sum, r) => sum + Math.log1p(-r * r) / 2, 0);
    expect(optimiseWeights(index, evaluated, table, codes, { kind: 'infomax' }).objective).toBeLessThan(
      reference,
    );
  });
});
