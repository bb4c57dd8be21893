/** The aggregate of a unit that lacks a child's value, or has one that the mean is not defined for. */
import type { Aggregation, MissingRule } from '../../methodology/definition.ts';
import type { ComputationRefused } from '../refusal.ts';
import { generalisedMean } from './generalised-mean.ts';

/** Makes the refusal about a unit's value. */
export type Refusal = (unit: number, value: number, reason: string) => ComputationRefused;

type MeanMethod = Exclude<Aggregation, { readonly method: 'copeland' }>;

/**
 * The value of one unit under the rule for missing values; NaN: none. Throws what `refuse` makes where the mean is
 * not defined for the values that are there.
 */
export function aggregateIncompleteUnit(
  children: readonly Float64Array[],
  weights: ArrayLike<number>,
  unit: number,
  aggregation: MeanMethod,
  missing: MissingRule,
  refuse: Refusal,
): number {
  const values: number[] = [];
  const shares: number[] = [];
  let counting = 0;
  let full = 0;
  for (const [index, column] of children.entries()) {
    const weight = weights[index] as number;
    if (!(weight > 0)) continue;
    counting += 1;
    full += weight;
    const value = column[unit] as number;
    if (Number.isNaN(value) && missing.kind !== 'as-zero') continue;
    values.push(Number.isNaN(value) ? 0 : value);
    shares.push(weight);
  }
  if (values.length < counting) {
    if (missing.kind !== 'available' || values.length === 0) return Number.NaN;
    if (values.length / counting < missing.atLeast) return Number.NaN;
  }
  return meanOf(values, shares, full, aggregation, (value, reason) => refuse(unit, value, reason));
}

function meanOf(
  values: readonly number[],
  weights: readonly number[],
  fullWeight: number,
  aggregation: MeanMethod,
  refuse: (value: number, reason: string) => ComputationRefused,
): number {
  const sum = (term: (value: number) => number) =>
    values.reduce((total, value, index) => total + (weights[index] as number) * term(value), 0);
  const total = weights.reduce((all, weight) => all + weight, 0);
  switch (aggregation.method) {
    case 'arithmetic':
      return sum((value) => value) / total;
    case 'sum':
      // The weights of the children there are scaled up to the sum of all: a plain sum would read missing as zero.
      return (sum((value) => value) / total) * fullWeight;
    case 'geometric': {
      const outside = values.find((value) => !(value > 0));
      if (outside !== undefined) throw refuse(outside, 'a geometric mean needs positive values');
      return Math.exp(sum(Math.log) / total);
    }
    case 'harmonic': {
      const reciprocals = sum((value) => 1 / value);
      if (values.includes(0)) throw refuse(0, 'a harmonic mean needs values other than zero');
      if (reciprocals === 0)
        throw refuse(values[0] as number, 'the reciprocals sum to zero, no harmonic mean');
      return total / reciprocals;
    }
    case 'generalised': {
      const mean = generalisedMean(Float64Array.from(values), weights, aggregation.exponent);
      if (!Number.isNaN(mean)) return mean;
      throw refuse(
        values.find((value) => !(value > 0)) ?? Number.NaN,
        `a generalised mean with exponent ${aggregation.exponent} is not defined for it`,
      );
    }
  }
}
