/** Internal consistency of a group of indicators. */
import { ComputationRefused } from '../refusal.ts';
import { covariance } from './correlation.ts';

/**
 * Cronbach's alpha, k/(k − 1)·(1 − tr C/ΣC) with C the sample covariance matrix over pairwise complete units (Handbook
 * §4.2; Cronbach 1951). 1: the columns measure one thing; it is negative where they move against each other. Columns
 * must have their direction applied. Throws `ComputationRefused` `values-too-few` with fewer than two columns, or two
 * of them without two units in common, and `values-constant` where nothing varies.
 */
export function cronbachAlpha(columns: readonly Float64Array[], about: string): number {
  const size = columns.length;
  if (size < 2)
    throw new ComputationRefused('values-too-few', about, 'consistency needs two columns or more');
  let [trace, total] = [0, 0];
  for (const [row, first] of columns.entries()) {
    for (const [other, second] of columns.entries()) {
      if (other < row) continue;
      const shared = covariance(first, second);
      if (Number.isNaN(shared)) {
        throw new ComputationRefused(
          'values-too-few',
          about,
          'two columns have fewer than two units in common',
        );
      }
      if (row === other) trace += shared;
      total += row === other ? shared : 2 * shared;
    }
  }
  if (total === 0)
    throw new ComputationRefused('values-constant', about, 'the sum of the columns does not vary');
  return (size / (size - 1)) * (1 - trace / total);
}
