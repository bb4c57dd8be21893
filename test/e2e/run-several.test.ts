/** Several pipelines in one call: each in its turn, none kept back by another, told as one. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { runArtifactSchema } from '../../src/report/artifacts/run-artifact-schema.ts';
import { acquireStoreLock } from '../../src/warehouse/connection/store-lock.ts';
import { runCli } from '../support/cli.ts';
import { copyEmbeddedTemplate } from '../support/databases.ts';
import { dumpSchemas, queryRows, withWarehouse } from '../support/dump.ts';
import { runEventSchema } from '../support/lineage-schema.ts';
import { parsePrometheus } from '../support/prometheus-parser.ts';
import { FIXTURE_FOLDER, officialFile } from '../support/survey-files.ts';

const ALL = ['un-survey', 'international', 'national'];

const folder = mkdtempSync(join(tmpdir(), 'egdi-several-'));
const dataDir = join(folder, 'store');
const target = { kind: 'embedded', directory: dataDir } as const;
const runsFolder = join(folder, 'runs');
const lineage = join(folder, 'events.ndjson');
const metrics = join(folder, 'egdi.prom');
const asked: string[] = [];
const monitor = createServer((request, response) => {
  asked.push(String(request.url));
  response.end();
});
let env: Record<string, string>;

beforeAll(async () => {
  copyEmbeddedTemplate(dataDir);
  monitor.listen(0, '127.0.0.1');
  await once(monitor, 'listening');
  env = {
    EGDI_ARTIFACT_DIR: runsFolder,
    EGDI_METRICS_FILE: metrics,
    EGDI_OPENLINEAGE: lineage,
    EGDI_HEARTBEAT_URL: `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/ping`,
  };
});
afterAll(async () => {
  monitor.close();
  rmSync(folder, { recursive: true, force: true });
});

const egdi = (...args: string[]) => runCli(args, { dataDir, env });
const sql = (statement: string) => queryRows(target, statement);
const reportsOf = (stdout: string) => JSON.parse(stdout) as RunReport[];
const runs = () => sql('select pipeline, outcome, exit_code, release_no from ops.run order by run_id');
const dump = () => withWarehouse(target, (warehouse) => dumpSchemas(warehouse, ['warehouse', 'reporting']));
const artifacts = () =>
  readdirSync(runsFolder)
    .sort()
    .map((name) =>
      runArtifactSchema.parse(JSON.parse(readFileSync(join(runsFolder, name, 'run.json'), 'utf8'))),
    );

test('each runs in the given order, and --json is the list of their reports', async () => {
  const { code, stdout, stderr } = await egdi('run', ...ALL, '--json');
  expect([code, stderr]).toEqual([0, '']);
  const reports = reportsOf(stdout);
  expect(reports.map(({ pipeline, outcome }) => [pipeline, outcome])).toEqual(
    ALL.map((pipeline) => [pipeline, 'published']),
  );
  const releases = reports.map(({ publishedRelease }) => publishedRelease ?? 0);
  expect(releases).toEqual(releases.toSorted((one, other) => one - other));
  const ledger = await runs();
  expect([...new Set(ledger.map(({ pipeline }) => pipeline))]).toEqual(ALL);
  expect(ledger.map(({ release_no: made }) => made)).toEqual(ledger.map((_, position) => position + 1));
});

test('every run of any pipeline leaves its run.json, lineage and metrics; the heartbeat is one for all', async () => {
  const [, international, national] = artifacts();
  expect(artifacts().map(({ pipeline, outcome }) => [pipeline, outcome])).toEqual(
    ALL.map((pipeline) => [pipeline, 'published']),
  );
  const revised = international?.partitions.filter(
    ({ partitionKey }) => partitionKey === 'worldbank:IT.CEL.SETS.P2',
  );
  expect(revised?.map(({ dataset, isNew }) => [dataset, isNew])).toEqual([
    ['observation', true],
    ['observation', true],
  ]);
  expect(
    national?.partitions.map(({ dataset, partitionKey, facts }) => [dataset, partitionKey, facts]),
  ).toContainEqual(['national_observation', 'bns:population', 32]);
  const [{ published } = {}] = await sql(
    'select count(*)::integer as published from reporting.fact_national_observation',
  );
  expect(national?.partitions.reduce((sum, { facts }) => sum + facts, 0)).toBe(published);
  const stored = await sql(
    "select stage, sum(units_out)::integer as units from ops.stage_run join ops.run using (run_id) where pipeline = 'national' group by stage order by stage",
  );
  const counted = new Map<string, number>();
  for (const { stage, out } of national?.counts ?? []) counted.set(stage, (counted.get(stage) ?? 0) + out);
  expect(stored).toEqual([...counted].sort().map(([stage, units]) => ({ stage, units })));
  expect(national?.inputs.find(({ file }) => file.endsWith('bns-cpi.csv'))?.origin?.publisher).toBeTruthy();

  const events = readFileSync(lineage, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => runEventSchema.parse(JSON.parse(line)));
  expect(events.map(({ eventType, job }) => [job.name, eventType])).toEqual(
    ALL.flatMap((name) => [
      [name, 'START'],
      [name, 'COMPLETE'],
    ]),
  );
  const outputs = events.at(-1)?.outputs?.map(({ name }) => name.split('.').slice(-2).join('.'));
  expect(outputs).toContain('reporting.fact_national_observation');

  const samples = parsePrometheus(readFileSync(metrics, 'utf8'));
  const successes = samples.filter(({ name }) => name === 'egdi_run_last_success_timestamp_seconds');
  expect(successes.map(({ labels }) => labels.pipeline).sort()).toEqual(ALL.toSorted());
  expect(asked).toEqual(['/ping']);
});

test('a second call says briefly that nothing changed, and writes one row of ops.run for each', async () => {
  const before = await dump();
  const ledger = await runs();
  const { code, stdout } = await egdi('run', ...ALL);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^UN E-Government Survey: nothing changed\. 19 input files .* release \d+/),
    expect.stringMatching(
      /^International component sources: nothing changed\. \d+ input files .* release \d+/,
    ),
    expect.stringMatching(/^National statistics .*: nothing changed\. \d+ input files .* release \d+/),
  ]);
  expect(await dump()).toEqual(before);
  expect(await runs()).toEqual([
    ...ledger,
    ...ALL.map((pipeline) => ({
      pipeline,
      outcome: 'noop',
      exit_code: 0,
      release_no: ledger.at(-1)?.release_no,
    })),
  ]);
});

test('a refused pipeline keeps no other from running; the exit code is the worst, and no sign of life is sent', async () => {
  const broken = join(folder, 'bns-population.json');
  writeFileSync(
    broken,
    JSON.stringify([{ terms: ['741880'], periods: [{ date: '31.12.2014', value: 'x' }] }]),
  );
  const only2018 = officialFile(2018);
  asked.length = 0;
  const { code, stdout } = await egdi(
    ...['run', 'national', 'un-survey', 'international', '--json'],
    ...['--input', `national=${broken}`, `un-survey=${only2018}`],
  );
  expect(code).toBe(3);
  expect(reportsOf(stdout).map(({ pipeline, outcome, exitCode }) => [pipeline, outcome, exitCode])).toEqual([
    ['national', 'refused', 3],
    ['un-survey', 'unchanged', 0],
    ['international', 'noop', 0],
  ]);
  expect(asked).toEqual([]);
  const samples = parsePrometheus(readFileSync(metrics, 'utf8'));
  expect(
    samples
      .filter(({ name }) => name === 'egdi_run_exit_code')
      .map(({ labels, value }) => [labels.pipeline, value])
      .sort(),
  ).toEqual([
    ['international', 0],
    ['national', 3],
    ['un-survey', 0],
  ]);
});

test('a store in use is told once, exit 75, and nothing runs', async () => {
  const lock = await acquireStoreLock(dataDir, { command: 'a test' });
  const ended = await egdi('run', ...ALL);
  await lock.release();
  expect([ended.code, ended.stdout]).toEqual([75, '']);
  expect(ended.stderr.match(/egdi: /g)).toHaveLength(1);
});

test('a warehouse that cannot be written is a failed run of each pipeline, exit 7', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const left = join(folder, 'left');
  const manual = { EGDI_MIGRATE: 'manual', EGDI_ARTIFACT_DIR: left };
  const { code, stdout } = await runCli(['run', 'national', 'international', '--json'], {
    dataDir: empty,
    env: manual,
  });
  expect(code).toBe(7);
  expect(reportsOf(stdout)).toMatchObject([
    { pipeline: 'national', outcome: 'failed', exitCode: 7 },
    { pipeline: 'international', outcome: 'failed', exitCode: 7 },
  ]);
  expect(readdirSync(left)).toHaveLength(2);
});

test('what fits only one pipeline is refused with the reason, and so is a name given twice', async () => {
  for (const [args, reason] of [
    [['run', ...ALL, '--series', 'itu:i911'], '--series does not fit several pipelines'],
    [['run', ...ALL, '--declare', 'x.json'], '--declare does not fit several pipelines'],
    [['run', ...ALL, '--no-publish'], '--no-publish does not fit several pipelines'],
    [['run', ...ALL, '--plan', 'x.json'], '--plan does not fit several pipelines'],
    [['run', ...ALL, '--input', FIXTURE_FOLDER], 'of which of the pipelines is it'],
    [['run', 'national', 'national'], '“national” is named twice'],
    [['run', 'national', 'unknown'], 'there is no pipeline “unknown”'],
    [['schedule', '--once', 'national', 'unknown'], 'there is no pipeline “unknown”'],
  ] as const) {
    const { code, stdout, stderr } = await egdi(...args);
    expect([args, code, stdout, stderr]).toEqual([args, 2, '', expect.stringContaining(reason)]);
  }
});

test('a tick of the scheduler runs the named pipelines and ends with the worst exit code', async () => {
  const { code, stdout, stderr } = await egdi('schedule', '--once', '--json', 'international', 'national');
  expect(code).toBe(0);
  expect(reportsOf(stdout).map(({ pipeline, outcome }) => [pipeline, outcome])).toEqual([
    ['international', 'noop'],
    ['national', 'noop'],
  ]);
  expect(stdout.trimEnd()).not.toContain('\n');
  expect(stderr).toContain('schedule.tick.finished');
  expect(await sql("select pipeline from ops.run where command = 'schedule' order by run_id")).toEqual([
    { pipeline: 'international' },
    { pipeline: 'national' },
  ]);
});
