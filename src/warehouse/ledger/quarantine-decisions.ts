/**
 * What people decide about rows that were held back: the decision in force stands with the row, every decision in
 * its history. Owned by warehouse/; imports model/.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { CellCorrection, RowDecision } from '../../model/quarantine.ts';
import type { Session } from '../connection/session.ts';

/** The decisions in force about rows of these files, in an order of their own. */
export async function readDecisions(
  session: Session,
  sha256s: readonly string[],
): Promise<readonly RowDecision[]> {
  if (sha256s.length === 0) return [];
  // A plan may read a warehouse whose migrations are pending: nobody can have decided anything there.
  const { rows: tables } = await session.query("select to_regclass('ops.quarantine_decision') as decisions");
  if (tables[0]?.decisions == null) return [];
  const { rows } = await session.query(
    `select q.quarantine_id as "quarantineId",
            (select max(d.decision_no) from ops.quarantine_decision d where d.quarantine_id = q.quarantine_id)
              as "decisionNo",
            q.status as verdict, q.file_sha256 as sha256, q.sheet, q.row_no as row, q.edition,
            coalesce(q.corrections, '[]'::jsonb) as corrections, q.decided_by as by, q.decided_at as at,
            q.decision_reason as reason
     from ops.quarantine q
     where q.file_sha256 = any ($1::text[]) and q.status in ('released', 'rejected')
     order by q.file_sha256 collate "C", q.quarantine_id`,
    [[...new Set(sha256s)]],
  );
  return (rows as unknown as (RowDecision & { at: unknown })[]).map((row) => ({
    ...row,
    at: String(row.at),
  }));
}

export interface Decision {
  /** `reopened` takes back what was decided before. */
  readonly decision: 'released' | 'rejected' | 'reopened';
  readonly corrections: readonly CellCorrection[];
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/**
 * Records a decision about one row, over any other one about it; the next run follows it. The caller holds the lock
 * and has proved it.
 * @throws EgdiError `decision-unfit` (exit 2) when the row needs no decision
 */
export async function decide(session: Session, quarantineId: number, decision: Decision): Promise<void> {
  const { rows } = await session.query(
    'select status from ops.quarantine where quarantine_id = $1 for update',
    [quarantineId],
  );
  const status = rows[0]?.status;
  const isOpen = status === 'open';
  if (status === undefined || status === 'resolved' || (isOpen && decision.decision === 'reopened')) {
    const state = isOpen ? 'open already' : 'resolved: a later run took it as it is';
    throw new EgdiError('decision-unfit', `quarantined row ${quarantineId} is ${state}`, {
      exitCode: EXIT.usage,
      hint: `egdi quarantine show ${quarantineId}`,
    });
  }
  const corrections = JSON.stringify(decision.corrections);
  const at = decision.at.toISOString();
  await session.query(
    `insert into ops.quarantine_decision
       (quarantine_id, decision_no, decision, corrections, reason, decided_by, decided_at)
     select $1::bigint, coalesce(max(decision_no), 0) + 1, $2, $3::jsonb, $4, $5, $6::timestamptz
     from ops.quarantine_decision where quarantine_id = $1::bigint`,
    [quarantineId, decision.decision, corrections, decision.reason, decision.by, at],
  );
  if (decision.decision === 'reopened') {
    await session.query(
      `update ops.quarantine
       set status = 'open', decided_at = null, decided_by = null, decision_reason = null, corrections = null
       where quarantine_id = $1`,
      [quarantineId],
    );
    return;
  }
  await session.query(
    `update ops.quarantine
     set status = $2, decided_at = $3, decided_by = $4, decision_reason = $5, corrections = $6::jsonb
     where quarantine_id = $1`,
    [quarantineId, decision.decision, at, decision.by, decision.reason, corrections],
  );
}
