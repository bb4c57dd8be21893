-- severity: error
-- about: nothing deviates without a declaration, and every declared deviation is in the list of deviations
select p.partition_key as edition, s.iso3, s.index_code, s.reconciliation_status, s.rank_reconciliation_status
from warehouse.release_partition p
join warehouse.score s using (version_id)
where p.release_no = $1 and p.dataset = 'score'
  and (s.reconciliation_status = 'deviates' or s.rank_reconciliation_status = 'deviates'
    or (s.reconciliation_status = 'declared') <> (s.deviation_id is not null)
    or coalesce(s.rank_reconciliation_status = 'declared', false) <> (s.rank_deviation_id is not null))
