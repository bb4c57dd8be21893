/**
 * Published files of offices as they were downloaded, through a whole run: loaded where it is said what they are, and
 * otherwise refused in words. They lie beside the project and are not part of it, so this test says so where they are absent.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { national } from '../../../pipelines/national/index.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEmbedded } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { createNationalBench, type NationalBench } from '../../support/national-run.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'national');
const absent = !existsSync(folder);
if (absent) console.warn('NOT READ: ../shared/data/national is absent');

const SAID = new Map([
  ['statgovkz_cpi_cube.tsv', 'bns-cpi'],
  ['data_egov_kz_population_v4.csv', 'open-data-kz-population'],
  ['cisstat_gdp_volume_714662.json', 'cisstat-gdp-volume'],
  ['taldau_index_tree.json', 'taldau-agriculture'],
]);

describe.skipIf(absent)(
  `published files under their own names${absent ? ' — NOT READ, ../shared/data is absent' : ''}`,
  () => {
    describeEmbedded('in a run', (database) => {
      let bench: NationalBench;
      beforeAll(async () => {
        bench = await createNationalBench([], national.series);
        await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
      });
      afterAll(() => bench.remove());

      it('load as what they are said to be', async () => {
        const data = await Promise.all(
          [...SAID.keys()].map(async (name) => bench.lay(name, await readFile(join(folder, name)))),
        );
        const shipped = join(import.meta.dirname, '..', '..', '..', national.defaultInput);
        const meta = await bench.lay(
          'data_egov_kz_population_v4.meta.json',
          await readFile(join(shipped, 'open-data-kz-population.meta.json')),
        );
        const report = await bench.run(await database.warehouse(), [...data, meta], { seriesOfFiles: SAID });
        expect([report.outcome, report.exitCode]).toEqual(['published', 0]);
        expect(report.tables.map(({ layoutId, observations }) => [layoutId, observations]).sort()).toEqual([
          ['bns-cpi', 3],
          ['cisstat-gdp-volume', 4],
          ['open-data-kz-population', 108],
          ['taldau-agriculture', 16],
        ]);
      });

      it('are refused otherwise, each with what it is and what to do', async () => {
        const names = [...SAID.keys(), 'kato_regions_taldau.csv', 'bns_dynamic_table_grids.json'];
        const inputs = [...names, 'statgovkz_population_telecom_kk.json'].map((name) => join(folder, name));
        const report = await bench.run(await database.warehouse(), inputs);
        expect([report.exitCode, report.tables]).toEqual([3, []]);
        const said = new Map(
          report.issues.map(({ file, code, ...one }) => [basename(file ?? ''), { code, ...one }]),
        );
        expect(said.size).toBe(inputs.length);
        for (const [name, id] of SAID) {
          expect(said.get(name)?.hint).toBe(`if it is ${id}: --series ${name}=${id}`);
        }
        expect(said.get('kato_regions_taldau.csv')?.message).toContain('a classifier of regions (KATO)');
        expect(said.get('bns_dynamic_table_grids.json')?.message).toContain('which no adapter reads');
        expect(said.get('statgovkz_population_telecom_kk.json')?.message).toContain('“demography”');
      });
    });
  },
);
