/** An array of row objects, one to a line, as `egdi sql --json` prints it: numerics are strings. */
import { open } from 'node:fs/promises';
import { valueText } from './column-kind.ts';
import type { FileTarget, FileWriter } from './file-format.ts';

export async function openJsonFile({ path, columns }: FileTarget): Promise<FileWriter> {
  const file = await open(path, 'wx');
  let separator = '[\n';
  const rowText = (row: readonly unknown[]): string => {
    const entries = columns.map(({ name }, index) => [name, jsonValue(row[index])] as const);
    const text = separator + JSON.stringify(Object.fromEntries(entries));
    separator = ',\n';
    return text;
  };
  return {
    write: (rows) => file.appendFile(rows.map(rowText).join('')),
    async finish() {
      await file.appendFile(separator === '[\n' ? '[]\n' : '\n]\n');
      await file.sync();
      await file.close();
    },
    abandon: () => file.close().catch(() => undefined),
  };
}

function jsonValue(value: unknown): unknown {
  return value instanceof Uint8Array ? valueText(value) : value;
}
