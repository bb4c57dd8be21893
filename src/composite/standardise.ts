/**
 * Standardisation and normalisation of indicators over a reference set (OECD/JRC Handbook on
 * composite indicators, step 5). The Survey takes z-scores of the components, their weighted sum, then min–max.
 */

/** Values above `cap` are lowered to it (UN E-Government Survey 2022, p. 197: 120 for the TII components since 2020). */
export function capAt(values: readonly number[], cap: number): number[] {
  return values.map((value) => Math.min(value, cap));
}

/**
 * z = (x − μ)/σ with `ddof` 0 for the population (the Survey's wording) or 1 for a sample.
 * Throws `RangeError` when the values do not vary.
 */
export function zScores(values: readonly number[], ddof: 0 | 1 = 0): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - ddof));
  if (!(deviation > 0)) throw new RangeError('values do not vary: no z-score');
  return values.map((value) => (value - mean) / deviation);
}

/** (x − min)/(max − min), in 0 … 1. Throws `RangeError` when the values do not vary. */
export function minMax(values: readonly number[]): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!(high > low)) throw new RangeError('values do not vary: no min–max');
  return values.map((value) => (value - low) / (high - low));
}

/** Σ weight × column, row by row; columns and weights in the same order. */
export function weightedRows(columns: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const rows = columns[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) =>
    columns.reduce((sum, column, index) => sum + (weights[index] ?? 0) * (column[row] ?? 0), 0),
  );
}
