/** The seven layouts of dynamic tables, from their cells to national observations. */
import { describe, expect, it } from 'vitest';
import { DYNAMIC_FACTS, DYNAMIC_TABLES } from '../../../support/dynamic-table-loads.ts';
import { type GridValues, gridOf } from '../../../support/table-grids.ts';
import { loadTables } from '../../../support/table-loads.ts';

const REGION_BLOCKS: GridValues = [
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
];
/** In the order of the published excerpts, notes and look-alike letters included. */
const GRIDS: Readonly<Record<keyof typeof DYNAMIC_TABLES, GridValues>> = {
  periods_across_items: [
    ['Индекс физического объема'],
    ['ОКЭД', '1 квартал 2024г.', '1 полугодие 2024г.', '2024 год', '1 квартал 2025г.', ' 2025 год3)'],
    ['Сельское, лесное и рыбное хозяйство', 101.0, 102.0, 113.7, 99.0, 105.7],
    // A Latin C.
    ['Cтроительство1)', '-', '-', '112.0', '…', '108.1'],
    ['1) Расчет предварительный'],
  ],
  periods_across_regions: [
    ['Занятое население1)'],
    [null, 2024.0, '20251)'],
    ['Республика Казахстан', 9214.184, 9320.639],
    ['Абай', '-', 295.87],
    ['Акмолинская ', 401.827, 400.109],
    ['1)Данные сформированы'],
  ],
  region_blocks: REGION_BLOCKS,
  year_subcolumns: [
    [null, '2024 год', null, '2025 год *', null],
    [null, 'Ненаблюдаемая экономика', 'в том числе', 'Ненаблюдаемая экономика', 'в том числе'],
    [null, null, 'Незаконная', null, 'Незаконная'],
    ['Производство товаров', 5.2, 0.5, 4.6, 0.3],
    ['Итого по отраслям', 16.7, 1.2, 15.7, 1.1],
  ],
  year_subcolumns_ragged_first_year: [
    [null, '2003 год', '2004 год', 'в % к прошлому году', '2005 год', 'в % к прошлому году'],
    ['Всего', 1327864.2, 1703684.0, 123.1, 2420976.0, 134.1],
  ],
  group_blocks: [
    ['Код КАТО', null, '2024.0', '2025'],
    [null, 'Все население', null, null],
    [null, 'Республика Казахстан ', 20158620.5, 20391610.5],
    ['100000000', 'Абай', 605210.5, 600000.0],
    [null, 'Мужчины', null, null],
    ['100000000', 'Абай', 300000.0, 299000.0],
    [null, 'Городское население', null, null],
    ['100000000', 'Абай', 373392.5, 370000.0],
    [null, '*Данные пересчитаны'],
  ],
  product_blocks: [
    [null, ' ', '2024', '2025'],
    [null],
    ['Уголь каменный, включая лигнит и концентрат угольный, тыс. тонн'],
    ['Республика Казахстан', null, 112986.3, 120044.6],
    ['Абай', null, 7580.6, 6927.4],
    ['Ұлытау', null, '..', '..'],
  ],
};
const load = (key: keyof typeof DYNAMIC_TABLES, rows = GRIDS[key]) =>
  loadTables([DYNAMIC_TABLES[key]], [gridOf(rows)]);

describe('a dynamic table', () => {
  it.each(Object.keys(DYNAMIC_TABLES) as (keyof typeof DYNAMIC_TABLES)[])('%s loads whole', (key) => {
    const { lines, issues, addsPeriods } = load(key);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(lines).toEqual([...DYNAMIC_FACTS[key]].sort());
    expect(addsPeriods).toEqual([false]);
  });

  it('keeps what runs from January, whole years and notes apart', () => {
    const { observations } = load('periods_across_items');
    const kinds = observations.map(({ period, note }) => [period.kind, note]);
    expect(kinds.filter(([kind]) => kind === 'year_to_date')).toHaveLength(6);
    expect(observations.find(({ rawText }) => rawText === '108.1')?.note).toBe(
      '1 Расчет предварительный · 3',
    );
    expect(load('year_subcolumns').observations.filter(({ isPreliminary }) => isPreliminary)).toHaveLength(4);
  });

  it('finds a region by the short KATO code and the label together', () => {
    expect(load('region_blocks').observations.map(({ regionCode }) => regionCode)).toContain('KAZ:110000000');
    const other = REGION_BLOCKS.map((row) => (row[0] === '11' ? ['15', ...row.slice(1)] : row));
    const { issues, lines } = load('region_blocks', other);
    expect(issues.map(({ code }) => code)).toEqual(Array(3).fill('code-name-mismatch'));
    expect(lines).toHaveLength(9);
    const unknown = load(
      'region_blocks',
      REGION_BLOCKS.map((row) => (row[0] === '11' ? ['99', ...row.slice(1)] : row)),
    );
    expect(unknown.issues.map(({ code }) => code)).toEqual(Array(3).fill('region-unknown'));
  });
});
