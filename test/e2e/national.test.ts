import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IndicatorRunReport } from '../../src/pipeline/indicators/indicator-run-report.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers } from '../support/cli-process.ts';
import { describeEmbedded } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';
import { pausedAt } from '../support/fault-points.ts';
import { FIXTURE_FOLDER } from '../support/survey-files.ts';

/** Observations of the international tables that ship, the newest vintage of each. */
const SHIPPED_INTERNATIONAL = 23_005;
const NATIONAL = join(FIXTURE_FOLDER, 'national');

/** The population cube with one figure that is none. */
const BROKEN = JSON.stringify([
  {
    terms: ['741880'],
    termNames: ['Қазақстан Республикасы'],
    periods: [
      { name: '2014 жыл', date: '31.12.2014', value: '17160855' },
      { name: '2015 жыл', date: '31.12.2015', value: 'x1' },
    ],
  },
]);

describeEmbedded('egdi run national', (database) => {
  let folder: string;
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const sql = (statement: string) => queryRows(database.target(), statement);
  const national = async (...args: string[]) => {
    const { code, stdout, stderr } = await egdi('run', 'national', '--json', ...args);
    expect([stderr, code]).toEqual(['', expect.any(Number)]);
    return JSON.parse(stdout) as IndicatorRunReport;
  };
  const lay = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  /** What readers see of the national facts. */
  const facts = () =>
    sql(
      'select * from reporting.fact_national_observation order by indicator_code, region_code, period_start',
    );
  const runs = () => sql('select pipeline, outcome, exit_code, release_no from ops.run order by run_id');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-national-'));
  });
  afterAll(async () => {
    await killLeftovers();
    await rm(folder, { recursive: true, force: true });
  });

  test('publishes the shipped files, and says of each what came of it', async () => {
    const { code, stdout, stderr } = await egdi('run', 'national');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^bns-population\.json +bns-population +– +1 +32 +0 +0 +32$/m);
    expect(stdout).toMatch(
      /^bns-innovations-2022\.xls +bns-innovations-by-region +2023-05-18 +7 +42 +0 +0 +231$/m,
    );
    expect(stdout).toMatch(/^cisstat-gdp-volume\.json +cisstat-gdp-volume +– +1 +5 +1 +0 +4$/m);
    expect(stdout).toMatch(/^Release 1 is published: 615 observations from 13 tables, 11 audits passed, /m);
    expect(await runs()).toEqual([
      { pipeline: 'national', outcome: 'published', exit_code: 0, release_no: 1 },
    ]);
    const snapshots = await sql('select count(*)::integer as n from warehouse.source_file');
    expect(snapshots).toEqual([{ n: 12 }]);
  });

  test('egdi sql shows the value of a region with its status and cell', async () => {
    const { code, stdout } = await egdi(
      'sql',
      '--json',
      `select region_code, value, value_status, source_cell, release_no from reporting.fact_national_observation
       where indicator_code = 'bns:cpi' and period_start = '2018-06-01'`,
    );
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      [
        {
          region_code: 'KAZ:270000000',
          value: '106.1',
          value_status: 'observed',
          source_cell: 'J3',
          release_no: 1,
        },
      ],
    ]);
  });

  test('has nothing to do the second time, and adds one row to the ledger and none elsewhere', async () => {
    const [before, ledger] = [await facts(), await runs()];
    const versions = () => sql('select * from warehouse.partition_version order by version_id');
    const stored = await versions();
    const { code, stdout } = await egdi('run', 'national');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Nothing changed\. 13 input files .* release 1/),
    ]);
    expect(await runs()).toEqual([
      ...ledger,
      { pipeline: 'national', outcome: 'noop', exit_code: 0, release_no: 1 },
    ]);
    expect([await facts(), await versions()]).toEqual([before, stored]);
  });

  test('refuses a broken figure with its place, a page in place of data, a file of no series: exit 3', async () => {
    const before = await facts();
    const population = await lay('bns-population.json', BROKEN);
    const refused = await national('--input', population);
    expect(refused).toMatchObject({ outcome: 'refused', exitCode: 3, publishedRelease: 1 });
    expect(refused.issues).toMatchObject([
      { code: 'value-not-a-number', file: population, cell: { path: '$[0].periods[1].value' } },
    ]);
    expect(await sql('select issue_codes from ops.quarantine')).toEqual([
      { issue_codes: ['value-not-a-number'] },
    ]);

    // No run of tables would follow a decision: none is taken, and what helps is said.
    const shown = await egdi('quarantine', 'show', '1');
    expect(shown.stdout).toMatch(/^ {2}pipeline +national$/m);
    expect(shown.stdout).not.toContain('egdi quarantine release');
    for (const verdict of ['release', 'reject']) {
      const decided = await egdi('quarantine', verdict, '1', '--reason', 'no figure');
      expect([decided.code, decided.stderr]).toEqual([2, expect.stringContaining('follow no decisions')]);
    }
    expect(await sql('select status from ops.quarantine')).toEqual([{ status: 'open' }]);

    const page = await lay('taldau-agriculture.json', '<!DOCTYPE html><html><body>503</body></html>');
    const other = await lay('bns-popluation.json', '[]');
    const { code, stdout } = await egdi('run', 'national', '--input', page, other);
    expect(code).toBe(3);
    expect(stdout).toMatch(/format-html +.*taldau-agriculture\.json/);
    expect(stdout).toMatch(/file-unknown +.*bns-popluation\.json.*bns-population\.json/);
    expect(stdout).toMatch(/Release 1 stays published.*exit 3/);
    expect(await facts()).toEqual(before);
    expect((await runs()).slice(-2)).toMatchObject([
      { outcome: 'refused', exit_code: 3 },
      { outcome: 'refused', exit_code: 3 },
    ]);
  });

  test('a table of an office without the answer about it is refused', async () => {
    const report = await national('--input', join(NATIONAL, 'open-data-kz-population.csv'));
    expect([report.exitCode, report.issues.map(({ code }) => code)]).toEqual([3, ['file-missing']]);
  });

  test('options and commands that do not fit it are refused as misuse', async () => {
    for (const args of [
      ['run', 'national', '--series', 'x'],
      ['run', 'national', '--published-on', '2020-01-01'],
      ['plan', 'national'],
      ['backfill', 'national', '--edition', '2018'],
    ]) {
      const { code, stderr } = await egdi(...args);
      expect([args, code, stderr]).toEqual([args, 2, expect.stringContaining('“national”')]);
    }
    const { stderr } = await egdi('plan', 'national');
    expect(stderr).toContain('egdi run national --no-publish && egdi diff published RELEASE');
  });

  test('the Survey and international tables are published beside it, and keep it published', async () => {
    const before = await facts();
    expect((await egdi('run')).code).toBe(0);
    expect((await egdi('run', 'international')).code).toBe(0);
    expect(await facts()).toEqual(before);
    const [{ scores, observations } = {}] = await sql(
      `select (select count(*) from reporting.fact_index_score)::integer as scores,
              (select count(*) from reporting.fact_observation)::integer as observations`,
    );
    expect([scores, observations]).toEqual([11_540, SHIPPED_INTERNATIONAL]);
    const [{ releases } = {}] = await sql('select release_no as releases from warehouse.publication');
    // What another pipeline published since is no news about these files.
    expect(await national()).toMatchObject({ outcome: 'noop', exitCode: 0, publishedRelease: releases });
    expect(await facts()).toEqual(before);
  });

  test('a new figure is a candidate with --no-publish, and a release of its own without', async () => {
    const population = JSON.stringify(JSON.parse(BROKEN)).replace('"x1"', '"17415715"');
    const path = await lay('bns-population.json', population.replace('17160855', '17160856'));
    // Two years of one place are not published over twelve of all of them by oversight.
    const short = await national('--input', path);
    expect([short.exitCode, short.issues.map(({ code }) => code)]).toEqual([3, ['series-shrinks']]);
    const [{ published } = {}] = await sql('select release_no as published from warehouse.publication');
    const candidate = await national('--input', path, '--no-publish', '--accept-fewer');
    expect(candidate).toMatchObject({ outcome: 'candidate', exitCode: 0, publishedRelease: published });
    const value = `select value from reporting.fact_national_observation
      where indicator_code = 'bns:population' and region_code = 'KAZ' and period_start = '2014-01-01'`;
    expect(await sql(value)).toEqual([{ value: '17160855' }]);
    expect((await egdi('publish', String(candidate.release))).code).toBe(0);
    expect(await sql(value)).toEqual([{ value: '17160856' }]);
    expect(await sql('select count(*)::integer as n from reporting.fact_index_score')).toEqual([
      { n: 11_540 },
    ]);
  });

  test('egdi releases and egdi status say what was published', async () => {
    const releases = (await egdi('releases')).stdout;
    expect(releases).toMatch(/^ +1 .* 34 of 34 +30 indicators; 4 reference tables +run$/m);
    const { stdout } = await egdi('status');
    expect(stdout).toMatch(/^fact_national_observation +585 +ok$/m);
    expect(stdout).toMatch(/^last run +\d+, .*egdi publish national → published, exit 0: published by$/m);
  });

  test('SIGTERM rolls it back and records it as aborted; the next run publishes', async () => {
    const before = await facts();
    const args = ['run', 'national', '--data-dir', dataDir()];
    const { cli, resume } = await pausedAt('load.facts-copied', args, { folder });
    cli.kill('SIGTERM');
    resume();
    expect((await cli.ended).code).toBe(143);
    expect((await runs()).at(-1)).toMatchObject({ outcome: 'aborted', exit_code: 143 });
    expect(await facts()).toEqual(before);
    expect((await egdi('run', 'national')).code).toBe(0);
    expect((await runs()).at(-1)).toMatchObject({ outcome: 'published', exit_code: 0 });
    expect(await facts()).not.toEqual(before);
  });
});
