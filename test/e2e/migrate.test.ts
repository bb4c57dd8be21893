/** `egdi migrate`: what it applies, what it refuses, and what the two roles may do afterwards. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openWarehouse } from '../../src/warehouse/connection/connect.ts';
import { acquireStoreLock } from '../../src/warehouse/connection/store-lock.ts';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate, runOnce } from '../support/databases.ts';
import { startServer, type ThrowawayServer } from '../support/postgres-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'egdi-migrate-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the embedded database', () => {
  const dataDir = join(folder, 'store');
  const migrate = (...args: string[]) => runCli(['migrate', ...args], { dataDir });

  async function execute(sql: string): Promise<void> {
    const warehouse = await openWarehouse({ kind: 'embedded', directory: dataDir });
    await warehouse.withConnection((session) => session.exec(sql));
    await warehouse.close();
  }

  test('--check of a store that is not there: everything is pending, nothing is created', async () => {
    const outcome = await migrate('--check', '--json');
    expect(outcome).toMatchObject({ code: 7, stderr: '' });
    const state = JSON.parse(outcome.stdout) as Record<'applied' | 'pending' | 'problems', unknown[]>;
    expect(state).toMatchObject({ applied: [], problems: [] });
    expect(state.pending[0]).toEqual({ version: 1, name: 'ops' });
    expect(existsSync(dataDir)).toBe(false);
  });

  test('applies what is pending, once, and grants the roles', async () => {
    copyEmbeddedTemplate(dataDir);
    expect(await migrate('--check')).toMatchObject({ code: 7 });
    const first = await migrate('--json');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const result = JSON.parse(first.stdout) as { applied: unknown[]; roles: string[] };
    expect(result.applied.length).toBeGreaterThan(3);
    expect(result.roles).toEqual(['egdi_loader', 'egdi_reader']);
    const second = await migrate();
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toContain('no migration was pending');
    expect(await migrate('--check')).toMatchObject({ code: 0 });
  });

  test('a migration that was changed after it was applied: 7, by name, and nothing is done', async () => {
    await execute("update ops.migration set sha256 = 'other' where version = 2");
    const checked = await migrate('--check');
    expect(checked).toMatchObject({ code: 7 });
    expect(checked.stdout).toContain('0002_warehouse was changed after it was applied');
    const refused = await migrate();
    expect(refused).toMatchObject({ code: 7, stdout: '' });
    expect(refused.stderr).toContain('0002_warehouse was changed after it was applied');
  });

  test('--rebuild moves the database aside, and a run fills a new one; snapshots stay', async () => {
    writeFileSync(join(dataDir, 'format.json'), '{"store": 99, "postgresMajor": 18}');
    const refused = await runCli(['run'], { dataDir });
    expect(refused).toMatchObject({ code: 7 });
    expect(refused.stderr).toContain('egdi migrate --rebuild');

    const rebuilt = await migrate('--rebuild', '--json');
    expect(rebuilt).toMatchObject({ code: 0 });
    const { movedTo } = JSON.parse(rebuilt.stdout) as { movedTo: string };
    expect(existsSync(join(movedTo, 'PG_VERSION'))).toBe(true);
    expect(await migrate('--rebuild', '--json')).toMatchObject({ code: 0, stdout: '{"movedTo":null}\n' });

    expect(await runCli(['run'], { dataDir })).toMatchObject({ code: 0 });
    const snapshots = readdirSync(join(dataDir, 'snapshots'));
    expect(snapshots.length).toBeGreaterThan(0);
    expect(await migrate('--rebuild')).toMatchObject({ code: 0 });
    expect(readdirSync(join(dataDir, 'snapshots'))).toEqual(snapshots);
  });

  test('what does not go together: 2; a store in use: 75', async () => {
    expect(await migrate('--check', '--roles')).toMatchObject({ code: 2 });
    const env = { DATABASE_URL: 'postgres://localhost/none' };
    expect(await runCli(['migrate', '--rebuild'], { dataDir, env })).toMatchObject({ code: 2 });
    copyEmbeddedTemplate(dataDir);
    const lock = await acquireStoreLock(dataDir, { command: 'a test' });
    const outcomes = await Promise.all([migrate(), migrate('--check'), migrate('--rebuild')]);
    await lock.release();
    expect(outcomes.map(({ code }) => code)).toEqual([75, 75, 75]);
  });
});

// Roles belong to a whole cluster, so each of these suites has a server of its own.
for (const major of [15, 18] as const) {
  const missing = inject('databaseServers').find(({ name }) => name === `PostgreSQL ${major}`)?.missing;
  describe.skipIf(missing !== undefined)(`PostgreSQL ${major}${missing ? ` (${missing})` : ''}`, () => {
    let server: ThrowawayServer;
    let url: (user: string) => string;
    const password = randomBytes(12).toString('hex');
    const migrate = (user: string, ...args: string[]) =>
      runCli(['migrate', ...args], { env: { DATABASE_URL: url(user) } });
    const as = (user: string, sql: string) => runOnce(url(user), sql);

    beforeAll(async () => {
      server = await startServer(major);
      url = (user) => {
        const address = new URL(server.url);
        address.username = user;
        address.password = password;
        address.pathname = '/egdi';
        return address.href;
      };
      await runOnce(server.url, "create role owner login createrole password 'x'");
      await runOnce(server.url, 'create database egdi owner owner');
      for (const user of ['plain', 'bi', 'etl']) await runOnce(server.url, `create role ${user} login`);
    });
    afterAll(() => server.stop());

    test('--check changes nothing: 7 until everything is applied', async () => {
      expect(await migrate('owner', '--check')).toMatchObject({ code: 7 });
      expect(await as('owner', "select to_regnamespace('ops') as found")).toEqual([{ found: null }]);
    });

    test('a user who may not create roles, or tables, is told so: 7', async () => {
      for (const args of [['--roles'], []]) {
        const outcome = await migrate('plain', ...args);
        expect(outcome).toMatchObject({ code: 7, stdout: '' });
        expect(outcome.stderr).toContain('lacks a privilege');
        expect(outcome.stderr).not.toContain(password);
      }
    });

    test('migrates without roles, and grants them when they come later', async () => {
      const without = await migrate('owner', '--json');
      expect(without).toMatchObject({ code: 0 });
      expect(JSON.parse(without.stdout)).toMatchObject({ roles: [] });
      expect(await migrate('owner', '--check')).toMatchObject({ code: 0 });
      const withRoles = await migrate('owner', '--roles', '--json');
      expect(JSON.parse(withRoles.stdout)).toEqual({ applied: [], roles: ['egdi_loader', 'egdi_reader'] });
      await runOnce(server.url, 'grant egdi_reader to bi');
      await runOnce(server.url, 'grant egdi_loader to etl');
    });

    test('a loader can run the pipeline, and not change the schema', async () => {
      const env = { DATABASE_URL: url('etl'), EGDI_MIGRATE: 'manual' };
      const run = (...args: string[]) =>
        runCli(['run', '--json', ...args], { env, dataDir: join(folder, `pg${major}`) });
      const first = await run();
      expect(first.stderr).toBe('');
      expect(JSON.parse(first.stdout)).toMatchObject({ outcome: 'published', exitCode: 0 });
      expect(JSON.parse((await run()).stdout)).toMatchObject({ outcome: 'noop' });
      expect(JSON.parse((await run('--force')).stdout)).toMatchObject({ exitCode: 0 });
      await expect(as('etl', 'drop table reporting.fact_index_score')).rejects.toMatchObject({
        code: '42501',
      });
      await expect(as('etl', 'delete from ops.migration')).rejects.toMatchObject({ code: '42501' });
    });

    test('a reader reads reporting and history', async () => {
      const counts = `select (select count(*)::int from reporting.fact_index_score) as published,
        (select count(*)::int from reporting.v_egdi_wide) as wide,
        (select count(*)::int from reporting.data_dictionary) > 100 as described,
        (select count(*)::int from history.index_score where release_no = 1) as first_release,
        (select count(*)::int from history.release) as releases`;
      expect(await as('bi', counts)).toEqual([
        { published: 11_540, wide: 2_308, described: true, first_release: 11_540, releases: 1 },
      ]);
      const keys = `select count(*)::int > 10 as seen from information_schema.referential_constraints
        where constraint_schema = 'reporting'`;
      expect(await as('bi', keys)).toEqual([{ seen: true }]);
    });

    test.each([
      'select * from warehouse.score',
      'select * from ops.run',
      'delete from reporting.fact_index_score',
      'insert into reporting.data_refresh select * from reporting.data_refresh',
      "update reporting.dim_country set name_en = ''",
      'truncate reporting.fact_group_score',
      'create table reporting.mine (a int)',
      'create view history.mine as select 1',
      'create table warehouse.mine (a int)',
      'drop view history.release',
      'begin; lock table reporting.fact_index_score in access exclusive mode',
    ])('a reader may not: %s', async (sql) => {
      await expect(as('bi', sql)).rejects.toMatchObject({ code: '42501' });
    });

    test('no foreign key of a reader can stand in the way of a publication', async () => {
      await as('postgres', 'create schema playground authorization bi');
      const refer = (column: string) =>
        as('bi', `create table playground.mine (a text references reporting.dim_country (${column}))`);
      await expect(refer('iso3')).rejects.toMatchObject({ code: '42501' });
      const granted = await as(
        'bi',
        `select column_name as name from information_schema.column_privileges
          where table_schema = 'reporting' and table_name = 'dim_country' and privilege_type = 'REFERENCES'`,
      );
      expect(granted).toHaveLength(1);
      await expect(refer(String(granted[0]?.name))).rejects.toMatchObject({ code: '42830' });
    });
  });
}
