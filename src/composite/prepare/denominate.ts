/** Denomination: absolute quantities made relative to the size of the unit (OECD/JRC Handbook, step 2). */
import { ComputationRefused } from '../refusal.ts';

export interface DenominateOptions {
  /** The column's name in refusals. */
  readonly about?: string;
  /** Factor of the result: 100 with a population as denominator gives "per 100 inhabitants". Absent: 1. */
  readonly factor?: number;
}

/**
 * value/denominator · factor, unit by unit. Missing where the value or its denominator is: what it is relative to is
 * not known. Refuses, for a unit with a value, a denominator that is zero or negative (`value-not-positive`), where
 * the reference software gives infinity or turns the sign; and a factor that is not positive (`rule-invalid`).
 */
export function denominateColumn(
  values: Float64Array,
  denominators: Float64Array,
  { about = 'column', factor = 1 }: DenominateOptions = {},
): Float64Array {
  if (denominators.length !== values.length) throw new RangeError('values and denominators differ in number');
  if (!(factor > 0 && Number.isFinite(factor)))
    throw new ComputationRefused('rule-invalid', about, `multiplied by ${factor}`);
  return values.map((value, position) => {
    const denominator = denominators[position] as number;
    if (denominator <= 0 && !Number.isNaN(value))
      throw new ComputationRefused(
        'value-not-positive',
        about,
        `the denominator of unit ${position + 1} is ${denominator}`,
      );
    return (value / denominator) * factor;
  });
}
