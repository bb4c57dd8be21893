-- severity: warn
-- about: a mean printed by the publisher is the one that its rule gives, at the four decimals it is printed with
select p.partition_key as edition, s.group_code, s.index_code, s.mean_published, round(s.mean_published_rule, 4) as recomputed
from warehouse.release_partition p
join warehouse.group_score s using (version_id)
where p.release_no = $1 and p.dataset = 'group_score'
  and abs(s.mean_published - round(s.mean_published_rule, 4)) > 0.00005
