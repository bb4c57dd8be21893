/**
 * Children into their parent (OECD/JRC Handbook, step 6): weighted means, sums and pairwise comparison, each with
 * the parent's own rule for missing values. The complete case runs column by column; only a unit that lacks a value
 * or has one that the mean is not defined for is looked at on its own.
 */
import type { Aggregation, MissingRule } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';
import { aggregateByCopeland } from './copeland.ts';
import { generalisedMean } from './generalised-mean.ts';
import { aggregateIncompleteUnit, type Refusal } from './incomplete-unit.ts';

/**
 * The parent's value of every unit, written to `out` and returned; NaN: no value. `children` are columns of equal
 * length in any unit of measurement, NaN for a missing value; `weights` are finite and not negative, in the same
 * order, on any scale (the means divide by their sum; `sum` takes them as they are). A child of weight 0 takes no
 * part: neither in the mean nor in what counts as missing. `about` names the parent in refusals, `units` the units.
 *
 * With x_i, w_i (Handbook §6.6): arithmetic Σwx/Σw; geometric exp(Σw·ln x/Σw), x > 0; harmonic Σw/Σ(w/x), x ≠ 0;
 * generalised (Σw·x^p/Σw)^(1/p); sum Σwx; copeland: wins minus defeats (copeland.ts).
 *
 * Missing: `no-value` gives none; `available` takes the rest with weights rescaled to the same sum if the share of
 * children there (by number) is at least `atLeast`, and none if no child is there; `as-zero` reads 0.
 *
 * Throws `ComputationRefused`: `weight-invalid` (negative, not finite, all zero, or not one a child);
 * `value-not-positive` (zero or negative value in a geometric mean, zero in a harmonic one, or a value a power is
 * not defined for); `rule-invalid` (an exponent that is not a number); `value-missing` (Copeland's pairwise comparison of units with different children).
 */
export function aggregateColumns(
  children: readonly Float64Array[],
  weights: ArrayLike<number>,
  aggregation: Aggregation,
  missing: MissingRule,
  out: Float64Array,
  about: string,
  units?: readonly string[],
): Float64Array {
  const total = totalWeight(children.length, weights, about);
  if (aggregation.method === 'copeland') {
    return aggregateByCopeland(children, weights, missing, out, about);
  }
  if (aggregation.method === 'generalised' && aggregation.exponent !== 1) {
    return aggregateGeneralised(children, weights, aggregation.exponent, missing, out, about, units);
  }
  const method = aggregation.method === 'generalised' ? 'arithmetic' : aggregation.method;
  out.fill(0);
  for (const [index, column] of children.entries()) {
    const weight = weights[index] as number;
    if (weight > 0) addWeighted(out, column, weight, method);
  }
  const refuse = refusal(about, units);
  for (let unit = 0; unit < out.length; unit += 1) {
    const sum = out[unit] as number;
    // A missing value makes the sum NaN; a value outside the domain makes it infinite or NaN.
    out[unit] =
      Number.isFinite(sum) && (sum !== 0 || method !== 'harmonic')
        ? meanOfSum(sum, total, method)
        : aggregateIncompleteUnit(children, weights, unit, { method }, missing, refuse);
  }
  return out;
}

type SumMethod = 'arithmetic' | 'geometric' | 'harmonic' | 'sum';

function addWeighted(out: Float64Array, column: Float64Array, weight: number, method: SumMethod): void {
  const length = out.length;
  if (column.length !== length) throw new RangeError(`a column of ${column.length} values among ${length}`);
  if (method === 'geometric') {
    for (let unit = 0; unit < length; unit += 1)
      out[unit] = (out[unit] as number) + weight * Math.log(column[unit] as number);
  } else if (method === 'harmonic') {
    for (let unit = 0; unit < length; unit += 1)
      out[unit] = (out[unit] as number) + weight / (column[unit] as number);
  } else {
    for (let unit = 0; unit < length; unit += 1)
      out[unit] = (out[unit] as number) + weight * (column[unit] as number);
  }
}

function meanOfSum(sum: number, total: number, method: SumMethod): number {
  switch (method) {
    case 'arithmetic':
      return sum / total;
    case 'geometric':
      return Math.exp(sum / total);
    case 'harmonic':
      return total / sum;
    case 'sum':
      return sum;
  }
}

function aggregateGeneralised(
  children: readonly Float64Array[],
  weights: ArrayLike<number>,
  exponent: number,
  missing: MissingRule,
  out: Float64Array,
  about: string,
  units: readonly string[] | undefined,
): Float64Array {
  const refuse = refusal(about, units);
  if (Number.isNaN(exponent))
    throw new ComputationRefused('rule-invalid', about, 'the exponent is not a number');
  const row = new Float64Array(children.length);
  for (let unit = 0; unit < out.length; unit += 1) {
    for (const [index, column] of children.entries()) row[index] = column[unit] as number;
    const mean = generalisedMean(row, weights, exponent);
    out[unit] = Number.isFinite(mean)
      ? mean
      : aggregateIncompleteUnit(
          children,
          weights,
          unit,
          { method: 'generalised', exponent },
          missing,
          refuse,
        );
  }
  return out;
}

/** The sum of the weights. Throws `ComputationRefused` (`weight-invalid`) on weights that cannot be used. */
export function totalWeight(children: number, weights: ArrayLike<number>, about: string): number {
  if (weights.length !== children) {
    throw new ComputationRefused(
      'weight-invalid',
      about,
      `${weights.length} weights for ${children} children`,
    );
  }
  let total = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] as number;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new ComputationRefused(
        'weight-invalid',
        about,
        `weight ${index + 1} of ${weights.length} is ${weight}; weights are finite and not negative`,
      );
    }
    total += weight;
  }
  if (total > 0) return total;
  throw new ComputationRefused('weight-invalid', about, 'all weights are zero');
}

function refusal(about: string, units: readonly string[] | undefined): Refusal {
  return (unit, value, reason) => {
    const name = units?.[unit] ?? `unit ${unit + 1}`;
    return new ComputationRefused(
      'value-not-positive',
      about,
      `${name} has the value ${value}: ${reason}`,
      'normalise to positive values first, for example min–max from 1 to 100, or aggregate otherwise',
    );
  };
}
