-- All rows of dim_source_file of release $1: the files whose print the release shows.
insert into reporting.dim_source_file (
  source_file_sha256, file_name, format, layout_id, publisher, title, url, licence, retrieved_on, published_on, bytes,
  first_seen_at, note)
select f.sha256, f.file_name, f.format, f.layout_id, f.publisher, f.title, f.url, f.licence, f.retrieved_on,
       f.published_on, f.bytes, f.first_seen_at, f.note
from warehouse.source_file f
where f.source_file_id in (
  select p.primary_source_file_id from warehouse.release_partition p where p.release_no = $1)
