import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import type { WarehouseTarget } from '../../src/warehouse/connection/connect.ts';
import { runCli } from '../support/cli.ts';
import { describeEachDatabase, describeEmbedded } from '../support/databases.ts';
import { dumpSchemas, queryRows, withWarehouse } from '../support/dump.ts';

const ALL = ['ops', 'warehouse', 'reporting'];

function argsFor(target: WarehouseTarget): string[] {
  return target.kind === 'server' ? ['--database-url', target.url] : ['--data-dir', target.directory];
}

async function contentHashes(target: WarehouseTarget): Promise<string[]> {
  return withWarehouse(target, (warehouse) =>
    warehouse.withConnection(async (session) => {
      const { rows } = await session.query(
        'select dataset, partition_key, content_sha256 from warehouse.partition_version order by 1, 2, 3',
      );
      return rows.map((row) => `${row.dataset} ${row.partition_key} ${row.content_sha256}`);
    }),
  );
}

const hashesSeen = new Map<string, string[]>();

describeEachDatabase('egdi run over the shipped inputs', (database) => {
  let dataDir: string;
  let first: RunReport;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'egdi-run-'));
    const target = database.target();
    // Snapshots lie beside the embedded database, and in a folder of their own for a server.
    const args = target.kind === 'server' ? ['--data-dir', dataDir, ...argsFor(target)] : argsFor(target);
    const result = await runCli(['run', '--json', ...args]);
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
    first = JSON.parse(result.stdout) as RunReport;
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const again = async (...extra: string[]) => {
    const result = await runCli([
      'run',
      '--json',
      ...argsFor(database.target()),
      '--data-dir',
      dataDirOf(),
      ...extra,
    ]);
    return { ...result, report: JSON.parse(result.stdout) as RunReport };
  };
  const dataDirOf = () => {
    const target = database.target();
    return target.kind === 'embedded' ? target.directory : dataDir;
  };

  test('all twelve editions load and one release is published', () => {
    expect(first.outcome).toBe('published');
    expect(first.facts).toBe(11_540);
    expect(first.editions.map(({ edition, rowsLoaded }) => [edition, rowsLoaded])).toEqual([
      [2003, 191],
      [2004, 191],
      [2005, 191],
      [2008, 192],
      [2010, 192],
      [2012, 193],
      [2014, 193],
      [2016, 193],
      [2018, 193],
      [2020, 193],
      [2022, 193],
      [2024, 193],
    ]);
    expect(first.editions.reduce((sum, { excluded }) => sum + excluded, 0)).toBe(8);
    expect(first.audits.map(({ status }) => status)).toEqual(first.audits.map(() => 'pass'));
  });

  test('no number is bare: each has status, method, file, cell and release', async () => {
    const bare = await queryRows(
      database.target(),
      `select iso3, edition, index_code from reporting.fact_index_score
       where value_status is null or methodology_id is null or source_file_sha256 is null or source_cell is null
          or published_text is null or release_no is null`,
    );
    expect(bare).toEqual([]);
  });

  test('B1 a second run says that nothing changed and writes nothing but its line in ops.run', async () => {
    const runs = () => queryRows(database.target(), 'select t::text as run from ops.run t order by run_id');
    const before = await withWarehouse(database.target(), (warehouse) => dumpSchemas(warehouse, ALL));
    const runsBefore = await runs();
    const second = await again();
    const after = await withWarehouse(database.target(), (warehouse) => dumpSchemas(warehouse, ALL));
    expect(second.code).toBe(0);
    expect(second.report.outcome).toBe('noop');
    expect({ ...after, 'ops.run': '' }).toEqual({ ...before, 'ops.run': '' });
    const runsAfter = await runs();
    expect(runsAfter).toHaveLength(runsBefore.length + 1);
    expect(runsAfter.slice(0, -1)).toEqual(runsBefore);
  });

  test('a forced run finds the same facts and moves no publication', async () => {
    const before = await withWarehouse(database.target(), (warehouse) =>
      dumpSchemas(warehouse, ['warehouse', 'reporting']),
    );
    const forced = await again('--force');
    const after = await withWarehouse(database.target(), (warehouse) =>
      dumpSchemas(warehouse, ['warehouse', 'reporting']),
    );
    expect(forced.report.outcome).toBe('unchanged');
    expect(after).toEqual(before);
  });

  test('the same partition versions come out on every database', async () => {
    hashesSeen.set(database.kind + database.target().kind, await contentHashes(database.target()));
    const [reference, ...others] = [...hashesSeen.values()];
    expect(reference).toHaveLength(31);
    for (const hashes of others) expect(hashes).toEqual(reference);
  });
});

describeEmbedded('twenty runs started at once', (database) => {
  test('one works, nineteen exit 75 naming the holder, nothing is lost', async () => {
    const args = ['run', '--json', ...argsFor(database.target())];
    const results = await Promise.all(Array.from({ length: 20 }, () => runCli(args)));
    const worked = results.filter(({ code }) => code === 0);
    const refused = results.filter(({ code }) => code === 75);
    expect([worked.length, refused.length]).toEqual([1, 19]);
    for (const { stderr } of refused) expect(stderr).toMatch(/egdi run/);
    const facts = await withWarehouse(database.target(), (warehouse) =>
      warehouse.withConnection((session) =>
        session.query('select count(*) as n from reporting.fact_index_score'),
      ),
    );
    expect(facts.rows).toEqual([{ n: 11_540 }]);
  });
});

describe('egdi run without a terminal', () => {
  test('help shows examples first, and lists the exit codes', async () => {
    const help = await runCli(['run', '--help']);
    expect(help.code).toBe(0);
    expect(help.stdout.startsWith('Examples:')).toBe(true);
    const program = await runCli(['--help']);
    expect(program.stdout).toContain(' 75  another run holds the lock');
  });

  test('an unknown pipeline is a usage error that names the known one', async () => {
    const result = await runCli(['run', 'un-servey']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('un-survey');
  });
});
