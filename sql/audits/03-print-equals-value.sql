-- severity: error
-- about: an observed score is the number that its primary source printed
select p.partition_key as edition, s.iso3, s.index_code, v.printed_text, s.score_published
from warehouse.release_partition p
join warehouse.score s using (version_id)
join warehouse.evidence v
  on v.version_id = s.version_id and v.source_file_id = p.primary_source_file_id
  and v.iso3 = s.iso3 and v.index_code = s.index_code and v.field = 'score'
where p.release_no = $1 and p.dataset = 'score' and s.value_status = 'observed'
  and round(trim(v.printed_text)::numeric, 5) is distinct from s.score_published
