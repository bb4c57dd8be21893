/**
 * B17: what a run leaves behind whatever it came to: run.json, log lines, metrics and lineage, equal to the ops tables
 * and without a secret.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { WarehouseTarget } from '../../src/warehouse/connection/connect.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers } from '../support/cli-process.ts';
import {
  copyEmbeddedTemplate,
  describeEachServer,
  describeTwoDatabases,
  runOnce,
  type TestDatabase,
} from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';
import { pausedAt } from '../support/fault-points.ts';
import { type ObservedCli, observedCli, type Traces } from '../support/observed-cli.ts';
import { officialFile } from '../support/survey-files.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const hostile = (file: string) => join(ROOT, 'fixtures/hostile', file);
const SCHEMA = z.fromJSONSchema(JSON.parse(readFileSync(join(ROOT, 'schemas/run.schema.json'), 'utf8')));

const PASSWORD = 'p@ss/w0rd-of-loader';
const LINEAGE_KEY = 'lineage-key-of-collector';
/** Both as they are and as an address has them. */
const SECRETS = [PASSWORD, encodeURIComponent(PASSWORD), LINEAGE_KEY];

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-observed-'));
  folders.push(folder);
  return folder;
}
afterEach(killLeftovers);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The program on a test's database. The server trusts its socket, so that any password will do. */
function programOn(database: TestDatabase, folder: string): { cli: ObservedCli; where: string[] } {
  const target = database.target();
  const secrets = { EGDI_OPENLINEAGE_API_KEY: LINEAGE_KEY };
  if (target.kind === 'embedded') {
    return { cli: observedCli(folder, secrets), where: ['--data-dir', target.directory] };
  }
  const url = new URL(target.url);
  url.password = PASSWORD;
  return {
    cli: observedCli(folder, { ...secrets, DATABASE_URL: url.href }),
    where: ['--data-dir', join(folder, 'data')],
  };
}

/** run.json says what the ledger says. */
async function expectLedger(target: WarehouseTarget, { artifact }: Traces): Promise<void> {
  expect(SCHEMA.safeParse(artifact).error).toBeUndefined();
  const id = artifact.runId;
  const [run] = await queryRows(
    target,
    `select outcome, exit_code, run_key, message, resumed_from, pipeline, command, actor, host, pid
     from ops.run where run_id = ${id}`,
  );
  expect(run).toEqual({
    outcome: artifact.outcome,
    exit_code: artifact.exitCode,
    run_key: artifact.runKey,
    message: artifact.message,
    resumed_from: artifact.resumedFrom,
    pipeline: artifact.pipeline,
    command: artifact.command,
    actor: artifact.process.actor,
    host: artifact.process.host,
    pid: artifact.process.pid,
  });
  const counts = await queryRows(
    target,
    `select stage, unit, units_in::int as "in", fan_out as "fanOut", units_out::int as out,
            quarantined::int, excluded::int, merged::int
     from ops.stage_run where run_id = ${id} order by position`,
  );
  expect(artifact.counts).toEqual(counts);
  const issues = await queryRows(
    target,
    `select code, severity, count(*)::int as count from ops.issue where run_id = ${id} group by 1, 2 order by 1, 2`,
  );
  expect([...artifact.issues.byCode].sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual(issues);
  const [held] = await queryRows(
    target,
    `select count(*)::int as rows from ops.quarantine
     where coalesce(last_run_id, run_id) = ${id} and status = 'open'`,
  );
  expect(artifact.quarantinedRows).toBe(held?.rows);
  const audits = await queryRows(
    target,
    `select audit, severity, status, failing_count::int as "failingCount" from ops.audit_result
     where run_id = ${id} order by audit collate "C"`,
  );
  const told = artifact.audits.map(({ about: _about, ...audit }) => audit);
  expect(told.sort((a, b) => (a.audit < b.audit ? -1 : 1))).toEqual(audits);
  const known = await queryRows(target, 'select content_sha256 as hash from warehouse.partition_version');
  const hashes = new Set(known.map(({ hash }) => hash));
  expect(artifact.partitions.filter(({ contentSha256 }) => !hashes.has(contentSha256))).toEqual([]);
}

function expectLineage({ artifact, events }: Traces, end: 'COMPLETE' | 'FAIL' | 'ABORT'): void {
  expect(events.map(({ eventType }) => eventType)).toEqual(['START', end]);
  expect(events[1]?.inputs.map(({ facets }) => facets.version.datasetVersion)).toEqual(
    artifact.inputs.map(({ sha256 }) => sha256),
  );
  expect(events[1]?.outputs.length).toBe(artifact.release.written.length);
}

function expectLog({ artifact, logs }: Traces): void {
  const ofRun = logs.slice(logs.findIndex(({ event }) => event === 'run.started'));
  expect(ofRun.filter(({ run_id }) => run_id !== artifact.runId)).toEqual([]);
  const named = (name: string) => ofRun.filter(({ event }) => event === name);
  expect([named('run.started').length, named('run.finished').length]).toEqual([1, 1]);
  expect(named('run.finished')[0]).toMatchObject({
    outcome: artifact.outcome,
    exit_code: artifact.exitCode,
    duration_ms: artifact.durationMs,
  });
  const ended = [...named('stage.finished'), ...named('stage.failed')].filter(
    (line) => 'duration_ms' in line,
  );
  expect(ended.map(({ stage, duration_ms }) => [stage, duration_ms])).toEqual(
    artifact.stages.map(({ stage, durationMs }) => [stage, durationMs]),
  );
  expect(named('stage.started').map(({ stage }) => stage)).toEqual(artifact.stages.map(({ stage }) => stage));
  for (const line of logs) {
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).toContain(line.level);
  }
}

function metric(traces: Traces, name: string, labels: Record<string, string> = {}): number | undefined {
  return traces.metrics.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
  )?.value;
}

describeTwoDatabases('B17 artifacts of every outcome', (database) => {
  let cli: ObservedCli;
  let where: string[];
  beforeAll(() => {
    ({ cli, where } = programOn(database, newFolder()));
  });
  const run = (...args: string[]) => cli.run(['run', ...where, ...args]);
  const backfill = (file: string) => cli.run(['backfill', 'un-survey', ...where, '--file', hostile(file)]);

  // In this order: each is the state that the next one needs.
  test.each([
    ['candidate', 0, 'COMPLETE', () => run('--input', officialFile(2018), '--no-publish')],
    ['published', 0, 'COMPLETE', () => run('--input', officialFile(2018))],
    ['noop', 0, 'COMPLETE', () => run('--input', officialFile(2018))],
    ['unchanged', 0, 'COMPLETE', () => run('--input', officialFile(2018), '--force')],
    ['refused', 3, 'FAIL', () => backfill('name-unknown.csv')],
    ['refused', 4, 'FAIL', () => backfill('score-perturbed.csv')],
    [
      'published',
      3,
      'COMPLETE',
      () => run('--publish-partial', '--input', officialFile(2020), hostile('name-unknown.csv')),
    ],
  ] as const)(
    '%s with exit code %d: all of them agree with the ledger',
    async (outcome, code, end, start) => {
      const before = cli.artifactNames().length;
      const ended = await start();
      expect([ended.code, ended.artifact.outcome, ended.artifact.exitCode], ended.stderr).toEqual([
        code,
        outcome,
        code,
      ]);
      expect(cli.artifactNames()).toHaveLength(before + 1);
      await expectLedger(database.target(), ended);
      expectLineage(ended, end);
      expectLog(ended);
      expect(metric(ended, 'egdi_run_outcome', { outcome })).toBe(1);
      expect(metric(ended, 'egdi_run_exit_code')).toBe(code);
      expect(metric(ended, 'egdi_release_published')).toBe(ended.artifact.release.published ?? 0);
      // What --json prints is the same run.
      expect(ended.report).toMatchObject({
        runId: ended.artifact.runId,
        counts: ended.artifact.counts,
        partitions: ended.artifact.partitions,
        written: ended.artifact.release.written,
      });
    },
  );

  test('the last success stays that of the run that was one', async () => {
    const success = await run('--input', officialFile(2018), officialFile(2020));
    expect(success.code).toBe(0);
    const at = metric(success, 'egdi_run_last_timestamp_seconds');
    const failed = await backfill('name-unknown.csv');
    expect(metric(failed, 'egdi_run_last_success_timestamp_seconds')).toBe(at);
    expect(metric(failed, 'egdi_quarantine_open')).toBeGreaterThan(0);
  });

  test('stopped by SIGTERM: aborted, 143, ABORT, and the ledger says the same', async () => {
    const { cli: stopped, resume } = await pausedAt(
      'load.files-stored',
      ['run', ...where, '--force', '--input', officialFile(2022)],
      { folder: newFolder(), env: cli.env },
    );
    stopped.kill('SIGTERM');
    resume();
    const { code, stderr } = await stopped.ended;
    const traces = cli.traces(stderr);
    expect([code, traces.artifact.outcome, traces.artifact.exitCode]).toEqual([143, 'aborted', 143]);
    await expectLedger(database.target(), traces);
    expectLineage(traces, 'ABORT');
    expectLog(traces);
  });

  test('no secret is in anything that was written', () => {
    const texts = cli.allTexts();
    expect(texts.length).toBeGreaterThan(50_000);
    expect(SECRETS.filter((secret) => texts.includes(secret))).toEqual([]);
    // The settings are shown all the same.
    expect(texts).toContain('EGDI_OPENLINEAGE_API_KEY (environment)');
  });
});

describeEachServer('B17 a database that goes away', (database) => {
  test('the run fails, and what it leaves says so', async () => {
    const { cli, where } = programOn(database, newFolder());
    expect((await cli.run(['run', ...where, '--input', officialFile(2018)])).code).toBe(0);
    const { cli: cut, resume } = await pausedAt(
      'load.facts-copied',
      ['run', ...where, '--input', officialFile(2020)],
      { folder: newFolder(), env: cli.env },
    );
    await runOnce(
      database.url(),
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    resume();
    const { code, stderr } = await cut.ended;
    const traces = cli.traces(stderr);
    expect(code).not.toBe(0);
    expect(['failed', 'aborted']).toContain(traces.artifact.outcome);
    expect(traces.artifact.exitCode).toBe(code);
    expect(traces.artifact.counts).toEqual([]);
    expectLineage(traces, traces.artifact.outcome === 'failed' ? 'FAIL' : 'ABORT');
    expect(traces.logs.filter(({ event }) => event === 'run.finished')).toHaveLength(1);
    expect(metric(traces, 'egdi_run_exit_code')).toBe(code);
    expect(metric(traces, 'egdi_release_published')).toBe(1);
    expect(SECRETS.filter((secret) => cli.allTexts().includes(secret))).toEqual([]);
    const healed = await cli.run(['run', ...where, '--input', officialFile(2020)]);
    expect([healed.code, healed.artifact.outcome]).toEqual([0, 'published']);
  });
});

describe('B17 a run that cannot begin', () => {
  test('a server that repeats the password in its refusal does not get it into any text', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => {
        const fields = `SFATAL\0C28P01\0Mpassword "${PASSWORD}" (${encodeURIComponent(PASSWORD)}) is wrong\0\0`;
        const message = Buffer.from(fields);
        const head = Buffer.alloc(5);
        head.write('E');
        head.writeInt32BE(message.length + 4, 1);
        socket.end(Buffer.concat([head, message]));
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const folder = newFolder();
      const { port } = server.address() as { port: number };
      const cli = observedCli(folder, {
        DATABASE_URL: `postgres://loader:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/egdi`,
        EGDI_OPENLINEAGE_API_KEY: LINEAGE_KEY,
      });
      const ended = await cli.run(['run', '--data-dir', join(folder, 'data'), '--input', officialFile(2018)]);
      expect([ended.code, ended.artifact.outcome, ended.artifact.runId]).toEqual([7, 'failed', null]);
      expect(SCHEMA.safeParse(ended.artifact).error).toBeUndefined();
      expect(ended.events.map(({ eventType }) => eventType)).toEqual(['START', 'FAIL']);
      expect(metric(ended, 'egdi_run_exit_code')).toBe(7);
      expect(metric(ended, 'egdi_run_last_success_timestamp_seconds')).toBe(0);
      expect(`${ended.artifact.message} ${ended.stderr}`).toContain('is wrong');
      expect(SECRETS.filter((secret) => cli.allTexts().includes(secret))).toEqual([]);
    } finally {
      server.close();
    }
  });

  test('one that finds the warehouse in use leaves no trace: the run at work is the one to look at', async () => {
    const folder = newFolder();
    const dataDir = join(folder, 'data');
    copyEmbeddedTemplate(dataDir);
    const cli = observedCli(folder);
    const args = ['run', '--data-dir', dataDir, '--input', officialFile(2018)];
    const { cli: first, resume } = await pausedAt('load.files-stored', args, { folder, env: cli.env });
    const second = await runCli(args, { env: cli.env });
    expect(second.code).toBe(75);
    expect(cli.artifactNames()).toEqual([]);
    resume();
    const { code, stderr } = await first.ended;
    expect(code).toBe(0);
    expect(cli.traces(stderr).events).toHaveLength(2);
    expect(cli.artifactNames()).toHaveLength(1);
  });
});

describe('B17 places that cannot be written', () => {
  test('artifact folder, metrics and lineage under a file: said in the log, the exit code is that of the run', async () => {
    const folder = newFolder();
    const dataDir = join(folder, 'data');
    copyEmbeddedTemplate(dataDir);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const env = {
      EGDI_ARTIFACT_DIR: join(file, 'runs'),
      EGDI_METRICS_FILE: join(file, 'egdi.prom'),
      EGDI_OPENLINEAGE: join(file, 'events.ndjson'),
    };
    const ended = await runCli(['run', '--json', '--data-dir', dataDir, '--input', officialFile(2018)], {
      env,
    });
    expect(ended.code).toBe(0);
    const lines = ended.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ event }) => event).sort()).toEqual([
      'artifact.not-written',
      'lineage.not-sent',
      'lineage.not-sent',
      'metrics.not-written',
    ]);
    expect(existsSync(join(dataDir, 'runs'))).toBe(false);
  });
});
