/** The steps of a node, in the order declared: from its values to its scores, which enter the parent. */
import type { Direction, Imputation, Step } from '../../methodology/definition.ts';
import { normaliseColumn } from '../normalise/normalise.ts';
import { logColumn } from '../prepare/log.ts';
import { type TreatedColumn, treatColumn } from '../prepare/treat.ts';
import { ComputationRefused } from '../refusal.ts';
import { mean } from '../statistics/moments.ts';
import { quantile } from '../statistics/quantile.ts';
import type { IndicatorTable } from '../table.ts';

export interface Steps {
  readonly code: string;
  readonly steps: readonly Step[];
  /** Applied by the first normalisation; after it more is better. */
  readonly direction: Direction;
}

export interface AppliedSteps {
  /** `values` themselves where there is no step. */
  readonly scores: Float64Array;
  /** 1 where a value was imputed; null: nowhere. */
  readonly imputed: Uint8Array | null;
  /** What was done about outliers; null: no such step. */
  readonly treated: TreatedColumn | null;
}

/** Refuses what each step refuses, and a denominator or grouping that the table does not have (`indicator-unknown`). */
export function applySteps(
  { code, steps, direction }: Steps,
  values: Float64Array,
  table: IndicatorTable,
): AppliedSteps {
  let scores = values;
  let imputed: Uint8Array | null = null;
  let treated: TreatedColumn | null = null;
  let towards = direction;
  for (const step of steps) {
    switch (step.kind) {
      case 'impute': {
        const before = scores;
        scores = impute(scores, step.imputation, table, code);
        imputed = markFilled(before, scores, imputed);
        break;
      }
      case 'cap':
        scores = scores.map((value) => (value > step.at ? step.at : value));
        break;
      case 'log':
        scores = logColumn(scores, step.transform ?? { formula: 'natural' }, { about: code });
        break;
      case 'divide':
        if (!(step.by > 0)) throw new ComputationRefused('parameter-invalid', code, `divided by ${step.by}`);
        scores = scores.map((value) => value / step.by);
        break;
      case 'denominate':
        scores = denominate(scores, columnOf(table, step.by, code), step.factor ?? 1, code);
        break;
      case 'treat':
        treated = treatColumn(scores, step.treatment, { about: code });
        scores = treated.values;
        break;
      case 'normalise':
        scores = normaliseColumn(scores, step.normalisation, towards, { about: code, units: table.units });
        towards = 1;
        break;
    }
  }
  return { scores, imputed, treated };
}

/** The table's column. Throws `ComputationRefused` (`indicator-unknown`) if it has none, `RangeError` of another length. */
export function columnOf(table: IndicatorTable, code: string, about = code): Float64Array {
  const column = table.columns.get(code);
  if (column === undefined) {
    throw new ComputationRefused('indicator-unknown', about, `the table has no column ${code}`);
  }
  if (column.length !== table.units.length) {
    throw new RangeError(`column ${code} has ${column.length} values for ${table.units.length} units`);
  }
  return column;
}

function markFilled(
  before: Float64Array,
  after: Float64Array,
  earlier: Uint8Array | null,
): Uint8Array | null {
  const filled = (unit: number) => Number.isNaN(before[unit]) && !Number.isNaN(after[unit]);
  if (!before.some((_, unit) => filled(unit))) return earlier;
  return Uint8Array.from(before, (_, unit) => (filled(unit) || earlier?.[unit] ? 1 : 0));
}

function denominate(values: Float64Array, by: Float64Array, factor: number, about: string): Float64Array {
  if (by.some((value) => value <= 0)) {
    throw new ComputationRefused('value-not-positive', about, 'a denominator is zero or negative');
  }
  return values.map((value, unit) => (value / (by[unit] as number)) * factor);
}

function impute(
  values: Float64Array,
  { method, within }: Imputation,
  table: IndicatorTable,
  about: string,
): Float64Array {
  const groups = within === null ? null : table.groupings?.get(within);
  if (groups === undefined)
    throw new ComputationRefused('indicator-unknown', about, `the table has no grouping ${within}`);
  const others = new Map<string | null, number[]>();
  for (const [unit, value] of values.entries()) {
    const group = groups === null ? '' : (groups[unit] ?? null);
    if (!Number.isNaN(value)) others.set(group, [...(others.get(group) ?? []), value]);
  }
  return values.map((value, unit) => {
    const found = others.get(groups === null ? '' : (groups[unit] ?? null));
    if (!Number.isNaN(value)) return value;
    if (found === undefined) throw new ComputationRefused('values-too-few', about, 'nothing to impute from');
    return method === 'mean' ? mean(found) : quantile(found, 0.5);
  });
}
