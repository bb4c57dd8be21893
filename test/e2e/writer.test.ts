/** Who writes on a server: the one who comes second is told, `egdi status` shows it, and a lost lock ends the run. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RUN_LOCK_CLASS, runLockObject } from '../../src/warehouse/connection/run-lock.ts';
import type { WarehouseStatus } from '../../src/warehouse/queries/warehouse-status.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers, startCli } from '../support/cli-process.ts';
import { describeEachServer, runOnce } from '../support/databases.ts';

const FILE = join(import.meta.dirname, '../../fixtures/un-survey/egovkb/EGOV_DATA_2018.csv');

describeEachServer('B14 the one writer', (database) => {
  let blocker: Client;
  const args = () => ['run', '--input', FILE, '--database-url', database.url()];
  const sql = (statement: string) => runOnce(database.url(), statement);
  const status = async () => {
    const { stdout } = await runCli(['status', '--json', '--database-url', database.url()]);
    return JSON.parse(stdout) as WarehouseStatus;
  };
  /** A run that stands still in its load until `blocker` lets go of the table. */
  const startHeldRun = async () => {
    await blocker.query('begin; lock table warehouse.source_file in exclusive mode');
    const cli = startCli([...args(), '--force', '--log-level', 'debug']);
    const { run_id: runId } = JSON.parse(await cli.line(/run\.started/)) as { run_id: number };
    await waitFor(
      async () =>
        (await sql("select 1 from pg_locks where not granted and locktype = 'relation'")).length > 0,
    );
    return { cli, runId };
  };

  beforeAll(async () => {
    expect((await runCli(args())).code).toBe(0);
    blocker = new Client({ connectionString: database.url() });
    await blocker.connect();
  });
  afterEach(() => blocker.query('rollback'));
  afterAll(async () => {
    await killLeftovers();
    await blocker.end();
  });

  test('the second is refused with 75 and told process, host, run and since when; status shows them', async () => {
    const { cli, runId } = await startHeldRun();
    const second = await runCli(args());
    expect(second.code).toBe(75);
    expect(second.stderr).toMatch(
      new RegExp(
        `"egdi run" \\(process ${cli.pid} on ${hostname()}, run ${runId}, server process \\d+, since \\d{4}-.*Z\\)`,
      ),
    );
    expect(second.stderr).toMatch(/select pg_terminate_backend\(\d+\)/);
    expect((await status()).writer).toMatchObject({
      command: 'egdi run',
      process: { host: hostname(), pid: cli.pid, runId },
    });
    await blocker.query('rollback');
    expect(await cli.ended).toMatchObject({ code: 0 });
    expect((await status()).writer).toBeNull();
  });

  test('a run whose lock is ended on the server publishes nothing and ends with 7', async () => {
    const published = await sql('select release_no, published_at::text from warehouse.publication');
    const { cli, runId } = await startHeldRun();
    await sql(
      `select pg_terminate_backend(pid, 5000) from pg_locks
       where locktype = 'advisory' and classid = ${RUN_LOCK_CLASS} and objid = ${runLockObject('run')}`,
    );
    // Free at once: another run may begin while this one still stands in its statement.
    await blocker.query('rollback');
    const { code, stderr } = await cli.ended;
    expect(code, stderr).toBe(7);
    expect(stderr).toContain('the run lock was lost');
    expect(stderr).not.toContain('unexpected error');
    expect(await sql('select release_no, published_at::text from warehouse.publication')).toEqual(published);
    expect(await sql(`select outcome, exit_code from ops.run where run_id = ${runId}`)).toEqual([
      { outcome: 'aborted', exit_code: 7 },
    ]);
    expect((await runCli([...args(), '--force'])).code).toBe(0);
  });
});

async function waitFor(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await new Promise((resolve) => setTimeout(resolve, 50));
}
