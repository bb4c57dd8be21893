import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unSurvey } from '../../../../pipelines/un-survey/index.ts';
import { definePipeline } from '../../../../src/pipeline/define-pipeline.ts';
import { publishRelease } from '../../../../src/warehouse/versions/publish.ts';
import { describeEachServer } from '../../../support/databases.ts';
import { loadSurvey, SQL_FOLDER } from '../../../support/load-survey.ts';
import { NEXT_EDITION, officialPath, writeNextEdition } from '../../../support/vintages.ts';

const PUBLICATIONS = 400;
const READER = 'egdi test reader';

/** One statement over three tables, as a dashboard would ask; each part says which release it is of. */
const DASHBOARD = `
  select r.release_no, r.rows::int as announced, count(*)::int as scores, max(s.release_no) as newest_score,
         max(e.edition) as newest_edition, (select count(*)::int from reporting.dim_edition) as editions
  from reporting.data_refresh r
  join reporting.fact_index_score s on true
  join reporting.dim_edition e using (edition)
  where r.dataset = 'fact_index_score'
  group by r.release_no, r.rows`;

describeEachServer('B2 publications under readers', (database) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-readers-'));
    const warehouse = await database.warehouse();
    await loadSurvey(warehouse, [officialPath(2022)]);
    const pipeline = definePipeline({ ...unSurvey, editions: [...unSurvey.editions, NEXT_EDITION] });
    const next = await loadSurvey(warehouse, [await writeNextEdition(folder)], 'next', { pipeline });
    expect(next).toMatchObject({ outcome: 'published', release: 2 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

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
            `select a.pid, l.mode, l.relation::regclass::text as relation, a.wait_event
             from pg_stat_activity a join pg_locks l using (pid)
             where a.application_name = $1 and (not l.granted or a.wait_event_type = 'Lock')`,
            [READER],
          );
          waiting.push(...rows);
          looks += 1;
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
    expect(results).toEqual([
      [{ release_no: 1, announced: 965, scores: 965, newest_score: 1, newest_edition: 2022, editions: 12 }],
      [{ release_no: 2, announced: 1930, scores: 1930, newest_score: 2, newest_edition: 2026, editions: 13 }],
    ]);
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
  });
});
