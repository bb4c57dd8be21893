/** One value cell: a number as exact text, or the state that its mark stands for. A blank is not a `-`. */

import type { IssueCode } from '../../model/issue.ts';
import type { CellFlag } from '../../model/located.ts';
import { remembered } from '../observation-contract.ts';
import { cleanText, foldMark, shortened } from './clean-text.ts';
import { splitMarks } from './note-marks.ts';
import { type MarkMeaning, patternOf, type TableDeclaration } from './table-declaration.ts';
import type { GridCell } from './table-grid.ts';
import { type ReadNumber, readPrintedNumber, readStoredNumber } from './table-number.ts';
import type { TableValueStatus } from './table-record.ts';

export interface TableValue {
  readonly value: string | null;
  readonly status: TableValueStatus;
  readonly isNegligible: boolean;
  readonly marks: readonly string[];
  readonly correction: string | null;
}

export interface ValueFault {
  readonly code: IssueCode;
  readonly message: string;
  readonly hint?: string;
}

/** What a cell is asked about besides its text: a correction may be limited to a label and a period. */
export interface ValuePlace {
  readonly label: string;
  readonly period: string;
  readonly knownMarks: ReadonlySet<string>;
}

export interface ValueReader {
  read(cell: GridCell | undefined, place: ValuePlace): TableValue | ValueFault;
  /** Corrections that no cell needed. */
  unusedCorrections(): TableDeclaration['corrections'];
}

const FLAG_CODES: Readonly<Record<CellFlag, IssueCode>> = {
  'formula-without-value': 'formula-without-value',
  'error-value': 'cell-error-value',
  date: 'cell-unexpected-type',
  boolean: 'cell-unexpected-type',
  'lone-text': 'csv-malformed',
};

export function createValueReader({ values: rules, corrections }: TableDeclaration): ValueReader {
  const markers = new Map<string, MarkMeaning>(
    Object.entries(rules.markers).map(([mark, meaning]) => [foldMark(mark), meaning]),
  );
  const declared = corrections.map((correction) => ({
    correction,
    printed: cleanText(correction.printed),
    label: correction.label === undefined ? undefined : patternOf(correction.label),
  }));
  const used = new Set<unknown>();
  const markerOf = remembered((text) => markers.get(foldMark(text)));

  const correctionFor = (text: string, { label, period }: ValuePlace) =>
    declared.find(
      (one) =>
        one.printed === text &&
        (one.label?.test(label) ?? true) &&
        (one.correction.period === undefined || one.correction.period === period),
    )?.correction;

  function read(cell: GridCell | undefined, place: ValuePlace): TableValue | ValueFault {
    if (cell?.flag !== undefined) return { code: FLAG_CODES[cell.flag], message: `a cell with ${cell.flag}` };
    if (cell === undefined || cell.text === '') {
      if (rules.blank === 'refuse') return { code: 'cell-missing', message: 'the cell is empty' };
      return without(rules.blank);
    }
    const correction = correctionFor(cell.text, place);
    if (correction !== undefined) {
      used.add(correction);
      const known = meantBy(
        { ...cell, text: correction.reads, printed: correction.reads, number: undefined },
        place,
      );
      return 'code' in known ? known : { ...known, correction: correction.reason };
    }
    return meantBy(cell, place);
  }

  function meantBy(cell: GridCell, place: ValuePlace): TableValue | ValueFault {
    const marker = markerOf(cell.text);
    if (marker !== undefined) return meaningOf(marker, cell);
    const number = numberOf(cell);
    if (number.kind === 'number') return observed(number, isShownAsNegligible(cell));
    const split = splitMarks(cell.printed, place.knownMarks);
    if (split.marks.length > 0) {
      const bare = meantBy({ ...cell, text: split.text, printed: split.text, number: undefined }, place);
      if (!('code' in bare)) return { ...bare, marks: [...bare.marks, ...split.marks] };
    }
    return faultOf(number, cell);
  }

  function meaningOf(marker: MarkMeaning, cell: GridCell): TableValue | ValueFault {
    if (marker !== 'negligible') return without(marker);
    const number = numberOf(cell);
    return number.kind === 'number' ? observed(number, true) : faultOf(number, cell);
  }

  function numberOf(cell: GridCell): ReadNumber {
    return cell.number === undefined ? readPrintedNumber(cell.text, rules) : readStoredNumber(cell.text);
  }

  /** A stored 0 or 0.04 that is shown as `0.0`, where the legend says what that means. */
  function isShownAsNegligible({ number }: GridCell): boolean {
    return number !== undefined && markers.get(foldMark(number.shown)) === 'negligible';
  }

  return { read, unusedCorrections: () => corrections.filter((correction) => !used.has(correction)) };
}

function observed({ value }: Extract<ReadNumber, { kind: 'number' }>, isNegligible: boolean): TableValue {
  return { value, status: 'observed', isNegligible, marks: [], correction: null };
}

function without(status: TableValueStatus): TableValue {
  return { value: null, status, isNegligible: false, marks: [], correction: null };
}

function faultOf(number: ReadNumber, { text }: GridCell): ValueFault {
  if (number.kind === 'too-long') return { code: 'value-out-of-range', message: `${text.length} characters` };
  if (number.kind === 'ambiguous') {
    const message = `“${text}” could be a decimal fraction or thousands`;
    return { code: 'value-ambiguous', message, hint: 'declare values.decimal' };
  }
  const message = `“${shortened(text)}” is no number and no declared mark`;
  return { code: 'value-not-a-number', message, hint: 'declare it under values.markers or corrections' };
}
