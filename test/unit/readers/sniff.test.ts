import { describe, expect, it } from 'vitest';
import { encryptedWorkbook } from '../../../scripts/compound-writer.ts';
import { workbookParts } from '../../../scripts/sheet-xml.ts';
import { storedPart, writeZip } from '../../../scripts/zip-writer.ts';
import { HEAD_BYTES, sniffFormat } from '../../../src/readers/sniff.ts';

const CSV = 'Survey Year,Country Name\r\n2018,"Iraq "\r\n';
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Buffer => Buffer.from(text, encoding);

describe('the content of a file decides what it is', () => {
  it.each([
    ['CSV', bytes(CSV), 'csv'],
    ['CSV with a byte order mark', bytes(`\ufeff${CSV}`), 'csv'],
    ['UTF-16, little endian', bytes(`\ufeff${CSV}`, 'utf16le'), 'csv'],
    ['UTF-16, big endian', bytes(`\ufeff${CSV}`, 'utf16le').swap16(), 'csv'],
    ['UTF-16 without a mark', bytes(CSV, 'utf16le'), 'utf-16-unmarked'],
    ['big-endian UTF-16 without a mark', bytes(CSV, 'utf16le').swap16(), 'utf-16-unmarked'],
    ['text in a code page', bytes("172,C\xf4te d'Ivoire\n", 'latin1'), 'csv'],
    ['a workbook', writeZip(workbookParts([['a']])), 'xlsx'],
    ['a workbook cut off early', writeZip(workbookParts([['a']])).subarray(0, 1500), 'xlsx'],
    ['a Word document', writeZip([storedPart('word/document.xml', '')]), 'zip'],
    ['an empty zip archive', writeZip([]), 'zip'],
    ['a bare BIFF stream', Buffer.from([0x09, 0x08, 0x08, 0x00, 0x00, 0x05]), 'xls'],
    ['a protected workbook', encryptedWorkbook(), 'encrypted-workbook'],
    ['a compound file whose directory is beyond the head', encryptedWorkbook().subarray(0, 512), 'xls'],
    ['a web page', bytes('\n<!-- saved -->\n<!DOCTYPE html><html>'), 'html'],
    ['a table without a page around it', bytes('<table><tr><td>1</td></tr></table>'), 'html'],
    ['a web page in UTF-16', bytes('\ufeff<html>', 'utf16le'), 'html'],
    ['XHTML', bytes('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "">'), 'html'],
    ['a web archive', bytes('MIME-Version: 1.0\r\nContent-Type: multipart/related'), 'html'],
    ['JSON, an object', bytes('{"data": [1]}'), 'json'],
    ['JSON, an array', bytes(' [ {"a": 1}]'), 'json'],
    ['PDF', bytes('%PDF-1.7\n'), 'pdf'],
    [
      'an XML spreadsheet',
      bytes('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      'xml-spreadsheet',
    ],
    ['other XML', bytes('<?xml version="1.0"?><feed/>'), 'xml'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'binary'],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3)) % 256)), 'binary'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a mark and nothing else', bytes('\ufeff'), 'empty'],
    ['blanks', bytes(' \t\r\n\n'), 'empty'],
  ])('%s', (_, head, content) => {
    expect(sniffFormat(head).content).toBe(content);
  });

  it('says what the file really is', () => {
    const what = (head: Buffer): string => sniffFormat(head).what;
    expect(what(bytes('%PDF-1.7'))).toBe('a PDF document');
    expect(what(writeZip([storedPart('word/document.xml', '')]))).toBe('a Word document');
    expect(what(writeZip([storedPart('xl/workbook.bin', '')]))).toBe('a binary Excel workbook (xlsb)');
    expect(what(bytes('SQLite format 3\0'))).toBe('an SQLite database');
    expect(what(bytes('version https://git-lfs.github.com/spec/v1\n'))).toContain('Git LFS');
  });

  it('tells encoding and byte order mark of a text', () => {
    expect(sniffFormat(bytes(CSV))).toMatchObject({ encoding: 'utf-8', bomBytes: 0 });
    expect(sniffFormat(bytes(`\ufeff${CSV}`))).toMatchObject({ encoding: 'utf-8', bomBytes: 3 });
    expect(sniffFormat(bytes(`\ufeff${CSV}`, 'utf16le'))).toMatchObject({
      encoding: 'utf-16le',
      bomBytes: 2,
    });
    expect(sniffFormat(bytes(`\ufeff${CSV}`, 'utf16le').swap16()).encoding).toBe('utf-16be');
  });

  it('is not confused by a head that ends within a character', () => {
    const head = bytes(`${'Türkiye,'.repeat(HEAD_BYTES / 9)}Türkiye`).subarray(0, HEAD_BYTES);
    for (let cut = 0; cut < 4; cut++) {
      expect(sniffFormat(head.subarray(0, head.length - cut)).content).toBe('csv');
    }
  });
});
