/** National fixtures beyond what ships: answers of neighbours with invented figures, a table in part, and broken files. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { IndicatorRunReport } from '../../src/pipeline/indicators/indicator-run-report.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';
import { FIXTURE_FOLDER } from '../support/survey-files.ts';

interface NationalCase {
  readonly file: string;
  readonly wrong: string;
  readonly issues: readonly string[];
}

const HOSTILE = join(FIXTURE_FOLDER, 'hostile-national');
const CASES = JSON.parse(readFileSync(join(HOSTILE, 'cases.json'), 'utf8')) as NationalCase[];

describeEmbedded('egdi run national --input', (database) => {
  const run = async (...inputs: string[]) => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    const args = ['run', 'national', '--json', '--input', ...inputs];
    const { stdout } = await runCli(args, { dataDir: target.directory });
    return JSON.parse(stdout) as IndicatorRunReport;
  };
  const facts = (where: string) =>
    queryRows(
      database.target(),
      `select region_code, value, value_status from reporting.fact_national_observation where ${where}
       order by period_start, region_code`,
    );

  test('loads every excerpt by its declaration, each mark with its own status', async () => {
    const report = await run(
      join(FIXTURE_FOLDER, 'excerpts', 'invented'),
      join(FIXTURE_FOLDER, 'excerpts', 'bns-research-costs'),
    );
    expect(report).toMatchObject({ outcome: 'published', exitCode: 0, quarantinedRows: 0 });
    expect(report.tables.map(({ layoutId, observations }) => [layoutId, observations])).toEqual([
      ['taldau-agriculture', 8],
      ['siat-population', 12],
      ['belstat-population', 7],
      ['emiss-internet-users', 4],
      ['bns-research-costs', 28],
    ]);
    // Three regions do not make the country, and where one is suppressed nothing is added up.
    const codes = report.issues.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['total-mismatch']));
    expect(await facts("indicator_code like 'taldau:%' and period_start = '2025-01-01'")).toEqual([
      { region_code: 'KAZ', value: '1100.25', value_status: 'observed' },
      { region_code: 'KAZ:100000000', value: null, value_status: 'confidential' },
      { region_code: 'KAZ:190000000', value: '600', value_status: 'observed' },
      { region_code: 'KAZ:750000000', value: null, value_status: 'nil' },
    ]);
    // The month with a Cyrillic М.
    expect(await facts("indicator_code like 'siat:%' and period_start = '2026-01-01'")).toEqual([
      { region_code: 'UZB', value: '302', value_status: 'observed' },
      { region_code: 'UZB:1703', value: '101', value_status: 'observed' },
      { region_code: 'UZB:1726', value: '201', value_status: 'observed' },
    ]);
    const suppressed = await facts("indicator_code like 'bns:rd%' and value_status = 'confidential'");
    // One of them is a Cyrillic х.
    expect(suppressed.map(({ region_code }) => region_code)).toEqual([
      'KAZ:100000000',
      'KAZ:110000000',
      'KAZ:110000000',
      'KAZ:310000000',
    ]);
  });

  test('says of every broken file what is wrong with it, and publishes none', async () => {
    const before = await facts('true');
    const report = await run(...CASES.map(({ file }) => join(HOSTILE, file)));
    expect(report).toMatchObject({ outcome: 'refused', exitCode: 3 });
    const raised = (file: string) => [
      ...new Set(
        report.issues
          .filter((one) => one.severity === 'error' && basename(one.file ?? '') === file)
          .map(({ code }) => code),
      ),
    ];
    expect(CASES.map(({ file, wrong }) => [file, wrong, raised(file)])).toEqual(
      CASES.map(({ file, wrong, issues }) => [file, wrong, issues]),
    );
    expect(await facts('true')).toEqual(before);
  });
});
