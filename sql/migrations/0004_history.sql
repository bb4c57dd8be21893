-- The same facts for every release, for analysts: any table as of any release.

create schema history;

create view history.release as
  select release_no, status, run_id, reason, created_at, published_at
  from warehouse.release;

create view history.index_score as
  select p.release_no, s.iso3, p.partition_key::integer as edition, s.index_code, s.value_status, s.score_published,
         s.rank_published, s.score_recomputed, s.score_recomputed_rounded, s.reconciliation_status, s.deviation_id,
         s.rank_recomputed, s.rank_reconciliation_status, v.content_sha256 as version_sha256,
         f.sha256 as source_file_sha256
  from warehouse.release_partition p
  join warehouse.partition_version v using (version_id)
  join warehouse.score s using (version_id)
  left join warehouse.source_file f on f.source_file_id = p.primary_source_file_id
  where p.dataset = 'score';

create view history.group_score as
  select p.release_no, s.group_code, p.partition_key::integer as edition, s.index_code, s.mean_published_rule,
         s.mean_available, s.mean_published, s.member_count, s.counted_count
  from warehouse.release_partition p
  join warehouse.group_score s using (version_id)
  where p.dataset = 'group_score';

comment on schema history is 'Views over all releases: any fact as of any release.';
comment on view history.release is 'All releases with their status and reason.';
comment on view history.index_score is 'Every score of every release; one row per release, country, edition and index.';
comment on view history.group_score is 'Every group mean of every release.';
