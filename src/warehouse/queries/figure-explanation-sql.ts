/** The statements behind `egdi explain`. Owned by warehouse/; the names they give are those of the JSON. */

/** Release $1, country $2 and edition $3 (as text). No row: the release has no such edition. */
export const SUBJECT_SQL = `
select
  json_build_object(
    'releaseNo', r.release_no, 'publishedAt', to_char(u.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'reason', r.reason, 'runId', u.run_id, 'figuresSince', p.since_release_no, 'versionSha256', v.content_sha256,
    'loadedByRun', v.run_id, 'engineVersion', v.engine_version) as release,
  json_build_object(
    'iso3', c.iso3, 'name', c.name_en, 'nameRu', c.name_ru, 'nameKk', c.name_kk, 'memberFrom', c.member_from,
    'note', c.note) as country,
  json_build_object(
    'edition', e.edition, 'previousEdition', e.previous_edition, 'memberCount', e.member_count,
    'indexNameThen', e.index_name_then, 'methodKnown', e.method_known) as edition
from warehouse.release_partition p
join warehouse.release r using (release_no)
join warehouse.publication u using (release_no)
join warehouse.partition_version v using (version_id)
join reporting.dim_edition e on e.edition::text = p.partition_key
join reporting.dim_country c on c.iso3 = $2
where p.release_no = $1 and p.dataset = 'score' and p.partition_key = $3`;

/** All indices of country $1 in edition $2, in the order of display. */
export const FIGURES_SQL = `
select
  s.index_code as "indexCode", i.name_en as "indexName", i.parent_code as "parentCode",
  s.value_status as "valueStatus", s.score_published as "scorePublished", s.published_text as "scorePrinted",
  s.rank_published as "rankPublished", s.rank_published_text as "rankPrinted",
  s.component_missing_as_zero as "componentMissingAsZero", s.score_recomputed as "scoreRecomputed",
  s.score_recomputed_rounded as "scoreRecomputedRounded", s.score_decimals as "scoreDecimals",
  s.residual, s.residual_bound as "residualBound", s.reconciliation_status as "reconciliationStatus",
  s.not_recomputed_reason as "notRecomputedReason", s.deviation_id as "deviationId",
  s.rank_from_published as "rankFromPublished", s.rank_recomputed as "rankRecomputed",
  s.rank_reconciliation_status as "rankReconciliationStatus", s.rank_deviation_id as "rankDeviationId",
  s.rank_basis as "rankBasis", s.rank_method as "rankMethod", s.rank_n as "rankCount",
  s.is_score_tied as "isScoreTied", s.is_rank_shared as "isRankShared", s.level_group as "levelGroup",
  s.level_group_basis as "levelGroupBasis", s.rating_class_derived as "ratingClass",
  s.score_change as "scoreChange", s.rank_change as "rankChange",
  s.comparable_with_previous as "isComparable", s.break_kind as "breakKind",
  s.points_above_min as "pointsAboveMin", s.points_range as "pointsRange", s.points_step as "pointsStep",
  s.points_basis as "pointsBasis", s.methodology_id as "methodologyId"
from reporting.fact_index_score s
join reporting.dim_index i using (index_code)
where s.iso3 = $1 and s.edition = $2
order by i.sort_order`;

/** Rules of edition $1. */
export const METHODOLOGIES_SQL = `
select
  methodology_id as id, construction, weights, input_decimals as "inputDecimals", components,
  score_decimals as "scoreDecimals", print_mode as "printMode", zero_means as "zeroMeans",
  not_assessed_when as "notAssessedWhen", missing_counts_as_zero as "missingCountsAsZero",
  rank_rule as "rankRule", rank_taken_on as "rankTakenOn", break_before as "breakBefore",
  break_kind as "breakKind", evidence, note as source
from reporting.dim_methodology
where edition = $1`;

/** Declared deviations of country $1 in edition $2. */
export const DEVIATIONS_SQL = `
select deviation_id as id, kind, published, recomputed, reason, caused_by as "causedBy", evidence
from reporting.dim_deviation
where iso3 = $1 and edition = $2`;

/** All cells that speak of country $2 in edition $3 (as text) of release $1: the shown file first, then by name. */
export const EVIDENCE_SQL = `
select
  v.index_code as "indexCode", v.field, v.printed_text as "printedText", v.sheet, v.row_no as row,
  v.column_no as "column", v.run_id as "runId", v.corrected_text as "correctedText",
  case when d.quarantine_id is not null then jsonb_build_object(
    'quarantineId', d.quarantine_id, 'decisionNo', d.decision_no, 'by', d.decided_by, 'at',
    to_char(d.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reason', d.reason,
    'corrections', d.corrections) end as release,
  case when f.source_file_id = p.primary_source_file_id then 'shown' when v.agrees then 'confirms' else 'contradicts' end
    as role,
  f.sha256, f.sha256 as "fileSha256", f.file_name as "fileName", f.publisher, f.title, f.url, f.licence,
  f.retrieved_on as "retrievedOn", f.published_on as "publishedOn", f.layout_id as "layoutId",
  f.note as "originNote"
from warehouse.release_partition p
join warehouse.evidence v using (version_id)
join warehouse.source_file f using (source_file_id)
left join ops.quarantine_decision d on d.quarantine_id = v.quarantine_id and d.decision_no = v.decision_no
where p.release_no = $1 and p.dataset = 'score' and p.partition_key = $3 and v.iso3 = $2
order by v.field desc, f.source_file_id is distinct from p.primary_source_file_id, f.file_name collate "C", f.sha256`;
