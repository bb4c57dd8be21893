/**
 * Checks of a database and of what is published in it, for `egdi doctor`. They write nothing. Owned by warehouse/.
 */
import type { Warehouse } from '../connection/connect.ts';
import { findRoles, ROLES, readSchemaState } from '../schema/schema-care.ts';
import type { SqlFolder } from '../schema/sql-files.ts';
import { type Check, failed, passed, warned } from './check.ts';
import { checkPublishedContent } from './content.ts';
import { checkContract } from './contract.ts';
import { checkOperation } from './operation.ts';
import { checkRights } from './rights.ts';

export { type Check, failed, passed, warned } from './check.ts';

/** Beyond this, times of the database and of this machine cannot be put in one order. */
const MOST_CLOCK_SKEW_SECONDS = 30;

export interface DatabaseFindings {
  readonly checks: readonly Check[];
  /** False when its tables are not those of this program: then there is no sense in looking at the data. */
  readonly isReadable: boolean;
}

/** Whether the database is what this program expects. */
export async function checkDatabase(
  warehouse: Warehouse,
  sqlFolder: SqlFolder,
  { now, timezone }: { readonly now: () => Date; readonly timezone: string },
): Promise<DatabaseFindings> {
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
  if (troubles.length > 0) return { checks: [connection, migrations, roles], isReadable: false };
  const { rights, contract } = await warehouse.withTransaction(
    async (session) => ({
      rights: await checkRights(session, found),
      contract: await checkContract(session, sqlFolder),
    }),
    { readOnly: true },
  );
  const clock = await checkClock(warehouse, now, timezone);
  return {
    checks: [connection, migrations, roles, ...rights, contract, clock],
    isReadable: contract.status !== 'fail',
  };
}

/** Whether what is published is whole, and whether anything was left undone. The schema is current. */
export async function checkData(warehouse: Warehouse): Promise<Check[]> {
  return warehouse.withTransaction(
    async (session) => [
      ...(await checkPublishedContent(session)),
      ...(await checkOperation(session, warehouse.kind)),
    ],
    { readOnly: true },
  );
}

/** Whether the clocks agree; half of the time that asking took is allowed for. */
export async function checkClock(warehouse: Warehouse, now: () => Date, timezone: string): Promise<Check> {
  const asked = now().getTime();
  const { rows } = await warehouse.withConnection((session) =>
    session.query('select clock_timestamp() as now'),
  );
  const answered = now().getTime();
  const theirs = Date.parse(String(rows[0]?.now));
  const skewSeconds = Math.round((theirs - (asked + answered) / 2) / 1000);
  if (Math.abs(skewSeconds) <= MOST_CLOCK_SKEW_SECONDS) {
    return passed('database', 'clock', `that of the database agrees; schedules are in ${timezone}`);
  }
  const relation = skewSeconds > 0 ? 'ahead of' : 'behind';
  return warned(
    'database',
    'clock',
    `that of the database is ${Math.abs(skewSeconds)} s ${relation} that of this machine`,
    'set both by NTP: publication times and freshness rest on them',
  );
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
