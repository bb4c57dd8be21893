/**
 * The frame of a recomputation: what a country's inputs were measured against. Kept, it tells what other inputs of one
 * country would give while everything else stays what it was.
 */
import { ComputationRefused } from '../../composite/refusal.ts';
import { columnMoments, deviationOf } from '../../composite/statistics/moments.ts';
import { applySteps } from '../../composite/tree/apply-steps.ts';
import type { Normalisation } from '../../methodology/definition.ts';
import type { RecomputableIndex } from './recomputable-index.ts';

/** Statistics of a column over the countries that have a value: observed, imputed or solved, by the treatment. */
export interface FrameColumn {
  readonly count: number;
  readonly mean: number;
  /** Of the population (divided by n). */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface Frame {
  /** By component, after its cap. */
  readonly components: ReadonlyMap<string, FrameColumn>;
  /** Of the weighted mean of the components, before the final min–max. */
  readonly composite: FrameColumn;
}

export function frameColumn(values: Float64Array): FrameColumn {
  const moments = columnMoments(values);
  const { count, mean, minimum, maximum } = moments;
  return { count, mean, deviation: deviationOf(moments, 0), minimum, maximum };
}

/**
 * The score of one country with these inputs in a frame that stays as it is, and not below 0 or above 1 only as far as
 * the inputs lie within what the frame has seen.
 * @param values raw inputs by component, in the units that the registry declares
 * @throws ComputationRefused `value-missing` where an input is missing
 */
export function scoreInFrame(
  { tree, components, normalisation }: RecomputableIndex,
  frame: Frame,
  values: ReadonlyMap<string, number>,
): number {
  let mean = 0;
  for (const { code, weight, preparation, normalisation: own } of components) {
    const raw = values.get(code);
    if (raw === undefined || Number.isNaN(raw)) {
      throw new ComputationRefused('value-missing', code, 'it has no value to be measured in the frame');
    }
    const steps = { code, steps: preparation, direction: 1 as const };
    const [prepared = Number.NaN] = applySteps(steps, Float64Array.of(raw), {
      units: [''],
      columns: new Map(),
    }).scores;
    const column = frame.components.get(code);
    if (column === undefined) throw new RangeError(`the frame has no component ${code}`);
    mean += weight * measured(prepared, own, column);
  }
  return measured(mean, normalisation, frame.composite, tree.code);
}

function measured(
  value: number,
  normalisation: Normalisation | null,
  frame: FrameColumn,
  about = 'frame',
): number {
  if (normalisation === null) return value;
  switch (normalisation.method) {
    case 'z-score': {
      const { mean, sd, ddof } = normalisation;
      const deviation = frame.deviation * Math.sqrt(frame.count / (frame.count - ddof));
      return ((value - frame.mean) / deviation) * sd + mean;
    }
    case 'min-max': {
      const { low, high } = normalisation;
      return ((value - frame.minimum) / (frame.maximum - frame.minimum)) * (high - low) + low;
    }
    default:
      throw new ComputationRefused('rule-invalid', about, `${normalisation.method} in a frame`);
  }
}
