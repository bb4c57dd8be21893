import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REGIONS } from '../../../src/reference/regions.ts';
import { checkPublishedContent } from '../../../src/warehouse/health/content.ts';
import { compareReleases } from '../../../src/warehouse/releases/compare-releases.ts';
import { refillReporting } from '../../../src/warehouse/releases/refill.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { dumpSchemas } from '../../support/dump.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { move } from '../../support/move-publication.ts';
import { loadNationalPaths, loadNationalText } from '../../support/national-load.ts';
import { AGRICULTURE_TREE, RU_INTERNET } from '../../support/national-sources.ts';
import { publishAudited } from '../../support/observation-load.ts';

const tree = (
  rows: readonly (readonly [id: string, text: string, values: Readonly<Record<string, string>>])[],
) =>
  JSON.stringify(
    rows.map(([id, text, values]) => ({
      id,
      text,
      leaf: 'false',
      ...values,
      ...Object.fromEntries(Object.keys(values).map((key) => [key.slice(1), '7'])),
    })),
  );
const COUNTRY = ['741880', 'РЕСПУБЛИКА КАЗАХСТАН'] as const;
const ASTANA = ['268012', 'Г.АСТАНА'] as const;
const ABAI = ['77208141', 'ОБЛАСТЬ АБАЙ'] as const;

const FIRST = tree([
  [...COUNTRY, { y122023: '7576533712826.38', y122022: '10' }],
  [...ASTANA, { y122023: 'x', y122022: '-' }],
  [...ABAI, { y122023: '5.50', y122022: '…', y122021: '…' }],
]);
const SECOND = tree([
  [...COUNTRY, { y122023: '7576533712826.40', y122022: '10' }],
  [...ASTANA, { y122023: 'x', y122022: '-' }],
  [...ABAI, { y122023: '5.5', y122022: '0' }],
]);

describeEachDatabase('national observations', (database) => {
  let folder: string;
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows;
  };
  const load = async (
    name: string,
    text: string,
    source: Parameters<typeof loadNationalText>[4] = AGRICULTURE_TREE,
  ) => loadNationalText(await database.warehouse(), folder, name, text, source);
  const written = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const releases: number[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-national-'));
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keep region, period, value, status, print and place from the document to reporting', async () => {
    const loaded = await load('first.json', FIRST);
    expect([loaded.exitCode, loaded.issues.map(({ code }) => code)]).toEqual([0, ['region-left-out']]);
    await publishAudited(await database.warehouse(), loaded.releaseNo ?? 0, loaded.runId);
    releases.push(loaded.releaseNo ?? 0);
    const facts = await query(
      `select region_code, period_kind, period_start, period_end, breakdown, value, value_status, unit, raw_text, source_cell
       from reporting.fact_national_observation order by region_code, period_start desc`,
    );
    expect(facts.map((fact) => Object.values(fact))).toEqual([
      [
        'KAZ',
        'year',
        '2023-01-01',
        '2023-12-31',
        '',
        '7576533712826.38',
        'observed',
        'tenge',
        '7576533712826.38',
        '$[0].y122023',
      ],
      ['KAZ', 'year', '2022-01-01', '2022-12-31', '', '10', 'observed', 'tenge', '10', '$[0].y122022'],
      [
        'KAZ:100000000',
        'year',
        '2023-01-01',
        '2023-12-31',
        '',
        '5.5',
        'observed',
        'tenge',
        '5.50',
        '$[2].y122023',
      ],
      [
        'KAZ:100000000',
        'year',
        '2022-01-01',
        '2022-12-31',
        '',
        null,
        'not_available',
        'tenge',
        '…',
        '$[2].y122022',
      ],
      [
        'KAZ:710000000',
        'year',
        '2023-01-01',
        '2023-12-31',
        '',
        null,
        'confidential',
        'tenge',
        'x',
        '$[1].y122023',
      ],
      ['KAZ:710000000', 'year', '2022-01-01', '2022-12-31', '', null, 'nil', 'tenge', '-', '$[1].y122022'],
    ]);
    const regions = await query(
      `select region_code, iso3, kind, parent_code, kato_code, taldau_term, valid_from, predecessors, territory_since
       from reporting.dim_region where region_code in ('KAZ', 'KAZ:100000000', 'KAZ:630000000') order by 1`,
    );
    expect(regions.map((region) => Object.values(region))).toEqual([
      ['KAZ', 'KAZ', 'country', null, '0', '741880', null, null, null],
      ['KAZ:100000000', 'KAZ', 'oblast', 'KAZ', '100000000', '77208141', '2022-06-08', 'KAZ:630000000', null],
      ['KAZ:630000000', 'KAZ', 'oblast', 'KAZ', '630000000', '264990', null, null, '2022-06-08'],
    ]);
    const refresh = await query(
      `select r.dataset, r.rows = c.found as agrees from reporting.data_refresh r
       join (select 'fact_national_observation' as dataset, count(*) as found from reporting.fact_national_observation
             union all select 'dim_region', count(*) from reporting.dim_region
             union all select 'dim_indicator', count(*) from reporting.dim_indicator) c using (dataset) order by 1`,
    );
    expect(refresh).toEqual([
      { dataset: 'dim_indicator', agrees: true },
      { dataset: 'dim_region', agrees: true },
      { dataset: 'fact_national_observation', agrees: true },
    ]);
  });

  it('of the same document a second time, or of another with equal facts, write nothing', async () => {
    const warehouse = await database.warehouse();
    const before = await dumpSchemas(warehouse, ['reporting', 'history']);
    const again = await load('first.json', FIRST);
    expect([again.releaseNo, [...again.stored.values()].map(({ isNew }) => isNew)]).toEqual([
      undefined,
      [false],
    ]);
    const padded = await load('other.json', FIRST.replaceAll('{', '{\n ').replace('"5.50"', '"5.5"'));
    expect([padded.releaseNo, [...padded.stored.values()].map(({ isNew }) => isNew)]).toEqual([
      undefined,
      [false],
    ]);
    expect(await dumpSchemas(warehouse, ['reporting', 'history'])).toEqual(before);
    const files = await query(
      `select f.file_name from warehouse.version_source s join warehouse.source_file f using (source_file_id)
       join warehouse.partition_version v using (version_id) where v.dataset = 'national_observation' order by 1`,
    );
    expect(files.map(({ file_name }) => file_name)).toEqual(['first.json', 'other.json']);
  });

  it('of a second vintage are a revision: what changed, where, by which file, and both states still to be seen', async () => {
    const warehouse = await database.warehouse();
    const loaded = await load('second.json', SECOND);
    await publishAudited(warehouse, loaded.releaseNo ?? 0, loaded.runId);
    releases.push(loaded.releaseNo ?? 0);
    const revisions = await query(
      `select region_code, period_start, column_name, old_value, new_value from history.national_revision
       order by region_code, column_name`,
    );
    expect(revisions.map((one) => Object.values(one))).toEqual([
      ['KAZ', '2023-01-01', 'value', '7576533712826.38', '7576533712826.4'],
      ['KAZ:100000000', '2022-01-01', 'value', null, '0'],
      ['KAZ:100000000', '2022-01-01', 'value_status', 'not_available', 'observed'],
    ]);
    const states = await query(
      `select as_of_release, value from history.fact_national_observation
       where region_code = 'KAZ' and period_start = '2023-01-01' order by 1`,
    );
    expect(states).toEqual([
      { as_of_release: releases[0], value: '7576533712826.38' },
      { as_of_release: releases[1], value: '7576533712826.4' },
    ]);
    const diff = await warehouse.withConnection((session) =>
      compareReleases(session, releases[0] as number, releases[1] as number, {}),
    );
    expect(diff.partitions).toMatchObject([
      {
        dataset: 'national_observation',
        tableName: 'fact_national_observation',
        change: 'changed',
        rowsChanged: 2,
      },
    ]);
    expect(diff.rows.map(({ rowKey, iso3, cells }) => [rowKey, iso3, cells.length])).toEqual([
      ['taldau:agriculture KAZ year 2023-01-01 2023-12-31', 'KAZ', 1],
      ['taldau:agriculture KAZ:100000000 year 2022-01-01 2022-12-31', 'KAZ', 2],
    ]);
    expect(diff.figures).toMatchObject([{ column: 'value', change: '0.02' }]);
  });

  it('go back by a rollback, cell for cell, and a refill changes nothing', async () => {
    const warehouse = await database.warehouse();
    await move(warehouse, 'rollback', releases[0] as number);
    const values = await query(
      `select value from reporting.fact_national_observation where region_code = 'KAZ' and period_start = '2023-01-01'`,
    );
    expect(values).toEqual([{ value: '7576533712826.38' }]);
    const before = await query('select * from reporting.fact_national_observation order by 1, 2, 3, 4, 5, 6');
    await warehouse.withTransaction((session) => refillReporting(session, SQL_FOLDER));
    expect(
      await query('select * from reporting.fact_national_observation order by 1, 2, 3, 4, 5, 6'),
    ).toEqual(before);
  });

  it('of another source stand beside them and leave them as they are', async () => {
    const warehouse = await database.warehouse();
    const before = await query('select * from reporting.fact_national_observation order by 1, 2, 3, 4, 5, 6');
    const series = (age: string, value: string) =>
      `<Series><SeriesKey><Value concept="s_OKATO" value="643"/><Value concept="s_vozr" value="${age}"/></SeriesKey>
       <Attributes><Value concept="EI" value="Процент"/><Value concept="PERIOD" value="I квартал"/></Attributes>
       <Obs><Time>2021</Time><ObsValue value="${value}"/></Obs></Series>`;
    const codes =
      '<CodeList id="s_OKATO"><Code value="643"><Description>Российская Федерация</Description></Code></CodeList>';
    const text = `<?xml version="1.0"?><m>${codes}${series('Всего', '88,2')}${series('15-74 лет', '90,1')}</m>`;
    const loaded = await load('emiss.xml', text, RU_INTERNET);
    expect(loaded.exitCode).toBe(0);
    await publishAudited(warehouse, loaded.releaseNo ?? 0, loaded.runId);
    const all = await query('select * from reporting.fact_national_observation order by 1, 2, 3, 4, 5, 6');
    expect(all.filter(({ indicator_code }) => indicator_code === 'taldau:agriculture')).toEqual(before);
    const others = await query(
      `select period_kind, breakdown, age, sex, value, source_cell from reporting.fact_national_observation
       where indicator_code = 'emiss:43568' order by breakdown`,
    );
    expect(others.map((one) => Object.values(one))).toEqual([
      ['quarter', '', null, null, '88.2', '/Series[1]/Obs[1]'],
      ['quarter', 'age=15-74', '15-74', null, '90.1', '/Series[2]/Obs[1]'],
    ]);
    const codesOf = await query('select indicator_code from reporting.dim_indicator order by 1');
    expect(codesOf.map(({ indicator_code }) => indicator_code)).toEqual([
      'emiss:43568',
      'taldau:agriculture',
    ]);
    const checks = await warehouse.withConnection(checkPublishedContent);
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it('of one indicator in several documents are one partition, each row with its own', async () => {
    const warehouse = await database.warehouse();
    const source = {
      ...AGRICULTURE_TREE,
      indicator: { ...AGRICULTURE_TREE.indicator, indicatorCode: 'taldau:parts' },
    };
    const regions = REGIONS.filter(
      ({ codes, validTo }) => codes.taldau !== undefined && validTo === null,
    ).map(({ codes, nameRu }) => [codes.taldau ?? '', nameRu ?? '', { y122023: '1' }] as const);
    const [country = ['', '', {}] as const, ...parts] = regions;
    const paths = [
      await written('country.json', tree([[country[0], country[1], { y122023: '20' }]])),
      await written('regions.json', tree(parts)),
    ];
    const loaded = await loadNationalPaths(
      warehouse,
      paths.map((path) => ({ path, source })),
    );
    expect([loaded.exitCode, loaded.totals]).toEqual([0, { checked: 1, mismatched: 0, suppressed: 0 }]);
    await publishAudited(warehouse, loaded.releaseNo ?? 0, loaded.runId);
    const files = await query(
      `select f.file_name, count(*)::int as facts from reporting.fact_national_observation
       join reporting.dim_source_file f using (source_file_sha256)
       where indicator_code = 'taldau:parts' group by 1 order by 1`,
    );
    expect(files).toEqual([
      { file_name: 'country.json', facts: 1 },
      { file_name: 'regions.json', facts: 20 },
    ]);
    const turned = await loadNationalPaths(
      warehouse,
      paths.toReversed().map((path) => ({ path, source })),
    );
    expect(turned.releaseNo).toBeUndefined();
    const checks = await warehouse.withConnection(checkPublishedContent);
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it('that are refused are kept with their place, and the candidate is never published', async () => {
    const text = tree([
      [...COUNTRY, { y122023: '1,5' }],
      ['99', 'ОБЛАСТЬ НОВАЯ', { y122023: '1' }],
      [...ASTANA, { y122023: '1' }],
      [...ASTANA, { y122023: '2' }],
    ]);
    const loaded = await load('broken.json', text);
    expect(loaded.exitCode).toBe(3);
    const issues = await query(
      `select code, place from ops.issue where run_id = ${loaded.runId} order by issue_no`,
    );
    expect(issues.map((one) => Object.values(one))).toEqual([
      ['value-not-a-number', '$[0].y122023'],
      ['region-unknown', '$[1].y122023'],
      ['row-conflict', '$[2].y122023'],
      ['row-conflict', '$[3].y122023'],
    ]);
    const held = await query(
      `select row_no, issue_codes, raw from ops.quarantine where run_id = ${loaded.runId} order by row_no`,
    );
    expect(held.map(({ row_no, issue_codes }) => [row_no, issue_codes])).toEqual([
      [1, ['value-not-a-number']],
      [2, ['region-unknown']],
      [3, ['row-conflict']],
      [4, ['row-conflict']],
    ]);
    expect(held[1]?.raw).toContainEqual({ column: 'place', value: '$[1].y122023' });
    expect(loaded.releaseNo).toBeUndefined();
  });

  it('of an error page that came as JSON or XML leave nothing behind', async () => {
    const warehouse = await database.warehouse();
    const before = await dumpSchemas(warehouse, ['warehouse', 'reporting']);
    const page = '<!DOCTYPE html><html><body>Индекс за пределами диапазона</body></html>';
    await expect(load('page.json', page)).rejects.toMatchObject({ issue: { code: 'format-html' } });
    await expect(load('page.xml', page, RU_INTERNET)).rejects.toMatchObject({
      issue: { code: 'format-html' },
    });
    const twice = '[{"id":"741880","id":"741880"}]';
    await expect(load('twice.json', twice)).rejects.toMatchObject({ issue: { code: 'json-duplicate-key' } });
    const billion =
      '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><m>&b;</m>';
    await expect(load('bomb.xml', billion, RU_INTERNET)).rejects.toMatchObject({
      issue: { code: 'xml-unsafe' },
    });
    expect(await dumpSchemas(warehouse, ['warehouse', 'reporting'])).toEqual(before);
  });
});
