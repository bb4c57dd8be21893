import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunPlan } from '../../src/pipeline/plan/run-plan.ts';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { runCli } from '../support/cli.ts';
import { describeTwoDatabases } from '../support/databases.ts';
import { dumpSchemas, queryRows, withWarehouse } from '../support/dump.ts';
import { readFolder } from '../support/run-bench.ts';

const OFFICIAL = join(import.meta.dirname, '..', '..', 'fixtures/un-survey/egovkb');
const SCHEMAS = ['ops', 'warehouse', 'history', 'reporting'];
const official = (edition: number) => `EGOV_DATA_${edition}.csv`;

describe('B11 egdi plan without a database', () => {
  let folder: string;
  let dataDir: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-plan-'));
    dataDir = join(folder, 'data');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('everything is new, and no database comes into being', async () => {
    const args = ['plan', '--input', join(OFFICIAL, official(2018))];
    const text = await runCli(args, { dataDir });
    expect([text.code, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toContain('Nothing is published yet: everything is new. Nothing was written.');
    expect(text.stdout).toMatch(/^ +new +EGOV_DATA_2018\.csv +784baba36912 +egovkb$/m);
    expect(text.stdout).toMatch(/^2018 +193 +193 +0 +0 +965 +new$/m);
    expect(text.stdout).toContain('A run would publish a release, exit 0');
    const json = await runCli([...args, '--json'], { dataDir });
    const plan = JSON.parse(json.stdout) as RunPlan;
    expect(plan).toMatchObject({ planVersion: 1, publishedRelease: null, schema: { isReadable: true } });
    expect(plan.predicted).toEqual({
      outcome: 'published',
      exitCode: 0,
      message: null,
      dependsOnAudits: true,
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each([
    ['nothing', '', /is no JSON/],
    ['another document', '{"outcome": "published"}', /is no plan of this program/],
    ['a plan of another version', '{"planVersion": 2}', /planVersion/],
  ])('a plan file that holds %s is refused before anything is opened', async (_name, content, message) => {
    const file = join(folder, 'bad.json');
    await writeFile(file, content);
    const result = await runCli(['run', '--plan', file], { dataDir });
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a plan file has its limit, and options of the run are those of the plan', async () => {
    const file = join(folder, 'endless.json');
    await writeFile(file, Buffer.alloc(64_000_001, ' '));
    const endless = await runCli(['run', '--plan', file], { dataDir });
    expect([endless.code, endless.stderr]).toEqual([2, expect.stringContaining('is larger than 64 MB')]);
    const mixed = await runCli(['run', '--plan', file, '--force'], { dataDir });
    expect([mixed.code, mixed.stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describeTwoDatabases('B11 egdi run --plan', (database) => {
  let folder: string;
  let inputs: string;
  let planFile: string;
  let where: string[];
  let dataDir: string;

  const state = async () => [
    await withWarehouse(database.target(), (warehouse) => dumpSchemas(warehouse, SCHEMAS)),
    await readFolder(join(dataDir, 'snapshots')),
    await readFolder(join(dataDir, 'outputs')),
  ];
  const egdi = (...args: string[]) => runCli([...args, ...where], { dataDir });
  const plan = async (...args: string[]): Promise<RunPlan> => {
    const result = await egdi('plan', '--json', '--out', planFile, ...args);
    expect(result.code, result.stderr).toBe(0);
    expect(await readFile(planFile, 'utf8')).toBe(result.stdout);
    return JSON.parse(result.stdout) as RunPlan;
  };
  /** Runs by plan; it must be refused for the reason given, and nothing be written. */
  const expectRefusal = async (code: number, reason: RegExp) => {
    const before = await state();
    const result = await egdi('run', '--plan', planFile);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(reason);
    expect(await state()).toEqual(before);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-plan-'));
    const target = database.target();
    dataDir = target.kind === 'embedded' ? target.directory : join(folder, 'data');
    where = target.kind === 'server' ? ['--database-url', target.url] : [];
    planFile = join(folder, 'plan.json');
    inputs = join(folder, 'inputs');
    expect((await egdi('run', '--input', join(OFFICIAL, official(2016)))).code).toBe(0);
  });
  beforeEach(async () => {
    await rm(inputs, { recursive: true, force: true });
    await mkdir(inputs);
    await cp(join(OFFICIAL, official(2016)), join(inputs, official(2016)));
    await cp(join(OFFICIAL, official(2018)), join(inputs, official(2018)));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('plan writes nothing: every table, every snapshot and output is as it was', async () => {
    const before = await state();
    const made = await plan('--input', inputs);
    expect(made.predicted.outcome).toBe('published');
    expect(await state()).toEqual(before);
  });

  test('after an input was touched, is missing or came in addition it is refused and names it', async () => {
    await plan('--input', inputs);
    const text = await readFile(join(inputs, official(2018)), 'utf8');
    await writeFile(join(inputs, official(2018)), `${text}\n`);
    await expectRefusal(3, /input .*EGOV_DATA_2018\.csv has other bytes/);
    await rm(join(inputs, official(2018)));
    await cp(join(OFFICIAL, official(2020)), join(inputs, official(2020)));
    await expectRefusal(3, /input .*2018\.csv is missing; input .*2020\.csv is new/);
  });

  test('under another declaration it is refused', async () => {
    const declaration = join(folder, 'declaration.json');
    const alias = (name: string) => JSON.stringify({ aliases: [{ name, iso3: 'KAZ' }] });
    await writeFile(declaration, alias('Qazaqstan'));
    await plan('--input', inputs, '--declare', declaration);
    await writeFile(declaration, alias('Qazaqstan Respublikasy'));
    await expectRefusal(3, /changed: declarations of the pipeline/);
  });

  test('a plan with a hash that the run does not make loads nothing', async () => {
    await plan('--input', inputs);
    const content = JSON.parse(await readFile(planFile, 'utf8'));
    const score = content.partitions.find(
      ({ partitionKey }: { partitionKey: string }) => partitionKey === '2018',
    );
    score.contentSha256 = 'f'.repeat(64);
    await writeFile(planFile, JSON.stringify(content));
    const result = await egdi('run', '--plan', planFile);
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('score 2018')]);
    const sql = "select count(*) as n from warehouse.partition_version where partition_key = '2018'";
    expect(await queryRows(database.target(), sql)).toEqual([{ n: 0 }]);
    expect(await queryRows(database.target(), 'select release_no from warehouse.publication')).toEqual([
      { release_no: 1 },
    ]);
  });

  test('otherwise it does what was planned, and once: after another publication the plan is outdated', async () => {
    const made = await plan('--input', inputs);
    const result = await egdi('run', '--plan', planFile, '--json', '--reason', 'as planned');
    expect(result.code, result.stderr).toBe(0);
    const report = JSON.parse(result.stdout) as RunReport;
    expect(report.outcome).toBe('published');
    const made2018 = made.partitions.filter(({ status }) => status === 'new');
    const loaded = await queryRows(
      database.target(),
      `select dataset, partition_key, content_sha256, reason from warehouse.publication
       join warehouse.release_partition using (release_no) join warehouse.release using (release_no)
       join warehouse.partition_version using (version_id, dataset, partition_key)
       where since_release_no = release_no order by 1, 2`,
    );
    expect(loaded).toEqual(
      made2018
        .map(({ dataset, partitionKey, contentSha256 }) => ({
          dataset,
          partition_key: partitionKey,
          content_sha256: contentSha256,
          reason: 'as planned',
        }))
        .sort((a, b) => (a.dataset < b.dataset ? -1 : 1)),
    );
    await expectRefusal(3, /release 2 is published, not release 1/);
    const again = await plan('--input', inputs);
    expect(again.predicted.outcome).toBe('noop');
    const noop = await egdi('run', '--plan', planFile, '--json');
    expect((JSON.parse(noop.stdout) as RunReport).outcome).toBe('noop');
  });
});
