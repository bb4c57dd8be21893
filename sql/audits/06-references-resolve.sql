-- severity: error
-- about: countries, regions, methodologies, deviations and indicators that facts name are in the dimensions of the same release
with reference as (
  select r.table_name, r.row_key
  from warehouse.release_partition p
  join warehouse.reference_row r using (version_id)
  where p.release_no = $1 and p.dataset = 'reference'
), named as (
  select distinct k.table_name, k.row_key
  from warehouse.release_partition p
  join warehouse.score s using (version_id)
  cross join lateral (values
    ('dim_country', s.iso3), ('dim_edition', p.partition_key), ('dim_index', s.index_code),
    ('dim_methodology', s.methodology_id), ('dim_deviation', s.deviation_id), ('dim_deviation', s.rank_deviation_id)
  ) as k(table_name, row_key)
  where p.release_no = $1 and p.dataset = 'score' and k.row_key is not null
  union
  select 'dim_indicator', p.partition_key
  from warehouse.release_partition p
  where p.release_no = $1 and p.dataset in ('observation', 'national_observation')
  union
  -- Of observations that were there before, only if the list of countries is another one now.
  select 'dim_country', o.iso3
  from warehouse.release_partition p
  join warehouse.release_partition c
    on c.release_no = p.release_no and c.dataset = 'reference' and c.partition_key = 'dim_country'
  join warehouse.observation o on o.version_id = p.version_id
  where p.release_no = $1 and p.dataset = 'observation'
    and (p.since_release_no = p.release_no or c.since_release_no = p.release_no)
  union
  select 'dim_region', o.region_code
  from warehouse.release_partition p
  left join warehouse.release_partition g
    on g.release_no = p.release_no and g.dataset = 'reference' and g.partition_key = 'dim_region'
  join warehouse.national_observation o on o.version_id = p.version_id
  where p.release_no = $1 and p.dataset = 'national_observation'
    and (p.since_release_no = p.release_no or g.since_release_no is null or g.since_release_no = p.release_no)
  union
  select 'dim_country', r.content ->> 'iso3'
  from warehouse.release_partition p
  join warehouse.reference_row r using (version_id)
  where p.release_no = $1 and p.dataset = 'reference' and p.partition_key = 'dim_region'
)
select table_name, row_key from named except select table_name, row_key from reference
