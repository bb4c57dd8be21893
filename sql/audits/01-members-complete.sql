-- severity: error
-- about: every edition has all five indices of every member state
select p.partition_key as edition, f.scores, 5 * (e.content ->> 'member_count')::integer as expected
from warehouse.release_partition p
join lateral (select count(*) as scores from warehouse.score s where s.version_id = p.version_id) as f on true
join warehouse.release_partition d
  on d.release_no = p.release_no and d.dataset = 'reference' and d.partition_key = 'dim_edition'
left join warehouse.reference_row e
  on e.version_id = d.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
where p.release_no = $1 and p.dataset = 'score'
  and f.scores is distinct from 5 * (e.content ->> 'member_count')::integer
