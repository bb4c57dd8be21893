/**
 * What the published release says about recomputations of TII and HCI: closeness, inputs, countries. Owned by
 * warehouse/. `egdi recompute --json` prints these shapes, so they are extended and never renamed; scores and errors
 * are texts, so that every digit survives.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Session } from '../connection/session.ts';
import { requirePublished } from '../releases/releases.ts';

export interface RecomputationSummary {
  readonly edition: number;
  readonly indexCode: string;
  readonly status: string;
  readonly methodStatus: string;
  readonly reason: string;
  /** Countries with a published value; 0 where nothing was recomputed. */
  readonly countryCount: number;
  readonly observedCount: number;
  /** The most telling first; none where nothing was recomputed. */
  readonly closeness: readonly TreatmentCloseness[];
  readonly inputs: readonly InputOfRecomputation[];
}

export interface TreatmentCloseness {
  readonly treatment: string;
  readonly scoredCount: number;
  readonly countedCount: number;
  readonly meanAbsoluteError: string | null;
  readonly medianAbsoluteError: string | null;
  readonly maximumAbsoluteError: string | null;
  /** Absolute error below 0.0001, 0.0005, 0.001, 0.01 and 0.02. */
  readonly below: readonly number[];
  readonly spearman: string | null;
}

export interface InputOfRecomputation {
  readonly component: string;
  readonly indicatorCode: string | null;
  readonly nameEn: string | null;
  readonly unit: string | null;
  readonly period: string | null;
  readonly countryCount: number;
  readonly fileName: string | null;
  readonly publisher: string | null;
  readonly publishedOn: string | null;
  readonly note: string | null;
  /** Of the country that was asked for; null: none is there, or none was asked for. */
  readonly value: string | null;
}

export interface RecomputedCountry {
  readonly iso3: string;
  readonly name: string;
  readonly edition: number;
  readonly indexCode: string;
  readonly treatment: string;
  readonly published: string;
  readonly recomputed: string | null;
  readonly error: string | null;
  readonly isObserved: boolean;
  readonly isCounted: boolean;
  readonly missing: string | null;
}

export interface Recomputations {
  readonly releaseNo: number;
  readonly summaries: readonly RecomputationSummary[];
  /** All countries of one edition and index under all treatments, or one country in all of them; else none. */
  readonly countries: readonly RecomputedCountry[];
}

export interface RecomputationQuestion {
  readonly edition: number | null;
  readonly indexCode: string | null;
  readonly iso3: string | null;
}

/**
 * To be called in a read-only transaction, so that all of it is of one release.
 * @throws EgdiError `nothing-published` (exit 7), `edition-unknown` (exit 2)
 */
export async function readRecomputations(
  session: Session,
  { edition, indexCode, iso3 }: RecomputationQuestion,
): Promise<Recomputations> {
  const { releaseNo } = await requirePublished(session);
  const asked = [edition, indexCode];
  const { rows: coverage } = await session.query(COVERAGE_SQL, asked);
  if (coverage.length === 0 && edition !== null) {
    throw new EgdiError('edition-unknown', `release ${releaseNo} has no edition ${edition}`, {
      exitCode: EXIT.usage,
      hint: 'editions that are loaded: egdi recompute',
    });
  }
  const { rows: inputs } = await session.query(INPUTS_SQL, [...asked, iso3]);
  const isSingle = edition !== null && indexCode !== null;
  const { rows: countries } =
    isSingle || iso3 !== null ? await session.query(COUNTRIES_SQL, [...asked, iso3]) : { rows: [] };
  const keyOf = (row: Record<string, unknown>) => `${row.edition} ${row.indexCode}`;
  const keys = [...new Set(coverage.map(keyOf))];
  const summaries = keys.map((key): RecomputationSummary => {
    const own = coverage.filter((row) => keyOf(row) === key);
    const first = own[0] as unknown as RecomputationSummary;
    return {
      edition: first.edition,
      indexCode: first.indexCode,
      status: first.status,
      methodStatus: first.methodStatus,
      reason: first.reason,
      countryCount: first.countryCount,
      observedCount: first.observedCount,
      closeness: own.filter(({ treatment }) => treatment !== 'none').map(closenessOf),
      inputs: inputs
        .filter((row) => keyOf(row) === key)
        .map(
          ({ edition: _edition, indexCode: _indexCode, ...input }) =>
            input as unknown as InputOfRecomputation,
        ),
    };
  });
  return { releaseNo, summaries, countries: countries as unknown[] as RecomputedCountry[] };
}

function closenessOf(row: Record<string, unknown>): TreatmentCloseness {
  const {
    treatment,
    scoredCount,
    countedCount,
    meanAbsoluteError,
    medianAbsoluteError,
    maximumAbsoluteError,
  } = row as unknown as TreatmentCloseness;
  return {
    treatment,
    scoredCount,
    countedCount,
    meanAbsoluteError,
    medianAbsoluteError,
    maximumAbsoluteError,
    below: [row.b0001, row.b0005, row.b001, row.b01, row.b02].map(Number),
    spearman: row.spearman as string | null,
  };
}

const COVERAGE_SQL = `
  select c.edition, c.index_code as "indexCode", c.treatment, c.status, c.method_status as "methodStatus", c.reason,
         coalesce((select count(*)::integer from reporting.fact_recomputation f
                   where (f.edition, f.index_code, f.treatment) = (c.edition, c.index_code, c.treatment)), 0) as "countryCount",
         c.observed_count as "observedCount", c.scored_count as "scoredCount", c.counted_count as "countedCount",
         c.mean_absolute_error::text as "meanAbsoluteError", c.median_absolute_error::text as "medianAbsoluteError",
         c.maximum_absolute_error::text as "maximumAbsoluteError", c.below_0001_count as b0001, c.below_0005_count as b0005,
         c.below_001_count as b001, c.below_01_count as b01, c.below_02_count as b02, c.spearman::text as spearman
  from reporting.fact_recomputation_coverage c
  where ($1::integer is null or c.edition = $1) and ($2::text is null or c.index_code = $2)
  order by c.index_code desc, c.edition,
           array_position(array['gaps-closed-assumed', 'gaps-closed', 'complete-cases', 'gaps-mean', 'available'], c.treatment)`;

const INPUTS_SQL = `
  select i.edition, i.index_code as "indexCode", i.component, i.indicator_code as "indicatorCode", d.name_en as "nameEn",
         d.unit, i.period::text as period, i.country_count as "countryCount", f.file_name as "fileName",
         f.publisher, f.published_on::text as "publishedOn", i.note,
         case when o.value_status = 'observed' then o.value::text end as value
  from reporting.fact_recomputation_input i
  left join reporting.dim_indicator d using (indicator_code)
  left join reporting.dim_source_file f using (source_file_sha256)
  left join reporting.fact_observation o
    on o.indicator_code = i.indicator_code and o.period = i.period and o.iso3 = $3
  where ($1::integer is null or i.edition = $1) and ($2::text is null or i.index_code = $2)
  order by i.index_code desc, i.edition, i.position`;

const COUNTRIES_SQL = `
  select f.iso3, c.name_en as name, f.edition, f.index_code as "indexCode", f.treatment,
         f.score_published::text as published, f.score_recomputed::text as recomputed, f.error::text as error,
         f.is_observed as "isObserved", f.is_counted as "isCounted", f.missing_components as missing
  from reporting.fact_recomputation f
  join reporting.dim_country c using (iso3)
  where ($1::integer is null or f.edition = $1) and ($2::text is null or f.index_code = $2)
    and ($3::text is null or f.iso3 = $3)
  order by f.index_code desc, f.edition,
           array_position(array['gaps-closed-assumed', 'gaps-closed', 'complete-cases', 'gaps-mean', 'available'], f.treatment),
           f.iso3 collate "C"`;
