/**
 * An observation of the published release back to its cell: value and status, how it was printed, file, vintage,
 * release, and what earlier releases said in its place. Owned by warehouse/.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Indicator } from '../../model/observation.ts';
import { nearestNames } from '../../runtime/nearest-name.ts';
import type { Session } from '../connection/session.ts';
import { requirePublished } from '../releases/releases.ts';

export interface AskedObservation {
  /** ISO 3166 alpha-3, or a code below it: `KAZ:750000000`. */
  readonly place: string;
  readonly indicatorCode: string;
  /** Days between which the period begins, ISO; null for every period. */
  readonly from: string | null;
  readonly to: string | null;
}

/** A file as the warehouse keeps it. */
export interface ExplainedFile {
  readonly name: string;
  readonly sha256: string;
  readonly publisher: string;
  readonly title: string;
  readonly url: string | null;
  readonly licence: string;
  readonly publishedOn: string | null;
  readonly retrievedOn: string | null;
}

/** What a release that was published said. */
export interface ObservationRevision {
  /** The first release that said it. */
  readonly releaseNo: number;
  readonly publishedAt: string;
  readonly value: string | null;
  readonly status: string;
  readonly printed: string | null;
  readonly fileName: string;
  readonly sha256: string;
  readonly vintage: string | null;
}

/** Extended, never renamed: `egdi explain --json` prints it. */
export interface ExplainedObservation {
  readonly periodKind: string;
  readonly periodStart: string;
  readonly periodEnd: string | null;
  /** `sex=female`; empty where the figure is not broken down. */
  readonly breakdown: string;
  readonly value: string | null;
  readonly status: string;
  readonly unit: string;
  readonly bound: string;
  readonly isNegligible: boolean;
  readonly isEstimated: boolean;
  readonly isPreliminary: boolean;
  readonly printed: string | null;
  readonly note: string | null;
  /** Address in the file: `Sheet1!C12`, or a path of JSON. */
  readonly cell: string;
  readonly file: ExplainedFile;
  /** Further files that state the same series as a whole. */
  readonly confirmedBy: readonly Pick<ExplainedFile, 'name' | 'sha256' | 'publisher'>[];
  /** The release since which its series reads as it does, and the run that published it. */
  readonly sinceRelease: number;
  readonly publishedAt: string | null;
  readonly runId: number | null;
  readonly versionSha256: string;
  /** Oldest first; one entry where it never changed. */
  readonly revisions: readonly ObservationRevision[];
}

export interface ObservationExplanation {
  readonly place: { readonly code: string; readonly name: string };
  readonly indicator: Indicator;
  readonly releaseNo: number;
  readonly facts: readonly ExplainedObservation[];
}

/**
 * Explains the facts that fit; to be called in a read-only transaction.
 * @throws EgdiError `nothing-published` (exit 7); `indicator-unknown`, `place-unknown`, `observation-missing` (exit 2)
 */
export async function explainObservations(
  session: Session,
  asked: AskedObservation,
): Promise<ObservationExplanation> {
  const { releaseNo } = await requirePublished(session);
  const indicator = await findIndicator(session, asked.indicatorCode);
  const national = await isNational(session, releaseNo, asked.indicatorCode);
  const name = await placeName(session, asked.place, national);
  const sql = national ? NATIONAL_SQL : INTERNATIONAL_SQL;
  const { rows } = await session.query(sql, [
    releaseNo,
    asked.indicatorCode,
    asked.place,
    asked.from,
    asked.to,
  ]);
  if (rows.length === 0) throw await missing(session, asked, national);
  return {
    place: { code: asked.place, name },
    indicator,
    releaseNo,
    facts: (rows as unknown[] as (ExplainedObservation & { isNational: boolean })[]).map((row) => ({
      ...row,
      unit: row.unit ?? indicator.unit,
    })),
  };
}

async function findIndicator(session: Session, code: string): Promise<Indicator> {
  const { rows } = await session.query(
    `select indicator_code as "indicatorCode", name_en as "nameEn", unit, frequency, publisher, description
     from reporting.dim_indicator order by indicator_code`,
  );
  const known = rows as unknown[] as Indicator[];
  const found = known.find(({ indicatorCode }) => indicatorCode === code);
  if (found !== undefined) return found;
  const codes = known.map(({ indicatorCode }) => indicatorCode);
  const near = nearestNames(code, codes, 3);
  throw new EgdiError('indicator-unknown', `the published release has no indicator ${code}`, {
    exitCode: EXIT.usage,
    hint:
      codes.length === 0
        ? 'it has no indicators at all: egdi run international, egdi run national'
        : near.length > 0
          ? `did you mean ${near.join(', ')}?`
          : 'egdi sql "select indicator_code, name_en from dim_indicator" lists them',
  });
}

async function isNational(session: Session, releaseNo: number, code: string): Promise<boolean> {
  const { rows } = await session.query(
    `select 1 from warehouse.release_partition
     where release_no = $1 and dataset = 'national_observation' and partition_key = $2`,
    [releaseNo, code],
  );
  return rows.length > 0;
}

async function placeName(session: Session, place: string, national: boolean): Promise<string> {
  const { rows } = await session.query(
    national
      ? 'select name_en as name from reporting.dim_region where region_code = $1'
      : 'select name_en as name from reporting.dim_country where iso3 = $1',
    [place],
  );
  if (rows[0] !== undefined) return String(rows[0].name);
  const hint = national
    ? `egdi sql "select region_code, name_en from dim_region where iso3 = '${place.slice(0, 3)}'" lists them`
    : place.includes(':')
      ? 'its facts are of countries: name one, such as KAZ'
      : 'name a country by its ISO code, such as KAZ';
  throw new EgdiError('place-unknown', `there is no ${national ? 'region' : 'country'} ${place}`, {
    exitCode: EXIT.usage,
    hint,
  });
}

/** Says which periods there are, where only the asked one is not. */
async function missing(
  session: Session,
  { place, indicatorCode }: AskedObservation,
  national: boolean,
): Promise<EgdiError> {
  const { rows } = await session.query(
    national
      ? `select min(period_start)::text as first, max(period_start)::text as last, count(*)::integer as n
         from reporting.fact_national_observation where indicator_code = $1 and region_code = $2`
      : `select min(period)::text as first, max(period)::text as last, count(*)::integer as n
         from reporting.fact_observation where indicator_code = $1 and iso3 = $2`,
    [indicatorCode, place],
  );
  const { first, last, n } = rows[0] ?? {};
  const none = Number(n ?? 0) === 0;
  const hint = none
    ? 'its files say nothing about it, neither a value nor that there is none'
    : `its ${n} figures begin between ${first} and ${last}`;
  const what = none
    ? `no figure of ${indicatorCode} for ${place}`
    : `no figure of ${indicatorCode} for ${place} then`;
  return new EgdiError('observation-missing', `the published release has ${what}`, {
    exitCode: EXIT.usage,
    hint,
  });
}

const FILE = `json_build_object(
    'name', f.file_name, 'sha256', f.sha256, 'publisher', f.publisher, 'title', f.title, 'url', f.url,
    'licence', f.licence, 'publishedOn', f.published_on, 'retrievedOn', f.retrieved_on) as file`;

const ABOUT = `
  coalesce((
    select json_agg(json_build_object('name', c.file_name, 'sha256', c.sha256, 'publisher', c.publisher)
                    order by c.file_name, c.sha256)
    from warehouse.version_source s join warehouse.source_file c using (source_file_id)
    where s.version_id = p.version_id and s.source_file_id <> o.source_file_id
      and p.dataset = 'observation'), '[]'::json) as "confirmedBy",
  p.since_release_no as "sinceRelease", l.published_at as "publishedAt", l.run_id::integer as "runId",
  v.content_sha256 as "versionSha256"`;

/** The facts of each version that was ever published, by the first release that listed it. */
const revisionsOf = (table: string, key: string) => `
  coalesce((
    select json_agg(json_build_object(
      'releaseNo', e.release_no, 'publishedAt', e.published_at, 'value', w.value::text, 'status', w.value_status,
      'printed', w.printed_text, 'fileName', wf.file_name, 'sha256', wf.sha256, 'vintage', wf.published_on)
      order by e.release_no)
    from (
      select distinct on (m.version_id) m.version_id, m.release_no, r.published_at
      from warehouse.release_partition m join warehouse.release r using (release_no)
      where m.dataset = p.dataset and m.partition_key = p.partition_key and r.published_at is not null
      order by m.version_id, m.release_no
    ) e
    join ${table} w on w.version_id = e.version_id and ${key}
    join warehouse.source_file wf on wf.source_file_id = w.source_file_id), '[]'::json) as revisions`;

const FROM = (table: string) => `
from warehouse.release_partition p
join warehouse.partition_version v using (version_id)
join ${table} o using (version_id)
join warehouse.source_file f on f.source_file_id = o.source_file_id
left join lateral (
  select published_at, run_id from warehouse.publication_log
  where release_no = p.since_release_no order by log_id limit 1) l on true`;

const INTERNATIONAL_SQL = `
select i.frequency as "periodKind", o.period::text as "periodStart", null::text as "periodEnd", '' as breakdown,
  o.value::text as value, o.value_status as status, i.unit, 'exact' as bound, false as "isNegligible",
  o.is_estimated as "isEstimated", o.is_preliminary as "isPreliminary", o.printed_text as printed, o.note,
  warehouse.cell_address(o.sheet, o.row_no, o.column_no) as cell, ${FILE}, ${ABOUT},
  ${revisionsOf('warehouse.observation', 'w.iso3 = o.iso3 and w.period = o.period')}
${FROM('warehouse.observation')}
join reporting.dim_indicator i on i.indicator_code = p.partition_key
where p.release_no = $1 and p.dataset = 'observation' and p.partition_key = $2 and o.iso3 = $3
  and ($4::date is null or o.period between $4::date and $5::date)
order by o.period`;

const NATIONAL_SQL = `
select o.period_kind as "periodKind", o.period_start::text as "periodStart", o.period_end::text as "periodEnd",
  o.breakdown, o.value::text as value, o.value_status as status, o.unit, o.value_bound as bound,
  o.is_negligible as "isNegligible", o.is_estimated as "isEstimated", o.is_preliminary as "isPreliminary",
  o.printed_text as printed, null::text as note, o.source_cell as cell, ${FILE}, ${ABOUT},
  ${revisionsOf(
    'warehouse.national_observation',
    `(w.region_code, w.period_kind, w.period_start, w.period_end, w.breakdown)
       = (o.region_code, o.period_kind, o.period_start, o.period_end, o.breakdown)`,
  )}
${FROM('warehouse.national_observation')}
where p.release_no = $1 and p.dataset = 'national_observation' and p.partition_key = $2 and o.region_code = $3
  and ($4::date is null or o.period_start between $4::date and $5::date)
order by o.period_start, o.period_end, o.breakdown`;
