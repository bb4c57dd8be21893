-- severity: error
-- about: countries, methodologies and deviations that scores name are in the dimensions of the same release
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
)
select table_name, row_key from named except select table_name, row_key from reference
