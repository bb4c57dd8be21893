-- The published release as real tables with keys and comments: the only schema that BI tools see. Its shape is
-- a contract: extended, never renamed. Foreign keys are deferred, because a publication replaces the rows of
-- changed partitions within one transaction.

create schema reporting;

create table reporting.dim_country (
  iso3 text collate "C" primary key,
  iso2 text collate "C" not null,
  m49 text collate "C" not null,
  name_en text not null,
  name_ru text not null,
  name_kk text not null,
  survey_label text not null,
  un_region text not null,
  un_subregion text not null,
  member_from date,
  member_to date,
  note text
);

create table reporting.dim_country_group (
  group_code text collate "C" primary key,
  group_name text not null,
  kind text not null,
  source text not null,
  evidence text not null,
  is_recalled boolean not null
);

create table reporting.dim_edition (
  edition integer primary key,
  edition_date date not null,
  published_on date,
  previous_edition integer,
  member_count integer not null,
  index_name_then text not null,
  method_known boolean not null,
  note text
);

create table reporting.dim_index (
  index_code text collate "C" primary key,
  parent_code text collate "C" references reporting.dim_index deferrable initially deferred,
  name_en text not null,
  name_ru text not null,
  kind text not null,
  sort_order integer not null
);

create table reporting.dim_methodology (
  methodology_id text collate "C" primary key,
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  index_code text collate "C" not null references reporting.dim_index deferrable initially deferred,
  construction text not null,
  weights text,
  input_decimals text,
  components text,
  score_decimals integer,
  print_mode text,
  zero_means text,
  not_assessed_when text,
  missing_counts_as_zero boolean,
  rank_rule text,
  rank_taken_on text,
  denominator_rule text,
  break_before boolean,
  break_kind text,
  evidence text not null,
  note text not null
);

create table reporting.dim_deviation (
  deviation_id text collate "C" primary key,
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  index_code text collate "C" not null references reporting.dim_index deferrable initially deferred,
  kind text not null,
  published text not null,
  recomputed text not null,
  reason text not null,
  caused_by text not null,
  evidence text not null
);

create table reporting.dim_source_file (
  source_file_sha256 text collate "C" primary key,
  file_name text not null,
  format text not null,
  layout_id text not null,
  publisher text not null,
  title text not null,
  url text,
  licence text not null,
  retrieved_on date,
  published_on date,
  bytes bigint not null,
  first_seen_at timestamptz not null,
  note text
);

create table reporting.fact_group_membership (
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  group_code text collate "C" not null references reporting.dim_country_group deferrable initially deferred,
  release_no integer not null,
  primary key (iso3, edition, group_code)
);

create table reporting.fact_index_score (
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  index_code text collate "C" not null references reporting.dim_index deferrable initially deferred,
  score_published numeric(7, 5),
  published_text text,
  value_status text not null,
  component_missing_as_zero boolean not null,
  score_recomputed numeric(20, 15),
  score_recomputed_rounded numeric(7, 5),
  score_decimals integer,
  residual numeric(20, 15),
  residual_bound numeric(20, 15),
  reconciliation_status text not null,
  not_recomputed_reason text,
  deviation_id text collate "C" references reporting.dim_deviation deferrable initially deferred,
  rank_published integer,
  rank_published_text text,
  rank_from_published integer,
  rank_recomputed integer,
  rank_reconciliation_status text,
  rank_deviation_id text collate "C" references reporting.dim_deviation deferrable initially deferred,
  rank_basis text,
  rank_method text,
  rank_n integer,
  is_score_tied boolean,
  is_rank_shared boolean,
  rank_competition integer,
  rank_dense integer,
  level_group text,
  level_group_basis text,
  rating_class_derived text,
  score_change numeric(7, 5),
  rank_change integer,
  comparable_with_previous boolean,
  break_kind text,
  points_above_min numeric(6, 1),
  points_range numeric(6, 1),
  points_step numeric(3, 1),
  points_basis text,
  methodology_id text collate "C" not null references reporting.dim_methodology deferrable initially deferred,
  source_file_sha256 text collate "C" references reporting.dim_source_file deferrable initially deferred,
  source_cell text,
  release_no integer not null,
  primary key (iso3, edition, index_code)
);
create index fact_index_score_edition_idx on reporting.fact_index_score (edition, index_code);

create table reporting.fact_group_score (
  group_code text collate "C" not null references reporting.dim_country_group deferrable initially deferred,
  edition integer not null references reporting.dim_edition deferrable initially deferred,
  index_code text collate "C" not null references reporting.dim_index deferrable initially deferred,
  mean_published_rule numeric(20, 15),
  mean_available numeric(20, 15),
  mean_published numeric(7, 5),
  member_count integer not null,
  counted_count integer,
  zero_for_missing_count integer,
  denominator_rule text not null,
  release_no integer not null,
  primary key (group_code, edition, index_code)
);

create table reporting.data_refresh (
  dataset text collate "C" primary key,
  release_no integer not null,
  published_at timestamptz not null,
  rows bigint not null,
  checksum text collate "C" not null,
  status text not null,
  note text
);

create view reporting.v_egdi_wide as
  select s.iso3, c.name_en, c.name_ru, c.name_kk, c.un_region, c.un_subregion, s.edition, e.edition_date,
         s.value_status as egdi_status, s.score_published as egdi, s.rank_published as egdi_rank,
         s.score_change as egdi_change, s.rank_change as egdi_rank_change, s.level_group, s.rating_class_derived,
         s.comparable_with_previous, s.component_missing_as_zero,
         osi.score_published as osi, osi.rank_competition as osi_rank_derived,
         tii.score_published as tii, tii.rank_competition as tii_rank_derived,
         hci.score_published as hci, hci.rank_competition as hci_rank_derived,
         epi.score_published as epi, epi.rank_competition as epi_rank_derived,
         s.score_recomputed as egdi_recomputed, s.rank_recomputed as egdi_rank_recomputed,
         s.reconciliation_status, s.release_no
  from reporting.fact_index_score s
  join reporting.dim_country c using (iso3)
  join reporting.dim_edition e using (edition)
  join reporting.fact_index_score osi on (osi.iso3, osi.edition, osi.index_code) = (s.iso3, s.edition, 'OSI')
  join reporting.fact_index_score tii on (tii.iso3, tii.edition, tii.index_code) = (s.iso3, s.edition, 'TII')
  join reporting.fact_index_score hci on (hci.iso3, hci.edition, hci.index_code) = (s.iso3, s.edition, 'HCI')
  join reporting.fact_index_score epi on (epi.iso3, epi.edition, epi.index_code) = (s.iso3, s.edition, 'EPI')
  where s.index_code = 'EGDI';

create view reporting.v_score_long as
  select e.edition_date::timestamptz as "time", s.edition, s.iso3, c.name_en, m.metric, m.value::double precision as value,
         s.value_status, s.comparable_with_previous, s.release_no
  from reporting.fact_index_score s
  join reporting.dim_country c using (iso3)
  join reporting.dim_edition e using (edition)
  cross join lateral (values
    (lower(s.index_code), s.score_published),
    (lower(s.index_code) || '_rank', coalesce(s.rank_published, s.rank_competition)::numeric)
  ) as m(metric, value)
  where m.value is not null;

create view reporting.data_dictionary as
  select c.relname::text as table_name,
         case c.relkind when 'r' then 'table' else 'view' end as table_kind,
         a.attname::text as column_name,
         a.attnum::integer as position,
         format_type(a.atttypid, a.atttypmod) as data_type,
         not a.attnotnull as is_nullable,
         exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey)) as is_key,
         col_description(c.oid, a.attnum) as description,
         obj_description(c.oid, 'pg_class') as table_description
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = 'reporting' and c.relkind in ('r', 'v');

comment on schema reporting is 'The published release, for BI tools: stable tables with keys, plus views.';

comment on table reporting.dim_country is 'Member states of the Survey. One row per country.';
comment on column reporting.dim_country.iso3 is 'ISO 3166-1 alpha-3 code; key.';
comment on column reporting.dim_country.iso2 is 'ISO 3166-1 alpha-2 code.';
comment on column reporting.dim_country.m49 is 'UN M49 numeric code, three digits.';
comment on column reporting.dim_country.name_en is 'English short name.';
comment on column reporting.dim_country.name_ru is 'Russian name (Unicode CLDR).';
comment on column reporting.dim_country.name_kk is 'Kazakh name (Unicode CLDR).';
comment on column reporting.dim_country.survey_label is 'Name as the current UN export prints it.';
comment on column reporting.dim_country.un_region is 'UN M49 macro-region; a group_code of dim_country_group.';
comment on column reporting.dim_country.un_subregion is 'UN M49 sub-region; a group_code of dim_country_group.';
comment on column reporting.dim_country.member_from is 'First day of UN membership; null = before the first edition (2003).';
comment on column reporting.dim_country.member_to is 'Last day of UN membership; null = still a member.';
comment on column reporting.dim_country.note is 'Remarks on continuity, such as Serbia before 2006.';

comment on table reporting.dim_country_group is 'Groups of countries over which means are taken. One row per group.';
comment on column reporting.dim_country_group.group_code is 'Key, such as WORLD, ASIA, CIS.';
comment on column reporting.dim_country_group.group_name is 'English name.';
comment on column reporting.dim_country_group.kind is 'world, region, subregion, un_category, organisation or comparison.';
comment on column reporting.dim_country_group.source is 'Whose list it is.';
comment on column reporting.dim_country_group.evidence is 'How the list is known.';
comment on column reporting.dim_country_group.is_recalled is 'True: the list is recalled, to be checked against the publisher before a mean over it is called official.';

comment on table reporting.dim_edition is 'Survey editions. An edition is neither a calendar year nor a data year.';
comment on column reporting.dim_edition.edition is 'Year in the name of the edition; key.';
comment on column reporting.dim_edition.edition_date is '1 July of that year: a plain date for time axes.';
comment on column reporting.dim_edition.published_on is 'Day of publication; null where no source was seen.';
comment on column reporting.dim_edition.previous_edition is 'The edition before; changes refer to it.';
comment on column reporting.dim_edition.member_count is 'UN member states covered.';
comment on column reporting.dim_edition.index_name_then is 'Name of the EGDI in that edition.';
comment on column reporting.dim_edition.method_known is 'False: loaded with published values, not recomputed.';
comment on column reporting.dim_edition.note is 'Remarks.';

comment on table reporting.dim_index is 'The index, its sub-indices and the supplementary index.';
comment on column reporting.dim_index.index_code is 'EGDI, OSI, TII, HCI or EPI; key.';
comment on column reporting.dim_index.parent_code is 'Index that this one is a component of; null for EGDI and EPI.';
comment on column reporting.dim_index.name_en is 'English name.';
comment on column reporting.dim_index.name_ru is 'Russian name.';
comment on column reporting.dim_index.kind is 'index, sub-index or supplementary.';
comment on column reporting.dim_index.sort_order is 'Order for display.';

comment on table reporting.dim_methodology is 'Rules of one edition for one index, with their evidence.';
comment on column reporting.dim_methodology.methodology_id is 'Index and edition, such as EGDI-2018; key.';
comment on column reporting.dim_methodology.edition is 'Edition.';
comment on column reporting.dim_methodology.index_code is 'Index.';
comment on column reporting.dim_methodology.construction is 'What the index is made of, in words.';
comment on column reporting.dim_methodology.weights is 'Weights of the sub-indices in the EGDI; null for other indices.';
comment on column reporting.dim_methodology.input_decimals is 'Decimals to which inputs are rounded before averaging; null: as published.';
comment on column reporting.dim_methodology.components is 'Series the sub-index is made of, with unit and weight; “?” where unknown.';
comment on column reporting.dim_methodology.score_decimals is 'True decimals of the published score.';
comment on column reporting.dim_methodology.print_mode is 'round or truncate: how the publisher shortened the score.';
comment on column reporting.dim_methodology.zero_means is 'Value status of a printed zero.';
comment on column reporting.dim_methodology.not_assessed_when is 'When a member gets no EGDI; null for other indices.';
comment on column reporting.dim_methodology.missing_counts_as_zero is 'True: a missing sub-index entered the EGDI as zero.';
comment on column reporting.dim_methodology.rank_rule is 'competition or dense; null where unknown.';
comment on column reporting.dim_methodology.rank_taken_on is 'The figure that EGDI ranks are taken on.';
comment on column reporting.dim_methodology.denominator_rule is 'Which members the mean of a group is taken over.';
comment on column reporting.dim_methodology.break_before is 'True: scores are not comparable with the previous edition; null while the method is unknown.';
comment on column reporting.dim_methodology.break_kind is 'What changed in the method; null without a break.';
comment on column reporting.dim_methodology.evidence is 'How the construction is known: stated, data, inferred, recalled, recalled_no_source or unknown.';
comment on column reporting.dim_methodology.note is 'Sources of the rules.';

comment on table reporting.dim_deviation is 'Published figures that recomputation does not reproduce, with the reason why that is accepted.';
comment on column reporting.dim_deviation.deviation_id is 'Key, such as score-KHM-2008.';
comment on column reporting.dim_deviation.edition is 'Edition.';
comment on column reporting.dim_deviation.iso3 is 'Country.';
comment on column reporting.dim_deviation.index_code is 'Index.';
comment on column reporting.dim_deviation.kind is 'score or rank.';
comment on column reporting.dim_deviation.published is 'Published figure.';
comment on column reporting.dim_deviation.recomputed is 'Recomputed figure.';
comment on column reporting.dim_deviation.reason is 'Why it is accepted.';
comment on column reporting.dim_deviation.caused_by is 'Deviations that it follows from, comma-separated; empty for none.';
comment on column reporting.dim_deviation.evidence is 'How this is known.';

comment on table reporting.dim_source_file is 'Files that the published figures were read from, by their content.';
comment on column reporting.dim_source_file.source_file_sha256 is 'SHA-256 of the bytes, hexadecimal; key.';
comment on column reporting.dim_source_file.file_name is 'Name as loaded.';
comment on column reporting.dim_source_file.format is 'csv, xlsx or xls.';
comment on column reporting.dim_source_file.layout_id is 'Declared layout of the file.';
comment on column reporting.dim_source_file.publisher is 'Who published it.';
comment on column reporting.dim_source_file.title is 'What it is.';
comment on column reporting.dim_source_file.url is 'Where it was published.';
comment on column reporting.dim_source_file.licence is 'Licence as stated by the publisher.';
comment on column reporting.dim_source_file.retrieved_on is 'Day of retrieval; null if not recorded.';
comment on column reporting.dim_source_file.published_on is 'Day of publication; null if not recorded.';
comment on column reporting.dim_source_file.bytes is 'Size in bytes.';
comment on column reporting.dim_source_file.first_seen_at is 'When it was first loaded (UTC).';
comment on column reporting.dim_source_file.note is 'Remark of its origin note.';

comment on table reporting.fact_group_membership is 'Which groups a country belonged to in an edition.';
comment on column reporting.fact_group_membership.iso3 is 'Country.';
comment on column reporting.fact_group_membership.edition is 'Edition; membership on 1 July of its year.';
comment on column reporting.fact_group_membership.group_code is 'Group.';
comment on column reporting.fact_group_membership.release_no is 'Release that brought this row.';

comment on table reporting.fact_index_score is 'Scores and ranks. One row per country, edition and index (grain: iso3 × edition × index_code). Published and recomputed figures are separate columns.';
comment on column reporting.fact_index_score.iso3 is 'Country.';
comment on column reporting.fact_index_score.edition is 'Survey edition (not a data year).';
comment on column reporting.fact_index_score.index_code is 'Index.';
comment on column reporting.fact_index_score.score_published is 'Published score, 0 to 1; null unless value_status is observed. HCI 2003 of Micronesia is above 1, as published.';
comment on column reporting.fact_index_score.published_text is 'The score verbatim as the source printed it, zeros of missing values included.';
comment on column reporting.fact_index_score.value_status is 'observed, not_available (no figure exists) or not_assessed (no EGDI in this edition). A printed zero has the status its edition’s rules give it.';
comment on column reporting.fact_index_score.component_missing_as_zero is 'True: a sub-index that is not available entered the published EGDI as zero; leave out of trends.';
comment on column reporting.fact_index_score.score_recomputed is 'EGDI recomputed from the published sub-indices by the edition’s method, 15 decimals; null for other indices or an unknown method.';
comment on column reporting.fact_index_score.score_recomputed_rounded is 'The same, rounded half-up at score_decimals.';
comment on column reporting.fact_index_score.score_decimals is 'True decimals of the published score.';
comment on column reporting.fact_index_score.residual is 'Published minus recomputed score.';
comment on column reporting.fact_index_score.residual_bound is 'Largest absolute residual that the printed precision of score and inputs allows.';
comment on column reporting.fact_index_score.reconciliation_status is 'exact, within_rounding, declared (see deviation_id) or not_recomputed.';
comment on column reporting.fact_index_score.not_recomputed_reason is 'Why a score was not recomputed.';
comment on column reporting.fact_index_score.deviation_id is 'Declared deviation of the score.';
comment on column reporting.fact_index_score.rank_published is 'Rank as published, 1 is best; null where not assessed or not printed.';
comment on column reporting.fact_index_score.rank_published_text is 'The rank cell verbatim, shared last ranks of unassessed countries included.';
comment on column reporting.fact_index_score.rank_from_published is 'Competition rank of the published score; derived.';
comment on column reporting.fact_index_score.rank_recomputed is 'EGDI: rank of the recomputed score on rank_basis. Other indices: rank of the published score. Derived.';
comment on column reporting.fact_index_score.rank_reconciliation_status is 'exact, declared (see rank_deviation_id) or not_recomputed; null where no rank is printed.';
comment on column reporting.fact_index_score.rank_deviation_id is 'Declared deviation of the rank.';
comment on column reporting.fact_index_score.rank_basis is 'What rank_recomputed is taken on.';
comment on column reporting.fact_index_score.rank_method is 'competition: 1-2-2-4.';
comment on column reporting.fact_index_score.rank_n is 'Number of members ranked.';
comment on column reporting.fact_index_score.is_score_tied is 'Another member has the same published score.';
comment on column reporting.fact_index_score.is_rank_shared is 'Another member has the same published rank; null where no rank is printed.';
comment on column reporting.fact_index_score.rank_competition is 'Standard competition rank (1-2-2-4) of the published score; derived.';
comment on column reporting.fact_index_score.rank_dense is 'Dense rank (1-2-2-3) of the published score; derived.';
comment on column reporting.fact_index_score.level_group is 'very_high (from 0.75), high (0.50), middle (0.25) or low; derived from the published score.';
comment on column reporting.fact_index_score.level_group_basis is 'What the level group rests on.';
comment on column reporting.fact_index_score.rating_class_derived is 'Rating class within the level group by rank quartile, editions since 2020; derived, never official.';
comment on column reporting.fact_index_score.score_change is 'Published score minus that of the previous edition; null if either is not observed. Mind comparable_with_previous.';
comment on column reporting.fact_index_score.rank_change is 'Published rank of the previous edition minus this one: positive is better. Indices without printed ranks: by rank_competition.';
comment on column reporting.fact_index_score.comparable_with_previous is 'False: the method changed since the previous edition, so score_change mixes progress and method. Null: first edition, or method unknown.';
comment on column reporting.fact_index_score.break_kind is 'What changed in the method since the previous edition.';
comment on column reporting.fact_index_score.points_above_min is 'Points above the minimum that the score stands for; inferred from the score lattice.';
comment on column reporting.fact_index_score.points_range is 'Maximum minus minimum of points in this edition.';
comment on column reporting.fact_index_score.points_step is 'Smallest step of points.';
comment on column reporting.fact_index_score.points_basis is 'What the points rest on.';
comment on column reporting.fact_index_score.methodology_id is 'Rules that apply.';
comment on column reporting.fact_index_score.source_file_sha256 is 'File that published_text was read from.';
comment on column reporting.fact_index_score.source_cell is 'Cell of that file, such as D12 or Sheet1!D12.';
comment on column reporting.fact_index_score.release_no is 'Release that brought this row.';

comment on table reporting.fact_group_score is 'Unweighted means of country groups. One row per group, edition and index.';
comment on column reporting.fact_group_score.group_code is 'Group.';
comment on column reporting.fact_group_score.edition is 'Edition.';
comment on column reporting.fact_group_score.index_code is 'Index.';
comment on column reporting.fact_group_score.mean_published_rule is 'Mean under the edition’s own denominator rule; null while that is unknown.';
comment on column reporting.fact_group_score.mean_available is 'Mean over members whose value is available.';
comment on column reporting.fact_group_score.mean_published is 'Mean as the publisher printed it; null where no print was seen.';
comment on column reporting.fact_group_score.member_count is 'Members of the group in this edition.';
comment on column reporting.fact_group_score.counted_count is 'Members in the denominator of mean_published_rule.';
comment on column reporting.fact_group_score.zero_for_missing_count is 'Members counted as zero because their value is missing or they were not assessed.';
comment on column reporting.fact_group_score.denominator_rule is 'Rule of mean_published_rule.';
comment on column reporting.fact_group_score.release_no is 'Release that brought this row.';

comment on table reporting.data_refresh is 'What is published now, by dataset: the refresh signal for BI tools.';
comment on column reporting.data_refresh.dataset is 'Reporting table.';
comment on column reporting.data_refresh.release_no is 'Published release.';
comment on column reporting.data_refresh.published_at is 'When it was published (UTC).';
comment on column reporting.data_refresh.rows is 'Rows of the table.';
comment on column reporting.data_refresh.checksum is 'MD5 over the versions of the partitions behind the table; changes when content changes.';
comment on column reporting.data_refresh.status is 'ok, or what is wrong.';
comment on column reporting.data_refresh.note is 'Partitions that keep an earlier version, if any.';

comment on view reporting.v_egdi_wide is 'One row per country and edition, for maps and tools that want one table. Ranks of sub-indices are derived (competition).';
comment on column reporting.v_egdi_wide.iso3 is 'Country.';
comment on column reporting.v_egdi_wide.name_en is 'English name.';
comment on column reporting.v_egdi_wide.name_ru is 'Russian name.';
comment on column reporting.v_egdi_wide.name_kk is 'Kazakh name.';
comment on column reporting.v_egdi_wide.un_region is 'UN M49 macro-region.';
comment on column reporting.v_egdi_wide.un_subregion is 'UN M49 sub-region.';
comment on column reporting.v_egdi_wide.edition is 'Survey edition.';
comment on column reporting.v_egdi_wide.edition_date is '1 July of the edition’s year.';
comment on column reporting.v_egdi_wide.egdi_status is 'Value status of the EGDI.';
comment on column reporting.v_egdi_wide.egdi is 'Published EGDI.';
comment on column reporting.v_egdi_wide.egdi_rank is 'Published EGDI rank.';
comment on column reporting.v_egdi_wide.egdi_change is 'Change of the published EGDI against the previous edition.';
comment on column reporting.v_egdi_wide.egdi_rank_change is 'Previous published rank minus this one: positive is better.';
comment on column reporting.v_egdi_wide.level_group is 'Level group of the EGDI; derived.';
comment on column reporting.v_egdi_wide.rating_class_derived is 'Rating class; derived.';
comment on column reporting.v_egdi_wide.comparable_with_previous is 'False: the method changed since the previous edition.';
comment on column reporting.v_egdi_wide.component_missing_as_zero is 'True: a missing sub-index entered the EGDI as zero.';
comment on column reporting.v_egdi_wide.osi is 'Published OSI.';
comment on column reporting.v_egdi_wide.osi_rank_derived is 'Competition rank of the OSI; derived.';
comment on column reporting.v_egdi_wide.tii is 'Published TII.';
comment on column reporting.v_egdi_wide.tii_rank_derived is 'Competition rank of the TII; derived.';
comment on column reporting.v_egdi_wide.hci is 'Published HCI.';
comment on column reporting.v_egdi_wide.hci_rank_derived is 'Competition rank of the HCI; derived.';
comment on column reporting.v_egdi_wide.epi is 'Published EPI.';
comment on column reporting.v_egdi_wide.epi_rank_derived is 'Competition rank of the EPI; derived.';
comment on column reporting.v_egdi_wide.egdi_recomputed is 'Recomputed EGDI.';
comment on column reporting.v_egdi_wide.egdi_rank_recomputed is 'Rank of the recomputed EGDI.';
comment on column reporting.v_egdi_wide.reconciliation_status is 'How published and recomputed EGDI agree.';
comment on column reporting.v_egdi_wide.release_no is 'Release that brought this row.';

comment on view reporting.v_score_long is 'One row per country, edition and metric, for time series. Metrics: egdi, osi, tii, hci, epi and the same with _rank.';
comment on column reporting.v_score_long."time" is '1 July of the edition’s year, UTC.';
comment on column reporting.v_score_long.edition is 'Survey edition.';
comment on column reporting.v_score_long.iso3 is 'Country.';
comment on column reporting.v_score_long.name_en is 'English name.';
comment on column reporting.v_score_long.metric is 'egdi, osi, tii, hci, epi, or one of these with _rank (published where printed, otherwise competition).';
comment on column reporting.v_score_long.value is 'Score (0 to 1) or rank.';
comment on column reporting.v_score_long.value_status is 'Value status of the score.';
comment on column reporting.v_score_long.comparable_with_previous is 'False: the method changed since the previous edition.';
comment on column reporting.v_score_long.release_no is 'Release that brought this row.';

comment on view reporting.data_dictionary is 'Every column of this schema with type and description.';
comment on column reporting.data_dictionary.table_name is 'Table or view.';
comment on column reporting.data_dictionary.table_kind is 'table or view.';
comment on column reporting.data_dictionary.column_name is 'Column.';
comment on column reporting.data_dictionary.position is 'Position in the table.';
comment on column reporting.data_dictionary.data_type is 'PostgreSQL type.';
comment on column reporting.data_dictionary.is_nullable is 'Whether it may be null.';
comment on column reporting.data_dictionary.is_key is 'Part of the primary key.';
comment on column reporting.data_dictionary.description is 'What the column holds: unit, precision, sign, source.';
comment on column reporting.data_dictionary.table_description is 'What a row of the table is.';
