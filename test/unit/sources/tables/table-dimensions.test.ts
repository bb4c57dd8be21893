/** Dimensions of a table: dictionaries plugged in by name, several label columns, periods of other places, totals. */
import { describe, expect, it } from 'vitest';
import { dictionaryOf } from '../../../../src/sources/tables/label-dictionary.ts';
import { readTables } from '../../../../src/sources/tables/read-table.ts';
import {
  type TableDeclarationInput,
  tableDeclaration,
} from '../../../../src/sources/tables/table-declaration.ts';
import { factText, gridOf, readGridTable, recordsOf } from '../../../support/table-grids.ts';

const base: TableDeclarationInput = {
  id: 'test',
  title: 'Test',
  header: { at: 'periods' },
  period: { from: 'header' },
  unit: { otherwise: 'UNIT' },
};

describe('a dictionary of the program', () => {
  const declared = tableDeclaration.parse({
    ...base,
    rows: { labels: [{ name: 'region', codes: 'places' }] },
  });
  const grid = gridOf([
    [null, 2023],
    ['ОБЛАСТЬ АБАЙ', 1],
    ['Абайский район', 2],
  ]);
  const regions = dictionaryOf({ '/^(область )?абай$/': '100000000' });

  it('is plugged in by its name, and refuses what it does not know', () => {
    const reading = readTables([grid], declared, {
      file: 'a.xlsx',
      dictionaries: new Map([['places', regions]]),
    });
    expect(reading.issues.map(({ code, cell }) => [code, cell?.row, cell?.column])).toEqual([
      ['label-unknown', 3, 1],
    ]);
  });

  it('has to be there', () => {
    expect(() => readTables([grid], declared, { file: 'a.xlsx' })).toThrow(/no dictionary “places”/);
  });
});

describe('labels', () => {
  it('stand in several columns, merged or repeated downwards', () => {
    const declared: TableDeclarationInput = {
      ...base,
      rows: {
        labels: [
          { name: 'region', repeat: true },
          { name: 'sex', column: { header: '^Пол$' } },
        ],
      },
    };
    const rows = [
      ['Регион', 'Пол', 2023],
      ['Абай', 'Мужчины', 1],
      [null, 'Женщины', 2],
      ['Алматы', 'Мужчины', 3],
      [null, 'Женщины', 4],
    ];
    const facts = [
      'Абай/Мужчины |  | 2023 | UNIT = 1',
      'Абай/Женщины |  | 2023 | UNIT = 2',
      'Алматы/Мужчины |  | 2023 | UNIT = 3',
      'Алматы/Женщины |  | 2023 | UNIT = 4',
    ];
    expect(recordsOf(readGridTable(declared, gridOf(rows))).map(factText)).toEqual(facts);
    const labels = [{ name: 'region' }, { name: 'sex', column: { header: '^Пол$' } }];
    const merged = readGridTable({ ...declared, rows: { labels } }, gridOf(rows, ['A2:A3', 'A4:A5']));
    expect(recordsOf(merged).map(factText)).toEqual(facts);
    // Neither merged nor declared to repeat: a blank label is no label.
    const blank = readGridTable({ ...declared, rows: { labels } }, gridOf(rows));
    expect(blank.issues.map(({ code, cell }) => [code, cell?.row])).toEqual([
      ['label-missing', 3],
      ['label-missing', 5],
    ]);
  });
});

describe('the period of a table', () => {
  const rows = [['Занятые, 2022-2023'], [null, 'Всего'], ['Абай', 1]];
  const of = (period: TableDeclarationInput['period'], name = 'Лист1') =>
    readGridTable({ ...base, header: { at: { text: '^Всего$' } }, period }, gridOf(rows, [], name));

  it('comes from the name of its sheet, or from the declaration', () => {
    expect(recordsOf(of({ from: 'sheet' }, '2021 год')).map(({ period }) => period.code)).toEqual(['2021']);
    expect(
      recordsOf(of({ from: 'declared', is: '9 месяцев 2024', kinds: ['year-to-date'] })).map(
        ({ period }) => period.code,
      ),
    ).toEqual(['2024-YTD09']);
  });

  it('is never one of several, nor of another length', () => {
    expect(of({ from: 'title' }).issues.map(({ code }) => code)).toEqual(['period-mismatch']);
    expect(of({ from: 'declared', is: '1 квартал 2024' }).issues.map(({ code }) => code)).toEqual([
      'period-mismatch',
    ]);
    expect(of({ from: 'cover' }).issues.map(({ code }) => code)).toEqual(['period-missing']);
  });

  it('may be a month under its year', () => {
    const months = gridOf([
      [null, '2023 год', null, '2024 год', null],
      [null, 'январь', 'февраль', 'январь', 'февраль'],
      ['Абай', 1, 2, 3, 4],
    ]);
    const declared: TableDeclarationInput = {
      ...base,
      header: { at: 'periods', rowsBelow: 1 },
      period: { from: 'header', kinds: ['month'] },
    };
    expect(recordsOf(readGridTable(declared, months)).map(({ period }) => period.code)).toEqual([
      '2023-01',
      '2023-02',
      '2024-01',
      '2024-02',
    ]);
  });
});

describe('a declared total', () => {
  const totals = [{ total: '^Всего$' }];
  const of = (...values: (number | string | null)[]) =>
    readGridTable(
      {
        ...base,
        totals,
        rows: { withoutValues: 'data' },
        values: { markers: { '-': 'nil', x: 'confidential' } },
      },
      gridOf([
        [null, 2023],
        ...values.map((value, index) => [['Всего', 'Абай', 'Алматы', 'Ұлытау'][index] ?? '', value]),
      ]),
    );

  it('is compared with its parts within rounding, a nil as nothing', () => {
    expect(of(30.4, 10.1, 20.2, '-').issues).toEqual([]);
    expect(
      of(31.4, 10.1, 20.2, '-').issues.map(({ code, severity, cell }) => [code, severity, cell?.row]),
    ).toEqual([['total-mismatch', 'warning', 2]]);
    // Whole numbers add up exactly.
    expect(of(31, 10, 20, '-').issues).toHaveLength(1);
  });

  it('says nothing, and reveals nothing, where a part is suppressed or blank', () => {
    for (const hidden of ['x', null]) {
      const reading = of(31.4, 10.1, 20.2, hidden);
      expect(reading.issues).toEqual([]);
      expect(reading.tables[0]?.totals).toEqual({ checked: 0, open: 1 });
      expect(recordsOf(reading).at(-1)?.value).toBeNull();
    }
  });
});
