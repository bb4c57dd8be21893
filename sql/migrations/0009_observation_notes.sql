-- What a publisher remarks about a single value: footnote letters, the definition that applied, who estimated it. It
-- qualifies the value as its print does, lies beside it, and is no part of the name of the version.

alter table warehouse.observation add column note text;
alter table reporting.fact_observation add column note text;

create or replace view history.fact_observation as
  select
    p.release_no as as_of_release, p.partition_key as indicator_code, o.iso3, o.period, o.value, o.value_status,
    o.is_estimated, o.is_preliminary, o.printed_text as published_text, f.sha256 as source_file_sha256,
    warehouse.cell_address(o.sheet, o.row_no, o.column_no) as source_cell, p.since_release_no as release_no, o.note
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.observation o using (version_id)
  join warehouse.source_file f using (source_file_id)
  where p.dataset = 'observation';

comment on column warehouse.observation.note is 'Flags and remarks of the publisher about this value, verbatim; null where there are none.';
comment on column reporting.fact_observation.note is 'Flags and remarks of the publisher about this value, verbatim, apart by " · "; null where there are none.';
comment on column history.fact_observation.note is 'Flags and remarks of the publisher about this value, verbatim, apart by " · "; null where there are none.';

-- National values have them too, after the reason of a correction that a person declared.
alter table warehouse.national_observation add column note text;
alter table reporting.fact_national_observation add column note text;

create or replace view history.fact_national_observation as
  select
    p.release_no as as_of_release, p.partition_key as indicator_code, o.region_code, o.period_kind, o.period_start,
    o.period_end, o.breakdown,
    warehouse.breakdown_member(o.breakdown, 'sex') as sex, warehouse.breakdown_member(o.breakdown, 'age') as age,
    warehouse.breakdown_member(o.breakdown, 'locality') as locality,
    warehouse.breakdown_member(o.breakdown, 'activity') as activity,
    o.value, o.value_status, o.unit, o.value_bound, o.is_negligible, o.is_estimated, o.is_preliminary,
    o.printed_text as raw_text, f.sha256 as source_file_sha256, o.source_cell, p.since_release_no as release_no, o.note
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.national_observation o using (version_id)
  join warehouse.source_file f using (source_file_id)
  where p.dataset = 'national_observation';

comment on column warehouse.national_observation.note is 'Footnotes of the publisher about this value, verbatim; null where there are none.';
comment on column reporting.fact_national_observation.note is 'Footnotes of the publisher about this value, verbatim, apart by " · ", after the reason of a declared correction; null where there are none.';
comment on column history.fact_national_observation.note is 'Footnotes of the publisher about this value, verbatim, apart by " · ", after the reason of a declared correction; null where there are none.';
