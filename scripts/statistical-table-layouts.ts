/** Rows of invented tables in the manner of national offices; see `lay-out-statistical-tables.ts`. */
import type { WorkbookCell } from './workbook-layout.ts';

interface HouseholdWords {
  readonly title: string;
  readonly unit: string;
  readonly year: string;
  readonly places: readonly [string, string, string];
  readonly regions: readonly string[];
  readonly notes: readonly string[];
}

/** The country, two oblasts, a city without villages, an oblast of 2022. */
const HOUSEHOLDS: readonly (readonly (readonly WorkbookCell[])[])[] = [
  [
    [95.4, 96.2, 97.1],
    [94.8, 95.5, 96.3],
    [93.1, 94.6, 95.7],
    [97.9, 98.3, 98.8],
    ['…', 93.7, 94.9],
  ],
  [
    [96.9, 97.5, 98.2],
    [96.2, 96.8, 97.4],
    [95, 96.1, 97],
    [97.9, 98.3, 98.8],
    ['…', 94.8, 95.9],
  ],
  [
    [92.7, 93.8, 95.1],
    [92.9, 93.7, 94.8],
    [91.6, 93.4, 94.7],
    ['-', '-', '-'],
    ['…', 'x', 'x'],
  ],
];
const KAZAKH: HouseholdWords = {
  title: 'Интернет желісіне қолжетімділігі бар үй шаруашылықтарының үлесі*',
  unit: 'пайызбен            ',
  year: 'жыл',
  places: ['Барлығы', 'Қалалық жер', 'Ауылдық жер'],
  regions: ['Қазақстан Республикасы', 'Алматы', 'Шығыс  Қазақстан', 'Алматы қаласы', 'Ұлытау'],
  notes: ['* Мобильді қосылымды қоса алғанда', '1) Алдын ала деректер'],
};
const RUSSIAN: HouseholdWords = {
  title: 'Доля домашних хозяйств, имеющих доступ к сети Интернет*',
  unit: 'в процентах',
  year: 'год',
  places: ['Всего', 'Городская местность', 'Сельская местность'],
  regions: ['Республика Казахстан', 'Алматинская', 'Восточно-Казахстанская', 'г. Алматы', 'Область Ұлытау'],
  notes: ['* Включая мобильное подключение', '1) Предварительные данные'],
};

export const HOUSEHOLD_WORDS = { kk: KAZAKH, ru: RUSSIAN } as const;

export function households({ title, unit, year, places, regions, notes }: HouseholdWords): WorkbookCell[][] {
  return [
    [title],
    [null, null, null, unit],
    [],
    [null, `2021 ${year}`, `2022 ${year}`, `2023 ${year}1)`],
    ...places.flatMap((place, block) => [
      [place],
      ...regions.map((region, line) => [region, ...(HOUSEHOLDS[block]?.[line] ?? [])]),
    ]),
    [],
    ...notes.map((note) => [note]),
  ];
}

const ACCOUNTS: readonly (readonly [en: string, az: string, ...figures: (number | string)[]])[] = [
  ['Gross domestic product, million manats', 'Ümumi daxili məhsul, milyon manat', 81896.2, 73432.2, 93203.7],
  ['of which: taxes on products, net', 'o cümlədən: məhsula xalis vergilər', 6521.4, 6233.9, 7105.5],
  ['Gross national income, million manats', 'Ümumi milli gəlir, milyon manat', 79213.8, '...', 90012.1],
  ['Volume index of GDP, in percent', 'ÜDM-in fiziki həcm indeksi, faizlə', 102.5, 95.8, 105.6],
];

/** National accounts in the manner of Azstat. Hand-made: a title, the years, numbers as text with the decimal sign of the language. */
export function accounts(isAzerbaijani: boolean): WorkbookCell[][] {
  const printed = (figure: number | string): string =>
    isAzerbaijani ? String(figure).replace(/(\d)\.(\d)/, '$1,$2') : String(figure);
  return [
    [
      isAzerbaijani
        ? '1.1 Milli hesablar sisteminin əsas göstəriciləri'
        : '1.1 System of national accounts main indicators',
    ],
    [],
    [null, '2019', '2020', '2021'],
    ...ACCOUNTS.map(([en, az, ...figures]) => [isAzerbaijani ? az : en, ...figures.map(printed)]),
    [],
    [isAzerbaijani ? 'Mənbə: Dövlət Statistika Komitəsi' : 'Source: State Statistical Committee'],
  ];
}
