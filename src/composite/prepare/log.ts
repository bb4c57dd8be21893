/** Transforms that take skewness out of a column (OECD/JRC Handbook, step 3: data treatment). */
import type { LogTransform } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';
import { columnMoments } from '../statistics/moments.ts';

export interface LogOptions {
  /** The column's name in refusals. */
  readonly about?: string;
  /** Where the result is written, as long as `values`; may be `values` itself. Absent: a new array. */
  readonly into?: Float64Array;
}

/**
 * The column through a transform, missing values kept; each keeps the order of the values. Refuses values that do
 * not vary where the formula divides by or takes the log of their range (`values-constant`), values a log is not
 * defined for (`value-not-positive`), the `gii` formula with a maximum of 1 or less, where it flattens or reverses
 * the order (`direction-reversed`), and infinite values (`value-infinite`).
 */
export function logColumn(
  values: Float64Array,
  transform: LogTransform,
  { about = 'column', into = new Float64Array(values.length) }: LogOptions = {},
): Float64Array {
  const { count, minimum, maximum, skewness } = columnMoments(values);
  if (count === 0) return into.fill(Number.NaN);
  const range = maximum - minimum;
  if (!Number.isFinite(range)) throw new ComputationRefused('value-infinite', about, 'a value is not finite');
  const refuseConstant = () => {
    if (range === 0)
      throw new ComputationRefused('values-constant', about, `all values are ${minimum}: no log by range`);
  };
  switch (transform.formula) {
    case 'natural':
      if (!(minimum > 0))
        throw new ComputationRefused(
          'value-not-positive',
          about,
          `the least value is ${minimum}: no logarithm`,
        );
      return write(values, into, Math.log);
    case 'shifted':
      refuseConstant();
      return logFromMinimum(values, into, minimum, 0.01 * range);
    case 'shifted-by-skewness': {
      refuseConstant();
      // Two values have no skewness: the plain formula.
      if (!(skewness < 0)) return logFromMinimum(values, into, minimum, 0.01 * range);
      const offset = 0.01 * range;
      return write(values, into, (value) => -Math.log(maximum - value + offset));
    }
    case 'shifted-by-one':
      return logFromMinimum(values, into, minimum, 1);
    case 'gii': {
      refuseConstant();
      if (maximum <= 0)
        throw new ComputationRefused(
          'value-not-positive',
          about,
          `the largest value is ${maximum}: no logarithm`,
        );
      if (!(maximum > 1))
        throw new ComputationRefused(
          'direction-reversed',
          about,
          `the largest value is ${maximum}: at 1 or less this log flattens or reverses the order`,
          'Express the values in a smaller unit, or take another log.',
        );
      return write(values, into, (value) => Math.log(((maximum - 1) * (value - minimum)) / range + 1));
    }
    case 'box-cox': {
      const { lambda } = transform;
      if (!Number.isFinite(lambda))
        throw new ComputationRefused('rule-invalid', about, `λ of Box–Cox is ${lambda}`);
      if (lambda === 0) return logFromMinimum(values, into, minimum, 1);
      return write(values, into, (value) => ((value - minimum + 1) ** lambda - 1) / lambda);
    }
  }
}

function logFromMinimum(
  values: Float64Array,
  into: Float64Array,
  minimum: number,
  offset: number,
): Float64Array {
  for (let i = 0; i < values.length; i++) into[i] = Math.log((values[i] as number) - minimum + offset);
  return into;
}

function write(values: Float64Array, into: Float64Array, transform: (value: number) => number): Float64Array {
  for (let i = 0; i < values.length; i++) into[i] = transform(values[i] as number);
  return into;
}
