/**
 * Monthly telecom release of the Bureau of National Statistics: labels and values without a header, the months in the
 * title. The layout is known from code that reads it (label in column A, first number of the row).
 */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import { BNS, BNS_TABLE_MARKERS } from './bns-legend.ts';

export const bnsTelecomMonthly: TableDeclarationInput = {
  id: 'bns-telecom-monthly',
  title: 'Main indicators of telecommunications, since January',
  country: 'KAZ',
  sheets: { title: '^(Объем услуг связи|Число абонентов (сотовой связи|фиксированного интернета))' },
  header: { at: 'none', stray: 'report' },
  rows: {
    labels: [
      {
        name: 'indicator',
        codes: {
          '/^Объем услуг связи/': 'services',
          '/абонентов сотовой связи, имеющих доступ к сети Интернет/': 'mobile-internet',
          '/^Число абонентов сотовой связи/': 'mobile',
          '/^Число абонентов фиксированного интернета/': 'fixed-internet',
          '/^Плотность абонентов сотовой связи на 100/': 'mobile-density',
        },
      },
    ],
  },
  period: { from: 'title', kinds: ['year-to-date', 'year'] },
  unit: {
    names: { 'млн тенге': 'million tenge', 'млн. тенге': 'million tenge', 'тыс.': 'thousand subscribers' },
    from: ['row'],
    where: [{ label: '^Плотность .* на 100', unit: 'per 100 inhabitants' }],
  },
  values: { markers: BNS_TABLE_MARKERS },
  notes: { preliminary: ['^\\*$'] },
  load: {
    publisher: BNS,
    origin: { title: 'Telecommunications since January, monthly release', url: 'https://stat.gov.kz/' },
    region: { is: 'KAZ' },
    frequency: 'month',
    indicators: [
      {
        code: 'bns:telecom-services',
        name: 'Volume of telecommunication services since January',
        unit: 'million tenge',
        isAdditive: true,
        cells: [{ label: '/^Объем услуг связи/' }],
      },
      ...(
        [
          [
            'mobile-subscribers',
            'Mobile subscribers',
            'thousand subscribers',
            '/^Число абонентов сотовой связи(?!.*имеющих)/',
          ],
          [
            'mobile-internet-subscribers',
            'Mobile subscribers with access to the internet',
            'thousand subscribers',
            '/абонентов сотовой связи, имеющих доступ к сети Интернет/',
          ],
          [
            'fixed-internet-subscribers',
            'Fixed internet subscribers',
            'thousand subscribers',
            '/^Число абонентов фиксированного интернета/',
          ],
          [
            'mobile-density',
            'Mobile subscribers per 100 inhabitants',
            'per 100 inhabitants',
            '/^Плотность абонентов сотовой связи на 100/',
          ],
        ] as const
      ).map(([code, name, unit, label]) => ({
        code: `bns:telecom-${code}`,
        name,
        unit,
        isAdditive: unit !== 'per 100 inhabitants',
        // Subscribers are those at the end of the last month, whatever months the release is about.
        asOf: 'last-day' as const,
        cells: [{ label }],
      })),
    ],
  },
};
