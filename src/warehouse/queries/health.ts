/**
 * Checks of a database and of what is published in it, for `egdi doctor`. They write nothing. Owned by warehouse/.
 */
import type { Warehouse } from '../connection/connect.ts';
import { RUN_LOCK_CLASS, runLockObject } from '../connection/run-lock.ts';
import type { Session } from '../connection/session.ts';
import { findRoles, ROLES, readSchemaState } from '../schema/schema-care.ts';
import type { SqlFolder } from '../schema/sql-files.ts';
import { findPublished } from '../versions/releases.ts';

export interface Check {
  readonly name: string;
  /** Decides the exit code of a failure: 2, 7 or 3. */
  readonly area: 'installation' | 'database' | 'data';
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about it; null when it is ok. */
  readonly fix: string | null;
}

/** Whether the database is what this program expects. Its data can be looked at only if nothing fails. */
export async function checkDatabase(warehouse: Warehouse, sqlFolder: SqlFolder): Promise<Check[]> {
  const { kind, serverVersion } = warehouse;
  const which = kind === 'embedded' ? 'embedded PostgreSQL' : 'PostgreSQL server';
  const connection = passed('database', 'connection', `${which} ${serverVersion.text}`);
  const { applied, pending, problems } = await readSchemaState(warehouse, sqlFolder);
  const troubles = [
    ...problems.map((problem) => problem.message),
    ...pending.map(({ name }) => `pending: ${name}`),
  ];
  const migrations =
    troubles.length === 0
      ? passed('database', 'migrations', `${applied.length} applied, checksums equal`)
      : failed(
          'database',
          'migrations',
          troubles.join('; '),
          problems.length > 0 ? 'see: egdi migrate --check' : 'egdi migrate',
        );
  const found = await findRoles(warehouse);
  const missing = ROLES.filter((role) => !found.includes(role));
  const roles =
    missing.length === 0
      ? passed('database', 'roles', found.join(', '))
      : warned('database', 'roles', `not created: ${missing.join(', ')}`, 'egdi migrate --roles');
  return [connection, migrations, roles];
}

/** Whether what is published is whole. The schema is current. */
export async function checkData(warehouse: Warehouse): Promise<Check[]> {
  return warehouse.withTransaction(
    async (session) => [
      ...(await checkPublication(session)),
      await checkRuns(session, warehouse.kind),
      await checkCandidates(session),
    ],
    { readOnly: true },
  );
}

async function checkPublication(session: Session): Promise<Check[]> {
  const published = await findPublished(session);
  if (published === undefined) return [warned('data', 'publication', 'nothing is published yet', 'egdi run')];
  const { releaseNo, publishedAt } = published;
  const publication = passed('data', 'publication', `release ${releaseNo}, published at ${publishedAt}`);
  const { rows } = await session.query(COMPARE_ROWS);
  const wrong = rows.map((row) => `${row.part}: ${row.shown} rows instead of ${row.expected}`);
  const { rows: refresh } = await session.query(
    'select count(*)::int as count from reporting.data_refresh where release_no <> $1',
    [releaseNo],
  );
  if (Number(refresh[0]?.count) > 0) wrong.push('data_refresh names another release');
  const rowCounts =
    wrong.length === 0
      ? passed('data', 'reporting-rows', 'reporting tables hold the rows of the published release')
      : failed('data', 'reporting-rows', wrong.join('; '), 'publish anew: egdi run --force');
  return [publication, rowCounts];
}

/** Parts of the reporting tables whose number of rows is not that of the published partition. */
const COMPARE_ROWS = `
  with published as (
    select p.dataset, p.partition_key, p.version_id, v.fact_count::bigint as fact_count
    from warehouse.publication u
    join warehouse.release_partition p using (release_no)
    join warehouse.partition_version v using (version_id)
  ), expected (part, row_count) as (
    select 'fact_index_score ' || partition_key, fact_count from published where dataset = 'score'
    union all
    select 'fact_group_score ' || partition_key, fact_count from published where dataset = 'group_score'
    union all
    select partition_key, fact_count from published where dataset = 'reference' and partition_key like 'dim%'
    union all
    select 'fact_group_membership', sum(jsonb_array_length(r.content -> 'members'))::bigint
    from published p join warehouse.reference_row r using (version_id)
    where p.dataset = 'reference' and p.partition_key = 'group_membership'
    having count(*) > 0
  ), shown (part, row_count) as (
    select 'fact_index_score ' || edition, count(*) from reporting.fact_index_score group by edition
    union all
    select 'fact_group_score ' || edition, count(*) from reporting.fact_group_score group by edition
    union all select 'fact_group_membership', count(*) from reporting.fact_group_membership
    union all select 'dim_country', count(*) from reporting.dim_country
    union all select 'dim_country_group', count(*) from reporting.dim_country_group
    union all select 'dim_edition', count(*) from reporting.dim_edition
    union all select 'dim_index', count(*) from reporting.dim_index
    union all select 'dim_methodology', count(*) from reporting.dim_methodology
    union all select 'dim_deviation', count(*) from reporting.dim_deviation
  )
  select part, coalesce(s.row_count, 0) as shown, coalesce(e.row_count, 0) as expected
  from expected e full join shown s using (part)
  where coalesce(s.row_count, 0) <> coalesce(e.row_count, 0)
  order by part collate "C"`;

async function checkRuns(session: Session, kind: Warehouse['kind']): Promise<Check> {
  const { rows } = await session.query(
    "select run_id from ops.run where outcome = 'running' order by run_id",
  );
  const runs = rows.map((row) => String(row.run_id)).join(', ');
  if (runs === '') return passed('data', 'runs', 'none was left unfinished');
  if (kind === 'server' && (await isRunLockHeld(session)))
    return passed('data', 'runs', `in progress: ${runs}`);
  return warned(
    'data',
    'runs',
    `ended without a word: ${runs}`,
    'the next egdi run records that, and goes on',
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

async function checkCandidates(session: Session): Promise<Check> {
  const { rows } = await session.query(
    "select release_no from warehouse.release where status = 'candidate' order by release_no",
  );
  const candidates = rows.map((row) => String(row.release_no)).join(', ');
  if (candidates === '') return passed('data', 'candidates', 'none was left behind');
  return warned('data', 'candidates', `never published: ${candidates}`, 'look at them with: egdi releases');
}

/** The files that the published release was read from or checked against. */
export async function publishedSourceFiles(
  warehouse: Warehouse,
): Promise<{ readonly sha256: string; readonly fileName: string }[]> {
  const { rows } = await warehouse.withConnection((session) =>
    session.query(
      `select f.sha256, f.file_name from warehouse.source_file f
        where f.source_file_id in (
          select p.primary_source_file_id from warehouse.publication u
            join warehouse.release_partition p using (release_no)
          union
          select e.source_file_id from warehouse.publication u
            join warehouse.release_partition p using (release_no)
            join warehouse.evidence e using (version_id))
        order by f.file_name collate "C", f.sha256`,
    ),
  );
  return rows.map((row) => ({ sha256: String(row.sha256), fileName: String(row.file_name) }));
}

export function passed(area: Check['area'], name: string, message: string): Check {
  return { name, area, status: 'ok', message, fix: null };
}

export function warned(area: Check['area'], name: string, message: string, fix: string): Check {
  return { name, area, status: 'warn', message, fix };
}

export function failed(area: Check['area'], name: string, message: string, fix: string): Check {
  return { name, area, status: 'fail', message, fix };
}
