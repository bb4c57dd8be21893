/**
 * What the engine computes on: units in rows, one `Float64Array` a column, NaN for a missing value. composite/ is pure
 * maths: it touches no clock, file, database or global state, and may import model and methodology only.
 */
import { ComputationRefused } from './refusal.ts';

export interface IndicatorTable {
  readonly units: readonly string[];
  /** By code of the indicator; each as long as `units`. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Groupings of the units by name (`region`); null: in no group. */
  readonly groupings?: ReadonlyMap<string, readonly (string | null)[]>;
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
