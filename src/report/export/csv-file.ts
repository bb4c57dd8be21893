/** CSV by RFC 4180: CRLF, UTF-8, quotes where needed. Null is an empty field, an empty text is `""`. */
import { open } from 'node:fs/promises';
import { valueText } from './column-kind.ts';
import type { FileTarget, FileWriter } from './file-format.ts';
import { guardFormula } from './formula-guard.ts';

const BYTE_ORDER_MARK = '\uFEFF';

export async function openCsvFile({ path, columns, bom, formulaGuard }: FileTarget): Promise<FileWriter> {
  const file = await open(path, 'wx');
  const guard = formulaGuard ? guardFormula : (text: string) => text;
  const isText = columns.map(({ kind }) => kind === 'text');
  const field = (value: unknown, index: number): string => {
    if (value === null || value === undefined) return '';
    const text = valueText(value);
    return quoted(isText[index] === true ? guard(text) : text);
  };
  const line = (fields: readonly string[]) => `${fields.join(',')}\r\n`;
  const header = line(columns.map(({ name }) => quoted(guard(name))));
  await file.appendFile(bom ? BYTE_ORDER_MARK + header : header);
  return {
    write: (rows) => file.appendFile(rows.map((row) => line(row.map(field))).join('')),
    async finish() {
      await file.sync();
      await file.close();
    },
    abandon: () => file.close().catch(() => undefined),
  };
}

function quoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
