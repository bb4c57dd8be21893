/**
 * The published tables as national observations. They lie beside the project and are not part of it, so this test says
 * so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STATISTICAL_TABLES } from '../../../pipelines/national/tables/index.ts';
import { openDocumentReader } from '../../../src/readers/read-document.ts';
import { readGrids } from '../../../src/sources/tables/read-table.ts';
import { DYNAMIC_FACTS, DYNAMIC_TABLES } from '../../support/dynamic-table-loads.ts';
import { type GridValues, gridOf } from '../../support/table-grids.ts';
import { loadTables } from '../../support/table-loads.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'national');
const isPresent = existsSync(folder);
if (!isPresent) console.warn('NOT READ: ../shared/data/national is absent');

async function load(name: string) {
  const reader = openDocumentReader({ withNumbers: true });
  try {
    return loadTables(STATISTICAL_TABLES, await readGrids(await reader.read(join(folder, name), () => {})));
  } finally {
    await reader.close();
  }
}

describe.runIf(isPresent)('the published tables', () => {
  it('on innovation are 2909 observations of 23 indicators, and add up wherever nothing is suppressed', async () => {
    const { observations, issues, hashes, totals, lines, addsPeriods } = await load(
      'bns_innovations_2022_kk.xls',
    );
    expect([observations.length, Object.keys(hashes).length]).toEqual([2909, 23]);
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['row-excluded', 'sheet-ignored']));
    expect(totals).toMatchObject({ mismatched: 0 });
    expect(totals.checked).toBeGreaterThan(60);
    expect(totals.suppressed).toBeGreaterThan(15);
    expect(addsPeriods).toEqual([true, true]);
    const statuses = observations.map(({ status }) => status);
    const count = (status: string) => statuses.filter((one) => one === status).length;
    expect([count('confidential'), count('blank')]).toEqual([73, 0]);
    // The city and the oblast of one name.
    const enterprises = observations.filter((one) => one.indicatorCode === 'bns:innovation-enterprises');
    const of = (region: string) =>
      enterprises.find((one) => one.regionCode === region && Object.keys(one.dimensions).length === 0)?.value;
    expect([of('KAZ'), of('KAZ:190000000'), of('KAZ:750000000')]).toEqual(['30750', '1259', '7826']);
    expect(lines.filter((line) => line === 'KAZ 2022-12-31 2467764')).toHaveLength(1);
  });

  it('of ILO indicators keep sex, states, notes and the decided slip', async () => {
    const { observations, issues } = await load('bns_ilo_indicators_2001_2020_ru.xlsx');
    expect(issues.map(({ code }) => code)).toEqual(['column-excluded']);
    expect([observations.length, new Set(observations.map((one) => one.indicatorCode)).size]).toEqual([
      1060, 18,
    ]);
    expect(observations.filter(({ status }) => status === 'not_available')).toHaveLength(121);
    const slip = observations.find(({ rawText }) => rawText === '63,,4');
    expect(slip).toMatchObject({
      value: '63.4',
      dimensions: { occupation: 'professionals', sex: 'female' },
      note: expect.stringContaining('corrected: two commas'),
    });
    const injuries = observations.filter(({ indicatorCode }) => indicatorCode === 'bns:ilo-fatal-injuries');
    expect(injuries).toHaveLength(20);
  });

  it('of the seven dynamic layouts give the facts that their excerpts state', () => {
    const grids = JSON.parse(readFileSync(join(folder, 'bns_dynamic_table_grids.json'), 'utf8')) as Record<
      string,
      GridValues
    >;
    for (const [key, declaration] of Object.entries(DYNAMIC_TABLES)) {
      const { lines, issues } = loadTables([declaration], [gridOf(grids[key] ?? [])]);
      expect([key, issues.filter(({ severity }) => severity === 'error')]).toEqual([key, []]);
      expect([key, lines]).toEqual([key, [...DYNAMIC_FACTS[key as keyof typeof DYNAMIC_FACTS]].sort()]);
    }
  });
});
