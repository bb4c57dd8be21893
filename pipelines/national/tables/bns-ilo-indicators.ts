/**
 * Dynamic table «Decent work indicators 2001–2020» of the Bureau of National Statistics: years across, themes and
 * indicators as rows without values, the same children (`Всего`, `Мужчины`) below each.
 */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import { BNS, BNS_TABLE_MARKERS } from './bns-legend.ts';

type Indicator = NonNullable<TableDeclarationInput['load']>['indicators'][number];

/** Children that are told apart by sex; the other rows are the indicator itself. */
const SEXES: Readonly<Record<string, string>> = {
  Всего: 'total',
  Мужчины: 'male',
  'Мужчины (%)': 'male',
  Мальчики: 'male',
  Женщины: 'female',
  'Женщины (%)': 'female',
  Девочки: 'female',
};
const WHOLE: readonly string[] = [
  '/Гендерный разрыв в заработной плате/',
  '/Уровень производственного травматизма/',
  '/Доля населения, получающего пенсии/',
  '/Производительность труда \\(темпы роста\\)/',
  '/Неравенство в распределении доходов/',
  '/Темпы инфляции/',
  '/^Доля занятых в (сельском хозяйстве|промышленности и строительстве|сфере услуг)/',
  '/Доля оплаты труда в ВВП/',
];

function indicator(
  name: string,
  words: string,
  label: string,
  { unit = 'percent', ...further }: Partial<Indicator> = {},
): Indicator {
  return { code: `bns:ilo-${name}`, name: words, unit, isAdditive: false, cells: [{ label }], ...further };
}

const OCCUPATIONS = {
  'Руководители и государственные служащие': 'managers and public officials',
  'Специалисты-профессионалы': 'professionals',
  'Специалисты-техники': 'technicians and associate professionals',
  'Служащие в области администрирования': 'clerical workers',
  'Работники сферы услуг и продаж': 'service and sales workers',
  'Фермеры и рабочие сельского': 'skilled agricultural, forestry and fishery workers',
  'Рабочие промышленности, строительства': 'industrial, construction and transport workers',
  'Операторы производственного оборудования': 'plant and machine operators and drivers',
  'Неквалифицированные рабочие': 'elementary occupations',
  'Работники, не входящие в другие группы': 'not classified elsewhere',
};
const SECTORS = {
  'сельском хозяйстве': 'agriculture',
  'промышленности и строительстве': 'industry and construction',
  'сфере услуг': 'services',
};

export const bnsIloIndicators: TableDeclarationInput = {
  id: 'bns-ilo-indicators',
  title: 'Indicators of decent work, as recommended by the ILO',
  sheets: { title: 'рекомендуемых Международной организацией труда' },
  country: 'KAZ',
  header: { at: 'periods', ignore: ['^Методология'] },
  rows: {
    labels: [
      {
        name: 'row',
        codes: { ...SEXES, ...Object.fromEntries(WHOLE.map((label) => [label, 'total'])) },
      },
    ],
    sections: [
      {
        name: 'theme',
        match:
          '^(Возможность найти работу|Адекватный заработок|Достойная продолжительность|Труд, который должен|Равные возможности|Безопасная работа|Социальное обеспечение|Социально-экономический контекст)',
      },
      // Main, additional, legal and context indicators: `M - `, `A- `, `Л - `, `С - `, in either alphabet.
      { name: 'block', match: '^([MМAАЛCС] ?[-–]|Сегрегация в видах занятий)' },
      { name: 'group' },
    ],
  },
  period: { from: 'header' },
  unit: {
    names: {
      '%': 'percent',
      '% - NEET': 'percent',
      '% от возрастной группы': 'percent',
    },
    from: ['row', 'section'],
    where: [
      { label: 'на 100 000 работающих', unit: 'per 100000 workers' },
      { label: 'Производительность труда \\(темпы роста\\)', unit: 'percent of the previous year' },
      { label: 'Темпы инфляции \\(ИПЦ\\)', unit: 'percent of the previous December' },
      { label: 'Неравенство в распределении доходов', unit: 'ratio' },
    ],
  },
  values: { markers: BNS_TABLE_MARKERS },
  corrections: [
    {
      printed: '63,,4',
      label: 'Специалисты-профессионалы > Женщины',
      period: '2016',
      reads: '63.4',
      reason: 'two commas in the published cell; the men of the same year are 36.6',
    },
  ],
  load: {
    publisher: BNS,
    origin: { title: 'Decent work indicators, dynamic table', url: 'https://stat.gov.kz/' },
    region: { is: 'KAZ' },
    breakdowns: { row: { as: 'sex', total: 'total' } },
    indicators: [
      indicator('employment-rate', 'Employment rate', '/Уровень занятости к трудоспособному населению/'),
      indicator(
        'unemployment-rate',
        'Unemployment rate',
        '/Уровень безработицы к трудоспособному населению/',
      ),
      indicator(
        'neet-rate',
        'Young people aged 15 to 28 not in employment, education or training',
        '/Доля молодежи \\(15-28 лет\\)/',
      ),
      indicator(
        'informal-sector-share',
        'Share of the informal sector in employment',
        '/Доля неформального сектора в общей занятости/',
      ),
      indicator(
        'low-pay-share',
        'Employed with hourly pay below two thirds of the median',
        '/Доля занятых с низким уровнем заработной платы/',
      ),
      indicator(
        'long-hours-share',
        'Employed who work more than 48 hours a week',
        '/Доля занятых с чрезмерной продолжительностью рабочих часов/',
      ),
      indicator(
        'child-labour-share',
        'Employed among those aged 15 to 17',
        '/Детский труд (?!.*опасных условиях)/',
      ),
      indicator(
        'hazardous-child-labour-share',
        'Children in hazardous work among those aged 15 to 17',
        '/Доля детей, занятых в опасных условиях/',
      ),
      indicator('occupation-by-sex', 'Share of each sex in an occupation', '', {
        cells: Object.entries(OCCUPATIONS).map(([printed, occupation]) => ({
          label: `/Сегрегация в видах занятий.* > ${printed}/`,
          breakdown: { occupation },
        })),
      }),
      indicator('gender-pay-gap', 'Gender pay gap', '/Гендерный разрыв в заработной плате/'),
      indicator('fatal-injuries', 'Fatal occupational injuries', '/травматизма со смертельным исходом/', {
        unit: 'per 100000 workers',
      }),
      indicator(
        'non-fatal-injuries',
        'Non-fatal occupational injuries',
        '/травматизма с несмертельным исходом/',
        { unit: 'per 100000 workers' },
      ),
      indicator(
        'pension-coverage',
        'Share of the population with a pension',
        '/Доля населения, получающего пенсии/',
      ),
      indicator('labour-productivity', 'Labour productivity', '/Производительность труда/', {
        unit: 'percent of the previous year',
      }),
      indicator(
        'income-inequality',
        'Inequality of incomes, P90 to P10',
        '/Неравенство в распределении доходов/',
        {
          unit: 'ratio',
        },
      ),
      indicator('inflation', 'Consumer prices', '/Темпы инфляции/', {
        unit: 'percent of the previous December',
      }),
      indicator('employment-by-sector', 'Share of a sector in employment', '', {
        cells: Object.entries(SECTORS).map(([printed, sector]) => ({
          label: `/> Доля занятых в ${printed}/`,
          breakdown: { sector },
        })),
      }),
      indicator('labour-share', 'Compensation of employees, share of GDP', '/Доля оплаты труда в ВВП/'),
    ],
  },
};
