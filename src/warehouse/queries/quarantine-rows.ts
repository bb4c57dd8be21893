/**
 * Rows that were held back, as `egdi quarantine` shows them. Owned by warehouse/. Extended, never renamed: `--json`
 * prints it.
 */
import type { CellCorrection } from '../../model/quarantine.ts';
import type { Session } from '../connection/session.ts';
import type { KeptCell, QuarantineStatus } from '../ledger/quarantine.ts';

export interface QuarantineEntry {
  readonly id: number;
  readonly status: QuarantineStatus;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly sheet: string | null;
  readonly row: number;
  readonly edition: number | null;
  readonly issueCodes: readonly string[];
  readonly issues: readonly RowIssue[];
  /** The run that held it back first, and the last one that did, or that took it. */
  readonly firstRun: number;
  /** Of the run that held it back first. */
  readonly pipeline: string;
  readonly lastRun: number;
  /** The decision in force; null where none is. */
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
  readonly corrections: readonly CellCorrection[];
}

/** What the last run that held the row back said about it. */
export interface RowIssue {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly column: number | null;
}

export interface PastDecision {
  readonly decisionNo: number;
  readonly decision: 'released' | 'rejected' | 'reopened';
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly corrections: readonly CellCorrection[];
}

export interface QuarantineDetail extends QuarantineEntry {
  readonly cells: readonly KeptCell[];
  readonly decisions: readonly PastDecision[];
}

export interface QuarantineFilter {
  /** All rows instead of the open ones. */
  readonly all?: boolean;
  /** Rows that this run held back. */
  readonly runId?: number;
  /** Name of a file, or the beginning of its SHA-256. */
  readonly file?: string;
  readonly ids?: readonly number[];
}

/**
 * Issues of one row come first by edition: the key cell of a wide panel's row is told once, for the first of its
 * records. Issues of a whole file (an unknown edition) stand at its first row only and are told by their code.
 */
const ENTRIES_SQL = `
select
  q.quarantine_id as id, q.status, q.file_name as "fileName", q.file_sha256 as "fileSha256", q.sheet,
  q.row_no as row, q.edition, q.issue_codes as "issueCodes", q.run_id as "firstRun",
  (select r.pipeline from ops.run r where r.run_id = q.run_id) as pipeline,
  coalesce(q.last_run_id, q.run_id) as "lastRun", q.decided_by as "decidedBy", q.decided_at as "decidedAt",
  q.decision_reason as reason, coalesce(q.corrections, '[]'::jsonb) as corrections,
  coalesce((
    select jsonb_agg(jsonb_build_object('code', i.code, 'message', i.message, 'hint', i.hint, 'column', i.column_no)
                     order by i.issue_no)
    from ops.issue i
    where i.run_id = held.run_id
      and i.file_sha256 = q.file_sha256 and i.row_no = q.row_no and i.sheet is not distinct from q.sheet
      and i.code = any (q.issue_codes)
      and (i.edition is null or i.edition = q.edition or not exists (
        select from ops.issue own
        where own.run_id = i.run_id and own.file_sha256 = i.file_sha256 and own.row_no = i.row_no
          and own.sheet is not distinct from i.sheet and own.code = i.code and own.edition = q.edition))
  ), '[]'::jsonb) as issues
from ops.quarantine q
cross join lateral (
  select case when q.status = 'resolved' then q.run_id else coalesce(q.last_run_id, q.run_id) end as run_id) held
where ($1::boolean or q.status = 'open')
  and ($2::bigint is null or q.run_id = $2::bigint or q.last_run_id = $2::bigint and q.status <> 'resolved' or exists (
    select from ops.issue i
    where i.run_id = $2::bigint and i.severity = 'error' and i.file_sha256 = q.file_sha256 and i.row_no = q.row_no
      and i.sheet is not distinct from q.sheet))
  and ($3::text is null or q.file_name = $3::text or length($3::text) >= 6 and starts_with(q.file_sha256, lower($3::text)))
  and ($4::bigint[] is null or q.quarantine_id = any ($4::bigint[]))
order by q.quarantine_id`;

/** The rows that a filter leaves, the oldest first. */
export async function listQuarantine(
  session: Session,
  { all = false, runId, file, ids }: QuarantineFilter = {},
): Promise<QuarantineEntry[]> {
  const { rows } = await session.query(ENTRIES_SQL, [
    all || ids !== undefined,
    runId ?? null,
    file ?? null,
    ids?.map(String) ?? null,
  ]);
  return rows as unknown as QuarantineEntry[];
}

/** Whole rows with the history of their decisions, in the order of their numbers; unknown numbers are left out. */
export async function readQuarantine(
  session: Session,
  ids: readonly number[],
): Promise<readonly QuarantineDetail[]> {
  const entries = await listQuarantine(session, { ids });
  const numbers = [ids.map(String)];
  const { rows: raws } = await session.query(
    'select quarantine_id as id, raw from ops.quarantine where quarantine_id = any ($1::bigint[])',
    numbers,
  );
  const { rows: decisions } = await session.query(
    `select quarantine_id as id, decision_no as "decisionNo", decision, decided_by as by, decided_at as at, reason,
            corrections
     from ops.quarantine_decision where quarantine_id = any ($1::bigint[]) order by quarantine_id, decision_no`,
    numbers,
  );
  return entries.map((entry) => ({
    ...entry,
    cells: raws.find(({ id }) => id === entry.id)?.raw as KeptCell[],
    decisions: decisions
      .filter(({ id }) => id === entry.id)
      .map(({ id: _id, ...decision }) => decision as unknown as PastDecision),
  }));
}

/** The numbers of the open rows, the newest first. */
export async function openNumbers(session: Session, most: number): Promise<number[]> {
  const { rows } = await session.query(
    `select quarantine_id as id from ops.quarantine where status = 'open' order by 1 desc limit $1`,
    [most],
  );
  return rows.map(({ id }) => Number(id));
}
