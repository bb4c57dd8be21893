-- severity: error
-- about: TII and HCI of every edition are recomputed or it is said why not; published values beside recomputed ones are those of the Survey, and the counts are those of the rows
with own as (
  select p.partition_key as edition, p.version_id, i.index_code, r.recomputation_id, r.status
  from warehouse.release_partition p
  cross join (values ('TII'), ('HCI')) as i(index_code)
  left join warehouse.release_recomputation l
    on l.release_no = p.release_no and l.edition::text = p.partition_key and l.index_code = i.index_code
  left join warehouse.recomputation r
    on r.recomputation_id = l.recomputation_id and r.score_version_id = p.version_id and r.index_code = i.index_code
  where p.release_no = $1 and p.dataset = 'score'
), counted as (
  select o.edition, o.index_code, s.treatment, count(*) filter (where s.is_observed) as observed,
         count(s.score_recomputed) as scored, count(*) filter (where s.is_counted) as counted,
         avg(abs(s.error)) filter (where s.is_counted) as mean,
         count(*) filter (where s.is_counted and abs(s.error) < 0.0001) as below_0001,
         count(*) filter (where s.is_counted and abs(s.error) < 0.0005) as below_0005,
         count(*) filter (where s.is_counted and abs(s.error) < 0.001) as below_001,
         count(*) filter (where s.is_counted and abs(s.error) < 0.01) as below_01,
         count(*) filter (where s.is_counted and abs(s.error) < 0.02) as below_02
  from own o
  join warehouse.recomputed_score s using (recomputation_id)
  group by o.edition, o.index_code, s.treatment
), stated as (
  select o.edition, o.index_code, c.*
  from own o
  join warehouse.recomputation_coverage c using (recomputation_id)
  where c.treatment <> 'none'
)
select edition, index_code, null as treatment, null as iso3, 'not recomputed, and no reason given' as what
from own o
where o.recomputation_id is null
   or (o.status = 'recomputed') = exists (
     select from warehouse.recomputation_coverage c
     where c.recomputation_id = o.recomputation_id and c.treatment = 'none')
union all
select o.edition, o.index_code, s.treatment, s.iso3, 'the published value is not that of the Survey'
from own o
join warehouse.recomputed_score s using (recomputation_id)
left join warehouse.score p on p.version_id = o.version_id and p.iso3 = s.iso3 and p.index_code = o.index_code
where p.score_published is distinct from s.score_published
union all
select o.edition, o.index_code, s.treatment, s.iso3, 'the error is not recomputed minus published'
from own o
join warehouse.recomputed_score s using (recomputation_id)
where s.error is distinct from s.score_recomputed - s.score_published
union all
select edition, index_code, treatment, null, 'the counts are not those of the rows'
from stated s
full join counted c using (edition, index_code, treatment)
where (s.observed_count, s.scored_count, s.counted_count, s.below_0001_count, s.below_0005_count, s.below_001_count,
       s.below_01_count, s.below_02_count)
    is distinct from (c.observed, c.scored, c.counted, c.below_0001, c.below_0005, c.below_001, c.below_01, c.below_02)
  or abs(s.mean_absolute_error - c.mean) > 1e-12
  or (s.mean_absolute_error is null) <> (c.mean is null)
