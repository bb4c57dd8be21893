/** A warehouse that holds nothing but national figures: what is said there is about what is there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FreshnessResult } from '../../src/pipeline/freshness.ts';
import type { RunPlan } from '../../src/pipeline/plan/run-plan.ts';
import type { ObservationExplanation } from '../../src/warehouse/queries/observation-explanation.ts';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';

const folder = mkdtempSync(join(tmpdir(), 'egdi-national-only-'));
const dataDir = join(folder, 'store');
const egdi = (...args: string[]) => runCli(args, { dataDir });
const sql = (statement: string) => queryRows({ kind: 'embedded', directory: dataDir }, statement);

beforeAll(async () => {
  copyEmbeddedTemplate(dataDir);
  expect((await egdi('run', 'national')).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('B16 freshness of a pipeline of tables', () => {
  const clocks = async () => {
    const { code, stdout } = await egdi('status', '--json');
    const { freshness } = JSON.parse(stdout) as { freshness: readonly FreshnessResult[] };
    return { code, freshness };
  };

  test('status judges the pipeline that is run, and not the Survey, which nobody runs here', async () => {
    const { code, freshness } = await clocks();
    expect(code).toBe(0);
    expect(new Set(freshness.map(({ pipeline }) => pipeline))).toEqual(new Set(['national']));
    const population = freshness.find(({ name }) => name.includes('Population at the end of the year'));
    expect(population).toMatchObject({
      clock: 'source',
      dated_by: 'last-period',
      max_loaded_at: '2025-12-31T00:00:00.000Z',
      status: 'pass',
      not_judged: 'figures that ship with the program',
    });
    const { stdout } = await egdi('status');
    expect(stdout).not.toContain('STALE');
    expect(stdout).not.toContain('Survey');
    expect(stdout).toMatch(/^not judged +\d+ sources, of .*figures that ship with the program/m);
  });

  test('a silent pipeline is exit 5, and so are figures of one’s own that are too old', async () => {
    await sql(`update ops.run set finished_at = now() - interval '101 days'`);
    expect((await clocks()).code).toBe(5);
    expect((await egdi('status')).stdout).toMatch(/^pipeline age +last success 101 days ago: STALE/m);
    await sql(`update ops.run set finished_at = now()`);
    expect((await clocks()).code).toBe(0);
    // As if the file had come from elsewhere: its last month is June 2018.
    await sql(`update warehouse.source_file set sha256 = repeat('0', 64) where layout_id = 'bns-cpi'`);
    const { code, freshness } = await clocks();
    expect(code).toBe(5);
    expect(freshness.filter(({ status }) => status === 'error')).toMatchObject([
      { name: expect.stringContaining('Consumer price index'), cadence: 'every month', not_judged: null },
    ]);
    expect((await egdi('status')).stdout).toMatch(/Consumer price\s+index,\s+cube,\s+figures\s+up/);
  });
});

describe('law 9: egdi explain of an observation', () => {
  test('tells value, print, unit, status, file, cell, hash, publisher, address, release', async () => {
    const { code, stdout } = await egdi('explain', 'KAZ:750000000', 'bns:population', '2025', '--json');
    expect(code).toBe(0);
    const { facts, place, releaseNo } = JSON.parse(stdout) as ObservationExplanation;
    expect([place, releaseNo]).toEqual([{ code: 'KAZ:750000000', name: 'Almaty' }, 1]);
    expect(facts).toMatchObject([
      {
        periodKind: 'year',
        periodStart: '2025-01-01',
        value: '2292055',
        printed: '2292055',
        unit: 'persons',
        status: 'observed',
        cell: '$[1].periods[0].value',
        sinceRelease: 1,
        runId: 1,
        file: {
          name: 'bns-population.json',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          url: 'https://stat.gov.kz/api/iblock/element/6645/json/file/kk/',
        },
        revisions: [{ releaseNo: 1, value: '2292055' }],
      },
    ]);
    const text = (await egdi('explain', 'KAZ:750000000', 'bns:population', '2025')).stdout;
    expect(text).toMatch(/^ {2}value +2292055$/m);
    expect(text).toMatch(/^ {2}cell +\$\[1\]\.periods\[0\]\.value$/m);
    expect(text).toContain(facts[0]?.file.sha256);
  });

  test('lists what there is where more than one figure fits, and says how to name one', async () => {
    const { code, stdout } = await egdi('explain', 'Kazakhstan', 'bns:population');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2014 +17160855 +observed +17160855 +\$\[0\]\.periods\[0\]\.value/m);
    expect(stdout).toMatch(/egdi (?:-- )?explain KAZ bns:population 2025$/m);
  });

  test.each([
    [['KAZ', 'bns:populaton', '2025'], 'did you mean bns:population?'],
    [['KAZ:999', 'bns:population', '2025'], 'dim_region'],
    [['KAZ', 'bns:population', '1999'], 'begin between 2014-01-01 and 2025-01-01'],
    [['KAZ', 'bns:cpi', '2018'], 'say nothing about it'],
    [['KAZ', 'bns:population', 'last year'], '2016-Q2'],
    [['KAZ', 'bns:population', '2025', '--index', 'TII'], '--index is not about an observation'],
    [['KAZ', '2018'], 'it holds nothing of the Survey yet: egdi run un-survey'],
  ])('%j is answered by what can be asked instead', async (args, hint) => {
    const { code, stdout, stderr } = await egdi('explain', ...args);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(hint)]);
  });
});

test('a backfill is answered by the command that loads its files', async () => {
  const { code, stderr } = await egdi('backfill', 'national', '--edition', '2018');
  expect([code, stderr]).toEqual([2, expect.stringContaining('egdi run national --input FILE')]);
});

test('a plan of the Survey misses no file of national figures', async () => {
  const { code, stdout } = await egdi('plan', '--json');
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as RunPlan).missing).toEqual([]);
});

test('releases, diff, doctor, gc and export cope with it', async () => {
  expect((await egdi('releases')).stdout).toMatch(/\d+ indicators; \d+ reference tables/);
  expect((await egdi('diff', '1', 'published')).stdout).toContain('no fact differs');
  expect((await egdi('gc', '--keep', '1', '--dry-run')).stdout).toContain('Nothing to remove');
  const out = join(folder, 'export');
  expect((await egdi('export', 'fact_national_observation', '--out', out)).code).toBe(0);
  const [{ facts } = {}] = await sql(
    'select count(*)::integer as facts from reporting.fact_national_observation',
  );
  const lines = readFileSync(join(out, 'fact_national_observation.csv'), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(Number(facts) + 1);
});
