/** A table that the program does not ship: inspected, drafted, completed by hand, loaded. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, utils } from 'xlsx';
import type { IndicatorRunReport } from '../../src/pipeline/indicators/indicator-run-report.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers } from '../support/cli-process.ts';
import { describeEmbedded } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';
import { FIXTURE_FOLDER } from '../support/survey-files.ts';

const TABLES = join(FIXTURE_FOLDER, 'statistical-tables');
const HOUSEHOLDS = join(TABLES, 'households-internet.xls');

describeEmbedded('a new table', (database) => {
  let folder: string;
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const run = async (...args: string[]) => {
    const { stdout } = await egdi('run', 'national', '--json', ...args);
    return JSON.parse(stdout) as IndicatorRunReport;
  };
  const codesOf = ({ issues }: IndicatorRunReport) => issues.map(({ code }) => code);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-new-table-'));
  });
  afterAll(async () => {
    await killLeftovers();
    await rm(folder, { recursive: true, force: true });
  });

  test('nobody declared is refused with the command that begins its declaration', async () => {
    const report = await run('--input', HOUSEHOLDS);
    expect([report.exitCode, codesOf(report)]).toEqual([3, ['file-unknown']]);
    expect(report.issues[0]?.message).toContain('“каз”, “рус”');
    expect(report.issues[0]?.hint).toContain('egdi inspect households-internet.xls --draft');
  });

  test('is drafted with its regions and breakdowns, and not loaded before a person has filled in the rest', async () => {
    const { code, stdout } = await egdi('inspect', HOUSEHOLDS, '--sheet', 'каз', '--draft');
    expect(code).toBe(0);
    const draft = join(folder, 'draft.json');
    await writeFile(draft, stdout);
    expect((await egdi('inspect', HOUSEHOLDS, '--sheet', 'каз', '--with', draft)).code).toBe(0);
    const refused = await egdi('run', 'national', '--table', draft, '--input', HOUSEHOLDS);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    for (const place of [
      'load.publisher',
      'load.origin.url',
      'load.indicators[0].code',
      'load.indicators[0].name',
    ])
      expect(refused.stderr).toContain(place);
    expect(refused.stderr).toContain('4 places are to be filled in');

    // The four places, as a person fills them in.
    const filled = JSON.parse(stdout);
    filled.load.publisher = 'Bureau of National Statistics of Kazakhstan (BNS)';
    filled.load.origin.url = null;
    Object.assign(filled.load.indicators[0], {
      code: 'bns:households-internet',
      name: 'Households with internet',
    });
    const own = join(folder, 'households.table.json');
    await writeFile(own, JSON.stringify(filled));
    const report = await run('--table', own, '--input', HOUSEHOLDS);
    expect(report).toMatchObject({ outcome: 'published', exitCode: 0, facts: 42 });
    expect(codesOf(report)).toEqual(['sheet-undeclared', 'region-left-out']);
    const shipped = JSON.parse(await readFile(join(TABLES, 'households-internet.table.json'), 'utf8'));
    expect({ ...shipped, $schema: undefined, title: '' }).toEqual({
      ...filled,
      $schema: undefined,
      title: '',
      load: { ...filled.load, indicators: shipped.load.indicators },
    });
  });

  test('is facts with state, unit, note and cell', async () => {
    const facts = await queryRows(
      database.target(),
      `select region_code, locality, value, value_status, unit, is_preliminary, raw_text, source_cell, note
       from reporting.fact_national_observation
       where indicator_code = 'bns:households-internet' and period_start = '2023-01-01'
         and region_code in ('KAZ:620000000', 'KAZ:750000000') order by region_code, locality nulls first`,
    );
    const note = '1 Алдын ала деректер';
    expect(facts.map((fact) => Object.values(fact))).toEqual([
      ['KAZ:620000000', null, '94.9', 'observed', 'percent', true, '94.9', 'каз!D10', note],
      ['KAZ:620000000', 'rural', null, 'confidential', 'percent', true, 'x', 'каз!D22', note],
      ['KAZ:620000000', 'urban', '95.9', 'observed', 'percent', true, '95.9', 'каз!D16', note],
      ['KAZ:750000000', null, '98.8', 'observed', 'percent', true, '98.8', 'каз!D9', note],
      ['KAZ:750000000', 'rural', null, 'nil', 'percent', true, '-', 'каз!D21', note],
      ['KAZ:750000000', 'urban', '98.8', 'observed', 'percent', true, '98.8', 'каз!D15', note],
    ]);
  });

  test('exported as CSV or TSV, with a BOM or as UTF-16, says the same as the workbook, cell by cell', async () => {
    const own = join(TABLES, 'households-internet.table.json');
    expect(await run('--table', own, '--input', HOUSEHOLDS)).toMatchObject({ exitCode: 0, facts: 42 });
    const sheet = read(await readFile(HOUSEHOLDS)).Sheets.каз;
    if (sheet === undefined) throw new Error('the fixture has lost its sheet');
    const text = (FS: string) => utils.sheet_to_csv(sheet, { FS });
    const files = {
      'comma.csv': Buffer.from(`\uFEFF${text(',')}`),
      'semicolon.csv': Buffer.from(text(';')),
      'tab.tsv': Buffer.from(`\uFEFF${text('\t')}`),
      'utf-16.tsv': Buffer.from(`\uFEFF${text('\t')}`, 'utf16le'),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      const report = await run('--table', own, '--input', path);
      expect([name, report.exitCode, report.outcome, report.facts]).toEqual([name, 0, 'unchanged', 42]);
    }
    const revised = join(folder, 'revised.tsv');
    await writeFile(revised, text('\t').replace('94.9\n', '94,7\n'));
    expect(await run('--table', own, '--input', revised)).toMatchObject({
      outcome: 'published',
      exitCode: 0,
    });
    const [fact] = await queryRows(
      database.target(),
      `select value, raw_text, source_cell from reporting.fact_national_observation
       where indicator_code = 'bns:households-internet' and period_start = '2023-01-01'
         and region_code = 'KAZ:620000000' and locality is null`,
    );
    expect(Object.values(fact ?? {})).toEqual(['94.7', '94,7', 'D10']);
  });

  test('that is in none of the inputs, needs inputs, or takes an indicator of another one is refused', async () => {
    const own = join(TABLES, 'households-internet.table.json');
    const unused = await run('--table', own, '--input', join(TABLES, 'azstat-001_1en.xls'));
    expect([unused.exitCode, codesOf(unused)]).toEqual([3, ['table-unused']]);
    expect((await egdi('run', 'national', '--table', own)).stderr).toContain('--table needs the files');
    expect((await egdi('run', '--table', own)).stderr).toContain(
      '--table does not fit the pipeline “un-survey”',
    );
    const taken = JSON.parse(await readFile(own, 'utf8'));
    taken.load.indicators[0].code = 'bns:population';
    const path = join(folder, 'taken.json');
    await writeFile(path, JSON.stringify(taken));
    const { code, stderr } = await egdi('run', 'national', '--table', path, '--input', HOUSEHOLDS);
    expect([code, stderr]).toEqual([2, expect.stringContaining('indicator bns:population is declared by')]);
  });

  test('of Azstat loads in either language, and a page in its place is refused', async () => {
    const report = await run(
      '--input',
      join(TABLES, 'azstat-001_1en.xls'),
      join(TABLES, 'azstat-001_1az.xls'),
    );
    expect(report).toMatchObject({ outcome: 'published', facts: 12 });
    const facts = await queryRows(
      database.target(),
      `select region_code, value, value_status, unit from reporting.fact_national_observation
       where indicator_code = 'azstat:gni' order by period_start`,
    );
    expect(facts.map((fact) => Object.values(fact))).toEqual([
      ['AZE', '79213.8', 'observed', 'million manats'],
      ['AZE', null, 'not_available', 'million manats'],
      ['AZE', '90012.1', 'observed', 'million manats'],
    ]);
    const page = join(folder, '001_1en.xls');
    await writeFile(page, '<!DOCTYPE html>\n<html><head><title>Azstat</title></head><body>404</body></html>');
    const refused = await run('--input', page);
    expect([refused.exitCode, codesOf(refused)]).toEqual([3, ['format-html']]);
  });
});
