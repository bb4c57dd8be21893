/** `LISTEN data_refreshed`: who listens is told of a publication when it is there to be read, and of nothing else. */
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishRelease } from '../../../src/warehouse/releases/publish.ts';
import { describeEachServer, runOnce } from '../../support/databases.ts';
import { loadSurvey, SQL_FOLDER } from '../../support/load-survey.ts';

const OFFICIAL_2018 = 'un-survey/egovkb/EGOV_DATA_2018.csv';
const HOSTILE = 'hostile/name-unknown.csv';

describeEachServer('data_refreshed', (database) => {
  let listener: Client;
  const heard: string[] = [];
  let wake = (): void => undefined;

  beforeAll(async () => {
    listener = new Client({ connectionString: database.url() });
    listener.on('notification', ({ payload }) => {
      heard.push(payload ?? '');
      wake();
    });
    await listener.connect();
    await listener.query('listen data_refreshed');
  });
  afterAll(() => listener.end());

  /** All that was said so far: notifications arrive in the order of their commits, and this mark is the last one. */
  async function heardSoFar(): Promise<string[]> {
    await runOnce(database.url(), "notify data_refreshed, 'mark'");
    while (!heard.includes('mark')) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard.splice(0).filter((payload) => payload !== 'mark');
  }
  const publication = async () => {
    const warehouse = await database.warehouse();
    const sql = 'select release_no, published_at from warehouse.publication';
    return warehouse.withConnection(async (session) => (await session.query(sql)).rows);
  };

  test('a run that publishes says which release, and when', async () => {
    expect((await loadSurvey(await database.warehouse(), [OFFICIAL_2018])).outcome).toBe('published');
    expect((await heardSoFar()).map((payload) => JSON.parse(payload))).toEqual(await publication());
  });

  test('a run without news and a refused one say nothing', async () => {
    const warehouse = await database.warehouse();
    expect((await loadSurvey(warehouse, [OFFICIAL_2018])).exitCode).toBe(0);
    expect((await loadSurvey(warehouse, [HOSTILE])).exitCode).toBe(3);
    expect(await heardSoFar()).toEqual([]);
  });

  test('nothing is said before the commit, nor after a rollback', async () => {
    const warehouse = await database.warehouse();
    const order = (now: string) =>
      ({
        releaseNo: 1,
        runId: 1,
        kind: 'publish',
        reason: 'test',
        actor: 'test',
        now: new Date(now),
      }) as const;
    const publishing = warehouse.withTransaction(async (session) => {
      await publishRelease(session, SQL_FOLDER, order('2026-02-01T00:00:00Z'));
      expect(await heardSoFar()).toEqual([]);
      throw new Error('rolled back');
    });
    await expect(publishing).rejects.toThrow('rolled back');
    expect(await heardSoFar()).toEqual([]);

    await warehouse.withTransaction(async (session) => {
      await publishRelease(session, SQL_FOLDER, order('2026-02-02T00:00:00Z'));
      expect(await heardSoFar()).toEqual([]);
    });
    expect((await heardSoFar()).map((payload) => JSON.parse(payload))).toEqual([
      { release_no: 1, published_at: '2026-02-02T00:00:00.000Z' },
    ]);
  });
});
