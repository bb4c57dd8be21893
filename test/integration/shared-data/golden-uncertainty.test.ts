/**
 * The reference software's uncertainty and sensitivity runs on the ASEM index, repeated from their recorded parameters:
 * every score, every rank, the rank statistics and Sobol's indices; and its indices of three test functions.
 */
import { describe, expect, test } from 'vitest';
import { createEvaluator } from '../../../src/composite/uncertainty/evaluator.ts';
import type { Factor } from '../../../src/composite/uncertainty/factors.ts';
import { nominalParameters } from '../../../src/composite/uncertainty/parameters.ts';
import { planEnsemble } from '../../../src/composite/uncertainty/plan.ts';
import {
  countReplicate,
  createRankCounts,
  rankStatistics,
} from '../../../src/composite/uncertainty/rank-counts.ts';
import { createRankOrder } from '../../../src/composite/uncertainty/rank-order.ts';
import { meanRankChange } from '../../../src/composite/uncertainty/sensitivity.ts';
import { type SobolEstimate, sobolFromColumns } from '../../../src/composite/uncertainty/sobol.ts';
import type {
  Aggregation,
  GroupNode,
  IndexNode,
  Normalisation,
  Step,
  Treatment,
} from '../../../src/methodology/definition.ts';
import { ASEM } from '../../../src/methodology/indices/asem.ts';
import { rule } from '../../../src/methodology/rule.ts';
import {
  GOLDEN_NOTE,
  goldenAbsent,
  largestDifference,
  numbersOf,
  readGoldenJson,
  readGoldenTable,
} from '../../support/composite-golden.ts';

/** Treatment of the reference software: equal extremes move together, and what it cannot treat it leaves. */
function winsorise(maxWinsorised: number): Treatment {
  return {
    skewness: 2,
    kurtosis: 3.5,
    maxWinsorised,
    otherwise: 'log',
    ties: 'together',
    untreatable: 'leave',
  };
}

const NORMALISATIONS: Readonly<Record<string, Normalisation>> = {
  minmax_1_100: { method: 'min-max', low: 1, high: 100 },
  zscore_10_2: { method: 'z-score', ddof: 1, mean: 10, sd: 2 },
};
const AGGREGATIONS: Readonly<Record<string, Aggregation>> = {
  a_amean: { method: 'arithmetic' },
  a_gmean: { method: 'geometric' },
};
const PREPARED: readonly Step[] = [
  { kind: 'treat', treatment: winsorise(5) },
  { kind: 'normalise', normalisation: { method: 'min-max', low: 0, high: 100 } },
];

/** The index as declared, on the reference's table in which gaps are filled and indicators denominated already. */
function asemIndex(): GroupNode {
  const prepared = (node: IndexNode): IndexNode =>
    node.kind === 'indicator'
      ? { ...node, steps: rule(PREPARED, 'stated', 'golden run: treatment, then min–max') }
      : { ...node, children: node.children.map(prepared) };
  return { ...ASEM, children: ASEM.children.map(prepared) };
}

const FACTORS: readonly Factor[] = [
  { kind: 'treatment', alternatives: [1, 2, 3, 4, 5].map(winsorise) },
  { kind: 'normalisation', alternatives: Object.values(NORMALISATIONS) },
  {
    kind: 'weights',
    nodes: [
      'Physical',
      'ConEcFin',
      'Political',
      'Instit',
      'P2P',
      'Environ',
      'Social',
      'SusEcFin',
      'Conn',
      'Sust',
    ],
    fraction: 0.25,
  },
  { kind: 'aggregation', alternatives: Object.values(AGGREGATIONS) },
];

function replay(folder: string, isCached: boolean) {
  const screened = readGoldenTable('asem/02_dset_screened.csv');
  const indicators = [...screened.texts.keys()].filter((name) => name !== 'uCode');
  const table = {
    units: screened.rows,
    columns: new Map(indicators.map((code) => [code, numbersOf(screened, code)])),
  };
  const plan = planEnsemble(asemIndex(), table, FACTORS);
  const evaluate = createEvaluator(plan, { isCached });
  const parameters = nominalParameters(plan);
  const recorded = readGoldenTable(`asem/${folder}/params.csv`);
  const text = (column: string, row: number) => recorded.texts.get(column)?.[row] ?? '';
  const replicates = recorded.rows.length;
  const weights = plan.nodes.flatMap(({ code }, node) =>
    recorded.texts.has(`w_${code}`) ? [{ node, values: numbersOf(recorded, `w_${code}`) }] : [],
  );
  const nominal = evaluate(parameters).slice();
  return {
    units: table.units,
    replicates,
    nominal,
    /** Calls back with the scores of each replicate; they are overwritten by the next. */
    each(use: (scores: Float64Array, replicate: number) => void): void {
      for (let replicate = 0; replicate < replicates; replicate += 1) {
        parameters.choices[0] = Number(text('winmax', replicate)) - 1;
        parameters.choices[1] = Object.keys(NORMALISATIONS).indexOf(text('norm', replicate));
        parameters.choices[3] = Object.keys(AGGREGATIONS).indexOf(text('agg', replicate));
        for (const { node, values } of weights) parameters.weights[node] = values[replicate] as number;
        use(evaluate(parameters), replicate);
      }
    },
  };
}

/** Rows of a golden table with a column a replicate: `r_1` … */
function goldenColumns(path: string, replicates: number): Float64Array[] {
  const table = readGoldenTable(path);
  return Array.from({ length: replicates }, (_, index) => numbersOf(table, `r_${index + 1}`));
}

describe.skipIf(goldenAbsent)(`the reference software’s runs on ASEM, repeated${GOLDEN_NOTE}`, () => {
  test.each([
    ['10_UA_N1000', 1000, true],
    ['10_UA_N1000', 1000, false],
    ['11_SA_N200', 1200, true],
    ['11_SA_N200', 1200, false],
  ])(
    '%s: all scores of %i replicates to 1e-12, all ranks (kept intermediate results: %s)',
    (folder, count, isCached) => {
      const run = replay(folder, isCached);
      expect(run.replicates).toBe(count);
      const scores = goldenColumns(`asem/${folder}/scores.csv`, count);
      const ranks = goldenColumns(`asem/${folder}/ranks.csv`, count);
      const order = createRankOrder(run.units.length);
      const counts = createRankCounts(run.units.length, run.nominal);
      let cells = 0;
      let differentRanks = 0;
      let largest = 0;
      run.each((own, replicate) => {
        countReplicate(counts, order, own);
        largest = Math.max(largest, largestDifference(own, scores[replicate] ?? []));
        for (const [unit, rank] of order.ranks.entries()) {
          cells += 1;
          if (rank !== ranks[replicate]?.[unit]) differentRanks += 1;
        }
      });
      expect([cells, differentRanks]).toEqual([51 * count, 0]);
      expect(largest).toBeLessThan(1e-12);
    },
  );

  test('nominal scores and ranks', () => {
    const run = replay('10_UA_N1000', true);
    const golden = readGoldenTable('asem/10_UA_N1000/nominal.csv');
    expect(golden.rows).toEqual(run.units);
    expect(largestDifference(run.nominal, numbersOf(golden, 'Score'))).toBeLessThan(1e-12);
    const order = createRankOrder(run.units.length);
    countReplicate(createRankCounts(run.units.length, null), order, run.nominal);
    expect([...order.ranks]).toEqual([...numbersOf(golden, 'Rank')]);
  });

  test.each([
    ['10_UA_N1000', 1000],
    // Of the sensitivity run the replicates of designs A and B only.
    ['11_SA_N200', 400],
  ])('%s: mean, median and quantiles of the ranks of %i replicates', (folder, used) => {
    const run = replay(folder, true);
    const golden = readGoldenTable(`asem/${folder}/rank_stats.csv`);
    const order = createRankOrder(run.units.length);
    const counts = createRankCounts(run.units.length, null);
    run.each((scores, replicate) => {
      if (replicate < used) countReplicate(counts, order, scores);
    });
    const statistics = run.units.map((_, unit) => rankStatistics(counts, unit));
    const column = (pick: (one: (typeof statistics)[number]) => number) => statistics.map(pick);
    expect(
      largestDifference(
        column(({ mean }) => mean),
        numbersOf(golden, 'Mean'),
      ),
    ).toBeLessThan(1e-12);
    expect(column(({ median }) => median)).toEqual([...numbersOf(golden, 'Median')]);
    expect(
      largestDifference(
        column(({ low }) => low),
        numbersOf(golden, 'Q5'),
      ),
    ).toBeLessThan(1e-12);
    expect(
      largestDifference(
        column(({ high }) => high),
        numbersOf(golden, 'Q95'),
      ),
    ).toBeLessThan(1e-12);
  });

  test('11_SA_N200: mean rank change of every run, and Sobol’s indices', () => {
    const run = replay('11_SA_N200', true);
    const order = createRankOrder(run.units.length);
    const counts = createRankCounts(run.units.length, null);
    countReplicate(counts, order, run.nominal);
    const nominalRanks = order.ranks.slice();
    const y = new Float64Array(run.replicates);
    run.each((scores, replicate) => {
      countReplicate(counts, order, scores);
      y[replicate] = meanRankChange(order.ranks, nominalRanks);
    });
    const golden = numbersOf(readGoldenTable('asem/11_SA_N200/sobol_y.csv'), 'meanAbsRankDiff');
    expect(largestDifference(y, golden)).toBeLessThan(1e-12);
    const indices = readGoldenTable('asem/11_SA_N200/sensitivity_indices.csv');
    expect(indices.rows).toEqual(['Winmax', 'Normalisation', 'Weights', 'Aggregation']);
    expectEstimates(blocksOf(y, 4), [...numbersOf(indices, 'Si')], [...numbersOf(indices, 'STi')]);
  });
});

interface GoldenEstimates {
  readonly name: string;
  readonly d: number;
  readonly variance: number;
  readonly Si: readonly number[];
  readonly STi: readonly number[];
  readonly analytic: { readonly Si: readonly number[]; readonly STi: readonly number[] };
}

describe.skipIf(goldenAbsent)(`Sobol’s indices of test functions${GOLDEN_NOTE}`, () => {
  const files = ['ishigami_N2000', 'linear123_N1000', 'sobolG_N2000'];
  const estimates = goldenAbsent ? [] : (readGoldenJson('sobol/estimates.json') as GoldenEstimates[]);

  test.each(files)(
    '%s: the reference’s estimates, and the analytic values within the stated errors',
    (file) => {
      const golden = estimates.find(({ name }) => file.startsWith(name));
      if (golden === undefined) throw new Error(`no estimates of ${file}`);
      const y = numbersOf(readGoldenTable(`sobol/${file}_design.csv`), 'y');
      const indices = expectEstimates(blocksOf(y, golden.d), golden.Si, golden.STi);
      expect(Math.abs(indices.variance / golden.variance - 1)).toBeLessThan(1e-12);
      for (const [factor, estimate] of indices.factors.entries()) {
        const error = indices.errors[factor] as SobolEstimate;
        for (const kind of ['saltelli', 'saltelliCentred', 'jansen', 'total'] as const) {
          const analytic =
            (kind === 'total' ? golden.analytic.STi : golden.analytic.Si)[factor] ?? Number.NaN;
          expect(error[kind]).toBeGreaterThan(0);
          expect(Math.abs(estimate[kind] - analytic), `${kind} of factor ${factor + 1}`).toBeLessThan(
            4 * error[kind],
          );
        }
      }
    },
  );
});

/** Rows A, B, AB_1 … AB_d one after another, as the reference writes them. */
function blocksOf(y: Float64Array, factors: number) {
  const rows = y.length / (factors + 2);
  const block = (index: number) => y.subarray(index * rows, (index + 1) * rows);
  return { yA: block(0), yB: block(1), yAB: Array.from({ length: factors }, (_, index) => block(index + 2)) };
}

/** The JSON file has 15 digits. */
function expectEstimates(
  columns: ReturnType<typeof blocksOf>,
  Si: readonly number[],
  STi: readonly number[],
) {
  const indices = sobolFromColumns(columns);
  const first = indices.factors.map(({ saltelli }) => saltelli);
  const total = indices.factors.map(({ total: own }) => own);
  expect(largestDifference(first, Si)).toBeLessThan(1e-12);
  expect(largestDifference(total, STi)).toBeLessThan(1e-12);
  return indices;
}
