/** `egdi serve`: what BI tools are shown, and that nothing they do reaches the warehouse. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, connect as tcpConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { acquireStoreLock } from '../../src/warehouse/connection/store-lock.ts';
import { runCli } from '../support/cli.ts';
import { type CliProcess, killLeftovers, startCli } from '../support/cli-process.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';
import { dumpSchemas, withWarehouse } from '../support/dump.ts';

interface Ready {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly release: number;
}

const folder = mkdtempSync(join(tmpdir(), 'egdi-serve-test-'));
const dataDir = join(folder, 'store');
// Copies are made here, so that a test can see whether one is left.
const env = { TMPDIR: mkdtempSync(join(folder, 'tmp-')) };

beforeAll(async () => {
  copyEmbeddedTemplate(dataDir);
  expect(await runCli(['run'], { dataDir })).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await killLeftovers();
  rmSync(folder, { recursive: true, force: true });
});

function dumpWarehouse() {
  return withWarehouse({ kind: 'embedded', directory: dataDir }, (warehouse) =>
    dumpSchemas(warehouse, ['ops', 'warehouse', 'reporting']),
  );
}

async function startServe(): Promise<{ cli: CliProcess; ready: Ready }> {
  const cli = startCli(['serve', '--port', '0', '--json'], { dataDir, env });
  return { cli, ready: JSON.parse(await cli.line(/^\{"host"/)) as Ready };
}

async function connect(ready: Ready): Promise<Client> {
  const { host, port, database, user } = ready;
  const client = new Client({ host, port, database, user, password: 'any', ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function rows(client: Client, sql: string, values: unknown[] = []): Promise<unknown[][]> {
  return (await client.query<unknown[]>({ text: sql, values, rowMode: 'array' })).rows;
}

describe('what clients are shown', () => {
  let cli: CliProcess;
  let ready: Ready;
  let client: Client;
  beforeAll(async () => {
    ({ cli, ready } = await startServe());
    client = await connect(ready);
  });
  afterAll(async () => {
    await client.end();
    cli.kill('SIGTERM');
    expect(await cli.ended).toMatchObject({ code: 143 });
  });

  test('the published release, over the simple and the extended protocol', async () => {
    expect(ready).toMatchObject({ host: '127.0.0.1', database: 'postgres', user: 'egdi_reader', release: 1 });
    expect(await rows(client, 'select count(*)::int from reporting.fact_index_score')).toEqual([[11_540]]);
    const score = await rows(
      client,
      'select egdi::text from reporting.v_egdi_wide where iso3 = $1 and edition = $2::int',
      ['KAZ', 2018],
    );
    expect(score).toEqual([['0.75970']]);
  });

  test('the history of all releases, and neither the facts behind it nor the operators’ tables', async () => {
    expect(await rows(client, 'select count(*)::int from history.index_score')).toEqual([[11_540]]);
    await expect(client.query('select * from warehouse.score')).rejects.toMatchObject({ code: '42501' });
    await expect(client.query('select * from ops.run')).rejects.toMatchObject({ code: '42P01' });
    const schemas = await rows(
      client,
      `select distinct table_schema from information_schema.tables
        where table_schema not in ('information_schema', 'pg_catalog') order by 1`,
    );
    expect(schemas).toEqual([['history'], ['reporting']]);
  });

  test('comments, primary keys and foreign keys, as JDBC asks for them', async () => {
    const tables = await rows(
      client,
      `select c.relname, d.description from pg_catalog.pg_namespace n, pg_catalog.pg_class c
        left join pg_catalog.pg_description d
          on (c.oid = d.objoid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass)
       where c.relnamespace = n.oid and n.nspname like $1 and c.relkind in ('r', 'v') order by 1`,
      ['reporting'],
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const [name, comment] of tables) expect(comment, String(name)).toEqual(expect.stringMatching(/\w/));

    const primaryKey = await rows(
      client,
      `select a.attname, (information_schema._pg_expandarray(i.indkey)).n as key_seq
         from pg_catalog.pg_class ct
         join pg_catalog.pg_attribute a on (ct.oid = a.attrelid)
         join pg_catalog.pg_namespace n on (ct.relnamespace = n.oid)
         join (select i.indexrelid, i.indrelid, i.indisprimary, i.indkey,
                      information_schema._pg_expandarray(i.indkey) as keys from pg_catalog.pg_index i) i
           on (a.attnum = (i.keys).x and a.attrelid = i.indrelid)
        where n.nspname = 'reporting' and ct.relname = 'fact_index_score' and i.indisprimary
          and (i.keys).n = 1 order by 2`,
    );
    expect(primaryKey[0]?.[0]).toBe('iso3');

    const importedKeys = await rows(
      client,
      `select pkc.relname, pka.attname, fka.attname, con.conname
         from pg_catalog.pg_namespace pkn, pg_catalog.pg_class pkc, pg_catalog.pg_attribute pka,
              pg_catalog.pg_namespace fkn, pg_catalog.pg_class fkc, pg_catalog.pg_attribute fka,
              pg_catalog.pg_constraint con, pg_catalog.generate_series(1, 32) pos(n), pg_catalog.pg_class pkic
        where pkn.oid = pkc.relnamespace and pkc.oid = pka.attrelid and pka.attnum = con.confkey[pos.n]
          and con.confrelid = pkc.oid and fkn.oid = fkc.relnamespace and fkc.oid = fka.attrelid
          and fka.attnum = con.conkey[pos.n] and con.conrelid = fkc.oid and con.contype = 'f'
          and pkic.relkind = 'i' and pkic.oid = con.conindid
          and fkn.nspname = $1 and fkc.relname = $2 order by 3`,
      ['reporting', 'fact_group_score'],
    );
    expect(importedKeys.map((key) => key.slice(0, 3))).toEqual([
      ['dim_edition', 'edition', 'edition'],
      ['dim_country_group', 'group_code', 'group_code'],
      ['dim_index', 'index_code', 'index_code'],
    ]);
  });

  test('relationships, as Power BI asks for them', async () => {
    const relationships = await rows(
      client,
      `select fkcol.column_name, pkcol.table_name, pkcol.column_name
         from (select distinct constraint_catalog, constraint_schema, unique_constraint_schema, constraint_name,
                      unique_constraint_name from information_schema.referential_constraints) fkcon
         join information_schema.key_column_usage fkcol
           on fkcon.constraint_schema = fkcol.constraint_schema and fkcon.constraint_name = fkcol.constraint_name
         join information_schema.key_column_usage pkcol
           on fkcon.unique_constraint_schema = pkcol.constraint_schema
          and fkcon.unique_constraint_name = pkcol.constraint_name
        where fkcol.table_schema = $1 and fkcol.table_name = $2
          and pkcol.ordinal_position = fkcol.ordinal_position order by 1`,
      ['reporting', 'fact_group_membership'],
    );
    expect(relationships).toEqual([
      ['edition', 'dim_edition', 'edition'],
      ['group_code', 'dim_country_group', 'group_code'],
      ['iso3', 'dim_country', 'iso3'],
    ]);
  });

  test('each client keeps its own prepared statements and settings, and leaves none behind', async () => {
    const one = await connect(ready);
    const two = await connect(ready);
    const ask = (asker: Client, value: number) =>
      asker.query<{ v: number }>({ name: 'S_1', text: `select ${value} + $1::int as v`, values: [10] });
    const answers = await Promise.all([ask(one, 1), ask(two, 2), ask(client, 3), ask(one, 1), ask(two, 2)]);
    expect(answers.map((answer) => answer.rows[0]?.v)).toEqual([11, 12, 13, 11, 12]);
    await one.query("set timezone = 'Asia/Almaty'");
    expect(await rows(two, 'show timezone')).toEqual([['UTC']]);
    expect(await rows(one, 'show timezone')).toEqual([['Asia/Almaty']]);
    await one.end();
    const next = await connect(ready);
    expect(await rows(next, 'show timezone')).toEqual([['UTC']]);
    expect((await ask(next, 4)).rows[0]?.v).toBe(14);
    await Promise.all([two.end(), next.end()]);
  });

  test('a failed statement in a transaction is that client’s own affair', async () => {
    const other = await connect(ready);
    await other.query('begin');
    await expect(other.query({ text: 'select 1 / $1::int', values: [0] })).rejects.toMatchObject({
      code: '22012',
    });
    const waiting = client.query('select 1 as one');
    await expect(other.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await other.query('rollback');
    expect((await waiting).rows).toEqual([{ one: 1 }]);
    await other.end();
  });

  test('a client that dies in its transaction lets the others go on', async () => {
    const dying = await connect(ready);
    await dying.query('begin');
    await dying.query('create temporary table unfinished as select 1 as one');
    const waiting = client.query('select 1 as one');
    // The socket is cut as the death of a process cuts it: without a word of the protocol.
    (dying as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    expect((await waiting).rows).toEqual([{ one: 1 }]);
    expect(await rows(client, "select to_regclass('unfinished')")).toEqual([[null]]);
  });

  test('another database, or another protocol, is refused politely', async () => {
    await expect(connect({ ...ready, database: 'egdi' })).rejects.toMatchObject({ code: '3D000' });
    const socket = tcpConnect(ready.port, ready.host);
    socket.end('GET / HTTP/1.1\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect(await rows(client, 'select 1')).toEqual([[1]]);
  });

  test('psql lists tables, keys and comments, where psql is installed', async (context) => {
    const run = promisify(execFile);
    const isInstalled = await run('psql', ['--version']).then(
      () => true,
      () => false,
    );
    if (!isInstalled) context.skip('psql is not installed here');
    const url = `postgres://${ready.user}@${ready.host}:${ready.port}/${ready.database}?sslmode=disable`;
    const commands = ['\\dt reporting.*', '\\d+ reporting.fact_group_score', '\\dn'];
    const { stdout, stderr } = await run('psql', [url, '-X', ...commands.flatMap((one) => ['-c', one])]);
    expect(stderr).toBe('');
    expect(stdout).toContain('dim_country_group');
    expect(stdout).toMatch(/"fact_group_score_pkey" PRIMARY KEY/);
    expect(stdout).toMatch(/FOREIGN KEY \(edition\) REFERENCES reporting\.dim_edition/);
    expect(stdout).toContain('Members of the group in this edition.');
  });
});

describe('what clients do', () => {
  afterEach(killLeftovers);

  test('stays in the copy, whatever it is', async () => {
    const before = await dumpWarehouse();
    const { cli, ready } = await startServe();
    const vandal = await connect(ready);
    const bystander = await connect(ready);
    await expect(vandal.query('delete from reporting.fact_index_score')).rejects.toMatchObject({
      code: '42501',
    });
    await vandal.query('set session authorization postgres');
    await vandal.query('delete from reporting.fact_index_score');
    await vandal.query('drop schema history cascade');
    await expect(bystander.query('delete from reporting.dim_country')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(vandal.query('copy reporting.data_refresh from stdin')).rejects.toThrow('COPY FROM STDIN');
    await vandal.query('begin');
    await vandal.query('set session authorization postgres');
    await vandal.query('drop schema reporting cascade');
    expect(await runCli(['run', '--json'], { dataDir })).toMatchObject({ code: 0 });
    cli.kill('SIGINT');
    expect(await cli.ended).toMatchObject({ code: 130 });
    expect(readdirSync(env.TMPDIR)).toEqual([]);

    const after = await dumpWarehouse();
    // The run in between was a no-op, which is a row of the ledger and nothing else.
    expect({ ...after, 'ops.run': null }).toEqual({ ...before, 'ops.run': null });
  });

  test('a server that a client broke comes back on the same port, as it was', async () => {
    const { cli, ready } = await startServe();
    const client = await connect(ready);
    const lost = new Promise<void>((resolve) => client.once('end', () => resolve()));
    await client.query('create temporary table t (a integer)');
    // Over the extended protocol it reaches the database, which does not survive it.
    const fatal = { text: 'copy t from stdin', values: [], queryMode: 'extended' };
    await client.query(fatal).catch(() => undefined);
    await lost;
    await cli.line(/serve\.restarted/);
    const again = await connect(ready);
    expect(await rows(again, 'select count(*)::int from reporting.fact_index_score')).toEqual([[11_540]]);
    await again.end();
    cli.kill('SIGTERM');
    expect(await cli.ended).toMatchObject({ code: 143 });
  });

  test('a long statement does not keep the program from stopping', async () => {
    const { cli, ready } = await startServe();
    const client = await connect(ready);
    await client.query('select 1');
    const endless = client
      .query('select count(*) from generate_series(1, 100000000000)')
      .catch(() => undefined);
    cli.kill('SIGINT');
    expect(await cli.ended).toMatchObject({ code: 130 });
    await endless;
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });

  test('the copy of a killed server is removed by the next one', async () => {
    const { cli: killed } = await startServe();
    killed.kill('SIGKILL');
    await killed.ended;
    expect(readdirSync(env.TMPDIR)).toHaveLength(1);
    const { cli } = await startServe();
    expect(readdirSync(env.TMPDIR)).toHaveLength(1);
    cli.kill('SIGTERM');
    await cli.ended;
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });
});

describe('refusals', () => {
  test('a port in use: 2', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const outcome = await runCli(['serve', '--port', port], { dataDir, env });
    taken.close();
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('the port is in use');
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });

  test('an address that others can reach: 2, unless it is allowed aloud', async () => {
    expect(await runCli(['serve', '--host', '0.0.0.0'], { dataDir, env })).toMatchObject({ code: 2 });
    const cli = startCli(['serve', '--host', '0.0.0.0', '--allow-remote', '--port', '0'], { dataDir, env });
    await cli.line(/^Release 1 is open/);
    cli.kill('SIGTERM');
    expect((await cli.ended).stderr).toContain('warning');
  });

  test('a server is configured: 2', async () => {
    const outcome = await runCli(['serve'], {
      dataDir,
      env: { DATABASE_URL: 'postgres://localhost/none' },
    });
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('connect BI tools straight to that server');
  });

  test('nothing is loaded: 7; somebody uses the store: 75', async () => {
    expect(await runCli(['serve'], { dataDir: join(folder, 'none'), env })).toMatchObject({ code: 7 });
    const lock = await acquireStoreLock(dataDir, { command: 'a test' });
    const outcome = await runCli(['serve'], { dataDir, env });
    await lock.release();
    expect(outcome).toMatchObject({ code: 75 });
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });
});
