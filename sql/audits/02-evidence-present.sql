-- severity: error
-- about: every score has the cell of its primary source as evidence
select p.partition_key as edition, s.iso3, s.index_code
from warehouse.release_partition p
join warehouse.score s using (version_id)
where p.release_no = $1 and p.dataset = 'score'
except
select p.partition_key, v.iso3, v.index_code
from warehouse.release_partition p
join warehouse.evidence v on v.version_id = p.version_id and v.source_file_id = p.primary_source_file_id
where p.release_no = $1 and p.dataset = 'score' and v.field = 'score'
