-- TII and HCI recomputed from their components, as facts. They follow from the scores of an edition, the series that a
-- release lists, and rules that have a name: so they are stored once for each such state, and every release that is in
-- it refers to it. Releases of older programs get theirs by the next run, by egdi migrate, or by egdi doctor --refill.
-- Nothing here is ever a published value, or takes the place of one.

create table warehouse.recomputation (
  recomputation_id integer generated always as identity primary key,
  score_version_id integer not null references warehouse.partition_version on delete cascade,
  edition integer not null,
  index_code text collate "C" not null,
  inputs_sha256 text collate "C" not null,
  status text not null check (status in ('recomputed', 'inputs missing', 'method unknown')),
  method_status text not null,
  reason text not null,
  unique (score_version_id, index_code, inputs_sha256)
);

create table warehouse.recomputation_input (
  recomputation_id integer not null references warehouse.recomputation on delete cascade,
  position integer not null,
  component text collate "C" not null,
  indicator_code text collate "C",
  version_id integer references warehouse.partition_version on delete cascade,
  period date,
  country_count integer not null,
  note text,
  primary key (recomputation_id, component),
  check (num_nulls(indicator_code, version_id, period) in (0, 3))
);
create index recomputation_input_version_idx on warehouse.recomputation_input (version_id);

create table warehouse.recomputation_coverage (
  recomputation_id integer not null references warehouse.recomputation on delete cascade,
  treatment text collate "C" not null,
  observed_count integer not null,
  scored_count integer not null,
  counted_count integer not null,
  mean_absolute_error numeric(20, 15),
  median_absolute_error numeric(20, 15),
  maximum_absolute_error numeric(20, 15),
  below_0001_count integer not null,
  below_0005_count integer not null,
  below_001_count integer not null,
  below_01_count integer not null,
  below_02_count integer not null,
  spearman numeric(20, 15),
  primary key (recomputation_id, treatment)
);

create table warehouse.recomputed_score (
  recomputation_id integer not null,
  treatment text collate "C" not null,
  iso3 text collate "C" not null,
  score_published numeric(7, 5) not null,
  score_recomputed numeric(20, 15),
  error numeric(20, 15),
  is_observed boolean not null,
  is_counted boolean not null,
  missing_components text,
  imputed_components text,
  primary key (recomputation_id, treatment, iso3),
  foreign key (recomputation_id, treatment) references warehouse.recomputation_coverage on delete cascade,
  check (error = score_recomputed - score_published),
  check (num_nulls(score_recomputed, error) in (0, 2)),
  check (is_counted <= (score_recomputed is not null)),
  check (is_observed = (missing_components is null))
);

create table warehouse.release_recomputation (
  release_no integer not null references warehouse.release on delete cascade,
  edition integer not null,
  index_code text collate "C" not null,
  recomputation_id integer not null references warehouse.recomputation on delete cascade,
  since_release_no integer not null,
  rules_sha256 text collate "C" not null,
  primary key (release_no, edition, index_code)
);
create index release_recomputation_idx on warehouse.release_recomputation (recomputation_id);

comment on table warehouse.recomputation is 'A sub-index of an edition recomputed from components: one row per partition version of scores, index, and state of the series and rules that it follows from.';
comment on column warehouse.recomputation.inputs_sha256 is 'Names what it follows from beside the scores: the rules, and the partition versions of all series that are declared for its components.';
comment on table warehouse.recomputation_input is 'Components of a recomputation, and the partition version of the series that stands for each.';
comment on table warehouse.recomputation_coverage is 'Closeness of a recomputation to the published values, by treatment of gaps.';
comment on table warehouse.recomputed_score is 'Countries of a recomputation, by treatment of gaps; one row per country with a published value.';
comment on table warehouse.release_recomputation is 'Which recomputations hold in a release, by which rules.';
comment on column warehouse.release_recomputation.rules_sha256 is 'Names the rules: declared methods, declared inputs, version of the program’s own part. Rows of other rules are replaced.';

create table reporting.fact_recomputation_coverage (
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  index_code text collate "C" not null references reporting.dim_index deferrable initially deferred,
  treatment text collate "C" not null,
  status text not null,
  method_status text not null,
  observed_count integer not null,
  scored_count integer not null,
  counted_count integer not null,
  mean_absolute_error numeric(20, 15),
  median_absolute_error numeric(20, 15),
  maximum_absolute_error numeric(20, 15),
  below_0001_count integer not null,
  below_0005_count integer not null,
  below_001_count integer not null,
  below_01_count integer not null,
  below_02_count integer not null,
  spearman numeric(20, 15),
  reason text not null,
  release_no integer not null,
  primary key (edition, index_code, treatment)
) with (vacuum_truncate = off);

create table reporting.fact_recomputation (
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  edition integer not null,
  index_code text collate "C" not null,
  treatment text collate "C" not null,
  score_published numeric(7, 5) not null,
  score_recomputed numeric(20, 15),
  error numeric(20, 15),
  is_observed boolean not null,
  is_counted boolean not null,
  missing_components text,
  imputed_components text,
  method_status text not null,
  note text not null,
  release_no integer not null,
  primary key (iso3, edition, index_code, treatment),
  foreign key (edition, index_code, treatment) references reporting.fact_recomputation_coverage deferrable initially deferred
) with (vacuum_truncate = off);
create index fact_recomputation_edition_idx on reporting.fact_recomputation (edition, index_code, treatment);

create table reporting.fact_recomputation_input (
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  index_code text collate "C" not null references reporting.dim_index deferrable initially deferred,
  component text collate "C" not null,
  position integer not null,
  indicator_code text collate "C" references reporting.dim_indicator deferrable initially deferred,
  period date,
  country_count integer not null,
  source_file_sha256 text collate "C" references reporting.dim_source_file deferrable initially deferred,
  note text,
  release_no integer not null,
  primary key (edition, index_code, component)
) with (vacuum_truncate = off);
create index fact_recomputation_input_indicator_idx on reporting.fact_recomputation_input (indicator_code);
create index fact_recomputation_input_source_idx on reporting.fact_recomputation_input (source_file_sha256);

create view history.fact_recomputation_coverage as
  select
    l.release_no as as_of_release, l.edition, l.index_code, c.treatment, r.status, r.method_status, c.observed_count,
    c.scored_count, c.counted_count, c.mean_absolute_error, c.median_absolute_error, c.maximum_absolute_error,
    c.below_0001_count, c.below_0005_count, c.below_001_count, c.below_01_count, c.below_02_count, c.spearman, r.reason,
    l.since_release_no as release_no
  from warehouse.release_recomputation l
  join warehouse.release ever on ever.release_no = l.release_no and ever.published_at is not null
  join warehouse.recomputation r using (recomputation_id)
  join warehouse.recomputation_coverage c using (recomputation_id);

create view history.fact_recomputation as
  select
    l.release_no as as_of_release, s.iso3, l.edition, l.index_code, s.treatment, s.score_published, s.score_recomputed,
    s.error, s.is_observed, s.is_counted, s.missing_components, s.imputed_components, r.method_status,
    r.reason as note, l.since_release_no as release_no
  from warehouse.release_recomputation l
  join warehouse.release ever on ever.release_no = l.release_no and ever.published_at is not null
  join warehouse.recomputation r using (recomputation_id)
  join warehouse.recomputed_score s using (recomputation_id);

create view history.fact_recomputation_input as
  select
    l.release_no as as_of_release, l.edition, l.index_code, i.component, i.position, i.indicator_code, i.period,
    i.country_count, f.sha256 as source_file_sha256, i.note, l.since_release_no as release_no
  from warehouse.release_recomputation l
  join warehouse.release ever on ever.release_no = l.release_no and ever.published_at is not null
  join warehouse.recomputation_input i using (recomputation_id)
  left join warehouse.release_partition p
    on p.release_no = l.release_no and p.dataset = 'observation' and p.partition_key = i.indicator_code
  left join warehouse.source_file f on f.source_file_id = p.primary_source_file_id;

-- The refresh signal has a row for every reporting table. These are renewed as soon as the release is recomputed.
insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status, note)
select t.dataset, u.release_no, u.published_at, 0, md5(''),
       case when scores.found then 'partial' else 'ok' end,
       case when scores.found then 'not recomputed yet: egdi run' end
from warehouse.publication u
cross join (values ('fact_recomputation'), ('fact_recomputation_coverage'), ('fact_recomputation_input')) as t(dataset)
cross join lateral (
  select exists (
    select from warehouse.release_partition p where p.release_no = u.release_no and p.dataset = 'score') as found
) as scores;

comment on table reporting.fact_recomputation is 'TII and HCI recomputed from series of other publishers: a diagnostic beside the published value, never in its place. One row per country with a published value, edition, index and treatment of gaps (grain: iso3 × edition × index_code × treatment). Filter on one treatment.';
comment on column reporting.fact_recomputation.iso3 is 'Country.';
comment on column reporting.fact_recomputation.edition is 'Survey edition (not a data year).';
comment on column reporting.fact_recomputation.index_code is 'TII or HCI.';
comment on column reporting.fact_recomputation.treatment is 'What is done about countries that lack an input: gaps-closed (solved from their own published value, which is circular for them), gaps-closed-assumed (the same after declared assumptions), complete-cases (they take no part), gaps-mean (the mean of the observed values), available (mean of the inputs that are there).';
comment on column reporting.fact_recomputation.score_published is 'Published value, as in fact_index_score.';
comment on column reporting.fact_recomputation.score_recomputed is 'Value by the declared method of the edition from the series in fact_recomputation_input, 15 decimals; null where the treatment gives none. Unless is_observed it rests on imputed inputs.';
comment on column reporting.fact_recomputation.error is 'score_recomputed minus score_published, exactly.';
comment on column reporting.fact_recomputation.is_observed is 'True: all inputs of the country are really there. Only then does the error say something about method and inputs.';
comment on column reporting.fact_recomputation.is_counted is 'Whether it enters fact_recomputation_coverage: scored, and not made to agree by its own published value.';
comment on column reporting.fact_recomputation.missing_components is 'Components without a value of the country, comma-separated; null for none.';
comment on column reporting.fact_recomputation.imputed_components is 'Those of them that the treatment filled in, comma-separated; null for none.';
comment on column reporting.fact_recomputation.method_status is 'How far the method of the edition is known: exact, identified in part, plausible.';
comment on column reporting.fact_recomputation.note is 'Gaps, data years and vintages of the inputs: what has to be known to read the error right.';
comment on column reporting.fact_recomputation.release_no is 'Release that brought the figures it follows from.';

comment on table reporting.fact_recomputation_coverage is 'How far TII and HCI can be recomputed and how close it comes. One row per edition, index and treatment of gaps, or one that says why nothing was recomputed (grain: edition × index_code × treatment).';
comment on column reporting.fact_recomputation_coverage.edition is 'Survey edition (not a data year).';
comment on column reporting.fact_recomputation_coverage.index_code is 'TII or HCI.';
comment on column reporting.fact_recomputation_coverage.treatment is 'As in fact_recomputation; none where nothing was recomputed.';
comment on column reporting.fact_recomputation_coverage.status is 'recomputed, inputs missing (a component has no series that reaches far enough) or method unknown.';
comment on column reporting.fact_recomputation_coverage.method_status is 'How far the method of the edition is known: exact (the published values show it), identified in part, plausible (described, not contradicted), unknown.';
comment on column reporting.fact_recomputation_coverage.observed_count is 'Countries all of whose inputs are there.';
comment on column reporting.fact_recomputation_coverage.scored_count is 'Countries with a recomputed value.';
comment on column reporting.fact_recomputation_coverage.counted_count is 'Countries whose error is counted: those with a recomputed value, and where gaps were closed by published values only those with all inputs.';
comment on column reporting.fact_recomputation_coverage.mean_absolute_error is 'Mean of the absolute errors counted; null for none.';
comment on column reporting.fact_recomputation_coverage.median_absolute_error is 'Median of the absolute errors counted; null for none.';
comment on column reporting.fact_recomputation_coverage.maximum_absolute_error is 'Largest absolute error counted; null for none.';
comment on column reporting.fact_recomputation_coverage.below_0001_count is 'Countries with an absolute error below 0.0001.';
comment on column reporting.fact_recomputation_coverage.below_0005_count is 'Countries with an absolute error below 0.0005.';
comment on column reporting.fact_recomputation_coverage.below_001_count is 'Countries with an absolute error below 0.001.';
comment on column reporting.fact_recomputation_coverage.below_01_count is 'Countries with an absolute error below 0.01.';
comment on column reporting.fact_recomputation_coverage.below_02_count is 'Countries with an absolute error below 0.02.';
comment on column reporting.fact_recomputation_coverage.spearman is 'Rank correlation of recomputed and published values of the countries counted. It stays near 1 for wrong methods too: no proof of a method.';
comment on column reporting.fact_recomputation_coverage.reason is 'Gaps, data years and vintages of the inputs; or which inputs are missing, or why the method is unknown.';
comment on column reporting.fact_recomputation_coverage.release_no is 'Release that brought the figures it follows from.';

comment on table reporting.fact_recomputation_input is 'Which series stands for each component of a recomputed index. One row per edition, index and component (grain: edition × index_code × component); none where the method is unknown.';
comment on column reporting.fact_recomputation_input.edition is 'Survey edition (not a data year).';
comment on column reporting.fact_recomputation_input.index_code is 'TII or HCI.';
comment on column reporting.fact_recomputation_input.component is 'Component, by its id in the registry of methods (egdi methods).';
comment on column reporting.fact_recomputation_input.position is 'Place in the order of the method, from 1.';
comment on column reporting.fact_recomputation_input.indicator_code is 'Series whose values were taken, in fact_observation; null where none reaches far enough.';
comment on column reporting.fact_recomputation_input.period is 'First day of the period whose values were taken; of a table of components the edition.';
comment on column reporting.fact_recomputation_input.country_count is 'Countries with a published value of the index that have a value of it.';
comment on column reporting.fact_recomputation_input.source_file_sha256 is 'File that the values were read from: its vintage is in dim_source_file.';
comment on column reporting.fact_recomputation_input.note is 'Series that were looked for and not taken, and why; null where the first one was.';
comment on column reporting.fact_recomputation_input.release_no is 'Release that brought the figures it follows from.';

create or replace view reporting.data_dictionary as
  select c.relname::text as table_name,
         case c.relkind when 'r' then 'table' else 'view' end as table_kind,
         a.attname::text as column_name,
         a.attnum::integer as position,
         format_type(a.atttypid, a.atttypmod) as data_type,
         not a.attnotnull as is_nullable,
         exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey)) as is_key,
         col_description(c.oid, a.attnum) as description,
         obj_description(c.oid, 'pg_class') as table_description,
         case
           when a.atttypid = 'boolean'::regtype then 'true or false'
           when a.atttypid = 'date'::regtype then 'date'
           when a.atttypid = 'timestamptz'::regtype then 'time in UTC'
           when a.attname = 'value' and c.relname = 'fact_observation' then 'unit in dim_indicator'
           when a.attname = 'value' and c.relname = 'fact_national_observation' then 'unit in the column unit'
           when a.attname = 'value' then 'index score, 0 to 1; rank where metric ends in _rank'
           when a.attname ~ '(^|_)rank_change' then 'places, positive is better'
           when c.relname = 'fact_change_attribution' and a.attname ~ '^score_change'
             then 'index score, a difference: positive is better'
           when c.relname = 'fact_recomputation' and a.attname = 'error' then 'index score, a difference: recomputed minus published'
           when a.attname = 'spearman' then 'correlation, -1 to 1'
           when a.attname = 'rank_n' or a.attname ~ '_count$' then 'countries'
           when a.attname ~ 'rank' and a.atttypid = 'integer'::regtype then 'rank, 1 is best'
           when a.attname ~ '^points_' and a.atttypid = 'numeric'::regtype then 'points'
           when a.atttypid in ('numeric'::regtype, 'float8'::regtype) then 'index score, 0 to 1'
           when a.attname ~ 'edition' and a.atttypid = 'integer'::regtype then 'edition: the year in its name'
           when a.attname = 'score_decimals' then 'decimals'
           when a.attname in ('bytes', 'rows') then a.attname::text
           when a.atttypid = 'text'::regtype then 'text'
           else 'number'
         end as unit,
         case
           when c.relname in ('data_refresh', 'data_dictionary') or a.attname = 'release_no' then 'this pipeline'
           when c.relname = 'dim_region' then 'classifiers of the statistics offices (KATO, Taldau, SOATO, Belstat)'
           when c.relname in ('dim_country', 'dim_country_group', 'fact_group_membership')
             or a.attname in ('iso3', 'name_en', 'name_ru', 'name_kk', 'un_region', 'un_subregion', 'group_code')
             then 'UN M49, ISO 3166-1, Unicode CLDR; other groups: dim_country_group.source'
           when c.relname in ('dim_edition', 'dim_index', 'dim_methodology', 'dim_deviation')
             then 'rules read from the Survey: dim_methodology.evidence'
           when c.relname in ('dim_source_file', 'dim_indicator') then 'note of the publisher'
           when c.relname = 'fact_national_observation' then 'as published: dim_source_file.publisher'
           when c.relname ~ '^fact_recomputation' and a.attname not in ('iso3', 'edition', 'index_code', 'score_published')
             then 'computed by this pipeline from published figures and loaded series'
           when c.relname = 'fact_change_attribution' and a.attname in ('previous_edition', 'frame_and_method_identified', 'note')
             then 'computed by this pipeline from published figures'
           when a.attname ~ '(recomputed|derived|residual|change|competition|dense|basis|method|points_|level_group|tied|shared|comparable|break_|deviation|mean_available|mean_published_rule|_count$|denominator|reconciliation|rank_n$|from_published|missing_as_zero)'
             then 'computed by this pipeline from published figures'
           else 'as published: dim_source_file.publisher'
         end as source,
         case
           when c.relname in ('data_refresh', 'data_dictionary') or a.attname = 'release_no' then 'that of this program'
           when c.relname = 'dim_region' then 'not stated by its publisher'
           when a.attname in ('name_ru', 'name_kk') then 'Unicode License V3'
           when c.relname in ('dim_country', 'dim_country_group', 'fact_group_membership', 'dim_edition', 'dim_index',
                              'dim_methodology', 'dim_deviation', 'dim_indicator', 'dim_region')
             or a.attname in ('iso3', 'name_en', 'un_region', 'un_subregion', 'group_code')
             then 'not stated by its publisher'
           else 'as stated by the publisher: dim_source_file.licence'
         end as licence,
         (select string_agg(format('%s.%s', r.relname, ra.attname), ', ' order by r.relname)
            from pg_constraint k
            join pg_class r on r.oid = k.confrelid
            join pg_attribute ra on ra.attrelid = k.confrelid and ra.attnum = k.confkey[array_position(k.conkey, a.attnum)]
           where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)) as refers_to
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = 'reporting' and c.relkind in ('r', 'v');

-- The words of the reporting tables hold for their history too, and so does their grain, within a release.
do $$
declare
  col record;
begin
  for col in
    select t.relname as table_name, a.attname as column_name, col_description(t.oid, a.attnum) as words,
           obj_description(t.oid, 'pg_class') as table_words
    from pg_class t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relnamespace = 'reporting'::regnamespace and t.relkind = 'r' and t.relname ~ '^fact_recomputation'
  loop
    execute format('comment on column history.%I.%I is %L', col.table_name, col.column_name, col.words);
    execute format('comment on column history.%I.as_of_release is %L', col.table_name,
      'The release whose state the row shows; filter on it.');
    execute format('comment on view history.%I is %L', col.table_name,
      'As of any release: ' || replace(col.table_words, '(grain: ', '(grain: as_of_release × '));
  end loop;
end
$$;
