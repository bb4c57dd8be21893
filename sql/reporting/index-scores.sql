-- Rows of fact_index_score for the editions $2 of release $1. Changes against the previous edition depend on two
-- partitions, so they are computed here and nowhere else.
insert into reporting.fact_index_score (
  iso3, edition, index_code, score_published, published_text, value_status, component_missing_as_zero,
  score_recomputed, score_recomputed_rounded, score_decimals, residual, residual_bound, reconciliation_status,
  not_recomputed_reason, deviation_id, rank_published, rank_published_text, rank_from_published, rank_recomputed,
  rank_reconciliation_status, rank_deviation_id, rank_basis, rank_method, rank_n, is_score_tied, is_rank_shared,
  rank_competition, rank_dense, level_group, level_group_basis, rating_class_derived, score_change, rank_change,
  comparable_with_previous, break_kind, points_above_min, points_range, points_step, points_basis, methodology_id,
  source_file_sha256, source_cell, release_no)
select
  s.iso3, e.edition, s.index_code, s.score_published, v.printed_text, s.value_status, s.component_missing_as_zero,
  s.score_recomputed, s.score_recomputed_rounded, s.score_decimals, s.residual, s.residual_bound, s.reconciliation_status,
  s.not_recomputed_reason, s.deviation_id, s.rank_published, r.printed_text, s.rank_from_published, s.rank_recomputed,
  s.rank_reconciliation_status, s.rank_deviation_id, s.rank_basis, s.rank_method, s.rank_n, s.is_score_tied, s.is_rank_shared,
  s.rank_competition, s.rank_dense, s.level_group, s.level_group_basis, s.rating_class_derived,
  s.score_published - b.score_published,
  case s.index_code
    when 'EGDI' then b.rank_published - s.rank_published
    else b.rank_competition - s.rank_competition
  end,
  case when b.iso3 is not null then not m.break_before end,
  case when b.iso3 is not null then m.break_kind end,
  s.points_above_min, s.points_range, s.points_step, s.points_basis, s.methodology_id,
  f.sha256,
  case when v.row_no is not null then
    coalesce(v.sheet || '!', '')
    || case when v.column_no > 26 then chr(64 + (v.column_no - 1) / 26) else '' end
    || chr(65 + (v.column_no - 1) % 26) || v.row_no
  end,
  greatest(p.since_release_no, bp.since_release_no)
from warehouse.release_partition p
join reporting.dim_edition e on e.edition::text = p.partition_key
join warehouse.score s on s.version_id = p.version_id
join reporting.dim_methodology m on m.methodology_id = s.methodology_id
left join warehouse.source_file f on f.source_file_id = p.primary_source_file_id
left join warehouse.evidence v
  on v.version_id = s.version_id and v.source_file_id = p.primary_source_file_id
  and v.iso3 = s.iso3 and v.index_code = s.index_code and v.field = 'score'
left join warehouse.evidence r
  on r.version_id = s.version_id and r.source_file_id = p.primary_source_file_id
  and r.iso3 = s.iso3 and r.index_code = s.index_code and r.field = 'rank'
left join warehouse.release_partition bp
  on bp.release_no = p.release_no and bp.dataset = 'score' and bp.partition_key = e.previous_edition::text
left join warehouse.score b on b.version_id = bp.version_id and b.iso3 = s.iso3 and b.index_code = s.index_code
where p.release_no = $1 and p.dataset = 'score' and p.partition_key = any ($2::text[])
