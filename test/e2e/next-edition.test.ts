import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { runCli } from '../support/cli.ts';
import { describeTwoDatabases } from '../support/databases.ts';
import { dumpSchemas, withWarehouse } from '../support/dump.ts';

/** Made up for the rehearsal: the figures of 2024 under another year. No such edition is published. */
const SYNTHETIC_2026 = readFileSync(
  fileURLToPath(new URL('../../fixtures/un-survey/egovkb/EGOV_DATA_2024.csv', import.meta.url)),
  'utf8',
).replaceAll(/^2024,/gm, '2026,');

describeTwoDatabases('rehearsal of the next edition', (database) => {
  let folder: string;
  let file: string;
  const target = () => {
    const where = database.target();
    return where.kind === 'server'
      ? ['--database-url', where.url, '--data-dir', folder]
      : ['--data-dir', where.directory];
  };
  const backfill = async (...extra: string[]) => {
    const result = await runCli(['backfill', 'un-survey', '--json', '--file', file, ...extra, ...target()]);
    expect(result.stdout, result.stderr).not.toBe('');
    return { code: result.code, report: JSON.parse(result.stdout) as RunReport };
  };
  const rows = (sql: string) =>
    withWarehouse(database.target(), (warehouse) =>
      warehouse.withConnection(async (session) => (await session.query(sql)).rows),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-next-'));
    file = join(folder, 'EGOV_DATA_2026.csv');
    await writeFile(file, SYNTHETIC_2026);
    expect((await runCli(['run', ...target()])).code).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('undeclared, it is refused, and nothing of it is to be seen', async () => {
    const before = await withWarehouse(database.target(), (warehouse) =>
      dumpSchemas(warehouse, ['reporting']),
    );
    const { code, report } = await backfill();
    expect(code).toBe(3);
    expect(report.issues.map((found) => found.code)).toContain('edition-unknown');
    const after = await withWarehouse(database.target(), (warehouse) =>
      dumpSchemas(warehouse, ['reporting']),
    );
    expect(after).toEqual(before);
    expect(await rows('select edition from reporting.dim_edition where edition > 2024')).toEqual([]);
  });

  test('by a declaration alone it loads as published, not recomputed: method unknown', async () => {
    const declaration = join(folder, 'edition-2026.json');
    await writeFile(
      declaration,
      JSON.stringify({
        editions: [{ edition: 2026, previousEdition: 2024, memberCount: 193, note: 'rehearsal' }],
      }),
    );
    const { code, report } = await backfill('--declare', declaration);
    expect([code, report.outcome]).toEqual([0, 'published']);
    expect(report.editions).toMatchObject([{ edition: 2026, rowsLoaded: 193, methodKnown: false }]);
    const [kazakhstan] = await rows(
      `select score_published, rank_published, score_recomputed, rank_recomputed, reconciliation_status,
              not_recomputed_reason, rank_from_published
       from reporting.fact_index_score where (iso3, edition, index_code) = ('KAZ', 2026, 'EGDI')`,
    );
    expect(kazakhstan).toEqual({
      score_published: '0.90093',
      rank_published: 24,
      score_recomputed: null,
      rank_recomputed: null,
      reconciliation_status: 'not_recomputed',
      not_recomputed_reason: 'method unknown',
      rank_from_published: 24,
    });
    expect(await rows('select count(*) as n from reporting.fact_index_score where edition = 2026')).toEqual([
      { n: 965 },
    ]);
    expect(await rows('select count(distinct edition) as n from reporting.fact_index_score')).toEqual([
      { n: 13 },
    ]);
  });

  test('nothing is claimed about what is unknown: no comparison, no level, no break', async () => {
    const claims = await rows(
      `select distinct comparable_with_previous, level_group, rating_class_derived, m.break_before
       from reporting.fact_index_score s join reporting.dim_methodology m using (methodology_id)
       where s.edition = 2026`,
    );
    expect(claims).toEqual([
      { comparable_with_previous: null, level_group: null, rating_class_derived: null, break_before: null },
    ]);
  });

  test('a later run without the declaration keeps the edition, and then has nothing to do', async () => {
    const outcomes: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const result = await runCli(['run', '--json', ...target()]);
      expect(result.code, result.stderr).toBe(0);
      outcomes.push((JSON.parse(result.stdout) as RunReport).outcome);
    }
    expect(outcomes).toEqual(['unchanged', 'noop']);
    expect(await rows('select count(*) as n from reporting.fact_index_score where edition = 2026')).toEqual([
      { n: 965 },
    ]);
  });
});
