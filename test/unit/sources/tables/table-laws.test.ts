/** What may change in a file without changing what it says: order, blank rows, padding, notes, the way blanks are typed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableDeclarationInput } from '../../../../src/sources/tables/table-declaration.ts';
import { createGrid } from '../../../../src/sources/tables/table-grid.ts';
import {
  factsOf,
  type GridValue,
  type GridValues,
  gridOf,
  rangeOf,
  readGridTable,
} from '../../../support/table-grids.ts';

const REGIONS = ['Республика Казахстан', 'Абай', 'Акмолинская', 'Алматинская', 'г. Алматы', 'Область Ұлытау'];
const YEARS = [2019, 2020, 2021, 2022, 2023];
const MARKERS = {
  '-': 'nil',
  '…': 'not_available',
  '..': 'not_available',
  x: 'confidential',
  '0,0': 'negligible',
} as const;

const cell: fc.Arbitrary<GridValue> = fc.oneof(
  fc.integer({ min: 0, max: 10_000_000 }).map((number) => number / 10),
  fc.constantFrom('-', '…', '..', 'x', 'х', '0,0', null),
);
const orderOf = (length: number) => fc.shuffledSubarray([...Array(length).keys()], { minLength: length });
const BLANK = fc.constantFrom('', ' ', '\u00a0', '   ', '\u202f\u00a0', '\n');

/** Text with blanks before, after and, where it has some, within. */
const padded = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(BLANK, BLANK, fc.constantFrom(' ', '\u00a0', '  '))
    .map(([before, after, within]) => `${before}${text.replaceAll(' ', within)}${after}`);

const flat: TableDeclarationInput = {
  id: 'law',
  title: 'Law',
  header: { at: 'periods' },
  rows: { labels: [{ name: 'region' }], withoutValues: 'data' },
  period: { from: 'header' },
  unit: { names: { 'тыс. человек': 'THOUSAND' }, from: ['unit-row'] },
  values: { markers: MARKERS },
};

const table = fc.tuple(
  fc.array(fc.array(cell, { minLength: YEARS.length, maxLength: YEARS.length }), {
    minLength: REGIONS.length,
    maxLength: REGIONS.length,
  }),
  orderOf(REGIONS.length),
  orderOf(YEARS.length),
);

const sheetOf = (values: GridValues, rows: readonly number[], columns: readonly number[]): GridValue[][] => [
  ['Занятое население', ...columns.map(() => null)],
  [null, ...columns.slice(1).map(() => null), 'тыс. человек'],
  [null, ...columns.map((column) => YEARS[column] ?? null)],
  ...rows.map((row) => [REGIONS[row] ?? null, ...columns.map((column) => values[row]?.[column] ?? null)]),
];
const inOrder = [...REGIONS.keys()];
const years = [...YEARS.keys()];

describe('a table says the same', () => {
  it('whatever the order of its rows and columns', () => {
    fc.assert(
      fc.property(table, ([values, rows, columns]) => {
        const facts = factsOf(readGridTable(flat, gridOf(sheetOf(values, inOrder, years))));
        expect(facts).toHaveLength(REGIONS.length * YEARS.length);
        expect(factsOf(readGridTable(flat, gridOf(sheetOf(values, rows, columns))))).toEqual(facts);
      }),
    );
  });

  it('with blank rows anywhere, an empty column before it, and blanks of any kind around its texts', () => {
    const decorated = table.chain(([values]) => {
      const plain = sheetOf(values, inOrder, years);
      const texts = plain.map((row) =>
        fc.tuple(...row.map((value) => (typeof value === 'string' ? padded(value) : fc.constant(value)))),
      );
      const gaps = fc.array(fc.integer({ min: 0, max: 2 }), {
        minLength: plain.length,
        maxLength: plain.length,
      });
      return fc.tuple(fc.constant(plain), fc.tuple(...texts), gaps, fc.boolean());
    });
    fc.assert(
      fc.property(decorated, ([plain, rows, gaps, isShifted]) => {
        const spread = rows.flatMap((row, index) => [
          ...Array.from({ length: gaps[index] ?? 0 }, () => [' ', null]),
          [...row],
        ]);
        const shifted = isShifted ? spread.map((row) => [null, ...row]) : spread;
        expect(factsOf(readGridTable(flat, gridOf(shifted)))).toEqual(
          factsOf(readGridTable(flat, gridOf(plain))),
        );
      }),
    );
  });

  it('with note marks glued to labels, years and values, and their notes below', () => {
    const marked = fc.tuple(
      table,
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom('1)', '*', ' 2)', '**'),
    );
    fc.assert(
      fc.property(marked, ([[values], region, year, mark]) => {
        const plain = sheetOf(values, inOrder, years);
        const withNotes = plain.map((row) => [...row]);
        const [head, line] = [withNotes[2] as GridValue[], withNotes[3 + region] as GridValue[]];
        head[1 + year] = `${head[1 + year]} год${mark}`;
        line[0] = `${line[0]}${mark}`;
        const value = line[1 + year];
        // A number with a mark is a text, and has the comma of its country.
        if (value !== null && mark !== ' 2)')
          line[1 + year] = `${typeof value === 'number' ? String(value).replace('.', ',') : value}${mark}`;
        const below = [[null], [`${mark} Данные пересчитаны`], ['Примечание: без учета малых предприятий']];
        const reading = readGridTable(flat, gridOf([...withNotes, ...below]));
        expect(factsOf(reading)).toEqual(factsOf(readGridTable(flat, gridOf(plain))));
        expect(reading.issues).toEqual([]);
      }),
    );
  });

  it('with its numbers printed as text, with comma and grouped thousands', () => {
    fc.assert(
      fc.property(table, ([values]) => {
        const printed = values.map((row) =>
          row.map((value) => {
            if (typeof value !== 'number') return value;
            const [whole = '', fraction] = String(value).split('.');
            const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
            return fraction === undefined ? grouped : `${grouped},${fraction}`;
          }),
        );
        const facts = factsOf(readGridTable(flat, gridOf(sheetOf(values, inOrder, years))));
        expect(factsOf(readGridTable(flat, gridOf(sheetOf(printed, inOrder, years))))).toEqual(facts);
      }),
    );
  });

  it('whatever the order of its merged blocks, and of the groups down its side', () => {
    const blocks: TableDeclarationInput = {
      ...flat,
      header: { at: 'periods', rowsAbove: 1 },
      rows: {
        labels: [{ name: 'region' }],
        sections: [{ name: 'sex', match: '^(Мужчины|Женщины)$' }],
        withoutValues: 'data',
      },
      unit: { otherwise: 'THOUSAND' },
    };
    const SERIES = ['Занятые', 'Безработные', 'Наемные'];
    const SEXES = ['Мужчины', 'Женщины'];
    const build = (
      values: GridValues,
      series: readonly number[],
      sexes: readonly number[],
      regions: readonly number[],
    ) => {
      const titles = series.flatMap((one) => [SERIES[one] ?? null, null]);
      const heads = series.flatMap(() => [2022, 2023]);
      const body = sexes.flatMap((sex) => [
        [SEXES[sex] ?? null],
        ...regions.map((region) => [
          REGIONS[region] ?? null,
          ...series.flatMap((one) =>
            [0, 1].map((year) => values[sex * REGIONS.length + region]?.[one * 2 + year] ?? null),
          ),
        ]),
      ]);
      return gridOf([[null, ...titles], [null, ...heads], ...body], ['B1:C1', 'D1:E1', 'F1:G1']);
    };
    const many = fc.tuple(
      fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 12, maxLength: 12 }),
      orderOf(3),
      orderOf(2),
      orderOf(REGIONS.length),
    );
    fc.assert(
      fc.property(many, ([values, series, sexes, regions]) => {
        const facts = factsOf(readGridTable(blocks, build(values, [0, 1, 2], [0, 1], inOrder)));
        expect(facts).toHaveLength(72);
        expect(factsOf(readGridTable(blocks, build(values, series, sexes, regions)))).toEqual(facts);
      }),
    );
  });

  it('and never reads a value outside its own cell: every record names the text that stands there', () => {
    fc.assert(
      fc.property(table, ([values, rows, columns]) => {
        const sheet = sheetOf(values, rows, columns);
        for (const { records } of readGridTable(flat, gridOf(sheet)).tables) {
          for (const { cell: at, raw } of records) {
            const printed = sheet[at.row - 1]?.[(at.column ?? 0) - 1] ?? null;
            expect(raw).toBe(printed === null ? null : String(printed));
          }
        }
      }),
    );
  });
});

describe('a hostile sheet', () => {
  it('of merges that reach over the whole grid is read in the time of its cells', () => {
    const range = { ...rangeOf('A1:B2'), lastRow: 1_048_576, lastColumn: 16_384 };
    const rows = [
      { row: 1, cells: [null, '2023'] },
      { row: 1_048_576, cells: ['Абай', '1'] },
    ];
    const grid = createGrid(
      'Sheet1',
      rows,
      Array.from({ length: 50_000 }, () => range),
    );
    expect(grid.covering(1_048_576, 2)?.text).toBe('1');
  });
});
