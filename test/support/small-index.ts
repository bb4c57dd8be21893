/** Small declared indices for tests of the engine. */
import type { IndicatorTable } from '../../src/composite/table.ts';
import type {
  Aggregation,
  Direction,
  GroupNode,
  IndexNode,
  IndicatorNode,
  MissingRule,
  Step,
} from '../../src/methodology/definition.ts';
import { type Rule, rule } from '../../src/methodology/rule.ts';
import { rational } from '../../src/model/rational.ts';

export function stated<T>(value: T): Rule<T> {
  return rule(value, 'stated', 'test');
}

interface NodeOptions {
  readonly weight?: readonly [num: number, den: number];
  readonly steps?: readonly Step[];
}

export function indicator(
  code: string,
  { weight = [1, 1], steps = [], direction = 1 }: NodeOptions & { readonly direction?: Direction } = {},
): IndicatorNode {
  return {
    kind: 'indicator',
    code,
    name: code,
    unit: 'score',
    publisher: null,
    weight: stated(rational(...weight)),
    steps: stated(steps),
    direction: stated(direction),
  };
}

/** Arithmetic and without a value where a child is missing, if nothing else is said. */
export function group(
  code: string,
  children: readonly IndexNode[],
  {
    weight = [1, 1],
    steps = [],
    aggregation = { method: 'arithmetic' },
    missing = { kind: 'no-value' },
  }: NodeOptions & { readonly aggregation?: Aggregation; readonly missing?: MissingRule } = {},
): GroupNode {
  return {
    kind: 'group',
    code,
    name: code,
    weight: stated(rational(...weight)),
    steps: stated(steps),
    children,
    aggregation: stated(aggregation),
    missing: stated(missing),
  };
}

/** Units U0, U1 … with columns of numbers. */
export function tableFrom(columns: Readonly<Record<string, readonly number[]>>): IndicatorTable {
  const [first = []] = Object.values(columns);
  return {
    units: first.map((_, unit) => `U${unit}`),
    columns: new Map(Object.entries(columns).map(([code, values]) => [code, Float64Array.from(values)])),
  };
}
