/** National runs of which a part is refused, or that would take published figures away. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { national } from '../../../pipelines/national/index.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeTwoDatabases } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { createNationalBench, type NationalBench } from '../../support/national-run.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', national.defaultInput);

interface RegionOfPopulation {
  periods: { date: string; value: string }[];
}

describeTwoDatabases('a national run', (database) => {
  let bench: NationalBench;
  let cpi: string;
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows;
  };
  /** The shipped population with a change of its own; every region is an element, Kazakhstan the first. */
  const population = async (
    name: string,
    change: (regions: RegionOfPopulation[]) => RegionOfPopulation[],
  ) => {
    const text = await readFile(join(shipped, 'bns-population.json'), 'utf8');
    return bench.lay(
      `${name}/bns-population.json`,
      JSON.stringify(change(JSON.parse(text.replace('\ufeff', '')))),
    );
  };
  const counts = () =>
    query(
      `select indicator_code as code, count(*)::integer as facts, max(value)::text as largest
       from reporting.fact_national_observation group by 1 order by 1`,
    );
  const revised = (regions: RegionOfPopulation[]) => {
    const last = regions[0]?.periods.at(-1);
    if (last === undefined) throw new Error('the fixture has lost its periods');
    last.value = '20300000';
    return regions;
  };

  beforeAll(async () => {
    bench = await createNationalBench([], national.series);
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
    cpi = await readFile(join(shipped, 'bns-cpi.csv'), 'utf8');
    const inputs = [
      await bench.lay('first/bns-cpi.csv', cpi),
      await population('first', (regions) => regions),
    ];
    expect(await bench.run(await database.warehouse(), inputs)).toMatchObject({ outcome: 'published' });
  });
  afterAll(() => bench.remove());

  it('of which a file is refused publishes nothing, or the other files alone, when told to', async () => {
    const before = await counts();
    const inputs = [
      await bench.lay('second/bns-cpi.csv', cpi.replace(/\t/, '')),
      await population('second', revised),
    ];
    const warehouse = await database.warehouse();
    const whole = await bench.run(warehouse, inputs);
    expect(whole).toMatchObject({ outcome: 'refused', exitCode: 3, publishedReleases: [] });
    expect(await counts()).toEqual(before);

    const partial = await bench.run(warehouse, inputs, { publishPartial: true });
    expect([partial.outcome, partial.exitCode, partial.publishedReleases.length]).toEqual([
      'published',
      3,
      1,
    ]);
    expect(await counts()).toEqual(
      before.map((one) => (one.code === 'bns:population' ? { ...one, largest: '20300000' } : one)),
    );
    // The release says what was refused of it.
    const [{ reason } = {}] = await query(
      `select f.reason from warehouse.release_refusal f join warehouse.publication u using (release_no)
       where f.dataset = 'national_observation' and f.partition_key = 'bns:cpi'`,
    );
    expect(String(reason)).toContain(
      String(whole.issues.find(({ severity }) => severity === 'error')?.message),
    );
  });

  it('does not publish a series over a fuller one, unless that is accepted', async () => {
    const before = await counts();
    const path = await population('third', (regions) => revised(regions).slice(0, 3));
    const warehouse = await database.warehouse();
    const refused = await bench.run(warehouse, [path]);
    expect(refused).toMatchObject({ outcome: 'refused', exitCode: 3 });
    expect(refused.tables).toMatchObject([{ status: 'refused' }]);
    expect(refused.issues.map(({ code, message }) => [code, message])).toContainEqual([
      'series-shrinks',
      expect.stringMatching(
        /^lacks figures that are published, \d+ of 32 of bns:population, none left of 18 of 21 /,
      ),
    ]);
    expect(await counts()).toEqual(before);

    const accepted = await bench.run(warehouse, [path], { acceptFewer: true });
    expect(accepted).toMatchObject({ outcome: 'published', exitCode: 0 });
    expect(accepted.issues.map(({ code }) => code)).toContain('values-lost');
    const [{ regions } = {}] = await query(
      `select count(distinct region_code)::integer as regions from reporting.fact_national_observation
       where indicator_code = 'bns:population'`,
    );
    expect(regions).toBe(3);
  });
});
