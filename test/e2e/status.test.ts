import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FreshnessResult } from '../../src/pipeline/freshness.ts';
import type { WarehouseStatus } from '../../src/warehouse/queries/warehouse-status.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';

const HOSTILE = join(import.meta.dirname, '../../fixtures/hostile/name-unknown.csv');

describeEmbedded('egdi status', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const sql = (statement: string) => queryRows(database.target(), statement);
  const status = async () => JSON.parse((await egdi('status', '--json')).stdout) as WarehouseStatus;

  beforeAll(async () => {
    expect((await egdi('run')).code).toBe(0);
    // The newest edition grows old while these tests stay as they are.
    await sql('update reporting.dim_edition set published_on = current_date where edition = 2024');
  });

  test('after a run: the release, the agreement of every edition, the run', async () => {
    const { code, stdout, stderr } = await egdi('status');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Release 1 is published, since .* UTC \(run, run 1\)\.$/m);
    expect(stdout).toMatch(/^2018 +193 +193 +193 +0 +0 +193 of 193 +0 +5 files +release 1$/m);
    expect(stdout).toMatch(/^fact_index_score +11,540 +ok$/m);
    expect(stdout).toMatch(/^last run +1, .* → published, exit 0$/m);
    expect(stdout).toMatch(/^quarantine +no row is held back$/m);
  });

  test('after a refused run: still the old release, and what was wrong, with exit 0', async () => {
    expect((await egdi('backfill', 'un-survey', '--file', HOSTILE)).code).toBe(3);
    const { code, stdout } = await egdi('status');
    expect(code).toBe(0);
    expect(stdout).toContain('Release 1 is published');
    expect(stdout).toMatch(/Run 2 was refused: \d+ errors?/);
    expect(stdout).toMatch(/name-unknown +.*name-unknown\.csv [A-Z]+\d+/);
    const { lastRun, lastSuccess, lastRefused, openQuarantine } = await status();
    expect(lastRun).toMatchObject({ runId: 2, outcome: 'refused', exitCode: 3, message: expect.any(String) });
    expect(lastSuccess?.runId).toBe(1);
    expect(lastRefused?.errors[0]).toMatchObject({ fileName: 'name-unknown.csv' });
    expect(openQuarantine).toBeGreaterThan(0);
  });

  test('after a later success the refusal is history', async () => {
    expect((await egdi('run')).code).toBe(0);
    const { stdout } = await egdi('status');
    expect(stdout).toMatch(/^last run +3, .* → noop, exit 0$/m);
    expect(stdout).not.toContain('was refused');
  });

  describe('B16 freshness', () => {
    type Shown = WarehouseStatus & { readonly freshness: readonly FreshnessResult[] };
    const clocks = async () => {
      const { code, stdout } = await egdi('status', '--json');
      const { freshness } = JSON.parse(stdout) as Shown;
      return { code, freshness, statuses: freshness.map((result) => `${result.clock} ${result.status}`) };
    };
    const age = (sourceDays: number, pipelineDays: number) =>
      sql(`with edition as (update reporting.dim_edition set published_on = current_date - ${sourceDays} where edition = 2024)
           update ops.run set finished_at = now() - interval '${pipelineDays} days'`);

    test('both clocks pass after a run, and say so', async () => {
      await age(0, 0);
      const { code, freshness, statuses } = await clocks();
      expect([code, statuses]).toEqual([0, ['source pass', 'pipeline pass']]);
      expect(freshness[0]).toMatchObject({
        max_loaded_at: expect.stringMatching(/T00:00:00\.000Z$/),
        criteria: { warn_after: { count: 792, period: 'day' } },
      });
      expect((await egdi('status')).stdout).toMatch(/^pipeline age +last success just now: fresh/m);
    });

    test('a late one is said and leaves the exit code at 0', async () => {
      await age(800, 3);
      const { code, statuses } = await clocks();
      expect([code, statuses]).toEqual([0, ['source warn', 'pipeline warn']]);
      expect((await egdi('status')).stdout).toMatch(/^pipeline age +last success 3 days ago: late/m);
    });

    test('a stale source alone is exit 5', async () => {
      await age(1100, 0);
      const { code, statuses } = await clocks();
      expect([code, statuses]).toEqual([5, ['source error', 'pipeline pass']]);
      expect((await egdi('status')).stdout).toMatch(
        /^source age +edition 2024 of .*, 1,100 days ago: STALE/m,
      );
    });

    test('a silent pipeline alone is exit 5', async () => {
      await age(0, 9);
      const { code, statuses } = await clocks();
      expect([code, statuses]).toEqual([5, ['source pass', 'pipeline error']]);
    });

    test('a run that fails does not make it fresh again, one that finds nothing new does', async () => {
      expect((await egdi('backfill', 'un-survey', '--file', HOSTILE)).code).toBe(3);
      expect((await clocks()).statuses).toEqual(['source pass', 'pipeline error']);
      expect((await egdi('run')).code).toBe(0);
      expect((await clocks()).statuses).toEqual(['source pass', 'pipeline pass']);
    });
  });
});

describeEmbedded('egdi status before anything is published', (database) => {
  test('both clocks are in error, and the text says why', async () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    const dataDir = target.directory;
    expect((await runCli(['migrate'], { dataDir })).code).toBe(0);
    const { code, stdout } = await runCli(['status'], { dataDir });
    expect(code).toBe(5);
    expect(stdout).toMatch(/^source age +nothing of the UN E-Government Survey is published: STALE/m);
    expect(stdout).toMatch(/^pipeline age +no run has succeeded yet: STALE/m);
  });
});
