import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unSurvey } from '../../../../pipelines/un-survey/index.ts';
import { definePipeline } from '../../../../src/pipeline/define-pipeline.ts';
import { publishRelease } from '../../../../src/warehouse/releases/publish.ts';
import { describeEachServer } from '../../../support/databases.ts';
import { loadSurvey, SQL_FOLDER } from '../../../support/load-survey.ts';
import { officialFile } from '../../../support/survey-files.ts';
import { writeVintage } from '../../../support/vintages.ts';

const PUBLICATIONS = 400;
const LOOK_EVERY_MS = 5;
const READER = 'egdi test reader';

/** One statement over four tables, as a dashboard would ask; each of them shows which release it is of. */
const DASHBOARD = `
  select r.release_no, max(s.release_no) as newest_score, count(*)::int as scores,
         max(s.score_published) filter (where s.iso3 = 'KAZ' and s.index_code = 'EPI') as epi,
         max(g.release_no) as newest_mean,
         (select count(*)::int from reporting.dim_deviation) as deviations
  from reporting.data_refresh r
  join reporting.fact_index_score s on true
  join reporting.fact_group_score g
    on g.group_code = 'WORLD' and g.edition = s.edition and g.index_code = s.index_code
  where r.dataset = 'fact_index_score'
  group by r.release_no`;

/** What the dashboard shows of a release, and of no other. */
const SHOWN = [
  [{ release_no: 1, newest_score: 1, scores: 965, epi: '0.80680', newest_mean: 1, deviations: 11 }],
  [{ release_no: 2, newest_score: 2, scores: 965, epi: '0.77270', newest_mean: 2, deviations: 0 }],
];

describeEachServer('B2 publications under readers', (database) => {
  let folder: string;

  /** Two releases that differ in figures, in group means and in a dimension. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-readers-'));
    const warehouse = await database.warehouse();
    await loadSurvey(warehouse, [officialFile(2022)]);
    const pipeline = definePipeline({ ...unSurvey, deviations: [] });
    const vintage = await writeVintage(folder, 2022, ['Kazakhstan', 'Austria']);
    const second = await loadSurvey(warehouse, [vintage], 'second', { pipeline });
    expect(second).toMatchObject({ outcome: 'published', release: 2 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('what readers see is never truncated by vacuum, whose lock they would wait for', async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) =>
      session.query(
        `select relname from pg_class where relnamespace = 'reporting'::regnamespace and relkind = 'r'
           and not coalesce(reloptions, '{}') @> '{vacuum_truncate=off}'`,
      ),
    );
    expect(rows).toEqual([]);
  });

  test('400 publications in turn: every result is of one release, none fails, no reader waits for a lock', async () => {
    const warehouse = await database.warehouse();
    let isOver = false;
    const seen = new Map<string, number>();
    let longestMs = 0;

    const read = async (): Promise<number> => {
      const client = new Client({ connectionString: database.url(), application_name: READER });
      await client.connect();
      let reads = 0;
      try {
        while (!isOver) {
          const start = performance.now();
          const { rows } = await client.query(DASHBOARD);
          longestMs = Math.max(longestMs, performance.now() - start);
          const result = JSON.stringify(rows);
          seen.set(result, (seen.get(result) ?? 0) + 1);
          reads += 1;
        }
      } finally {
        await client.end();
      }
      return reads;
    };
    /** Looks for readers that wait, on a connection of its own. */
    const watch = async () => {
      const client = new Client({ connectionString: database.url() });
      await client.connect();
      const waiting: unknown[] = [];
      let looks = 0;
      try {
        while (!isOver) {
          const { rows } = await client.query(
            `select a.pid, l.mode, l.relation::regclass::text as relation, a.wait_event,
                    (select string_agg(b.backend_type || ' ' || left(b.query, 60), '; ') from pg_stat_activity b
                     where b.pid = any (pg_blocking_pids(a.pid))) as blocked_by
             from pg_stat_activity a join pg_locks l using (pid)
             where a.application_name = $1 and (not l.granted or a.wait_event_type = 'Lock')`,
            [READER],
          );
          waiting.push(...rows);
          looks += 1;
          await setTimeout(LOOK_EVERY_MS);
        }
      } finally {
        await client.end();
      }
      return { looks, waiting };
    };
    const publish = async () => {
      try {
        for (let turn = 0; turn < PUBLICATIONS; turn += 1) {
          const releaseNo = turn % 2 === 0 ? 1 : 2;
          await warehouse.withTransaction((session) =>
            publishRelease(session, SQL_FOLDER, {
              releaseNo,
              runId: 1,
              kind: 'rollback',
              reason: 'test',
              actor: 'test',
              now: new Date(),
            }),
          );
        }
      } finally {
        isOver = true;
      }
    };

    const [first, second, { looks, waiting }] = await Promise.all([read(), read(), watch(), publish()]);
    const results = [...seen.keys()].sort().map((text) => JSON.parse(text) as unknown);
    expect(results).toEqual(SHOWN);
    expect(waiting).toEqual([]);
    for (const count of [first, second, looks]) expect(count).toBeGreaterThan(0);
    const [log] = (
      await warehouse.withConnection((session) =>
        session.query('select count(*) as n from warehouse.publication_log'),
      )
    ).rows;
    expect(log?.n).toBe(2 + PUBLICATIONS);
    console.info(
      `${PUBLICATIONS} publications, ${first + second} reads (longest ${longestMs.toFixed(0)} ms), ${looks} looks for locks`,
    );
  }, 900_000);
});
