/**
 * Two vintages of a real series: what was revised, when and by which file, and both states still to be seen.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import {
  CELLULAR,
  loadCsv,
  publishAudited,
  VINTAGE_FOLDER,
  VINTAGE_LAYOUT,
} from '../../support/observation-load.ts';

const files = ['IT.CEL.SETS.P2-2017-03-23.csv', 'IT.CEL.SETS.P2-2023-03-01.csv'].map((name) =>
  join(VINTAGE_FOLDER, name),
);
type Row = Readonly<Record<'country' | 'period' | 'value', string>>;
const [before = [], after = []] = files.map(
  (path) => parse(readFileSync(path), { columns: true }) as readonly Row[],
);
const [oldHash, newHash] = files.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));

describeEachDatabase('two vintages of mobile subscriptions', (database) => {
  const releases: number[] = [];
  const query = async (sql: string) => {
    const warehouse = await database.warehouse();
    return (await warehouse.withConnection((session) => session.query(sql))).rows;
  };

  beforeAll(async () => {
    const warehouse = await database.warehouse();
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    for (const path of files) {
      const { releaseNo = 0, runId, exitCode } = await loadCsv(warehouse, path, { layout: VINTAGE_LAYOUT });
      expect(exitCode).toBe(0);
      await publishAudited(warehouse, releaseNo, runId);
      releases.push(releaseNo);
    }
  });

  it('differ in 41 of 50 figures, ten of which the first one did not have yet', () => {
    expect([before.length, after.length]).toEqual([50, 50]);
    const changed = before.filter(({ value }, index) => value !== after[index]?.value);
    expect(changed).toHaveLength(41);
    expect(changed.filter(({ value }) => value === '')).toHaveLength(10);
  });

  it('history.revision shows exactly the changed cells: old, new, when and by which file', async () => {
    const expected = before.flatMap(({ country, period, value }, index) => {
      const now = after[index]?.value ?? '';
      const cell = [country, `${period}-01-01`];
      if (now === value) return [];
      if (value !== '') return [[...cell, 'value', value, now]];
      return [
        [...cell, 'value', null, now],
        [...cell, 'value_status', 'not_available', 'observed'],
      ];
    });
    const found = await query(
      `select iso3, period, column_name, old_value, new_value from history.revision
       where indicator_code = '${CELLULAR}' order by iso3, period, column_name`,
    );
    expect(found.map((cell) => Object.values(cell))).toEqual(expected);
    const [all] = await query(
      `select count(*) as cells, bool_and(is_source_figure) as source_figures,
              array_agg(distinct table_name) as tables, array_agg(distinct revised_by) as by,
              array_agg(distinct r.release_no) as releases, array_agg(distinct r.previous_release_no) as previous,
              min(r.revised_at) = max(l.published_at) and max(r.revised_at) = max(l.published_at) as at_publication,
              array_agg(distinct old_file) as old_files, array_agg(distinct new_file) as new_files
       from (select *, (select file_name from warehouse.source_file where sha256 = old_source_file_sha256) as old_file,
                    (select file_name from warehouse.source_file where sha256 = new_source_file_sha256) as new_file
             from history.revision) r
       join warehouse.publication_log l using (release_no)`,
    );
    expect(all).toEqual({
      cells: expected.length,
      source_figures: true,
      tables: ['fact_observation'],
      by: ['run'],
      releases: [releases[1]],
      previous: [releases[0]],
      at_publication: true,
      old_files: [expect.stringContaining(oldHash ?? '')],
      new_files: [expect.stringContaining(newHash ?? '')],
    });
  });

  it('are both to be seen as of their release, and reporting shows the later one', async () => {
    const asOf = (table: string, where: string) =>
      query(
        `select iso3 as country, extract(year from period)::text as period, coalesce(published_text, '') as value
         from ${table} where ${where} order by iso3, period`,
      );
    const plain = (rows: readonly Row[]) =>
      rows.map(({ country, period, value }) => ({ country, period, value }));
    const [first, second] = releases;
    expect(await asOf('history.fact_observation', `as_of_release = ${first}`)).toEqual(plain(before));
    expect(await asOf('history.fact_observation', `as_of_release = ${second}`)).toEqual(plain(after));
    expect(await asOf('reporting.fact_observation', 'true')).toEqual(plain(after));
    const [kazakhstan] = await query(
      `select value, source_cell, release_no from reporting.fact_observation
       where iso3 = 'KAZ' and period = '2010-01-01'`,
    );
    expect(kazakhstan).toEqual({ value: '116.6874561', source_cell: 'D24', release_no: second });
  });
});
