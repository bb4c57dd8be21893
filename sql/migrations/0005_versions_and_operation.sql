-- What unattended operation needs: who writes, what a person decided, where a backfill stands, and releases that
-- can be pinned, withdrawn and taken back.

-- Fencing: every writer takes the next token, and a transaction that writes facts or publishes proves that its token
-- is still the last one given out.
create table ops.writer (
  singleton boolean primary key default true check (singleton),
  token bigint not null,
  command text,
  host text,
  pid integer,
  run_id bigint,
  taken_at timestamptz
);
insert into ops.writer (token) values (0);

alter table ops.run add column actor text;
alter table ops.run add column resumed_from bigint references ops.run;

create table ops.backfill (
  backfill_id bigint generated always as identity primary key,
  pipeline text not null,
  run_key text not null,
  first_edition integer not null,
  last_edition integer not null,
  status text not null check (status in ('running', 'done', 'failed', 'cancelled', 'superseded')),
  started_at timestamptz not null,
  finished_at timestamptz,
  release_no integer
);

create table ops.backfill_partition (
  backfill_id bigint not null references ops.backfill,
  partition_key text collate "C" not null,
  status text not null check (status in ('pending', 'running', 'done', 'failed', 'skipped')),
  attempts integer not null default 0,
  run_id bigint references ops.run,
  message text,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (backfill_id, partition_key)
);

-- What a partition that is done has stored: the list that is published at the end.
create table ops.backfill_version (
  backfill_id bigint not null,
  partition_key text collate "C" not null,
  dataset text collate "C" not null,
  version_id integer not null references warehouse.partition_version,
  primary_source_file_id integer references warehouse.source_file,
  primary key (backfill_id, partition_key, dataset),
  foreign key (backfill_id, partition_key) references ops.backfill_partition
);

alter table ops.quarantine add column last_run_id bigint references ops.run;
alter table ops.quarantine add column decided_by text;
alter table ops.quarantine add column corrections jsonb;
alter table ops.quarantine drop constraint quarantine_status_check;
alter table ops.quarantine add constraint quarantine_status_check
  check (status in ('open', 'released', 'rejected', 'resolved'));
create index quarantine_file_idx on ops.quarantine (file_sha256, row_no);

-- Decisions are only ever added: the last one about a row is in force, those before it are its history.
create table ops.quarantine_decision (
  quarantine_id bigint not null references ops.quarantine,
  decision_no integer not null,
  decision text not null check (decision in ('released', 'rejected', 'reopened')),
  corrections jsonb not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (quarantine_id, decision_no)
);

comment on table ops.writer is 'The one process that may write, and its fencing token.';
comment on column ops.run.actor is 'Account that started the run.';
comment on column ops.run.resumed_from is 'Unfinished run whose verified stage output this one went on from.';
comment on table ops.backfill is 'One request to load a range of editions, kept until all of them are done.';
comment on table ops.backfill_partition is 'Where each edition of a backfill stands.';
comment on table ops.backfill_version is 'Partition versions stored by the editions that are done; published together at the end.';
comment on column ops.quarantine.run_id is 'Run that held the row back first.';
comment on column ops.quarantine.last_run_id is 'Last run that held it back again or, when it is resolved, took it; null when only the first met it.';
comment on column ops.quarantine.status is 'open; released: enters again at validate, with its corrections; rejected: left out by decision; resolved: a later run took it as it is.';
comment on column ops.quarantine.decided_at is 'When the decision in force was made; null where none is.';
comment on column ops.quarantine.corrections is 'Cells that the release in force corrects: column, header, from, to. The text that stood there guards the correction.';
comment on table ops.quarantine_decision is 'Every decision about a row that was held back: who, when, why, with which corrections.';
comment on column ops.quarantine_decision.decision is 'released, rejected, or reopened: a decision was taken back.';

-- Without foreign keys, like all of evidence: an audit of every release sees to it.
alter table warehouse.evidence add column corrected_text text;
alter table warehouse.evidence add column quarantine_id bigint;
alter table warehouse.evidence add column decision_no integer;
comment on column warehouse.evidence.printed_text is 'The cell verbatim.';
comment on column warehouse.evidence.corrected_text is 'What a released quarantined row has in its place, empty where it was made blank; null where nothing was corrected.';
comment on column warehouse.evidence.quarantine_id is 'The row of ops.quarantine that the cell entered by; null where it was never held back.';
comment on column warehouse.evidence.decision_no is 'The decision about that row by which it entered.';

alter table warehouse.release drop constraint release_status_check;
alter table warehouse.release add constraint release_status_check
  check (status in ('candidate', 'published', 'superseded', 'refused', 'collected'));
alter table warehouse.release add column base_release_no integer references warehouse.release;
alter table warehouse.release add column contract_version integer not null default 1;
alter table warehouse.release add column pinned_at timestamptz;
alter table warehouse.release add column pinned_by text;
alter table warehouse.release add column pin_reason text;
create index release_partition_version_idx on warehouse.release_partition (version_id);

create table warehouse.release_refusal (
  release_no integer not null references warehouse.release,
  dataset text collate "C" not null,
  partition_key text collate "C" not null,
  reason text not null,
  primary key (release_no, dataset, partition_key)
);

create table warehouse.withdrawn_version (
  version_id integer primary key references warehouse.partition_version,
  log_id integer not null references warehouse.publication_log
);

alter table warehouse.publication_log add column kind text not null default 'run'
  check (kind in ('run', 'publish', 'rollback'));
alter table warehouse.publication_log add column actor text;

comment on column warehouse.release.status is 'candidate, published, superseded (was published), refused, or collected: its list was removed by gc.';
comment on column warehouse.release.base_release_no is 'The published release that it was made from.';
comment on column warehouse.release.contract_version is 'Version of the reporting contract that its partitions were made for.';
comment on column warehouse.release.pin_reason is 'Why gc must keep it; null when it is not pinned.';
comment on table warehouse.release_refusal is 'Partitions that were refused and kept their previous version in a partly published release.';
comment on table warehouse.withdrawn_version is 'Partition versions that a rollback took back: no run publishes them again, a person may.';
comment on table warehouse.publication_log is 'Every publication and rollback: what, when, why, by whom.';

-- Observations of indicators below the sub-indices. A partition is one indicator of one source. The address of the
-- cell lies beside its value and is no part of the version's name.
create table warehouse.observation (
  version_id integer not null,
  iso3 text collate "C" not null,
  period date not null,
  value numeric,
  value_status text not null,
  is_estimated boolean not null,
  is_preliminary boolean not null,
  source_file_id integer not null,
  sheet text,
  row_no integer not null,
  column_no integer not null,
  printed_text text,
  primary key (version_id, iso3, period),
  check ((value is null) = (value_status <> 'observed'))
);

-- Which files state a version as a whole: the one that brought it, and those that confirm it.
create table warehouse.version_source (
  version_id integer not null references warehouse.partition_version on delete cascade,
  source_file_id integer not null references warehouse.source_file,
  run_id bigint not null,
  primary key (version_id, source_file_id)
);

create table reporting.dim_indicator (
  indicator_code text collate "C" primary key,
  name_en text not null,
  unit text not null,
  frequency text not null,
  publisher text not null,
  description text
);

create table reporting.fact_observation (
  indicator_code text collate "C" not null references reporting.dim_indicator deferrable initially deferred,
  iso3 text collate "C" not null references reporting.dim_country deferrable initially deferred,
  period date not null,
  value numeric,
  value_status text not null,
  is_estimated boolean not null,
  is_preliminary boolean not null,
  published_text text,
  source_file_sha256 text collate "C" references reporting.dim_source_file deferrable initially deferred,
  source_cell text,
  release_no integer not null,
  primary key (indicator_code, iso3, period)
);

-- A publication leaves empty pages behind. Vacuum gives them back to the file system under an exclusive lock, for which
-- readers would wait: they stay, and the next publication fills them. Every table that readers see needs this.
do $$
declare
  shown regclass;
begin
  for shown in select oid from pg_class where relnamespace = 'reporting'::regnamespace and relkind = 'r' loop
    execute format('alter table %s set (vacuum_truncate = off)', shown);
  end loop;
end
$$;

-- A source file that leaves the release is looked for among all facts: without an index, in all of them.
create index fact_observation_source_idx on reporting.fact_observation (source_file_sha256);

comment on table warehouse.observation is 'Observations of a partition version, each with the cell it was read from.';
comment on table warehouse.version_source is 'Files that state all facts of an observation partition version: the first brought it, later ones confirm it.';
comment on table reporting.dim_indicator is 'Measured series below the sub-indices. One row per indicator of a publisher.';
comment on column reporting.dim_indicator.indicator_code is 'Publisher and code, such as worldbank:IT.NET.USER.ZS; key.';
comment on column reporting.dim_indicator.name_en is 'English name.';
comment on column reporting.dim_indicator.unit is 'Unit of its values.';
comment on column reporting.dim_indicator.frequency is 'year, quarter or month.';
comment on column reporting.dim_indicator.publisher is 'Who publishes it.';
comment on column reporting.dim_indicator.description is 'Definition; null if not given.';
comment on table reporting.fact_observation is 'Values of indicators. One row per indicator, country and period (grain: indicator_code × iso3 × period).';
comment on column reporting.fact_observation.indicator_code is 'Indicator; its unit is in dim_indicator.';
comment on column reporting.fact_observation.iso3 is 'Country.';
comment on column reporting.fact_observation.period is 'First day of the period that the value is about.';
comment on column reporting.fact_observation.value is 'Value in the unit of the indicator, as published; null unless value_status is observed.';
comment on column reporting.fact_observation.value_status is 'observed, nil (the phenomenon is absent), not_available or confidential.';
comment on column reporting.fact_observation.is_estimated is 'True: marked as estimated by the publisher.';
comment on column reporting.fact_observation.is_preliminary is 'True: marked as preliminary by the publisher.';
comment on column reporting.fact_observation.published_text is 'The cell verbatim.';
comment on column reporting.fact_observation.source_file_sha256 is 'File that the value was read from.';
comment on column reporting.fact_observation.source_cell is 'Its cell in that file.';
comment on column reporting.fact_observation.release_no is 'Release that brought this row.';
