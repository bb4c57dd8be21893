/** What must not matter in any table: the order of rows and columns, blank rows and columns, blanks, remarks below. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { international } from '../../../../pipelines/international/index.ts';
import type { CellText } from '../../../../src/model/located.ts';
import { nameObservations } from '../../../../src/warehouse/versions/observations.ts';
import { LAYOUT_SAMPLES, type LayoutSample } from '../../../support/layout-samples.ts';
import { observeRows } from '../../../support/observed-rows.ts';

type Row = readonly CellText[];

/** Names of what the rows state: the hash of each partition, as the warehouse would call it. */
async function partitionsOf(grid: readonly Row[], series: string | null) {
  const { observations, found } = await observeRows(grid, series);
  const codes = [...new Set(observations.map(({ indicatorCode }) => indicatorCode))].sort();
  const hashes = codes.map((indicatorCode) => {
    const own = observations.filter((one) => one.indicatorCode === indicatorCode);
    own.sort((a, b) => (`${a.iso3} ${a.period}` < `${b.iso3} ${b.period}` ? -1 : 1));
    return [indicatorCode, own.length, nameObservations({ indicatorCode, observations: own })];
  });
  return { hashes, codesFound: [...new Set(found.map((one) => one.split(' ')[0]))].sort() };
}

function whole({ preamble = [], header, rows, footer = [] }: LayoutSample): Row[] {
  return [...preamble, ...header, ...rows, ...footer];
}

it('there is a sample of every layout', () => {
  expect(LAYOUT_SAMPLES.map(({ id }) => id).sort()).toEqual(international.layouts.map(({ id }) => id).sort());
});

describe.each(LAYOUT_SAMPLES.map((sample) => [sample.id, sample] as const))('%s', (id, sample) => {
  const { preamble = [], header, rows, groups, footer = [], series = null } = sample;
  const width = Math.max(...header.map((row) => row.length));
  const blocks = groups ?? Array.from({ length: width }, (_, index) => [index]);
  const order = (count: number) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count });

  it('is read as this layout, without an error', async () => {
    const { observations, found } = await observeRows(whole(sample), series);
    expect(observations.length).toBeGreaterThan(0);
    const kinds = ['not-a-member', 'indicator-renamed', 'name-mojibake'];
    expect(found.filter((one) => !kinds.includes(one.split(' ')[0] ?? ''))).toEqual([]);
    const own = international.layouts.filter((layout) => layout.id === id);
    expect((await observeRows(whole(sample), series, own)).facts).toEqual(
      (await observeRows(whole(sample), series)).facts,
    );
  });

  it('states the same in any order, with blank rows and columns, blanks around texts and remarks below', async () => {
    const expected = await partitionsOf([...preamble, ...header, ...rows], series);
    // The names of countries stand in the first column of tables of blocks.
    const columnOrders = order(blocks.length).map((moved) =>
      groups === undefined ? moved : [0, ...moved.filter((at) => at !== 0)],
    );
    await fc.assert(
      fc.asyncProperty(
        order(rows.length),
        columnOrders,
        fc.array(fc.nat(rows.length), { maxLength: 3 }),
        fc.nat(3),
        fc.constantFrom('', ' ', '\u00a0', '\t'),
        fc.boolean(),
        async (rowOrder, columnOrder, blankRows, blankColumns, padding, hasFooter) => {
          const moved = (row: Row): CellText[] => [
            ...columnOrder.flatMap((at) => blocks[at] ?? []).map((at) => padded(row[at] ?? null, padding)),
            ...Array<null>(blankColumns).fill(null),
          ];
          const below = rowOrder.map((at) => moved(rows[at] ?? []));
          for (const at of blankRows) below.splice(at, 0, []);
          const shuffled = [...preamble, ...header.map(moved), ...below, ...(hasFooter ? footer : [])];
          expect(await partitionsOf(shuffled, series)).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });
});

function padded(text: CellText, padding: string): CellText {
  return text === null ? null : `${padding}${text}${padding}`;
}
