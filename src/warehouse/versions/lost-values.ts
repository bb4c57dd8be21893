/** What one version of a series no longer says of what another says. Owned by warehouse/. */
import type { Session } from '../connection/session.ts';

/** A version that is to take the place of another one of the same series. */
export interface Replacement {
  readonly code: string;
  readonly from: number;
  readonly to: number;
}

/** Figures are told apart by place, period and dimensions; a figure that became a state of its own is not lost. */
export interface LostValues {
  readonly code: string;
  /** Figures of the version that is replaced. */
  readonly values: number;
  /** Those of them whose cell the other version does not have. */
  readonly lost: number;
  /** Countries or regions of these figures, and those of which none is left. */
  readonly places: number;
  readonly lostPlaces: number;
  /** ISO days: the last period with a figure of the one, and the last period of the other. */
  readonly lastPeriod: string;
  readonly newLastPeriod: string;
}

const OBSERVED = { place: 'iso3', period: 'period', same: 'n.iso3 = o.iso3 and n.period = o.period' };
const COMPARED = {
  observation: { table: 'warehouse.observation', ...OBSERVED },
  national_observation: {
    table: 'warehouse.national_observation',
    place: 'region_code',
    period: 'period_end',
    same: `n.region_code = o.region_code and n.period_kind = o.period_kind and n.period_start = o.period_start
      and n.period_end = o.period_end and n.breakdown = o.breakdown`,
  },
} as const;

/** Of each replacement that loses figures; series by series, so that memory stays that of one. */
export async function lostValues(
  session: Session,
  dataset: keyof typeof COMPARED,
  replacements: readonly Replacement[],
): Promise<LostValues[]> {
  const { table, place, period, same } = COMPARED[dataset];
  const found: LostValues[] = [];
  for (const { code, from, to } of replacements) {
    if (from === to) continue;
    const { rows } = await session.query(
      `select count(*)::integer as values, count(*) filter (where n.${place} is null)::integer as lost,
         count(distinct o.${place})::integer as places, count(distinct n.${place})::integer as kept_places,
         max(o.${period})::text as last_period,
         (select max(${period})::text from ${table} where version_id = $2) as new_last_period
       from ${table} o
       left join ${table} n on n.version_id = $2 and ${same}
       where o.version_id = $1 and o.value is not null`,
      [from, to],
    );
    const [row] = rows;
    if (row === undefined || Number(row.lost) === 0) continue;
    found.push({
      code,
      values: Number(row.values),
      lost: Number(row.lost),
      places: Number(row.places),
      lostPlaces: Number(row.places) - Number(row.kept_places),
      lastPeriod: String(row.last_period),
      newLastPeriod: String(row.new_last_period ?? ''),
    });
  }
  return found;
}

/** The versions that are published, by the code of their series; absent where a series is not published. */
export async function publishedVersions(
  session: Session,
  dataset: keyof typeof COMPARED,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await session.query(
    `select p.partition_key as code, p.version_id
     from warehouse.publication u
     join warehouse.release_partition p on p.release_no = u.release_no
     where p.dataset = $1 and p.partition_key = any($2::text[])`,
    [dataset, codes],
  );
  return new Map(rows.map((row) => [String(row.code), Number(row.version_id)]));
}
