/** Files whose container, encoding or format is not what it should be. */
import { encryptedWorkbook } from './compound-writer.ts';
import type { HostileCase } from './hostile-cases.ts';
import { type SheetCell, workbookParts } from './sheet-xml.ts';
import { deflatedRun, storedPart, writeZip } from './zip-writer.ts';

/** Runs of 258 bytes: 206 MB from 200 kB. */
const BOMB_RUNS = 800_000;
const SPACE = 0x20;

/** `base` is the official file of 2018, `workbook` a sound workbook. */
export function formatCases(base: string, workbook: Uint8Array): HostileCase[] {
  const refused = (
    file: string,
    issue: string,
    wrong: string,
    content: string | Uint8Array,
  ): HostileCase => ({
    ...{ file, wrong, issues: [issue], exitCode: 3, content },
  });
  const accepted = (file: string, wrong: string, content: string | Uint8Array): HostileCase => ({
    ...{ file, wrong, issues: [], exitCode: 0, content },
  });
  const lines = base.split('\r\n');
  const replaced = (from: string, to: string): string => {
    if (!base.includes(from)) throw new Error(`the base file has no ${from}`);
    return base.replace(from, to);
  };

  return [
    accepted('utf8-bom.csv', 'UTF-8 with a byte order mark.', `\ufeff${base}`),
    accepted('utf16le-bom.csv', 'UTF-16 with a byte order mark.', Buffer.from(`\ufeff${base}`, 'utf16le')),
    refused(
      'utf16le-unmarked.csv',
      'encoding-invalid',
      'UTF-16 without a mark.',
      Buffer.from(base, 'utf16le'),
    ),
    refused(
      'windows-1252.csv',
      'encoding-invalid',
      'Names are Windows-1252, not UTF-8.',
      Buffer.from(base, 'latin1'),
    ),
    refused('file-empty.csv', 'file-empty', 'The file has no bytes.', ''),
    refused('file-blank.csv', 'file-empty', 'The file holds blanks only.', ' \r\n\t\r\n   \r\n'),
    refused(
      'row-ragged.csv',
      'csv-malformed',
      'A row has a column more than the header.',
      lines.with(100, `${lines[100]},0.5`).join('\r\n'),
    ),
    refused(
      'quote-open.csv',
      'csv-malformed',
      'A quote is never closed.',
      replaced('"Kazakhstan "', '"Kazakhstan '),
    ),
    refused(
      'web-page.xls',
      'format-html',
      'A web page was saved as a workbook.',
      '<!DOCTYPE html>\n<html><head><title>EGOVKB</title></head><body><p>Please log in.</p>' +
        '<table><tr><th>Country</th><th>EGDI</th></tr></table></body></html>\n',
    ),
    refused(
      'report.csv',
      'format-unsupported',
      'A PDF document has the name of a table.',
      '%PDF-1.7\n%âãÏÓ\n1 0 obj\n',
    ),
    refused(
      'document.xlsx',
      'format-unsupported',
      'A text document has the name of a workbook.',
      writeZip([
        storedPart('[Content_Types].xml', '<Types/>'),
        storedPart('word/document.xml', '<document/>'),
      ]),
    ),
    refused(
      'truncated.xlsx',
      'archive-damaged',
      'The download of a workbook broke off.',
      workbook.subarray(0, Math.floor(workbook.length * 0.6)),
    ),
    refused(
      'protected.xlsx',
      'workbook-encrypted',
      'The workbook is protected by a password.',
      encryptedWorkbook(),
    ),
    refused(
      'formula-without-value.xlsx',
      'formula-without-value',
      'A score is a formula whose result was never stored.',
      writeZip(workbookParts(withFormula(lines))),
    ),
    refused('bomb.xlsx', 'archive-bomb', 'A sheet of 200 kB unpacks to 206 MB.', bomb()),
    refused('bomb-lying.xlsx', 'archive-bomb', 'The same, but it declares 1000 bytes.', bomb(1000)),
  ];
}

/** The official table as a workbook, in which the EGDI of Kazakhstan is the mean of its sub-indices, uncomputed. */
function withFormula(lines: readonly string[]): SheetCell[][] {
  return lines.slice(0, -1).map((line, index) => {
    const fields = [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map((match) => match[1] ?? match[2] ?? '');
    const cells = fields.map((text, column): SheetCell => {
      const isText = index === 0 || column === 1;
      return isText ? text : { number: String(Number(text)) };
    });
    if (fields[1]?.trim() === 'Kazakhstan') cells[3] = { formula: `AVERAGE(F${index + 1}:H${index + 1})` };
    return cells;
  });
}

function bomb(declaredBytes?: number): Buffer {
  const { packed, unpackedBytes } = deflatedRun(SPACE, BOMB_RUNS);
  const name = 'xl/worksheets/sheet1.xml';
  const sheet = { name, packed, method: 8, unpackedBytes: declaredBytes ?? unpackedBytes, crc32: 0 };
  return writeZip(workbookParts([], sheet));
}
