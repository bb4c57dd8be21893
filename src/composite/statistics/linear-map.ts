/** Linear maps y = intercept + Σ slope · x of complete rows: what every way of fitting one has in common. */
import { ComputationRefused } from '../refusal.ts';
import { columnMoments, deviationOf } from './moments.ts';

export interface LinearMap {
  readonly intercept: number;
  /** In the order of the columns. */
  readonly slopes: Float64Array;
  /** y minus what the map gives, row by row. */
  readonly residuals: Float64Array;
}

/** The columns as a system of equations. Those in different units would make a badly conditioned one: standardised. */
export interface Design {
  /** A 1 for the intercept, then the standardised values. */
  readonly rows: readonly Float64Array[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** @throws ComputationRefused `values-too-few` with fewer rows than coefficients, `values-constant` */
export function designOf(columns: readonly Float64Array[], y: Float64Array, about: string): Design {
  const size = columns.length + 1;
  if (columns.some(({ length }) => length !== y.length)) throw new RangeError('columns of different lengths');
  if (y.length < size) {
    const message = `${y.length} complete rows do not determine ${size} coefficients`;
    throw new ComputationRefused('values-too-few', about, message);
  }
  const moments = columns.map((column) => columnMoments(column));
  const deviations = moments.map((one) => deviationOf(one, 0));
  if (deviations.some((deviation) => !(deviation > 0))) {
    throw new ComputationRefused('values-constant', about, 'a column does not vary');
  }
  const means = moments.map(({ mean }) => mean);
  const rows = Array.from(y, (_, row) =>
    Float64Array.of(
      1,
      ...columns.map(
        (column, at) => ((column[row] as number) - (means[at] as number)) / (deviations[at] as number),
      ),
    ),
  );
  return { rows, means, deviations };
}

/** The coefficients of the design as a map of the columns. */
export function mapOf(
  columns: readonly Float64Array[],
  y: Float64Array,
  { means, deviations }: Design,
  coefficients: Float64Array,
): LinearMap {
  const slopes = Float64Array.from(
    deviations,
    (deviation, at) => (coefficients[at + 1] as number) / deviation,
  );
  const intercept = means.reduce(
    (rest, mean, at) => rest - (slopes[at] as number) * mean,
    coefficients[0] as number,
  );
  return { intercept, slopes, residuals: residualsOf(columns, y, { intercept, slopes }) };
}

export function residualsOf(
  columns: readonly Float64Array[],
  y: Float64Array,
  { intercept, slopes }: Pick<LinearMap, 'intercept' | 'slopes'>,
): Float64Array {
  return y.map((value, row) =>
    columns.reduce(
      (rest, column, at) => rest - (slopes[at] as number) * (column[row] as number),
      value - intercept,
    ),
  );
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

export function dependent(about: string): ComputationRefused {
  return new ComputationRefused('values-constant', about, 'a column is a combination of the others');
}
