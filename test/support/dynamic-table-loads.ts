/** The seven layouts of dynamic tables with what their labels mean: declarations as a person would write them. */
import type { TableDeclarationInput } from '../../src/sources/tables/table-declaration.ts';

const MARKERS = { '-': 'nil', '…': 'not_available', '..': 'not_available', x: 'confidential' } as const;
type Load = NonNullable<TableDeclarationInput['load']>;
type Indicators = Load['indicators'];

const KZ: Pick<TableDeclarationInput, 'country' | 'languages' | 'values'> = {
  country: 'KAZ',
  languages: ['ru'],
  values: { markers: MARKERS },
};
const load = (indicators: Indicators, further: Partial<Load> = {}): Load => ({
  publisher: 'An office',
  region: { is: 'KAZ' },
  indicators,
  ...further,
});
const one = (code: string, unit: string, further: Partial<Indicators[number]> = {}): Indicators[number] => ({
  code: `test:${code}`,
  name: code,
  unit,
  isAdditive: false,
  ...further,
});

/** By the key under which the published rows lie in `bns_dynamic_table_grids.json`. */
export const DYNAMIC_TABLES = {
  periods_across_items: {
    ...KZ,
    id: 'volume-index',
    title: 'Volume index',
    sheets: { title: '^Индекс физического объема' },
    header: { at: 'periods' },
    rows: {
      labels: [
        {
          name: 'item',
          codes: { 'Сельское, лесное и рыбное хозяйство': 'agriculture', Строительство: 'construction' },
        },
      ],
    },
    period: { from: 'header', kinds: ['year', 'year-to-date'], quarters: 'year-to-date' },
    unit: { otherwise: 'percent' },
    load: load([one('volume-index', 'percent')], { breakdowns: { item: { as: 'activity' } } }),
  },
  periods_across_regions: {
    ...KZ,
    id: 'employed',
    title: 'Employed',
    sheets: { title: '^Занятое население' },
    header: { at: 'periods' },
    rows: { labels: [{ name: 'region', codes: 'regions' }] },
    period: { from: 'header' },
    unit: { otherwise: 'thousand persons' },
    load: load([one('employed', 'thousand persons', { isAdditive: true })], { region: { from: 'region' } }),
  },
  region_blocks: {
    ...KZ,
    id: 'value-added',
    title: 'Gross value added',
    sheets: { title: '^Валовая добавленная стоимость' },
    header: { at: { text: '^код КАТО' }, rowsBelow: 1 },
    rows: {
      labels: [{ name: 'period', column: { header: 'Наименование регионов' } }],
      attributes: [{ name: 'kato', column: { header: '^код КАТО' } }],
      sections: [{ name: 'region', codes: 'regions' }],
    },
    period: { from: 'rows', kinds: ['year', 'year-to-date'], quarters: 'year-to-date' },
    unit: { otherwise: 'million tenge' },
    load: load(
      [
        one('value-added', 'million tenge', {
          cells: [
            { header: 'Промышленность- всего', breakdown: { activity: 'industry' } },
            { header: 'Горнодобывающая промышленность > B', breakdown: { activity: 'B' } },
            { header: 'Добыча угля > 5', breakdown: { activity: '05' } },
          ],
        }),
      ],
      { region: { from: 'region', code: 'kato' } },
    ),
  },
  year_subcolumns: {
    ...KZ,
    id: 'non-observed',
    title: 'Non-observed economy',
    sheets: { title: '^Ненаблюдаемая экономика$' },
    header: { at: 'periods', rowsBelow: 2 },
    rows: {
      labels: [{ name: 'item', codes: { 'Производство товаров': 'goods', 'Итого по отраслям': 'total' } }],
    },
    period: { from: 'header' },
    unit: { otherwise: 'percent' },
    notes: { preliminary: ['^\\*$'] },
    load: load(
      [
        one('non-observed', 'percent', {
          cells: [
            { header: 'Ненаблюдаемая экономика' },
            { header: 'в том числе > Незаконная', breakdown: { kind: 'illegal' } },
          ],
        }),
      ],
      { breakdowns: { item: { as: 'activity', total: 'total' } } },
    ),
  },
  year_subcolumns_ragged_first_year: {
    ...KZ,
    id: 'trade',
    title: 'Trade',
    sheets: { title: '^в % к прошлому году$' },
    header: { at: 'periods' },
    rows: { labels: [{ name: 'item', codes: { Всего: 'total' } }] },
    period: { from: 'header', carry: true },
    unit: {
      from: ['header'],
      names: { 'в % к прошлому году': 'percent of the previous year' },
      otherwise: 'million tenge',
    },
    load: load(
      [
        one('trade', 'million tenge', { cells: [{ unit: 'million tenge' }] }),
        one('trade-growth', 'percent of the previous year', {
          cells: [{ unit: 'percent of the previous year' }],
        }),
      ],
      { breakdowns: { item: { as: 'kind', total: 'total' } } },
    ),
  },
  group_blocks: {
    ...KZ,
    id: 'population',
    title: 'Population',
    sheets: { title: '^Код КАТО' },
    header: { at: 'periods' },
    rows: {
      labels: [{ name: 'region', column: { holding: '^Республика Казахстан$' }, codes: 'regions' }],
      attributes: [{ name: 'kato', column: { header: 'Код КАТО' } }],
      sections: [
        {
          name: 'group',
          codes: { 'Все население': 'total', Мужчины: 'male', 'Городское население': 'urban' },
        },
      ],
    },
    period: { from: 'header' },
    unit: { otherwise: 'persons' },
    load: load([one('population', 'persons', { isAdditive: true })], {
      region: { from: 'region', code: 'kato' },
      breakdowns: {
        group: { members: { total: {}, male: { sex: 'male' }, urban: { locality: 'urban' } } },
      },
    }),
  },
  product_blocks: {
    ...KZ,
    id: 'products',
    title: 'Industrial products',
    sheets: { title: '^Уголь каменный' },
    header: { at: 'periods' },
    rows: {
      labels: [{ name: 'region', codes: 'regions' }],
      sections: [{ name: 'product', codes: { '/^Уголь каменный/': 'coal' } }],
    },
    period: { from: 'header' },
    unit: { from: ['section'], names: { 'тыс. тонн': 'thousand tonnes' } },
    load: load([one('products', 'thousand tonnes', { isAdditive: true })], {
      region: { from: 'region' },
      breakdowns: { product: { as: 'product' } },
    }),
  },
} satisfies Readonly<Record<string, TableDeclarationInput>>;

/** What each of them states, region, period and breakdown first. */
export const DYNAMIC_FACTS: Readonly<Record<keyof typeof DYNAMIC_TABLES, readonly string[]>> = {
  periods_across_items: [
    'KAZ 2024 activity=agriculture 113.7',
    'KAZ 2024 activity=construction 112',
    'KAZ 2024-01/2024-03 activity=agriculture 101',
    'KAZ 2024-01/2024-03 activity=construction nil',
    'KAZ 2024-01/2024-06 activity=agriculture 102',
    'KAZ 2024-01/2024-06 activity=construction nil',
    'KAZ 2025 activity=agriculture 105.7',
    'KAZ 2025 activity=construction 108.1',
    'KAZ 2025-01/2025-03 activity=agriculture 99',
    'KAZ 2025-01/2025-03 activity=construction not_available',
  ],
  periods_across_regions: [
    'KAZ 2024 9214.184',
    'KAZ 2025 9320.639',
    'KAZ:100000000 2024 nil',
    'KAZ:100000000 2025 295.87',
    'KAZ:110000000 2024 401.827',
    'KAZ:110000000 2025 400.109',
  ],
  region_blocks: [
    'KAZ 2024 activity=05 7.5',
    'KAZ 2024 activity=B 80',
    'KAZ 2024 activity=industry 130',
    'KAZ 2024-01/2024-09 activity=05 5',
    'KAZ 2024-01/2024-09 activity=B 60',
    'KAZ 2024-01/2024-09 activity=industry 100',
    'KAZ 2025-01/2025-03 activity=05 2',
    'KAZ 2025-01/2025-03 activity=B 20',
    'KAZ 2025-01/2025-03 activity=industry 30',
    'KAZ:110000000 2024 activity=05 1',
    'KAZ:110000000 2024 activity=B 5',
    'KAZ:110000000 2024 activity=industry 9',
  ],
  year_subcolumns: [
    'KAZ 2024 16.7',
    'KAZ 2024 activity=goods 5.2',
    'KAZ 2024 activity=goods; kind=illegal 0.5',
    'KAZ 2024 kind=illegal 1.2',
    'KAZ 2025 15.7',
    'KAZ 2025 activity=goods 4.6',
    'KAZ 2025 activity=goods; kind=illegal 0.3',
    'KAZ 2025 kind=illegal 1.1',
  ],
  year_subcolumns_ragged_first_year: [
    'KAZ 2003 1327864.2',
    'KAZ 2004 123.1',
    'KAZ 2004 1703684',
    'KAZ 2005 134.1',
    'KAZ 2005 2420976',
  ],
  group_blocks: [
    'KAZ 2024 20158620.5',
    'KAZ 2025 20391610.5',
    'KAZ:100000000 2024 605210.5',
    'KAZ:100000000 2024 locality=urban 373392.5',
    'KAZ:100000000 2024 sex=male 300000',
    'KAZ:100000000 2025 600000',
    'KAZ:100000000 2025 locality=urban 370000',
    'KAZ:100000000 2025 sex=male 299000',
  ],
  product_blocks: [
    'KAZ 2024 product=coal 112986.3',
    'KAZ 2025 product=coal 120044.6',
    'KAZ:100000000 2024 product=coal 7580.6',
    'KAZ:100000000 2025 product=coal 6927.4',
    'KAZ:620000000 2024 product=coal not_available',
    'KAZ:620000000 2025 product=coal not_available',
  ],
};
