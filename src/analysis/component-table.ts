/** Raw components of an edition as the table that the composite engine computes on. */
import type { IndicatorTable } from '../composite/table.ts';
import type { ComponentValue } from '../model/component-value.ts';
import type { Edition } from '../model/survey.ts';

/**
 * The values of one edition: a row for each unit, a column for each component that has a value, NaN where a unit has
 * none. Values of countries that are not among the units are left out.
 * @param units ISO3 codes, in the order of the rows: the members of the edition
 */
export function componentTable(
  values: readonly ComponentValue[],
  edition: Edition,
  units: readonly string[],
): IndicatorTable {
  const rowOf = new Map(units.map((iso3, row) => [iso3, row]));
  const columns = new Map<string, Float64Array>();
  for (const { edition: of, iso3, component, value } of values) {
    const row = of === edition ? rowOf.get(iso3) : undefined;
    if (row === undefined || value === null) continue;
    let column = columns.get(component);
    if (column === undefined) {
      column = new Float64Array(units.length).fill(Number.NaN);
      columns.set(component, column);
    }
    column[row] = value;
  }
  return { units, columns };
}
