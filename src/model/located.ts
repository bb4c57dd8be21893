/**
 * What a reader makes of a file: cells that know where they stood. A cell is its printed text; whatever
 * text cannot carry (a formula without a stored value, an error value) is a flag beside it.
 */

/** `null` is an empty cell; text is as printed, neither trimmed nor parsed. */
export type CellText = string | null;

/** `lone-text`: a record of a CSV file that is one text where a row is expected, such as a remark below the data. */
export type CellFlag = 'formula-without-value' | 'error-value' | 'date' | 'boolean' | 'lone-text';

/** How a spreadsheet program shows a cell that is stored as a number. */
export interface NumberDisplay {
  /** The number format: `#,##0.0`; `General` where there is none. */
  readonly format: string;
  /** What is seen: `30 750` of a stored 30750. */
  readonly shown: string;
}

export interface LocatedRow {
  /** 1-based row number in its sheet or file. */
  readonly row: number;
  /** Cells from column 1; shorter rows mean empty cells. */
  readonly cells: readonly CellText[];
  /** Flags by 1-based column; absent when no cell of the row has one. */
  readonly flags?: ReadonlyMap<number, CellFlag>;
  /** Cells that are stored as numbers, by 1-based column; absent unless the reader was asked for them. */
  readonly numbers?: ReadonlyMap<number, NumberDisplay>;
}

/** A rectangle of cells, 1-based and inclusive. */
export interface CellRange {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

export interface LocatedSheet {
  /** `null` in formats without sheets. */
  readonly name: string | null;
  /** May be read once. Throws `ReadFault` when the file turns out to be broken further down. */
  readonly rows: AsyncIterable<LocatedRow>;
  /** Merged cells of a workbook; their text stands in the top left one. */
  readonly merges?: readonly CellRange[];
}

export type FileFormat = 'csv' | 'xlsx' | 'xls';

export interface LocatedDocument {
  readonly format: FileFormat;
  readonly sheets: readonly LocatedSheet[];
}
