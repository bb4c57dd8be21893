-- The refresh signal for release $1, published at $2: one row per reporting table. A checksum follows the partitions
-- that its table is made of.
insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status, note)
select t.dataset, $1::integer, $2::timestamptz, t.found, coalesce(c.checksum, md5('')), 'ok', null
from (
  select 'fact_index_score' as dataset, 'score' as kind, null as part, count(*) as found from reporting.fact_index_score
  union all select 'fact_group_score', 'group_score', null, count(*) from reporting.fact_group_score
  union all select 'fact_group_membership', 'reference', 'group_membership', count(*) from reporting.fact_group_membership
  union all select 'dim_country', 'reference', 'dim_country', count(*) from reporting.dim_country
  union all select 'dim_country_group', 'reference', 'dim_country_group', count(*) from reporting.dim_country_group
  union all select 'dim_edition', 'reference', 'dim_edition', count(*) from reporting.dim_edition
  union all select 'dim_index', 'reference', 'dim_index', count(*) from reporting.dim_index
  union all select 'dim_methodology', 'reference', 'dim_methodology', count(*) from reporting.dim_methodology
  union all select 'dim_deviation', 'reference', 'dim_deviation', count(*) from reporting.dim_deviation
) as t
cross join lateral (
  select md5(string_agg(v.content_sha256, ' ' order by p.partition_key)) as checksum
  from warehouse.release_partition p
  join warehouse.partition_version v using (version_id)
  where p.release_no = $1 and p.dataset = t.kind and (t.part is null or p.partition_key = t.part)
) as c
