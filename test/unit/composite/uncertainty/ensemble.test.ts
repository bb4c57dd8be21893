import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileIndex } from '../../../../src/composite/tree/compile.ts';
import { evaluateIndex } from '../../../../src/composite/tree/evaluate.ts';
import { leaveOneOut } from '../../../../src/composite/tree/leave-one-out.ts';
import {
  CHUNK_REPLICATES,
  chunksOf,
  createEnsemble,
  type EnsembleResult,
  emptyResult,
  mergeResult,
  parametersOf,
  runChunk,
  runEnsemble,
  scoreStatistics,
} from '../../../../src/composite/uncertainty/ensemble.ts';
import { createEvaluator } from '../../../../src/composite/uncertainty/evaluator.ts';
import type { Factor } from '../../../../src/composite/uncertainty/factors.ts';
import { nominalParameters } from '../../../../src/composite/uncertainty/parameters.ts';
import { planEnsemble } from '../../../../src/composite/uncertainty/plan.ts';
import { rankStatistics } from '../../../../src/composite/uncertainty/rank-counts.ts';
import { evaluationsOf, runSensitivity } from '../../../../src/composite/uncertainty/sensitivity.ts';
import { sobolIndices } from '../../../../src/composite/uncertainty/sobol.ts';
import {
  AGGREGATION,
  group,
  indicator,
  LEAVE_OUT,
  NORMALISATION,
  ROOT,
  ROUNDING,
  specification,
  TABLE,
  TREATMENT,
  tableOf,
  WEIGHTS,
} from './index-cases.ts';

const ALL = [WEIGHTS, TREATMENT, NORMALISATION, AGGREGATION, ROUNDING, LEAVE_OUT];

describe('an evaluator', () => {
  test('gives the same scores with kept intermediate results as without, whatever varies', () => {
    fc.assert(
      fc.property(fc.subarray(ALL, { minLength: 1 }), fc.nat(1000), (factors, first) => {
        const kept = createEnsemble(specification(factors));
        const redone = createEnsemble(specification(factors, { isCached: false }));
        for (let replicate = first; replicate < first + 6; replicate += 1) {
          const parameters = parametersOf(kept, replicate);
          expect([...kept.evaluate(parameters)]).toEqual([...redone.evaluate(parameters)]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('gives the scores of the index itself where nothing departs from its declaration', () => {
    const { nominalScores, nominalRanks } = createEnsemble(specification(ALL));
    const { root } = evaluateIndex(compileIndex(ROOT), TABLE);
    expect([...nominalScores]).toEqual([...root.scores]);
    expect(nominalRanks.indexOf(1)).toBe(nominalScores.indexOf(Math.max(...nominalScores)));
  });

  test('leaves elements out as leave-one-out does, a group without children with them', () => {
    const root = group(
      'index',
      group('only', indicator('a')),
      group('second', indicator('b'), indicator('c')),
    );
    const codes = ['a', 'b', 'only', 'second'];
    const plan = planEnsemble(root, TABLE, [{ kind: 'leave-out', nodes: codes }]);
    const evaluate = createEvaluator(plan);
    const parameters = nominalParameters(plan);
    const compiled = compileIndex(root);
    const { removals } = leaveOneOut(compiled, evaluateIndex(compiled, TABLE), TABLE, { codes });
    for (const [index, { scores }] of removals.entries()) {
      parameters.choices[0] = index + 1;
      expect([...evaluate(parameters)]).toEqual([...scores]);
    }
  });

  test('takes missing values as the index declares, in a geometric mean too', () => {
    const columns = new Map(TABLE.columns).set(
      'a',
      TABLE.columns.get('a')?.map((value, unit) => (unit === 2 ? Number.NaN : value)) as Float64Array,
    );
    const table = { ...TABLE, columns };
    const factor: Factor = { kind: 'aggregation', alternatives: [{ method: 'geometric' }] };
    const ensemble = createEnsemble(specification([factor], { table }));
    const { root } = evaluateIndex(compileIndex(ROOT, { aggregation: { method: 'geometric' } }), table);
    const scores = ensemble.evaluate(parametersOf(ensemble, 0));
    for (const [unit, score] of root.scores.entries()) expect(scores[unit]).toBeCloseTo(score, 12);
  });

  test('refuses zeros in a geometric mean, with advice', () => {
    const steps = [{ kind: 'normalise', normalisation: { method: 'min-max', low: 0, high: 100 } }] as const;
    const root = group('index', indicator('a', steps), indicator('b', steps));
    const ensemble = createEnsemble(
      specification([{ kind: 'aggregation', alternatives: [{ method: 'geometric' }] }], { root }),
    );
    expect(() => runEnsemble(ensemble, 1)).toThrow(
      expect.objectContaining({ code: 'value-not-positive', hint: expect.stringContaining('1 to 100') }),
    );
  });
});

describe('an ensemble', () => {
  const replicates = 3 * CHUNK_REPLICATES + 100;

  test('is the same to the last bit whoever computes which chunk, in whatever order', () => {
    const spec = specification(ALL);
    const whole = runEnsemble(createEnsemble(spec), replicates);
    const workers = [createEnsemble(spec), createEnsemble(spec), createEnsemble(spec)];
    const results: EnsembleResult[] = [];
    for (const chunk of [2, 0, 3, 1]) {
      const worker = workers[chunk % 3] as (typeof workers)[number];
      const result = emptyResult(worker);
      runChunk(worker, chunk, replicates, result);
      results[chunk] = result;
    }
    const merged = emptyResult(createEnsemble(spec));
    for (const result of results) mergeResult(merged, result);
    expect(merged).toEqual(whole);
    expect([results.length, merged.counts.replicates]).toEqual([chunksOf(replicates), replicates]);
  });

  test('depends on the seed, and a replicate on nothing else', () => {
    const first = runEnsemble(createEnsemble(specification([WEIGHTS])), 500);
    expect(runEnsemble(createEnsemble(specification([WEIGHTS], { seed: 2 })), 500)).not.toEqual(first);
    const ensemble = createEnsemble(specification(ALL));
    const before = parametersOf(ensemble, 77);
    runEnsemble(ensemble, 100);
    expect(parametersOf(ensemble, 77)).toEqual(before);
  });

  test('draws what it says: weights within their limits, alternatives equally often, values within their digits', () => {
    const ensemble = createEnsemble(specification(ALL));
    const { nodeByCode, factors } = ensemble.plan;
    const at = (code: string) => nodeByCode.get(code) as number;
    const seen = [0, 0, 0];
    const means: number[] = [];
    for (let replicate = 0; replicate < 3000; replicate += 1) {
      const { weights, choices, observed } = parametersOf(ensemble, replicate);
      expect(weights[at('first')]).toBeGreaterThan(0.75);
      expect(weights[at('first')]).toBeLessThan(1.25);
      expect(weights[at('b')]).toBe(1);
      means.push(weights[at('first')] as number);
      const aggregation = choices[factors.indexOf(AGGREGATION)] as number;
      seen[aggregation] = (seen[aggregation] ?? 0) + 1;
      const printed = TABLE.columns.get('d') as Float64Array;
      for (const [unit, value] of (observed[at('d')] as Float64Array).entries()) {
        const limit = Math.min(1, (printed[unit] as number) + 0.1);
        expect(value >= (printed[unit] as number) && value <= limit).toBe(true);
        if (unit === 3) expect(value).toBe(printed[unit]);
      }
      expect(observed[at('b')]).toBeNull();
    }
    expect(means.reduce((sum, mean) => sum + mean, 0) / means.length).toBeCloseTo(1, 1);
    for (const count of seen) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test('draws weights evenly from the simplex', () => {
    const ensemble = createEnsemble(specification([{ kind: 'simplex-weights', group: 'first' }]));
    const at = ensemble.plan.nodeByCode.get('a') as number;
    const children = ['a', 'b', 'c'].map((code) => ensemble.plan.nodeByCode.get(code) as number);
    const shares = Array.from({ length: 4000 }, (_, replicate) => {
      const { weights } = parametersOf(ensemble, replicate);
      return (weights[at] as number) / children.reduce((sum, child) => sum + (weights[child] as number), 0);
    });
    // A share of three is Beta(1, 2): mean 1/3, P(share > ½) = 1/4.
    expect(shares.reduce((sum, share) => sum + share, 0) / 4000).toBeCloseTo(1 / 3, 1);
    expect(shares.filter((share) => share > 0.5).length / 4000).toBeCloseTo(0.25, 1);
  });

  test('keeps mean and deviation of the scores', () => {
    const ensemble = createEnsemble(specification([WEIGHTS, ROUNDING]));
    const result = runEnsemble(ensemble, 300);
    const scores = Array.from(
      { length: 300 },
      (_, replicate) => ensemble.evaluate(parametersOf(ensemble, replicate))[4] as number,
    );
    const mean = scores.reduce((sum, score) => sum + score, 0) / 300;
    const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 299);
    const statistics = scoreStatistics(ensemble, result, 4);
    expect(statistics.mean).toBeCloseTo(mean, 10);
    expect(statistics.standardDeviation).toBeCloseTo(deviation, 10);
  });

  test('ranks do not move where units dominate one another, whatever the weights', () => {
    const values = Float64Array.from({ length: 20 }, (_, unit) => 20 - unit);
    const table = {
      ...tableOf([]),
      columns: new Map(['a', 'b', 'c', 'd', 'e'].map((code) => [code, values])),
    };
    const { counts } = runEnsemble(
      createEnsemble(specification([WEIGHTS, NORMALISATION, AGGREGATION], { table })),
      200,
    );
    for (let unit = 0; unit < 20; unit += 1) {
      expect(rankStatistics(counts, unit)).toMatchObject({ best: unit + 1, worst: unit + 1 });
    }
  });
});

describe('a specification that the index cannot take up is refused', () => {
  const refusal = (factor: Factor, root = ROOT) => {
    try {
      planEnsemble(root, TABLE, [factor]);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'accepted';
  };
  const bare = group('index', indicator('a', []), indicator('b', []));

  test.each<[string, Factor, typeof ROOT?]>([
    ['treatment where no indicator is treated', TREATMENT, bare],
    ['normalisation where no indicator is normalised', NORMALISATION, bare],
    ['treatment of a node without that step', { ...TREATMENT, nodes: ['first'] } as Factor],
    ['aggregation of an indicator', { ...AGGREGATION, nodes: ['a'] } as Factor],
    ['a node that is not there', { kind: 'weights', nodes: ['third'], fraction: 0.1 }],
    ['the weight of the index itself', { kind: 'weights', nodes: ['index'], fraction: 0.1 }],
    ['weights of no node', { kind: 'weights', nodes: [], fraction: 0.1 }],
    [
      'weights of an only child',
      { kind: 'weights', nodes: ['a'], fraction: 0.1 },
      group('index', indicator('a')),
    ],
    ['a simplex of one', { kind: 'simplex-weights', group: 'a' }],
    ['rounding of a group', { kind: 'rounding', indicators: [{ code: 'first', low: 0, high: 1 }] }],
    ['rounding by nothing', { kind: 'rounding', indicators: [{ code: 'a', low: 0, high: 0 }] }],
    ['the index left out', { kind: 'leave-out', nodes: ['index'] }],
    ['no alternative', { kind: 'aggregation', alternatives: [] }],
  ])('%s', (_, factor, root) => {
    expect(refusal(factor, root)).toBe('specification-unused');
  });

  test.each([0, -0.1, 1.5, Number.NaN])('weights times 1 ± %d', (fraction) => {
    expect(refusal({ kind: 'weights', nodes: ['first'], fraction })).toBe('weight-invalid');
  });

  test('two factors on one rule, where the second would be without effect', () => {
    expect(() => planEnsemble(ROOT, TABLE, [AGGREGATION, AGGREGATION])).toThrow(
      'two factors vary its aggregation',
    );
    expect(() => planEnsemble(ROOT, TABLE, [WEIGHTS, { kind: 'simplex-weights', group: 'index' }])).toThrow(
      'two factors vary its weights',
    );
  });

  test('a seed of more than 32 bits', () => {
    expect(() => createEnsemble(specification([WEIGHTS], { seed: 2 ** 32 }))).toThrow(RangeError);
    expect(() => createEnsemble(specification([WEIGHTS], { seed: 1.5 }))).toThrow(RangeError);
  });
});

describe('a sensitivity analysis', () => {
  test('gives a factor that does nothing a total of 0, and the only one that moves ranks all of it', () => {
    const same: Factor = {
      kind: 'aggregation',
      alternatives: [{ method: 'arithmetic' }, { method: 'arithmetic' }],
    };
    const ensemble = createEnsemble(specification([WEIGHTS, same]));
    const [all, unit] = runSensitivity(ensemble, 400, [3]).map(sobolIndices);
    for (const indices of [all, unit]) {
      expect(indices?.factors[1]?.total).toBe(0);
      expect(indices?.factors[0]?.total).toBeCloseTo(1, 0);
    }
    expect(evaluationsOf(ensemble, 400)).toBe(1600);
  });

  test('has totals at or above first orders, within the stated errors', () => {
    const [all] = runSensitivity(
      createEnsemble(specification([WEIGHTS, NORMALISATION, AGGREGATION])),
      2000,
      [],
    ).map(sobolIndices);
    for (const [index, { jansen, total }] of (all?.factors ?? []).entries()) {
      expect(total).toBeGreaterThan(jansen - 4 * (all?.errors[index]?.jansen ?? 0));
    }
  });
});
