-- Versioned facts: immutable partition versions named by their content, the evidence they were read from, and
-- releases, which are lists of partition versions. Rows are only ever added, releases' status apart.

create schema warehouse;

create table warehouse.source_file (
  source_file_id integer generated always as identity primary key,
  sha256 text collate "C" not null unique check (length(sha256) = 64),
  bytes bigint not null,
  format text not null,
  layout_id text not null,
  file_name text not null,
  publisher text not null,
  title text not null,
  url text,
  licence text not null,
  retrieved_on date,
  published_on date,
  note text,
  first_run_id bigint not null,
  first_seen_at timestamptz not null
);

create table warehouse.partition_version (
  version_id integer generated always as identity primary key,
  dataset text collate "C" not null,
  partition_key text collate "C" not null,
  content_sha256 text collate "C" not null check (length(content_sha256) = 64),
  fact_count integer not null,
  engine_version text not null,
  run_id bigint not null,
  created_at timestamptz not null,
  unique (dataset, partition_key, content_sha256)
);

-- Facts and evidence are loaded in bulk and carry no foreign keys, whose checks go row by row; that a version has
-- exactly its facts is an audit of every release, which says more.
create table warehouse.score (
  version_id integer not null,
  iso3 text collate "C" not null,
  index_code text collate "C" not null,
  methodology_id text collate "C" not null,
  value_status text not null,
  score_published numeric(7, 5),
  rank_published integer,
  component_missing_as_zero boolean not null,
  score_recomputed numeric(20, 15),
  score_recomputed_rounded numeric(7, 5),
  score_decimals integer,
  residual numeric(20, 15),
  residual_bound numeric(20, 15),
  reconciliation_status text not null,
  not_recomputed_reason text,
  deviation_id text collate "C",
  rank_from_published integer,
  rank_recomputed integer,
  rank_basis text,
  rank_method text,
  rank_n integer,
  rank_reconciliation_status text,
  rank_deviation_id text collate "C",
  is_score_tied boolean,
  is_rank_shared boolean,
  rank_competition integer,
  rank_dense integer,
  level_group text,
  level_group_basis text,
  rating_class_derived text,
  points_above_min numeric(6, 1),
  points_range numeric(6, 1),
  points_step numeric(3, 1),
  points_basis text,
  primary key (version_id, iso3, index_code),
  check ((score_published is null) = (value_status <> 'observed'))
);

create table warehouse.group_score (
  version_id integer not null,
  group_code text collate "C" not null,
  index_code text collate "C" not null,
  mean_published_rule numeric(20, 15),
  mean_available numeric(20, 15),
  mean_published numeric(7, 5),
  member_count integer not null,
  counted_count integer,
  zero_for_missing_count integer,
  denominator_rule text not null,
  primary key (version_id, group_code, index_code)
);

-- Dimensions, the dictionary and memberships belong to a release as much as scores do. A row is kept as the
-- JSON of the reporting row that it becomes.
create table warehouse.reference_row (
  version_id integer not null,
  table_name text collate "C" not null,
  row_key text collate "C" not null,
  content jsonb not null,
  primary key (version_id, table_name, row_key)
);

create table warehouse.evidence (
  version_id integer not null,
  source_file_id integer not null,
  iso3 text collate "C" not null,
  index_code text collate "C" not null,
  -- What of the fact stood in the cell: its score or its rank.
  field text collate "C" not null check (field in ('score', 'rank')),
  sheet text,
  row_no integer not null,
  column_no integer not null,
  printed_text text,
  -- Whether this file agrees with the version: a contradicting cross-check is evidence too.
  agrees boolean not null,
  run_id bigint not null,
  primary key (version_id, source_file_id, iso3, index_code, field)
);

create table warehouse.release (
  release_no integer primary key,
  status text not null check (status in ('candidate', 'published', 'superseded', 'refused')),
  run_id bigint not null,
  run_key text not null,
  reason text not null,
  created_at timestamptz not null,
  published_at timestamptz
);

create table warehouse.release_partition (
  release_no integer not null references warehouse.release,
  dataset text collate "C" not null,
  partition_key text collate "C" not null,
  version_id integer not null references warehouse.partition_version,
  -- The file whose print the release shows; null for what is not read from a file.
  primary_source_file_id integer references warehouse.source_file,
  -- The first release that held this version without a break.
  since_release_no integer not null,
  primary key (release_no, dataset, partition_key)
);

create table warehouse.publication (
  singleton boolean primary key default true check (singleton),
  release_no integer not null references warehouse.release,
  published_at timestamptz not null,
  run_id bigint not null
);

create table warehouse.publication_log (
  log_id integer generated always as identity primary key,
  release_no integer not null references warehouse.release,
  previous_release_no integer,
  run_id bigint not null,
  published_at timestamptz not null,
  reason text not null
);

comment on schema warehouse is 'Immutable partition versions, their evidence, releases and the publication: for the pipeline and auditors.';
comment on table warehouse.partition_version is 'One dataset × one key, named by the SHA-256 of its canonical facts; provenance is not hashed.';
comment on table warehouse.evidence is 'Which file and cell a fact was read from; append-only, many to many.';
comment on table warehouse.release is 'A numbered, immutable list of partition versions; exactly one is published.';
comment on column warehouse.release_partition.since_release_no is 'The first release that held this version without a break.';
