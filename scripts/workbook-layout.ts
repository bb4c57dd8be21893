/** Workbooks of one or more sheets with merged cells, as .xls (BIFF8) or .xlsx; the bytes depend on the cells alone. */
import { type BookType, utils, type WorkSheet, write } from 'xlsx';

export type WorkbookCell = string | number | null;

export interface SheetLayout {
  readonly name: string;
  readonly rows: readonly (readonly WorkbookCell[])[];
  /** Written as `B1:S1`. */
  readonly merges?: readonly string[];
}

export function layOutWorkbook(sheets: readonly SheetLayout[], bookType: 'biff8' | 'xlsx'): Uint8Array {
  const book = utils.book_new();
  for (const { name, rows, merges = [] } of sheets) {
    const sheet: WorkSheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
    sheet['!merges'] = merges.map((range) => utils.decode_range(range));
    utils.book_append_sheet(book, sheet, name);
  }
  return write(book, {
    type: 'buffer',
    bookType: bookType as BookType,
    bookSST: true,
    compression: false,
  }) as Uint8Array;
}
