/**
 * Monthly telecom release of the Bureau of National Statistics: labels and values without a header, the months in the
 * title. The layout is known from code that reads it (label in column A, first number of the row).
 */
import type { TableDeclarationInput } from '../../src/pipeline/define-pipeline.ts';
import { BNS_MARKERS } from './bns-legend.ts';

export const bnsTelecomMonthly: TableDeclarationInput = {
  id: 'bns-telecom-monthly',
  title: 'Main indicators of telecommunications, since January',
  header: { at: 'none', stray: 'report' },
  rows: {
    labels: [
      {
        name: 'indicator',
        codes: {
          '/^Объем услуг связи/': 'TELECOM_SERVICES',
          '/абонентов сотовой связи, имеющих доступ к сети Интернет/': 'MOBILE_INTERNET_SUBSCRIBERS',
          '/^Число абонентов сотовой связи/': 'MOBILE_SUBSCRIBERS',
          '/^Число абонентов фиксированного интернета/': 'FIXED_INTERNET_SUBSCRIBERS',
          '/^Плотность абонентов сотовой связи на 100/': 'MOBILE_SUBSCRIBERS_PER_100',
        },
      },
    ],
  },
  period: { from: 'title', kinds: ['year-to-date', 'year'] },
  unit: {
    names: { 'млн тенге': 'KZT_MILLION', 'млн. тенге': 'KZT_MILLION', 'тыс.': 'THOUSAND' },
    from: ['row'],
    where: [{ label: '^Плотность .* на 100', unit: 'PER_100' }],
  },
  values: { markers: BNS_MARKERS },
  notes: { preliminary: ['^\\*$'] },
};
