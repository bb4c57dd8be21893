import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedPart, writeZip } from '../../../scripts/zip-writer.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeTwoDatabases } from '../../support/databases.ts';
import { createIndicatorBench, type IndicatorBench } from '../../support/indicator-run.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { FIXTURE_FOLDER } from '../../support/survey-files.ts';

const FOLDER = join(FIXTURE_FOLDER, 'international');
const OLD = join(FOLDER, 'worldbank', '2017-03-23');
const NEW = join(FOLDER, 'worldbank', '2023-03-01');
/** Tables of what ships. */
const TABLES = 22;
const MOBILE = 'worldbank:IT.CEL.SETS.P2';

describeTwoDatabases('a run of international tables', (database) => {
  let bench: IndicatorBench;
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return warehouse.withConnection(async (session) => (await session.query(sql)).rows);
  };
  beforeAll(async () => {
    bench = await createIndicatorBench();
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
  });
  afterAll(() => bench.remove());

  test('publishes two vintages of a series one after another, and the revisions are in the history', async () => {
    const report = await bench.run(await database.warehouse(), [FOLDER]);
    expect(report).toMatchObject({ outcome: 'published', exitCode: 0, publishedReleases: [1, 2] });
    expect(report.tables).toHaveLength(TABLES);
    expect(
      report.tables.every(({ status, quarantinedRows }) => status === 'loaded' && quarantinedRows === 0),
    ).toBe(true);
    expect(
      report.tables
        .filter(({ file }) => file.includes('API_IT.CEL.SETS.P2'))
        .map(({ vintage, observations, leftOutRows }) => [vintage, observations, leftOutRows]),
    ).toEqual([
      ['2017-03-23', 50, 1],
      ['2023-03-01', 1930, 8],
    ]);
    expect(
      await query(`select value::text, value_status, published_text, source_cell, release_no
        from reporting.fact_observation where indicator_code = '${MOBILE}' and iso3 = 'KAZ' and period = '2015-01-01'`),
    ).toEqual([
      {
        value: '147.5074806',
        value_status: 'observed',
        published_text: '147.5074806',
        source_cell: 'H98',
        release_no: 2,
      },
    ]);
    expect(
      await query(`select old_value, new_value from history.revision
        where indicator_code = '${MOBILE}' and iso3 = 'KAZ' and period = '2015-01-01' and column_name = 'value'`),
    ).toEqual([{ old_value: '187.173901804764', new_value: '147.5074806' }]);
    // 2016 was blank in the older vintage: not available, never zero.
    expect(
      await query(`select value, value_status from history.fact_observation
        where as_of_release = 1 and indicator_code = '${MOBILE}' and iso3 = 'KAZ' and period = '2016-01-01'`),
    ).toEqual([{ value: null, value_status: 'not_available' }]);
    expect(
      await query(`select indicator_code, unit, left(description, 36) as said from reporting.dim_indicator
        where indicator_code = '${MOBILE}'`),
    ).toEqual([
      { indicator_code: MOBILE, unit: 'per 100 people', said: 'Mobile cellular telephone subscripti' },
    ]);
    expect(await query('select distinct outcome, release_no from ops.run order by release_no')).toEqual([
      { outcome: 'published', release_no: 1 },
      { outcome: 'published', release_no: 2 },
    ]);
  });

  test('has nothing to do the second time', async () => {
    const report = await bench.run(await database.warehouse(), [FOLDER]);
    expect(report).toMatchObject({ outcome: 'noop', exitCode: 0, publishedRelease: 2 });
  });

  test('never publishes an older vintage over a newer one', async () => {
    const report = await bench.run(await database.warehouse(), [OLD]);
    expect(report).toMatchObject({ outcome: 'unchanged', exitCode: 0, publishedRelease: 2 });
    expect(report.issues.map(({ code }) => code)).toContain('vintage-older');
  });

  test('reads the download as it comes: an archive of the three files', async () => {
    const parts = readdirSync(NEW)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => storedPart(name, readFileSync(join(NEW, name), 'utf8')));
    const path = await bench.lay('API_IT.CEL.SETS.P2_DS2_en_csv_v2.zip', writeZip(parts));
    const report = await bench.run(await database.warehouse(), [path]);
    expect(report).toMatchObject({ outcome: 'unchanged', exitCode: 0 });
    expect(report.tables).toMatchObject([
      {
        sheet: 'API_IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv',
        vintage: '2023-03-01',
        observations: 1930,
        leftOutRows: 8,
      },
    ]);
    const [{ n } = { n: 0 }] = await query(
      `select count(*)::integer as n from warehouse.version_source s join warehouse.release_partition p using (version_id)
       where p.release_no = 2 and p.dataset = 'observation' and p.partition_key = '${MOBILE}'`,
    );
    // The archive confirms what the file had brought.
    expect(n).toBe(2);
  });

  test('a group that is new is left out because the list beside the table says so', async () => {
    const [data = '', list = ''] = ['API_', 'Metadata_Country_API_'].map((name) =>
      readFileSync(join(NEW, `${name}IT.CEL.SETS.P2_DS2_en_csv_v2_4903391.csv`), 'utf8').replaceAll(
        '"WLD"',
        '"QQQ"',
      ),
    );
    const table = await bench.lay('group/data.csv', data);
    const alone = await bench.run(await database.warehouse(), [table]);
    const errors = alone.issues.filter(({ severity }) => severity === 'error');
    expect([alone.outcome, errors.map(({ code }) => code)]).toEqual(['refused', ['code-unknown']]);
    const both = await bench.run(await database.warehouse(), [
      table,
      await bench.lay('group/list.csv', list),
    ]);
    expect([both.outcome, both.exitCode]).toEqual(['unchanged', 0]);
  });

  test('refuses the whole where a table is refused, or leaves it out when told to', async () => {
    const broken = await bench.lay('broken.csv', 'Name,Score\nKazakhstan,1\n');
    const eys = await bench.lay(
      'hdr.csv',
      Buffer.from("iso3,country,hdicode,region,le_2021\r\nCIV,C\xf4te d'Ivoire,Low,SSA,58.6\r\n", 'latin1'),
    );
    const whole = await bench.run(await database.warehouse(), [broken, eys]);
    expect(whole).toMatchObject({ outcome: 'refused', exitCode: 3, publishedRelease: 2 });
    expect(whole.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'layout-unknown',
    ]);
    const partial = await bench.run(await database.warehouse(), [broken, eys], { publishPartial: true });
    expect(partial).toMatchObject({ outcome: 'published', exitCode: 3 });
    expect(await query('select 1 from warehouse.release_refusal')).toEqual([]);
    expect(
      await query(
        "select iso3, value::text from reporting.fact_observation where indicator_code = 'undp:le'",
      ),
    ).toEqual([{ iso3: 'CIV', value: '58.6' }]);
  });

  test('a table that breaks off, or is wrong from end to end, is refused, and the others go on', async () => {
    const head = 'INDICATOR_ID,COUNTRY_ID,YEAR,VALUE,MAGNITUDE,QUALIFIER\n';
    const good = await bench.lay('budget/good.csv', `${head}LR.AG15T99,KAZ,2018,99.8,,\n`);
    const rows = Array.from({ length: 90 }, (_, row) => `XGDP.FSGOV,KAZ,${1900 + row},2.8,,\n`);
    const torn = await bench.lay('budget/torn.csv', `${head}${rows.join('')}XGDP.FSGOV,UZB,2018,5.3\n`);
    const many = Array.from({ length: 1001 }, (_, row) => `GER.1,KAZ,${1900 + (row % 100)},many,,\n`);
    const hopeless = await bench.lay('budget/hopeless.csv', `${head}${many.join('')}`);
    const inputs = [good, torn, hopeless];
    const whole = await bench.run(await database.warehouse(), inputs);
    expect(whole).toMatchObject({ outcome: 'refused', exitCode: 3, publishedReleases: [] });
    const partial = await bench.run(await database.warehouse(), inputs, { publishPartial: true });
    expect(partial).toMatchObject({ outcome: 'published', exitCode: 3, quarantinedRows: 1000 });
    expect(partial.tables.map(({ status, observations }) => [status, observations])).toEqual([
      ['loaded', 1],
      ['refused', 0],
      ['refused', 0],
    ]);
    const codes = new Set(
      partial.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    );
    expect(codes).toEqual(new Set(['csv-malformed', 'too-many-rows-refused', 'value-not-a-number']));
    expect(
      await query(
        `select indicator_code, iso3 from reporting.fact_observation where indicator_code in ('uis:LR.AG15T99', 'uis:XGDP.FSGOV', 'uis:GER.1')`,
      ),
    ).toEqual([{ indicator_code: 'uis:LR.AG15T99', iso3: 'KAZ' }]);
    const wrong = await bench.lay('budget/wrong.csv', `${head}GER.2,KAZ,2018,many,,\nGER.2,UZB,2018,9.5,,\n`);
    const [kept] = await query(`select count(*)::integer as facts from reporting.fact_observation`);
    const rest = await bench.lay('budget/rest.csv', `${head}LR.AG15T99,KAZ,2018,99.7,,\n`);
    await bench.run(await database.warehouse(), [wrong, rest], { publishPartial: true });
    expect(await query(`select count(*)::integer as facts from reporting.fact_observation`)).toEqual([kept]);
    // The release names what it was published without.
    expect(
      await query(
        `select partition_key, reason from warehouse.release_refusal
         join warehouse.publication using (release_no)`,
      ),
    ).toEqual([{ partition_key: 'uis:GER.2', reason: expect.stringMatching(/^value-not-a-number: .*many/) }]);
    expect(
      await query(
        `select count(*)::integer as n from ops.quarantine where file_name = 'hopeless.csv' and status = 'open'`,
      ),
    ).toEqual([{ n: 1000 }]);
  });

  test('figures of one series that differ, with nothing to say which is newer, are not published', async () => {
    const one = await bench.lay('two/one.csv', 'Country,2014\nKazakhstan,26120\n');
    const two = await bench.lay('two/two.csv', 'Country,2014\nKazakhstan,25160\n');
    const report = await bench.run(await database.warehouse(), [one, two], { series: 'itu:i271mw' });
    expect(report).toMatchObject({ outcome: 'refused', exitCode: 3 });
    expect(report.issues.map(({ code }) => code)).toContain('vintage-unknown');
    const partial = await bench.run(await database.warehouse(), [one, two], {
      series: 'itu:i271mw',
      publishPartial: true,
    });
    expect(partial).toMatchObject({ exitCode: 3, publishedReleases: [] });
    expect(
      await query("select 1 from reporting.fact_observation where indicator_code = 'itu:i271mw'"),
    ).toEqual([]);
    const said = new Map([
      ['one.csv', { series: 'itu:i271mw', publishedOn: '2015-07-01' }],
      ['two.csv', { series: 'itu:i271mw', publishedOn: '2019-08-27' }],
    ]);
    const ofFiles = await bench.run(await database.warehouse(), [one, two], {
      ofFiles: said,
      noPublish: true,
    });
    expect(ofFiles).toMatchObject({ outcome: 'candidate', exitCode: 0 });
    const misspelt = bench.run(await database.warehouse(), [one], { ofFiles: new Map([['on.csv', {}]]) });
    await expect(misspelt).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
    await bench.lay(
      'two/origin.json',
      JSON.stringify({
        series: 'itu:i271mw',
        files: { 'one.csv': { published_on: '2015-07-01' }, 'two.csv': { published_on: '2019-08-27' } },
      }),
    );
    const dated = await bench.run(await database.warehouse(), [one, two]);
    expect(dated).toMatchObject({ outcome: 'published', exitCode: 0 });
    expect(dated.publishedReleases).toHaveLength(2);
  });

  test('a later vintage of some countries is not published over a fuller one, unless that is accepted', async () => {
    const table = (date: string, rows: readonly string[]) =>
      [
        '"Data Source","World Development Indicators",',
        '',
        `"Last Updated Date","${date}",`,
        '',
        '"Country Name","Country Code","Indicator Name","Indicator Code","2018","2019",',
        ...rows.map((row) => `${row},"Secure servers","IT.NET.SECR.P6"`).map(placed),
      ].join('\n');
    const placed = (row: string) => {
      const [name, iso3, first, second, ...series] = row.split(',');
      return [name, iso3, ...series, first, second, ''].join(',');
    };
    const kazakhstan = '"Kazakhstan","KAZ","10","11"';
    const full = await bench.lay('full.csv', table('2020-01-01', [kazakhstan, '"Uzbekistan","UZB","2","3"']));
    const partial = await bench.lay('partial.csv', table('2021-01-01', [kazakhstan]));
    const warehouse = await database.warehouse();
    const published = () =>
      query(
        `select iso3, period::text from reporting.fact_observation
         where indicator_code = 'worldbank:IT.NET.SECR.P6' order by iso3, period`,
      );
    // Both in one run: the older is no less what would be taken away.
    const both = await bench.run(warehouse, [full, partial], { publishPartial: true });
    expect([both.exitCode, both.tables.map(({ status }) => status)]).toEqual([3, ['loaded', 'refused']]);
    expect(await published()).toHaveLength(4);

    const refused = await bench.run(warehouse, [partial]);
    expect(refused).toMatchObject({ outcome: 'refused', exitCode: 3 });
    expect(refused.issues).toMatchObject([
      {
        code: 'series-shrinks',
        message: expect.stringContaining(
          '2 of 4 of worldbank:IT.NET.SECR.P6, none left of 1 of 2 places: they stay published',
        ),
      },
    ]);
    const accepted = await bench.run(warehouse, [partial], { acceptFewer: true });
    expect(accepted).toMatchObject({ outcome: 'published', exitCode: 0 });
    expect(accepted.issues.map(({ code }) => code)).toEqual(['values-lost']);
    expect(await published()).toEqual([
      { iso3: 'KAZ', period: '2018-01-01' },
      { iso3: 'KAZ', period: '2019-01-01' },
    ]);

    // A cell that is blank now is what the publisher says.
    const blank = await bench.lay('blank.csv', table('2022-01-01', ['"Kazakhstan","KAZ","10",']));
    expect((await bench.run(warehouse, [blank])).issues).toEqual([]);
    expect(await published()).toHaveLength(2);
  });
});
