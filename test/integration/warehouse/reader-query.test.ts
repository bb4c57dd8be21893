import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWarehouse, type Warehouse } from '../../../src/warehouse/connection/connect.ts';
import { type Answer, askAsReader } from '../../../src/warehouse/queries/reader-query.ts';
import { describeEachDatabase, describeEachServer, runOnce } from '../../support/databases.ts';
import { type Dump, dumpSchemas } from '../../support/dump.ts';
import { loadSurvey } from '../../support/load-survey.ts';

const SCHEMAS = ['ops', 'warehouse', 'reporting'];

function ask(warehouse: Warehouse, statement: string, maxRows = 1000, timeoutMs: number | null = null) {
  return warehouse.withConnection((session) => askAsReader(session, statement, { maxRows, timeoutMs }));
}

/** Ways to become somebody else, to write, to end the transaction or to reach files; none of them may work. */
const HOSTILE: readonly string[] = [
  'reset role',
  'set role postgres',
  'set session authorization default',
  'set transaction read write',
  'begin',
  'commit',
  'do $$ begin delete from reporting.dim_index; end $$',
  'delete from reporting.dim_index',
  "copy (select 1) to program 'true'",
  'copy reporting.dim_index to stdout',
  'call nothing()',
  'prepare p as select 1',
  'declare c cursor for select 1',
  'select 1; delete from reporting.dim_index',
  'select 1; commit',
  'show role; reset role',
  'explain select 1; reset role',
  "select set_config('role', 'none', true)",
  "select set_config('role', session_user, false)",
  "select set_config('session_authorization', session_user, true)",
  "select set_config('transaction_read_only', 'off', true)",
  "select set_config('role', 'none', true), query_to_xml('select * from ops.run', true, false, '')",
  "with a as materialized (select set_config('role', 'none', true) as s) select s, query_to_xml('select * from ops.run', true, false, '') from a",
  "select query_to_xml('select set_config(''role'', ''none'', true)', true, false, '')",
  "select query_to_xml('set role none', true, false, '')",
  "select query_to_xml('delete from reporting.dim_index', true, false, '')",
  "explain analyze select set_config('role', 'none', true)",
  "explain analyze update pg_settings set setting = 'none' where name = 'role'",
  'explain analyze delete from reporting.dim_index',
  'explain analyze create table stolen as select 1',
  'with gone as (delete from reporting.dim_index returning 1) select * from gone',
  'select 1 as x into stolen',
  'select * from reporting.dim_index for update',
  'select * from ops.run',
  'select * from warehouse.score',
  "select pg_read_file('PG_VERSION')",
  "select pg_ls_dir('.')",
  "select lo_import('PG_VERSION')",
  "select nextval('ops.run_run_id_seq')",
  "select setval('ops.run_run_id_seq', 1)",
  'select pg_reload_conf()',
  'select pg_advisory_lock(1)',
  "select pg_notify('a', 'b')",
  '/* select */ reset role',
  '-- select\nreset role',
];

describeEachDatabase('a statement of the reader', (database) => {
  let warehouse: Warehouse;
  let before: Dump;
  beforeAll(async () => {
    warehouse = await database.warehouse();
    await loadSurvey(warehouse, ['un-survey/egovkb/EGOV_DATA_2018.csv']);
    before = await dumpSchemas(warehouse, SCHEMAS);
  });

  test('sees the published release, without naming its schema', async () => {
    const answer = await ask(warehouse, "select iso3, egdi, egdi_rank from v_egdi_wide where iso3 = 'KAZ'");
    expect(answer).toEqual({
      columns: [
        { name: 'iso3', type: 'text' },
        { name: 'egdi', type: 'numeric(7,5)' },
        { name: 'egdi_rank', type: 'integer' },
      ],
      rows: [['KAZ', '0.75970', 39]],
    });
  });

  test('is asked as the reader', async () => {
    expect((await ask(warehouse, 'select current_user::text as who')).rows).toEqual([['egdi_reader']]);
  });

  test.each([
    ['select 1 as x', [[1]]],
    ['(select 1 as x) union all (select 2) order by x;', [[1], [2]]],
    ['-- a comment\n/* and /* another */ */ values (1)', [[1]]],
    ['with a as (select 1 as x) select x from a -- the end', [[1]]],
    ['table dim_index limit 0', []],
    ['show transaction_read_only', [['on']]],
    ["select null as nothing, 0.50 as half, '{1,2}'::int[] as list", [[null, '0.50', [1, 2]]]],
  ])('%s', async (statement, rows) => {
    expect((await ask(warehouse, statement)).rows).toEqual(rows);
  });

  test('names the columns of an empty answer', async () => {
    const { columns } = await ask(warehouse, 'select edition from dim_edition where false');
    expect(columns).toEqual([{ name: 'edition', type: 'integer' }]);
  });

  test('can be explained', async () => {
    const { columns, rows } = await ask(warehouse, 'explain select * from dim_index');
    expect(columns).toEqual([{ name: 'QUERY PLAN', type: 'text' }]);
    expect(String(rows[0]?.[0])).toContain('dim_index');
  });

  test.each(HOSTILE)('cannot do harm: %s', async (statement) => {
    const outcome = await ask(warehouse, statement).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ exitCode: 2, code: expect.stringMatching(/^sql-/) });
  });

  // What PostgreSQL lets a reader do in a read-only transaction ends with the transaction.
  test.each([
    "select set_config('search_path', 'nowhere', false), set_config('work_mem', '64kB', false) as memory",
    "select set_config('statement_timeout', '0', false)",
    'select lo_create(4711)',
    'select txid_current()',
  ])('leaves nothing behind: %s', async (statement) => {
    await ask(warehouse, statement).catch(() => undefined);
    expect(await dumpSchemas(warehouse, SCHEMAS)).toEqual(before);
    const { rows } = await warehouse.withConnection((session) =>
      session.query(
        `select current_user = session_user as myself, current_setting('transaction_read_only') as read_only,
                current_setting('search_path') as path, current_setting('work_mem') as memory,
                to_regclass('stolen') as stolen, to_regclass('pg_temp.egdi_statement') as view_left,
                to_regprocedure('pg_temp.egdi_rows(text, bigint)') as function_left,
                (select count(*) from pg_largeobject_metadata) as objects`,
      ),
    );
    expect(rows).toEqual([
      {
        myself: true,
        read_only: 'off',
        path: expect.stringContaining('public'),
        memory: '4MB',
        stolen: null,
        view_left: null,
        function_left: null,
        objects: 0,
      },
    ]);
  });

  test('leaves nothing behind after all of them', async () => {
    expect(await dumpSchemas(warehouse, SCHEMAS)).toEqual(before);
  });

  test('is refused rather than cut when it returns too much', async () => {
    const statement = 'select n from generate_series(1, 11) as n';
    await expect(ask(warehouse, statement, 10)).rejects.toMatchObject({
      code: 'sql-too-many-rows',
      exitCode: 2,
    });
    expect((await ask(warehouse, statement, 11)).rows).toHaveLength(11);
  });

  test('fails with the message of the database and a mark at the place', async () => {
    await expect(ask(warehouse, 'select iso3,\n  nosuch from dim_country')).rejects.toMatchObject({
      code: 'sql-failed',
      exitCode: 2,
      message: 'column "nosuch" does not exist',
      hint: 'line 2:   nosuch from dim_country\n              ^',
    });
    await expect(ask(warehouse, 'explain selec')).rejects.toMatchObject({
      message: 'syntax error at or near "selec"',
      hint: 'line 1: explain selec\n                    ^',
    });
    await expect(ask(warehouse, 'select 1/0')).rejects.toMatchObject({ message: 'division by zero' });
  });
});

describeEachServer('a statement of the reader on a server', (database) => {
  const suffix = randomBytes(4).toString('hex');
  const member = `egdi_member_${suffix}`;
  const stranger = `egdi_stranger_${suffix}`;
  beforeAll(async () => {
    await loadSurvey(await database.warehouse(), ['un-survey/egovkb/EGOV_DATA_2018.csv']);
    await runOnce(
      database.url(),
      `create role ${member} login in role egdi_reader, egdi_loader; create role ${stranger} login`,
    );
  });
  afterAll(() => runOnce(database.url(), `drop role ${member}; drop role ${stranger}`));

  async function askAs(user: string, statement: string, timeoutMs: number | null = null): Promise<Answer> {
    const url = new URL(database.url());
    url.username = user;
    const warehouse = await openWarehouse({ kind: 'server', url: url.href });
    try {
      return await ask(warehouse, statement, 1000, timeoutMs);
    } finally {
      await warehouse.close();
    }
  }

  test('works for a user who is no superuser but may act as the reader', async () => {
    expect((await askAs(member, 'select count(*) as n from dim_country')).rows).toEqual([[193]]);
  });

  test.each(HOSTILE)('such a user cannot go back to his own rights either: %s', async (statement) => {
    await expect(askAs(member, statement)).rejects.toMatchObject({ exitCode: 2 });
  });

  test('a user who may not act as the reader is told what to do', async () => {
    await expect(askAs(stranger, 'select 1')).rejects.toMatchObject({
      code: 'reader-unavailable',
      exitCode: 7,
      hint: expect.stringContaining('grant egdi_reader'),
    });
  });

  test('a statement that takes too long is stopped', async () => {
    await expect(askAs(member, 'select count(*) from generate_series(1, 1e12)', 50)).rejects.toMatchObject({
      code: 'sql-failed',
      exitCode: 2,
      hint: expect.stringContaining('--timeout'),
    });
  });
});
