/** Workbooks made for one test, in a folder that goes with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BookType, utils, type WorkBook, type WorkSheet, write } from 'xlsx';
import { type SheetCell, workbookParts } from '../../scripts/sheet-xml.ts';
import { writeZip } from '../../scripts/zip-writer.ts';

export class WorkbookFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'egdi-workbook-'));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  place(name: string, content: Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  /** As a spreadsheet library writes it. */
  placeBook(name: string, book: WorkBook, bookType: BookType = 'xlsx'): string {
    return this.place(
      name,
      write(book, { type: 'buffer', bookType, bookSST: true, compression: true }) as Buffer,
    );
  }

  /** With the cells exactly as given. */
  placeCells(name: string, rows: readonly (readonly SheetCell[])[]): string {
    return this.place(name, writeZip(workbookParts(rows)));
  }
}

export function bookOf(sheets: Readonly<Record<string, WorkSheet>>): WorkBook {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  return book;
}
