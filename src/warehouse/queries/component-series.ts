/** Observed values of international series in the published release, for one reading of several indices. */
import type { Session } from '../connection/session.ts';

export interface ComponentSeries {
  readonly versionId: number;
  readonly unit: string;
  /** Observed values by first day of the period and country. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const SERIES_SQL = `
  select o.indicator_code as code, i.unit, p.version_id as "versionId", o.period::text as period, o.iso3, o.value::text as value
  from reporting.fact_observation o
  join reporting.dim_indicator i on i.indicator_code = o.indicator_code
  join warehouse.publication u on true
  join warehouse.release_partition p
    on p.release_no = u.release_no and p.dataset = 'observation' and p.partition_key = o.indicator_code
  where o.indicator_code = any ($1::text[]) and o.period = any ($2::date[]) and o.value_status = 'observed'`;

/** Series that are not loaded are left out, and so are periods without a value. */
export async function readComponentSeries(
  session: Session,
  indicatorCodes: readonly string[],
  periods: readonly string[],
): Promise<ReadonlyMap<string, ComponentSeries>> {
  const { rows } = await session.query(SERIES_SQL, [indicatorCodes, periods]);
  const series = new Map<string, ComponentSeries & { values: Map<string, Map<string, number>> }>();
  for (const { code, unit, versionId, period, iso3, value } of rows) {
    const name = String(code);
    const own = series.get(name) ?? { versionId: Number(versionId), unit: String(unit), values: new Map() };
    series.set(name, own);
    const ofPeriod = own.values.get(String(period)) ?? new Map<string, number>();
    own.values.set(String(period), ofPeriod);
    ofPeriod.set(String(iso3), Number(value));
  }
  return series;
}
