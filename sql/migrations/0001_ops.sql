-- What the pipeline did: runs, their stages, findings about data, rows held back, audits.

create table ops.run (
  run_id bigint generated always as identity primary key,
  pipeline text not null,
  command text not null,
  run_key text not null,
  outcome text not null check (outcome in
    ('running', 'published', 'unchanged', 'noop', 'candidate', 'refused', 'failed', 'crashed', 'aborted')),
  exit_code integer,
  release_no integer,
  engine_version text not null,
  host text not null,
  pid integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  message text
);
create index run_started_at_idx on ops.run (started_at);
create index run_run_key_idx on ops.run (run_key);

create table ops.stage_run (
  run_id bigint not null references ops.run,
  position integer not null,
  stage text not null,
  unit text not null,
  units_in bigint not null,
  fan_out integer not null,
  units_out bigint not null,
  quarantined bigint not null,
  excluded bigint not null,
  merged bigint not null,
  duration_ms numeric(12, 3),
  primary key (run_id, position)
);

create table ops.issue (
  run_id bigint not null references ops.run,
  issue_no integer not null,
  code text not null,
  severity text not null check (severity in ('error', 'warning', 'info')),
  message text not null,
  hint text,
  file_name text,
  file_sha256 text,
  sheet text,
  row_no integer,
  column_no integer,
  edition integer,
  iso3 text,
  index_code text,
  primary key (run_id, issue_no)
);

create table ops.quarantine (
  quarantine_id bigint generated always as identity primary key,
  run_id bigint not null references ops.run,
  file_name text not null,
  file_sha256 text not null,
  sheet text,
  row_no integer not null,
  edition integer,
  raw jsonb not null,
  issue_codes text[] not null,
  status text not null default 'open' check (status in ('open', 'released', 'rejected')),
  decided_at timestamptz,
  decision_reason text
);

create table ops.audit_result (
  run_id bigint not null references ops.run,
  audit text not null,
  severity text not null check (severity in ('error', 'warn')),
  status text not null check (status in ('pass', 'warn', 'fail')),
  failing_count bigint not null,
  sample jsonb not null,
  primary key (run_id, audit)
);

comment on schema ops is 'Runs, findings, quarantine and audits: for operators.';
comment on table ops.run is 'One row per execution of a pipeline.';
comment on column ops.run.run_key is 'SHA-256 over inputs, declarations, methodology, reference data and engine version; an equal key that already led to the published release makes a run a no-op.';
comment on table ops.stage_run is 'Conservation: units_in × fan_out = units_out + quarantined + excluded + merged.';
comment on table ops.issue is 'Findings about data, each with its code, severity and cell.';
comment on table ops.quarantine is 'Rows held back, whole, until someone releases or rejects them.';
