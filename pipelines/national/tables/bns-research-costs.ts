/**
 * Bulletin «Research and development», table 17: a head of four levels, the unit alone in row 2 at the right, cells
 * suppressed with a Latin or a Cyrillic x.
 */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import { BNS, BNS_ASIDE, BNS_NUMBERED, BNS_TABLE_MARKERS, BNS_UNITS } from './bns-legend.ts';

export const bnsResearchCosts: TableDeclarationInput = {
  id: 'bns-research-costs',
  title: 'Internal expenditure on research and development in the natural sciences, by region',
  sheets: {
    name: BNS_NUMBERED,
    title: 'Жаратылыстану ғылымдары бойынша ҒЗТКЖ-ға жұмсалған ішкі шығындар',
  },
  country: 'KAZ',
  languages: ['kk'],
  header: { above: 'known' },
  rows: { labels: [{ name: 'region', codes: 'regions' }] },
  period: { from: 'cover' },
  unit: { names: BNS_UNITS, from: ['unit-row'] },
  values: { markers: BNS_TABLE_MARKERS },
  totals: [{ total: '^Қазақстан Республикасы$' }],
  load: {
    publisher: BNS,
    origin: { title: 'Research and development, bulletin', url: 'https://stat.gov.kz/' },
    region: { from: 'region' },
    aside: [...BNS_ASIDE],
    indicators: [
      {
        code: 'bns:rd-costs-natural-sciences',
        name: 'Internal expenditure on research and development in the natural sciences',
        unit: 'thousand tenge',
        isAdditive: true,
        cells: [
          { header: 'Барлығы' },
          ...Object.entries({
            'іргелі зерттеулер': 'basic research',
            'іргелі стратегиялық зерттеулер': 'basic research, strategic',
            'қолданбалы зерттеулер': 'applied research',
            'іргелі қолданбалы зерттеулер': 'applied research, basic',
          }).map(([printed, activity]) => ({
            header: `/^Оның ішінде > .*> ${printed}$/`,
            breakdown: { research: activity },
          })),
          ...Object.entries({
            'жобалау-конструкторлық': 'experimental development, design',
            'тәжірибелік үлгі': 'experimental development, prototypes',
          }).map(([printed, activity]) => ({
            header: `/^Оның ішінде > тәжірибелік-конструкторлық әзірлемелерге > ${printed}/`,
            breakdown: { research: activity },
          })),
        ],
      },
    ],
  },
};
