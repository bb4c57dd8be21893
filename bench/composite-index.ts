/** An index to measure the engine on: numbers from a fixed seed, some columns skewed as those of real indices are. */

import type { EnsembleSpecification } from '../src/composite/uncertainty/ensemble.ts';
import type { Factor } from '../src/composite/uncertainty/factors.ts';
import { fillUniforms } from '../src/composite/uncertainty/philox.ts';
import type { GroupNode, IndexNode, IndicatorNode, Step, Treatment } from '../src/methodology/definition.ts';
import { rule } from '../src/methodology/method.ts';
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

/** `groups`: how many indicators each group has; the groups are the children of the index, or of `superiors` of it. */
export function madeIndex(units: number, groups: readonly number[], superiors = 0): EnsembleSpecification {
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
