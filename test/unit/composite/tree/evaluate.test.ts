import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankValues } from '../../../../src/composite/rank/rank-values.ts';
import type { IndicatorTable } from '../../../../src/composite/table.ts';
import { compileIndex } from '../../../../src/composite/tree/compile.ts';
import type { IndexOverrides } from '../../../../src/composite/tree/compiled-index.ts';
import { evaluateIndex } from '../../../../src/composite/tree/evaluate.ts';
import type { GroupNode, Step } from '../../../../src/methodology/definition.ts';
import { HDI } from '../../../../src/methodology/indices/hdi.ts';
import { group, indicator, tableFrom } from '../../../support/small-index.ts';

const normalise = (normalisation: Extract<Step, { kind: 'normalise' }>['normalisation']): Step => ({
  kind: 'normalise',
  normalisation,
});
const MIN_MAX = normalise({ method: 'min-max', low: 0, high: 1 });
const zScore = (ddof: 0 | 1) => normalise({ method: 'z-score', ddof, mean: 0, sd: 1 });

/** Two sub-indices of z-scores, each then min–max, as the Survey's. */
function chain(ddof: 0 | 1): GroupNode {
  const leaf = (code: string, direction: 1 | -1 = 1) => indicator(code, { steps: [zScore(ddof)], direction });
  return group('E', [
    group('T', [leaf('t1'), leaf('t2')], { steps: [MIN_MAX], weight: [2, 3] }),
    group('H', [leaf('h1'), leaf('h2', -1)], { steps: [MIN_MAX], weight: [1, 3] }),
  ]);
}

const size = fc.integer({ min: 3, max: 12 });
const tables = size.chain((units) => {
  const values = fc
    .array(fc.integer({ min: 0, max: 1000 }), { minLength: units, maxLength: units })
    .filter((all) => new Set(all).size > 1);
  return fc.record({ t1: values, t2: values, h1: values, h2: values });
});

function scores(root: GroupNode, table: IndicatorTable, overrides?: IndexOverrides): Float64Array {
  return evaluateIndex(compileIndex(root, overrides), table).root.scores;
}

/** Not the rare table in which a sub-index of the columns does not vary. */
function varies(columns: Readonly<Record<string, readonly number[]>>): boolean {
  const inner = evaluateIndex(
    compileIndex(chain(0), {
      steps: new Map([
        ['T', []],
        ['H', []],
      ]),
    }),
    tableFrom(columns),
  );
  return ['T', 'H'].every((code) => {
    const values = inner.nodes.get(code)?.values ?? new Float64Array();
    return Math.max(...values) - Math.min(...values) > 1e-6;
  });
}

function expectClose(actual: Float64Array, expected: Float64Array): void {
  for (const [unit, value] of actual.entries()) expect(value).toBeCloseTo(expected[unit] as number, 9);
}

describe('z-scores, their mean and min–max', () => {
  it('do not depend on the unit and origin of the series', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 99 }), fc.integer(), (columns, factor, shift) => {
        fc.pre(varies(columns));
        const moved = Object.fromEntries(
          Object.entries(columns).map(([code, values]) => [
            code,
            values.map((value) => (factor * value) / 7 + (shift % 1000)),
          ]),
        );
        expectClose(scores(chain(0), tableFrom(moved)), scores(chain(0), tableFrom(columns)));
      }),
      { seed: 61 },
    );
  });

  it('are the same for the deviation of the population and of a sample', () => {
    fc.assert(
      fc.property(tables, (columns) => {
        fc.pre(varies(columns));
        expectClose(scores(chain(1), tableFrom(columns)), scores(chain(0), tableFrom(columns)));
      }),
      { seed: 62 },
    );
  });

  it('differ by the deviation where the series have different gaps', () => {
    const columns = {
      t1: [1, 2, 4, 8, 5],
      t2: [3, Number.NaN, Number.NaN, 4, 9],
      h1: [1, 5, 2, 3, 4],
      h2: [2, 1, 2, 3, 9],
    };
    const missing = new Map([['T', { kind: 'available', atLeast: 0 } as const]]);
    const [population, sample] = ([0, 1] as const).map((ddof) =>
      scores(chain(ddof), tableFrom(columns), { missing }),
    ) as [Float64Array, Float64Array];
    expect(
      Math.max(...population.map((value, unit) => Math.abs(value - (sample[unit] as number)))),
    ).toBeGreaterThan(1e-3);
  });

  it('follow the units when these are put in another order', () => {
    fc.assert(
      fc.property(tables, (columns) => {
        fc.pre(varies(columns));
        const turned = Object.fromEntries(
          Object.entries(columns).map(([code, values]) => [code, values.toReversed()]),
        );
        expectClose(scores(chain(0), tableFrom(turned)).toReversed(), scores(chain(0), tableFrom(columns)));
      }),
      { seed: 63 },
    );
  });

  it('keep the ranks when all weights of a group are scaled', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 50 }), (columns, factor) => {
        fc.pre(varies(columns));
        const weights = new Map([
          ['T', (2 * factor) / 3],
          ['H', factor / 3],
        ]);
        const rounded = (values: Float64Array) => rankValues(values, { ties: 'min', decimals: 9 });
        expect(rounded(scores(chain(0), tableFrom(columns), { weights }))).toEqual(
          rounded(scores(chain(0), tableFrom(columns))),
        );
      }),
      { seed: 64 },
    );
  });
});

describe('a node', () => {
  it('has its values before and its scores after its steps, in the order declared', () => {
    const steps: Step[] = [{ kind: 'cap', at: 100 }, { kind: 'divide', by: 10 }, { kind: 'log' }];
    const root = group('I', [indicator('x', { steps })], { steps: [{ kind: 'divide', by: 2 }] });
    const { nodes, root: top } = evaluateIndex(compileIndex(root), tableFrom({ x: [50, 120, Number.NaN] }));
    expect([...(nodes.get('x')?.values ?? [])]).toEqual([50, 120, Number.NaN]);
    expect([...(nodes.get('x')?.scores ?? [])]).toEqual([Math.log(5), Math.log(10), Number.NaN]);
    expect([...top.values]).toEqual([Math.log(5), Math.log(10), Number.NaN]);
    expect([...top.scores]).toEqual([Math.log(5) / 2, Math.log(10) / 2, Number.NaN]);
    expect([nodes.get('x')?.count, top.count]).toEqual([2, 2]);
  });

  it('turns a less-is-better indicator round once, however many normalisations follow', () => {
    const steps = [zScore(0), MIN_MAX];
    const root = group('I', [indicator('x', { steps, direction: -1 })]);
    expect([...scores(root, tableFrom({ x: [1, 2, 3] }))]).toEqual([1, 0.5, 0]);
  });

  it('is divided by its denominator and marks what is imputed, up to the top', () => {
    const steps: Step[] = [
      { kind: 'denominate', by: 'people', factor: 100 },
      { kind: 'impute', imputation: { method: 'mean', within: 'region' } },
    ];
    const root = group('I', [indicator('x', { steps }), indicator('y')]);
    const table: IndicatorTable = {
      ...tableFrom({ x: [1, Number.NaN, 6, 8], y: [0, 0, 0, 0], people: [10, 10, 20, 40] }),
      groupings: new Map([['region', ['A', 'A', 'B', 'B']]]),
    };
    const { nodes, root: top } = evaluateIndex(compileIndex(root), table);
    expect([...(nodes.get('x')?.scores ?? [])]).toEqual([10, 10, 30, 20]);
    expect([...(top.imputed ?? [])]).toEqual([0, 1, 0, 0]);
    expect(nodes.get('y')?.imputed).toBeNull();
    const ungrouped = { units: table.units, columns: table.columns };
    expect(() => evaluateIndex(compileIndex(root), ungrouped)).toThrow(/no grouping region/);
  });

  it('refuses a table without its column, and names it', () => {
    expect(() =>
      evaluateIndex(compileIndex(chain(0)), tableFrom({ t1: [1, 2], t2: [2, 3], h1: [3, 1] })),
    ).toThrow(/h2/);
  });

  it('refuses a value a mean is not defined for, and names the unit', () => {
    const root = group('I', [indicator('x'), indicator('y')], { aggregation: { method: 'geometric' } });
    expect(() => scores(root, tableFrom({ x: [1, 0], y: [1, 2] }))).toThrow(/I: U1 has the value 0/);
  });
});

describe('the Human Development Index, declared in the same form', () => {
  const CODES = [
    'life_expectancy',
    'expected_years_of_schooling',
    'mean_years_of_schooling',
    'gni_per_capita',
  ];
  const hdi = (...inputs: readonly number[]) =>
    scores(HDI, {
      units: ['country'],
      columns: new Map(CODES.map((code, index) => [code, Float64Array.of(inputs[index] as number)])),
    })[0] as number;

  // Human Development Report 2023/24 (UNDP), statistical annex, Table 1: components and HDI of 2022.
  it.each([
    ['Switzerland', 84.3, 16.6, 13.9, 69433, 0.967],
    ['Norway', 83.4, 18.6, 13.1, 69190, 0.966],
    ['Iceland', 82.8, 19.1, 13.8, 54688, 0.959],
    ['United States', 78.2, 16.4, 13.6, 65565, 0.927],
  ])(
    'gives the published value of %s to its three decimals',
    (_, life, expected, mean, income, published) => {
      expect(hdi(life, expected, mean, income).toFixed(3)).toBe(published.toFixed(3));
    },
  );

  it.each([
    ['India', 67.7, 12.6, 6.6, 6951, 0.644],
    ['Somalia', 56.1, 7.6, 1.9, 1072, 0.38],
  ])(
    'has the published value of %s between those of its inputs rounded either way',
    (_, life, expected, mean, income, published) => {
      const [low, high] = [-0.05, 0.05].map((half) =>
        hdi(life + half, expected + half, mean + half, income + 10 * half),
      );
      expect(published).toBeGreaterThan((low as number) - 0.0005);
      expect(published).toBeLessThan((high as number) + 0.0005);
    },
  );

  it('clips at its goalposts and has none without all indicators', () => {
    expect(hdi(90, 20, 16, 100_000)).toBeCloseTo(1, 12);
    expect(hdi(80, Number.NaN, 10, 20_000)).toBeNaN();
  });
});
