/** The least that makes a workbook, with cells exactly as a case wants them. */
import { storedPart, type ZipPart } from './zip-writer.ts';

/** Text; a number as its stored text; or a formula, with the result that is stored beside it or none. */
export type SheetCell =
  | string
  | null
  | { readonly number: string }
  | { readonly formula: string; readonly value?: string };

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OOXML = 'http://schemas.openxmlformats.org';

/** The parts of a workbook with one sheet; `sheet` replaces the sheet itself. Merges are written as `A1:C1`. */
export function workbookParts(
  rows: readonly (readonly SheetCell[])[],
  sheet?: ZipPart,
  merges: readonly string[] = [],
): ZipPart[] {
  const relations = (type: string, target: string): string =>
    `${XML}<Relationships xmlns="${OOXML}/package/2006/relationships"><Relationship Id="rId1" ` +
    `Type="${OOXML}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
  const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    storedPart(
      '[Content_Types].xml',
      `${XML}<Types xmlns="${OOXML}/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${main}.worksheet+xml"/></Types>`,
    ),
    storedPart('_rels/.rels', relations('officeDocument', 'xl/workbook.xml')),
    storedPart(
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${OOXML}/spreadsheetml/2006/main" ` +
        `xmlns:r="${OOXML}/officeDocument/2006/relationships">` +
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    storedPart('xl/_rels/workbook.xml.rels', relations('worksheet', 'worksheets/sheet1.xml')),
    sheet ?? storedPart('xl/worksheets/sheet1.xml', sheetXml(rows, merges)),
  ];
}

function sheetXml(rows: readonly (readonly SheetCell[])[], merges: readonly string[]): string {
  const body = rows.map((cells, index) => {
    const row = index + 1;
    const xml = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row}`));
    return `<row r="${row}">${xml.join('')}</row>`;
  });
  return `${XML}<worksheet xmlns="${OOXML}/spreadsheetml/2006/main"><sheetData>${body.join('')}</sheetData>${mergeXml(merges)}</worksheet>`;
}

function mergeXml(merges: readonly string[]): string {
  if (merges.length === 0) return '';
  const cells = merges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return `<mergeCells count="${merges.length}">${cells}</mergeCells>`;
}

function cellXml(cell: SheetCell, reference: string): string {
  if (cell === null) return '';
  if (typeof cell === 'string') {
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  }
  if ('number' in cell) return `<c r="${reference}"><v>${cell.number}</v></c>`;
  const value = cell.value === undefined ? '' : `<v>${cell.value}</v>`;
  return `<c r="${reference}"><f>${escaped(cell.formula)}</f>${value}</c>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
