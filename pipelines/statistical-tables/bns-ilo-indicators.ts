/**
 * Dynamic table «Decent work indicators 2001–2020» of the Bureau of National Statistics: years across, themes and
 * indicators as rows without values, the same children (`Всего`, `Мужчины`) below each.
 */
import type { TableDeclarationInput } from '../../src/pipeline/define-pipeline.ts';
import { BNS_MARKERS } from './bns-legend.ts';

export const bnsIloIndicators: TableDeclarationInput = {
  id: 'bns-ilo-indicators',
  title: 'Indicators of decent work, as recommended by the ILO',
  sheets: { title: 'рекомендуемых Международной организацией труда' },
  header: { at: 'periods', ignore: ['^Методология'] },
  rows: {
    labels: [{ name: 'indicator' }],
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
      '%': 'PERCENT',
      '% - NEET': 'PERCENT',
      '% от возрастной группы': 'PERCENT',
    },
    from: ['row', 'section'],
    where: [
      { label: 'на 100 000 работающих', unit: 'PER_100000_WORKERS' },
      { label: 'Производительность труда \\(темпы роста\\)', unit: 'PERCENT_OF_PREVIOUS_YEAR' },
      { label: 'Темпы инфляции \\(ИПЦ\\)', unit: 'PERCENT_OF_PREVIOUS_DECEMBER' },
      { label: 'Неравенство в распределении доходов', unit: 'RATIO' },
    ],
  },
  values: { markers: BNS_MARKERS },
  corrections: [
    {
      printed: '63,,4',
      label: 'Специалисты-профессионалы > Женщины',
      period: '2016',
      reads: '63.4',
      reason: 'two commas in the published cell; the men of the same year are 36.6',
    },
  ],
};
