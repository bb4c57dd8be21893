import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossIssue } from '../../../../src/stages/load/series-losses.ts';
import type { LostValues } from '../../../../src/warehouse/versions/lost-values.ts';

const SERIES: LostValues = {
  code: 'itu:i271',
  values: 1000,
  lost: 1,
  places: 193,
  lostPlaces: 0,
  lastPeriod: '2018-01-01',
  newLastPeriod: '2019-01-01',
};
const FILE = { file: 'in/mobile.csv', sha256: 'a'.repeat(64) };
const found = (losses: readonly Partial<LostValues>[], isAccepted = false) =>
  lossIssue(
    losses.map((loss) => ({ ...SERIES, ...loss })),
    { ...FILE, isAccepted },
  );

describe('a series that would be published over a fuller one', () => {
  test('is no finding where it lacks nothing', () => {
    expect(found([])).toBeUndefined();
  });

  test('is a revision up to a tenth of its figures, and refused above', () => {
    expect(found([{ lost: 100 }])).toMatchObject({ code: 'values-lost', severity: 'warning', ...FILE });
    expect(found([{ lost: 101 }])).toMatchObject({ code: 'series-shrinks', severity: 'error', ...FILE });
  });

  test('is refused where it ends before the published one, however little that is', () => {
    expect(found([{ newLastPeriod: '2017-01-01' }])).toMatchObject({
      code: 'series-shrinks',
      message:
        'lacks figures that are published, 1 of 1000 of itu:i271, none after 2017-01-01: they stay published',
    });
  });

  test('is published when that is accepted, and told of', () => {
    expect(found([{ lost: 900, lostPlaces: 180 }], true)).toMatchObject({
      code: 'values-lost',
      message: expect.stringContaining('900 of 1000 of itu:i271, none left of 180 of 193 places'),
    });
  });

  test('names the worst of many first, in whatever order they come', () => {
    const losses = [900, 300, 700, 500].map((lost, at) => ({ ...SERIES, code: `s${at}`, lost }));
    const expected = found(losses)?.message;
    expect(expected).toMatch(/s0.*s2.*s3; and 1 more series/);
    fc.assert(
      fc.property(fc.shuffledSubarray(losses, { minLength: 4 }), (mixed) => {
        expect(found(mixed)?.message).toBe(expected);
      }),
    );
  });
});
