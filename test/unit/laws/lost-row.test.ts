/**
 * Law 1: a stage that drops a row on purpose is caught. The adapter is replaced by one that loses the record of
 * one row; nothing else of the run is touched.
 */
import { describe, expect, it, vi } from 'vitest';
import { LAYOUTS } from '../../../pipelines/un-survey/layouts.ts';
import { EgdiError, EXIT } from '../../../src/model/error.ts';
import type { LocatedRow } from '../../../src/model/located.ts';
import { assertConserved } from '../../../src/model/stage.ts';
import { validate } from '../../../src/stages/validate.ts';
import { KAZ_2018, locatedRow, OFFICIAL_HEADER, surveyRecord } from '../../support/survey-records.ts';

const losing = vi.hoisted(() => ({ row: 0 }));

vi.mock('../../../src/sources/adapters.ts', async (original) => {
  const { recordsOfRow, ...others } = await original<typeof import('../../../src/sources/adapters.ts')>();
  return {
    ...others,
    recordsOfRow: (...[matched, row, sheet]: Parameters<typeof recordsOfRow>) =>
      row.row === losing.row ? [] : recordsOfRow(matched, row, sheet),
  };
});

const cells = surveyRecord(KAZ_2018).raw.cells.slice(0, 8);

async function validateRows(lost: number) {
  losing.row = lost;
  const rows = [locatedRow(1, [...OFFICIAL_HEADER]), ...[2, 3, 4].map((row) => locatedRow(row, cells))];
  const sheet = { name: null, rows: iterate(rows) };
  return validate({ format: 'csv', sheets: [sheet] }, { path: 'a.csv', sha256: 'a' }, LAYOUTS);
}

async function* iterate(rows: readonly LocatedRow[]) {
  yield* rows;
}

describe('a record that the adapter loses', () => {
  it('breaks conservation, which stops the run as a defect of the program', async () => {
    const { counts, records, issues } = await validateRows(3);
    expect([records.length, issues.length]).toEqual([2, 0]);
    expect(() => counts.forEach(assertConserved)).toThrow(EgdiError);
    try {
      counts.forEach(assertConserved);
    } catch (error) {
      expect(error).toMatchObject({ code: 'conservation-broken', exitCode: EXIT.unexpected });
      expect((error as EgdiError).message).toContain(
        'validate does not conserve rows → records: 3 × 1 in, 2 out',
      );
    }
  });

  it('is what breaks it: with no record lost, three rows are three records', async () => {
    const { counts, records } = await validateRows(0);
    counts.forEach(assertConserved);
    expect(records).toHaveLength(3);
  });
});
