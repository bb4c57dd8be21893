/** The seven layouts of dynamic tables that the Bureau of National Statistics of Kazakhstan publishes. */
import { describe, expect, it } from 'vitest';
import type { TableDeclarationInput } from '../../../../src/sources/tables/table-declaration.ts';
import { factText, type GridValues, gridOf, readGridTable, recordsOf } from '../../../support/table-grids.ts';

const MARKERS = { '-': 'nil', '…': 'not_available', '..': 'not_available', x: 'confidential' } as const;
const read = (declaration: TableDeclarationInput, rows: GridValues) =>
  recordsOf(readGridTable(declaration, gridOf(rows)));
const base = { id: 'test', title: 'Test', values: { markers: MARKERS } };

describe('a dynamic table', () => {
  const PERIODS_ACROSS: GridValues = [
    ['Индекс физического объема', null, null, null, null, null],
    ['ОКЭД', '1 квартал 2024г.', '1 полугодие 2024г.', '2024 год', '1 квартал 2025г.', ' 2025 год3)'],
    ['Сельское, лесное и рыбное хозяйство', 101.0, 102.0, 113.7, 99.0, 105.7],
    ['Строительство', '-', '-', '112.0', '…', '108.1'],
    ['1) Расчет предварительный', null, null, null, null, null],
  ];
  const periodsAcross: TableDeclarationInput = {
    ...base,
    header: { at: 'periods' },
    period: { from: 'header', kinds: ['year', 'year-to-date'], quarters: 'year-to-date' },
    unit: { otherwise: 'PERCENT' },
  };

  it('with periods across keeps what runs from January apart from whole years', () => {
    const records = read(periodsAcross, PERIODS_ACROSS);
    expect(records.map(factText)).toEqual([
      'Сельское, лесное и рыбное хозяйство |  | 2024-YTD03 | PERCENT = 101',
      'Сельское, лесное и рыбное хозяйство |  | 2024-YTD06 | PERCENT = 102',
      'Сельское, лесное и рыбное хозяйство |  | 2024 | PERCENT = 113.7',
      'Сельское, лесное и рыбное хозяйство |  | 2025-YTD03 | PERCENT = 99',
      'Сельское, лесное и рыбное хозяйство |  | 2025 | PERCENT = 105.7',
      'Строительство |  | 2024-YTD03 | PERCENT = nil',
      'Строительство |  | 2024-YTD06 | PERCENT = nil',
      'Строительство |  | 2024 | PERCENT = 112',
      'Строительство |  | 2025-YTD03 | PERCENT = not_available',
      'Строительство |  | 2025 | PERCENT = 108.1',
    ]);
    expect(records.at(-1)?.notes).toEqual([{ mark: '3', text: null }]);
    expect(records.at(-1)?.cell).toEqual({ sheet: 'Sheet1', row: 4, column: 6 });
  });

  it('that declares years only is stopped by a year-to-date column', () => {
    const reading = readGridTable({ ...periodsAcross, period: { from: 'header' } }, gridOf(PERIODS_ACROSS));
    expect(reading.isRefused).toBe(true);
    expect(
      reading.issues.filter(({ code }) => code === 'period-mismatch').map(({ cell }) => cell?.column),
    ).toEqual([2, 3, 5]);
  });

  it('with regions down reads years that are numbers or text, and labels with a trailing blank', () => {
    const records = read(
      {
        ...base,
        header: { at: 'periods' },
        rows: { labels: [{ name: 'region' }] },
        period: { from: 'header' },
        unit: { otherwise: 'THOUSAND' },
      },
      [
        ['Занятое население1)', null, null],
        [null, 2024.0, '2025'],
        ['Республика Казахстан', 9214.184, 9320.639],
        ['Абай', '-', 295.87],
        ['Акмолинская ', 401.827, 400.109],
        ['1)Данные сформированы', null, null],
      ],
    );
    expect(records.map(factText)).toEqual([
      'Республика Казахстан |  | 2024 | THOUSAND = 9214.184',
      'Республика Казахстан |  | 2025 | THOUSAND = 9320.639',
      'Абай |  | 2024 | THOUSAND = nil',
      'Абай |  | 2025 | THOUSAND = 295.87',
      'Акмолинская |  | 2024 | THOUSAND = 401.827',
      'Акмолинская |  | 2025 | THOUSAND = 400.109',
    ]);
  });

  it('with blocks of regions has its periods in rows and keeps the code beside the region', () => {
    const records = read(
      {
        ...base,
        header: { at: { text: '^код КАТО' }, rowsBelow: 1 },
        rows: {
          labels: [{ name: 'period', column: { header: 'Наименование регионов' } }],
          attributes: [{ name: 'kato', column: { header: '^код КАТО' } }],
          sections: [{ name: 'region' }],
        },
        period: { from: 'rows', kinds: ['year', 'year-to-date'], quarters: 'year-to-date' },
        unit: { otherwise: 'KZT_MN' },
      },
      [
        ['111203', 'Валовая добавленная стоимость', null, null, null],
        [null, null, null, null, null],
        [
          'код КАТО',
          'Наименование регионов',
          'Промышленность- всего',
          'Горнодобывающая промышленность',
          'Добыча угля',
        ],
        [null, null, null, 'B', 5],
        ['0', 'Республика Казахстан', null, null, null],
        [null, '9 месяцев 2024 года', 100.0, 60.0, 5.0],
        [null, '2024 год', 130.0, 80.0, 7.5],
        [null, 'I квартал 2025 года', 30.0, 20.0, 2.0],
        ['11', 'Акмолинская', null, null, null],
        [null, '2024 год', 9.0, 5.0, 1.0],
      ],
    );
    expect(records.filter(({ header }) => header.includes('5')).map(factText)).toEqual([
      'Республика Казахстан | Добыча угля/5 | 2024-YTD09 | KZT_MN = 5',
      'Республика Казахстан | Добыча угля/5 | 2024 | KZT_MN = 7.5',
      'Республика Казахстан | Добыча угля/5 | 2025-YTD03 | KZT_MN = 2',
      'Акмолинская | Добыча угля/5 | 2024 | KZT_MN = 1',
    ]);
    expect(records.map(({ attributes }) => attributes.kato)).toEqual([
      ...Array(9).fill('0'),
      ...Array(3).fill('11'),
    ]);
  });

  it('with columns below each year joins their titles to a path', () => {
    const records = read(
      {
        ...base,
        header: { at: 'periods', rowsBelow: 2 },
        period: { from: 'header' },
        unit: { otherwise: 'PERCENT' },
        notes: { preliminary: ['^\\*$'] },
      },
      [
        [null, '2024 год', null, '2025 год *', null],
        [null, 'Ненаблюдаемая экономика', 'в том числе', 'Ненаблюдаемая экономика', 'в том числе'],
        [null, null, 'Незаконная', null, 'Незаконная'],
        ['Производство товаров', 5.2, 0.5, 4.6, 0.3],
        ['Итого по отраслям', 16.7, 1.2, 15.7, 1.1],
      ],
    );
    expect(records.map(factText).slice(0, 4)).toEqual([
      'Производство товаров | Ненаблюдаемая экономика | 2024 | PERCENT = 5.2',
      'Производство товаров | в том числе/Незаконная | 2024 | PERCENT = 0.5',
      'Производство товаров | Ненаблюдаемая экономика | 2025 | PERCENT = 4.6',
      'Производство товаров | в том числе/Незаконная | 2025 | PERCENT = 0.3',
    ]);
    expect(records.slice(0, 4).map(({ isPreliminary }) => isPreliminary)).toEqual([false, false, true, true]);
  });

  it('whose first year lacks a column carries each year to the right', () => {
    const records = read(
      {
        ...base,
        header: { at: 'periods' },
        period: { from: 'header', carry: true },
        unit: { from: ['header'], names: { 'в % к прошлому году': 'PERCENT' }, otherwise: 'KZT_MN' },
      },
      [
        [null, '2003 год', '2004 год', 'в % к прошлому году', '2005 год', 'в % к прошлому году'],
        ['Всего', 1327864.2, 1703684.0, 123.1, 2420976.0, 134.1],
      ],
    );
    expect(records.map(factText)).toEqual([
      'Всего |  | 2003 | KZT_MN = 1327864.2',
      'Всего |  | 2004 | KZT_MN = 1703684',
      'Всего |  | 2004 | PERCENT = 123.1',
      'Всего |  | 2005 | KZT_MN = 2420976',
      'Всего |  | 2005 | PERCENT = 134.1',
    ]);
  });

  it('with groups keys the regions that repeat by their group', () => {
    const records = read(
      {
        ...base,
        header: { at: 'periods' },
        rows: {
          labels: [{ name: 'region', column: { holding: '^Республика Казахстан$' } }],
          attributes: [{ name: 'kato', column: { header: 'Код КАТО' } }],
          sections: [
            {
              name: 'group',
              codes: { 'Все население': 'TOTAL', Мужчины: 'MALE', 'Городское население': 'URBAN' },
            },
          ],
        },
        period: { from: 'header' },
        unit: { otherwise: 'PERSONS' },
      },
      [
        ['Код КАТО', null, '2024.0', '2025'],
        [null, 'Все население', null, null],
        [null, 'Республика Казахстан ', 20158620.5, 20391610.5],
        ['100000000', 'Абай', 605210.5, 600000.0],
        [null, 'Мужчины', null, null],
        ['100000000', 'Абай', 300000.0, 299000.0],
        [null, 'Городское население', null, null],
        ['100000000', 'Абай', 373392.5, 370000.0],
        [null, '*Данные пересчитаны', null, null],
      ],
    );
    expect(records.filter(({ period }) => period.code === '2024').map(factText)).toEqual([
      'Все население/Республика Казахстан |  | 2024 | PERSONS = 20158620.5',
      'Все население/Абай |  | 2024 | PERSONS = 605210.5',
      'Мужчины/Абай |  | 2024 | PERSONS = 300000',
      'Городское население/Абай |  | 2024 | PERSONS = 373392.5',
    ]);
    expect(records.map(({ row }) => row[0]?.code)).toEqual([
      ...Array(4).fill('TOTAL'),
      'MALE',
      'MALE',
      'URBAN',
      'URBAN',
    ]);
    expect(records[2]?.attributes).toEqual({ kato: '100000000' });
  });

  it('with products takes the unit from the end of their names', () => {
    const records = read(
      {
        ...base,
        header: { at: 'periods' },
        rows: { labels: [{ name: 'region' }], sections: [{ name: 'product' }] },
        period: { from: 'header' },
        unit: { from: ['section'], names: { 'тыс. тонн': 'KT' } },
      },
      [
        [null, ' ', '2024', '2025'],
        [null, null, null, null],
        ['Уголь каменный, включая лигнит и концентрат угольный, тыс. тонн', null, null, null],
        ['Республика Казахстан', null, 112986.3, 120044.6],
        ['Абай', null, 7580.6, 6927.4],
        ['Ұлытау', null, '..', '..'],
      ],
    );
    expect(records.map(({ unit }) => unit)).toEqual(Array(6).fill('KT'));
    expect(records.at(-1)).toMatchObject({ raw: '..', value: null, status: 'not_available' });
    expect(records[2]?.row.map(({ name, text }) => [name, text])).toEqual([
      ['product', 'Уголь каменный, включая лигнит и концентрат угольный, тыс. тонн'],
      ['region', 'Абай'],
    ]);
  });
});
