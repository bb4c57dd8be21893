import { describe, expect, it } from 'vitest';
import { subIndexList, subIndexValues } from '../../../src/cli/sub-index-options.ts';
import { toNumber } from '../../../src/model/rational.ts';

describe('options that name sub-indices', () => {
  it('take values in any case and order, exactly', () => {
    const values = subIndexValues('--set', 'tii=0.95, OSI=1');
    expect([...values].map(([code, value]) => [code, toNumber(value)])).toEqual([
      ['TII', 0.95],
      ['OSI', 1],
    ]);
  });

  it('take codes, each once', () => {
    expect(subIndexList('osi,TII,OSI')).toEqual(['OSI', 'TII']);
  });

  it.each([
    ['TI=0.9', 'there is no sub-index “TI”', 'did you mean TII?'],
    ['EGDI=0.9', 'there is no sub-index “EGDI”', 'OSI, TII, HCI'],
    ['TII', 'has no number after the sub-index', 'TII=0.95'],
    ['TII=high', 'has no number after the sub-index', 'TII=0.95'],
    ['TII=0.9=1', 'has no number after the sub-index', 'TII=0.95'],
    ['TII=0,95', 'has a decimal comma', 'with a point: --set TII=0.95'],
    ['TII=0.9,TII=0.8', 'TII is given twice', undefined],
  ])('refuse %s: %s', (text, message, hint) => {
    expect(() => subIndexValues('--set', text)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringContaining(message),
        ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }),
      }),
    );
  });
});
