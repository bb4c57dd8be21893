/** A store whose releases an older program made: whatever command meets it first, readers get what is new, or are told how. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyMigrations, listMigrations } from '../../src/warehouse/schema/migrate.ts';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';
import { withWarehouse } from '../support/dump.ts';
import { SQL_FOLDER } from '../support/load-survey.ts';
import { undoChangeAttribution } from '../support/older-schema.ts';
import { officialFile } from '../support/survey-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'egdi-older-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inputs = [2016, 2018].flatMap((edition) => ['--input', officialFile(edition)]);
const storeAt = (directory: string) => ({ kind: 'embedded', directory }) as const;

describe('a store of two releases without splits of changes', () => {
  const older = join(folder, 'older');
  let expected: string;
  const copy = (name: string) => {
    const dataDir = join(folder, name);
    cpSync(older, dataDir, { recursive: true });
    return dataDir;
  };
  const shown = async (dataDir: string) => {
    const sql = `select * from fact_change_attribution order by iso3`;
    const { code, stdout, stderr } = await runCli(['sql', sql, '--csv'], { dataDir });
    expect(code, stderr).toBe(0);
    return stdout;
  };

  beforeAll(async () => {
    copyEmbeddedTemplate(older);
    expect(await runCli(['run', ...inputs.slice(0, 2)], { dataDir: older })).toMatchObject({ code: 0 });
    expect(await runCli(['run', ...inputs], { dataDir: older })).toMatchObject({ code: 0 });
    expected = await shown(older);
    expect(expected.split('\n').length).toBeGreaterThan(193);
    await withWarehouse(storeAt(older), undoChangeAttribution);
  });

  test('is not read before it is migrated, and says how: 7', async () => {
    const refused = await runCli(['sql', 'select 1'], { dataDir: copy('read') });
    expect(refused).toMatchObject({ code: 7 });
    expect(refused.stderr).toContain('egdi migrate');
  });

  test('a run that has nothing new to load makes them', async () => {
    const dataDir = copy('run');
    expect(await runCli(['run', ...inputs], { dataDir })).toMatchObject({ code: 0 });
    expect(await shown(dataDir)).toBe(expected);
    expect(await runCli(['doctor'], { dataDir })).toMatchObject({ code: 0 });
  });

  test('a migration makes them', async () => {
    const dataDir = copy('migrate');
    expect(await runCli(['migrate'], { dataDir })).toMatchObject({ code: 0 });
    expect(await shown(dataDir)).toBe(expected);
    expect(await runCli(['doctor'], { dataDir })).toMatchObject({ code: 0 });
  });

  test('if the program died right after the migration, doctor finds it, and the next run makes them', async () => {
    const dataDir = copy('died');
    await withWarehouse(storeAt(dataDir), async (warehouse) => {
      await applyMigrations(warehouse, await listMigrations(join(SQL_FOLDER.path, 'migrations')));
    });
    const found = await runCli(['doctor'], { dataDir });
    expect(found.code).toBe(3);
    expect(found.stdout).toContain('fact_change_attribution 2018: 0 rows instead of 193');
    expect(found.stdout).toContain('egdi doctor --refill');
    const signal = "select rows, status, note from data_refresh where dataset = 'fact_change_attribution'";
    expect((await runCli(['sql', signal, '--csv'], { dataDir })).stdout).toContain(
      '0,partial,changes are not split yet: egdi run',
    );
    const refilled = join(folder, 'refilled');
    cpSync(dataDir, refilled, { recursive: true });
    expect(await runCli(['doctor', '--refill'], { dataDir: refilled })).toMatchObject({ code: 0 });
    expect(await shown(refilled)).toBe(expected);
    expect((await runCli(['sql', signal, '--csv'], { dataDir: refilled })).stdout).toContain('193,ok');
    expect(await runCli(['run', ...inputs], { dataDir })).toMatchObject({ code: 0 });
    expect(await shown(dataDir)).toBe(expected);
  });
});
