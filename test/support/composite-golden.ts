/**
 * The golden data of the composite engine, beside the project and not part of it: results of the reference software.
 * CSV numbers are written with 17 significant digits; an empty cell is a missing value.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'golden', 'composite');

export const goldenAbsent = !existsSync(FOLDER);
/** Appended to the names of suites, so that it shows where nothing was checked. */
export const GOLDEN_NOTE = goldenAbsent ? ' — NOT CHECKED, ../shared/data is absent' : '';
if (goldenAbsent) console.warn('NOT CHECKED: ../shared/data/golden/composite is absent');

export interface GoldenTable {
  /** First column: codes of the units, or of the indicators where they are in rows. */
  readonly rows: readonly string[];
  /** By header, in the order of the file, the first column included. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** A CSV file by its path below the golden folder. */
export function readGoldenTable(path: string): GoldenTable {
  const [header = [], ...rows] = parse(readFileSync(join(FOLDER, path)), {
    relax_column_count: false,
  }) as string[][];
  return {
    rows: rows.map(([first = '']) => first),
    texts: new Map(header.map((name, index) => [name, rows.map((row) => row[index] ?? '')])),
  };
}

export function readGoldenJson(path: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, path), 'utf8'));
}

/** A column of numbers; empty is NaN. */
export function numbersOf({ texts }: GoldenTable, name: string): Float64Array {
  const column = texts.get(name);
  if (!column) throw new Error(`no column ${name}`);
  return Float64Array.from(column, goldenNumber);
}

export function goldenNumber(text: string): number {
  if (text === '' || text === 'NA') return Number.NaN;
  if (text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

/** The largest relative difference of two columns; infinite where only one has a value, or the lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, b) || a === b) continue;
    const difference = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
