-- severity: error
-- about: every partition version of the release has exactly the facts it was stored with
-- Observations are counted in the release that brings them: versions never change, and there can be millions of rows.
select p.dataset, p.partition_key, v.fact_count, f.found
from warehouse.release_partition p
join warehouse.partition_version v using (version_id)
join lateral (
  select case p.dataset
    when 'score' then (select count(*) from warehouse.score s where s.version_id = p.version_id)
    when 'group_score' then (select count(*) from warehouse.group_score s where s.version_id = p.version_id)
    when 'observation' then (select count(*) from warehouse.observation s where s.version_id = p.version_id)
    when 'national_observation'
      then (select count(*) from warehouse.national_observation s where s.version_id = p.version_id)
    when 'reference' then (select count(*) from warehouse.reference_row s where s.version_id = p.version_id)
  end as found
) as f on true
where p.release_no = $1 and (p.dataset not in ('observation', 'national_observation') or p.since_release_no = p.release_no)
  and f.found is distinct from v.fact_count
