/** The steps of a node, in the order declared: from its values to its scores, which enter the parent. */
import type { Direction, Imputation, Step } from '../../methodology/definition.ts';
import { normaliseColumn } from '../normalise/normalise.ts';
import { denominateColumn } from '../prepare/denominate.ts';
import { imputeColumn } from '../prepare/impute.ts';
import { logColumn } from '../prepare/log.ts';
import { type TreatedColumn, treatColumn } from '../prepare/treat.ts';
import { ComputationRefused } from '../refusal.ts';
import { columnOf, type IndicatorTable } from '../table.ts';

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
        const { imputation } = step;
        const filled = imputeColumn(scores, imputation.method, groupsOf(table, imputation, code), {
          about: code,
        });
        scores = filled.values;
        imputed = unionOf(imputed, filled.imputed);
        break;
      }
      case 'cap':
        scores = scores.map((value) => (value > step.at ? step.at : value));
        break;
      case 'log':
        scores = logColumn(scores, step.transform ?? { formula: 'natural' }, { about: code });
        break;
      case 'divide':
        if (!(step.by > 0)) throw new ComputationRefused('rule-invalid', code, `divided by ${step.by}`);
        scores = scores.map((value) => value / step.by);
        break;
      case 'denominate':
        scores = denominateColumn(scores, columnOf(table, step.by, code), {
          about: code,
          factor: step.factor ?? 1,
        });
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

/** The units' groups for an imputation within a grouping; null: over all units. */
function groupsOf(
  table: IndicatorTable,
  { within }: Imputation,
  about: string,
): readonly (string | null)[] | null {
  if (within === null) return null;
  const groups = table.groupings?.get(within);
  if (groups !== undefined) return groups;
  throw new ComputationRefused(
    'indicator-unknown',
    about,
    `the table has no grouping ${within} to impute within`,
  );
}

function unionOf(first: Uint8Array | null, second: Uint8Array): Uint8Array | null {
  if (!second.includes(1)) return first;
  return second.map((mark, unit) => mark | (first?.[unit] ?? 0));
}
