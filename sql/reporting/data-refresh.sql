-- The refresh signal for release $1, published at $2: one row per reporting table. Rows are counted by partition, so
-- that the cost follows the number of partitions and not of facts; a checksum follows the partitions of its table.
insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status, note)
select t.table_name, $1::integer, $2::timestamptz, coalesce(c.found, 0), coalesce(c.checksum, md5('')),
       case when f.note is null then 'ok' else 'partial' end, f.note
from (values
  ('fact_index_score', 'score', null), ('fact_group_score', 'group_score', null),
  ('fact_change_attribution', 'score', null),
  ('fact_recomputation', 'score', null), ('fact_recomputation_coverage', 'score', null),
  ('fact_recomputation_input', 'score', null),
  ('fact_observation', 'observation', null), ('fact_national_observation', 'national_observation', null),
  ('fact_group_membership', 'reference', 'group_membership'),
  ('dim_country', 'reference', 'dim_country'), ('dim_country_group', 'reference', 'dim_country_group'),
  ('dim_edition', 'reference', 'dim_edition'), ('dim_index', 'reference', 'dim_index'),
  ('dim_methodology', 'reference', 'dim_methodology'), ('dim_deviation', 'reference', 'dim_deviation'),
  ('dim_indicator', 'reference', 'dim_indicator'), ('dim_region', 'reference', 'dim_region'),
  ('dim_component_counterpart', 'reference', 'dim_component_counterpart')
) as t(table_name, dataset, partition_key)
cross join lateral (
  select case t.table_name
           when 'fact_group_membership' then (select count(*) from reporting.fact_group_membership)
           when 'fact_change_attribution' then (select count(*) from reporting.fact_change_attribution)
           when 'fact_recomputation' then (select count(*) from reporting.fact_recomputation)
           when 'fact_recomputation_coverage' then (select count(*) from reporting.fact_recomputation_coverage)
           when 'fact_recomputation_input' then (select count(*) from reporting.fact_recomputation_input)
           else sum(v.fact_count)
         end as found,
         md5(string_agg(v.content_sha256, ' ' order by p.partition_key) || case
           -- Follows from the scores by rules that have a version.
           when t.table_name = 'fact_change_attribution' then coalesce((
             select ' ' || max(c.attribution_version)
             from warehouse.release_partition l
             join warehouse.change_attribution c using (version_id)
             where l.release_no = $1), '')
           -- From the series too, as their names say.
           when t.table_name like 'fact_recomputation%' then coalesce((
             select ' ' || string_agg(r.inputs_sha256, ' ' order by l.edition, l.index_code)
             from warehouse.release_recomputation l
             join warehouse.recomputation r using (recomputation_id)
             where l.release_no = $1), '')
           else ''
         end) as checksum
  from warehouse.release_partition p
  join warehouse.partition_version v using (version_id)
  where p.release_no = $1 and p.dataset = t.dataset
    and (t.partition_key is null or p.partition_key = t.partition_key)
) as c
cross join lateral (
  select string_agg(
           x.partition_key || case when k.version_id is null then ' left out: ' else ' kept as it was: ' end || x.reason,
           '; ' order by x.partition_key) as note
  from warehouse.release_refusal x
  left join warehouse.release_partition k using (release_no, dataset, partition_key)
  where x.release_no = $1 and x.dataset = t.dataset
) as f
