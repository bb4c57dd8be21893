-- severity: error
-- about: every score has the cell of its primary source as evidence
select p.partition_key as edition, s.iso3, s.index_code
from warehouse.release_partition p
join warehouse.score s using (version_id)
where p.release_no = $1 and p.dataset = 'score'
  and not exists (
    select from warehouse.evidence v
    where v.version_id = s.version_id and v.source_file_id = p.primary_source_file_id
      and v.iso3 = s.iso3 and v.index_code = s.index_code and v.field = 'score')
