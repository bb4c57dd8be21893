/** A small index in three levels, and pieces to vary it with. */
import type { IndicatorTable } from '../../../../src/composite/table.ts';
import type { EnsembleSpecification } from '../../../../src/composite/uncertainty/ensemble.ts';
import type { Factor } from '../../../../src/composite/uncertainty/factors.ts';
import { fillUniforms } from '../../../../src/composite/uncertainty/philox.ts';
import type { GroupNode, IndexNode, IndicatorNode, Step } from '../../../../src/methodology/definition.ts';
import { rule } from '../../../../src/methodology/rule.ts';
import { rational } from '../../../../src/model/rational.ts';

const SAID = 'made for the test';
const WEIGHT = rule(rational(1), 'stated', SAID);

export const PREPARED: readonly Step[] = [
  {
    kind: 'treat',
    treatment: { skewness: 2, kurtosis: 3.5, maxWinsorised: 5, otherwise: 'log', ties: 'together' },
  },
  { kind: 'normalise', normalisation: { method: 'min-max', low: 1, high: 100 } },
];

export function indicator(code: string, steps: readonly Step[] = PREPARED): IndicatorNode {
  return {
    kind: 'indicator',
    code,
    name: code,
    weight: WEIGHT,
    steps: rule(steps, 'stated', SAID),
    unit: 'made',
    direction: rule(1, 'stated', SAID),
    publisher: null,
  };
}

export function group(code: string, ...children: readonly IndexNode[]): GroupNode {
  return {
    kind: 'group',
    code,
    name: code,
    weight: WEIGHT,
    steps: rule([], 'stated', SAID),
    children,
    aggregation: rule({ method: 'arithmetic' }, 'stated', SAID),
    missing: rule({ kind: 'available', atLeast: 0 }, 'stated', SAID),
  };
}

/** Columns of U(0, 1) numbers, by code. */
export function tableOf(codes: readonly string[], units = 20): IndicatorTable {
  const column = (index: number) => {
    const values = new Float64Array(units);
    fillUniforms({ seed: 5, stream: 3 }, index, 0, values);
    return values;
  };
  return {
    units: Array.from({ length: units }, (_, unit) => `unit ${unit}`),
    columns: new Map(codes.map((code, index) => [code, column(index)])),
  };
}

export const ROOT = group(
  'index',
  group('first', indicator('a'), indicator('b'), indicator('c')),
  group('second', indicator('d'), indicator('e')),
);
export const TABLE = tableOf(['a', 'b', 'c', 'd', 'e']);

export const WEIGHTS: Factor = { kind: 'weights', nodes: ['first', 'second', 'a', 'd'], fraction: 0.25 };
export const TREATMENT: Factor = {
  kind: 'treatment',
  alternatives: [null, { skewness: 0.1, kurtosis: -5, maxWinsorised: 2, otherwise: 'log', ties: 'together' }],
};
export const NORMALISATION: Factor = {
  kind: 'normalisation',
  alternatives: [
    { method: 'min-max', low: 1, high: 100 },
    { method: 'z-score', ddof: 1, mean: 10, sd: 2 },
  ],
};
export const AGGREGATION: Factor = {
  kind: 'aggregation',
  alternatives: [{ method: 'arithmetic' }, { method: 'geometric' }, { method: 'harmonic' }],
};
export const ROUNDING: Factor = {
  kind: 'rounding',
  indicators: [
    { code: 'a', low: -0.05, high: 0.05 },
    { code: 'd', low: 0, high: 0.1, within: [0, 1], exactUnits: [3] },
  ],
};
export const LEAVE_OUT: Factor = { kind: 'leave-out', nodes: ['a', 'second'] };

export function specification(
  factors: readonly Factor[],
  changes: Partial<EnsembleSpecification> = {},
): EnsembleSpecification {
  return { root: ROOT, table: TABLE, factors, seed: 1, countsPairs: true, ...changes };
}
