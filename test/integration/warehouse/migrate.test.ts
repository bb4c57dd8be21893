import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/model/error.ts';
import type { Warehouse } from '../../../src/warehouse/connection/connect.ts';
import { sqlState } from '../../../src/warehouse/connection/connection.ts';
import {
  applyMigrations,
  listMigrations,
  type Migration,
  migrationStatus,
} from '../../../src/warehouse/schema/migrate.ts';
import { describeEachDatabase, describeEachServer } from '../../support/databases.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'egdi-migrations-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function files(contents: Record<string, string>): Promise<Migration[]> {
  for (const [name, sql] of Object.entries(contents)) await writeFile(join(directory, name), sql);
  return listMigrations(directory);
}

const FIRST = 'create table first (id int);\ninsert into first values (1);\n';
const SECOND = "create table second (id int); -- commit;\ncomment on table second is 'begin; rollback;';\n";

describe('the migration files', () => {
  it('are read in the order of their numbers', async () => {
    const migrations = await files({ '0002_second.sql': SECOND, '0001_first.sql': FIRST, 'notes.md': 'x' });
    expect(migrations.map(({ version, name }) => [version, name])).toEqual([
      [1, 'first'],
      [2, 'second'],
    ]);
  });

  it('are the same migration with other line ends or a byte order mark', async () => {
    const [unix] = await files({ '0001_first.sql': FIRST });
    const [windows] = await files({ '0001_first.sql': `\uFEFF${FIRST.replaceAll('\n', '\r\n')}` });
    expect(windows).toEqual(unix);
  });

  it.each([
    ['a foreign name', { 'first.sql': FIRST }],
    ['a number given twice', { '0001_first.sql': FIRST, '0001_other.sql': FIRST }],
    [
      'a commit of its own',
      { '0001_first.sql': 'create table a (id int); COMMIT; create table b (id int);' },
    ],
    ['a transaction of its own', { '0001_first.sql': '-- all at once\nbegin;\ncreate table a (id int);' }],
  ])('are refused with %s', async (_, contents: Record<string, string>) => {
    await expect(files(contents)).rejects.toMatchObject({
      code: 'migration-invalid',
      exitCode: EXIT.databaseUnavailable,
    });
  });

  it('may hold functions, whose body has a begin of its own', async () => {
    const sql = 'create function f() returns int language plpgsql as $body$\nbegin return 1; end;\n$body$;';
    expect(await files({ '0001_function.sql': sql })).toHaveLength(1);
  });
});

async function tablesOf(warehouse: Warehouse): Promise<unknown[]> {
  const { rows } = await warehouse.withConnection((session) =>
    session.query(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    ),
  );
  return rows.map(({ name }) => name);
}

describeEachDatabase('migrating', (database) => {
  let warehouse: Warehouse;
  beforeEach(async () => {
    warehouse = await database.warehouse();
    await warehouse.withConnection((session) =>
      session.exec('drop schema if exists ops cascade; drop schema public cascade; create schema public'),
    );
  });
  const status = (migrations: Migration[]) => warehouse.withConnection((s) => migrationStatus(s, migrations));
  const problems = async (migrations: Migration[]) =>
    (await status(migrations)).problems.map(({ kind, version }) => [kind, version]);

  it('applies what is pending, once', async () => {
    const migrations = await files({ '0001_first.sql': FIRST, '0002_second.sql': SECOND });
    expect((await status(migrations)).pending).toHaveLength(2);
    expect(await applyMigrations(warehouse, migrations)).toEqual(migrations);
    expect(await applyMigrations(warehouse, migrations)).toEqual([]);
    expect(await tablesOf(warehouse)).toEqual(['first', 'second']);
    const { applied, pending, problems: found } = await status(migrations);
    expect([pending, found]).toEqual([[], []]);
    expect(applied.map(({ version, name, sha256 }) => ({ version, name, sha256 }))).toEqual(
      migrations.map(({ version, name, sha256 }) => ({ version, name, sha256 })),
    );
    expect(applied[0]?.appliedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('leaves nothing of a file that fails half-way, and keeps those before it', async () => {
    const broken = 'create table half (id int);\ninsert into half values (1);\nselect 1 / 0;\n';
    const migrations = await files({
      '0001_first.sql': FIRST,
      '0002_broken.sql': broken,
      '0003_second.sql': SECOND,
    });
    const error: unknown = await applyMigrations(warehouse, migrations).catch((reason: unknown) => reason);
    expect(sqlState(error)).toBe('22012');
    expect(await tablesOf(warehouse)).toEqual(['first']);
    expect((await status(migrations)).pending.map(({ version }) => version)).toEqual([2, 3]);

    const repaired = await files({ '0002_broken.sql': 'create table half (id int);' });
    await applyMigrations(warehouse, repaired);
    expect(await tablesOf(warehouse)).toEqual(['first', 'half', 'second']);
  });

  it('refuses a file that was edited after it was applied', async () => {
    await applyMigrations(warehouse, await files({ '0001_first.sql': FIRST }));
    const edited = await files({ '0001_first.sql': `${FIRST}-- edited\n`, '0002_second.sql': SECOND });
    expect(await problems(edited)).toEqual([['changed', 1]]);
    await expect(applyMigrations(warehouse, edited)).rejects.toMatchObject({
      code: 'migration-problem',
      exitCode: EXIT.databaseUnavailable,
      message: expect.stringContaining('0001_first'),
      hint: expect.any(String),
    });
    expect(await tablesOf(warehouse)).toEqual(['first']);
  });

  it('refuses a database that is newer than the program', async () => {
    const both = await files({ '0001_first.sql': FIRST, '0002_second.sql': SECOND });
    await applyMigrations(warehouse, both);
    expect(await problems(both.slice(0, 1))).toEqual([['newer', 2]]);
    await expect(applyMigrations(warehouse, both.slice(0, 1))).rejects.toMatchObject({
      code: 'migration-problem',
    });
  });

  it('refuses a missing file and a number that was left out', async () => {
    const three = await files({
      '0001_first.sql': FIRST,
      '0002_second.sql': SECOND,
      '0003_third.sql': 'select 3;',
    });
    expect(await problems(three.filter(({ version }) => version !== 2))).toEqual([['gap', 2]]);
    await applyMigrations(warehouse, three);
    expect(await problems(three.filter(({ version }) => version !== 2))).toContainEqual(['missing-file', 2]);
    await warehouse.withConnection((session) => session.query('delete from ops.migration where version = 2'));
    expect(await problems(three)).toEqual([['gap', 2]]);
  });

  it('stops between two files when it is cancelled', async () => {
    const migrations = await files({ '0001_first.sql': FIRST });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(applyMigrations(warehouse, migrations, { signal })).rejects.toThrow('enough');
    expect(await tablesOf(warehouse)).toEqual([]);
  });
});

describeEachServer('several migrators at once', (database) => {
  it('apply each file once, and all of them find it done', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `000${index + 1}_step.sql`);
    const migrations = await files(
      Object.fromEntries(
        names.map((name, index) => [name, `create table step_${index} (id int); select pg_sleep(0.02);`]),
      ),
    );
    const warehouses = await Promise.all(Array.from({ length: 5 }, () => database.open()));
    try {
      const applied = await Promise.all(
        warehouses.map((warehouse) => applyMigrations(warehouse, migrations)),
      );
      expect(
        applied
          .flat()
          .map(({ version }) => version)
          .sort(),
      ).toEqual([1, 2, 3, 4, 5, 6]);
      const [first] = warehouses;
      if (first !== undefined) expect(await tablesOf(first)).toHaveLength(6);
    } finally {
      await Promise.all(warehouses.map((warehouse) => warehouse.close()));
    }
  });
});
