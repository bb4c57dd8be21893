/** `egdi doctor`: it finds what is wrong, says what to do, and changes nothing. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse } from '../../src/warehouse/connection/connect.ts';
import { acquireStoreLock } from '../../src/warehouse/connection/store-lock.ts';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate, describeEachServer } from '../support/databases.ts';
import { type Dump, dumpSchemas, withWarehouse } from '../support/dump.ts';

interface Report {
  readonly exitCode: number;
  readonly checks: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly fix: string | null;
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'egdi-doctor-test-'));
const dataDir = join(folder, 'store');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function examine(env: Record<string, string> = {}, directory = dataDir): Promise<Report> {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], { dataDir: directory, env });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  expect(report.exitCode).toBe(code);
  return report;
}

function troubles({ checks }: Report): Record<string, string> {
  return Object.fromEntries(
    checks.flatMap(({ name, status }) => (status === 'ok' ? [] : [[name, status] as const])),
  );
}

async function execute(sql: string): Promise<void> {
  const warehouse = await openWarehouse({ kind: 'embedded', directory: dataDir });
  await warehouse.withConnection((session) => session.exec(sql));
  await warehouse.close();
}

const dump = () =>
  withWarehouse({ kind: 'embedded', directory: dataDir }, (warehouse) =>
    dumpSchemas(warehouse, ['ops', 'warehouse', 'reporting']),
  );

const reportingDump = () =>
  withWarehouse({ kind: 'embedded', directory: dataDir }, (warehouse) =>
    dumpSchemas(warehouse, ['reporting']),
  );

describe('the embedded database', () => {
  let reporting: Dump;

  beforeAll(async () => {
    copyEmbeddedTemplate(dataDir);
    expect(await runCli(['run'], { dataDir })).toMatchObject({ code: 0 });
    reporting = await reportingDump();
  });

  test('all is well after a run: 0, and nothing was changed', async () => {
    const before = await dump();
    const report = await examine();
    expect(troubles(report)).toEqual({});
    expect(report.checks.map(({ name }) => name)).toEqual([
      'node',
      'data-directory',
      'disk-space',
      'connection',
      'migrations',
      'roles',
      'rights',
      'contract',
      'clock',
      'publication',
      'reporting-rows',
      'reporting-content',
      'refusals',
      'runs',
      'writer',
      'backfill',
      'candidates',
      'quarantine',
      'leftovers',
      'snapshots',
    ]);
    expect(await dump()).toEqual(before);
    expect((await runCli(['doctor'], { dataDir })).stdout).toContain('Nothing fails');
  });

  test('before the first run there is nothing to fail', async () => {
    const none = join(folder, 'none');
    expect(troubles(await examine({}, none))).toEqual({ connection: 'warn' });
    expect(readdirSync(folder)).not.toContain('none');
  });

  test('leftovers of a crash are a warning', async () => {
    await execute(`
      update ops.run set outcome = 'running', finished_at = null;
      insert into warehouse.release (release_no, status, run_id, run_key, reason, created_at)
        values (2, 'candidate', 1, 'key', 'test', now());`);
    expect(troubles(await examine())).toEqual({ runs: 'warn', candidates: 'warn' });
    await execute(
      "update ops.run set outcome = 'published'; delete from warehouse.release where release_no = 2",
    );
  });

  test('rows that are not those of the published release: 3, by table and edition', async () => {
    await execute("delete from reporting.fact_index_score where edition = 2018 and iso3 = 'KAZ'");
    const report = await examine();
    expect(report.exitCode).toBe(3);
    expect(troubles(report)).toEqual({ 'reporting-rows': 'fail' });
    expect(report.checks.find(({ name }) => name === 'reporting-rows')?.message).toBe(
      'fact_index_score 2018: 960 rows instead of 965',
    );
    expect(report.checks.find(({ name }) => name === 'reporting-rows')?.fix).toContain(
      'egdi doctor --refill',
    );
  });

  test('B21 doctor --refill: the reporting tables are those of the published release again', async () => {
    const { code, stdout } = await runCli(['doctor', '--refill'], { dataDir });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing fails')]);
    expect(stdout).toContain('filled anew');
    const after = await reportingDump();
    expect(after).toEqual(reporting);
    expect(Object.keys(after)).toContain('reporting.fact_index_score');
  });

  test('what a killed process was writing is a warning, with the way to remove it', async () => {
    const half = join(dataDir, 'snapshots', 'ab.tmp');
    writeFileSync(half, 'half');
    const report = await examine();
    expect(troubles(report)).toEqual({ leftovers: 'warn' });
    expect(report.checks.find(({ name }) => name === 'leftovers')?.fix).toBe(`remove them: rm ${half}`);
    rmSync(half);
  });

  test('a time zone that there is not: 2, naming the setting', async () => {
    const env = { EGDI_TIMEZONE: 'Mars/Olympus' };
    const { code, stderr } = await runCli(['doctor'], { dataDir, env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('EGDI_TIMEZONE')]);
  });

  test('snapshots that were altered or lost: 3', async () => {
    const files = readdirSync(join(dataDir, 'snapshots'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /[0-9a-f]{64}$/.test(name))
      .map((name) => join(dataDir, 'snapshots', name));
    const [first = '', second = ''] = files;
    rmSync(first);
    expect(troubles(await examine())).toMatchObject({ snapshots: 'fail' });
    appendFileSync(second, ' ');
    const report = await examine();
    expect(report.exitCode).toBe(3);
    expect(report.checks.at(-1)?.message).toContain(second);
  });

  test('a changed migration: 7, and the data is not looked at', async () => {
    await execute("update ops.migration set sha256 = 'other' where version = 1");
    const report = await examine();
    expect(report.exitCode).toBe(7);
    expect(troubles(report)).toEqual({ migrations: 'fail' });
  });

  test('a store in use: 75', async () => {
    const lock = await acquireStoreLock(dataDir, { command: 'a test' });
    const outcome = await runCli(['doctor'], { dataDir });
    await lock.release();
    expect(outcome).toMatchObject({ code: 75, stdout: '' });
  });

  test('a store of another format, or one that is damaged: 7, with the way out', async () => {
    truncateSync(join(dataDir, 'pg', 'global', 'pg_control'), 10);
    const damaged = await runCli(['doctor'], { dataDir });
    expect(damaged).toMatchObject({ code: 7 });
    expect(damaged.stdout).toContain('egdi migrate --rebuild');
    writeFileSync(join(dataDir, 'format.json'), '{"store": 99, "postgresMajor": 18}');
    expect(troubles(await examine())).toEqual({ connection: 'fail' });
  });
});

test('a server that cannot be reached: 7', async () => {
  const env = { DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/none' };
  const { code, stdout } = await runCli(['doctor'], { dataDir, env });
  expect(code).toBe(7);
  expect(stdout).toContain('cannot connect');
  expect(stdout).not.toContain('secret');
});

describeEachServer('doctor', (database) => {
  test('a database without tables: 7; loaded: 0; snapshots on another machine are a warning', async () => {
    const env = { DATABASE_URL: database.url() };
    const own = join(folder, 'server');
    const empty = await examine(env, own);
    expect(empty.exitCode).toBe(7);
    expect(troubles(empty)).toMatchObject({ migrations: 'fail' });
    expect(await runCli(['run'], { dataDir: own, env })).toMatchObject({ code: 0 });
    expect((await examine(env, own)).exitCode).toBe(0);
    const elsewhere = await examine(env, join(folder, 'elsewhere'));
    expect(elsewhere.exitCode).toBe(0);
    expect(troubles(elsewhere)).toMatchObject({ snapshots: 'warn' });
  });
});
