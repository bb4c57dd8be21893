-- severity: error
-- about: ranks lie between 1 and the number of members ranked, and unassessed members have none
select p.partition_key as edition, s.iso3, s.index_code, s.rank_published, s.rank_recomputed, s.rank_n
from warehouse.release_partition p
join warehouse.score s using (version_id)
where p.release_no = $1 and p.dataset = 'score'
  and (s.rank_recomputed not between 1 and s.rank_n
    or s.rank_dense > s.rank_competition
    or (s.value_status <> 'observed'
      and (s.rank_published is not null or s.rank_recomputed is not null or s.rank_competition is not null)))
