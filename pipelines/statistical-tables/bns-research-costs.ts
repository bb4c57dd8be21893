/**
 * Bulletin «Research and development», table 17: a head of four levels, the unit alone in row 2 at the right, cells
 * suppressed with a Latin or a Cyrillic x.
 */
import type { TableDeclarationInput } from '../../src/pipeline/define-pipeline.ts';
import { BNS_MARKERS, BNS_UNITS } from './bns-legend.ts';
import { KAZ_REGION_LABELS_KK } from './kaz-region-labels.ts';

export const bnsResearchCosts: TableDeclarationInput = {
  id: 'bns-research-costs',
  title: 'Internal expenditure on research and development in the natural sciences, by region',
  sheets: {
    name: '^\\d+(\\.\\d+)*\\s*$',
    title: 'Жаратылыстану ғылымдары бойынша ҒЗТКЖ-ға жұмсалған ішкі шығындар',
  },
  header: { above: 'known' },
  rows: { labels: [{ name: 'region', codes: KAZ_REGION_LABELS_KK }] },
  period: { from: 'cover' },
  unit: { names: BNS_UNITS, from: ['unit-row'] },
  values: { markers: BNS_MARKERS },
  totals: [{ total: '^Қазақстан Республикасы$' }],
};
