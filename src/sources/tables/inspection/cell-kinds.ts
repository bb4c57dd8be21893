/** What a cell looks like, before any declaration says what it is. */
import { remembered } from '../../observation-contract.ts';
import type { GridCell } from '../table-grid.ts';
import { readPrintedNumber } from '../table-number.ts';
import { parseTablePeriod } from '../table-period.ts';
import { commonMeaning } from './lexicon.ts';

/** A number stored or printed, with or without a note mark. */
export function isNumeric(cell: GridCell): boolean {
  return cell.number !== undefined || isPrintedNumber(cell.text);
}

const isPrintedNumber = remembered((text) => {
  const bareText = text.replace(/(?:\d\)|\*+)$/u, '');
  const { kind } = readPrintedNumber(bareText, { decimal: 'either', thousands: 'none' });
  return kind === 'number' || kind === 'ambiguous';
});

const isPeriod = remembered((text) => parseTablePeriod(text) !== undefined);

/** A number or a common mark; a year is none, or the header of most tables would be data. */
export function isValue(cell: GridCell): boolean {
  if (commonMeaning(cell.text) !== undefined) return true;
  return isNumeric(cell) && !isPeriod(cell.text);
}

/** `a`, `b,h`: what stands in a column of note marks. */
export function isNoteMark(text: string): boolean {
  return /^[a-z*]{1,2}(?:\s*[,;]\s*[a-z*]{1,2})*$/iu.test(text) && commonMeaning(text) === undefined;
}
