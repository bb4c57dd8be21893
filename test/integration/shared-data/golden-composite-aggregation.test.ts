/** Aggregation of the golden data: all means, weights and rules for missing values, and pairwise comparison. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aggregateColumns } from '../../../src/composite/aggregate/aggregate.ts';
import {
  copelandScores,
  countDominance,
  outrankingMatrix,
} from '../../../src/composite/aggregate/copeland.ts';
import { rankValues } from '../../../src/composite/rank/rank-values.ts';
import { ComputationRefused } from '../../../src/composite/refusal.ts';
import { compileIndex } from '../../../src/composite/tree/compile.ts';
import type { IndexOverrides } from '../../../src/composite/tree/compiled-index.ts';
import { type EvaluatedIndex, evaluateIndex } from '../../../src/composite/tree/evaluate.ts';
import type { Aggregation, MissingRule } from '../../../src/methodology/definition.ts';
import { asemWeights, declareAsem, tableOf } from '../../support/asem-index.ts';
import {
  GOLDEN_NOTE,
  goldenAbsent,
  largestDifference,
  numbersOf,
  readGoldenJson,
  readGoldenTable,
} from '../../support/composite-golden.ts';

const TOLERANCE = 1e-12;
const AVAILABLE: MissingRule = { kind: 'available', atLeast: 0 };
const outcome = z.union([z.number(), z.null(), z.object({ error: z.string() })]).optional();
const MEANS = {
  amean: { method: 'arithmetic' },
  gmean: { method: 'geometric' },
  hmean: { method: 'harmonic' },
  genmean_p2: { method: 'generalised', exponent: 2 },
  genmean_pm2: { method: 'generalised', exponent: -2 },
} as const satisfies Record<string, Aggregation>;
type MeanName = keyof typeof MEANS;
const listed = z.union([z.number().transform((value) => [value]), z.array(z.number().nullable())]);
const aggregationCase = z.object({
  x: listed,
  w: listed,
  amean: outcome,
  gmean: outcome,
  hmean: outcome,
  genmean_p2: outcome,
  genmean_pm2: outcome,
});

describe.skipIf(goldenAbsent)(`means of the golden vectors${GOLDEN_NOTE}`, () => {
  if (goldenAbsent) return;
  const cases = z.array(aggregationCase).parse(readGoldenJson('small/aggregation.json'));

  it.each(cases)('of $x with weights $w', (found) => {
    const children = found.x.map((value) => Float64Array.of(value ?? Number.NaN));
    const weights = found.w.map((weight) => weight ?? Number.NaN);
    for (const name of Object.keys(MEANS) as MeanName[]) {
      const work = () =>
        aggregateColumns(children, weights, MEANS[name], AVAILABLE, new Float64Array(1), 'G')[0] as number;
      const golden = found[name];
      if (golden !== null && typeof golden === 'object') expect(work, name).toThrow(ComputationRefused);
      // The reference has no generalised mean of incomplete units; here it treats them as the other means do.
      else if (golden == null && name.startsWith('genmean') && found.amean != null) {
        expect(work(), name).toBeGreaterThan(0);
      } else expect(largestDifference([work()], [golden ?? Number.NaN]), name).toBeLessThan(2e-14);
    }
  });
});

describe.skipIf(goldenAbsent)(`the golden index under every aggregation${GOLDEN_NOTE}`, () => {
  if (goldenAbsent) return;
  const table = tableOf(readGoldenTable('asem/03_norm_minmax_1_100.csv'));
  const incomplete = tableOf(readGoldenTable('asem/05_na_input_minmax_1_100.csv'));
  const unequal = asemWeights('asem/05_weights_unequal.csv');
  const evaluate = (overrides: IndexOverrides, missing?: MissingRule, input = table) =>
    evaluateIndex(compileIndex(declareAsem(missing ? { missing } : {}), overrides), input);

  function expectGolden(evaluated: EvaluatedIndex, path: string, tolerance = TOLERANCE): void {
    const golden = readGoldenTable(path);
    expect(evaluated.units).toEqual(golden.rows);
    const codes = [...golden.texts.keys()].slice(1);
    expect(codes).toHaveLength(11);
    for (const code of codes) {
      const scores = evaluated.nodes.get(code)?.scores ?? [];
      expect(largestDifference(scores, numbersOf(golden, code)), `${path} ${code}`).toBeLessThanOrEqual(
        tolerance,
      );
    }
  }

  function expectGoldenRanks(evaluated: EvaluatedIndex, path: string): void {
    const golden = readGoldenTable(path);
    for (const code of [...golden.texts.keys()].slice(1)) {
      const scores = evaluated.nodes.get(code)?.scores ?? new Float64Array();
      expect(rankValues(scores, { ties: 'min' }), code).toEqual(numbersOf(golden, code));
    }
  }

  it.each([
    ['amean', 'arithmetic'],
    ['gmean', 'geometric'],
    ['hmean', 'harmonic'],
  ] as const)('%s, equal and unequal weights, scores and ranks', (name, method) => {
    const equal = evaluate({ aggregation: { method } });
    expectGolden(equal, `asem/05_agg_a_${name}_eq.csv`);
    expectGoldenRanks(equal, `asem/05_agg_a_${name}_eq_ranks.csv`);
    const weighted = evaluate({ aggregation: { method }, weights: unequal });
    expectGolden(weighted, `asem/05_agg_a_${name}_uneq.csv`);
    expectGoldenRanks(weighted, `asem/05_agg_a_${name}_uneq_ranks.csv`);
    const gaps = evaluate({ aggregation: { method } }, AVAILABLE, incomplete);
    expectGolden(gaps, `asem/05_na_agg_a_${name}.csv`);
  });

  it('the generalised mean with exponent 2', () => {
    expectGolden(evaluate({ aggregation: MEANS.genmean_p2 }), 'asem/05_agg_genmean_p2_eq.csv');
  });

  it('another mean at each level', () => {
    const mixed = evaluate({ aggregation: [MEANS.hmean, MEANS.gmean, MEANS.amean] });
    expectGolden(mixed, 'asem/05_agg_mixed_amean_gmean_hmean.csv');
  });

  it('a least share of children by level', () => {
    const level = (codes: string[], atLeast: number) =>
      codes.map((code) => [code, { kind: 'available', atLeast }] as const);
    const pillars = declareAsem().children.flatMap((sub) => (sub.kind === 'group' ? sub.children : []));
    const missing = new Map<string, MissingRule>([
      ...level(
        pillars.map(({ code }) => code),
        0.8,
      ),
      ...level(['Conn', 'Sust'], 0.8),
      ...level(['Index'], 1),
    ]);
    expectGolden(evaluate({ missing }, AVAILABLE, incomplete), 'asem/05_na_agg_a_amean_thresh_0.8_0.8_1.csv');
  });

  it('pairwise comparison by level', () => {
    expectGolden(evaluate({ aggregation: { method: 'copeland' } }), 'asem/05_copeland_by_level_eq.csv', 0);
  });

  it('pairwise comparison on all indicators: outranking, scores and dominance', () => {
    const codes = [...table.columns.keys()];
    const columns = codes.map((code) => table.columns.get(code) as Float64Array);
    const weights = codes.map((code) => unequal.get(code) as number);
    const units = table.units.length;
    const matrix = outrankingMatrix(columns, weights, 'Index');
    const golden = readGoldenTable('asem/05_outrank_matrix_uneq.csv');
    for (const [column, code] of golden.rows.entries()) {
      const own = golden.rows.map((_, row) => matrix[row * units + column] as number);
      expect(largestDifference(own, numbersOf(golden, code)), code).toBeLessThan(TOLERANCE);
    }
    const scores = readGoldenTable('asem/05_copeland_all49_uneq.csv');
    expect(copelandScores(matrix, units)).toEqual(numbersOf(scores, 'CopelandAll49'));
    const { nDominant, fracDominant } = z
      .object({ nDominant: z.number(), fracDominant: z.number() })
      .parse(readGoldenJson('asem/05_outrank_dominance.json'));
    expect(countDominance(matrix, units)).toEqual({ pairs: nDominant, share: fracDominant });
  });

  it('pairwise comparison of the small golden case', () => {
    const small = z
      .object({
        X: z.array(z.record(z.string(), z.number())),
        outrank: z.array(z.array(z.number())),
        nDominant: z.number(),
        fracDominant: z.number(),
        copeland: z.array(z.number()),
        copeland_w: z.array(z.number()),
      })
      .parse(readGoldenJson('small/copeland.json'));
    const columns = ['x1', 'x2', 'x3'].map((name) =>
      Float64Array.from(small.X, (row) => row[name] as number),
    );
    const matrix = outrankingMatrix(columns, [1, 1, 1], 'small');
    expect(largestDifference(matrix, small.outrank.flat())).toBeLessThan(1e-14);
    expect([...copelandScores(matrix, 4)]).toEqual(small.copeland);
    expect(countDominance(matrix, 4)).toEqual({ pairs: small.nDominant, share: small.fracDominant });
    // The golden file leaves its weights out: its scores are those of any weights with most on the first indicator.
    expect([...copelandScores(outrankingMatrix(columns, [3, 1, 1], 'small'), 4)]).toEqual(small.copeland_w);
  });
});
