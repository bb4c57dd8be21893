/** The values that a normalisation measures against, and what cannot be measured against. */
import type { Direction } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';
import { type ColumnMoments, columnMoments } from '../statistics/moments.ts';

/** Moments of the reference set, of the directed values. Refuses one without values, and infinite ones. */
export function frameOf(frame: Float64Array, direction: Direction, about: string): ColumnMoments {
  const moments = columnMoments(frame);
  if (moments.count === 0) throw new ComputationRefused('values-too-few', about, 'no value is available');
  if (!Number.isFinite(moments.maximum - moments.minimum))
    throw new ComputationRefused('value-infinite', about, 'a value is not finite');
  if (direction === 1) return moments;
  return { ...moments, minimum: -moments.maximum, maximum: -moments.minimum, mean: -moments.mean };
}

/** What is said of a reference set that does not vary. */
export function constant({ count }: ColumnMoments, about: string): ComputationRefused {
  return count === 1
    ? new ComputationRefused('values-too-few', about, 'a single value has nothing to be compared with')
    : new ComputationRefused('values-constant', about, `all ${count} values are equal: nothing to compare`);
}

export function valueOfUnit(
  values: Float64Array,
  unit: string,
  units: readonly string[] | undefined,
  about: string,
): number {
  const position = units?.indexOf(unit) ?? -1;
  const value = values[position];
  if (value === undefined) throw new ComputationRefused('unit-unknown', about, `no unit ${unit} to refer to`);
  if (Number.isNaN(value))
    throw new ComputationRefused('value-missing', about, `${unit}, the reference, has no value`);
  return value;
}

/** A reference or target must be better than the worst value. */
export function requireAbove(best: number, minimum: number, what: string, about: string): void {
  if (best > minimum) return;
  if (best === minimum)
    throw new ComputationRefused(
      'values-constant',
      about,
      `${what} is the worst there is: no distance to it`,
    );
  throw new ComputationRefused(
    'direction-reversed',
    about,
    `${what} lies below the worst value: the order would be reversed`,
  );
}
