/**
 * What must not matter in the international files that ship: the order of rows and columns, blank rows and columns,
 * blanks around texts. Each is read, taken apart and put together again, and states the same partitions, by hash.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { international } from '../../../pipelines/international/index.ts';
import type { CellText, LocatedRow } from '../../../src/model/located.ts';
import { openDocumentReader } from '../../../src/readers/read-document.ts';
import { matchCodeList } from '../../../src/sources/indicator-tables/code-list.ts';
import { findTable, headRowsOf } from '../../../src/sources/indicator-tables/find-table.ts';
import { readNotedSeries } from '../../../src/stages/extract.ts';
import { nameObservations } from '../../../src/warehouse/versions/observations.ts';
import { observeRows } from '../../support/observed-rows.ts';
import { FIXTURE_FOLDER } from '../../support/survey-files.ts';

type Row = readonly CellText[];

const FOLDER = join(FIXTURE_FOLDER, 'international');
const FILES = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'origin.json' && !entry.name.startsWith('Metadata_'))
  .map(({ parentPath, name }) => join(parentPath, name).slice(FOLDER.length + 1));

interface Taken {
  readonly layoutId: string;
  readonly series: string | null;
  /** Preamble and header, blank rows kept. */
  readonly head: readonly Row[];
  readonly data: readonly Row[];
  /** The row that ends the data, and what stands below it. */
  readonly foot: readonly Row[];
  /** Columns that move together. */
  readonly blocks: readonly (readonly number[])[];
}

/** Tables of one file. */
async function take(path: string): Promise<Taken[]> {
  const series = await readNotedSeries({ path });
  const reader = openDocumentReader();
  try {
    const { layouts, codeLists } = international;
    const document = await reader.read(path, () => {}, {
      archives: true,
      encodingsOf: (head) =>
        (findTable(head, layouts, series).layout?.encodings ?? []).filter((name) => name !== 'utf-8'),
    });
    const tables: Taken[] = [];
    for (const sheet of document.sheets) {
      const located: LocatedRow[] = [];
      for await (const row of sheet.rows) located.push(row);
      const [first] = located;
      if (first === undefined || matchCodeList(first, codeLists)) continue;
      const { found } = findTable(located.slice(0, headRowsOf(layouts)), layouts, series);
      if (found === null) throw new Error(`${path} is no known table`);
      tables.push(apart(located, found.headerEndsAt, found.layout, series));
    }
    return tables;
  } finally {
    await reader.close();
  }
}

function apart(
  located: readonly LocatedRow[],
  headerEndsAt: number,
  layout: (typeof international.layouts)[number],
  series: string | null,
): Taken {
  const head: Row[] = Array.from({ length: headerEndsAt }, () => []);
  for (const { row, cells } of located) if (row <= headerEndsAt) head[row - 1] = cells;
  const below = located.filter(({ row }) => row > headerEndsAt).map(({ cells }) => cells);
  const ends = below.findIndex(([text]) => layout.footers.some((footer) => text?.startsWith(footer)));
  const data = ends < 0 ? below : below.slice(0, ends);
  const width = Math.max(...located.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, index) => index);
  const titles = head.at(layout.values.kind === 'blocks' && layout.values.unitRow ? -3 : -2) ?? [];
  const isBlocks = layout.values.kind === 'blocks';
  return {
    layoutId: layout.id,
    series,
    head,
    data,
    foot: ends < 0 ? [] : below.slice(ends),
    blocks: isBlocks ? blocksOf(columns, titles) : columns.map((index) => [index]),
  };
}

/** A block goes from its title to the next; the first column names countries and stays. */
function blocksOf(columns: readonly number[], titles: Row): number[][] {
  const blocks: number[][] = [[0]];
  for (const index of columns.slice(1)) {
    if ((titles[index] ?? '').trim() !== '' || blocks.length === 1) blocks.push([index]);
    else blocks.at(-1)?.push(index);
  }
  return blocks;
}

async function partitionsOf(grid: readonly Row[], series: string | null) {
  const { observations } = await observeRows(grid, series);
  const codes = [...new Set(observations.map(({ indicatorCode }) => indicatorCode))].sort();
  return codes.map((indicatorCode) => {
    const own = observations.filter((one) => one.indicatorCode === indicatorCode);
    own.sort((a, b) => (`${a.iso3} ${a.period}` < `${b.iso3} ${b.period}` ? -1 : 1));
    return [indicatorCode, own.length, nameObservations({ indicatorCode, observations: own })];
  });
}

describe.each(FILES)('%s', (file) => {
  it('states the same in any order, with blank rows and columns, and blanks around texts', async () => {
    const tables = await take(join(FOLDER, file));
    expect(tables).toHaveLength(1);
    for (const { series, head, data, foot, blocks } of tables) {
      const expected = await partitionsOf([...head, ...data, ...foot], series);
      expect(expected.length).toBeGreaterThan(0);
      const order = (count: number) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count });
      const [first, ...others] = blocks.map((_, index) => index);
      await fc.assert(
        fc.asyncProperty(
          order(data.length),
          order(others.length),
          fc.array(fc.nat(data.length), { maxLength: 3 }),
          fc.nat(3),
          fc.constantFrom('', ' ', '\u00a0'),
          async (rowOrder, columnOrder, blankRows, blankColumns, padding) => {
            const places = [first ?? 0, ...columnOrder.map((at) => others[at] ?? 0)];
            const moved = (row: Row): CellText[] => [
              ...places
                .flatMap((at) => blocks[at] ?? [])
                .map((at) => {
                  const text = row[at] ?? null;
                  return text === null || text === '' ? null : `${padding}${text}${padding}`;
                }),
              ...Array<null>(blankColumns).fill(null),
            ];
            const below: Row[] = rowOrder.map((at) => moved(data[at] ?? []));
            for (const at of blankRows) below.splice(at, 0, []);
            // What stands above a header is no part of the table.
            const header = head.map((row) => (row.length > 2 ? moved(row) : row));
            const grid = [...header, ...below, ...foot.map(moved)];
            expect(await partitionsOf(grid, series)).toEqual(expected);
          },
        ),
        { numRuns: 4 },
      );
    }
  });
});
