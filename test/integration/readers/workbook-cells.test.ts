import { afterAll, describe, expect, it } from 'vitest';
import { type BookType, utils, type WorkSheet } from 'xlsx';
import { openDocumentReader } from '../../../src/readers/read-document.ts';
import { readWholeFile } from '../../support/read-rows.ts';
import { bookOf, WorkbookFolder } from '../../support/workbook-files.ts';

const folder = new WorkbookFolder();
afterAll(() => folder.remove());

describe('the cells of a workbook', () => {
  it.each<[BookType, string]>([
    ['xlsx', 'xlsx'],
    ['biff8', 'xls'],
  ])('keep their true rows and columns: %s', async (bookType, format) => {
    const rows: unknown[][] = [['name', null, 'score'], [], [], ['Türkiye ', 136, 0.6955600000000001]];
    const sheet = utils.sheet_add_aoa({}, rows, { origin: 'C5' });
    const read = await readWholeFile(folder.placeBook(`origin.${format}`, bookOf({ Data: sheet }), bookType));
    expect(read.format).toBe(format);
    expect(read.sheets).toEqual([
      {
        name: 'Data',
        rows: [
          { row: 5, cells: [null, null, 'name', null, 'score'] },
          { row: 8, cells: [null, null, 'Türkiye ', '136', '0.6955600000000001'] },
        ],
      },
    ]);
  });

  it('are stored numbers in their shortest form, never what a format shows of them', async () => {
    const sheet = utils.aoa_to_sheet([[0.901, 1234567.5, 8e-5, 1e-7, 1e21, -0.1, 0.7597]]);
    for (const address of ['A1', 'B1', 'G1']) (sheet[address] as { z: string }).z = '#,##0.0%';
    const { sheets } = await readWholeFile(folder.placeBook('numbers.xlsx', bookOf({ Data: sheet })));
    expect(sheets[0]?.rows[0]).toEqual({
      row: 1,
      cells: ['0.901', '1234567.5', '0.00008', '1e-7', '1e+21', '-0.1', '0.7597'],
    });
  });

  it('carry a flag where they are no text or number', async () => {
    const sheet = utils.aoa_to_sheet([[null, true, null, null, null, 'text']]);
    sheet.A1 = { t: 'n', v: 43300, z: 'yyyy-mm-dd' };
    sheet.C1 = { t: 'e', v: 0x2a };
    sheet.D1 = { t: 'n', v: 43300.75, z: 'd.m.yy h:mm' };
    sheet.E1 = { t: 'e', v: 0x07 };
    const { sheets } = await readWholeFile(folder.placeBook('flags.xlsx', bookOf({ Data: sheet })));
    expect(sheets[0]?.rows).toEqual([
      {
        row: 1,
        cells: ['2018-07-19', 'TRUE', '#N/A', '2018-07-19T18:00:00', '#DIV/0!', 'text'],
        flags: new Map([
          [1, 'date'],
          [2, 'boolean'],
          [3, 'error-value'],
          [4, 'date'],
          [5, 'error-value'],
        ]),
      },
    ]);
  });

  it('tell a formula without a stored value from one whose value is zero', async () => {
    const path = folder.placeCells('formulas.xlsx', [
      [
        { formula: 'A2+1' },
        { formula: 'A2*0', value: '0' },
        { formula: 'A2', value: '0.5' },
        { formula: 'A3', value: '' },
      ],
    ]);
    const { sheets } = await readWholeFile(path);
    expect(sheets[0]?.rows).toEqual([
      {
        row: 1,
        cells: [null, '0', '0.5', null],
        flags: new Map([
          [1, 'formula-without-value'],
          [4, 'formula-without-value'],
        ]),
      },
    ]);
  });

  it('of a merged range are empty but for the top left one', async () => {
    const sheet = utils.aoa_to_sheet([
      ['a', 'hidden', 'c'],
      ['hidden', 'hidden', 'd'],
    ]);
    sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 1_000_000, c: 1 } }];
    const { sheets } = await readWholeFile(folder.placeBook('merged.xlsx', bookOf({ Data: sheet })));
    expect(sheets[0]?.rows.map(({ cells }) => cells)).toEqual([
      ['a', null, 'c'],
      [null, null, 'd'],
    ]);
  });

  it.each<BookType>(['xlsx', 'biff8'])(
    'come with the merged ranges of their sheet and, when asked for, with numbers as they are shown: %s',
    async (bookType) => {
      const sheet = utils.aoa_to_sheet([
        ['title', null, null],
        ['region', 30750, 'x'],
      ]);
      (sheet.B2 as { z: string }).z = '#,##0.0';
      sheet['!merges'] = [utils.decode_range('A1:C1')];
      const path = folder.placeBook(`merged.${bookType}`, bookOf({ Data: sheet }), bookType);
      const reader = openDocumentReader({ withNumbers: true });
      try {
        const [data] = (await reader.read(path, () => {})).sheets;
        const rows = [];
        for await (const row of data?.rows ?? []) rows.push(row);
        expect(data?.merges).toEqual([{ firstRow: 1, firstColumn: 1, lastRow: 1, lastColumn: 3 }]);
        expect(rows[1]?.numbers).toEqual(new Map([[2, { format: '#,##0.0', shown: '30,750.0' }]]));
        expect(rows[1]?.cells).toEqual(['region', '30750', 'x']);
      } finally {
        await reader.close();
      }
    },
  );

  it('belong to their sheet, in the order of the workbook, whatever the sheet is called', async () => {
    const sheets = ['Data', '__proto__', 'Notes'].map(
      (name) => [name, utils.aoa_to_sheet([[name]])] as const,
    );
    const book = utils.book_new();
    for (const [name, sheet] of sheets) {
      book.SheetNames.push(name);
      Object.defineProperty(book.Sheets, name, { value: sheet, enumerable: true });
    }
    utils.book_append_sheet(book, utils.aoa_to_sheet([[]]), 'Empty');
    const read = await readWholeFile(folder.placeBook('sheets.xlsx', book));
    expect(read.sheets.map(({ name, rows }) => [name, rows.map(({ cells }) => cells)])).toEqual([
      ['Data', [['Data']]],
      ['__proto__', [['__proto__']]],
      ['Notes', [['Notes']]],
      ['Empty', []],
    ]);
  });

  it('cost no grid when one stands in the far corner', async () => {
    const sheet: WorkSheet = { XFD1048576: { t: 's', v: 'far' }, '!ref': 'XFD1048576' };
    const path = folder.placeBook('corner.xlsx', bookOf({ Data: sheet }));
    const row = (await readWholeFile(path)).sheets[0]?.rows[0];
    expect([row?.row, row?.cells.length, row?.cells.at(-1)]).toEqual([1_048_576, 16_384, 'far']);
  });
});
