/**
 * The tables of the warehouse as Kysely sees them. Owned by warehouse/, which is the only folder that may write
 * SQL; kept in step with sql/migrations. Only tables that are read or written through the query builder are here:
 * facts are moved in bulk, by SQL.
 */
import type { Generated } from 'kysely';

export type RunOutcome =
  | 'running'
  | 'published'
  | 'unchanged'
  | 'noop'
  | 'candidate'
  | 'refused'
  | 'failed'
  | 'crashed'
  | 'aborted';

interface RunTable {
  run_id: Generated<number>;
  pipeline: string;
  command: string;
  run_key: string;
  outcome: RunOutcome;
  exit_code: number | null;
  release_no: number | null;
  engine_version: string;
  host: string;
  pid: number;
  started_at: string;
  finished_at: string | null;
  message: string | null;
  actor: Generated<string | null>;
  resumed_from: Generated<number | null>;
}

interface SourceFileTable {
  source_file_id: Generated<number>;
  sha256: string;
  bytes: number;
  format: string;
  layout_id: string;
  file_name: string;
  publisher: string;
  title: string;
  url: string | null;
  licence: string;
  retrieved_on: string | null;
  published_on: string | null;
  note: string | null;
  first_run_id: number;
  first_seen_at: string;
}

interface PartitionVersionTable {
  version_id: Generated<number>;
  dataset: string;
  partition_key: string;
  content_sha256: string;
  fact_count: number;
  engine_version: string;
  run_id: number;
  created_at: string;
}

/** `collected`: its list of partitions was removed by `egdi gc`. */
export type ReleaseStatus = 'candidate' | 'published' | 'superseded' | 'refused' | 'collected';
/** What moved the publication. */
export type PublicationKind = 'run' | 'publish' | 'rollback';

interface ReleaseTable {
  release_no: number;
  status: ReleaseStatus;
  run_id: number;
  run_key: string;
  reason: string;
  created_at: string;
  published_at: string | null;
  base_release_no: number | null;
  contract_version: number;
  pinned_at: Generated<string | null>;
  pinned_by: Generated<string | null>;
  pin_reason: Generated<string | null>;
}

interface ReleasePartitionTable {
  release_no: number;
  dataset: string;
  partition_key: string;
  version_id: number;
  primary_source_file_id: number | null;
  since_release_no: number;
}

interface PublicationTable {
  singleton: Generated<boolean>;
  release_no: number;
  published_at: string;
  run_id: number;
}

interface PublicationLogTable {
  log_id: Generated<number>;
  release_no: number;
  previous_release_no: number | null;
  run_id: number;
  published_at: string;
  kind: PublicationKind;
  reason: string;
  actor: string | null;
}

interface AuditResultTable {
  run_id: number;
  audit: string;
  severity: 'error' | 'warn';
  status: 'pass' | 'warn' | 'fail';
  failing_count: number;
  sample: string;
}

/** Table name → row type. */
export interface WarehouseSchema {
  'ops.run': RunTable;
  'ops.audit_result': AuditResultTable;
  'warehouse.source_file': SourceFileTable;
  'warehouse.partition_version': PartitionVersionTable;
  'warehouse.release': ReleaseTable;
  'warehouse.release_partition': ReleasePartitionTable;
  'warehouse.publication': PublicationTable;
  'warehouse.publication_log': PublicationLogTable;
}
