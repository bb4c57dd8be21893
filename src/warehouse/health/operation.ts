/**
 * What unattended operation may have left behind: runs and backfills that nobody works on, releases that nobody will
 * publish, rows that wait for a decision, a writer that is nobody. Owned by warehouse/.
 */
import type { Warehouse } from '../connection/connect.ts';
import { RUN_LOCK_CLASS, runLockObject } from '../connection/run-lock.ts';
import type { Session } from '../connection/session.ts';
import { type Check, failed, firstOf, passed, warned } from './check.ts';

export async function checkOperation(session: Session, kind: Warehouse['kind']): Promise<Check[]> {
  // Whoever reads an embedded store holds its lock: nobody else is at work on it.
  const isAtWork = kind === 'server' && (await isRunLockHeld(session));
  return [
    await checkRuns(session, isAtWork),
    await checkWriter(session),
    await checkBackfills(session, isAtWork),
    await checkCandidates(session, isAtWork),
    await checkQuarantine(session),
  ];
}

async function checkRuns(session: Session, isAtWork: boolean): Promise<Check> {
  const { rows } = await session.query(
    "select run_id, pid, host from ops.run where outcome = 'running' order by run_id",
  );
  const runs = rows.map((row) => String(row.run_id)).join(', ');
  if (runs === '') return passed('data', 'runs', 'none was left unfinished');
  if (isAtWork) return passed('data', 'runs', `in progress: ${runs}`);
  const which = rows.map((row) => `${row.run_id} (process ${row.pid} on ${row.host})`);
  return warned(
    'data',
    'runs',
    `ended without a word: ${firstOf(which, ', ')}`,
    'the next egdi run records that, and goes on',
  );
}

/** The fence has one row, and a run that it names is known. */
async function checkWriter(session: Session): Promise<Check> {
  const { rows } = await session.query(
    `select w.token, w.command, w.run_id, r.run_id is null as is_unknown
       from ops.writer w left join ops.run r using (run_id)`,
  );
  const [writer] = rows;
  if (writer === undefined) {
    return failed(
      'data',
      'writer',
      'the row of ops.writer is gone: no run can prove that it is the only writer',
      'while nothing runs: insert into ops.writer (token) values (0)',
    );
  }
  if (writer.run_id !== null && writer.is_unknown === true) {
    return warned(
      'data',
      'writer',
      `the last writer names run ${writer.run_id}, which is not known`,
      'the next egdi run takes its place',
    );
  }
  return passed('data', 'writer', `token ${writer.token}, last taken by ${writer.command ?? 'nobody'}`);
}

async function checkBackfills(session: Session, isAtWork: boolean): Promise<Check> {
  const { rows } = await session.query(
    `select b.backfill_id, b.pipeline, b.first_edition, b.last_edition, b.status,
            count(*) filter (where p.status not in ('done', 'skipped')) as undone, count(p.*) as parts
       from ops.backfill b left join ops.backfill_partition p using (backfill_id)
      where b.status in ('running', 'failed')
      group by b.backfill_id order by b.backfill_id`,
  );
  const open = rows.filter((row) => !(isAtWork && row.status === 'running'));
  if (open.length === 0) return passed('data', 'backfill', 'none was left unfinished');
  const which = open.map(
    (row) =>
      `${row.backfill_id}, ${row.pipeline} ${row.first_edition} to ${row.last_edition}: ${row.undone} of ${row.parts} editions are not done`,
  );
  const [first] = open;
  return warned(
    'data',
    'backfill',
    `unfinished: ${firstOf(which)}`,
    `ask for the same again, it goes on with what is not done: egdi backfill ${first?.pipeline}`,
  );
}

/** A candidate newer than the published release waits for a person; others are what nobody will publish. */
async function checkCandidates(session: Session, isAtWork: boolean): Promise<Check> {
  const { rows } = await session.query(
    `select c.release_no, p.release_no is not null and c.release_no < p.release_no as is_old,
            c.pinned_at is not null as is_pinned, coalesce(r.outcome, 'unknown') as outcome,
            (select count(*) from warehouse.release n
              where n.release_no > c.release_no and n.status <> 'collected') as newer
       from warehouse.release c
       left join ops.run r using (run_id)
       left join warehouse.publication p on true
      where c.status = 'candidate' order by c.release_no`,
  );
  const isWaiting = ({ is_old, is_pinned, outcome }: Record<string, unknown>) =>
    is_pinned === true ||
    (is_old === false && (outcome === 'candidate' || (outcome === 'running' && isAtWork)));
  const numbers = (some: typeof rows) => some.map((row) => String(row.release_no)).join(', ');
  const orphans = rows.filter((row) => !isWaiting(row));
  const last = orphans.at(-1);
  if (last !== undefined) {
    const publishing = `egdi publish ${last.release_no}`;
    const fix =
      last.is_old === true
        ? `remove what is older than the newest ${last.newer}: egdi gc --keep ${last.newer}; or publish it: ${publishing}`
        : `the next egdi run of the same input takes it up; or publish it: ${publishing}`;
    return warned('data', 'candidates', `never published: ${numbers(orphans)}`, fix);
  }
  if (rows.length === 0) return passed('data', 'candidates', 'none was left behind');
  return passed('data', 'candidates', `waiting for egdi publish: ${numbers(rows)}`);
}

async function checkQuarantine(session: Session): Promise<Check> {
  const { rows } = await session.query(
    `select count(*) as count, min(file_name) as file_name, count(distinct file_sha256) as files
       from ops.quarantine where status = 'open'`,
  );
  const { count, file_name: fileName, files } = rows[0] ?? {};
  if (Number(count) === 0) return passed('data', 'quarantine', 'no row waits for a decision');
  const where = Number(files) > 1 ? `${files} files` : String(fileName);
  return warned(
    'data',
    'quarantine',
    `rows held back: ${count}, of ${where}`,
    'decide: egdi quarantine list',
  );
}

async function isRunLockHeld(session: Session): Promise<boolean> {
  const { rows } = await session.query(
    `select count(*)::int as count from pg_locks l
       join pg_database d on d.oid = l.database and d.datname = current_database()
      where l.locktype = 'advisory' and l.classid::int8 = $1 and l.objid::int8 = $2 and l.granted`,
    [RUN_LOCK_CLASS, runLockObject('run')],
  );
  return Number(rows[0]?.count) > 0;
}
