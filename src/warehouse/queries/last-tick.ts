/** When the scheduler last did its work, for the scheduler that starts. Owned by warehouse/. */
import type { Session } from '../connection/session.ts';

/**
 * Start of the last scheduled run of the ledger, whatever schema there is; undefined when there is none. A run that a
 * signal stopped still owes its tick. One that failed or crashed has had its turn: it must not be tried again and again.
 */
export async function findLastTick(session: Session): Promise<Date | undefined> {
  const { rows: found } = await session.query("select to_regclass('ops.run') is not null as there");
  if (found[0]?.there !== true) return undefined;
  const { rows } = await session.query(
    "select max(started_at) as at from ops.run where command = 'schedule' and outcome <> 'aborted'",
  );
  const at = rows[0]?.at;
  return at == null ? undefined : new Date(String(at));
}
