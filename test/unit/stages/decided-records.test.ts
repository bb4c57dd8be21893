import { describe, expect, test } from 'vitest';
import type { LocatedRow } from '../../../src/model/located.ts';
import type { CellCorrection, RowDecision } from '../../../src/model/quarantine.ts';
import { assertConserved } from '../../../src/model/stage.ts';
import type { LayoutDeclaration } from '../../../src/sources/layout.ts';
import { validate } from '../../../src/stages/validate.ts';

const TABLE: LayoutDeclaration = {
  id: 'table',
  title: 'table',
  adapter: 'survey-table',
  precedence: 1,
  crossCheckOnly: false,
  ignoredColumns: [],
  columns: { edition: 'Year', name: 'Country', egdiRank: 'Rank', EGDI: 'Index' },
  optionalColumns: {},
  keyedBy: 'name',
  editionFrom: 'column',
};
const PANEL: LayoutDeclaration = {
  id: 'panel',
  title: 'panel',
  adapter: 'wide-panel',
  precedence: 2,
  crossCheckOnly: true,
  ignoredColumns: [],
  iso3Column: 'Code',
  indicatorColumn: 'Indicator',
  indicators: { O: 'OSI' },
};

const at = (row: number, ...cells: (string | null)[]): LocatedRow => ({ row, cells });

async function* rowsOf(rows: readonly LocatedRow[]) {
  yield* rows;
}

async function validated(rows: readonly LocatedRow[], ...decisions: readonly RowDecision[]) {
  const document = { format: 'csv' as const, sheets: [{ name: null, rows: rowsOf(rows) }] };
  const result = await validate(document, { path: 'a.csv', sha256: 'a' }, [TABLE, PANEL], decisions);
  result.counts.forEach(assertConserved);
  return { ...result, codes: result.issues.map(({ code }) => code) };
}

const decision = (part: Partial<RowDecision>): RowDecision => ({
  quarantineId: 7,
  decisionNo: 2,
  verdict: 'released',
  sha256: 'a',
  sheet: null,
  row: 2,
  edition: null,
  corrections: [],
  by: 'anna',
  at: '2026-01-31T12:00:00.000Z',
  reason: 'a slip',
  ...part,
});
const correction = (column: number, from: string | null, to: string | null): CellCorrection => ({
  column,
  header: null,
  from,
  to,
});

const HEADER = at(1, 'Year', 'Country', 'Rank', 'Index');
const COMMA = at(2, '2018', 'Kazakhstan', '39', '0,7597');

describe('B9 a correction', () => {
  test('lets the row in, and keeps what the file has in each of its cells', async () => {
    const { records, quarantined, codes, issues } = await validated(
      [HEADER, COMMA],
      decision({ corrections: [correction(4, '0,7597', '0.7597')] }),
    );
    expect(quarantined).toEqual([]);
    expect(records[0]?.scores.EGDI).toMatchObject({
      text: '0.7597',
      released: { quarantineId: 7, decisionNo: 2, printed: '0,7597', isCorrected: true },
    });
    expect(records[0]?.egdiRank?.released).toMatchObject({ printed: '39', isCorrected: false });
    expect(records[0]?.record.raw).toBe(COMMA);
    expect(codes).toEqual(['row-released', 'cell-corrected']);
    expect(issues[1]?.message).toMatch(
      /“0,7597” → “0\.7597”: quarantined row 7 was released by anna on 2026-01-31: a slip/,
    );
    expect(issues[1]?.cell).toEqual({ row: 2, column: 4 });
  });

  test('is not made where the cell reads otherwise than it says', async () => {
    const { records, quarantined, codes } = await validated(
      [HEADER, COMMA],
      decision({ corrections: [correction(4, '0,9999', '0.7597')] }),
    );
    expect(records).toEqual([]);
    expect(codes).toContain('correction-obsolete');
    expect(quarantined[0]?.raw).toBe(COMMA);
  });

  test('goes through the contract like any other text', async () => {
    const { records, quarantined, codes } = await validated(
      [HEADER, COMMA],
      decision({ corrections: [correction(4, '0,7597', '75.97')] }),
    );
    expect([records.length, quarantined.length]).toEqual([0, 1]);
    expect(codes).toContain('score-wrong-scale');
    expect(quarantined[0]?.raw.cells[3]).toBe('0,7597');
  });

  test('can make a cell blank, one under no header too', async () => {
    const stray = at(2, '2018', 'Kazakhstan', '39', '0.7597', 'note');
    expect((await validated([HEADER, stray])).codes).toEqual(['column-unexpected']);
    const { records } = await validated(
      [HEADER, stray],
      decision({ corrections: [correction(5, 'note', null)] }),
    );
    expect(records).toHaveLength(1);
  });

  test('takes the mark of a formula without result off its cell', async () => {
    const formula: LocatedRow = {
      ...at(2, '2018', 'Kazakhstan', '39', null),
      flags: new Map([[4, 'formula-without-value']]),
    };
    expect((await validated([HEADER, formula])).quarantined).toHaveLength(1);
    const { records } = await validated(
      [HEADER, formula],
      decision({ corrections: [correction(4, null, '0.7597')] }),
    );
    expect(records[0]?.scores.EGDI?.text).toBe('0.7597');
  });
});

describe('B7 a decision', () => {
  test.each([
    ['of another file', { sha256: 'b' }],
    ['of another sheet', { sheet: 'Sheet2' }],
    ['of another row', { row: 3 }],
  ])('%s does not touch the row', async (_of, part) => {
    const { quarantined, codes } = await validated(
      [HEADER, COMMA],
      decision({ verdict: 'rejected', ...part }),
    );
    expect([quarantined.length, codes]).toEqual([1, ['score-decimal-comma']]);
  });

  test('that rejects a row leaves it out, counted as excluded, and it damages nothing', async () => {
    const footer = at(2, 'Source: UN DESA');
    const { records, quarantined, counts, codes } = await validated(
      [HEADER, footer, at(3, '2018', 'Kazakhstan', '39', '0.7597')],
      decision({ verdict: 'rejected' }),
    );
    expect([records.length, quarantined.length]).toEqual([1, 0]);
    expect(counts).toMatchObject([{ in: 2, out: 1, quarantined: 0, excluded: 1 }]);
    expect(codes).toEqual(['row-rejected']);
  });

  test('holds for a table row whatever edition it was held back for', async () => {
    const { records } = await validated(
      [HEADER, at(2, '2O18', 'Kazakhstan', '39', '0.7597')],
      decision({ edition: 2016, corrections: [correction(1, '2O18', '2018')] }),
    );
    expect(records.map(({ edition }) => edition)).toEqual([2018]);
  });

  test('about one edition of a wide panel leaves the others of the row as they are', async () => {
    const rows = [at(1, 'Code', 'Indicator', '2016', '2018'), at(2, 'kaz', 'O', '0.5', '0.6')];
    const { records, quarantined, counts } = await validated(
      rows,
      decision({ edition: 2018, corrections: [correction(1, 'kaz', 'KAZ')] }),
    );
    expect(records.map(({ edition, iso3 }) => [edition, iso3])).toEqual([[2018, 'KAZ']]);
    expect(quarantined.map(({ edition, isOneOfSeveral }) => [edition, isOneOfSeveral])).toEqual([
      [2016, true],
    ]);
    expect(counts).toMatchObject([{ in: 1, fanOut: 2, out: 1, quarantined: 1 }]);
  });
});
