/**
 * Imputation of missing values, only as declared, and with a mark on every value that was not observed (OECD/JRC
 * Handbook, step 3). Over time see `impute-panel.ts`.
 */
import type { Imputation } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';
import { mean } from '../statistics/moments.ts';
import { quantile } from '../statistics/quantile.ts';

export interface ImputedColumn {
  readonly values: Float64Array;
  /** 1 where the value was imputed, 0 where it was observed. */
  readonly imputed: Uint8Array;
}

/** The column's name in refusals. */
interface About {
  readonly about?: string;
}

/**
 * Every missing value becomes the mean or median of the observed ones: of all units, or, with `groups` (as long as
 * `values`), of those of the unit's group. Observed values stay as they are. Refuses, where there is something to
 * impute, a group without any observed value and a unit in no group (`values-too-few`).
 */
export function imputeColumn(
  values: Float64Array,
  method: Imputation['method'],
  groups: readonly (string | null)[] | null,
  { about = 'column' }: About = {},
): ImputedColumn {
  if (groups && groups.length !== values.length) throw new RangeError('groups and values differ in number');
  const groupOf = (position: number) => (groups === null ? EVERYONE : (groups[position] ?? null));
  const observed = new Map<string, number[]>();
  const imputed = new Uint8Array(values.length);
  for (const [position, value] of values.entries()) {
    if (Number.isNaN(value)) {
      imputed[position] = 1;
      continue;
    }
    const group = groupOf(position);
    if (group === null) continue;
    const found = observed.get(group);
    if (found) found.push(value);
    else observed.set(group, [value]);
  }
  const centres = new Map<string, number>();
  const centreOf = (position: number): number => {
    const group = groupOf(position);
    const found = group === null ? undefined : observed.get(group);
    if (group === null || found === undefined)
      throw new ComputationRefused(
        'values-too-few',
        about,
        group === null
          ? `value ${position + 1} is missing and its unit in no group`
          : `nothing to impute from${groups ? ` in ${group}` : ''}: no value is observed`,
      );
    const known = centres.get(group);
    if (known !== undefined) return known;
    const centre = method === 'mean' ? mean(found) : quantile(found, 0.5);
    centres.set(group, centre);
    return centre;
  };
  return {
    values: values.map((value, position) => (imputed[position] ? centreOf(position) : value)),
    imputed,
  };
}

/** Stands for all units where there are no groups. */
const EVERYONE = '';
