/**
 * Normalisation: columns in different units made comparable (OECD/JRC Handbook, step 5). The formulas are those of
 * the declaration (`methodology/definition.ts`); the direction is applied first.
 */
import type { Direction, Normalisation, Ties } from '../../methodology/definition.ts';
import { rankValues } from '../rank/rank-values.ts';
import { ComputationRefused } from '../refusal.ts';
import { columnMoments, deviationOf } from '../statistics/moments.ts';
import { constant, frameOf, requireAbove, valueOfUnit } from './reference-set.ts';

export interface NormalisationContext {
  /** The column's name in refusals. */
  readonly about?: string;
  /** Codes of the units, as long as the column; needed by distance-to-reference. */
  readonly units?: readonly string[];
  /**
   * The reference set, undirected: minimum, maximum, mean and deviation are taken over these values and not over the
   * column itself: all years of a panel, or another edition. Values outside it may lie outside the usual bounds.
   */
  readonly frame?: Float64Array;
  /** Where the result is written, as long as the column; may be the column itself. Absent: a new array. */
  readonly into?: Float64Array;
}

/**
 * One column normalised; missing values (NaN) stay missing.
 *
 * Refuses (`ComputationRefused`) what has no answer: a reference set whose values do not vary, or a reference or
 * target at its minimum (`values-constant`); no value, or a single one for a percentile rank (`values-too-few`); a
 * formula that would reverse the order: share-of-maximum where less is better or the largest value is not positive,
 * a reference or target on the wrong side of the minimum (`direction-reversed`); a reference unit that is unknown
 * (`unit-unknown`) or has no value (`value-missing`); infinite values (`value-infinite`); limits that make no sense,
 * a frame for ranks (`rule-invalid`).
 */
export function normaliseColumn(
  values: Float64Array,
  normalisation: Normalisation,
  direction: Direction,
  context: NormalisationContext = {},
): Float64Array {
  const { about = 'column', into = new Float64Array(values.length) } = context;
  switch (normalisation.method) {
    case 'z-score': {
      const { mean, sd, ddof } = normalisation;
      requireOrder(0, sd, 'standard deviation', about);
      requireFinite(mean, about);
      const frame = frameOf(context.frame ?? values, direction, about);
      const deviation = deviationOf(frame, ddof);
      if (!(deviation > 0)) throw constant(frame, about);
      return linear(values, direction, frame.mean, deviation, sd, mean, into);
    }
    case 'min-max': {
      const { low, high } = normalisation;
      requireOrder(low, high, 'low and high', about);
      const frame = frameOf(context.frame ?? values, direction, about);
      if (frame.minimum === frame.maximum) throw constant(frame, about);
      return linear(values, direction, frame.minimum, frame.maximum - frame.minimum, high - low, low, into);
    }
    case 'goalposts': {
      const { lower, upper, scale } = normalisation;
      requireOrder(lower, upper, 'goalposts', about);
      requireOrder(0, scale, 'scale', about);
      const from = direction === 1 ? lower : -upper;
      const span = upper - lower;
      for (let i = 0; i < values.length; i++) {
        const share = (direction * (values[i] as number) - from) / span;
        into[i] = (share < 0 ? 0 : share > 1 ? 1 : share) * scale;
      }
      return into;
    }
    case 'scaled': {
      const { low, high } = normalisation;
      requireOrder(low, high, 'low and high', about);
      return linear(values, direction, low, high - low, 100, 0, into);
    }
    case 'rank':
      return ranksInGoodness(values, normalisation.ties, direction, context, about, into);
    case 'borda': {
      ranksInGoodness(values, normalisation.ties, direction, context, about, into);
      for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) - 1;
      return into;
    }
    case 'percentile-rank': {
      const { count } = columnMoments(values);
      if (count === 1)
        throw new ComputationRefused('values-too-few', about, 'one value has no percentile rank');
      ranksInGoodness(values, normalisation.ties, direction, context, about, into);
      for (let i = 0; i < into.length; i++) into[i] = ((into[i] as number) - 1) / (count - 1);
      return into;
    }
    case 'distance-to-maximum': {
      const frame = frameOf(context.frame ?? values, direction, about);
      if (frame.minimum === frame.maximum) throw constant(frame, about);
      return distanceTo(values, direction, frame.maximum, frame.minimum, into);
    }
    case 'distance-to-reference': {
      const frame = frameOf(context.frame ?? values, direction, about);
      const reference = direction * valueOfUnit(values, normalisation.unit, context.units, about);
      requireAbove(reference, frame.minimum, `the value of ${normalisation.unit}`, about);
      return distanceTo(values, direction, reference, frame.minimum, into);
    }
    case 'distance-to-target': {
      requireFinite(normalisation.target, about);
      const frame = frameOf(context.frame ?? values, direction, about);
      const target = direction * normalisation.target;
      requireAbove(target, frame.minimum, `the target ${normalisation.target}`, about);
      linear(values, direction, frame.minimum, target - frame.minimum, 1, 0, into);
      if (normalisation.cap) for (let i = 0; i < into.length; i++) if ((into[i] as number) > 1) into[i] = 1;
      return into;
    }
    case 'share-of-maximum': {
      if (direction === -1)
        throw new ComputationRefused(
          'direction-reversed',
          about,
          'the share of the maximum reverses an indicator where less is better',
          'Take min–max or the distance to the maximum.',
        );
      const frame = frameOf(context.frame ?? values, direction, about);
      if (!(frame.maximum > 0))
        throw new ComputationRefused(
          'direction-reversed',
          about,
          `the largest value is ${frame.maximum}: shares of it reverse the order or do not exist`,
          'Take min–max or the distance to the maximum.',
        );
      return linear(values, direction, 0, frame.maximum, 1, 0, into);
    }
  }
}

/** (x − from)/span · scale + shift of the directed values. */
function linear(
  values: Float64Array,
  direction: Direction,
  from: number,
  span: number,
  scale: number,
  shift: number,
  into: Float64Array,
): Float64Array {
  for (let i = 0; i < values.length; i++)
    into[i] = ((direction * (values[i] as number) - from) / span) * scale + shift;
  return into;
}

/** 1 − (best − x)/(best − minimum) of the directed values. */
function distanceTo(
  values: Float64Array,
  direction: Direction,
  best: number,
  minimum: number,
  into: Float64Array,
): Float64Array {
  const span = best - minimum;
  for (let i = 0; i < values.length; i++) into[i] = 1 - (best - direction * (values[i] as number)) / span;
  return into;
}

/** Ascending ranks of the directed values: those of their negatives in descending order. */
function ranksInGoodness(
  values: Float64Array,
  ties: Ties,
  direction: Direction,
  { frame }: NormalisationContext,
  about: string,
  into: Float64Array,
): Float64Array {
  if (frame)
    throw new ComputationRefused(
      'rule-invalid',
      about,
      'ranks are taken among the units themselves, not in a frame',
      'Rank the pooled values as one column.',
    );
  for (let i = 0; i < values.length; i++) into[i] = -direction * (values[i] as number);
  return rankValues(into, { ties, into });
}

function requireOrder(low: number, high: number, what: string, about: string): void {
  if (!(low < high) || !Number.isFinite(high - low))
    throw new ComputationRefused('rule-invalid', about, `${what}: ${low} is not below ${high}`);
}

function requireFinite(value: number, about: string): void {
  if (!Number.isFinite(value)) throw new ComputationRefused('rule-invalid', about, `${value} is not finite`);
}
