/**
 * What the engine computes on: units in rows, one `Float64Array` a column, NaN for a missing value. composite/ is pure
 * maths: it touches no clock, file, database or global state, and may import model and methodology only.
 */

export interface IndicatorTable {
  readonly units: readonly string[];
  /** By code of the indicator; each as long as `units`. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Groupings of the units by name (`region`); null: in no group. */
  readonly groupings?: ReadonlyMap<string, readonly (string | null)[]>;
}
