/** Principal components: whether the indicators of a group share one dimension (Handbook §4.1). */
import { ComputationRefused } from '../refusal.ts';
import { pearson } from './correlation.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

export interface PrincipalComponents {
  /** Variance of each component, largest first; of standardised columns they sum to the number of columns. */
  readonly eigenvalues: readonly number[];
  /** Their share of all variance. */
  readonly shares: readonly number[];
  /** By component, a weight for each column, of length 1 together; the largest by size is positive. */
  readonly loadings: readonly Float64Array[];
  /** Units without a missing value, on which it rests. */
  readonly units: number;
}

/**
 * Principal components of the columns centred and scaled to unit variance (those of their correlation matrix), over
 * the units with all values. Throws `ComputationRefused`: `values-too-few` (no column, or fewer than two complete
 * units), `values-constant` (a column does not vary among them).
 */
export function principalComponents(columns: readonly Float64Array[], about: string): PrincipalComponents {
  const length = columns[0]?.length ?? 0;
  const complete = Array.from({ length }, (_, unit) => unit).filter((unit) =>
    columns.every((column) => !Number.isNaN(column[unit])),
  );
  if (complete.length < 2) {
    throw new ComputationRefused('values-too-few', about, `${complete.length} units have all values`);
  }
  const rows = columns.map((column) => Float64Array.from(complete, (unit) => column[unit] as number));
  for (const column of rows) {
    if (column.every((value) => value === column[0])) {
      throw new ComputationRefused(
        'values-constant',
        about,
        'a column does not vary over the complete units',
      );
    }
  }
  const size = rows.length;
  const correlations = new Float64Array(size * size);
  for (const [row, first] of rows.entries()) {
    for (const [other, second] of rows.entries()) {
      correlations[row * size + other] = row === other ? 1 : pearson(first, second);
    }
  }
  const { values, vectors } = symmetricEigen(correlations, size);
  const total = values.reduce((sum, value) => sum + value, 0);
  return {
    eigenvalues: values,
    shares: values.map((value) => value / total),
    loadings: vectors,
    units: complete.length,
  };
}
