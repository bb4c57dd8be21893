-- The national view: each component of TII and HCI as ITU, the World Bank, UNESCO and UNDP have it, beside what a
-- country's own offices publish. Which series belong together is declared and part of a release; the view only joins.
-- A figure of one side never fills a gap of the other.
create table reporting.dim_component_counterpart (
  counterpart_id text collate "C" primary key,
  index_code text collate "C" not null,
  component_code text collate "C" not null,
  component_name text not null,
  unit text not null,
  source_kind text not null check (source_kind in ('international', 'national')),
  iso3 text collate "C" references reporting.dim_country deferrable initially deferred,
  preference integer not null,
  indicator_code text collate "C",
  breakdown text collate "C",
  denominator_code text collate "C",
  denominator_breakdown text collate "C",
  factor numeric not null,
  comparability text not null check (comparability in ('reference', 'level', 'change', 'context', 'none')),
  age_band text,
  note text not null
) with (vacuum_truncate = off);

create view history.dim_component_counterpart as
  select p.release_no as as_of_release, d.*
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.reference_row r on r.version_id = p.version_id and r.table_name = p.partition_key
  cross join lateral jsonb_populate_record(null::reporting.dim_component_counterpart, r.content) d
  where p.dataset = 'reference' and p.partition_key = 'dim_component_counterpart';

insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status)
select 'dim_component_counterpart', release_no, published_at, 0, md5(''), 'ok' from warehouse.publication;

create view reporting.v_national_view as
  with international as not materialized (
    select c.*, o.iso3 as of_iso3, extract(year from o.period)::integer as year,
           case i.frequency when 'month' then 'month' when 'quarter' then 'quarter' else 'year' end as period_kind,
           o.period as period_start,
           (o.period + case i.frequency when 'month' then interval '1 month' when 'quarter' then interval '3 months'
                                        else interval '1 year' end - interval '1 day')::date as period_end,
           o.value, o.value_status, o.is_estimated, o.is_preliminary, o.note as value_note, o.source_file_sha256,
           o.source_cell, o.release_no
    from reporting.dim_component_counterpart c
    join reporting.fact_observation o on o.indicator_code = c.indicator_code
    join reporting.dim_indicator i on i.indicator_code = c.indicator_code
    where c.source_kind = 'international'
  ), reference as not materialized (
    select distinct on (of_iso3, component_code, year) of_iso3, component_code, year, counterpart_id, value
    from international
    where value_status = 'observed'
    order by of_iso3, component_code, year, preference, period_end desc
  ), national as not materialized (
    select c.*, extract(year from o.period_end)::integer as year, o.period_kind, o.period_start, o.period_end,
           o.value as numerator, o.value_status, o.value_bound, o.is_estimated, o.is_preliminary, o.source_file_sha256,
           o.source_cell, o.release_no, d.value as denominator, d.period_end as denominator_period_end,
           d.source_file_sha256 as denominator_source_file_sha256, d.source_cell as denominator_source_cell
    from reporting.dim_component_counterpart c
    join reporting.fact_national_observation o
      on o.indicator_code = c.indicator_code and o.region_code = c.iso3 and o.breakdown = c.breakdown
    left join lateral (
      select b.value, b.period_end, b.source_file_sha256, b.source_cell
      from reporting.fact_national_observation b
      where b.indicator_code = c.denominator_code and b.region_code = c.iso3 and b.breakdown = c.denominator_breakdown
        and b.value_status = 'observed' and b.value > 0
        and b.period_end <= o.period_end and b.period_end > o.period_end - 366
      order by b.period_end desc, b.period_start desc limit 1
    ) d on true
    where c.source_kind = 'national'
  ), figure as not materialized (
    select of_iso3 as iso3, index_code, component_code, component_name, year, source_kind, counterpart_id, preference,
           comparability, indicator_code, null::text collate "C" as denominator_code, value, value_status, unit,
           'exact' as value_bound, period_kind, period_start, period_end, is_estimated, is_preliminary, age_band,
           null::numeric as numerator_value, null::numeric as denominator_value, null::date as denominator_period_end,
           note, value_note, source_file_sha256, source_cell, null::text collate "C" as denominator_source_file_sha256,
           null::text as denominator_source_cell, release_no
    from international
    union all
    select iso3, index_code, component_code, component_name, year, source_kind, counterpart_id, preference,
           comparability, indicator_code, denominator_code,
           case when denominator_code is null then numerator * factor else round(numerator * factor / denominator, 10) end,
           case when value_status = 'observed' and denominator_code is not null and denominator is null
             then 'not_available' else value_status end,
           unit, value_bound, period_kind, period_start, period_end, is_estimated, is_preliminary, age_band, numerator,
           denominator, denominator_period_end, note,
           case when value_status = 'observed' and denominator_code is not null and denominator is null
             then 'no value of ' || denominator_code || ' within a year before' end,
           source_file_sha256, source_cell, denominator_source_file_sha256, denominator_source_cell, release_no
    from national
  )
  select f.iso3, f.index_code, f.component_code, f.component_name, f.year, f.source_kind, f.counterpart_id, f.preference,
         f.comparability, f.indicator_code, f.denominator_code, f.value, f.value_status, f.unit, f.value_bound,
         f.period_kind, f.period_start, f.period_end, f.is_estimated, f.is_preliminary, f.age_band,
         r.counterpart_id as reference_counterpart_id, r.value as reference_value,
         case when f.comparability <> 'context' then f.value - r.value end as difference,
         f.numerator_value, f.denominator_value, f.denominator_period_end, f.note, f.value_note, f.source_file_sha256,
         f.source_cell, f.denominator_source_file_sha256, f.denominator_source_cell, f.release_no
  from figure f
  left join reference r on r.of_iso3 = f.iso3 and r.component_code = f.component_code and r.year = f.year;

comment on table reporting.dim_component_counterpart is 'Which series stand for each component of TII and HCI: those of the international publishers, and those of a country''s own offices beside them (grain: counterpart_id). Declared, not published by anybody. A row without an indicator says that no counterpart is known.';
comment on column reporting.dim_component_counterpart.counterpart_id is 'Key: the code of an international series; country and name of a national one.';
comment on column reporting.dim_component_counterpart.index_code is 'TII or HCI.';
comment on column reporting.dim_component_counterpart.component_code is 'Component of the index, as in the registry of methods: internet_users. active_mobile_broadband is the wireless_broadband of 2014 and 2016.';
comment on column reporting.dim_component_counterpart.component_name is 'Its English name.';
comment on column reporting.dim_component_counterpart.unit is 'Unit in which its series are compared.';
comment on column reporting.dim_component_counterpart.source_kind is 'international (ITU, World Bank, UNESCO, UNDP) or national.';
comment on column reporting.dim_component_counterpart.iso3 is 'Country of a national series; null: every country.';
comment on column reporting.dim_component_counterpart.preference is '1 is looked at first, of its kind, country and component.';
comment on column reporting.dim_component_counterpart.indicator_code is 'Indicator; null: no counterpart is known. It need not be loaded.';
comment on column reporting.dim_component_counterpart.breakdown is 'Members of its breakdown that are taken; empty for the total.';
comment on column reporting.dim_component_counterpart.denominator_code is 'Indicator that it is divided by; null: it is taken as it is.';
comment on column reporting.dim_component_counterpart.denominator_breakdown is 'Members of the breakdown of the denominator; empty for the total.';
comment on column reporting.dim_component_counterpart.factor is 'The value is indicator × factor, divided by the denominator if there is one.';
comment on column reporting.dim_component_counterpart.comparability is 'reference (the international series), level (may be put beside it), change (another definition: only its change says something), context (no measure of the component), none (nothing known).';
comment on column reporting.dim_component_counterpart.age_band is 'Whom the series asks; null: everybody, or not said.';
comment on column reporting.dim_component_counterpart.note is 'What it counts, and why a national series is not the same thing.';

comment on view reporting.v_national_view is 'Each component of TII and HCI by year, as the international publishers have it and, for countries with declared counterparts, as their own offices have something like it (grain: iso3 × component_code × counterpart_id × period_kind × period_start × period_end). A figure of one side never fills a gap of the other.';
comment on column reporting.v_national_view.iso3 is 'Country.';
comment on column reporting.v_national_view.index_code is 'TII or HCI.';
comment on column reporting.v_national_view.component_code is 'Component of the index, as in the registry of methods.';
comment on column reporting.v_national_view.component_name is 'Its English name.';
comment on column reporting.v_national_view.year is 'Calendar year in which the period ends.';
comment on column reporting.v_national_view.source_kind is 'international or national.';
comment on column reporting.v_national_view.counterpart_id is 'The declaration that the row follows: dim_component_counterpart.';
comment on column reporting.v_national_view.preference is '1 is looked at first, of its kind and component.';
comment on column reporting.v_national_view.comparability is 'How far a national figure can stand for the international one: level, change or context; reference for the international ones.';
comment on column reporting.v_national_view.indicator_code is 'Indicator that the value is of, or is worked out from.';
comment on column reporting.v_national_view.denominator_code is 'Indicator that it was divided by; null: the value is as published, times a factor.';
comment on column reporting.v_national_view.value is 'Value in the unit of the row; a ratio is worked out here, rounded to 10 decimals. Null unless value_status is observed.';
comment on column reporting.v_national_view.value_status is 'Status of the published value; not_available also where a ratio has no denominator within the year before.';
comment on column reporting.v_national_view.unit is 'Unit of value, reference_value and difference.';
comment on column reporting.v_national_view.value_bound is 'exact; at_least, at_most or about where the source prints a bound or a round number.';
comment on column reporting.v_national_view.period_kind is 'year, half_year, quarter, month, year_to_date, day or interval.';
comment on column reporting.v_national_view.period_start is 'First day that the value is about.';
comment on column reporting.v_national_view.period_end is 'Last day that the value is about.';
comment on column reporting.v_national_view.is_estimated is 'True: marked as estimated by the publisher.';
comment on column reporting.v_national_view.is_preliminary is 'True: marked as preliminary by the publisher.';
comment on column reporting.v_national_view.age_band is 'Whom the series asks; null: everybody, or not said.';
comment on column reporting.v_national_view.reference_counterpart_id is 'The international series with a value in the same year that is looked at first; null: none has one.';
comment on column reporting.v_national_view.reference_value is 'Its value.';
comment on column reporting.v_national_view.difference is 'value − reference_value; null where either is missing, and for context.';
comment on column reporting.v_national_view.numerator_value is 'What a ratio was worked out from, as published; null: international.';
comment on column reporting.v_national_view.denominator_value is 'What it was divided by, as published; null: not divided.';
comment on column reporting.v_national_view.denominator_period_end is 'Last day that the denominator is about: the latest within a year before the value.';
comment on column reporting.v_national_view.note is 'What the series counts, and why a national one is not the same thing as the international one.';
comment on column reporting.v_national_view.value_note is 'What its publisher remarks about this value, or why a ratio is missing.';
comment on column reporting.v_national_view.source_file_sha256 is 'File that the value, or the numerator, was read from.';
comment on column reporting.v_national_view.source_cell is 'Its cell or path in that file.';
comment on column reporting.v_national_view.denominator_source_file_sha256 is 'File that the denominator was read from.';
comment on column reporting.v_national_view.denominator_source_cell is 'Its cell or path in that file.';
comment on column reporting.v_national_view.release_no is 'Release that brought the value, or the numerator.';

-- The words of the dimension hold for its history too.
do $$
declare
  col record;
begin
  for col in
    select a.attname as column_name, col_description(t.oid, a.attnum) as words, obj_description(t.oid, 'pg_class') as table_words
    from pg_class t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relnamespace = 'reporting'::regnamespace and t.relname = 'dim_component_counterpart'
  loop
    execute format('comment on column history.dim_component_counterpart.%I is %L', col.column_name, col.words);
    execute format('comment on view history.dim_component_counterpart is %L',
      'As of any release (grain: as_of_release × counterpart_id): '
        || regexp_replace(col.table_words, ' \(grain: [^)]*\)', ''));
  end loop;
  execute format('comment on column history.dim_component_counterpart.as_of_release is %L',
    'The release whose state the row shows; filter on it.');
end
$$;

-- As in 0010, with the tables of this migration.
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
           when c.relname in ('fact_national_observation', 'v_national_view')
             and a.attname in ('value', 'reference_value', 'difference') then 'unit in the column unit'
           when a.attname in ('numerator_value', 'denominator_value') then 'unit in dim_indicator'
           when c.relname = 'v_national_view' and a.attname = 'year' then 'calendar year'
           when c.relname = 'dim_component_counterpart' and a.attname = 'factor' then 'number'
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
           when c.relname = 'dim_component_counterpart'
             or c.relname = 'v_national_view' and a.attname in ('component_name', 'comparability', 'preference', 'note')
             then 'declared by this pipeline'
           when c.relname = 'v_national_view' and a.attname in ('difference', 'reference_counterpart_id')
             then 'computed by this pipeline from published figures'
           when c.relname = 'v_national_view' and a.attname = 'value'
             then 'as published: dim_source_file.publisher; a ratio is computed by this pipeline'
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
           when c.relname = 'dim_component_counterpart'
             or c.relname = 'v_national_view' and a.attname in ('component_name', 'comparability', 'preference', 'note')
             then 'that of this program'
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
