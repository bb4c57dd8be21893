-- What moved a score and a rank between two editions, as facts. They depend on two partition versions, that of the
-- edition and that of the edition before it, and on nothing else: so they are stored once per pair of versions, and
-- whatever release lists the pair has them. Releases that were made before this table get them by the next run, by
-- egdi migrate, or by egdi doctor --refill.

create table warehouse.change_attribution (
  version_id integer not null references warehouse.partition_version on delete cascade,
  previous_version_id integer not null references warehouse.partition_version on delete cascade,
  iso3 text collate "C" not null,
  score_change numeric(7, 5) not null,
  score_change_own_osi numeric(20, 15),
  score_change_own_tii numeric(20, 15),
  score_change_own_hci numeric(20, 15),
  score_change_method numeric(20, 15),
  score_change_residual numeric(20, 15),
  rank_change integer not null,
  rank_change_own_osi numeric(20, 15),
  rank_change_own_tii numeric(20, 15),
  rank_change_own_hci numeric(20, 15),
  rank_change_others numeric(20, 15),
  rank_change_method numeric(20, 15),
  rank_change_residual integer,
  frame_and_method_identified boolean not null,
  note text not null,
  attribution_version integer not null,
  primary key (version_id, previous_version_id, iso3),
  constraint change_attribution_score_parts_sum check (score_change = score_change_own_osi + score_change_own_tii
    + score_change_own_hci + score_change_method + score_change_residual),
  constraint change_attribution_rank_parts_sum check (rank_change = rank_change_own_osi + rank_change_own_tii
    + rank_change_own_hci + rank_change_others + rank_change_method + rank_change_residual),
  -- Parts that are not known are null, all of them: a sum with a null in it would pass the checks above.
  constraint change_attribution_parts_known_or_not check (
    num_nulls(score_change_own_osi, score_change_own_tii, score_change_own_hci, score_change_method,
      score_change_residual, rank_change_own_osi, rank_change_own_tii, rank_change_own_hci, rank_change_others,
      rank_change_method, rank_change_residual) in (0, 11))
);
create index change_attribution_previous_idx on warehouse.change_attribution (previous_version_id);

comment on table warehouse.change_attribution is 'Changes of score and rank between two partition versions, split into parts; one row per country with a published EGDI and rank in both.';
comment on column warehouse.change_attribution.attribution_version is 'Version of the rules of the split; rows of older rules are replaced.';

create table reporting.fact_change_attribution (
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  previous_edition integer not null references reporting.dim_edition deferrable initially deferred,
  score_change numeric(7, 5) not null,
  score_change_own_osi numeric(20, 15),
  score_change_own_tii numeric(20, 15),
  score_change_own_hci numeric(20, 15),
  score_change_method numeric(20, 15),
  score_change_residual numeric(20, 15),
  rank_change integer not null,
  rank_change_own_osi numeric(20, 15),
  rank_change_own_tii numeric(20, 15),
  rank_change_own_hci numeric(20, 15),
  rank_change_others numeric(20, 15),
  rank_change_method numeric(20, 15),
  rank_change_residual integer,
  frame_and_method_identified boolean not null,
  note text not null,
  release_no integer not null,
  primary key (iso3, edition)
) with (vacuum_truncate = off);
create index fact_change_attribution_edition_idx on reporting.fact_change_attribution (edition);

create view history.fact_change_attribution as
  select
    p.release_no as as_of_release, c.iso3, p.partition_key::integer as edition, b.partition_key::integer as previous_edition,
    c.score_change, c.score_change_own_osi, c.score_change_own_tii, c.score_change_own_hci, c.score_change_method,
    c.score_change_residual, c.rank_change, c.rank_change_own_osi, c.rank_change_own_tii, c.rank_change_own_hci,
    c.rank_change_others, c.rank_change_method, c.rank_change_residual, c.frame_and_method_identified, c.note,
    greatest(p.since_release_no, b.since_release_no) as release_no
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.release_partition ep
    on ep.release_no = p.release_no and ep.dataset = 'reference' and ep.partition_key = 'dim_edition'
  join warehouse.reference_row e
    on e.version_id = ep.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
  join warehouse.release_partition b
    on b.release_no = p.release_no and b.dataset = 'score' and b.partition_key = e.content ->> 'previous_edition'
  join warehouse.change_attribution c on c.version_id = p.version_id and c.previous_version_id = b.version_id
  where p.dataset = 'score';

-- The refresh signal has a row for every reporting table. This one is renewed as soon as changes are split.
insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status, note)
select 'fact_change_attribution', u.release_no, u.published_at, 0, md5(''),
       case when pair.found then 'partial' else 'ok' end,
       case when pair.found then 'changes are not split yet: egdi run' end
from warehouse.publication u
cross join lateral (
  select exists (
    select from warehouse.release_partition p
    join warehouse.release_partition d
      on d.release_no = p.release_no and d.dataset = 'reference' and d.partition_key = 'dim_edition'
    join warehouse.reference_row e
      on e.version_id = d.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
    join warehouse.release_partition b
      on b.release_no = p.release_no and b.dataset = 'score' and b.partition_key = e.content ->> 'previous_edition'
    where p.release_no = u.release_no and p.dataset = 'score'
  ) as found
) as pair;

comment on table reporting.fact_change_attribution is 'What moved the EGDI of a country since the previous edition: the changes of score and rank, each split into parts that sum to it exactly. Positive is better in every column. One row per country and edition, for countries with a published EGDI and rank in both editions (grain: iso3 × edition).';
comment on column reporting.fact_change_attribution.iso3 is 'Country.';
comment on column reporting.fact_change_attribution.edition is 'Survey edition that the change leads to.';
comment on column reporting.fact_change_attribution.previous_edition is 'Survey edition that the change starts from.';
comment on column reporting.fact_change_attribution.score_change is 'Published EGDI minus that of the previous edition, as in fact_index_score. It is the exact sum of score_change_own_osi, _own_tii, _own_hci, _method and _residual.';
comment on column reporting.fact_change_attribution.score_change_own_osi is 'Part of score_change by the country’s own OSI: mean of its weights in both editions × change of the published OSI. 15 decimals; includes what frame_and_method_identified says.';
comment on column reporting.fact_change_attribution.score_change_own_tii is 'Part of score_change by the country’s own TII: mean of its weights in both editions × change of the published TII. 15 decimals; includes what frame_and_method_identified says.';
comment on column reporting.fact_change_attribution.score_change_own_hci is 'Part of score_change by the country’s own HCI: mean of its weights in both editions × change of the published HCI. 15 decimals; includes what frame_and_method_identified says.';
comment on column reporting.fact_change_attribution.score_change_method is 'Part of score_change by other weights of the sub-indices: Σ mean of the sub-index in both editions × change of its weight. 15 decimals; 0 where the weights are the same.';
comment on column reporting.fact_change_attribution.score_change_residual is 'Part of score_change that the parts above leave: rounding of the published figures, and declared deviations (dim_deviation). 15 decimals.';
comment on column reporting.fact_change_attribution.rank_change is 'Published rank of the previous edition minus this one: places up, positive is better, the sign of fact_index_score.rank_change. It is the exact sum of rank_change_own_osi, _own_tii, _own_hci, _others, _method and _residual.';
comment on column reporting.fact_change_attribution.rank_change_own_osi is 'Places up by the country’s own OSI: Shapley value over own OSI, TII and HCI, all other countries together and the weights, each as before or as now, by competition ranks of the weighted means of published sub-indices. A multiple of 1/60, 15 decimals.';
comment on column reporting.fact_change_attribution.rank_change_own_tii is 'Places up by the country’s own TII: Shapley value, as for rank_change_own_osi.';
comment on column reporting.fact_change_attribution.rank_change_own_hci is 'Places up by the country’s own HCI: Shapley value, as for rank_change_own_osi.';
comment on column reporting.fact_change_attribution.rank_change_others is 'Places up, mostly negative, because other countries moved, joined or left the ranking: Shapley value, as for rank_change_own_osi.';
comment on column reporting.fact_change_attribution.rank_change_method is 'Places up by other weights of the sub-indices, for all countries: Shapley value, as for rank_change_own_osi; 0 where the weights are the same.';
comment on column reporting.fact_change_attribution.rank_change_residual is 'Published rank_change minus that of the ranks recomputed here: ties that rounding makes or breaks, and declared deviations (dim_deviation). Whole places.';
comment on column reporting.fact_change_attribution.frame_and_method_identified is 'False: published data cannot tell what other countries’ minima and maxima (frame) and changed components (method) did to the sub-indices; that is contained in the own parts, and is not 0. True: they are told apart.';
comment on column reporting.fact_change_attribution.note is 'What to know when reading the parts: what the own parts contain, a sub-index that was missing and counted as zero, or why there are no parts.';
comment on column reporting.fact_change_attribution.release_no is 'Release that brought this row.';

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
           when a.attname = 'value' then 'index score, 0 to 1; rank where metric ends in _rank'
           when a.attname ~ '(^|_)rank_change' then 'places, positive is better'
           when c.relname = 'fact_change_attribution' and a.attname ~ '^score_change'
             then 'index score, a difference: positive is better'
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
           when c.relname in ('dim_country', 'dim_country_group', 'fact_group_membership')
             or a.attname in ('iso3', 'name_en', 'name_ru', 'name_kk', 'un_region', 'un_subregion', 'group_code')
             then 'UN M49, ISO 3166-1, Unicode CLDR; other groups: dim_country_group.source'
           when c.relname in ('dim_edition', 'dim_index', 'dim_methodology', 'dim_deviation')
             then 'rules read from the Survey: dim_methodology.evidence'
           when c.relname in ('dim_source_file', 'dim_indicator') then 'note of the publisher'
           when c.relname = 'fact_change_attribution' and a.attname in ('previous_edition', 'frame_and_method_identified', 'note')
             then 'computed by this pipeline from published figures'
           when a.attname ~ '(recomputed|derived|residual|change|competition|dense|basis|method|points_|level_group|tied|shared|comparable|break_|deviation|mean_available|mean_published_rule|_count$|denominator|reconciliation|rank_n$|from_published|missing_as_zero)'
             then 'computed by this pipeline from published figures'
           else 'as published: dim_source_file.publisher'
         end as source,
         case
           when c.relname in ('data_refresh', 'data_dictionary') or a.attname = 'release_no' then 'that of this program'
           when a.attname in ('name_ru', 'name_kk') then 'Unicode License V3'
           when c.relname in ('dim_country', 'dim_country_group', 'fact_group_membership', 'dim_edition', 'dim_index',
                              'dim_methodology', 'dim_deviation', 'dim_indicator')
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

-- The words of the reporting table hold for its history too, and so does its grain, within a release.
do $$
declare
  col record;
begin
  for col in
    select a.attname as column_name, col_description(a.attrelid, a.attnum) as words
    from pg_attribute a
    where a.attrelid = 'reporting.fact_change_attribution'::regclass and a.attnum > 0
  loop
    execute format('comment on column history.fact_change_attribution.%I is %L', col.column_name, col.words);
  end loop;
  execute format('comment on column history.fact_change_attribution.as_of_release is %L',
    'The release whose state the row shows; filter on it.');
  execute format('comment on view history.fact_change_attribution is %L',
    'As of any release (grain: as_of_release × iso3 × edition): ' || regexp_replace(
      obj_description('reporting.fact_change_attribution'::regclass, 'pg_class'), ' \(grain: [^)]*\)', ''));
end
$$;
