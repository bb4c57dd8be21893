-- severity: error
-- about: an observed score is the number that its primary source printed, or that a recorded decision put in its place
select p.partition_key as edition, s.iso3, s.index_code, v.printed_text, v.corrected_text, v.quarantine_id, s.score_published
from warehouse.release_partition p
join warehouse.score s using (version_id)
join warehouse.evidence v
  on v.version_id = s.version_id and v.source_file_id = p.primary_source_file_id
  and v.iso3 = s.iso3 and v.index_code = s.index_code and v.field = 'score'
left join ops.quarantine_decision d
  on d.quarantine_id = v.quarantine_id and d.decision_no = v.decision_no and d.decision = 'released'
where p.release_no = $1 and p.dataset = 'score'
  and case
    -- A cell of a released row names the decision; a corrected one is among its corrections, from what and to what.
    when v.quarantine_id is not null and d.decision_no is null then true
    when v.corrected_text is not null and d.corrections @> jsonb_build_array(jsonb_build_object(
      'column', v.column_no, 'from', v.printed_text, 'to', nullif(v.corrected_text, ''))) is not true then true
    when s.value_status = 'observed' then
      round(trim(coalesce(v.corrected_text, v.printed_text))::numeric, 5) is distinct from s.score_published
    else false
  end
