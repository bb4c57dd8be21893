import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { WarehouseStatus } from '../../src/warehouse/queries/warehouse-status.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';

const HOSTILE = join(import.meta.dirname, '../../fixtures/hostile/name-unknown.csv');

describeEmbedded('egdi status', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const status = async () => JSON.parse((await egdi('status', '--json')).stdout) as WarehouseStatus;

  beforeAll(async () => {
    expect((await egdi('run')).code).toBe(0);
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
});
