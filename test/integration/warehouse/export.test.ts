/** Exports through the drivers: what every format gives back, and that one package is of one release. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPORT_FORMATS, type ExportFormat } from '../../../src/report/export/file-format.ts';
import { writePackage } from '../../../src/report/export/write-package.ts';
import { answerJson } from '../../../src/report/query-result.ts';
import type { Warehouse } from '../../../src/warehouse/connection/connect.ts';
import { askAsReader } from '../../../src/warehouse/queries/reader-query.ts';
import { type ReaderSnapshot, withReaderSnapshot } from '../../../src/warehouse/queries/reader-snapshot.ts';
import { type Contract, loadContract } from '../../../src/warehouse/queries/reporting-contract.ts';
import { describeEachDatabase, describeEachServer } from '../../support/databases.ts';
import { loadSurvey, SQL_FOLDER } from '../../support/load-survey.ts';
import { readPackage, readResource, type TextRow, textRows } from '../../support/read-export.ts';

const HOSTILE = `
  select n, txt, amount, whole, big, flag, day, moment, "=head"
  from (values
    (1, '=cmd|'' /C calc''!A0', 0.75970::numeric(7,5), 1, 9007199254740993, true, date '2024-02-29', timestamptz '2024-02-29 12:00:00.123456+00', 'a'),
    (2, 'comma, "quote"' || chr(10) || 'line' || chr(13) || chr(10) || 'more', -0.00001, -1, -1, false, '1999-12-31', '1999-12-31 23:59:59.5+00', '-'),
    (3, '  @SUM(A1)', 99.99999, 2147483647, 0, null, null, null, '＝1'),
    (4, 'Қазақстан Республикасы — Ҩ', null, null, null, true, '2003-07-01', '2003-07-01 00:00:00+00', null),
    (5, '', 0, 0, 7, false, '2024-01-01', '2024-01-01 06:30:00+06', 'z')
  ) as v(n, txt, amount, whole, big, flag, day, moment, "=head")
  order by n`;

const folder = mkdtempSync(join(tmpdir(), 'egdi-export-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let contract: Contract;
beforeAll(async () => {
  contract = await loadContract(SQL_FOLDER);
});

interface Wish {
  readonly relations?: readonly string[];
  readonly statement?: string;
  readonly format?: ExportFormat;
  readonly batchRows?: number;
  readonly signal?: AbortSignal;
  readonly before?: (snapshot: ReaderSnapshot) => ReaderSnapshot;
}

let count = 0;

/** Exports into a new folder and returns it. */
async function exportTo(warehouse: Warehouse, wish: Wish): Promise<string> {
  count += 1;
  const target = join(folder, `export-${count}`);
  const { relations = [], statement = null, format = 'csv', batchRows = 700, signal, before } = wish;
  const grainOf = ({ name }: { name: string }) => contract.schemas.reporting[name]?.grain ?? [];
  await warehouse.withConnection((session) =>
    withReaderSnapshot(session, { relations, statement, timeoutMs: null, batchRows, grainOf }, (snapshot) =>
      writePackage(before?.(snapshot) ?? snapshot, {
        format,
        folder: target,
        force: false,
        bom: false,
        formulaGuard: true,
        statementName: 'query',
        contract,
        createdAt: new Date(0),
        signal: signal ?? new AbortController().signal,
      }),
    ),
  );
  return target;
}

async function ask(warehouse: Warehouse, statement: string): Promise<TextRow[]> {
  const answer = await warehouse.withConnection((session) =>
    askAsReader(session, statement, { maxRows: 1_000_000, timeoutMs: null }),
  );
  return textRows(JSON.parse(answerJson(answer)) as Record<string, unknown>[]);
}

describeEachDatabase('export', (database) => {
  beforeAll(async () => {
    await loadSurvey(await database.warehouse(), ['un-survey/egovkb/EGOV_DATA_2018.csv']);
  });

  describe.each(EXPORT_FORMATS)('%s', (format) => {
    test('gives back a table, a wide view and every type of column, to the last digit', async () => {
      const warehouse = await database.warehouse();
      const relations = ['fact_index_score', 'v_egdi_wide', 'v_score_long', 'dim_source_file'];
      const target = await exportTo(warehouse, { relations, format });
      const order = {
        fact_index_score: '1, 2, 3',
        v_egdi_wide: '1, edition',
        v_score_long: 'iso3, edition, metric collate "C"',
        dim_source_file: '1',
      };
      for (const [name, by] of Object.entries(order)) {
        const expected = await ask(warehouse, `select * from ${name} order by ${by}`);
        const found = await readResource(target, name);
        expect(expected.length).toBeGreaterThan(0);
        expect(coarse(found, format)).toEqual(coarse(expected, format));
      }
    });

    test('gives back hostile text, and nothing of it is a formula', async () => {
      const warehouse = await database.warehouse();
      const target = await exportTo(warehouse, { statement: HOSTILE, format });
      const expected = await ask(warehouse, HOSTILE);
      const found = await readResource(target, 'query');
      expect(coarse(found, format)).toEqual(coarse(expected, format));
    });
  });

  test('describes one release, with keys and references within the package', async () => {
    const warehouse = await database.warehouse();
    const relations = [
      'fact_group_score',
      'dim_country_group',
      'dim_edition',
      'dim_index',
      'history.release',
    ];
    const description = readPackage(await exportTo(warehouse, { relations }));
    expect(description).toMatchObject({ version: '1', egdi: { release_no: 1 } });
    const fact = description.resources.find(({ name }) => name === 'fact_group_score');
    expect(fact?.schema.primaryKey).toEqual(['group_code', 'edition', 'index_code']);
    expect(fact?.schema.foreignKeys?.map(({ reference }) => reference.resource).sort()).toEqual([
      'dim_country_group',
      'dim_edition',
      'dim_index',
    ]);
    const lone = readPackage(await exportTo(warehouse, { relations: ['fact_group_score', 'dim_index'] }));
    expect(lone.resources[0]?.schema.foreignKeys?.map(({ reference }) => reference.resource)).toEqual([
      'dim_index',
    ]);
    const self = lone.resources[1]?.schema.foreignKeys;
    expect(self).toEqual([{ fields: ['parent_code'], reference: { resource: '', fields: ['index_code'] } }]);
  });

  test.each([
    "select set_config('role', 'none', true) as a, query_to_xml('table ops.run', true, false, '')::text as b",
    'with gone as (delete from reporting.dim_index returning 1 as x) select * from gone',
    'select 1 as a; select 2 as b',
    'table ops.run',
    'explain select 1',
    'select 1/(edition - 2018) as x from reporting.fact_index_score',
  ])('refuses %s, and leaves nothing behind', async (statement) => {
    const before = readdirSync(folder);
    await expect(exportTo(await database.warehouse(), { statement })).rejects.toMatchObject({ exitCode: 2 });
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a failure in the second table, or a signal, leaves nothing behind', async () => {
    const warehouse = await database.warehouse();
    const before = readdirSync(folder);
    const stop = new AbortController();
    stop.abort(new Error('told to stop'));
    const relations = ['dim_country', 'fact_index_score'];
    await expect(exportTo(warehouse, { relations, signal: stop.signal })).rejects.toThrow('told to stop');
    const failing = exportTo(warehouse, {
      relations,
      before: (snapshot) => ({
        ...snapshot,
        sources: snapshot.sources.map((source, index) => ({
          ...source,
          async *batches() {
            yield* source.batches();
            if (index === 1) throw new Error('the disk is full');
          },
        })),
      }),
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(join(folder, 'export'))).toBe(false);
  });
});

describeEachServer('export while something is published', (database) => {
  test('every file is of the release at its start', async () => {
    const warehouse = await database.warehouse();
    await loadSurvey(warehouse, ['un-survey/egovkb/EGOV_DATA_2018.csv']);
    const other = await database.open();
    let published: Promise<unknown> | undefined;
    const target = await exportTo(warehouse, {
      relations: ['fact_index_score', 'data_refresh', 'v_egdi_wide'],
      batchRows: 100,
      before: (snapshot) => ({
        ...snapshot,
        sources: snapshot.sources.map((source) => ({
          ...source,
          async *batches() {
            for await (const batch of source.batches()) {
              yield batch;
              published ??= loadSurvey(other, ['un-survey/egovkb/EGOV_DATA_2020.csv']);
              await published;
            }
          },
        })),
      }),
    });
    await other.close();
    expect(await published).toMatchObject({ outcome: 'published', publishedRelease: 2 });
    expect(readPackage(target).egdi.release_no).toBe(1);
    const releases = async (name: string) =>
      new Set((await readResource(target, name)).map((row) => row.release_no));
    expect(await releases('fact_index_score')).toEqual(new Set(['1']));
    expect(await releases('data_refresh')).toEqual(new Set(['1']));
    expect(await readResource(target, 'v_egdi_wide')).toHaveLength(193);
    const now = await ask(warehouse, 'select max(release_no) as release from fact_index_score');
    expect(now).toEqual([{ release: '2' }]);
  });
});

/** What a workbook cannot keep: an empty text, and fractions of a millisecond. */
function coarse(rows: readonly TextRow[], format: ExportFormat): TextRow[] {
  if (format !== 'xlsx') return [...rows];
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        value === ''
          ? null
          : (value?.replace(/^(\d{4}-\d\d-\d\dT.*\.\d{3})\d*Z$/, '$1Z').replaceAll('\r\n', '\n') ?? null),
      ]),
    ),
  );
}
