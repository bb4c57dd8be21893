/** The index of the golden data (ASEM sustainable connectivity), declared in our form from its own metadata. */

import type { IndicatorTable } from '../../src/composite/table.ts';
import type {
  Aggregation,
  Direction,
  GroupNode,
  IndexNode,
  MissingRule,
  Step,
  Treatment,
} from '../../src/methodology/definition.ts';
import { rule } from '../../src/methodology/rule.ts';
import { rational } from '../../src/model/rational.ts';
import { type GoldenTable, numbersOf, readGoldenTable } from './composite-golden.ts';

export const ASEM_INDICATORS = 49;
const SOURCE = 'metadata of the golden data';

export interface AsemIndicator {
  readonly code: string;
  readonly direction: Direction;
  /** Code of the series it is divided by. */
  readonly denominator: string | null;
}

export interface AsemDeclaration {
  /** Steps of an indicator; absent: none, and the values are turned round already. */
  readonly steps?: (indicator: AsemIndicator) => readonly Step[];
  readonly aggregation?: Aggregation;
  readonly missing?: MissingRule;
}

/** 49 indicators → 8 pillars → 2 sub-indices → Index. */
export function declareAsem({
  steps,
  aggregation = { method: 'arithmetic' },
  missing = { kind: 'available', atLeast: 0 },
}: AsemDeclaration = {}): GroupNode {
  const meta = readGoldenTable('asem/01_raw_iMeta.csv');
  const text = (name: string, row: number) => meta.texts.get(name)?.[row] ?? '';
  const rows = meta.rows.map((_, row) => row);

  function declare(row: number): IndexNode {
    const code = text('iCode', row);
    const weight = rational(Number(text('Weight', row)));
    const common = { code, name: text('iName', row), weight: rule(weight, 'stated', SOURCE) };
    const children = rows.filter((child) => text('Parent', child) === code).map(declare);
    if (children.length > 0) {
      return {
        ...common,
        kind: 'group',
        children,
        steps: rule([], 'stated', SOURCE),
        aggregation: rule(aggregation, 'stated', SOURCE),
        missing: rule(missing, 'stated', SOURCE),
      };
    }
    const direction = text('Direction', row) === '-1' ? -1 : 1;
    const denominator = text('Denominator', row) || null;
    return {
      ...common,
      kind: 'indicator',
      unit: text('Unit', row),
      direction: rule(steps ? direction : 1, 'stated', SOURCE),
      publisher: null,
      steps: rule(steps?.({ code, direction, denominator }) ?? [], 'stated', SOURCE),
    };
  }

  const index = declare(rows.find((row) => text('iCode', row) === 'Index') ?? -1);
  if (index.kind !== 'group') throw new Error('the golden metadata have no Index');
  return index;
}

/** The units and columns of a golden file whose first column are the units. */
export function tableOf(golden: GoldenTable, texts: readonly string[] = []): IndicatorTable {
  const names = [...golden.texts.keys()].filter((name) => !['uCode', 'uName', 'Time'].includes(name));
  const isGroup = (name: string) => texts.includes(name) || name.endsWith('_group');
  return {
    units: golden.texts.get('uCode') ?? golden.rows,
    columns: new Map(
      names.filter((name) => !isGroup(name)).map((name) => [name, numbersOf(golden, name)] as const),
    ),
    groupings: new Map(names.filter(isGroup).map((name) => [name, golden.texts.get(name) ?? []] as const)),
  };
}

/** Weights of a golden file `iCode,Level,Weight`, without that of the top. */
export function asemWeights(path: string): ReadonlyMap<string, number> {
  const golden = readGoldenTable(path);
  const weights = numbersOf(golden, 'Weight');
  return new Map(
    golden.rows
      .map((code, row) => [code, weights[row] as number] as const)
      .filter(([code]) => code !== 'Index'),
  );
}

export const ASEM_TREATMENT: Treatment = {
  skewness: 2,
  kurtosis: 3.5,
  maxWinsorised: 5,
  otherwise: 'log',
  ties: 'together',
  untreatable: 'leave',
};

/** Raw data to a normalised indicator, as the golden files 02_* were made. */
export function asemChain({ denominator }: AsemIndicator): readonly Step[] {
  return [
    ...(denominator === null ? [] : [{ kind: 'denominate' as const, by: denominator, factor: 1 }]),
    { kind: 'impute', imputation: { method: 'mean', within: 'EurAsia_group' } },
    { kind: 'treat', treatment: ASEM_TREATMENT },
    { kind: 'normalise', normalisation: { method: 'min-max', low: 0, high: 100 } },
  ];
}
