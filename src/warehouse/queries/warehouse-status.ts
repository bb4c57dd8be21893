/**
 * The state of the warehouse for `egdi status`: what is published, what the last runs said, what is held back.
 * Owned by warehouse/. Extended, never renamed: `--json` prints it.
 */
import type { Session } from '../connection/session.ts';
import { type OperationState, readOperation } from './operation-status.ts';

export interface PublishedState {
  readonly releaseNo: number;
  readonly publishedAt: string;
  readonly createdAt: string;
  readonly reason: string;
  readonly runId: number;
}

export interface DatasetState {
  readonly dataset: string;
  readonly rows: number;
  readonly checksum: string;
  readonly status: string;
  readonly note: string | null;
}

/** How the EGDI of one edition agrees with what was published. */
export interface EditionState {
  readonly edition: number;
  readonly sinceRelease: number;
  readonly members: number;
  readonly methodKnown: boolean;
  readonly scores: Agreement;
  readonly ranks: Pick<Agreement, 'recomputed' | 'exact' | 'declared'>;
  readonly notAssessed: number;
  /** Further files whose figures were compared, and how many of their figures contradict. */
  readonly crossCheckFiles: number;
  readonly contradictingFigures: number;
}

export interface Agreement {
  readonly recomputed: number;
  readonly exact: number;
  readonly withinRounding: number;
  readonly declared: number;
}

export interface RunState {
  readonly runId: number;
  readonly pipeline: string;
  readonly command: string;
  readonly outcome: string;
  readonly exitCode: number | null;
  readonly releaseNo: number | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly message: string | null;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly fileName: string | null;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: number | null;
  /** Path of the value in a document without rows. */
  readonly place: string | null;
  readonly edition: number | null;
  readonly iso3: string | null;
  readonly indexCode: string | null;
}

export interface RefusedRun extends RunState {
  readonly errorCount: number;
  /** The first ones, as the run found them. */
  readonly errors: readonly RunError[];
}

export interface WarehouseStatus extends OperationState {
  readonly published: PublishedState | null;
  readonly datasets: readonly DatasetState[];
  readonly editions: readonly EditionState[];
  readonly lastRun: RunState | null;
  readonly lastSuccess: RunState | null;
  readonly lastRefused: RefusedRun | null;
  readonly openQuarantine: number;
}

const SHOWN_ERRORS = 10;
export const SUCCESSFUL_OUTCOMES = ['published', 'unchanged', 'noop'] as const;

/** Reads the state; to be called in a read-only transaction. */
export async function readStatus(session: Session): Promise<WarehouseStatus> {
  const read = async <Row>(sql: string, ...params: unknown[]): Promise<Row[]> =>
    (await session.query(sql, params)).rows as unknown[] as Row[];
  const lastRunOf = async (outcomes: readonly string[] | null, isSuccess = false): Promise<RunState | null> =>
    (await read<RunState>(RUN_SQL, outcomes, isSuccess))[0] ?? null;

  const [published = null] = await read<PublishedState>(PUBLISHED_SQL);
  const refused = await lastRunOf(['refused']);
  const errors = refused === null ? [] : await read<RunError & { total: number }>(ERRORS_SQL, refused.runId);
  const [quarantine] = await read<{ open: number }>(
    "select count(*) as open from ops.quarantine where status = 'open'",
  );
  return {
    published,
    datasets: await read<DatasetState>(DATASETS_SQL),
    editions: published === null ? [] : await read<EditionState>(EDITIONS_SQL, published.releaseNo),
    lastRun: await lastRunOf(null),
    lastSuccess: await lastRunOf(SUCCESSFUL_OUTCOMES, true),
    lastRefused:
      refused === null
        ? null
        : {
            ...refused,
            errorCount: errors[0]?.total ?? 0,
            errors: errors.map(({ total: _total, ...error }) => error),
          },
    openQuarantine: quarantine?.open ?? 0,
    ...(await readOperation(session)),
  };
}

const PUBLISHED_SQL = `
select r.release_no as "releaseNo", p.published_at as "publishedAt", r.created_at as "createdAt", r.reason,
       p.run_id as "runId"
from warehouse.publication p join warehouse.release r using (release_no)`;

const DATASETS_SQL = `
select dataset, rows, checksum, status, note from reporting.data_refresh
order by dataset like 'dim%', dataset`;

const EDITIONS_SQL = `
with shown as (
  select p.partition_key::integer as edition, p.version_id, p.primary_source_file_id, p.since_release_no
  from warehouse.release_partition p
  where p.release_no = $1 and p.dataset = 'score'
), checks as (
  select s.edition, count(distinct v.source_file_id) as files, count(*) filter (where not v.agrees) as contradicting
  from shown s
  join warehouse.evidence v using (version_id)
  where v.source_file_id is distinct from s.primary_source_file_id
  group by s.edition
)
select
  s.edition, s.since_release_no as "sinceRelease", count(*) as members, bool_and(e.method_known) as "methodKnown",
  json_build_object(
    'recomputed', count(f.score_recomputed),
    'exact', count(*) filter (where f.reconciliation_status = 'exact'),
    'withinRounding', count(*) filter (where f.reconciliation_status = 'within_rounding'),
    'declared', count(*) filter (where f.reconciliation_status = 'declared')) as scores,
  json_build_object(
    'recomputed', count(*) filter (where f.rank_reconciliation_status <> 'not_recomputed'),
    'exact', count(*) filter (where f.rank_reconciliation_status = 'exact'),
    'declared', count(*) filter (where f.rank_reconciliation_status = 'declared')) as ranks,
  count(*) filter (where f.value_status = 'not_assessed') as "notAssessed",
  coalesce(max(c.files), 0) as "crossCheckFiles", coalesce(max(c.contradicting), 0) as "contradictingFigures"
from shown s
join reporting.dim_edition e using (edition)
join reporting.fact_index_score f on f.edition = s.edition and f.index_code = 'EGDI'
left join checks c on c.edition = s.edition
group by s.edition, s.since_release_no
order by s.edition`;

/** The last run with one of the outcomes $1, of all where $1 is null; with $2 one that ended with exit 0. */
const RUN_SQL = `
select run_id as "runId", pipeline, command, outcome, exit_code as "exitCode", release_no as "releaseNo",
       started_at as "startedAt", finished_at as "finishedAt", message
from ops.run
where ($1::text[] is null or outcome = any ($1::text[])) and (not $2::boolean or exit_code = 0)
order by run_id desc limit 1`;

const ERRORS_SQL = `
select code, message, hint, file_name as "fileName", sheet, row_no as row, column_no as "column", place, edition, iso3,
       index_code as "indexCode", count(*) over () as total
from ops.issue
where run_id = $1 and severity = 'error'
order by issue_no
limit ${SHOWN_ERRORS}`;
