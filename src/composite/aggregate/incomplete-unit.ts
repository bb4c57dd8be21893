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
  let [counting, there] = [0, 0];
  let [fullWeight, weight, sum] = [0, 0, 0];
  let outside = Number.NaN;
  for (let index = 0; index < children.length; index += 1) {
    const own = weights[index] as number;
    if (!(own > 0)) continue;
    counting += 1;
    fullWeight += own;
    let value = (children[index] as Float64Array)[unit] as number;
    if (Number.isNaN(value)) {
      if (missing.kind !== 'as-zero') continue;
      value = 0;
    }
    there += 1;
    weight += own;
    const term = termOf(value, aggregation);
    if (Number.isNaN(term)) outside = value;
    else sum += own * term;
  }
  if (there < counting) {
    if (missing.kind !== 'available' || there === 0) return Number.NaN;
    if (there / counting < missing.atLeast) return Number.NaN;
  }
  if (!Number.isNaN(outside)) throw refuse(unit, outside, NOT_DEFINED[aggregation.method]);
  switch (aggregation.method) {
    case 'arithmetic':
      return sum / weight;
    case 'sum':
      // The weights of the children there are scaled up to the sum of all: a plain sum would read missing as zero.
      return (sum / weight) * fullWeight;
    case 'geometric':
      return Math.exp(sum / weight);
    case 'harmonic':
      if (sum === 0)
        throw refuse(
          unit,
          (children[0] as Float64Array)[unit] as number,
          'the reciprocals of its values sum to zero',
        );
      return weight / sum;
    case 'generalised':
      return generalisedOf(children, weights, unit, aggregation.exponent, missing, refuse);
  }
}

/** What the mean adds up; NaN where it is not defined for the value. */
function termOf(value: number, { method }: MeanMethod): number {
  if (method === 'geometric') return value > 0 ? Math.log(value) : Number.NaN;
  if (method === 'harmonic') return value === 0 ? Number.NaN : 1 / value;
  return value;
}

const NOT_DEFINED: Readonly<Record<MeanMethod['method'], string>> = {
  arithmetic: 'no mean',
  sum: 'no sum',
  geometric: 'a geometric mean needs positive values',
  harmonic: 'a harmonic mean needs values other than zero',
  generalised: 'no generalised mean',
};

function generalisedOf(
  children: readonly Float64Array[],
  weights: ArrayLike<number>,
  unit: number,
  exponent: number,
  missing: MissingRule,
  refuse: Refusal,
): number {
  const row = Float64Array.from(children, (column) => column[unit] as number);
  const shares = Float64Array.from(row, (value, index) =>
    Number.isNaN(value) && missing.kind !== 'as-zero' ? 0 : (weights[index] as number),
  );
  const values = row.map((value) => (Number.isNaN(value) ? 0 : value));
  const mean = generalisedMean(values, shares, exponent);
  if (!Number.isNaN(mean)) return mean;
  const outside = values.find((value, index) => (shares[index] as number) > 0 && !(value > 0)) ?? Number.NaN;
  throw refuse(unit, outside, `a generalised mean with exponent ${exponent} is not defined for it`);
}
