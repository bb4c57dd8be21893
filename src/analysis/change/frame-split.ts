/**
 * The change of a sub-index one level down, from raw components of both editions: what the country's own components did,
 * and what the frame did, which is where the means and deviations of the components and the extremes of the composite lay
 * in each edition. For sub-indices of one construction: the mean of z-scores, then min–max.
 */
import { splitFramedChange } from '../../composite/attribution/frame-change.ts';
import { sumTo } from '../../composite/attribution/sum-to.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import { compileIndex } from '../../composite/tree/compile.ts';
import type { CompiledGroup } from '../../composite/tree/compiled-index.ts';
import { type EvaluatedIndex, evaluateIndex } from '../../composite/tree/evaluate.ts';
import type { Step } from '../../methodology/definition.ts';
import type { ComponentValue } from '../../model/component-value.ts';
import type { SubIndexCode } from '../../model/survey.ts';
import { componentTable } from '../component-table.ts';
import { breaksBetween } from './comparability.ts';
import type { EditionWithMethod } from './ranked-states.ts';

/** In units of the sub-index; all parts sum to the change of the published sub-index. */
export interface FrameSplit {
  readonly components: readonly { readonly code: string; readonly value: number }[];
  readonly frame: number;
  /** Published change minus that of the sub-index made from the components: gaps, other vintages, rounding. */
  readonly notReproduced: number;
  /** Members with all components, which are the reference set, in each edition. */
  readonly referenceSet: readonly [before: number, after: number];
}

/**
 * @param published the country's sub-index in both editions
 * @throws ComputationRefused: another construction (`rule-unknown`), or a component of the country or of everybody that is
 * not in the file (`value-missing`, `indicator-unknown`)
 */
export function splitByComponents(
  code: SubIndexCode,
  [before, after]: readonly [EditionWithMethod, EditionWithMethod],
  components: readonly ComponentValue[],
  iso3: string,
  published: readonly [number, number],
): FrameSplit {
  if (breaksBetween(before.figures.edition, after.figures.edition, [code]).length > 0) {
    throw new ComputationRefused('rule-unknown', code, 'its construction changed between the editions');
  }
  const [old, now] = [before, after].map((edition) => evaluated(code, edition, components, iso3)) as [
    Evaluated,
    Evaluated,
  ];
  const top = splitFramedChange(code, old.composite, now.composite);
  // What a step of the composite adds to the sub-index, at the mean of both editions' ranges.
  const perStep = (1 / old.composite.frame.span + 1 / now.composite.frame.span) / 2;
  let frame = top.frame;
  const own = old.leaves.map((leaf, at) => {
    const later = now.leaves[at] as Leaf;
    const split = splitFramedChange(leaf.code, leaf, later);
    frame += perStep * leaf.weight * split.frame;
    return { code: leaf.code, value: perStep * leaf.weight * split.own };
  });
  const change = published[1] - published[0];
  const made = now.score - old.score;
  const parts = sumTo(Float64Array.of(...own.map(({ value }) => value), frame, change - made), change);
  return {
    components: own.map((part, at) => ({ ...part, value: parts[at] as number })),
    frame: parts[own.length] as number,
    notReproduced: parts[own.length + 1] as number,
    referenceSet: [old.count, now.count],
  };
}

interface Framed {
  readonly value: number;
  readonly frame: { readonly origin: number; readonly span: number };
}

interface Leaf extends Framed {
  readonly code: string;
  /** Share in the mean. */
  readonly weight: number;
}

interface Evaluated {
  readonly leaves: readonly Leaf[];
  readonly composite: Framed;
  readonly score: number;
  readonly count: number;
}

function evaluated(
  code: SubIndexCode,
  { figures, method }: EditionWithMethod,
  components: readonly ComponentValue[],
  iso3: string,
): Evaluated {
  const { tree } = method.indices[code];
  const about = `${code} ${figures.edition}`;
  if (tree === null) throw new ComputationRefused('rule-unknown', about, 'its construction is not declared');
  const compiled = compileIndex(tree);
  const group = compiled.nodes.at(-1) as CompiledGroup;
  const leaves = group.children.map((child) => compiled.nodes[child]);
  const isStandard =
    group.aggregation.method === 'arithmetic' &&
    endsWith(group.steps, 'min-max') &&
    group.steps.length === 1 &&
    leaves.every((leaf) => leaf?.kind === 'leaf' && endsWith(leaf.steps, 'z-score'));
  if (!isStandard) {
    throw new ComputationRefused(
      'rule-unknown',
      about,
      'frames are split of means of z-scores with a final min–max only',
    );
  }
  const units = figures.members.map((member) => member.iso3);
  const unit = units.indexOf(iso3);
  const index = evaluateIndex(compiled, componentTable(components, figures.edition, units));
  const score = index.root.scores[unit] as number;
  if (Number.isNaN(score)) {
    throw new ComputationRefused('value-missing', about, `${iso3} lacks a component in the file`);
  }
  const total = group.weights.reduce((sum, weight) => sum + weight, 0);
  return {
    leaves: leaves.map((leaf, at) => ({
      code: leaf?.code ?? '',
      weight: (group.weights[at] as number) / total,
      ...standardised(index, leaf?.code ?? '', leaf?.steps ?? [], unit),
    })),
    composite: minMaxed(index.root.values, unit),
    score,
    count: index.root.count,
  };
}

function endsWith(steps: readonly Step[], method: 'z-score' | 'min-max'): boolean {
  const last = steps.at(-1);
  const before = steps.slice(0, -1);
  return (
    last?.kind === 'normalise' &&
    last.normalisation.method === method &&
    before.every(({ kind }) => kind === 'cap' || kind === 'divide')
  );
}

/** The prepared value, and where mean and deviation of the edition's members lay. */
function standardised(index: EvaluatedIndex, code: string, steps: readonly Step[], unit: number): Framed {
  const node = index.nodes.get(code);
  const prepared = (value: number): number =>
    steps.reduce(
      (x, step) => (step.kind === 'cap' ? Math.min(x, step.at) : step.kind === 'divide' ? x / step.by : x),
      value,
    );
  const values = Float64Array.from(node?.values ?? [], prepared);
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const last = steps.at(-1);
  const ddof =
    last?.kind === 'normalise' && last.normalisation.method === 'z-score' ? last.normalisation.ddof : 0;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    value: values[unit] as number,
    frame: { origin: mean, span: Math.sqrt(squares / (present.length - ddof)) },
  };
}

function minMaxed(values: Float64Array, unit: number): Framed {
  const present = values.filter((value) => !Number.isNaN(value));
  const low = present.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = present.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return { value: values[unit] as number, frame: { origin: low, span: high - low } };
}
