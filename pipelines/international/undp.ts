/** United Nations Development Programme: the Human Development Report's time series and its education table of 2011. */
import type { TableLayout, TableSeries } from '../../src/pipeline/define-pipeline.ts';
import { table, yearly } from './table.ts';
import { TERRITORY_CODES } from './territories.ts';

const UNDP = 'UNDP, Human Development Report Office';

const one = (code: string, name: string, unit: string): readonly [string, TableSeries] => [
  code,
  yearly(UNDP, `undp:${code}`, name, unit),
];
const byFemaleAndMale = (code: string, name: string, unit: string) => [
  one(`${code}_f`, `${name}, female`, unit),
  one(`${code}_m`, `${name}, male`, unit),
];
const INDEX = 'index, 0 to 1';
const DOLLARS = 'constant international dollars of the base year of the report';
const RANK = 'a rank, which follows from its index';

const SERIES: Readonly<Record<string, TableSeries>> = Object.fromEntries([
  one('hdi', 'Human Development Index', INDEX),
  ...byFemaleAndMale('hdi', 'Human Development Index', INDEX),
  one('le', 'Life expectancy at birth', 'years'),
  ...byFemaleAndMale('le', 'Life expectancy at birth', 'years'),
  one('eys', 'Expected years of schooling', 'years'),
  ...byFemaleAndMale('eys', 'Expected years of schooling', 'years'),
  one('mys', 'Mean years of schooling', 'years'),
  ...byFemaleAndMale('mys', 'Mean years of schooling', 'years'),
  one('gnipc', 'Gross national income per capita', DOLLARS),
  ...byFemaleAndMale('gni_pc', 'Gross national income per capita', DOLLARS),
  one('gdi', 'Gender Development Index', 'ratio'),
  one('ihdi', 'Inequality-adjusted Human Development Index', INDEX),
  one('coef_ineq', 'Coefficient of human inequality', '%'),
  one('loss', 'Overall loss of HDI due to inequality', '%'),
  one('ineq_le', 'Inequality in life expectancy', '%'),
  one('ineq_edu', 'Inequality in education', '%'),
  one('ineq_inc', 'Inequality in income', '%'),
  one('gii', 'Gender Inequality Index', INDEX),
  one('mmr', 'Maternal mortality ratio', 'deaths per 100,000 live births'),
  one('abr', 'Adolescent birth rate', 'births per 1,000 women aged 15 to 19'),
  ...byFemaleAndMale(
    'se',
    'Population with at least some secondary education',
    '% of those aged 25 and older',
  ),
  ...byFemaleAndMale('pr', 'Share of seats in parliament', '%'),
  ...byFemaleAndMale('lfpr', 'Labour force participation rate', '% of those aged 15 and older'),
  one('phdi', 'Planetary pressures-adjusted Human Development Index', INDEX),
  one('diff_hdi_phdi', 'Difference of the planetary pressures-adjusted HDI from the HDI', '%'),
  one('co2_prod', 'Carbon dioxide emissions per capita (production)', 'tonnes'),
  one('mf', 'Material footprint per capita', 'tonnes'),
  one('pop_total', 'Population', 'million persons'),
]);

/** Groups of the report: by level of development, by region, and the world. */
const GROUP_CODES: Readonly<Record<string, string>> = Object.fromEntries(
  'VHHD HHD MHD LHD AS EAP ECA LAC SA SSA WORLD'
    .split(' ')
    .map((name, position) => [`ZZ${'ABCDEFGHIJK'[position]}.${name}`, 'a group of countries of the report']),
);

const GROUP_NAMES_2011 = [
  'Very high human development',
  'High human development',
  'Medium human development',
  'Low human development',
  'Arab States (RB)',
  'East Asia and the Pacific (RB)',
  'Europe and Central Asia (RB)',
  'Latin America and the Caribbean (RB)',
  'South Asia (RB)',
  'Sub-Saharan Africa (RB)',
  'SIDS',
  'Least developed countries',
  'World',
];

const in2011 = (code: string, name: string, unit: string, units: readonly string[]) => ({
  ...yearly(UNDP, `undp-2011:${code}`, name, unit),
  units: [...units],
});

export const UNDP_LAYOUTS: readonly TableLayout[] = [
  table({
    id: 'undp-time-series',
    title:
      'Human Development Report, composite indices, complete time series: series and year in each header',
    encodings: ['utf-8', 'windows-1252'],
    columns: { iso3: 'country', country: 'country-name', hdicode: 'ignored', region: 'ignored' },
    values: {
      kind: 'suffixed',
      pattern: '^(?<series>[a-z][a-z0-9_]*)_(?<period>\\d{4})$',
      series: { ...SERIES },
      leftOut: {
        hdi_rank: RANK,
        gii_rank: RANK,
        gdi_group: 'a group by the Gender Development Index, from which it follows',
        rankdiff_hdi_phdi: 'a difference of ranks, which follow from their indices',
      },
    },
    country: {
      by: 'iso3',
      aliases: {},
      leftOut: { ...TERRITORY_CODES, ...GROUP_CODES },
      leftOutPatterns: { '^ZZ[A-Z]\\.': 'a group of countries of the report' },
    },
    // Each report adds a year to the series.
    vintageFrom: 'last-period',
    // Seen once, where a difference could not be computed.
    markers: { NaN: 'not_available' },
  }),
  table({
    id: 'undp-2011-education',
    title:
      'Human Development Report 2011, education: five series, a column of footnote letters beside each value',
    encodings: ['utf-8', 'windows-1252'],
    columns: {},
    values: {
      kind: 'blocks',
      unitRow: true,
      series: {
        'Adult literacy rate, both sexes': in2011('literacy', 'Adult literacy rate', '% aged 15 and above', [
          '(% aged 15 and above)',
        ]),
        'Combined gross enrolment in education (both sexes)': in2011(
          'ger',
          'Combined gross enrolment in education',
          '%',
          ['(%)'],
        ),
        'HDI: Expected Years of Schooling (of children)': in2011(
          'eys',
          'Expected years of schooling',
          'years',
          ['(years)'],
        ),
        'HDI: Mean years of schooling (of adults)': in2011('mys', 'Mean years of schooling', 'years', [
          '(years)',
        ]),
        'Public expenditure on education (% of GDP)': in2011(
          'education-expenditure',
          'Public expenditure on education',
          '% of GDP',
          ['(%)'],
        ),
      },
      notes: {},
      footnotes: true,
      // Never a year: the value that was the most recent one at the cut-off of the report, 15 May 2011.
      pseudoPeriods: {
        '9999': {
          period: '2011',
          codeSuffix: '.latest',
          nameSuffix: ', most recent available in the report of 2011',
        },
      },
    },
    country: {
      by: 'name',
      aliases: {},
      leftOut: Object.fromEntries(
        GROUP_NAMES_2011.map((name) => [name, 'a group of countries of the report']),
      ),
      leftOutPatterns: {},
    },
    markers: { '..': 'not_available' },
    flagSeparator: ',',
    marks: {
      // Most recent year available (a, b), earlier than the period (p), or which source (f, h, i, j, l, m, q): kept as
      // notes. The others say that the value was estimated.
      ...Object.fromEntries('abfhijlmpq'.split('').map((letter) => [letter, {}])),
      ...Object.fromEntries('cdegkno'.split('').map((letter) => [letter, { isEstimated: true as const }])),
    },
    footers: ['Footnotes'],
  }),
];
