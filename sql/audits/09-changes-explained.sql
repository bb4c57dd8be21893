-- severity: error
-- about: every country with a published EGDI and rank in two consecutive editions has its change split, into parts that sum to it exactly
with edition as (
  select p.partition_key, p.version_id, b.version_id as previous_version_id
  from warehouse.release_partition p
  join warehouse.release_partition d
    on d.release_no = p.release_no and d.dataset = 'reference' and d.partition_key = 'dim_edition'
  join warehouse.reference_row e
    on e.version_id = d.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
  join warehouse.release_partition b
    on b.release_no = p.release_no and b.dataset = 'score' and b.partition_key = e.content ->> 'previous_edition'
  where p.release_no = $1 and p.dataset = 'score'
), published as (
  select e.partition_key, e.version_id, e.previous_version_id, s.iso3,
         s.score_published - b.score_published as score_change, b.rank_published - s.rank_published as rank_change
  from edition e
  join warehouse.score s on s.version_id = e.version_id and s.index_code = 'EGDI'
  join warehouse.score b on b.version_id = e.previous_version_id and b.index_code = 'EGDI' and b.iso3 = s.iso3
  where s.score_published is not null and s.rank_published is not null
    and b.score_published is not null and b.rank_published is not null
), split as (
  select e.partition_key, c.*,
         c.score_change_own_osi + c.score_change_own_tii + c.score_change_own_hci + c.score_change_method
           + c.score_change_residual as score_parts,
         c.rank_change_own_osi + c.rank_change_own_tii + c.rank_change_own_hci + c.rank_change_others
           + c.rank_change_method + c.rank_change_residual as rank_parts
  from edition e
  join warehouse.change_attribution c using (version_id, previous_version_id)
)
select coalesce(p.partition_key, s.partition_key) as edition, coalesce(p.iso3, s.iso3) as iso3, p.score_change, s.score_parts,
       p.rank_change, s.rank_parts
from published p
full join split s
  on s.version_id = p.version_id and s.previous_version_id = p.previous_version_id and s.iso3 = p.iso3
where p.iso3 is null or s.iso3 is null
  or s.score_change <> p.score_change or s.rank_change <> p.rank_change
  -- Parts may be unknown, all of them, where a method is; where they are known they sum to what was published.
  or s.score_parts <> p.score_change or s.rank_parts <> p.rank_change
