/** What is read of a statistical table: one record per cell, with everything that a later stage needs to map it. */
import type { CellAddress } from '../../model/cell.ts';
import type { ObservationStatus } from '../../model/observation.ts';
import type { TablePeriod } from './table-period.ts';

/** A blank cell is outside the legend of every publisher: a state of its own, apart from `-`. */
export type TableValueStatus = ObservationStatus | 'blank';

export interface TableLabel {
  /** The dimension: `region`, `measure`. */
  readonly name: string;
  /** As printed. */
  readonly printed: string;
  /** Clean and without note marks. */
  readonly text: string;
  /** By the dictionary of its dimension; null where none is declared. */
  readonly code: string | null;
}

export interface TableNote {
  readonly mark: string;
  /** Null where the table does not explain the mark. */
  readonly text: string | null;
}

export interface TableRecord {
  /** Identifier of the declaration. */
  readonly table: string;
  /** Section, group and row labels, outermost first. */
  readonly row: readonly TableLabel[];
  /** Header texts over the value, parents over children, without periods and units. */
  readonly header: readonly string[];
  readonly headerCode: string | null;
  /** Columns kept as printed: KATO codes, row numbers. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly period: TablePeriod;
  readonly unit: string;
  /** As stored or printed; null where the cell is empty. */
  readonly raw: string | null;
  /** As a spreadsheet program shows it, where that is known. */
  readonly shown: string | null;
  /** Exact decimal text in its shortest form; null unless observed. */
  readonly value: string | null;
  readonly status: TableValueStatus;
  /** A real amount that is too small to print: `0,0`. */
  readonly isNegligible: boolean;
  readonly isPreliminary: boolean;
  readonly isEstimated: boolean;
  /** Why the value differs from what is printed; null where it does not. */
  readonly correction: string | null;
  /** Of the value, its labels and its period. */
  readonly notes: readonly TableNote[];
  readonly cell: CellAddress;
}
