/**
 * What people decide about rows that were held back. A decision is about a row of a file's content, so it holds for
 * every later run that meets the same bytes, and for no others.
 */
import type { CellText } from './located.ts';

/** A cell that a person corrects. What stood there is part of the correction: it guards against any other text. */
export interface CellCorrection {
  /** 1-based. */
  readonly column: number;
  /** Header of the column; null where it has none. */
  readonly header: string | null;
  readonly from: CellText;
  /** Null leaves the cell blank. */
  readonly to: CellText;
}

export interface RowDecision {
  readonly quarantineId: number;
  /** Counts the decisions about one row; the last one is in force. */
  readonly decisionNo: number;
  /** `released`: the row enters again, with its corrections; `rejected`: it is no data and is left out. */
  readonly verdict: 'released' | 'rejected';
  readonly sha256: string;
  readonly sheet: string | null;
  readonly row: number;
  /** The edition that the row was held back for; it tells the records of a wide panel's row apart. */
  readonly edition: number | null;
  readonly corrections: readonly CellCorrection[];
  readonly by: string;
  /** ISO timestamp. */
  readonly at: string;
  readonly reason: string;
}

/** The decision that let the row of a cell in, and what the file has in the cell. */
export interface ReleasedCell {
  readonly quarantineId: number;
  readonly decisionNo: number;
  /** Verbatim, whatever the decision put in its place. */
  readonly printed: CellText;
  readonly isCorrected: boolean;
}
