-- severity: error
-- about: every edition has all five indices of every member state
select p.partition_key as edition, count(*) as scores, 5 * (e.content ->> 'member_count')::integer as expected
from warehouse.release_partition p
join warehouse.score s using (version_id)
join warehouse.release_partition d on d.release_no = p.release_no and d.dataset = 'reference' and d.partition_key = 'dim_edition'
join warehouse.reference_row e on e.version_id = d.version_id and e.row_key = p.partition_key
where p.release_no = $1 and p.dataset = 'score'
group by p.partition_key, e.content
having count(*) <> 5 * (e.content ->> 'member_count')::integer
