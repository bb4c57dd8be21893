/** An index to measure the engine on: numbers from a fixed seed, some columns skewed as those of real indices are. */

import type { EnsembleSpecification } from '../src/composite/uncertainty/ensemble.ts';
import type { Factor } from '../src/composite/uncertainty/factors.ts';
import { fillUniforms } from '../src/composite/uncertainty/philox.ts';
import type { GroupNode, IndexNode, IndicatorNode, Step, Treatment } from '../src/methodology/definition.ts';
import { rule } from '../src/methodology/rule.ts';
import { rational } from '../src/model/rational.ts';

const SAID = 'made for a measurement';
const EQUAL = rule(rational(1), 'stated', SAID);

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

const PREPARED: readonly Step[] = [
  { kind: 'treat', treatment: winsorise(5) },
  { kind: 'normalise', normalisation: { method: 'min-max', low: 1, high: 100 } },
];

/** What is measured: units × indicators. */
export const COMPOSITE_SHAPES = {
  '193 × 14': () => madeIndex(193, [5, 4, 5]),
  '51 × 49': () => madeIndex(51, [7, 6, 6, 6, 6, 6, 6, 6], 2),
  '193 × 3': madeEdition,
} as const;
export type CompositeShape = keyof typeof COMPOSITE_SHAPES;

/** `groups`: how many indicators each group has; the groups are the children of the index, or of `superiors` of it. */
function madeIndex(units: number, groups: readonly number[], superiors = 0): EnsembleSpecification {
  const columns = new Map<string, Float64Array>();
  const pillars = groups.map((size, group) =>
    groupOf(
      `group_${group}`,
      Array.from({ length: size }, () => {
        const code = `indicator_${columns.size}`;
        columns.set(code, madeColumn(units, columns.size));
        return indicatorOf(code);
      }),
    ),
  );
  const half = Math.ceil(pillars.length / Math.max(1, superiors));
  const children =
    superiors === 0
      ? pillars
      : Array.from({ length: superiors }, (_, index) =>
          groupOf(`superior_${index}`, pillars.slice(index * half, (index + 1) * half)),
        );
  const root = groupOf('index', children);
  const weighted = [...columns.keys(), ...codesBelow(root)];
  const factors: readonly Factor[] = [
    { kind: 'treatment', alternatives: [1, 2, 3, 4, 5].map(winsorise) },
    {
      kind: 'normalisation',
      alternatives: [
        { method: 'min-max', low: 1, high: 100 },
        { method: 'z-score', ddof: 1, mean: 10, sd: 1 },
      ],
    },
    { kind: 'weights', nodes: weighted, fraction: 0.25 },
    { kind: 'aggregation', alternatives: [{ method: 'arithmetic' }, { method: 'geometric' }] },
  ];
  const names = Array.from({ length: units }, (_, unit) => `unit_${unit}`);
  return { root, table: { units: names, columns }, factors, seed: 1, countsPairs: false };
}

/** An edition of 193 countries and three published sub-indices, as `egdi uncertainty` varies it. */
function madeEdition(): EnsembleSpecification {
  const codes = ['OSI', 'TII', 'HCI'];
  const columns = new Map<string, Float64Array>();
  for (const [index, code] of codes.entries()) {
    const raw = madeColumn(193, 3 * index + 1);
    const [low, high] = [Math.min(...raw), Math.max(...raw)];
    columns.set(
      code,
      raw.map((value) => Math.round((1e4 * (value - low)) / (high - low)) / 1e4),
    );
  }
  const steps: Step = { kind: 'normalise', normalisation: { method: 'scaled', low: -1 / 99, high: 1 } };
  const children = codes.map((code) => ({ ...indicatorOf(code), steps: rule([steps], 'stated', SAID) }));
  return {
    root: groupOf('EGDI', children),
    table: { units: Array.from({ length: 193 }, (_, unit) => `unit_${unit}`), columns },
    factors: [
      { kind: 'weights', nodes: codes, fraction: 0.25 },
      { kind: 'aggregation', alternatives: [{ method: 'arithmetic' }, { method: 'geometric' }] },
      {
        kind: 'rounding',
        indicators: codes.map((code) => ({ code, low: -5e-5, high: 5e-5, within: [0, 1] })),
      },
    ],
    seed: 1,
    countsPairs: true,
  };
}

/** A common level of each unit makes the columns agree; every third one is skewed. */
function madeColumn(units: number, column: number): Float64Array {
  const values = new Float64Array(units);
  const uniform = new Float64Array(4);
  for (let unit = 0; unit < units; unit += 1) {
    fillUniforms({ seed: 193, stream: 0 }, unit, 0, uniform, 0, 2);
    fillUniforms({ seed: 193, stream: 1 }, unit, 2 * column, uniform, 2, 2);
    const [level = 0, spread = 0, own = 0, more = 0] = uniform;
    const value = 2 * (level + spread) + own + more;
    values[unit] = column % 3 === 0 ? Math.exp(1.3 * value) : value;
  }
  return values;
}

function indicatorOf(code: string): IndicatorNode {
  return {
    kind: 'indicator',
    code,
    name: code,
    weight: EQUAL,
    steps: rule(PREPARED, 'stated', SAID),
    unit: 'made',
    direction: rule(1, 'stated', SAID),
    publisher: null,
  };
}

function groupOf(code: string, children: readonly IndexNode[]): GroupNode {
  return {
    kind: 'group',
    code,
    name: code,
    weight: EQUAL,
    steps: rule([], 'stated', SAID),
    children,
    aggregation: rule({ method: 'arithmetic' }, 'stated', SAID),
    missing: rule({ kind: 'available', atLeast: 0 }, 'stated', SAID),
  };
}

function codesBelow(node: GroupNode): string[] {
  return node.children.flatMap((child) => (child.kind === 'group' ? [child.code, ...codesBelow(child)] : []));
}
