/**
 * The index of the golden data from its raw figures to its ranks, as one declaration; what each element weighs, and
 * what the index is without it.
 */
import { describe, expect, it } from 'vitest';
import { treatColumn } from '../../../src/composite/prepare/treat.ts';
import { rankDifferences } from '../../../src/composite/rank/rank-differences.ts';
import { rankValues, rankWithinGroups } from '../../../src/composite/rank/rank-values.ts';
import type { IndicatorTable } from '../../../src/composite/table.ts';
import { compileIndex } from '../../../src/composite/tree/compile.ts';
import { effectiveWeights } from '../../../src/composite/tree/effective-weights.ts';
import { evaluateIndex } from '../../../src/composite/tree/evaluate.ts';
import { leaveOneOut } from '../../../src/composite/tree/leave-one-out.ts';
import { ASEM } from '../../../src/methodology/indices/asem.ts';
import { ASEM_TREATMENT, asemChain, declareAsem, tableOf } from '../../support/asem-index.ts';
import {
  GOLDEN_NOTE,
  type GoldenTable,
  goldenAbsent,
  largestDifference,
  numbersOf,
  readGoldenTable,
} from '../../support/composite-golden.ts';

const TOLERANCE = 1e-12;

/** A golden column in the order of our units. */
function expected(golden: GoldenTable, name: string, units: readonly string[]): Float64Array {
  const values = numbersOf(golden, name);
  const codes = golden.texts.get('uCode') ?? [];
  return Float64Array.from(units, (unit) => values[codes.indexOf(unit)] ?? Number.NaN);
}

const MIN_MAX_0_100 = {
  kind: 'normalise',
  normalisation: { method: 'min-max', low: 0, high: 100 },
} as const;
const MIN_MAX_1_100 = {
  kind: 'normalise',
  normalisation: { method: 'min-max', low: 1, high: 100 },
} as const;

describe.skipIf(goldenAbsent)(`the golden index from its raw figures${GOLDEN_NOTE}`, () => {
  if (goldenAbsent) return;
  const table: IndicatorTable = tableOf(readGoldenTable('asem/01_raw_iData.csv'));
  const index = compileIndex(declareAsem({ steps: asemChain }));
  const evaluated = evaluateIndex(index, table);
  const ranks = (code: string) => rankValues(scoresOf(code), { ties: 'min' });
  const scoresOf = (code: string) => evaluated.nodes.get(code)?.scores ?? new Float64Array();

  it('has every score of every node', () => {
    const golden = readGoldenTable('asem/02_dset_aggregated_amean.csv');
    expect(evaluated.nodes.size).toBe(60);
    for (const code of evaluated.nodes.keys()) {
      const difference = largestDifference(scoresOf(code), expected(golden, code, table.units));
      expect(difference, code).toBeLessThan(TOLERANCE);
    }
  });

  it('has them through its declaration in the registry too', () => {
    const { nodes } = evaluateIndex(compileIndex(ASEM), table);
    expect([...nodes.keys()].toSorted()).toEqual([...evaluated.nodes.keys()].toSorted());
    for (const [code, node] of nodes) {
      expect(largestDifference(node.scores, scoresOf(code)), code).toBeLessThan(TOLERANCE);
    }
  });

  it('has every rank of every node', () => {
    const golden = readGoldenTable('asem/02_ranks_all_columns_min.csv');
    for (const code of evaluated.nodes.keys()) {
      expect(ranks(code), code).toEqual(expected(golden, code, table.units));
    }
    const full = readGoldenTable('asem/02_results_full_ranks.csv');
    for (const code of evaluated.nodes.keys()) {
      expect(ranks(code), code).toEqual(expected(full, code, table.units));
    }
  });

  it('has the results table and the ranks within a grouping', () => {
    const summary = readGoldenTable('asem/02_results_summary.csv');
    expect(largestDifference(scoresOf('Index'), expected(summary, 'Index', table.units))).toBeLessThan(
      TOLERANCE,
    );
    expect(ranks('Index')).toEqual(expected(summary, 'Rank', table.units));
    const groups = readGoldenTable('asem/02_results_groupranks_GDP.csv');
    const grouping = table.groupings?.get('GDP_group') ?? [];
    for (const code of ['Index', 'Conn', 'Sust', 'Physical', 'Social', 'SusEcFin']) {
      const within = rankWithinGroups(scoresOf(code), grouping, { ties: 'min' });
      expect(within, code).toEqual(expected(groups, code, table.units));
    }
  });

  it("has one country's scores, and its best and worst indicators by rank of the raw values", () => {
    const india = table.units.indexOf('IND');
    const summary = readGoldenTable('asem/02_unit_summary_IND.csv');
    for (const [row, code] of summary.rows.entries()) {
      expect(scoresOf(code)[india]).toBeCloseTo(numbersOf(summary, 'Score')[row] as number, 10);
      expect(ranks(code)[india]).toBe(numbersOf(summary, 'Rank')[row]);
    }
    for (const file of ['asem/02_strengths_IND.csv', 'asem/02_weaknesses_IND.csv']) {
      const list = readGoldenTable(file);
      for (const [row, code] of list.rows.entries()) {
        const raw = table.columns.get(code) ?? new Float64Array();
        const node = index.nodes.find((other) => other.code === code);
        const directed = raw.map((value) => value * (node?.kind === 'leaf' ? node.direction : Number.NaN));
        expect(rankValues(directed, { ties: 'min' })[india], code).toBe(numbersOf(list, 'Rank')[row]);
        expect(Number((raw[india] as number).toPrecision(3)), code).toBe(numbersOf(list, 'Value')[row]);
      }
    }
  });

  it('marks the imputed cells up to the top', () => {
    const raw = readGoldenTable('asem/02_dset_denominated.csv');
    for (const [code, { imputed }] of evaluated.nodes) {
      if (!raw.texts.has(code)) continue;
      const gaps = [...expected(raw, code, table.units)].map((value) => (Number.isNaN(value) ? 1 : 0));
      expect([...(imputed ?? new Uint8Array(gaps.length))], code).toEqual(gaps);
    }
    const summary = readGoldenTable('asem/02_data_avail_summary.csv');
    const missing = numbersOf(summary, 'N_missing');
    const withGaps = summary.rows.filter((_, row) => missing[row] !== 0);
    const marked = table.units.filter((_, unit) => evaluated.root.imputed?.[unit]);
    expect(marked.toSorted()).toEqual(withGaps.toSorted());
  });

  it('has the effective weights', () => {
    const golden = readGoldenTable('asem/01_effective_weights.csv');
    const weights = effectiveWeights(index);
    expect(weights.size).toBe(golden.rows.length);
    const own = golden.rows.map((code) => weights.get(code) ?? Number.NaN);
    expect(largestDifference(own, numbersOf(golden, 'EffWeight'))).toBeLessThan(TOLERANCE);
  });

  it.each([1, 2, 3])('without each element of level %i in turn has the golden scores and ranks', (level) => {
    const read = (part: string) => readGoldenTable(`asem/07_remove_L${level}_${part}.csv`);
    const [scores, newRanks, differences, summary] = [
      read('scores'),
      read('ranks'),
      read('rankdiffs'),
      read('summary'),
    ];
    const codes = summary.rows.filter((code) => code !== 'Nominal');
    const { removals, ranks: nominal } = leaveOneOut(index, evaluated, table, { codes });
    expect(nominal).toEqual(expected(newRanks, 'Nominal', table.units));
    expect(removals.map(({ code }) => code)).toEqual(codes);
    for (const removal of removals) {
      const { code } = removal;
      const difference = largestDifference(removal.scores, expected(scores, code, table.units));
      expect(difference, code).toBeLessThan(TOLERANCE);
      expect(removal.ranks, code).toEqual(expected(newRanks, code, table.units));
      expect([...removal.placesUp].map((places) => places + 0)).toEqual([
        ...expected(differences, code, table.units),
      ]);
      const mean = numbersOf(summary, 'meanAbsRankDiff')[summary.rows.indexOf(code)] as number;
      expect(removal.meanAbsolute).toBeCloseTo(mean, 12);
    }
  });

  it('differs from its geometric build by the golden rank differences', () => {
    const golden = readGoldenTable('asem/08_compare_amean_vs_gmean.csv');
    const steps = (indicator: Parameters<typeof asemChain>[0]) =>
      asemChain(indicator).with(-1, MIN_MAX_1_100);
    const builds = (['arithmetic', 'geometric'] as const).map((method) => {
      const { root } = evaluateIndex(compileIndex(declareAsem({ steps, aggregation: { method } })), table);
      return rankValues(root.scores, { ties: 'min' });
    }) as [Float64Array, Float64Array];
    expect(builds[0]).toEqual(expected(golden, 'coin.1', table.units));
    expect(builds[1]).toEqual(expected(golden, 'coin.2', table.units));
    const { placesUp, meanAbsolute } = rankDifferences(...builds);
    expect(placesUp).toEqual(expected(golden, 'Diff', table.units));
    const sizes = expected(golden, 'Abs.diff', table.units);
    expect(meanAbsolute).toBeCloseTo(sizes.reduce((sum, size) => sum + size, 0) / sizes.length, 12);
  });
});

describe.skipIf(goldenAbsent)(`the golden panel${GOLDEN_NOTE}`, () => {
  if (goldenAbsent) return;

  it('normalised over all its years together has every score', () => {
    const golden = readGoldenTable('asem/08_panel_aggregated_global_minmax.csv');
    const [years, units] = [golden.texts.get('Time') ?? [], golden.texts.get('uCode') ?? []];
    const panel = readGoldenTable('asem/01_raw_iData_panel.csv');
    // Five countries were screened out for their data before.
    const rows = panel.rows
      .map((_, row) => row)
      .filter((row) => units.includes(panel.texts.get('uCode')?.[row] ?? ''));
    const texts = new Map(
      [...panel.texts].map(([name, cells]) => [name, rows.map((row) => cells[row] ?? '')]),
    );
    const kept = { ...tableOf({ rows: [], texts }), years: texts.get('Time') ?? [] };
    const keys = rows.map((row) => `${panel.texts.get('Time')?.[row]} ${panel.texts.get('uCode')?.[row]}`);
    const positions = years.map((year, row) => keys.indexOf(`${year} ${units[row]}`));
    const steps = () => [MIN_MAX_0_100];
    const treated = { ...kept, columns: treatEachYear(kept.columns, kept.years) };
    const evaluated = evaluateIndex(compileIndex(declareAsem({ steps })), treated);
    for (const [code, { scores }] of evaluated.nodes) {
      const own = positions.map((position) => scores[position] as number);
      expect(largestDifference(own, numbersOf(golden, code)), code).toBeLessThan(TOLERANCE);
    }
  });
});

/** The golden panel was treated year by year, then normalised together. */
function treatEachYear(
  columns: IndicatorTable['columns'],
  years: readonly string[],
): ReadonlyMap<string, Float64Array> {
  return new Map(
    [...columns].map(([code, values]) => {
      const all = values.slice();
      for (const year of new Set(years)) {
        const rows = years.map((_, row) => row).filter((row) => years[row] === year);
        const { values: treated } = treatColumn(
          values.filter((_, row) => years[row] === year),
          ASEM_TREATMENT,
        );
        for (const [index, row] of rows.entries()) all[row] = treated[index] as number;
      }
      return [code, all] as const;
    }),
  );
}
