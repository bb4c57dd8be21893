/** Reads the figures that fixtures are laid out from, and writes what was laid out. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** One row of a file of figures, by its header. */
export type FigureRow = Readonly<Record<string, string>>;

/** The folder of `package.json`: a compiled script lies one folder deeper than its source. */
export function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above this script');
  return packageRoot(parent);
}

/** Rows of `fixtures/figures/<path>`. Throws on a column that a row lacks when it is read with `textOf`. */
export function readFigures(root: string, path: string): FigureRow[] {
  return parse(readFileSync(join(root, 'fixtures', 'figures', path)), { columns: true }) as FigureRow[];
}

/** The text of a column. Throws where the figures have no such column. */
export function textOf(row: FigureRow, column: string): string {
  const text = row[column];
  if (text === undefined) throw new Error(`the figures have no column ${column}`);
  return text;
}

/** A number as the figures print it; null where there is none. */
export function numberOf(row: FigureRow, column: string): number | null {
  const text = textOf(row, column);
  return text === '' ? null : Number(text);
}

/** Writes a laid-out file, with the folders above it. */
export function putFixture(folder: string, path: string, content: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
