/** How the golden indicators move together: correlations and their tests, flags, consistency, principal components. */
import { describe, expect, it } from 'vitest';
import { CORRELATION_METHODS, correlate } from '../../../src/composite/statistics/correlation.ts';
import {
  type Columns,
  correlateColumns,
  correlationFlags,
  correlationsWithDenominators,
} from '../../../src/composite/statistics/correlation-tables.ts';
import { cronbachAlpha } from '../../../src/composite/statistics/cronbach.ts';
import { principalComponents } from '../../../src/composite/statistics/principal-components.ts';
import { walk } from '../../../src/composite/tree/compile.ts';
import { declareAsem, tableOf } from '../../support/asem-index.ts';
import {
  GOLDEN_NOTE,
  type GoldenTable,
  goldenAbsent,
  largestDifference,
  numbersOf,
  readGoldenTable,
} from '../../support/composite-golden.ts';

const TOLERANCE = 1e-12;

describe.skipIf(goldenAbsent)(`multivariate analysis of the golden index${GOLDEN_NOTE}`, () => {
  if (goldenAbsent) return;
  const read = (file: string) => tableOf(readGoldenTable(`asem/${file}`)).columns;
  const normalised = read('02_dset_normalised_minmax_0_100.csv');
  const aggregated = read('02_dset_aggregated_amean.csv');
  const raw = read('02_dset_raw.csv');
  const groups = [...walk(declareAsem())].flatMap(({ node }) => (node.kind === 'group' ? [node] : []));
  const pillars = groups.filter(({ children }) => children.every(({ kind }) => kind === 'indicator'));
  const childrenOf = (code: string, columns: Columns): Columns => {
    const group = groups.find((found) => found.code === code);
    return pick(columns, group?.children.map((child) => child.code) ?? []);
  };

  it.each(CORRELATION_METHODS)('%s between all indicators', (method) => {
    const golden = readGoldenTable(`asem/06_corr_ind_${method}.csv`);
    expectMatrix(
      golden,
      (row, column) => correlate(get(normalised, row), get(normalised, column), method).coefficient,
    );
  });

  it('Pearson over the units that have both raw values', () => {
    const golden = readGoldenTable('asem/06_corr_raw_pairwise_pearson.csv');
    expectMatrix(golden, (row, column) => correlate(get(raw, row), get(raw, column)).coefficient);
  });

  it('indicators with their pillars, left out where p is 0.05 or more', () => {
    const golden = readGoldenTable('asem/06_corr_ind_pillar_pval0.05.csv');
    const firsts = golden.texts.get('Var1') ?? [];
    const seconds = golden.texts.get('Var2') ?? [];
    const coefficients = numbersOf(golden, 'Correlation');
    expect(firsts).toHaveLength(49);
    for (const [row, pillar] of firsts.entries()) {
      const { coefficient, pValue } = correlate(get(aggregated, pillar), get(aggregated, seconds[row] ?? ''));
      const shown = pValue < 0.05 ? coefficient : Number.NaN;
      expect(largestDifference([shown], [coefficients[row] as number]), seconds[row] ?? '').toBeLessThan(
        TOLERANCE,
      );
    }
  });

  it('flags of indicators that measure the same or work against each other within a pillar', () => {
    const flags = pillars.flatMap(({ code }) =>
      correlationFlags(childrenOf(code, normalised), { high: 0.75, low: -0.5 }).map((pair) => ({
        ...pair,
        code,
      })),
    );
    for (const flag of ['high', 'low'] as const) {
      const golden = readGoldenTable(`asem/06_corr_flags_${flag}.csv`);
      const column = (name: string) => golden.texts.get(name) ?? [];
      const found = flags.filter((pair) => pair.flag === flag);
      const keyOf = (group = '', first = '', second = '') => [group, ...[first, second].sort()].join(' ');
      const keys = found.map(({ code, first, second }) => keyOf(code, first, second));
      const expected = golden.rows.map((group, row) =>
        keyOf(group, column('Ind1')[row], column('Ind2')[row]),
      );
      expect(keys.toSorted()).toEqual(expected.toSorted());
      for (const [row, key] of expected.entries()) {
        const own = found[keys.indexOf(key)]?.coefficient ?? Number.NaN;
        expect(largestDifference([own], [numbersOf(golden, 'Corr')[row] as number])).toBeLessThan(TOLERANCE);
      }
    }
  });

  it('raw indicators that follow a denominator', () => {
    const golden = readGoldenTable('asem/06_denom_corr.csv');
    const data = read('01_raw_iData.csv');
    const denominators = pick(data, ['Area', 'Energy', 'GDP', 'Population']);
    const found = correlationsWithDenominators(pick(data, [...normalised.keys()]), denominators, 0.7);
    const keys = found.map(({ first, second }) => `${first} ${second}`);
    const expected = golden.rows.map((code, row) => `${code} ${golden.texts.get('Denom')?.[row]}`);
    expect(keys.toSorted()).toEqual(expected.toSorted());
    const own = expected.map((key) => found[keys.indexOf(key)]?.coefficient ?? Number.NaN);
    expect(largestDifference(own, numbersOf(golden, 'Corr'))).toBeLessThan(TOLERANCE);
  });

  it("Cronbach's alpha of every group, of pairwise complete raw data and of all indicators", () => {
    const golden = readGoldenTable('asem/06_cronbach_alpha.csv');
    const alphas = numbersOf(golden, 'alpha');
    const sources: Record<string, Columns> = {
      Normalised: normalised,
      Aggregated: aggregated,
      'Raw(pairwise NAs)': raw,
    };
    for (const [row, group] of golden.rows.entries()) {
      const source = sources[golden.texts.get('dset')?.[row] ?? ''] ?? new Map();
      const columns = group.startsWith('Index') ? source : childrenOf(group, source);
      const alpha = cronbachAlpha([...columns.values()], group);
      expect(largestDifference([alpha], [alphas[row] as number]), `${group} ${row}`).toBeLessThan(TOLERANCE);
    }
  });

  it('principal components of the pillars of each sub-index', () => {
    const eigen = readGoldenTable('asem/06_pca_eigenvalues_level2.csv');
    const loadings = readGoldenTable('asem/06_pca_loadings_level2.csv');
    for (const group of ['Conn', 'Sust']) {
      const columns = childrenOf(group, aggregated);
      const found = principalComponents([...columns.values()], group);
      const ofGroup = (name: string, { rows }: GoldenTable, values: Float64Array) =>
        values.filter((_, row) => rows[row] === group && name !== '');
      const values = ofGroup('eigen', eigen, numbersOf(eigen, 'eigen'));
      expect(largestDifference(found.eigenvalues, values)).toBeLessThan(TOLERANCE);
      expect(largestDifference(found.shares, ofGroup('prop', eigen, numbersOf(eigen, 'prop')))).toBeLessThan(
        TOLERANCE,
      );
      for (const [component, name] of ['PC1', 'PC2', 'PC3'].entries()) {
        for (const [row, code] of (loadings.texts.get('iCode') ?? []).entries()) {
          if (loadings.rows[row] !== group) continue;
          const own = found.loadings[component]?.[[...columns.keys()].indexOf(code)] as number;
          const golden = Math.abs(numbersOf(loadings, name)[row] as number);
          // Loadings are of length 1 together: the tolerance is absolute.
          expect(Math.abs(Math.abs(own) - golden), `${group} ${code} ${name}`).toBeLessThan(TOLERANCE);
        }
      }
    }
  });

  it('a table of all pairs has each pair twice and itself once', () => {
    const pairs = correlateColumns(childrenOf('Physical', normalised));
    expect(pairs).toHaveLength(64);
    expect(
      pairs.filter(({ first, second }) => first === second).every(({ coefficient }) => coefficient === 1),
    ).toBe(true);
  });
});

function get(columns: Columns, code: string): Float64Array {
  const column = columns.get(code);
  if (!column) throw new Error(`no column ${code}`);
  return column;
}

function pick(columns: Columns, codes: readonly string[]): Columns {
  return new Map(codes.map((code) => [code, get(columns, code)]));
}

function expectMatrix(golden: GoldenTable, own: (row: string, column: string) => number): void {
  expect(golden.rows).toHaveLength(49);
  for (const column of golden.rows) {
    const values = golden.rows.map((row) => own(row, column));
    const expected = numbersOf(golden, column);
    // Coefficients near zero lose digits: the tolerance is absolute there.
    for (const [row, value] of values.entries()) {
      expect(Math.abs(value - (expected[row] as number)), `${golden.rows[row]} ${column}`).toBeLessThan(
        TOLERANCE,
      );
    }
  }
}
