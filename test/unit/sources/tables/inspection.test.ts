/** What a person is told about a table, and how much of its declaration is drafted. */
import { describe, expect, it } from 'vitest';
import { draftDeclaration } from '../../../../src/sources/tables/inspection/draft-declaration.ts';
import { inspectSheet } from '../../../../src/sources/tables/inspection/inspect-sheet.ts';
import { tableDeclaration } from '../../../../src/sources/tables/table-declaration.ts';
import { type GridValues, gridOf, readGridTable, recordsOf } from '../../../support/table-grids.ts';

function inspected(rows: GridValues, merges: readonly string[] = [], name = 'Лист1') {
  const grid = gridOf(rows, merges, name);
  const found = inspectSheet(grid);
  const draft = draftDeclaration(grid, [grid], found, 'table.xlsx');
  if (draft === null) throw new Error('no draft');
  /** The draft, when a person has added the unit. */
  const completed = () =>
    recordsOf(readGridTable({ ...draft.declaration, unit: { otherwise: 'UNIT' } }, grid));
  return { grid, found, draft, completed };
}

describe('an inspection', () => {
  it('tells titles, header, body, sections, notes and imprint apart', () => {
    const { found } = inspected(
      [
        ['2. Численность занятых1)', null, null],
        [null, null, 'тыс. человек'],
        [null, '2023 год', '2024 год'],
        ['Мужчины', null, null],
        ['Абай', 1.5, 2],
        ['Алматы', 'x', '…'],
        ['Женщины', null, null],
        ['Абай', 3, '4,5'],
        ['Алматы', 5, 6],
        ['1) Предварительно', null, null],
        ['Исполнитель', null, null],
      ],
      ['A1:C1'],
      '2 ',
    );
    expect(found).toMatchObject({
      usedRange: 'A1:C11',
      mergeCount: 1,
      frame: {
        firstHeaderRow: 3,
        lastHeaderRow: 3,
        firstBodyRow: 4,
        lastBodyRow: 9,
        labelColumns: [1],
        valueColumns: [2, 3],
        sectionRows: [4, 7],
        imprintRow: 11,
      },
      periods: {
        from: 'header',
        found: [
          { code: '2023', cell: 'B3' },
          { code: '2024', cell: 'C3' },
        ],
      },
      units: [{ printed: 'тыс. человек', code: 'thousand persons', place: 'unit-row', firstCell: 'C2' }],
      numbers: { stored: 5, text: 1, withComma: 1, ambiguous: 0 },
    });
    expect(found.marks.map(({ mark, codePoints, meaning }) => [mark, codePoints, meaning])).toEqual([
      ['x', 'U+0078', 'confidential'],
      ['…', 'U+2026', 'not_available'],
    ]);
    expect(found.notes).toEqual([{ mark: '1', text: 'Предварительно', cell: 'A10' }]);
  });

  it('of a page without a table guesses none', () => {
    const grid = gridOf([['Жарияланым күні: 18.05.2023'], ['2022 жыл']]);
    expect(inspectSheet(grid)).toMatchObject({ frame: null, periods: { from: null } });
    expect(draftDeclaration(grid, [grid], inspectSheet(grid), 'a.xls')).toBeNull();
  });
});

describe('a draft', () => {
  it('reads a table with a unit row, sections and marks as it is, and keeps to the format', () => {
    const { draft } = inspected([
      ['Численность занятых', null, null],
      [null, null, 'тыс. человек'],
      [null, '2023 год', '2024 год'],
      ['Мужчины', null, null],
      ['Абай', 1.5, 2],
      ['Женщины', null, null],
      ['Абай', 3, 'x'],
    ]);
    expect(draft.recordCount).toBe(4);
    expect(tableDeclaration.safeParse(draft.declaration).success).toBe(true);
    expect(draft.toFillIn).toEqual([
      expect.stringMatching(/^values\.markers: /),
      expect.stringMatching(
        /^to load it, say what FILL IN marks: country, rows\.labels\[0\]\.codes\.Абай, load\.publisher, /,
      ),
    ]);
  });

  it('reads a table whose labels, heads and unit are each in two languages', () => {
    const { draft } = inspected(
      [
        ['Интернетті пайдалану / Использование Интернета', null, null, null, null],
        [null, null, null, null, 'пайызбен / в процентах'],
        [null, 'Барлығы / Всего', null, 'оның ішінде / в том числе', null],
        [null, null, null, 'ерлер / мужчины', null],
        [null, '2022', '2023¹⁾', '2022', '2023¹⁾'],
        ['Қазақстан Республикасы / Республика Казахстан', '92,3', '93,1', '92,9', '93,4'],
        ['Ақмола / Акмолинская', '88,4', 'x', '…', '89,9'],
        ['Алматы / Алматинская', '90,1', '-', '90,4', '91,0'],
        ['1) Алдын ала деректер / Предварительные данные', null, null, null, null],
      ],
      ['B3:C4', 'D3:E3', 'D4:E4', 'A3:A5'],
    );
    expect(draft.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(draft).toMatchObject({
      recordCount: 12,
      declaration: {
        country: 'KAZ',
        languages: ['kk', 'ru'],
        header: {
          codes: { 'Барлығы / Всего': 'total', 'оның ішінде / в том числе > ерлер / мужчины': 'male' },
        },
        unit: { names: { 'пайызбен / в процентах': 'percent' }, from: ['unit-row'] },
      },
      load: { region: { from: 'region' }, breakdowns: { measure: { as: 'sex', total: 'total' } } },
    });
  });

  it('takes a slash that divides two units for no second language', () => {
    const { found } = inspected([
      ['Доход, тенге/человек', null, null],
      [null, '2022', '2023'],
      ['Абай', 1, 2],
      ['Акмолинская', 3, 4],
    ]);
    expect(found.units).toEqual([]);
  });

  it('never invents a unit or a period: it says that they are missing', () => {
    const { draft } = inspected([
      ['Показатели', null],
      [null, 'Число абонентов'],
      ['Абай', 1.5],
      ['Алматы', 2],
    ]);
    expect(draft.recordCount).toBe(0);
    expect(draft.declaration.unit).toEqual({});
    expect(draft.toFillIn.join('\n')).toMatch(/period\.is: .*\n.*unit\.otherwise: /);
  });

  const PERIODS_DOWN: GridValues = [
    ['код КАТО', 'Наименование регионов', 'Промышленность', 'Добыча'],
    [null, null, null, 'B'],
    ['0', 'Республика Казахстан', null, null],
    [null, '9 месяцев 2024 года', 100.0, 60.0],
    [null, '2024 год', 130.0, 80.0],
    [null, 'I квартал 2025 года', 30.0, 20.0],
    ['11', 'Акмолинская', null, null],
    [null, '2024 год', 9.0, 5.0],
  ];

  it('finds periods that stand in rows, under the regions that they are of', () => {
    const { draft, completed } = inspected(PERIODS_DOWN);
    expect(draft.declaration.period).toEqual({
      from: 'rows',
      kinds: ['year-to-date', 'year'],
      quarters: 'year-to-date',
    });
    expect(
      completed().map(({ row, attributes, period }) => [row[0]?.text, attributes.code, period.code]),
    ).toEqual([
      ...['2024-YTD09', '2024', '2025-YTD03'].flatMap((code) =>
        Array(2).fill(['Республика Казахстан', '0', code]),
      ),
      ...Array(2).fill(['Акмолинская', '11', '2024']),
    ]);
  });

  it('sees titles merged one column short, stray columns and remarks', () => {
    const { draft, completed } = inspected(
      [
        [null, 'Lines', null, null, 'Sources', null],
        [null, 2017, 2018, null, 'Source 2017', 'Source 2018'],
        ['Albania', 1, 2, 10.5, 'ITU', 'ITU'],
        ['Benin', 3, 4, 10.5, 'ITU', 'ITU'],
      ],
      ['B1:B1', 'A1:A2'],
    );
    expect(draft.declaration.header).toMatchObject({ stray: 'report', ignore: ['(^|> )Sources'] });
    expect(completed().map(({ header, period, value }) => [header.join('/'), period.code, value])).toEqual([
      ['Lines', '2017', '1'],
      ['Lines', '2018', '2'],
      ['Lines', '2017', '3'],
      ['Lines', '2018', '4'],
    ]);
  });
});
