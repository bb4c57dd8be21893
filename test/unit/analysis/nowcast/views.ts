/** Small national views and frames to estimate from. */
import type { BridgeFrame } from '../../../../src/analysis/nowcast/bridge.ts';
import {
  type RecomputableIndex,
  recomputableIndex,
} from '../../../../src/analysis/recomputation/recomputable-index.ts';
import { recompute } from '../../../../src/analysis/recomputation/recompute.ts';
import { EDITION_2022 } from '../../../../src/methodology/editions/2022.ts';
import type { Comparability, ComponentCode } from '../../../../src/model/component-counterpart.ts';
import { parsePeriodText } from '../../../../src/model/national-period.ts';
import type { DeclaredCounterpart, ViewFigure } from '../../../../src/model/national-view.ts';

export function figure(
  component: ComponentCode,
  sourceKind: 'international' | 'national',
  periodOf: string,
  value: number | null,
  rest: Partial<ViewFigure> = {},
): ViewFigure {
  const period = parsePeriodText(periodOf);
  if (period === undefined) throw new RangeError(periodOf);
  return {
    component,
    year: Number(period.lastDay.slice(0, 4)),
    sourceKind,
    counterpartId: sourceKind === 'international' ? 'itu' : 'own',
    preference: 1,
    comparability: sourceKind === 'international' ? 'reference' : 'level',
    indicatorCode: 'x:y',
    denominatorCode: null,
    value: value === null ? null : String(value),
    status: value === null ? 'not_available' : 'observed',
    bound: 'exact',
    period,
    isEstimated: false,
    isPreliminary: false,
    ageBand: null,
    referenceCounterpartId: null,
    referenceValue: null,
    difference: null,
    numeratorValue: null,
    denominatorValue: null,
    denominatorPeriodEnd: null,
    valueNote: null,
    file: 'file.csv',
    cell: 'A1',
    denominatorFile: null,
    denominatorCell: null,
    ...rest,
  };
}

export function counterpart(component: ComponentCode, comparability: Comparability): DeclaredCounterpart {
  return {
    counterpartId: 'own',
    component,
    sourceKind: 'national',
    preference: 1,
    indicatorCode: comparability === 'none' ? null : 'x:y',
    denominatorCode: null,
    factor: '1',
    comparability,
    ageBand: null,
    note: 'why it is not the same',
  };
}

export function tiiOf2022(): RecomputableIndex {
  const { tree } = EDITION_2022.indices.TII;
  if (tree === null) throw new RangeError('no tree');
  return recomputableIndex(tree);
}

/** Inputs of countries: users, mobile, mobile broadband, fixed broadband. */
export type InputRow = readonly [iso3: string, ...values: [number, number, number, number]];

/** A frame over countries with all inputs, published with these errors. */
export function frameOf(
  edition: number,
  rows: readonly InputRow[],
  errors: readonly number[] = [],
): BridgeFrame {
  const index = tiiOf2022();
  const units = rows.map(([iso3]) => iso3);
  const codes = ['internet_users', 'mobile_cellular', 'active_mobile_broadband', 'fixed_broadband'];
  const table = {
    units,
    columns: new Map(
      codes.map((code, at) => [code, Float64Array.from(rows, (row) => row[at + 1] as number)]),
    ),
  };
  const exact = recompute({ index, table, published: new Float64Array(units.length) }, 'complete-cases');
  const published = Float64Array.from(
    exact.units,
    ({ recomputed }, at) => (recomputed ?? 0) - (errors[at] ?? 0),
  );
  return {
    edition,
    dataYear: edition - 2,
    index,
    recomputation: recompute({ index, table, published }, 'complete-cases'),
  };
}

export const FIVE: readonly InputRow[] = [
  ['AAA', 0, 0, 0, 0],
  ['BBB', 100, 100, 100, 40],
  ['CCC', 50, 50, 50, 20],
  ['DDD', 25, 75, 25, 30],
  ['EEE', 75, 25, 75, 10],
];
