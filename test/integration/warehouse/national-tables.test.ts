/** Publications of one period: a bulletin brings its year, and the years before it stay with the files they came in. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bnsResearchCosts } from '../../../pipelines/national/tables/bns-research-costs.ts';
import { layOutWorkbook, type WorkbookCell } from '../../../scripts/workbook-layout.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { createNationalBench, type NationalBench } from '../../support/national-run.ts';

/** Table 17 with its total only; figures invented. */
function bulletin(year: number, figures: readonly WorkbookCell[], marks = ''): Uint8Array {
  const cover = [
    [`Жарияланым күні: 20.03.${year + 1}`],
    [`Келесі жарияланым күні: 20.03.${year + 2}`],
    ['ҒЗТКЖ туралы'],
    [`${year} жыл`],
  ];
  const table = [
    ['17. Жаратылыстану ғылымдары бойынша ҒЗТКЖ-ға жұмсалған ішкі шығындар'],
    [null, 'мың теңге     '],
    [null, 'Барлығы'],
    [`Қазақстан Республикасы${marks}`, figures[0] ?? null],
    ['Абай', figures[1] ?? null],
    ['Астана қаласы', figures[2] ?? null],
  ];
  const sheets = [
    { name: 'Мұхаба', rows: cover },
    { name: '17 ', rows: table },
  ];
  return layOutWorkbook(sheets, 'biff8');
}

describeEachDatabase('bulletins of one year each', (database) => {
  let bench: NationalBench;
  const run = async (...inputs: string[]) => bench.run(await database.warehouse(), inputs);
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows.map((row) =>
      Object.values(row),
    );
  };
  const facts = () =>
    query(
      `select f.region_code, f.period_start::text, coalesce(f.value::text, f.value_status), s.file_name, f.source_cell
       from reporting.fact_national_observation f join reporting.dim_source_file s using (source_file_sha256)
       order by 1, 2`,
    );
  const versions = () =>
    query(`select content_sha256 from warehouse.partition_version
     where dataset = 'national_observation' order by version_id`);

  beforeAll(async () => {
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
    const total = { ...bnsResearchCosts, totals: [] };
    bench = await createNationalBench([total]);
  });
  afterAll(() => bench.remove());

  it('say when they were published, and when the next one comes', async () => {
    const report = await run(await bench.lay('2022.xls', bulletin(2022, [30, 'x', 20.5])));
    expect(report).toMatchObject({ outcome: 'published', facts: 3, tables: [{ vintage: '2023-03-20' }] });
    expect(await query('select published_on::text, note from reporting.dim_source_file')).toEqual([
      ['2023-03-20', expect.stringContaining('next release announced for 2024-03-20')],
    ]);
  });

  it('add up to a series: a year that is brought leaves the others with their files and cells', async () => {
    expect(await run(await bench.lay('2023.xls', bulletin(2023, [40, 5, 25])))).toMatchObject({
      outcome: 'published',
      facts: 3,
    });
    expect(await facts()).toEqual([
      ['KAZ', '2022-01-01', '30', '2022.xls', '17 !B4'],
      ['KAZ', '2023-01-01', '40', '2023.xls', '17 !B4'],
      ['KAZ:100000000', '2022-01-01', 'confidential', '2022.xls', '17 !B5'],
      ['KAZ:100000000', '2023-01-01', '5', '2023.xls', '17 !B5'],
      ['KAZ:710000000', '2022-01-01', '20.5', '2022.xls', '17 !B6'],
      ['KAZ:710000000', '2023-01-01', '25', '2023.xls', '17 !B6'],
    ]);
    const history = await query(
      `select as_of_release, count(*)::int from history.fact_national_observation group by 1 order by 1`,
    );
    expect(history).toEqual([
      [1, 3],
      [2, 6],
    ]);
  });

  it('come to the same version one after another and all at once, whatever the order', async () => {
    const before = await versions();
    const paths = [
      await bench.lay('all/2023.xls', bulletin(2023, [40, 5, 25])),
      await bench.lay('all/2022.xls', bulletin(2022, [30, 'х', 20.5])),
    ];
    expect(await run(...paths)).toMatchObject({ outcome: 'unchanged' });
    expect(await versions()).toEqual(before);
  });

  it('that are published anew replace their own year and no other', async () => {
    const revised = await bench.lay('2022-revised.xls', bulletin(2022, [31, '-', '…']));
    expect((await run(revised)).outcome).toBe('published');
    expect((await facts()).map(([region, period, value, file]) => [region, period, value, file])).toEqual([
      ['KAZ', '2022-01-01', '31', '2022-revised.xls'],
      ['KAZ', '2023-01-01', '40', '2023.xls'],
      ['KAZ:100000000', '2022-01-01', 'nil', '2022-revised.xls'],
      ['KAZ:100000000', '2023-01-01', '5', '2023.xls'],
      ['KAZ:710000000', '2022-01-01', 'not_available', '2022-revised.xls'],
      ['KAZ:710000000', '2023-01-01', '25', '2023.xls'],
    ]);
  });

  it('of the same year with other figures are refused together', async () => {
    const report = await run(
      await bench.lay('a.xls', bulletin(2023, [41, 5, 25])),
      await bench.lay('b.xls', bulletin(2023, [42, 5, 25])),
    );
    expect([report.outcome, report.exitCode]).toEqual(['refused', 3]);
    expect(report.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'row-conflict',
      'row-conflict',
    ]);
  });
});
