import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { WarehouseTarget } from '../../src/warehouse/connection/connect.ts';
import { cleanEnvironment, runCli } from '../support/cli.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { queryRows, withWarehouse } from '../support/dump.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli', 'main.js');

/** Starts a run and sends a signal the moment it says that a stage begins; resolves to how it ended. */
function signalAtStage(
  args: readonly string[],
  stage: string,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; killedBy: NodeJS.Signals | null; wasSent: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args, '--log-level', 'debug'], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let wasSent = false;
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (wasSent || !line.startsWith('{')) return;
      const entry = JSON.parse(line) as { event?: string; msg?: string; stage?: string };
      if (entry.stage !== stage) return;
      wasSent = true;
      child.kill(signal);
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve({ code, killedBy, wasSent }));
  });
}

describeEachDatabase(
  'a run that is ended at any stage leaves the old state, and the next run heals',
  (database) => {
    const args = (target: WarehouseTarget) =>
      target.kind === 'server'
        ? ['run', '--database-url', target.url]
        : ['run', '--data-dir', target.directory];
    const shown = () =>
      withWarehouse(database.target(), (warehouse) =>
        warehouse.withConnection(async (session) => {
          const { rows } = await session.query(
            "select to_regclass('reporting.fact_index_score') is not null as there",
          );
          if (rows[0]?.there !== true) return 0;
          return (await session.query('select count(*) as n from reporting.fact_index_score')).rows[0]?.n;
        }),
      );
    const empty = () =>
      withWarehouse(database.target(), (warehouse) =>
        warehouse.withConnection((session) =>
          session.exec(`drop schema if exists reporting, history, warehouse, ops cascade`),
        ),
      );

    beforeEach(empty);

    test.each(['extract', 'validate', 'compute', 'load', 'audit', 'publish'])(
      'killed at %s',
      async (stage) => {
        const ended = await signalAtStage(args(database.target()), stage, 'SIGKILL');
        expect(ended.wasSent).toBe(true);
        // The kill may come a moment late: then the release is whole. Anything between is what must never be seen.
        expect([0, 11_540]).toContain(await shown());
        const next = await runCli([...args(database.target()), '--json']);
        expect(next.code, next.stderr).toBe(0);
        expect(await shown()).toBe(11_540);
        const outcomes = await queryRows(database.target(), 'select outcome from ops.run order by run_id');
        expect(outcomes.map(({ outcome }) => outcome)).not.toContain('running');
        const releases = await queryRows(
          database.target(),
          "select count(*) as n from warehouse.release where status = 'published'",
        );
        expect(releases).toEqual([{ n: 1 }]);
      },
    );

    test('stopped by SIGTERM it exits 143, is recorded as aborted, and the next run publishes', async () => {
      const ended = await signalAtStage(args(database.target()), 'validate', 'SIGTERM');
      expect([ended.wasSent, ended.code]).toEqual([true, 143]);
      const [run] = await queryRows(
        database.target(),
        'select outcome, exit_code from ops.run order by run_id desc limit 1',
      );
      expect(run).toEqual({ outcome: 'aborted', exit_code: 143 });
      expect(await shown()).toBe(0);
      const next = await runCli([...args(database.target()), '--json']);
      expect((JSON.parse(next.stdout) as RunReport).outcome).toBe('published');
    });
  },
);
