-- severity: warn
-- about: no two editions have the same scores, which would be one edition under two names
with printed as (
  select p.partition_key as edition,
         md5(string_agg(s.iso3 || ' ' || s.index_code || ' ' || s.score_published, ';' order by s.iso3, s.index_code)) as content
  from warehouse.release_partition p
  join warehouse.score s using (version_id)
  where p.release_no = $1 and p.dataset = 'score' and s.score_published is not null
  group by p.partition_key
)
select a.edition, b.edition as same_as
from printed a
join printed b on b.content = a.content and b.edition < a.edition
