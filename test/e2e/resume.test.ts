import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunPlan } from '../../src/pipeline/plan/run-plan.ts';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { Point } from '../../src/runtime/points.ts';
import { runCli } from '../support/cli.ts';
import { startCli } from '../support/cli-process.ts';
import { describeEmbedded, describeTwoDatabases, type TestDatabase } from '../support/databases.ts';
import { queryRows, withWarehouse } from '../support/dump.ts';
import { killedAt } from '../support/fault-points.ts';
import { FIXTURE_FOLDER, officialFile } from '../support/survey-files.ts';

/** Two sources of one edition, so that there are cross-checks, and findings to be recorded. */
const INPUTS = ['--input', officialFile(2014), join(FIXTURE_FOLDER, 'un-survey/unu-egov/egdi-2014.csv')];
const REUSED = ['validate', 'normalise', 'compute', 'reconcile'];

/** After the output was kept, and before the run is over. */
const POINTS: readonly Point[] = [
  'output.renamed',
  'load.facts-copied',
  'load.committed',
  'audit.committed',
  'publish.publication-moved',
  'publish.committed',
];

function createRunner(database: TestDatabase) {
  let dataDir = '';
  const where = () => {
    const target = database.target();
    return target.kind === 'server' ? ['--database-url', target.url] : [];
  };
  const runner = {
    async reset() {
      const target = database.target();
      dataDir = target.kind === 'embedded' ? target.directory : join(tmpdir(), `egdi-resume-${process.pid}`);
      await rm(join(dataDir, 'outputs'), { recursive: true, force: true });
      await rm(join(dataDir, 'snapshots'), { recursive: true, force: true });
      await withWarehouse(target, (warehouse) =>
        warehouse.withConnection((session) =>
          session.exec('drop schema if exists reporting, history, warehouse, ops cascade'),
        ),
      );
    },
    async remove() {
      if (database.kind === 'server') await rm(dataDir, { recursive: true, force: true });
    },
    async kill(point: Point, args: readonly string[] = INPUTS) {
      const child = startCli(['run', ...args, ...where()], { dataDir, env: killedAt(point) });
      expect((await child.ended).signal).toBe('SIGKILL');
    },
    async run(args: readonly string[] = INPUTS): Promise<RunReport> {
      const result = await runCli(['run', '--json', ...args, ...where()], { dataDir });
      expect(result.stdout, result.stderr).not.toBe('');
      return JSON.parse(result.stdout) as RunReport;
    },
    async plan(args: readonly string[] = INPUTS): Promise<RunPlan> {
      const result = await runCli(['plan', '--json', ...args, ...where()], { dataDir });
      return JSON.parse(result.stdout) as RunPlan;
    },
    rows: (sql: string) => queryRows(database.target(), sql),
    outputs: () => readdir(join(dataDir, 'outputs')).catch(() => []),
    async outputFile() {
      const [key] = await runner.outputs();
      return join(dataDir, 'outputs', String(key), 'reconcile.bin');
    },
    /** What the published release holds and what the last run recorded, numbers of runs and times left out. */
    async result() {
      const lastRun = '(select max(run_id) from ops.run)';
      return {
        partitions: await runner.rows(
          `select dataset, partition_key, content_sha256 from warehouse.publication
           join warehouse.release_partition using (release_no)
           join warehouse.partition_version using (version_id, dataset, partition_key) order by 1, 2`,
        ),
        evidence: await runner.rows(
          `select f.sha256, e.iso3, e.index_code, e.field, e.sheet, e.row_no, e.column_no, e.printed_text, e.agrees
           from warehouse.evidence e join warehouse.source_file f using (source_file_id) order by 1, 2, 3, 4, 6, 7`,
        ),
        issues: await runner.rows(
          `select to_jsonb(i) - 'run_id' as issue from ops.issue i where run_id = ${lastRun} order by issue_no`,
        ),
        stages: await runner.rows(
          `select to_jsonb(s) - 'run_id' - 'duration_ms' as stage from ops.stage_run s
           where run_id = ${lastRun} order by position`,
        ),
      };
    },
  };
  return runner;
}

const statuses = (report: RunReport) =>
  Object.fromEntries(report.stages.map(({ stage, status }) => [stage, status]));

describeTwoDatabases('B13 resume after a kill', (database) => {
  const runner = createRunner(database);
  let undisturbed: Awaited<ReturnType<typeof runner.result>>;

  beforeAll(async () => {
    await runner.reset();
    expect((await runner.run()).outcome).toBe('published');
    undisturbed = await runner.result();
    expect(undisturbed.partitions).toHaveLength(9);
    expect(undisturbed.issues.length).toBeGreaterThan(0);
    expect(await runner.outputs()).toEqual([]);
  });
  beforeEach(() => runner.reset());
  afterAll(() => runner.remove());

  test.each<Point>(database.kind === 'embedded' ? POINTS.filter((_, at) => at % 2 === 0) : POINTS)(
    'killed at %s: the next run goes on from the verified output and ends as if undisturbed',
    async (point) => {
      await runner.kill(point);
      const plan = await runner.plan();
      expect(plan.stages.filter(({ action }) => action === 'skip').map(({ stage }) => stage)).toEqual(
        point === 'publish.committed' ? [...REUSED, 'audit', 'publish'] : REUSED,
      );
      expect(plan.stages.find(({ stage }) => stage === 'compute')?.reason).toContain('run 1');
      expect(await runner.rows('select outcome from ops.run')).toEqual([{ outcome: 'running' }]);

      const report = await runner.run();
      expect([report.exitCode, report.resumedFrom]).toEqual([0, 1]);
      expect(report.outcome).toBe(point === 'publish.committed' ? 'unchanged' : 'published');
      expect(statuses(report)).toMatchObject({ extract: 'done', ...reused(), load: 'done' });
      expect(await runner.result()).toEqual(undisturbed);
      expect(await runner.rows('select outcome, resumed_from from ops.run order by run_id')).toEqual([
        { outcome: 'crashed', resumed_from: null },
        { outcome: report.outcome, resumed_from: 1 },
      ]);
      // Its candidate is taken up again where there is one.
      expect(await runner.rows('select release_no from warehouse.release')).toEqual([{ release_no: 1 }]);
      expect(await runner.outputs()).toEqual([]);
    },
  );

  test('killed again and again, the output stays and the releases do not grow in number', async () => {
    for (const point of ['load.committed', 'audit.committed', 'load.committed'] as const) {
      await runner.kill(point);
    }
    const report = await runner.run();
    expect([report.outcome, report.release, report.resumedFrom]).toEqual(['published', 1, 1]);
    expect(await runner.rows('select outcome, resumed_from from ops.run order by run_id')).toEqual([
      { outcome: 'crashed', resumed_from: null },
      { outcome: 'crashed', resumed_from: 1 },
      { outcome: 'crashed', resumed_from: 1 },
      { outcome: 'published', resumed_from: 1 },
    ]);
    expect(await runner.result()).toEqual(undisturbed);
  });

  test('one flipped byte: the output is not used, and the work is done again', async () => {
    await runner.kill('load.committed');
    const file = await runner.outputFile();
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(file, bytes);
    const report = await runner.run();
    expect([report.outcome, report.resumedFrom]).toEqual(['published', null]);
    expect(Object.values(statuses(report))).not.toContain('reused');
    expect(await runner.result()).toEqual(undisturbed);
    expect(await runner.rows('select outcome from ops.run order by run_id')).toEqual([
      { outcome: 'crashed' },
      { outcome: 'published' },
    ]);
    expect(await runner.outputs()).toEqual([]);
  });
});

function reused(): Record<string, string> {
  return Object.fromEntries(REUSED.map((stage) => [stage, 'reused']));
}

describeEmbedded('B13 what a kept output is good for', (database) => {
  const runner = createRunner(database);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-resume-'));
  });
  beforeEach(() => runner.reset());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a forced run does its work anew', async () => {
    await runner.kill('load.committed');
    const report = await runner.run([...INPUTS, '--force']);
    expect([report.outcome, report.resumedFrom]).toEqual(['published', null]);
    expect(Object.values(statuses(report))).not.toContain('reused');
  });

  test('outputs of other keys do not disturb, and wait for their own run', async () => {
    await runner.kill('load.committed');
    const other = ['--input', officialFile(2018)];
    expect(await runner.run(other)).toMatchObject({ outcome: 'published', resumedFrom: null });
    expect(await runner.outputs()).toHaveLength(1);
    expect(await runner.run()).toMatchObject({ outcome: 'published', resumedFrom: 1 });
    expect(await runner.outputs()).toEqual([]);
  });

  test('it is discarded after a refused run, and by the next one after a kill at the very end', async () => {
    const refused = await runner.run(['--input', join(FIXTURE_FOLDER, 'hostile/score-perturbed.csv')]);
    expect(refused.outcome).toBe('refused');
    expect(await runner.outputs()).toEqual([]);
    await runner.kill('run.ended');
    expect(await runner.outputs()).toHaveLength(1);
    expect(await runner.run()).toMatchObject({ outcome: 'noop', resumedFrom: null });
    expect(await runner.outputs()).toEqual([]);
  });

  test('what is held back and refused is recorded as by an undisturbed run', async () => {
    const args = ['--input', join(FIXTURE_FOLDER, 'hostile/score-not-a-number.csv')];
    const heldBack = () =>
      runner.rows(
        `select to_jsonb(q) - 'run_id' - 'quarantine_id' as row from ops.quarantine q
         where run_id = (select max(run_id) from ops.run) order by row_no`,
      );
    const undisturbed = await runner.run(args);
    const expected = [await heldBack(), (await runner.result()).issues];
    expect(undisturbed.quarantinedRows).toBeGreaterThan(0);
    await runner.reset();
    await runner.kill('output.renamed', args);
    const resumed = await runner.run(args);
    expect([resumed.outcome, resumed.resumedFrom]).toEqual(['refused', 1]);
    expect(resumed.issues).toEqual(undisturbed.issues);
    expect(resumed.editions).toEqual(undisturbed.editions);
    expect([await heldBack(), (await runner.result()).issues]).toEqual(expected);
  });

  test('a declared edition that is published is carried over, killed or not; a new declaration is another key', async () => {
    const inputs = join(folder, 'inputs');
    await mkdir(inputs);
    const rehearsal = (await readFile(officialFile(2024), 'utf8')).replaceAll(/^2024,/gm, '2026,');
    await writeFile(join(inputs, 'EGOV_DATA_2026.csv'), rehearsal);
    await cp(officialFile(2024), join(inputs, 'EGOV_DATA_2024.csv'));
    const declaration = join(folder, 'edition-2026.json');
    const edition = { edition: 2026, previousEdition: 2024, memberCount: 193, note: 'rehearsal' };
    await writeFile(declaration, JSON.stringify({ editions: [edition] }));
    const declared = ['--input', inputs, '--declare', declaration];

    await runner.kill('load.committed', declared);
    // Without its declaration the edition is unknown, and the key another one.
    expect(await runner.run(['--input', inputs])).toMatchObject({ outcome: 'refused', resumedFrom: null });
    expect(await runner.run(declared)).toMatchObject({ outcome: 'published', resumedFrom: 1 });

    const later = ['--input', inputs, officialFile(2018)];
    await runner.kill('load.committed', later);
    const [killed] = await runner.rows("select run_id from ops.run where outcome = 'running'");
    expect(await runner.run(later)).toMatchObject({ outcome: 'published', resumedFrom: killed?.run_id });
    expect(await runner.rows('select edition from reporting.dim_edition where not method_known')).toEqual([
      { edition: 2026 },
    ]);
  });
});
