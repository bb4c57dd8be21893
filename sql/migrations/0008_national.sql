-- National statistics: values of a statistics office by region, period and breakdown, in the same releases as all other
-- facts. A partition is one indicator of one source. The address of the cell lies beside its value and is no part of the
-- version's name.
create table warehouse.national_observation (
  version_id integer not null,
  region_code text collate "C" not null,
  period_kind text collate "C" not null,
  period_start date not null,
  period_end date not null,
  breakdown text collate "C" not null,
  value numeric,
  value_status text not null check (value_status in ('observed', 'nil', 'not_available', 'confidential', 'blank')),
  unit text not null,
  value_bound text not null check (value_bound in ('exact', 'at_least', 'at_most', 'about')),
  is_negligible boolean not null,
  is_estimated boolean not null,
  is_preliminary boolean not null,
  source_file_id integer not null,
  source_cell text not null,
  printed_text text,
  primary key (version_id, region_code, period_kind, period_start, period_end, breakdown),
  check ((value is null) = (value_status <> 'observed')),
  check (period_start <= period_end)
);
comment on table warehouse.national_observation is 'National observations of a partition version, each with the place it was read from.';

create table reporting.dim_region (
  region_code text collate "C" primary key,
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  kind text not null,
  parent_code text collate "C" references reporting.dim_region deferrable initially deferred,
  name_en text not null,
  name_ru text,
  name_kk text,
  kato_code text collate "C",
  taldau_term text collate "C",
  national_code text collate "C",
  valid_from date,
  valid_to date,
  territory_since date,
  predecessors text,
  other_names text,
  note text
) with (vacuum_truncate = off);

create table reporting.fact_national_observation (
  indicator_code text collate "C" not null references reporting.dim_indicator deferrable initially deferred,
  region_code text collate "C" not null references reporting.dim_region deferrable initially deferred,
  period_kind text collate "C" not null,
  period_start date not null,
  period_end date not null,
  breakdown text collate "C" not null,
  sex text,
  age text,
  locality text,
  activity text,
  value numeric,
  value_status text not null,
  unit text not null,
  value_bound text not null,
  is_negligible boolean not null,
  is_estimated boolean not null,
  is_preliminary boolean not null,
  raw_text text,
  source_file_sha256 text collate "C" references reporting.dim_source_file deferrable initially deferred,
  source_cell text,
  release_no integer not null,
  primary key (indicator_code, region_code, period_kind, period_start, period_end, breakdown)
) with (vacuum_truncate = off);
-- A region or file that leaves the release is looked for among all facts: without an index, in all of them.
create index fact_national_observation_region_idx on reporting.fact_national_observation (region_code);
create index fact_national_observation_source_idx on reporting.fact_national_observation (source_file_sha256);

create view history.dim_region as
  select p.release_no as as_of_release, d.*
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.reference_row r on r.version_id = p.version_id and r.table_name = p.partition_key
  cross join lateral jsonb_populate_record(null::reporting.dim_region, r.content) d
  where p.dataset = 'reference' and p.partition_key = 'dim_region';

-- One member of a breakdown: of `age=6-74; sex=female`, the age is 6-74.
create function warehouse.breakdown_member(breakdown text, dimension text) returns text
language sql immutable parallel safe as $$
  select substring('; ' || breakdown from '; ' || dimension || '=([^;]*)')
$$;
comment on function warehouse.breakdown_member is 'Member of one dimension of a breakdown; null where it is not broken down by it.';

create view history.fact_national_observation as
  select
    p.release_no as as_of_release, p.partition_key as indicator_code, o.region_code, o.period_kind, o.period_start,
    o.period_end, o.breakdown,
    warehouse.breakdown_member(o.breakdown, 'sex') as sex, warehouse.breakdown_member(o.breakdown, 'age') as age,
    warehouse.breakdown_member(o.breakdown, 'locality') as locality,
    warehouse.breakdown_member(o.breakdown, 'activity') as activity,
    o.value, o.value_status, o.unit, o.value_bound, o.is_negligible, o.is_estimated, o.is_preliminary,
    o.printed_text as raw_text, f.sha256 as source_file_sha256, o.source_cell, p.since_release_no as release_no
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.national_observation o using (version_id)
  join warehouse.source_file f using (source_file_id)
  where p.dataset = 'national_observation';

-- The regions of one indicator may come in several documents, each of them a source of the release.
create or replace view history.dim_source_file as
  select p.release_no as as_of_release, f.sha256 as source_file_sha256, f.file_name, f.format, f.layout_id, f.publisher,
         f.title, f.url, f.licence, f.retrieved_on, f.published_on, f.bytes, f.first_seen_at, f.note
  from (
    select p.release_no, p.primary_source_file_id as source_file_id
    from warehouse.release_partition p
    join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
    union
    select p.release_no, o.source_file_id
    from warehouse.release_partition p
    join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
    cross join lateral (
      select distinct source_file_id from warehouse.national_observation where version_id = p.version_id) o
    where p.dataset = 'national_observation'
  ) p
  join warehouse.source_file f using (source_file_id);

-- Findings about documents without rows (JSON, XML) have a path and no column.
alter table ops.issue add column place text;
comment on column ops.issue.place is 'Path of the value in a document without rows, such as $.data[3][2]; row_no then counts its values.';

-- The refresh signal has a row for every reporting table.
insert into reporting.data_refresh (dataset, release_no, published_at, rows, checksum, status)
select t.dataset, u.release_no, u.published_at, 0, md5(''), 'ok'
from warehouse.publication u
cross join (values ('dim_region'), ('fact_national_observation')) as t(dataset);

comment on table reporting.dim_region is 'Regions of national statistics: countries, their oblasts and cities of that rank. One row per region, former ones included (grain: region_code).';
comment on column reporting.dim_region.region_code is 'KAZ for a country, KAZ:710000000 below it: country and code of its national classifier; key.';
comment on column reporting.dim_region.iso3 is 'Country.';
comment on column reporting.dim_region.kind is 'country, oblast, city (of the rank of an oblast) or district.';
comment on column reporting.dim_region.parent_code is 'Region that it is part of; null for a country.';
comment on column reporting.dim_region.name_en is 'English name.';
comment on column reporting.dim_region.name_ru is 'Russian name; null if not known.';
comment on column reporting.dim_region.name_kk is 'Kazakh name; null if not known.';
comment on column reporting.dim_region.kato_code is 'Code of KATO, the classifier of Kazakhstan, nine digits; 0 for the country. Text, never a number.';
comment on column reporting.dim_region.taldau_term is 'Term of taldau.stat.gov.kz and of the cubes of stat.gov.kz.';
comment on column reporting.dim_region.national_code is 'Code of the classifier of another country: SOATO of Uzbekistan, the portal of Belstat.';
comment on column reporting.dim_region.valid_from is 'First day of its existence; null = before the series begin.';
comment on column reporting.dim_region.valid_to is 'Last day of its existence; null = it exists.';
comment on column reporting.dim_region.territory_since is 'Since when its territory is smaller under the same code: figures before are of the larger one, unless their office recalculated them.';
comment on column reporting.dim_region.predecessors is 'Codes of the regions out of which it was made, comma-separated; null for none.';
comment on column reporting.dim_region.other_names is 'Former names and further spellings that sources print, comma-separated; null for none.';
comment on column reporting.dim_region.note is 'What to know of its history.';

comment on table reporting.fact_national_observation is 'Values of national statistics. One row per indicator, region, period and breakdown (grain: indicator_code × region_code × period_kind × period_start × period_end × breakdown). Country, regions and totals stand side by side: never sum over them without a filter.';
comment on column reporting.fact_national_observation.indicator_code is 'Indicator of one source, such as taldau:701183.';
comment on column reporting.fact_national_observation.region_code is 'Region, or the country.';
comment on column reporting.fact_national_observation.period_kind is 'year, half_year, quarter, month, year_to_date (January to period_end), day (state on it) or interval. January to December is not the year, nor is the first quarter the year to date: filter on one kind.';
comment on column reporting.fact_national_observation.period_start is 'First day that the value is about.';
comment on column reporting.fact_national_observation.period_end is 'Last day that the value is about.';
comment on column reporting.fact_national_observation.breakdown is 'Members of all breakdowns, such as age=6-74; sex=female, in the order of their names; empty for the total.';
comment on column reporting.fact_national_observation.sex is 'Sex of the breakdown; null for both.';
comment on column reporting.fact_national_observation.age is 'Age band of the breakdown; null for all ages or where the indicator has none.';
comment on column reporting.fact_national_observation.locality is 'Urban or rural, of the breakdown; null for both.';
comment on column reporting.fact_national_observation.activity is 'Economic activity of the breakdown; null for all.';
comment on column reporting.fact_national_observation.value is 'Value in the unit of the row, as published; null unless value_status is observed. A suppressed value is never worked out.';
comment on column reporting.fact_national_observation.value_status is 'observed, nil (-: the phenomenon is absent), not_available (… or ..: no data), confidential (x: suppressed by law) or blank (an empty cell, of which the legend says nothing).';
comment on column reporting.fact_national_observation.unit is 'Unit of the value.';
comment on column reporting.fact_national_observation.value_bound is 'exact; at_least, at_most or about where the source prints a bound or a round number, such as more than 15 million.';
comment on column reporting.fact_national_observation.is_negligible is 'True: printed as 0,0 where the legend says that this is a small amount and not zero.';
comment on column reporting.fact_national_observation.is_estimated is 'True: marked as estimated by the publisher.';
comment on column reporting.fact_national_observation.is_preliminary is 'True: marked as preliminary by the publisher.';
comment on column reporting.fact_national_observation.raw_text is 'The value verbatim as the source states it; null for an empty cell.';
comment on column reporting.fact_national_observation.source_file_sha256 is 'File that the value was read from.';
comment on column reporting.fact_national_observation.source_cell is 'Its cell in that file, such as Sheet1!D12, or its path in a document without rows, such as $.data[3][2].';
comment on column reporting.fact_national_observation.release_no is 'Release that brought this row.';
comment on column reporting.dim_source_file.format is 'csv, xlsx, xls, json or xml.';
comment on column history.dim_source_file.format is 'csv, xlsx, xls, json or xml.';

-- Every cell of national statistics that a publication changed, as history.revision has it for all other facts: a
-- national observation is told apart by more columns than that view has.
create view history.national_revision as
  with step as (
    select l.published_at as revised_at, l.kind as revised_by, l.release_no, l.previous_release_no,
           n.partition_key as indicator_code, o.version_id as old_version_id, n.version_id as new_version_id,
           b.sha256 as old_source_file_sha256, a.sha256 as new_source_file_sha256
    from warehouse.publication_log l
    join warehouse.release_partition n on n.release_no = l.release_no
    join warehouse.release_partition o
      on o.release_no = l.previous_release_no and o.dataset = n.dataset and o.partition_key = n.partition_key
    left join warehouse.source_file b on b.source_file_id = o.primary_source_file_id
    left join warehouse.source_file a on a.source_file_id = n.primary_source_file_id
    where o.version_id <> n.version_id and n.dataset = 'national_observation'
  )
  select s.revised_at, s.revised_by, s.release_no, s.previous_release_no, s.indicator_code,
         f.key_row ->> 'region_code' as region_code, f.key_row ->> 'period_kind' as period_kind,
         (f.key_row ->> 'period_start')::date as period_start, (f.key_row ->> 'period_end')::date as period_end,
         f.key_row ->> 'breakdown' as breakdown, f.column_name, f.old_value, f.new_value,
         s.old_source_file_sha256, s.new_source_file_sha256
  from step s
  cross join lateral (
    select coalesce(pair.old_row, pair.new_row) as key_row, c.key as column_name,
           pair.old_row ->> c.key as old_value, pair.new_row ->> c.key as new_value
    from (
      select case when old_fact.value_status is not null then to_jsonb(old_fact) end as old_row,
             case when new_fact.value_status is not null then to_jsonb(new_fact) end as new_row
      from (select region_code, period_kind, period_start, period_end, breakdown, value, value_status, unit, value_bound,
                   is_negligible, is_estimated, is_preliminary
            from warehouse.national_observation where version_id = s.old_version_id) old_fact
      full join (select region_code, period_kind, period_start, period_end, breakdown, value, value_status, unit,
                        value_bound, is_negligible, is_estimated, is_preliminary
                 from warehouse.national_observation where version_id = s.new_version_id) new_fact
        using (region_code, period_kind, period_start, period_end, breakdown)
    ) as pair
    cross join lateral jsonb_object_keys(coalesce(pair.old_row, pair.new_row)) as c(key)
    where pair.old_row ->> c.key is distinct from pair.new_row ->> c.key
      and c.key not in ('region_code', 'period_kind', 'period_start', 'period_end', 'breakdown')
  ) f;

comment on view history.national_revision is 'Every cell of national statistics that ever changed between two publications (grain: revised_at × indicator_code × region_code × period_kind × period_start × period_end × breakdown × column_name): old and new value, when, by which file. Cells of indicators that were new or removed are not revisions.';
comment on column history.national_revision.revised_at is 'When the new value was published (UTC).';
comment on column history.national_revision.revised_by is 'run, publish or rollback: what moved the publication.';
comment on column history.national_revision.release_no is 'Release that brought the new value.';
comment on column history.national_revision.previous_release_no is 'Release that was published before.';
comment on column history.national_revision.indicator_code is 'Indicator.';
comment on column history.national_revision.region_code is 'Region, or the country.';
comment on column history.national_revision.period_kind is 'Kind of the period, as in fact_national_observation.';
comment on column history.national_revision.period_start is 'First day of the period.';
comment on column history.national_revision.period_end is 'Last day of the period.';
comment on column history.national_revision.breakdown is 'Members of all breakdowns; empty for the total.';
comment on column history.national_revision.column_name is 'Column that changed.';
comment on column history.national_revision.old_value is 'Value before, as text; null where there was none.';
comment on column history.national_revision.new_value is 'Value after, as text; null where there is none any more.';
comment on column history.national_revision.old_source_file_sha256 is 'File that the old value was read from.';
comment on column history.national_revision.new_source_file_sha256 is 'File that the new value was read from.';

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
           regexp_replace(obj_description(t.oid, 'pg_class'), ' \(grain: [^)]*\)', '') as table_words,
           case t.relname when 'dim_region' then 'region_code' else
             'indicator_code × region_code × period_kind × period_start × period_end × breakdown' end as key_columns
    from pg_class t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relnamespace = 'reporting'::regnamespace and t.relname in ('dim_region', 'fact_national_observation')
  loop
    execute format('comment on column history.%I.%I is %L', col.table_name, col.column_name, col.words);
    execute format('comment on column history.%I.as_of_release is %L', col.table_name,
      'The release whose state the row shows; filter on it.');
    execute format('comment on view history.%I is %L', col.table_name,
      format('As of any release (grain: as_of_release × %s): %s', col.key_columns, col.table_words));
  end loop;
end
$$;
