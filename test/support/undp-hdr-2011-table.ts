/**
 * Education tables of the Human Development Report 2011: three header rows (series, year, unit), each value followed
 * by a column of footnote letters, of which a whole column's stands beside its year.
 */
import type { TableDeclarationInput } from '../../src/sources/tables/table-declaration.ts';

export const undpHdr2011Education: TableDeclarationInput = {
  id: 'undp-hdr-2011-education',
  title: 'Human Development Report 2011, education',
  header: { at: 'periods', rowsAbove: 1, rowsBelow: 1, spread: 'until-next', notes: 'right', name: 'series' },
  rows: {
    labels: [{ name: 'country', column: { header: '^Country$' } }],
    end: '^Footnotes$',
  },
  // 9999 is the most recent year available, whatever it is.
  period: { from: 'header', kinds: ['year', 'special'], special: { '9999': 'most-recent' } },
  unit: {
    names: { '% aged 15 and above': 'PERCENT', '%': 'PERCENT', years: 'YEAR' },
    from: ['header'],
  },
  values: { markers: { '..': 'not_available' }, decimal: 'point' },
  notes: { estimated: ['estimate', 'linear interpolation', 'cross-country regression'] },
};
