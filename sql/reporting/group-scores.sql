-- Rows of fact_group_score for the editions $2 of release $1.
insert into reporting.fact_group_score (
  group_code, edition, index_code, mean_published_rule, mean_available, mean_published, member_count, counted_count,
  zero_for_missing_count, denominator_rule, release_no)
select
  s.group_code, p.partition_key::integer, s.index_code, s.mean_published_rule, s.mean_available, s.mean_published,
  s.member_count, s.counted_count, s.zero_for_missing_count, s.denominator_rule, p.since_release_no
from warehouse.release_partition p
join warehouse.group_score s using (version_id)
where p.release_no = $1 and p.dataset = 'group_score' and p.partition_key = any ($2::text[])
