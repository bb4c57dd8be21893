import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChangePart, explainChange } from '../../../../src/analysis/change/rank-change.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { findMethod } from '../../../../src/methodology/registry.ts';
import { add, compare, rational, toNumber, ZERO } from '../../../../src/model/rational.ts';
import type { Edition, IndexCode } from '../../../../src/model/survey.ts';
import { editionFigures, type FigureRow } from '../../../support/edition-figures.ts';

const edition = (year: Edition, ...rows: FigureRow[]) => ({
  figures: editionFigures(year, rows),
  method: findMethod(year) as EditionMethod,
});
const question = (iso3: string, index: IndexCode = 'EGDI') => ({ iso3, index, geometric: false });
const named = (parts: readonly ChangePart[]) =>
  Object.fromEntries(parts.map(({ part, index, value }) => [index ?? part, toNumber(value)]));
const sum = (parts: readonly ChangePart[]) => parts.map(({ value }) => value).reduce(add, ZERO);

describe('three countries by hand, 2014 to 2016', () => {
  const before = edition(
    2014,
    ['AFG', 0.9, 0.9, 0.9, 0.9, 1],
    ['BEL', 0.6, 0.6, 0.6, 0.6, 2],
    ['CHL', 0.3, 0.3, 0.3, 0.3, 3],
  );

  test('a country that overtakes by its OSI alone: one place up, all of it own OSI', () => {
    const after = edition(
      2016,
      ['AFG', 0.9, 0.9, 0.9, 0.9, 1],
      ['BEL', 0.6, 0.6, 0.6, 0.6, 3],
      ['CHL', 1.0, 0.45, 0.44, 0.63, 2],
    );
    const { score, rank, overtaking } = explainChange(before, after, question('BEL'));
    expect(named(score.parts)).toEqual({ OSI: 0, TII: 0, HCI: 0 });
    expect([rank.change, named(rank.ownAndOthers)]).toEqual([1, { OSI: 0, TII: 0, HCI: 0, others: 1 }]);
    expect(overtaking).toEqual({ passedBy: ['CHL'], passed: [], entered: [], left: [] });
    const other = explainChange(before, after, question('CHL'));
    expect(named(other.rank.ownAndOthers).others).toBe(0);
    expect(toNumber(sum(other.rank.ownAndOthers))).toBe(-1);
    expect(toNumber(other.score.change)).toBe(0.33);
  });

  test('the other way round every part has the other sign', () => {
    const after = edition(
      2016,
      ['AFG', 0.5, 0.5, 0.5, 0.5, 2],
      ['BEL', 0.7, 0.6, 0.5, 0.6, 1],
      ['CHL', 0.3, 0.3, 0.3, 0.3, 3],
    );
    const there = explainChange(before, after, question('BEL'));
    const back = explainChange(after, before, question('BEL'));
    for (const view of ['ownAndOthers', 'columns'] as const) {
      expect(back.rank[view].map(({ value }) => -toNumber(value) + 0)).toEqual(
        there.rank[view].map(({ value }) => toNumber(value) + 0),
      );
    }
    expect(back.breaks).toEqual(there.breaks);
  });

  test('what rounding leaves of score and rank is a part of its own, so that sums are exact', () => {
    // Means of the parts: 0.600003… and 0.6; the edition printed the second as larger.
    const after = edition(
      2016,
      ['AFG', 0.9, 0.9, 0.9, 0.9, 1],
      ['BEL', 0.60001, 0.6, 0.6, 0.6, 3],
      ['CHL', 0.6, 0.6, 0.6, 0.60001, 2],
    );
    const { score, rank } = explainChange(before, after, question('BEL'));
    expect(named(score.parts).rounding_and_deviations).toBeCloseTo(-0.00001 / 3, 15);
    expect(named(rank.ownAndOthers)).toEqual({
      OSI: 0,
      TII: 0,
      HCI: 0,
      others: 0,
      rounding_and_deviations: 1,
    });
    expect(compare(sum(score.parts), score.change)).toBe(0);
  });
});

describe('who is ranked', () => {
  test('a country that appears above, or is assessed for the first time, counts as others', () => {
    const before = edition(2012, ['AFG', 0, 0.9, 0.9, null, null], ['BEL', 0.6, 0.6, 0.6, 0.6, 1]);
    const after = edition(
      2014,
      ['AFG', 0.8, 0.9, 0.9, 0.86666, 1],
      ['BEL', 0.6, 0.6, 0.6, 0.6, 3],
      ['SSD', 1, 1, 1, 1, 1],
    );
    const { rank, overtaking } = explainChange(before, after, question('BEL'));
    expect(named(rank.ownAndOthers)).toEqual({ OSI: 0, TII: 0, HCI: 0, others: 2 });
    expect(named(rank.columns)).toEqual({ OSI: 0, TII: 0, HCI: 0, who_is_ranked: 2 });
    expect(overtaking).toEqual({ passedBy: [], passed: [], entered: ['AFG', 'SSD'], left: [] });
  });

  test('a country without a rank in one edition has no change: exit 2, saying which edition', () => {
    const before = edition(2012, ['AFG', 0, 0.9, 0.9, null, null], ['BEL', 0.6, 0.6, 0.6, 0.6, 1]);
    const after = edition(2014, ['AFG', 0.8, 0.9, 0.9, 0.86666, 1], ['BEL', 0.6, 0.6, 0.6, 0.6, 2]);
    expect(() => explainChange(before, after, question('AFG'))).toThrow(
      expect.objectContaining({
        code: 'not-assessed',
        exitCode: 2,
        message: expect.stringContaining('2012'),
      }),
    );
    expect(() => explainChange(before, after, question('SSD'))).toThrow(
      expect.objectContaining({ code: 'not-a-member' }),
    );
  });

  test('a missing sub-index counts as zero where the edition counts it so, and is said; elsewhere it is refused', () => {
    const rows: FigureRow[] = [
      ['AFG', 0.3, 0.3, null, 0.2, 2],
      ['BEL', 0.6, 0.6, 0.6, 0.6, 1],
    ];
    const { before, after } = explainChange(edition(2003, ...rows), edition(2004, ...rows), question('AFG'));
    expect([before, after].map(({ parts }) => parts.map(({ missingAsZero }) => missingAsZero))).toEqual([
      [false, false, true],
      [false, false, true],
    ]);
    expect(() => explainChange(edition(2014, ...rows), edition(2016, ...rows), question('BEL'))).toThrow(
      expect.objectContaining({ code: 'value-missing' }),
    );
  });
});

describe('what is not identified', () => {
  const rows: FigureRow[] = [
    ['AFG', 0.3, 0.3, 0.3, 0.3, 2],
    ['BEL', 0.6, 0.6, 0.6, 0.6, 1],
  ];
  const statuses = (a: Edition, b: Edition) =>
    explainChange(edition(a, ...rows), edition(b, ...rows), question('AFG')).frames.map(
      ({ status }) => status,
    );

  test('min–max sub-indices and questionnaires: frame and method are not identified, in no pair since 2012', () => {
    for (const [a, b] of [
      [2012, 2014],
      [2014, 2016],
      [2016, 2018],
      [2018, 2024],
      [2022, 2024],
    ] as const) {
      expect(statuses(a, b)).toEqual(['not_identified', 'not_identified', 'not_identified']);
    }
  });

  test('HCI up to 2010 has no frame: it is a mean of two rates; over the break of 2012 it is not identified', () => {
    expect(statuses(2008, 2010)).toEqual(['not_identified', 'not_identified', 'none']);
    expect(statuses(2010, 2012)).toEqual(['not_identified', 'not_identified', 'not_identified']);
  });

  test('breaks between the two are listed, in either order, with the edition that they begin with', () => {
    const crossed = (a: Edition, b: Edition) =>
      explainChange(edition(a, ...rows), edition(b, ...rows), question('AFG'));
    expect(crossed(2014, 2016).breaks).toEqual([]);
    expect(crossed(2018, 2010).breaks.map(({ edition: from, index }) => `${index} ${from}`)).toEqual(
      crossed(2010, 2018).breaks.map(({ edition: from, index }) => `${index} ${from}`),
    );
    expect(crossed(2010, 2018).breaks.map(({ index, edition: from }) => `${index} ${from}`)).toContain(
      'TII 2018',
    );
    expect(crossed(2010, 2018).crossed).toEqual([2012, 2014, 2016]);
  });
});

test('other weights are a part where they differ: 2010 to 2012, by hand', () => {
  const rows: FigureRow[] = [
    ['AFG', 0.9, 0.3, 0.3, 0.504, 1],
    ['BEL', 0.3, 0.6, 0.6, 0.498, 2],
  ];
  const later: FigureRow[] = [
    ['AFG', 0.9, 0.3, 0.3, 0.5, 1],
    ['BEL', 0.3, 0.6, 0.6, 0.5, 1],
  ];
  const { score, rank } = explainChange(edition(2010, ...rows), edition(2012, ...later), question('BEL'));
  expect(named(score.parts)).toEqual({ OSI: 0, TII: 0, HCI: 0, weights: 0.002 });
  expect(named(rank.ownAndOthers)).toEqual({ OSI: 0, TII: 0, HCI: 0, others: 0, weights: -1 });
  expect(
    explainChange(edition(2012, ...later), edition(2014, ...later), question('BEL')).rank.columns,
  ).toHaveLength(3);
});

test('a sub-index by itself: own and others, ranks derived, the change is the part', () => {
  const before = edition(2014, ['AFG', 0.3, 0.3, 0.3, 0.3, 2], ['BEL', 0.6, 0.6, 0.6, 0.6, 1]);
  const after = edition(2016, ['AFG', 0.7, 0.3, 0.3, 0.43333, 2], ['BEL', 0.6, 0.6, 0.6, 0.6, 1]);
  const { rank, score, before: was } = explainChange(before, after, question('AFG', 'OSI'));
  expect(named(score.parts)).toEqual({ OSI: 0.4 });
  expect([rank.change, named(rank.ownAndOthers)]).toEqual([-1, { OSI: -1, others: 0 }]);
  expect([was.rank, was.rankBasis]).toEqual([2, 'derived']);
});

test('any two editions: parts sum to the published change, and passing adds up to the rank change', () => {
  const figure = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
  const rows = fc
    .array(fc.tuple(figure, figure, figure, fc.boolean()), { minLength: 6, maxLength: 6 })
    .map((table): FigureRow[] => {
      const codes = ['AFG', 'BEL', 'CHL', 'DNK', 'EGY', 'FJI'];
      // Scores at two decimals: ties and rounding happen.
      const scores = table.map(([o, t, h]) => Math.round(((o + t + h) / 3) * 100) / 100);
      const isRanked = (at: number) => at === 0 || table[at]?.[3] === true;
      return table.map(([o, t, h], at) => {
        const above = scores.filter(
          (score, other) => isRanked(other) && score > (scores[at] as number),
        ).length;
        return [
          codes[at] ?? '',
          o,
          t,
          h,
          isRanked(at) ? (scores[at] ?? 0) : null,
          isRanked(at) ? above + 1 : null,
        ];
      });
    });
  fc.assert(
    fc.property(rows, rows, fc.constantFrom([2010, 2012], [2014, 2016], [2020, 2018]), (a, b, years) => {
      const [from, to] = years as [Edition, Edition];
      const { score, rank, overtaking } = explainChange(
        edition(from, ...a),
        edition(to, ...b),
        question('AFG'),
      );
      expect(compare(sum(score.parts), score.change)).toBe(0);
      expect(compare(sum(rank.ownAndOthers), rational(rank.change))).toBe(0);
      expect(compare(sum(rank.columns), rational(rank.change))).toBe(0);
      const { passedBy, passed, entered, left } = overtaking;
      expect(passedBy.length - passed.length + entered.length - left.length).toBe(rank.change);
    }),
  );
});
