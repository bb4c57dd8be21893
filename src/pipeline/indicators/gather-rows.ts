/**
 * Bulk files go country by country, and partitions are one indicator each: the rows of a large table are laid aside by
 * indicator, in files that are gone when the table is read, and come back indicator by indicator. Memory stays flat.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocatedRow } from '../../model/located.ts';
import type { FoundTable } from '../../sources/indicator-tables/find-table.ts';

/** Of a smaller file all values fit into memory at once, however short they are. */
const LARGE_FILE_BYTES = 200_000;
/** Rows that tell how a file goes on. */
const ROWS_LOOKED_AT = 50;
/** Texts of one indicator that wait to be written. */
const BUFFERED_CHARACTERS = 32_768;

/** The rows of a table, header first, those of one indicator together where the file is large and goes otherwise. */
export async function* gatherByIndicator(
  rows: AsyncIterable<LocatedRow>,
  { table, headerEndsAt }: FoundTable,
  fileBytes: number,
  folder: string,
): AsyncGenerator<LocatedRow> {
  const column = table.at.indicator;
  if (column < 0 || fileBytes < LARGE_FILE_BYTES) {
    yield* rows;
    return;
  }
  const iterator = rows[Symbol.asyncIterator]();
  try {
    const looked: LocatedRow[] = [];
    const indicators = new Set<string>();
    let isDone = false;
    while (looked.length < ROWS_LOOKED_AT) {
      const next = await iterator.next();
      if (next.done) {
        isDone = true;
        break;
      }
      if (next.value.row <= headerEndsAt) {
        yield next.value;
        continue;
      }
      looked.push(next.value);
      indicators.add(next.value.cells[column] ?? '');
    }
    const rest = { [Symbol.asyncIterator]: () => iterator };
    if (isDone || indicators.size < 2) {
      yield* looked;
      if (!isDone) yield* rest;
      return;
    }
    yield* laidAside(looked, rest, column, folder);
  } finally {
    await iterator.return?.();
  }
}

async function* laidAside(
  looked: readonly LocatedRow[],
  rest: AsyncIterable<LocatedRow>,
  column: number,
  folder: string,
): AsyncGenerator<LocatedRow> {
  await mkdir(folder, { recursive: true });
  const place = await mkdtemp(join(folder, 'rows-'));
  try {
    const waiting = new Map<string, string>();
    const fileOf = (indicator: string) => join(place, createHash('sha256').update(indicator).digest('hex'));
    const lay = async ({ row, cells, flags }: LocatedRow): Promise<void> => {
      const indicator = cells[column] ?? '';
      const lines = `${waiting.get(indicator) ?? ''}${JSON.stringify([row, cells, flags ? [...flags] : []])}\n`;
      if (lines.length < BUFFERED_CHARACTERS) {
        waiting.set(indicator, lines);
        return;
      }
      waiting.set(indicator, '');
      await appendFile(fileOf(indicator), lines);
    };
    for (const row of looked) await lay(row);
    for await (const row of rest) await lay(row);
    for (const [indicator, lines] of waiting) {
      const written = await readFile(fileOf(indicator), 'utf8').catch(() => '');
      for (const line of `${written}${lines}`.split('\n')) if (line !== '') yield rowOf(line);
      await rm(fileOf(indicator), { force: true });
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function rowOf(line: string): LocatedRow {
  const [row, cells, flags] = JSON.parse(line) as [number, LocatedRow['cells'], [number, never][]];
  return flags.length > 0 ? { row, cells, flags: new Map(flags) } : { row, cells };
}
