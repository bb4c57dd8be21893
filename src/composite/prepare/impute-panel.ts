/** Imputation over time: a missing value of a unit from its own values at other times, as declared. */
import { ComputationRefused } from '../refusal.ts';

export type PanelImputation =
  /** The latest value before, at most `maxAge` units of time old; never one from a later time. */
  | { readonly method: 'latest'; readonly maxAge: number }
  /** On the line between the observations before and after. */
  | { readonly method: 'linear'; readonly ends: Ends }
  /** The observation before, between observations. */
  | { readonly method: 'constant'; readonly ends: Ends };

/** Before the first and after the last observation: the nearest one, or still missing. */
export type Ends = 'nearest' | 'leave';

export interface ImputedPanel {
  readonly values: Float64Array;
  /** 1 where the value was imputed. */
  readonly imputed: Uint8Array;
  /** Distance in time to the nearest observation used: 0 where observed, NaN where still missing. */
  readonly ages: Float64Array;
}

/**
 * A column in long form: row by row its unit, time and value, in any order. Values of a unit with nothing to impute
 * from stay missing. Refuses two rows of one unit and time, and times that are not finite (`rule-invalid`).
 */
export function imputePanelColumn(
  values: Float64Array,
  units: readonly string[],
  times: ArrayLike<number>,
  rule: PanelImputation,
  { about = 'column' }: { readonly about?: string } = {},
): ImputedPanel {
  if (units.length !== values.length || times.length !== values.length)
    throw new RangeError('values, units and times differ in number');
  if (rule.method === 'latest' && !(rule.maxAge >= 0))
    throw new ComputationRefused('rule-invalid', about, `${rule.maxAge} is no age`);
  const panel = {
    values: values.slice(),
    imputed: new Uint8Array(values.length),
    ages: Float64Array.from(values, (value) => (Number.isNaN(value) ? Number.NaN : 0)),
  };
  for (const rows of rowsByUnit(units).values()) {
    rows.sort((a, b) => (times[a] as number) - (times[b] as number));
    rows.forEach((row, k) => {
      const time = times[row] as number;
      if (!Number.isFinite(time))
        throw new ComputationRefused('rule-invalid', about, `${units[row]} at time ${time}`);
      if (k > 0 && times[rows[k - 1] as number] === time)
        throw new ComputationRefused('rule-invalid', about, `${units[row]} is twice in ${time}`);
    });
    for (const [k, row] of rows.entries()) {
      if (!Number.isNaN(values[row])) continue;
      const isObserved = (other: number) => !Number.isNaN(values[other]);
      const before = rows.slice(0, k).findLast(isObserved);
      const after = rows.slice(k + 1).find(isObserved);
      const at = (other: number | undefined): Observation | undefined =>
        other === undefined ? undefined : { time: times[other] as number, value: values[other] as number };
      const found = fill(times[row] as number, at(before), at(after), rule);
      if (found === undefined) continue;
      panel.values[row] = found.value;
      panel.ages[row] = found.age;
      panel.imputed[row] = 1;
    }
  }
  return panel;
}

interface Observation {
  readonly time: number;
  readonly value: number;
}

function fill(
  time: number,
  before: Observation | undefined,
  after: Observation | undefined,
  rule: PanelImputation,
): { readonly value: number; readonly age: number } | undefined {
  if (rule.method === 'latest')
    return before && time - before.time <= rule.maxAge
      ? { value: before.value, age: time - before.time }
      : undefined;
  if (before && after) {
    const share = (time - before.time) / (after.time - before.time);
    if (rule.method === 'constant') return { value: before.value, age: time - before.time };
    const value = (1 - share) * before.value + share * after.value;
    return { value, age: Math.min(time - before.time, after.time - time) };
  }
  const nearest = before ?? after;
  if (nearest === undefined || rule.ends === 'leave') return undefined;
  return { value: nearest.value, age: Math.abs(time - nearest.time) };
}

function rowsByUnit(units: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, unit] of units.entries()) {
    const found = rows.get(unit);
    if (found) found.push(row);
    else rows.set(unit, [row]);
  }
  return rows;
}
