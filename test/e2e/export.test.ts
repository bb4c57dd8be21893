/** `egdi export`: what a person or a script gets from the built program. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEachServer, describeEmbedded } from '../support/databases.ts';
import { readPackage, readResource, textRows } from '../support/read-export.ts';

const SURVEY = join(import.meta.dirname, '..', '..', 'fixtures', 'un-survey', 'egovkb', 'EGOV_DATA_2018.csv');

describeEmbedded('egdi export', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-export-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[]) => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return runCli(args, { dataDir: target.directory, cwd: folder });
  };

  beforeAll(async () => {
    expect(await run(['run', '--input', SURVEY])).toMatchObject({ code: 0 });
  });

  test('without a name: every table of reporting, as CSV, in egdi-export/', async () => {
    const { code, stdout, stderr } = await run(['export']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('egdi-export: release 1, published at ');
    const { resources } = readPackage(join(folder, 'egdi-export'));
    expect(resources.map(({ name }) => name)).toContain('fact_index_score');
    expect(resources.every(({ name }) => !name.startsWith('v_'))).toBe(true);
    expect(statSync(join(folder, 'egdi-export')).mode & 0o055).not.toBe(0);
  });

  test.each(['csv', 'json', 'parquet', 'xlsx'])('%s equals egdi sql --json', async (format) => {
    const out = join(folder, format);
    const exported = await run(['export', 'v_egdi_wide', '--format', format, '--out', out, '--json']);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(exported.stdout)).toMatchObject({
      folder: out,
      release: 1,
      files: [{ name: 'v_egdi_wide', path: `v_egdi_wide.${format}`, rows: 193 }],
    });
    const { stdout } = await run(['sql', 'select * from v_egdi_wide order by iso3', '--json']);
    expect(await readResource(out, 'v_egdi_wide')).toEqual(
      textRows(JSON.parse(stdout) as Record<string, unknown>[]),
    );
  });

  test('the guard against formulas can be switched off, the byte order mark on', async () => {
    const query = ['--query', "select '=1' as a", '--name', 'q'];
    expect(await run(['export', ...query, '--out', 'on', '--bom'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'on', 'q.csv'), 'utf8')).toBe("\ufeffa\r\n'=1\r\n");
    expect(await run(['export', ...query, '--out', 'off', '--no-formula-guard'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'off', 'q.csv'), 'utf8')).toBe('a\r\n=1\r\n');
    expect(readPackage(join(folder, 'off')).egdi.formula_guard).toBe('off');
  });

  test('a second export takes the place of the first; a folder of somebody else is left alone', async () => {
    expect(await run(['export', 'dim_index', 'dim_edition', '--out', 'again'])).toMatchObject({ code: 0 });
    expect(await run(['export', 'dim_index', '--out', 'again'])).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'again')).sort()).toEqual(['datapackage.json', 'dim_index.csv']);
    mkdirSync(join(folder, 'theirs'));
    writeFileSync(join(folder, 'theirs', 'thesis.txt'), 'mine');
    const refused = await run(['export', 'dim_index', '--out', 'theirs']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('--force');
    expect(readdirSync(join(folder, 'theirs'))).toEqual(['thesis.txt']);
    expect(await run(['export', 'dim_index', '--out', 'theirs', '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'theirs', 'thesis.txt'), 'utf8')).toBe('mine');
  });

  test.each([
    [['export', 'dim_contry'], 'did you mean dim_country?'],
    [['export', 'ops.run'], 'there is no table or view ops.run'],
    [['export', '--query', 'select nosuch from dim_index'], 'column "nosuch" does not exist'],
    [['export', '--query', 'delete from dim_index'], 'is not run here'],
    [['export', '--query', 'select 1 as a', '--name', '../x'], '--name takes'],
    [['export', 'dim_index', '--query', 'select 1 as a', '--name', 'dim_index'], 'two files would be called'],
    [['export', 'dim_index', '--format', 'pdf'], 'Allowed choices are csv, json, parquet, xlsx'],
  ])('%j is refused with 2, and nothing appears', async (args, message) => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await run([...args, '--out', 'never']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual(before);
  });
});

// Formats and refusals do not depend on the database; the drivers are compared in test/integration.
describeEachServer('egdi export', (database) => {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-export-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a table and a query, as the reader', async () => {
    const options = { dataDir: join(folder, 'own'), cwd: folder, env: { DATABASE_URL: database.url() } };
    expect(await runCli(['migrate', '--roles'], options)).toMatchObject({ code: 0 });
    expect(await runCli(['run', '--input', SURVEY], options)).toMatchObject({ code: 0 });
    const query = 'select session_user <> current_user as is_reader, current_user::text as name';
    const { code, stderr } = await runCli(['export', 'fact_index_score', '--query', query], options);
    expect([code, stderr]).toEqual([0, '']);
    const out = join(folder, 'egdi-export');
    expect(await readResource(out, 'query')).toEqual([{ is_reader: 'true', name: 'egdi_reader' }]);
    const { stdout } = await runCli(
      ['sql', 'select * from fact_index_score order by 1, 2, 3', '--json'],
      options,
    );
    expect(await readResource(out, 'fact_index_score')).toEqual(
      textRows(JSON.parse(stdout) as Record<string, unknown>[]),
    );
  });
});
