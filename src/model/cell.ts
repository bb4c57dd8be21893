/** Where a value stood in its file: the address that makes a number traceable. */

export interface CellAddress {
  /** Sheet name; absent in formats that have no sheets. */
  readonly sheet?: string;
  /** 1-based row (a CSV record's number; equal to its line number unless a field holds line breaks). */
  readonly row: number;
  /** 1-based column; absent when the whole row is meant. */
  readonly column?: number;
  /** Where the value stands in a document without rows: a JSON path, an XML path. The row then counts its values. */
  readonly path?: string;
}

/** 1 → A, 26 → Z, 27 → AA: the letters spreadsheets show. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** `Sheet1!C12`, `C12`, `row 12` when no column is meant, or the path in a document without rows. */
export function formatCell(address: CellAddress): string {
  if (address.path !== undefined) return address.path;
  const place =
    address.column === undefined ? `row ${address.row}` : `${columnLetters(address.column)}${address.row}`;
  return address.sheet === undefined ? place : `${address.sheet}!${place}`;
}
