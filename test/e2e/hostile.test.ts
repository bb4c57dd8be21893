import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { type Dump, dumpSchemas, withWarehouse } from '../support/dump.ts';
import { writeJunkFile } from '../support/junk-file.ts';

interface HostileCase {
  readonly file: string;
  readonly wrong: string;
  readonly exitCode: number;
  readonly issues: readonly string[];
  readonly atLeast?: boolean;
}

const FOLDER = fileURLToPath(new URL('../../fixtures/hostile/', import.meta.url));
const CASES = JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as HostileCase[];

describeEmbedded('B5 bad input gets a clear error, and nothing is lost', (database) => {
  let published: Dump;
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const dump = () => withWarehouse(database.target(), (warehouse) => dumpSchemas(warehouse, ['reporting']));
  const backfill = async (file: string) => {
    const result = await runCli(['backfill', 'un-survey', '--json', '--data-dir', dataDir(), '--file', file]);
    expect(result.stdout, result.stderr).not.toBe('');
    return { code: result.code, report: JSON.parse(result.stdout) as RunReport };
  };

  beforeAll(async () => {
    expect((await runCli(['run', '--data-dir', dataDir()])).code).toBe(0);
    published = await dump();
  });

  test.each(CASES.map((one) => [one.file, one.wrong, one] as const))(
    '%s: %s',
    async (file, _wrong, expected) => {
      const { code, report } = await backfill(join(FOLDER, file));
      const raised = new Set(
        report.issues.filter(({ severity }) => severity !== 'info').map(({ code: found }) => found),
      );
      if (expected.atLeast) for (const wanted of expected.issues) expect([...raised]).toContain(wanted);
      else expect([...raised].sort()).toEqual([...expected.issues].sort());
      expect(code).toBe(expected.exitCode);
      expect(report.exitCode).toBe(expected.exitCode);
      // Every finding says where it is: a cell where there are cells.
      for (const found of report.issues.filter(({ severity }) => severity === 'error'))
        expect(found.file).toBeDefined();
      expect(await dump()).toEqual(published);
    },
  );

  test('a junk file of 200 MB is refused by its size', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'egdi-junk-'));
    try {
      const junk = join(folder, 'EGOV_DATA_2018.csv');
      writeJunkFile(junk, 200, 'unbroken');
      const { code, report } = await backfill(junk);
      expect(code).toBe(3);
      expect(report.issues.map((found) => found.code)).toEqual(['file-too-large']);
      expect(await dump()).toEqual(published);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('rows that were held back are kept whole, with their issues', async () => {
    await backfill(join(FOLDER, 'name-unknown.csv'));
    const held = await withWarehouse(database.target(), (warehouse) =>
      warehouse.withConnection((session) =>
        session.query(
          `select file_name, row_no, edition, raw, issue_codes, status from ops.quarantine
           where file_name = 'name-unknown.csv' order by quarantine_id desc limit 1`,
        ),
      ),
    );
    const [row] = held.rows;
    expect(row).toMatchObject({ edition: 2018, issue_codes: ['name-unknown'], status: 'open' });
    expect(JSON.stringify(row?.raw)).toContain('Kazakstan');
    expect(JSON.stringify(row?.raw)).toContain('0.75970');
  });

  test('B7 as many rows are kept as the stages counted as quarantined', async () => {
    const runs = await withWarehouse(database.target(), (warehouse) =>
      warehouse.withConnection((session) =>
        session.query(
          `select r.run_id, coalesce(c.quarantined, 0) as counted, count(q.quarantine_id) as kept
           from ops.run r
           left join (select run_id, sum(quarantined)::bigint as quarantined from ops.stage_run
                      where stage in ('validate', 'normalise') group by 1) c using (run_id)
           left join ops.quarantine q on coalesce(q.last_run_id, q.run_id) = r.run_id
           -- A later run over the same file has its rows now.
           where not exists (select from ops.quarantine l where l.run_id = r.run_id and l.last_run_id is not null)
           group by 1, 2 order by 1`,
        ),
      ),
    );
    expect(runs.rows.filter(({ counted }) => Number(counted) > 0).length).toBeGreaterThan(8);
    for (const { run_id, counted, kept } of runs.rows) expect([run_id, kept]).toEqual([run_id, counted]);
  });

  test('after all of it, the next run works', async () => {
    const result = await runCli(['run', '--json', '--data-dir', dataDir()]);
    expect(result.code).toBe(0);
    expect((JSON.parse(result.stdout) as RunReport).outcome).toBe('noop');
  });
});
