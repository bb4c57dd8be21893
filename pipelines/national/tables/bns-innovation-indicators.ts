/** Indicators of the bulletin «Innovation activity of enterprises», which has them by region and by economic activity. */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';

type Indicator = NonNullable<TableDeclarationInput['load']>['indicators'][number];
export type Cells = NonNullable<Indicator['cells']>;

const INDICATORS = {
  enterprises: ['Enterprises', 'units'],
  'enterprises-innovating': ['Enterprises with innovations', 'units'],
  'activity-level': ['Share of enterprises with innovations', 'percent'],
  employees: ['Employees of the enterprises at the end of the year', 'persons'],
  'manufacturing-enterprises': ['Manufacturing enterprises', 'units'],
  'manufacturing-enterprises-innovating': ['Manufacturing enterprises with innovations', 'units'],
  'manufacturing-activity-level': ['Share of manufacturing enterprises with innovations', 'percent'],
  'manufacturing-employees': ['Employees of manufacturing enterprises at the end of the year', 'persons'],
  'income-growth-enterprises': ['Enterprises whose income grew through innovations, by growth', 'units'],
  'cost-cut-enterprises': ['Enterprises whose costs fell through innovations, by reduction', 'units'],
  output: ['Volume of innovative products', 'million tenge'],
  'output-sold': ['Volume of innovative products sold', 'million tenge'],
  'output-exported': ['Volume of innovative products exported', 'million tenge'],
  costs: ['Expenditure on innovations', 'million tenge'],
  'costs-by-kind': ['Expenditure on innovations, by kind of cost', 'million tenge'],
  'costs-by-funding': ['Expenditure on innovations, by source of funds', 'million tenge'],
  'enterprises-by-type': ['Enterprises by type of innovation', 'units'],
  'goods-services-enterprises': ['Enterprises that introduced innovative goods or services', 'units'],
  'process-enterprises': ['Enterprises that introduced business process innovations, by process', 'units'],
  'product-developers': ['Enterprises with product innovations, by who developed them', 'units'],
  'process-developers': ['Enterprises with business process innovations, by who developed them', 'units'],
  'development-enterprises': ['Enterprises that work on developing innovations, by kind of work', 'units'],
  'no-innovation-reasons': ['Enterprises without innovations, by reason', 'units'],
} as const;

/** The indicator, and the cells of a table that are of it. */
export function innovation(name: keyof typeof INDICATORS, cells: Cells): Indicator {
  const [words, unit] = INDICATORS[name];
  return {
    code: `bns:innovation-${name}`,
    name: words,
    unit,
    isAdditive: unit !== 'percent',
    ...(name.endsWith('employees') ? { asOf: 'last-day' as const } : {}),
    cells,
  };
}

const MAIN = {
  enterprises: 'Кәсіпорындар саны, бірлік',
  'enterprises-innovating': 'Кәсіпорындар саны, бірлік > Одан > инновациялары бары',
  'activity-level': 'Инновация саласындағы белсенділік деңгейі, %-бен',
  employees: 'Есепті кезең соңына қызметкерлердің жалпы саны, адам',
} as const;

/** The four columns of tables 1, 2 and 3, with further cells of them. */
export function mainIndicators(
  prefix: '' | 'manufacturing-',
  title: string,
  further: Partial<Record<keyof typeof MAIN, Cells>> = {},
): Indicator[] {
  return (Object.keys(MAIN) as (keyof typeof MAIN)[]).map((name) =>
    innovation(`${prefix}${name}`, [{ title, header: MAIN[name] }, ...(further[name] ?? [])]),
  );
}

const BANDS = { '0': '0', '1-24%': '1-24 percent', '25-50%': '25-50 percent', '51-100%': '51-100 percent' };

/** Tables 5 and 6: the same bands of two effects. */
export const EFFECTS: readonly Indicator[] = (
  [
    [
      'income-growth-enterprises',
      'income_growth',
      'Инновацияларды енгізу есебінен табыстары көбейген кәсіпорындар саны',
    ],
    [
      'cost-cut-enterprises',
      'cost_reduction',
      'Инновацияларды енгізу есебінен шығыстары қысқарған кәсіпорындар саны',
    ],
  ] as const
).map(([name, breakdown, header]) =>
  innovation(
    name,
    Object.entries(BANDS).map(([band, member]) => ({
      header: `${header} > ${band}`,
      breakdown: { [breakdown]: member },
    })),
  ),
);

/** Tables 9 and 10. */
export const COSTS: Indicator = innovation('costs', [
  { header: 'Шығыстар, барлығы' },
  {
    header: 'Шығыстар, барлығы > Соның ішінде > өнімдік инновацияларға',
    breakdown: { innovation_type: 'product' },
  },
  {
    header: 'Шығыстар, барлығы > Соның ішінде > бизнес-процестік инновацияға',
    breakdown: { innovation_type: 'business process' },
  },
]);

/** Tables 11 and 12. */
export function costsByKind(title: string): Indicator {
  const kinds = {
    '/^Барлығы > соның ішінде > ішкі ҒЗТКЖ/': 'internal research and development',
    'Барлығы > соның ішінде > сыртқы ҒЗТКЖ': 'external research and development',
    '/^Барлығы > соның ішінде > заманауи машиналарды/': 'machinery, equipment and software',
    'Барлығы > соның ішінде > сыртқы ғылымды алу': 'external knowledge',
    '/^Барлығы > соның ішінде > оқыту, жобалау, маркетингтік зерттеу/': 'training, design and marketing',
    'Барлығы > соның ішінде > өзге де инновациялық шығындар': 'other',
  };
  const members = Object.entries(kinds).map(([header, kind]) => ({
    title,
    header,
    breakdown: { cost_kind: kind },
  }));
  return innovation('costs-by-kind', [{ title, header: 'Барлығы' }, ...members]);
}

/** Tables 14 and 15. */
export const BY_TYPE: Indicator = innovation('enterprises-by-type', [
  {
    header: 'Инновацияның екі түрінің бірі болған кәсіпорындардың саны',
    breakdown: { innovation_type: 'one of the two types' },
  },
  { header: 'Өнімдік инновациясы бар кәсіпорындар саны', breakdown: { innovation_type: 'product' } },
  {
    header: 'Бизнес-үдерістік инновациялары бар кәсіпорындар саны',
    breakdown: { innovation_type: 'business process' },
  },
  { header: 'Инновацияның барлық түрі бар кәсіпорындар саны', breakdown: { innovation_type: 'all types' } },
]);

const PRODUCTS = { Тауарлар: 'goods', 'Көрсетілетін қызметтер': 'services' };
const NOVELTY = {
  'жаңа немесе едәуір жетілдірілген': 'new or significantly improved',
  'жетілдіруге әкелген': 'led to improvement',
  'өзге де инновациялық': 'other innovative',
};

/** Tables 16 and 17. */
export const GOODS_AND_SERVICES: Indicator = innovation(
  'goods-services-enterprises',
  Object.entries(PRODUCTS).flatMap(([product, kind]) =>
    Object.entries(NOVELTY).map(([novelty, degree]) => ({
      header: `${product} > ${novelty}`,
      breakdown: { product: kind, novelty: degree },
    })),
  ),
);
