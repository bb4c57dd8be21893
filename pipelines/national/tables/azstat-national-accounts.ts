/**
 * «System of national accounts, main indicators» of the State Statistical Committee of Azerbaijan (Azstat): a hand-made
 * .xls of the country, one for each language; points in English, commas in Azerbaijani. No file of it was at hand: the
 * address and the traps are known from code that reads it, the labels are those of its publications. A table that the
 * office has taken down answers as a web page with status 200, which the reader refuses.
 */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';

type Indicator = NonNullable<TableDeclarationInput['load']>['indicators'][number];

interface Edition {
  readonly language: 'en' | 'az';
  readonly title: string;
  readonly units: Readonly<Record<string, string>>;
  readonly decimal: 'point' | 'comma';
  readonly labels: Readonly<Record<'gdp' | 'taxes' | 'gni' | 'volume', string>>;
}

const NAMES = {
  gdp: ['gdp', 'Gross domestic product', 'million manats'],
  taxes: ['net-product-taxes', 'Net taxes on products', 'million manats'],
  gni: ['gni', 'Gross national income', 'million manats'],
  volume: ['gdp-volume', 'Volume index of GDP', 'percent of the previous year'],
} as const;

function edition({ language, title, units, decimal, labels }: Edition): TableDeclarationInput {
  const keys = Object.keys(NAMES) as (keyof typeof NAMES)[];
  return {
    id: `azstat-national-accounts-${language}`,
    title: `System of national accounts, main indicators (${language})`,
    country: 'AZE',
    sheets: { title },
    header: { at: 'periods' },
    rows: {
      labels: [
        {
          name: 'indicator',
          codes: Object.fromEntries(keys.map((key) => [`/${labels[key]}/`, NAMES[key][0]])),
        },
      ],
    },
    period: { from: 'header' },
    unit: {
      names: units,
      from: ['row'],
      where: [
        { label: labels.volume, unit: NAMES.volume[2] },
        { label: labels.taxes, unit: NAMES.taxes[2] },
      ],
    },
    values: { markers: { '-': 'nil', '...': 'not_available', '…': 'not_available' }, decimal },
    load: {
      publisher: 'State Statistical Committee of Azerbaijan (Azstat)',
      origin: {
        title: 'System of national accounts, main indicators',
        url: `https://www.stat.gov.az/source/system_nat_accounts/${language}/001_1${language}.xls`,
      },
      region: { is: 'AZE' },
      indicators: keys.map((key): Indicator => {
        const [code, name, unit] = NAMES[key];
        return {
          code: `azstat:${code}`,
          name,
          unit,
          isAdditive: unit === 'million manats',
          cells: [{ label: `/${labels[key]}/` }],
        };
      }),
    },
  };
}

export const azstatNationalAccountsEn = edition({
  language: 'en',
  title: 'System of national accounts,? main indicators',
  units: { 'million manats': 'million manats', 'mln. manats': 'million manats' },
  decimal: 'point',
  labels: {
    gdp: '^Gross domestic product',
    taxes: 'taxes on products',
    gni: '^Gross national income',
    volume: '^(Volume index of GDP|GDP volume index)',
  },
});

export const azstatNationalAccountsAz = edition({
  language: 'az',
  title: 'Milli hesablar sisteminin əsas göstəriciləri',
  units: { 'milyon manat': 'million manats', 'mln. manat': 'million manats' },
  decimal: 'comma',
  labels: {
    gdp: '^Ümumi daxili məhsul',
    taxes: 'məhsula xalis vergilər',
    gni: '^Ümumi milli gəlir',
    volume: 'ÜDM-in fiziki həcm indeksi',
  },
});
