/**
 * Bulletin «Innovation activity of enterprises» of the Bureau of National Statistics: one layout for its regional
 * tables and one for those by economic activity. Heads of one to three rows are found above the first known label.
 */
import type { TableDeclarationInput } from '../../src/pipeline/define-pipeline.ts';
import { BNS_MARKERS, BNS_UNITS } from './bns-legend.ts';
import { KAZ_REGION_LABELS_KK } from './kaz-region-labels.ts';

/** Data sheets are numbered; some books have a space behind the number. */
const NUMBERED = '^\\d+(\\.\\d+)*\\s*$';
/** “Of which”: in table 7 it stands twice over the same children, of what is produced and of what is exported. */
const OF_WHICH = '^(одан|соның ішінде|оның ішінде)$';
const COUNTRY = '^Қазақстан Республикасы$';

const common = {
  period: { from: 'cover' },
  unit: {
    names: BNS_UNITS,
    from: ['header', 'unit-row'],
    // Tables 5 and 6 print no unit: they count enterprises, as the columns of tables 1 and 2 without one do.
    otherwise: 'UNIT',
  },
  values: { markers: BNS_MARKERS },
} as const satisfies Partial<TableDeclarationInput>;

export const bnsInnovationsByRegion: TableDeclarationInput = {
  ...common,
  id: 'bns-innovations-by-region',
  title: 'Innovation activity of enterprises by region',
  sheets: { name: NUMBERED, title: COUNTRY, many: true },
  header: { above: 'known', ofWhich: OF_WHICH },
  rows: {
    labels: [{ name: 'region', codes: KAZ_REGION_LABELS_KK }],
    // Table 22 is followed by the imprint: `№ 7-15 /3053-ВН`.
    end: '^№ ?\\d',
  },
  totals: [{ total: COUNTRY, exceptUnits: ['PERCENT'] }],
};

export const bnsInnovationsByActivity: TableDeclarationInput = {
  ...common,
  id: 'bns-innovations-by-activity',
  title: 'Innovation activity of enterprises by economic activity',
  sheets: { name: NUMBERED, title: '^Барлығы$', except: COUNTRY, many: true },
  header: { above: { label: '^Барлығы$' }, ofWhich: OF_WHICH },
  rows: { labels: [{ name: 'activity' }] },
};
