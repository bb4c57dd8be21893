-- Every reporting table as of any release that was ever published, under its own name. A publication fills the reporting
-- tables from these views and from nothing else, so that the two cannot differ. Candidates and refused releases are not
-- in them: nobody is to take for history what readers never saw.

-- A cell address in the notation of spreadsheets: Sheet1!D9.
create function warehouse.cell_address(sheet text, row_no integer, column_no integer) returns text
language sql immutable parallel safe as $$
  select coalesce(sheet || '!', '')
    || case when column_no > 26 then chr(64 + (column_no - 1) / 26) else '' end
    || chr(65 + (column_no - 1) % 26) || row_no
$$;
comment on function warehouse.cell_address is 'Sheet, row and column as Sheet1!D9; null without a row.';

do $$
declare
  dimension text;
begin
  foreach dimension in array array[
    'dim_country', 'dim_country_group', 'dim_edition', 'dim_index', 'dim_methodology', 'dim_deviation', 'dim_indicator']
  loop
    execute format(
      'create view history.%1$I as
         select p.release_no as as_of_release, d.*
         from warehouse.release_partition p
         join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
         join warehouse.reference_row r on r.version_id = p.version_id and r.table_name = p.partition_key
         cross join lateral jsonb_populate_record(null::reporting.%1$I, r.content) d
         where p.dataset = ''reference'' and p.partition_key = %1$L', dimension);
  end loop;
end
$$;

create view history.dim_source_file as
  select p.release_no as as_of_release, f.sha256 as source_file_sha256, f.file_name, f.format, f.layout_id, f.publisher,
         f.title, f.url, f.licence, f.retrieved_on, f.published_on, f.bytes, f.first_seen_at, f.note
  from (
    select distinct p.release_no, p.primary_source_file_id
    from warehouse.release_partition p
    join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  ) p
  join warehouse.source_file f on f.source_file_id = p.primary_source_file_id;

create view history.fact_group_membership as
  select p.release_no as as_of_release, member.iso3, (r.content ->> 'edition')::integer as edition,
         r.content ->> 'group_code' as group_code, p.since_release_no as release_no
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.reference_row r on r.version_id = p.version_id
  cross join lateral jsonb_array_elements_text(r.content -> 'members') as member(iso3)
  where p.dataset = 'reference' and p.partition_key = 'group_membership';

-- Changes against the previous edition depend on two partitions, so they are computed here and nowhere else.
create view history.fact_index_score as
  select
    p.release_no as as_of_release,
    s.iso3, p.partition_key::integer as edition, s.index_code, s.score_published, v.printed_text as published_text,
    s.value_status, s.component_missing_as_zero, s.score_recomputed, s.score_recomputed_rounded, s.score_decimals,
    s.residual, s.residual_bound, s.reconciliation_status, s.not_recomputed_reason, s.deviation_id, s.rank_published,
    r.printed_text as rank_published_text, s.rank_from_published, s.rank_recomputed, s.rank_reconciliation_status,
    s.rank_deviation_id, s.rank_basis, s.rank_method, s.rank_n, s.is_score_tied, s.is_rank_shared, s.rank_competition,
    s.rank_dense, s.level_group, s.level_group_basis, s.rating_class_derived,
    (s.score_published - b.score_published)::numeric(7, 5) as score_change,
    case s.index_code
      when 'EGDI' then b.rank_published - s.rank_published
      else b.rank_competition - s.rank_competition
    end as rank_change,
    case when b.iso3 is not null then not (m.content ->> 'break_before')::boolean end as comparable_with_previous,
    case when b.iso3 is not null then m.content ->> 'break_kind' end as break_kind,
    s.points_above_min, s.points_range, s.points_step, s.points_basis, s.methodology_id,
    f.sha256 as source_file_sha256,
    warehouse.cell_address(v.sheet, v.row_no, v.column_no) as source_cell,
    greatest(p.since_release_no, bp.since_release_no) as release_no
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.score s on s.version_id = p.version_id
  join warehouse.release_partition ep
    on ep.release_no = p.release_no and ep.dataset = 'reference' and ep.partition_key = 'dim_edition'
  join warehouse.reference_row e
    on e.version_id = ep.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
  join warehouse.release_partition mp
    on mp.release_no = p.release_no and mp.dataset = 'reference' and mp.partition_key = 'dim_methodology'
  join warehouse.reference_row m
    on m.version_id = mp.version_id and m.table_name = 'dim_methodology' and m.row_key = s.methodology_id
  left join warehouse.source_file f on f.source_file_id = p.primary_source_file_id
  left join warehouse.evidence v
    on v.version_id = s.version_id and v.source_file_id = p.primary_source_file_id
    and v.iso3 = s.iso3 and v.index_code = s.index_code and v.field = 'score'
  left join warehouse.evidence r
    on r.version_id = s.version_id and r.source_file_id = p.primary_source_file_id
    and r.iso3 = s.iso3 and r.index_code = s.index_code and r.field = 'rank'
  left join warehouse.release_partition bp
    on bp.release_no = p.release_no and bp.dataset = 'score' and bp.partition_key = e.content ->> 'previous_edition'
  left join warehouse.score b
    on b.version_id = bp.version_id and b.iso3 = s.iso3 and b.index_code = s.index_code
  where p.dataset = 'score';

create view history.fact_group_score as
  select
    p.release_no as as_of_release, s.group_code, p.partition_key::integer as edition, s.index_code,
    s.mean_published_rule, s.mean_available, s.mean_published, s.member_count, s.counted_count,
    s.zero_for_missing_count, s.denominator_rule, p.since_release_no as release_no
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.group_score s using (version_id)
  where p.dataset = 'group_score';

create view history.fact_observation as
  select
    p.release_no as as_of_release, p.partition_key as indicator_code, o.iso3, o.period, o.value, o.value_status,
    o.is_estimated, o.is_preliminary, o.printed_text as published_text, f.sha256 as source_file_sha256,
    warehouse.cell_address(o.sheet, o.row_no, o.column_no) as source_cell, p.since_release_no as release_no
  from warehouse.release_partition p
  join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
  join warehouse.observation o using (version_id)
  join warehouse.source_file f using (source_file_id)
  where p.dataset = 'observation';

-- Every cell that a publication changed, in a partition that was published before and after it.
create view history.revision as
  with step as (
    select l.log_id, l.published_at as revised_at, l.kind, l.release_no, l.previous_release_no, n.dataset,
           n.partition_key, o.version_id as old_version_id, n.version_id as new_version_id,
           b.sha256 as old_source_file_sha256, a.sha256 as new_source_file_sha256
    from warehouse.publication_log l
    join warehouse.release_partition n on n.release_no = l.release_no
    join warehouse.release_partition o
      on o.release_no = l.previous_release_no and o.dataset = n.dataset and o.partition_key = n.partition_key
    left join warehouse.source_file b on b.source_file_id = o.primary_source_file_id
    left join warehouse.source_file a on a.source_file_id = n.primary_source_file_id
    where o.version_id <> n.version_id
  ), changed as (
    select s.*, s.partition_key::integer as edition, coalesce(pair.old_row, pair.new_row) ->> 'index_code' as index_code,
           null::text as indicator_code, null::date as period, pair.old_row, pair.new_row
    from step s
    cross join lateral (
      select to_jsonb(o) as old_row, to_jsonb(n) as new_row
      from (select * from warehouse.score where version_id = s.old_version_id) o
      full join (select * from warehouse.score where version_id = s.new_version_id) n
        on n.iso3 = o.iso3 and n.index_code = o.index_code
    ) as pair
    where s.dataset = 'score'
    union all
    select s.*, null, null, s.partition_key, (coalesce(pair.old_row, pair.new_row) ->> 'period')::date,
           pair.old_row, pair.new_row
    from step s
    cross join lateral (
      select to_jsonb(o) as old_row, to_jsonb(n) as new_row
      from (select iso3, period, value, value_status, is_estimated, is_preliminary
            from warehouse.observation where version_id = s.old_version_id) o
      full join (select iso3, period, value, value_status, is_estimated, is_preliminary
                 from warehouse.observation where version_id = s.new_version_id) n
        on n.iso3 = o.iso3 and n.period = o.period
    ) as pair
    where s.dataset = 'observation'
  )
  select c.revised_at, c.kind as revised_by, c.release_no, c.previous_release_no,
         case c.dataset when 'score' then 'fact_index_score' else 'fact_observation' end as table_name,
         coalesce(c.old_row, c.new_row) ->> 'iso3' as iso3, c.edition, c.index_code, c.indicator_code, c.period, f.key as column_name,
         f.key in ('score_published', 'rank_published', 'value_status', 'value', 'is_estimated', 'is_preliminary')
           as is_source_figure,
         f.old_value, f.new_value, c.old_source_file_sha256, c.new_source_file_sha256
  from changed c
  cross join lateral (
    select coalesce(o.key, n.key) as key, o.value as old_value, n.value as new_value
    from jsonb_each_text(c.old_row) o
    full join jsonb_each_text(c.new_row) n on n.key = o.key
    where o.value is distinct from n.value
  ) f
  where f.key not in ('version_id', 'iso3', 'index_code', 'period');

comment on column history.revision.revised_at is 'When the new value was published (UTC).';
comment on column history.revision.revised_by is 'run, publish or rollback: what moved the publication.';
comment on column history.revision.release_no is 'Release that brought the new value.';
comment on column history.revision.previous_release_no is 'Release that was published before.';
comment on column history.revision.table_name is 'Reporting table of the cell.';
comment on column history.revision.iso3 is 'Country.';
comment on column history.revision.edition is 'Edition; null for observations.';
comment on column history.revision.index_code is 'Index; null for observations.';
comment on column history.revision.indicator_code is 'Indicator; null for scores.';
comment on column history.revision.period is 'First day of the period; null for scores.';
comment on column history.revision.column_name is 'Column that changed.';
comment on column history.revision.is_source_figure is 'True: what a source printed has changed. False: a derived figure followed.';
comment on column history.revision.old_value is 'Value before, as text; null where there was none.';
comment on column history.revision.new_value is 'Value after, as text; null where there is none any more.';
comment on column history.revision.old_source_file_sha256 is 'File that the old value was read from.';
comment on column history.revision.new_source_file_sha256 is 'File that the new value was read from.';

comment on view history.revision is 'Every cell that ever changed between two publications (grain: revised_at × table_name × iso3 × edition × index_code × indicator_code × period × column_name): old and new value, when, by which file. Cells of partitions that were new or removed are not revisions.';

comment on view history.release is 'All releases with their status and reason (grain: release_no).';
comment on column history.release.release_no is 'Number of the release.';
comment on column history.release.status is 'candidate, published, superseded (was published), refused, or collected: its facts were removed by gc.';
comment on column history.release.run_id is 'Run that made it.';
comment on column history.release.reason is 'Why it was made.';
comment on column history.release.created_at is 'When it was made (UTC).';
comment on column history.release.published_at is 'When it was last published (UTC); null if it never was.';

comment on view history.index_score is 'Every score of every release (grain: release_no × iso3 × edition × index_code). history.fact_index_score has all columns of the reporting table.';
comment on view history.group_score is 'Every group mean of every release (grain: release_no × group_code × edition × index_code). history.fact_group_score has all columns of the reporting table.';
comment on column history.index_score.version_sha256 is 'SHA-256 of the canonical facts of its partition version: equal in two releases means equal facts.';

comment on view reporting.v_egdi_wide is 'One row per country and edition (grain: iso3 × edition), for maps and tools that want one table. Ranks of sub-indices are derived (competition).';
comment on view reporting.v_score_long is 'One row per country, edition and metric (grain: iso3 × edition × metric), for time series. Metrics: egdi, osi, tii, hci, epi and the same with _rank.';

-- The dictionary says of every column in what unit it is, whose figures it holds and under which terms.
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
           when a.attname ~ '(^|_)rank_change$' then 'places, positive is better'
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

comment on view reporting.data_dictionary is 'Every column of this schema with type, unit, source and description (grain: table_name × column_name).';
comment on column reporting.data_dictionary.table_description is 'What the table holds.';
comment on column reporting.data_dictionary.unit is 'Unit of its values.';
comment on column reporting.data_dictionary.source is 'Whose figures these are: published, computed here, or reference data.';
comment on column reporting.data_dictionary.licence is 'Terms under which they may be used, or where these are stated.';
comment on column reporting.data_dictionary.refers_to is 'Key column that a foreign key of this column refers to; null for none.';

-- The words of the reporting tables hold for their history too, and so does their grain, within a release.
do $$
declare
  col record;
begin
  for col in
    select t.relname as table_name, a.attname as column_name, col_description(t.oid, a.attnum) as words,
           regexp_replace(obj_description(t.oid, 'pg_class'), ' \(grain: [^)]*\)', '') as table_words,
           (select string_agg(ka.attname, ' × ' order by n.position)
              from pg_constraint k
              cross join unnest(k.conkey) with ordinality as n(attnum, position)
              join pg_attribute ka on ka.attrelid = t.oid and ka.attnum = n.attnum
             where k.conrelid = t.oid and k.contype = 'p') as key_columns
    from pg_class t
    join pg_class h on h.relname = t.relname and h.relnamespace = 'history'::regnamespace and h.relkind = 'v'
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relnamespace = 'reporting'::regnamespace and t.relkind = 'r'
  loop
    execute format('comment on column history.%I.%I is %L', col.table_name, col.column_name, col.words);
    execute format('comment on column history.%I.as_of_release is %L', col.table_name,
      'The release whose state the row shows; filter on it.');
    execute format('comment on view history.%I is %L', col.table_name,
      format('As of any release (grain: as_of_release × %s): %s', col.key_columns, col.table_words));
  end loop;

  -- The two short views of history carry columns of the same names and meaning.
  for col in
    select h.relname as table_name, a.attname as column_name, col_description(t.oid, r.attnum) as words
    from (values ('index_score', 'fact_index_score'), ('group_score', 'fact_group_score')) as pair(view_name, of_table)
    join pg_class h on h.relname = pair.view_name and h.relnamespace = 'history'::regnamespace
    join pg_class t on t.relname = pair.of_table and t.relnamespace = 'reporting'::regnamespace
    join pg_attribute a on a.attrelid = h.oid and a.attnum > 0
    join pg_attribute r on r.attrelid = t.oid and r.attname = a.attname and a.attname <> 'release_no'
  loop
    execute format('comment on column history.%I.%I is %L', col.table_name, col.column_name, col.words);
  end loop;
  execute format('comment on column history.index_score.release_no is %L',
    'The release whose state the row shows; filter on it.');
  execute format('comment on column history.group_score.release_no is %L',
    'The release whose state the row shows; filter on it.');
end
$$;
