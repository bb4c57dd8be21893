import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { LocatedRow } from '../../../src/model/located.ts';
import { openDocumentReader } from '../../../src/readers/read-document.ts';
import { faultOf, readWholeFile } from '../../support/read-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'egdi-csv-'));
const path = join(folder, 'table.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function place(content: string | Uint8Array): string {
  writeFileSync(path, content);
  return path;
}

async function rowsOf(content: string | Uint8Array): Promise<LocatedRow[]> {
  const { sheets } = await readWholeFile(place(content));
  return sheets[0]?.rows ?? [];
}

describe('the cells of a CSV file', () => {
  it('are the text as printed, neither trimmed nor parsed; an empty field is null', async () => {
    const rows = await rowsOf(
      'edition,name,rank,score\r\n2018,"Iraq ", 136.0,0.90100\r\n2018,"",,"a ""b"""\r\n',
    );
    expect(rows).toEqual([
      { row: 1, cells: ['edition', 'name', 'rank', 'score'] },
      { row: 2, cells: ['2018', 'Iraq ', ' 136.0', '0.90100'] },
      { row: 3, cells: ['2018', null, null, 'a "b"'] },
    ]);
  });

  it.each([
    ['comma', 'a,b;c,d\n1,2;3,4\n', ['1', '2;3', '4']],
    ['semicolon', 'a;"b,x,y,z";c\n0,1;0,2;0,3\n', ['0,1', '0,2', '0,3']],
    ['tab', 'a\tb, c\td\n1\t2\t3\n', ['1', '2', '3']],
    ['comma, below blank lines', '\n\na,b\n1,2\n', ['1', '2']],
    ['none at all', 'a\n1\n', ['1']],
  ])('are parted by the delimiter of the first line: %s', async (_, text, cells) => {
    expect((await rowsOf(text)).at(-1)?.cells).toEqual(cells);
  });

  it('are the same with LF, CRLF, CR or a mixture, with and without an end to the last line', async () => {
    const lines = ['a,b', '1,2', '3,4'];
    const expected = await rowsOf(lines.join('\n'));
    expect(expected).toHaveLength(3);
    for (const text of [lines.join('\r\n'), lines.join('\r'), 'a,b\r\n1,2\n3,4\r\n', 'a,b\n1,2\r\n3,4\n']) {
      expect(await rowsOf(text)).toEqual(expected);
    }
  });

  it('are the same in UTF-8 with a mark and in UTF-16, which is reported', async () => {
    const text = 'code,name\r\nCIV,"Côte d\'Ivoire "\r\nXXX,𝔘\r\n';
    const expected = await rowsOf(text);
    expect(await rowsOf(`\ufeff${text}`)).toEqual(expected);
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [utf16, Buffer.from(utf16).swap16()]) {
      const { sheets, reported } = await readWholeFile(place(bytes));
      expect(sheets[0]?.rows).toEqual(expected);
      expect(reported).toMatchObject([{ code: 'encoding-utf16', severity: 'info', file: path }]);
    }
  });

  it('come through whole where characters and records cross the blocks that are read', async () => {
    const line = (i: number): string => `${i},"Türkiye – 𝔘 ${'é'.repeat(i % 97)}\n${i}"\r\n`;
    const count = 9000;
    const text = `a,b\r\n${Array.from({ length: count }, (_, i) => line(i)).join('')}`;
    expect(text.length).toBeGreaterThan(500_000);
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const rows = await rowsOf(bytes);
      expect(rows).toHaveLength(count + 1);
      expect(rows.at(-1)).toEqual({
        row: 2 * count,
        cells: [`${count - 1}`, line(count - 1).slice(`${count - 1},"`.length, -3)],
      });
    }
  });

  it('can be iterated once; a second time is an error, not an empty file', async () => {
    const reader = openDocumentReader();
    const document = await reader.read(place('a,b\n1,2\n'), () => {});
    const rows = document.sheets[0]?.rows;
    for await (const row of rows ?? []) if (row.row === 1) break;
    expect(() => rows?.[Symbol.asyncIterator]()).toThrow('once');
    await reader.close();
  });
});

describe('reading that is aborted', () => {
  it('ends with the reason of the signal', async () => {
    const abort = new AbortController();
    const reader = openDocumentReader({ signal: abort.signal });
    const document = await reader.read(place('a,b\n'.repeat(500_000)), () => {});
    const reason = new Error('interrupted');
    const readAll = async (): Promise<void> => {
      for await (const { row } of document.sheets[0]?.rows ?? []) if (row === 100) abort.abort(reason);
    };
    await expect(readAll()).rejects.toBe(reason);
    await expect(reader.read(path, () => {})).rejects.toBe(reason);
  });
});

describe('the row of a record', () => {
  it('is the line on which it starts, over blank lines and quoted line breaks', async () => {
    const rows = await rowsOf('a,b\r\n\r\n1,"x\r\ny"\r\n  \r\n,\r\n2,"x\ny\rz"\r\n3,z\r\n');
    expect(rows.map(({ row }) => row)).toEqual([1, 3, 7, 10]);
  });

  it('is what counting the line breaks before it gives, whatever the fields hold', async () => {
    const field = fc
      .array(fc.constantFrom('a', ' ', '"', ',', '\n', '\r\n', 'é', '0.5'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const record = fc.tuple(fc.constantFrom('x', 'y\nz', '"'), field, field);
    const blankLines = fc.nat({ max: 2 });
    const table = fc.array(fc.tuple(blankLines, record), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (records, lineEnd) => {
        let text = `a,b,c${lineEnd}`;
        const expected: LocatedRow[] = [{ row: 1, cells: ['a', 'b', 'c'] }];
        for (const [blanks, fields] of records) {
          text += lineEnd.repeat(blanks);
          expected.push({
            row: text.split(/\r\n|\n|\r/).length,
            cells: fields.map((content) => (content === '' ? null : content)),
          });
          text += `${fields.map((content) => `"${content.replaceAll('"', '""')}"`).join(',')}${lineEnd}`;
        }
        expect(await rowsOf(text)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a record of another width than the header', () => {
  it('passes when only empty cells are too many', async () => {
    expect((await rowsOf('a,b\n1,2,,\n'))[1]).toEqual({ row: 2, cells: ['1', '2'] });
  });

  it.each([
    ['a cell too many', 'a,b\n1,2\n1,2,3\n', 3],
    ['a cell too few', 'a,b,c\n1,2\n', 2],
    ['a cell too many, after a multi-line field', 'a,b\n1,"x\ny"\n1,2,3\n', 4],
    ['a cell too few below a blank line', 'a,b,c\n\n1,2\n', 3],
  ])('is refused with its row: %s', async (_, text, row) => {
    expect(await faultOf(place(text))).toMatchObject({ code: 'csv-malformed', cell: { row }, file: path });
  });

  it('is the header, when it stands below title lines and a blank line', async () => {
    const rows = await rowsOf('"Data Source","Indicators",\n\n"Updated",x,\n\na,b,c,d\n1,2,3,4\n');
    expect(rows.map(({ row, cells }) => [row, cells.length])).toEqual([
      [1, 3],
      [3, 3],
      [5, 4],
      [6, 4],
    ]);
  });
});

describe('a broken CSV file', () => {
  it.each([
    ['a quote that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', 'csv-malformed', 3],
    ['text after a closing quote', 'a,b\n1,"2"x\n', 'csv-malformed', 2],
    ['a quote within bare text', 'a,b\n\n1,2"3\n', 'csv-malformed', 3],
  ])('%s is refused with its row', async (_, text, code, row) => {
    expect(await faultOf(place(text))).toMatchObject({ code, cell: { row } });
  });

  it('a NUL character is refused with its row, also beyond the first look', async () => {
    const text = `${'a,b\n'.repeat(50_000)}3,\0\n5,6\n`;
    expect(await faultOf(place(text))).toMatchObject({ code: 'encoding-invalid', cell: { row: 50_001 } });
  });

  it.each<[string, Buffer, number]>([
    ['a code page', Buffer.from('a,b\n1,Türkiye\n', 'latin1'), 2],
    ['a byte that starts nothing', Buffer.from([...Buffer.from('a,b\n1,\ufffd\n2,'), 0xff, 0x0a]), 3],
    ['an end within a character', Buffer.from('a,b\n1,ü').subarray(0, -1), 2],
    ['a multi-line record', Buffer.from('a,b\n1,"x\ny\n\xfc"\n', 'latin1'), 2],
    ['half a UTF-16 character', Buffer.from('\ufeffa,b\n1,2\n3,\ud800x\n', 'utf16le'), 3],
    ['an odd byte of UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le').subarray(0, -1), 2],
  ])('invalid text is refused with its row: %s', async (_, bytes, row) => {
    expect(await faultOf(place(bytes))).toMatchObject({ code: 'encoding-invalid', cell: { row } });
  });

  it('a record beyond the limit is refused, also when it is all delimiters', async () => {
    const limits = { maxRecordBytes: 100_000 };
    const long = `a,b\n1,2\n3,"${'x'.repeat(200_000)}"\n`;
    expect(await faultOf(place(long), limits)).toMatchObject({ code: 'record-too-large', cell: { row: 3 } });
    const commas = `a,b\n1,2\n${','.repeat(700_000)}`;
    expect(await faultOf(place(commas), limits)).toMatchObject({
      code: 'record-too-large',
      cell: { row: 3 },
    });
  });

  it('more blanks than the first look reaches are still an empty file', async () => {
    expect(await faultOf(place('\r\n'.repeat(100_000)))).toMatchObject({ code: 'file-empty' });
  });
});
