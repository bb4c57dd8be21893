/**
 * Observations in bulk: what is loaded, what is held back, and that nothing of a table that fails is kept.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { LocatedRow } from '../../../src/model/located.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase, describeEmbedded } from '../../support/databases.ts';
import { dumpSchemas } from '../../support/dump.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import {
  CELLULAR,
  loadCsv,
  loadTable,
  publishAudited,
  VINTAGE_FOLDER,
  VINTAGE_LAYOUT,
} from '../../support/observation-load.ts';
import { FULL_HEADER, fullRow, fullRows } from '../../support/observation-tables.ts';

describeEachDatabase('observations', (database) => {
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows;
  };
  const load = async (name: string, rows: Iterable<LocatedRow> | AsyncIterable<LocatedRow>, more = {}) =>
    loadTable(await database.warehouse(), { name, rows, ...more });
  const stages = (loaded: Awaited<ReturnType<typeof load>>) =>
    loaded.counts.map((one) => [one.stage, one.in, one.out, one.quarantined, one.excluded, one.merged]);

  beforeAll(async () => {
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
  });

  it('keep value, status, flags, print and cell from the table to reporting', async () => {
    const rows = fullRows([
      ['A', 'KAZ', '2018', '012.50', 'percent', 'E', 'p', null],
      ['A', 'KGZ', '2018', '..', 'percent', null, null, null],
      ['A', 'UZB', '2018', '…', 'percent', null, null, null],
      ['A', 'TJK', '2018', '-', 'percent', null, null, null],
      ['A', 'TKM', '2018', 'x', 'percent', null, null, null],
      ['A', 'RUS', '2018', null, 'percent', 'M', null, null],
      ['A', 'WLD', '2018', '99', 'percent', null, null, null],
      ['Q', 'KAZ', '2018-Q2', '-0.0', 'percent', null, null, 'a note'],
      ['M', 'KAZ', '2018-07', '8e-05', 'percent', null, null, null],
    ]);
    const loaded = await load('kept', rows);
    expect(loaded.issues.map(({ code, severity }) => [code, severity])).toEqual([['not-a-member', 'info']]);
    expect(loaded.exitCode).toBe(0);
    expect(stages(loaded)).toEqual([
      ['validate', 9, 9, 0, 0, 0],
      ['normalise', 9, 8, 0, 1, 0],
      ['load', 8, 8, 0, 0, 0],
    ]);
    await publishAudited(await database.warehouse(), loaded.releaseNo ?? 0, loaded.runId);
    const facts = await query(
      `select indicator_code, iso3, period, value, value_status, is_estimated, is_preliminary, published_text,
              source_cell, release_no from reporting.fact_observation order by 1, 2`,
    );
    expect(facts.map((fact) => Object.values(fact).slice(0, -1))).toEqual([
      ['test:A', 'KAZ', '2018-01-01', '12.5', 'observed', true, true, '012.50', 'D2'],
      ['test:A', 'KGZ', '2018-01-01', null, 'not_available', false, false, '..', 'D3'],
      ['test:A', 'RUS', '2018-01-01', null, 'not_available', false, false, null, 'D7'],
      ['test:A', 'TJK', '2018-01-01', null, 'nil', false, false, '-', 'D5'],
      ['test:A', 'TKM', '2018-01-01', null, 'confidential', false, false, 'x', 'D6'],
      ['test:A', 'UZB', '2018-01-01', null, 'not_available', false, false, '…', 'D4'],
      ['test:M', 'KAZ', '2018-07-01', '0.00008', 'observed', false, false, '8e-05', 'D10'],
      ['test:Q', 'KAZ', '2018-04-01', '0', 'observed', false, false, '-0.0', 'D9'],
    ]);
    const units = await query(
      'select indicator_code, unit, frequency from reporting.dim_indicator order by 1',
    );
    expect(units.map((unit) => Object.values(unit))).toEqual([
      ['test:A', 'percent', 'year'],
      ['test:M', 'percent', 'month'],
      ['test:Q', 'percent', 'quarter'],
    ]);
    const [refresh] = await query(
      `select rows, (select count(*) from reporting.fact_observation) as facts
       from reporting.data_refresh where dataset = 'fact_observation'`,
    );
    expect(refresh).toEqual({ rows: 8, facts: 8 });
  });

  it('of another file with equal facts confirm the version and change nothing that is published', async () => {
    const warehouse = await database.warehouse();
    const before = await dumpSchemas(warehouse, ['reporting']);
    const [facts] = await query('select count(*) as n from warehouse.observation');
    const rows = fullRows([fullRow('Q', 'KAZ', '2018-Q2', '0'), fullRow('M', 'KAZ', '2018-07', '0.000080')]);
    const loaded = await load('confirmed', rows);
    expect(loaded.releaseNo).toBeUndefined();
    expect([...loaded.stored.values()].map(({ isNew }) => isNew)).toEqual([false, false]);
    expect(await dumpSchemas(warehouse, ['reporting'])).toEqual(before);
    expect(await query('select count(*) as n from warehouse.observation')).toEqual([facts]);
    const sources = await query(
      `select v.partition_key, array_agg(f.file_name order by f.source_file_id) as files
       from warehouse.version_source s join warehouse.partition_version v using (version_id)
       join warehouse.source_file f using (source_file_id) group by 1 order by 1`,
    );
    expect(sources).toEqual([
      { partition_key: 'test:A', files: ['kept'] },
      { partition_key: 'test:M', files: ['kept', 'confirmed'] },
      { partition_key: 'test:Q', files: ['kept', 'confirmed'] },
    ]);
  });

  it('B1 of the same table a second time write nothing to warehouse, history and reporting', async () => {
    const warehouse = await database.warehouse();
    const rows = fullRows([fullRow('Q', 'KAZ', '2018-Q2', '0')]);
    await load('twice', rows);
    const before = await dumpSchemas(warehouse, ['warehouse', 'history', 'reporting']);
    expect((await load('twice', rows)).releaseNo).toBeUndefined();
    expect(await dumpSchemas(warehouse, ['warehouse', 'history', 'reporting'])).toEqual(before);
  });

  it('B7 that break the contract are quarantined whole, all others load, and the candidate is refused', async () => {
    const rows = fullRows([
      fullRow('A', 'KAZ', '2019', '1'),
      fullRow('A', 'KAZ', '2020', '1,5'),
      fullRow('A', 'XYZ', '2019', '1'),
      fullRow('A', 'KGZ', '2019', '2'),
      fullRow('A', 'KGZ', '2019', '2.0'),
      fullRow('A', 'UZB', '2019', '3'),
      fullRow('A', 'UZB', '2019', '4'),
    ]);
    const loaded = await load('broken', rows);
    expect(loaded.exitCode).toBe(3);
    expect(stages(loaded)).toEqual([
      ['validate', 7, 6, 1, 0, 0],
      ['normalise', 6, 5, 1, 0, 0],
      ['load', 5, 2, 2, 0, 1],
    ]);
    const held = await query(
      `select row_no, raw, issue_codes from ops.quarantine where run_id = ${loaded.runId} order by row_no`,
    );
    expect(held.map(({ row_no, issue_codes }) => [row_no, issue_codes])).toEqual([
      [3, ['value-not-a-number']],
      [4, ['code-unknown']],
      [7, ['row-conflict']],
      [8, ['row-conflict']],
    ]);
    expect(held[0]?.raw).toEqual(
      FULL_HEADER.map((column, index) => ({ column, value: fullRow('A', 'KAZ', '2020', '1,5')[index] })),
    );
    const issues = await query(
      `select code, row_no, column_no from ops.issue where run_id = ${loaded.runId} order by row_no, code`,
    );
    expect(issues.map((one) => Object.values(one))).toEqual([
      ['value-not-a-number', 3, 4],
      ['code-unknown', 4, 2],
      ['row-duplicate', 6, 4],
      ['row-conflict', 7, 4],
      ['row-conflict', 8, 4],
    ]);
    const [release] = await query(
      `select status from warehouse.release where release_no = ${loaded.releaseNo}`,
    );
    expect(release).toEqual({ status: 'refused' });
  });

  it('with any text in any cell never reach the database malformed, and every row is accounted for', async () => {
    const cell = fc.oneof(
      fc.constantFrom('A', 'Q', 'KAZ', 'KGZ', '2018', '2018-Q1', '1', '1e5', '-', '..', 'percent', 'E', null),
      fc.constantFrom('\\N', '\\.', 'a\tb', 'a\nb', 'NaN', 'infinity', '0x10', '1_000', '٣', '1\u00a0000'),
      // Whole characters without NUL: the readers refuse anything else.
      fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => !/[\0\p{Surrogate}]/u.test(text)),
    );
    const table = fc.array(fc.tuple(cell, cell, cell, cell, cell, cell, cell, cell), { maxLength: 25 });
    // Mostly well-formed rows with one cell that may hold anything.
    const nearly = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 7 }), cell).map(([at, text]) => {
        const row: (string | null)[] = fullRow('A', 'KAZ', '2018', '1');
        row[at] = text;
        return row;
      }),
      { maxLength: 25 },
    );
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(table, nearly), async (rows) => {
        n += 1;
        const loaded = await load(`any ${n}`, fullRows(rows));
        const [validated] = loaded.counts;
        expect(validated?.in).toBe(rows.length);
        expect(loaded.quarantined.length + (loaded.counts.at(-1)?.out ?? 0)).toBeLessThanOrEqual(rows.length);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['before its first partition is stored', 3],
    ['in the middle of a COPY', 2500],
  ])('of a source that fails %s leave nothing behind', async (_, rowsBefore) => {
    const warehouse = await database.warehouse();
    const before = await dumpSchemas(warehouse, ['warehouse', 'reporting']);
    async function* rows(): AsyncGenerator<LocatedRow> {
      yield { row: 1, cells: FULL_HEADER };
      for (let n = 0; n < rowsBefore; n += 1)
        yield { row: n + 2, cells: fullRow(n < 2000 ? 'A' : 'Q', 'KAZ', n < 2000 ? '2018' : '2018-Q1', '1') };
      throw Object.assign(new Error('the disk is gone'), { code: 'EIO' });
    }
    const attempt = load(`failing ${rowsBefore}`, rows(), { maxOpenRows: 100 });
    await expect(attempt).rejects.toThrow('the disk is gone');
    expect(await dumpSchemas(warehouse, ['warehouse', 'reporting'])).toEqual(before);
    // The connection is as good as before.
    expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('may come in any order within the bound, and are refused beyond it with the row that is too late', async () => {
    const row = (n: number) =>
      fullRow(
        n % 2 === 0 ? 'A' : 'M',
        'EST',
        n % 2 === 0 ? String(1900 + (n >> 1)) : `${1900 + (n >> 1)}-01`,
        '1',
      );
    const table = () => fullRows(Array.from({ length: 400 }, (_, n) => row(n)));
    const whole = await load('mixed', table());
    const sorted = await load(
      'sorted',
      table().toSorted((a, b) =>
        a.row === 1 ? -1 : b.row === 1 ? 1 : String(a.cells[0]).localeCompare(String(b.cells[0])),
      ),
    );
    expect([...sorted.stored.values()].every(({ isNew }) => !isNew)).toBe(true);
    expect(whole.stored.get('test:A')?.versionId).toBe(sorted.stored.get('test:A')?.versionId);
    const late = fullRows([
      ...Array.from({ length: 600 }, (_, n) => fullRow('A', 'EST', String(1801 + (n % 300)), '1')),
      ...Array.from({ length: 600 }, (_, n) => fullRow('M', 'EST', `${1801 + (n % 300)}-01`, '1')),
      fullRow('A', 'GEO', '2018', '1'),
    ]);
    await expect(load('late', late, { maxOpenRows: 500 })).rejects.toMatchObject({
      code: 'indicator-scattered',
      exitCode: 3,
      message: expect.stringContaining('row 1202'),
    });
  });

  it('are refused as a whole when too many rows are broken', async () => {
    const rows = fullRows(Array.from({ length: 50 }, () => fullRow('A', 'KAZ', '2018', 'many')));
    await expect(
      load('hopeless', rows, { limits: { issues: 5, quarantinedRows: 10 } }),
    ).rejects.toMatchObject({
      code: 'too-many-rows-refused',
      exitCode: 3,
    });
  });

  it('under a header that is not the declared one are none', async () => {
    const loaded = await load('header', [{ row: 1, cells: ['a', 'b'] }, ...fullRows([]).slice(1)]);
    expect(loaded.exitCode).toBe(3);
    expect(loaded.releaseNo).toBeUndefined();
    expect(new Set(loaded.issues.map(({ code }) => code))).toEqual(
      new Set(['column-missing', 'column-unexpected']),
    );
  });
});

describeEmbedded('the version of observations', (database) => {
  it('does not depend on the order of rows and columns, line ends, time zone and print of numbers', async () => {
    const warehouse = await database.warehouse();
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    const folder = await mkdtemp(join(tmpdir(), 'egdi-observations-'));
    const timeZone = process.env.TZ;
    try {
      const text = await readFile(join(VINTAGE_FOLDER, 'IT.CEL.SETS.P2-2017-03-23.csv'), 'utf8');
      const [header = '', ...lines] = text.trimEnd().split('\r\n');
      const turned = [header, ...lines].map((line) => line.split(',').toReversed().join(','));
      const variants: [name: string, text: string][] = [
        ['as it is', text],
        ['LF', text.replaceAll('\r\n', '\n')],
        ['turned rows', [header, ...lines.toReversed()].join('\r\n')],
        ['turned columns', turned.join('\n')],
        ['padded numbers', text.replaceAll(/(\.\d+)\r/g, '$100\r')],
        ['doubled rows', [header, ...lines, ...lines].join('\n')],
      ];
      const versions = new Set<number | undefined>();
      for (const zone of ['UTC', 'Pacific/Chatham', 'America/St_Johns']) {
        process.env.TZ = zone;
        for (const [name, content] of variants) {
          const path = join(folder, `${name}.csv`);
          await writeFile(path, content);
          const { stored, exitCode } = await loadCsv(warehouse, path, { layout: VINTAGE_LAYOUT });
          expect([name, exitCode]).toEqual([name, 0]);
          versions.add(stored.get(CELLULAR)?.versionId);
        }
      }
      expect(versions.size).toBe(1);
    } finally {
      if (timeZone === undefined) delete process.env.TZ;
      else process.env.TZ = timeZone;
      await rm(folder, { recursive: true });
    }
  });
});
