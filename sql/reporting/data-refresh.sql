-- The refresh signal for release $1, published at $2: one row per reporting table.
insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status, note)
select t.dataset, $1::integer, $2::timestamptz, t.row_count, coalesce(c.checksum, md5('')), 'ok', null
from (
  select 'fact_index_score' as dataset, 'score' as kind, count(*) as row_count from reporting.fact_index_score
  union all select 'fact_group_score', 'group_score', count(*) from reporting.fact_group_score
  union all select 'fact_group_membership', 'reference', count(*) from reporting.fact_group_membership
  union all select 'dim_country', 'reference', count(*) from reporting.dim_country
  union all select 'dim_country_group', 'reference', count(*) from reporting.dim_country_group
  union all select 'dim_edition', 'reference', count(*) from reporting.dim_edition
  union all select 'dim_index', 'reference', count(*) from reporting.dim_index
  union all select 'dim_methodology', 'reference', count(*) from reporting.dim_methodology
  union all select 'dim_deviation', 'reference', count(*) from reporting.dim_deviation
) as t
left join (
  select p.dataset, md5(string_agg(v.content_sha256, ' ' order by p.partition_key)) as checksum
  from warehouse.release_partition p
  join warehouse.partition_version v using (version_id)
  where p.release_no = $1
  group by p.dataset
) as c on c.dataset = t.kind
