/** The national files that ship with the program: as declared, from the bytes to the published tables. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { national } from '../../../pipelines/national/index.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEmbedded } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { loadNationalPaths } from '../../support/national-load.ts';
import { publishAudited } from '../../support/observation-load.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, national.defaultInput);

/** The others have fixtures with invented figures, which do not ship. */
const shippedSeries = national.series.filter(({ files }) =>
  files.some((file) => existsSync(join(folder, file))),
);

describeEmbedded('the declared national files', (database) => {
  let loaded: Awaited<ReturnType<typeof loadNationalPaths>>;
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows;
  };

  beforeAll(async () => {
    const warehouse = await database.warehouse();
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    loaded = await loadNationalPaths(
      warehouse,
      shippedSeries.flatMap(({ files, metaFile, source }) =>
        files.map((file) => ({
          path: join(folder, file),
          source,
          ...(metaFile === undefined ? {} : { metaPath: join(folder, metaFile) }),
        })),
      ),
    );
    await publishAudited(warehouse, loaded.releaseNo ?? 0, loaded.runId);
  });

  it('load without a finding that is not declared, and are all of the folder', () => {
    expect([loaded.exitCode, loaded.issues.map(({ code }) => code)]).toEqual([0, ['region-left-out']]);
    const declared = shippedSeries.flatMap(({ files, metaFile }) => [
      ...files,
      ...(metaFile ? [metaFile] : []),
    ]);
    const answers = readdirSync(folder).filter((name) => !/\.xlsx?$/.test(name));
    expect(answers.sort()).toEqual([...declared].sort());
  });

  it('are facts of one release, each with unit, status and place', async () => {
    const counts = await query(
      `select indicator_code, count(*)::int as facts, count(distinct region_code)::int as regions
       from reporting.fact_national_observation group by 1 order by 1`,
    );
    expect(counts.map((one) => Object.values(one))).toEqual([
      ['bns:cpi', 3, 1],
      ['bns:population', 32, 21],
      ['cisstat:714662', 4, 3],
      ['egov-kz:services-online', 1, 1],
      ['open-data-kz:population', 108, 18],
      ['press-kz:digital-literacy-6-74', 10, 7],
      ['press-kz:fixed-internet-subscribers', 1, 1],
      ['press-kz:fixed-telephone-lines', 3, 1],
      ['press-kz:households-e-government', 3, 1],
      ['press-kz:ict-users-6-74', 1, 1],
      ['press-kz:mobile-subscribers', 2, 1],
      ['siat:2.01.02.0001', 15, 15],
      ['taldau:agriculture-gross-output', 16, 1],
    ]);
    const [portal] = await query(
      `select period_kind, period_start, period_end, value, value_bound, source_cell
       from reporting.fact_national_observation where indicator_code = 'egov-kz:services-online'`,
    );
    expect(Object.values(portal ?? {})).toEqual([
      'interval',
      '2020-03-21',
      '2020-05-10',
      '15000000',
      'at_least',
      'D2',
    ]);
  });

  it('have regions that add up to the country wherever nothing is suppressed or missing', async () => {
    expect(loaded.totals).toEqual({ checked: 8, mismatched: 0, suppressed: 0 });
    const [sum] = await query(
      `select sum(value) as regions, (select value from reporting.fact_national_observation
         where indicator_code = 'bns:population' and region_code = 'KAZ' and period_start = '2025-01-01') as country
       from reporting.fact_national_observation join reporting.dim_region using (region_code)
       where indicator_code = 'bns:population' and kind <> 'country' and period_start = '2025-01-01'`,
    );
    expect(sum).toEqual({ regions: '20283399', country: '20283399' });
  });

  it('agree with each other: the undated export is of the population at the end of 2020', async () => {
    const [both] = await query(
      `select sum(value) as open_data, (select value from reporting.fact_national_observation
         where indicator_code = 'bns:population' and region_code = 'KAZ' and period_start = '2020-01-01') as bns
       from reporting.fact_national_observation
       where indicator_code = 'open-data-kz:population' and region_code = 'KAZ'`,
    );
    expect(both).toEqual({ open_data: '18631779', bns: '18631779' });
  });
});
