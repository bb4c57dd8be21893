/**
 * Table «Digital literacy of the population» of the Bureau of National Statistics: years merged over place of residence,
 * regions down. Head and notes are known from code that reads it and from the figures that the press quotes.
 */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import { BNS, BNS_TABLE_MARKERS, BNS_UNITS } from './bns-legend.ts';

export const bnsDigitalLiteracy: TableDeclarationInput = {
  id: 'bns-digital-literacy',
  title: 'Digital literacy of the population aged 6 to 74, by region and place of residence',
  country: 'KAZ',
  languages: ['ru'],
  sheets: { title: '^Уровень цифровой грамотности населения' },
  header: {
    at: 'periods',
    rowsBelow: 1,
    name: 'residence',
    codes: { всего: 'total', город: 'urban', село: 'rural' },
  },
  rows: { labels: [{ name: 'region', codes: 'regions' }], end: '^Исполнитель' },
  period: { from: 'header' },
  unit: { names: BNS_UNITS, from: ['title', 'unit-row'], otherwise: 'percent' },
  values: { markers: BNS_TABLE_MARKERS },
  notes: { preliminary: ['предварительн'] },
  load: {
    publisher: BNS,
    origin: { title: 'Digital literacy of the population', url: 'https://stat.gov.kz/' },
    region: { from: 'region' },
    breakdowns: { residence: { as: 'locality', total: 'total' } },
    indicators: [
      {
        code: 'bns:digital-literacy-6-74',
        name: 'Digital literacy of the population aged 6 to 74',
        unit: 'percent',
        isAdditive: false,
        description: 'The age band is part of the indicator: the office changed it over the years.',
      },
    ],
  },
};
