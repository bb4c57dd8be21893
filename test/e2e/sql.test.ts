import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { type Dump, dumpSchemas, withWarehouse } from '../support/dump.ts';

describeEmbedded('egdi sql', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const sql = (args: readonly string[], input?: string) =>
    runCli(['sql', ...args], { dataDir: dataDir(), ...(input === undefined ? {} : { input }) });
  const dump = () =>
    withWarehouse(database.target(), (warehouse) =>
      dumpSchemas(warehouse, ['ops', 'warehouse', 'reporting', 'history']),
    );
  let before: Dump;

  beforeAll(async () => {
    expect((await runCli(['run'], { dataDir: dataDir() })).code).toBe(0);
    before = await dump();
  });

  test('prints a table: the first five of 2024', async () => {
    const { code, stdout } = await sql([
      'select name_en, egdi_rank, egdi from v_egdi_wide where edition = 2024 order by 2 limit 5',
    ]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'name_en            egdi_rank     egdi',
        'Denmark                    1  0.98474',
        'Estonia                    2  0.97274',
        'Singapore                  3  0.96912',
        'Republic of Korea          4  0.96789',
        'Iceland                    5  0.96707',
        '(5 rows)',
        '',
      ].join('\n'),
    );
  });

  test('prints row objects with --json and records with --csv; “-” reads standard input', async () => {
    const statement = "select iso3, egdi, egdi_rank from v_egdi_wide where iso3 = 'KAZ' and edition = 2018";
    const json = await sql(['-', '--json'], `-- Kazakhstan\n${statement};\n`);
    expect(JSON.parse(json.stdout)).toEqual([{ iso3: 'KAZ', egdi: '0.75970', egdi_rank: 39 }]);
    expect((await sql([statement, '--csv'])).stdout).toBe('iso3,egdi,egdi_rank\nKAZ,0.75970,39\n');
    expect((await sql([statement, '--csv', '--json'])).code).toBe(2);
  });

  test('says what is wrong with a statement, with a mark at the place', async () => {
    const { code, stdout, stderr } = await sql(['select nosuch from dim_index']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'egdi: column "nosuch" does not exist\n  → line 1: select nosuch from dim_index\n                   ^\n',
    );
  });

  test.each([
    'delete from reporting.dim_index',
    'reset role',
    'set transaction read write',
    'commit',
    'do $$ begin delete from reporting.dim_index; end $$',
    "copy (select 1) to program 'true'",
    'select 1; delete from reporting.dim_index',
    "select set_config('role', 'postgres', false)",
    "select set_config('role', 'postgres', true), pg_read_file('PG_VERSION')",
    "with a as materialized (select set_config('role', 'none', true) as s) select s, query_to_xml('table ops.run', true, false, '') from a",
    'with gone as (delete from reporting.dim_index returning 1) select * from gone',
    "explain analyze update pg_settings set setting = 'none' where name = 'role'",
    'table ops.run',
  ])('refuses %s', async (statement) => {
    const { code, stdout, stderr } = await sql([statement]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^egdi: (?!unexpected)/);
  });

  test('has changed nothing', async () => {
    expect(await dump()).toEqual(before);
  });
});
