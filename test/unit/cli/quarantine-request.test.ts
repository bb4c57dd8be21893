import { describe, expect, test } from 'vitest';
import {
  askedCorrections,
  askedNumbers,
  askedReason,
  requireRows,
} from '../../../src/cli/quarantine-request.ts';
import { HELD_ROW } from '../report/quarantine-cases.ts';

describe('numbers', () => {
  test('come alone or as ranges, each once', () => {
    expect(askedNumbers(['7', '9-11', '10'])).toEqual([7, 9, 10, 11]);
  });

  test.each(['', 'seven', '-1', '9-8', '1-99999999', '1e3', '99999999999999999999'])('not “%s”', (text) => {
    expect(() => askedNumbers([text])).toThrow('is no number of a quarantined row');
  });

  test('that are unknown are named, with the open ones', () => {
    expect(() => requireRows([7, 8, 9], [HELD_ROW], [12, 7])).toThrow(
      expect.objectContaining({
        message: 'there is no quarantined row 8, 9',
        hint: expect.stringContaining('open: 12, 7'),
        exitCode: 2,
      }),
    );
    expect(requireRows([7], [HELD_ROW], [])).toEqual([HELD_ROW]);
  });
});

test('a reason is required, and has a limit', () => {
  expect(askedReason('  a slip ')).toBe('a slip');
  expect(() => askedReason(' \n')).toThrow('a decision needs a reason');
  expect(() => askedReason('x'.repeat(2001))).toThrow('longer than 2000');
});

describe('corrections', () => {
  test('are guarded by the text that they replace', () => {
    expect(askedCorrections(HELD_ROW, ['Country Name=Kazakhstan', 'Rank='])).toEqual([
      { column: 2, header: 'Country Name', from: 'Kazakstan', to: 'Kazakhstan' },
      { column: 3, header: 'Rank', from: '39', to: null },
    ]);
  });

  test('name a column without a header by its letters', () => {
    expect(askedCorrections(HELD_ROW, ['E='])).toEqual([
      { column: 5, header: null, from: 'a note', to: null },
    ]);
  });

  test('may hold equals signs, in the header too', () => {
    expect(askedCorrections(HELD_ROW, ['a=b=c=d'])).toEqual([
      { column: 6, header: 'a=b', from: null, to: 'c=d' },
    ]);
  });

  test.each([
    [['Country=Kazakhstan'], 'has no column “Country”'],
    [['Country Name'], 'is no correction'],
    [['Rank=39'], 'reads “39” already'],
    [['Rank=38', 'Rank=37'], 'set twice'],
    [['2020=0.5'], 'is about edition 2018'],
    [[`Rank=${'9'.repeat(2001)}`], 'longer than 2000'],
  ])('%j are refused', (settings, message) => {
    expect(() => askedCorrections(HELD_ROW, settings)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 2 }),
    );
  });

  test('of a column that is nearly right get a suggestion', () => {
    expect(() => askedCorrections(HELD_ROW, ['Country Nmae=x'])).toThrow(
      expect.objectContaining({ hint: 'did you mean Country Name?' }),
    );
  });
});
