/**
 * Published vintages of one series given at once: each becomes a release, in an order that only their content tells, and
 * what was revised is in the history. The files lie beside the project and are not part of it, so this test says so
 * where they are absent. The numbers were counted in the files by other means, of member states only.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeTwoDatabases } from '../../support/databases.ts';
import { createIndicatorBench, type IndicatorBench } from '../../support/indicator-run.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'components');
const absent = !existsSync(folder);
if (absent) console.warn('NOT READ: ../shared/data/components is absent');

/** The newer of each series first, and twins that are no vintages of each other. */
const NAMES = [
  'worldbank-2024-API_IT.NET.USER.ZS_DS2_en_csv_v2_2160.csv',
  'worldbank-2023-03-01-API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
  'worldbank-2017-03-23-API_IT.CEL.SETS.P2_DS2_en_csv_v2.csv',
  'worldbank-2017-02-01-API_IT.NET.USER.P2_DS2_en_csv_v2.csv',
  'itu-internet-users-2000-2018-jun2019.xls',
  'itu-datahub-individuals-using-the-internet-2000-2025.csv',
  'itu-fixed-telephone-per100-2000-2014.csv',
  'itu-fixed-telephone-2000-2018-jun2019-revised-2019-08-27.xls',
  'gtmi-2022.csv',
  'gtmi-2022-items.csv',
];

if (absent) test.skip('vintages of published files — NOT READ, ../shared/data is absent', () => {});
else
  describeTwoDatabases('vintages of published files', (database) => {
    let bench: IndicatorBench;
    const query = async (sql: string) =>
      (await database.warehouse()).withConnection(async (session) => (await session.query(sql)).rows);
    beforeAll(async () => {
      bench = await createIndicatorBench();
      await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
      const report = await bench.run(
        await database.warehouse(),
        NAMES.map((name) => join(folder, name)),
        { ofFiles: new Map([['itu-fixed-telephone-per100-2000-2014.csv', { series: 'itu:i91' }]]) },
      );
      expect(report.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(report).toMatchObject({ outcome: 'published', exitCode: 0, publishedReleases: [1, 2] });
    });
    afterAll(() => bench.remove());

    // Changed cells, by more than 0.005, by more than 0.5, without a value now, without a value before.
    test.each([
      ['worldbank:IT.CEL.SETS.P2', [4424, 3620, 1807, 0, 1100]],
      ['worldbank:IT.NET.USER.ZS', [2580, 315, 277, 14, 1948]],
      ['itu:i91', [2829, 2616, 569, 2, 732]],
    ])('every revision of %s is in the history', async (code, expected) => {
      const [row] = await query(
        `select count(old_value) filter (where new_value is not null)::integer as changed,
           count(*) filter (where abs(new_value::numeric - old_value::numeric) > 0.005)::integer as more,
           count(*) filter (where abs(new_value::numeric - old_value::numeric) > 0.5)::integer as much,
           count(*) filter (where new_value is null)::integer as gone,
           count(*) filter (where old_value is null)::integer as new
         from history.revision where column_name = 'value' and indicator_code = '${code}'`,
      );
      expect(Object.values(row ?? {})).toEqual(expected);
    });

    test.each([
      ['worldbank:IT.CEL.SETS.P2', 'KAZ', 2015, '187.173901804764', '147.5074806'],
      ['worldbank:IT.NET.USER.ZS', 'KEN', 2015, '45.6228006060586', '16.5879'],
      ['itu:i91', 'KAZ', 2014, '26.12', '25.1603587087848'],
    ])('%s of %s for %i was %s and is %s', async (code, iso3, year, before, now) => {
      expect(
        await query(`select old_value, new_value from history.revision where column_name = 'value'
          and indicator_code = '${code}' and iso3 = '${iso3}' and period = '${year}-01-01'`),
      ).toEqual([{ old_value: before, new_value: now }]);
    });

    test('one name for two measures is two indicators', async () => {
      expect(
        await query(`select indicator_code, max(value)::text as most from reporting.fact_observation
          where indicator_code like 'gtmi%backend' group by 1 order by 1`),
      ).toEqual([
        { indicator_code: 'gtmi-item:gtmi_backend', most: '11' },
        { indicator_code: 'gtmi:gtmi_backend', most: '4' },
      ]);
    });

    test('a workbook that ends earlier than what is published is not published over it', async () => {
      const old = join(folder, 'itu-internet-users-2000-2018-jun2019.xls');
      const report = await bench.run(await database.warehouse(), [old]);
      expect(report).toMatchObject({ outcome: 'unchanged', exitCode: 0 });
      expect(
        report.issues.map(({ code, message }) => [code, message.match(/ends in.*2025/) !== null]),
      ).toContainEqual(['vintage-older', true]);
    });
  });
