/**
 * What a reader makes of a file: cells that know where they stood. A cell is its printed text; whatever
 * text cannot carry (a formula without a stored value, an error value) is a flag beside it.
 */

/** `null` is an empty cell; text is as printed, neither trimmed nor parsed. */
export type CellText = string | null;

export type CellFlag = 'formula-without-value' | 'error-value' | 'date' | 'boolean';

export interface LocatedRow {
  /** 1-based row number in its sheet or file. */
  readonly row: number;
  /** Cells from column 1; shorter rows mean empty cells. */
  readonly cells: readonly CellText[];
  /** Flags by 1-based column; absent when no cell of the row has one. */
  readonly flags?: ReadonlyMap<number, CellFlag>;
}

export interface LocatedSheet {
  /** `null` in formats without sheets. */
  readonly name: string | null;
  /** May be read once. Throws `ReadFault` when the file turns out to be broken further down. */
  readonly rows: AsyncIterable<LocatedRow>;
}

export type FileFormat = 'csv' | 'xlsx' | 'xls';

export interface LocatedDocument {
  readonly format: FileFormat;
  readonly sheets: readonly LocatedSheet[];
}
