import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnLetters, formatCell } from '../../../src/model/cell.ts';

describe('the letters of a column', () => {
  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [52, 'AZ'],
    [53, 'BA'],
    [702, 'ZZ'],
    [703, 'AAA'],
    [16_384, 'XFD'],
  ])('%i is %s', (column, letters) => {
    expect(columnLetters(column)).toBe(letters);
  });

  it('count back to the column', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (column) => {
        const back = [...columnLetters(column)].reduce(
          (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
          0,
        );
        expect(back).toBe(column);
      }),
      { seed: 1 },
    );
  });
});

it.each([
  [{ sheet: 'Sheet1', row: 12, column: 3 }, 'Sheet1!C12'],
  [{ row: 12, column: 28 }, 'AB12'],
  [{ row: 12 }, 'row 12'],
  [{ sheet: 'Data', row: 3 }, 'Data!row 3'],
])('an address is written as people write it: %j is %s', (address, text) => {
  expect(formatCell(address)).toBe(text);
});
