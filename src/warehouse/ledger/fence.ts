/**
 * Fencing: the lock says who may write, the token proves it where it counts. A process whose lock was lost without its
 * knowledge (its lock connection ended, its machine slept) has an old token, and its transactions are refused.
 * Owned by warehouse/; imports model/.
 */
import { hostname } from 'node:os';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Session } from '../connection/session.ts';

/** What a writer must show in every transaction that counts. */
export interface Fence {
  readonly token: number;
}

/** Takes the next token: every writer before this one is shut out. The caller holds the lock. */
export async function takeFence(session: Session, command: string, now: Date): Promise<Fence> {
  const { rows } = await session.query(
    `update ops.writer
     set token = token + 1, command = $1, host = $2, pid = $3, run_id = null, taken_at = $4
     returning token`,
    [command, hostname(), process.pid, now],
  );
  return { token: Number(rows[0]?.token) };
}

/**
 * Proves inside a transaction that this is still the one writer, and keeps others from becoming it before the
 * transaction ends.
 * @throws EgdiError `fenced-off` (exit 75) when another writer has taken over
 */
export async function proveFence(session: Session, fence: Fence): Promise<void> {
  const { rows } = await session.query(
    'select token, command, host, pid, run_id from ops.writer for no key update',
  );
  const [writer] = rows;
  if (Number(writer?.token) === fence.token) return;
  const run = writer?.run_id == null ? '' : `, run ${writer.run_id}`;
  throw new EgdiError(
    'fenced-off',
    `another writer has taken over: ${writer?.command} (process ${writer?.pid} on ${writer?.host}${run})`,
    { exitCode: EXIT.locked, hint: 'nothing of this run was kept in the database; run again' },
  );
}

/**
 * Names the run of the present writer, for those who find the lock held; dated by the server's clock, by which the
 * session of the lock is dated as well.
 */
export async function nameWriterRun(session: Session, fence: Fence, runId: number): Promise<void> {
  await session.query('update ops.writer set run_id = $1, taken_at = now() where token = $2', [
    runId,
    fence.token,
  ]);
}
