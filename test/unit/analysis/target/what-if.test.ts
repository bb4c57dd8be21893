import { describe, expect, it } from 'vitest';
import { reachRank } from '../../../../src/analysis/target/reach-rank.ts';
import type { RankRequest } from '../../../../src/analysis/target/reach-rank-answer.ts';
import { setValues } from '../../../../src/analysis/target/what-if-set.ts';
import { EDITION_2003 } from '../../../../src/methodology/editions/2003.ts';
import { EDITION_2012 } from '../../../../src/methodology/editions/2012.ts';
import { EDITION_2018 } from '../../../../src/methodology/editions/2018.ts';
import { EDITION_2020 } from '../../../../src/methodology/editions/2020.ts';
import { EDITION_2024 } from '../../../../src/methodology/editions/2024.ts';
import { parseDecimal } from '../../../../src/model/decimal.ts';
import { type Rational, rational } from '../../../../src/model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../../../src/model/survey.ts';
import { editionFigures } from '../figures.ts';

const asked = (iso3: string, rank: number, more: Partial<RankRequest> = {}): RankRequest => ({
  iso3,
  rank,
  strict: false,
  movable: SUB_INDEX_CODES,
  prices: null,
  ...more,
});
const set = (iso3: string, values: Partial<Record<SubIndexCode, string>>) => ({
  iso3,
  values: new Map(
    Object.entries(values).map(([code, text]): [SubIndexCode, Rational] => [
      code as SubIndexCode,
      parseDecimal(text)?.value ?? rational(0),
    ]),
  ),
});

// 2018 ranks on the score rounded to 4 decimals; OSI in 144ths: 0.5 = 72 points, 0.75 = 108, 0.25 = 36.
const of2018 = editionFigures(2018, [
  ['AAA', 1, 0.9, 0.8, 0.9, 1],
  ['BBB', 0.75, 0.6, 0.6, 0.65, 2],
  ['CCC', 0.75, 0.6, 0.6, 0.65, 2],
  ['DDD', 0.5, 0.4, 0.6, 0.5, 4],
  ['EEE', 0, 0, 1, 0.3333, 5],
]);

describe('what it takes to reach a rank', () => {
  const answer = reachRank(of2018, EDITION_2018, asked('DDD', 2));

  it('names who holds the place and the gap to it', () => {
    expect(answer.target).toMatchObject({
      isReached: false,
      holder: { iso3: 'BBB', rank: 2, scoreRounded: 0.65 },
    });
    // 0.65 less half a unit of the fourth decimal, less 0.5.
    expect(answer.target.scoreGap).toBeCloseTo(0.14995, 15);
  });

  it('gives each sub-index alone, in values that are printed', () => {
    const [osi, tii, hci] = answer.components;
    // 3 · 0.14995 = 0.44985: 0.94985 of OSI is 136.8 points, so 137 of 144 = 0.9514.
    expect(osi).toMatchObject({
      code: 'OSI',
      needed: 0.9514,
      points: { today: 72, needed: 137, more: 65, range: 144 },
    });
    expect(osi?.outcome).toMatchObject({ rank: 2, sharedWith: [] });
    expect(tii).toMatchObject({ code: 'TII', needed: 0.8499, change: 0.4499, points: null });
    expect(tii?.outcome).toMatchObject({ rank: 2, sharedWith: ['BBB', 'CCC'], scoreRounded: 0.65 });
    expect(hci).toMatchObject({ code: 'HCI', needed: null, outcome: null, atTop: { rank: 4 } });
    expect(hci?.neededExact).toBeCloseTo(1.04985, 12);
  });

  it('tells who is overtaken and who is drawn level with', () => {
    const past = reachRank(of2018, EDITION_2018, asked('DDD', 2, { strict: true }));
    expect(past.components[1]?.outcome).toMatchObject({
      rank: 2,
      sharedWith: [],
      overtaken: [
        { iso3: 'BBB', rankBefore: 2, rankAfter: 3 },
        { iso3: 'CCC', rankBefore: 2, rankAfter: 3 },
      ],
      drawnLevelWith: [],
    });
    expect(answer.components[1]?.outcome?.drawnLevelWith.map(({ iso3 }) => iso3)).toEqual(['BBB', 'CCC']);
  });

  it('gives the mixes, each verified by the edition’s own method', () => {
    expect(answer.mixes.map(({ kind }) => kind)).toEqual(['shortest', 'proportional']);
    for (const { outcome } of answer.mixes) expect(outcome.rank).toBe(2);
    const [shortest] = answer.mixes;
    // 0.14995 each is 93.6 points of OSI: 93 or 94 of them.
    expect([21, 22]).toContain(shortest?.parts.find(({ code }) => code === 'OSI')?.morePoints);
    expect(shortest?.cost).toBeLessThan(answer.components[1]?.change ?? 0);
  });

  it('at costs leaves alone what has none, and says when that is not enough', () => {
    const prices = new Map<SubIndexCode, Rational>([['HCI', rational(1)]]);
    const priced = reachRank(of2018, EDITION_2018, asked('DDD', 2, { prices }));
    expect(priced.infeasibleMixes).toEqual(['priced']);
    expect(priced.mixes.map(({ kind }) => kind)).toEqual(['shortest', 'proportional']);
  });

  it('only with what may change', () => {
    const only = reachRank(of2018, EDITION_2018, asked('DDD', 2, { movable: ['HCI'] }));
    expect(only.components.map(({ code }) => code)).toEqual(['HCI']);
    expect(only.mixes).toEqual([]);
    expect(only.allAtTop.rank).toBe(4);
  });

  it('is nothing when the rank is reached', () => {
    const reached = reachRank(of2018, EDITION_2018, asked('BBB', 2));
    expect(reached.target).toMatchObject({ isReached: true, scoreGap: 0 });
    expect(reached.components.every(({ needed }) => needed === null)).toBe(true);
    // Shared, so the place is not passed.
    expect(reachRank(of2018, EDITION_2018, asked('BBB', 2, { strict: true })).target.isReached).toBe(false);
  });

  it('warns who holds an end of an index alone: a change moves everybody', () => {
    const low = reachRank(of2018, EDITION_2018, asked('EEE', 4));
    expect(low.components.map(({ anchor }) => anchor)).toEqual(['lowest', null, null]);
    expect(low.assumptions[0]).toBe(
      'EEE alone is the lowest in OSI: if it moves, the OSI of every country moves too, which is not computed here',
    );
    // The highest one moves everybody when it falls, and cannot rise.
    const fall = setValues(of2018, EDITION_2018, set('AAA', { OSI: '0.9028' }));
    expect(fall.assumptions[0]).toContain('AAA alone is the highest in OSI');
    expect(reachRank(of2018, EDITION_2018, asked('AAA', 1)).assumptions.join()).not.toContain('alone is');
  });

  it('counts from the recomputed rank where the printed one is another, and says so', () => {
    const figures = editionFigures(2018, [
      ['AAA', 0.75, 0.6, 0.6, 0.65, 2],
      ['BBB', 0.5, 0.4, 0.6, 0.66, 1],
    ]);
    const counted = reachRank(figures, EDITION_2018, asked('BBB', 1));
    expect(counted.today).toMatchObject({ rank: 2, rankPublished: 1 });
    expect(counted.assumptions[0]).toContain('the printed rank of BBB is 1, recomputed it is 2');
    expect(counted.deviatingRanks).toEqual(['AAA', 'BBB']);
  });

  it.each([
    ['ZZZ', 2, 'not-a-member'],
    ['DDD', 0, 'rank-out-of-range'],
    ['DDD', 6, 'rank-out-of-range'],
  ])('refuses %s to rank %i: %s', (iso3, rank, code) => {
    expect(() => reachRank(of2018, EDITION_2018, asked(iso3, rank))).toThrow(
      expect.objectContaining({ code, exitCode: 2 }),
    );
  });
});

describe('what editions do differently', () => {
  it('2020 ranks unrounded with the exact OSI: scores printed alike are not level', () => {
    // 113/170 = 0.66470…, printed 0.6647; level in print, and AAA is 0.00002 ahead.
    const figures = editionFigures(2020, [
      ['AAA', 0.6647, 0.5, 0.5, 0.5549, 1],
      ['BBB', 0.7, 0.5, 0.4647, 0.5549, 2],
    ]);
    const { target, components } = reachRank(figures, EDITION_2020, asked('BBB', 1));
    expect(target.isReached).toBe(false);
    expect(components[1]).toMatchObject({ needed: 0.5001 });
    expect(components[1]?.outcome?.rank).toBe(1);
    expect(components[0]?.points).toMatchObject({ today: 119, more: 1 });
  });

  it('2024 takes OSI and TII at four decimals', () => {
    const figures = editionFigures(2024, [
      ['AAA', 0.9, 0.9, 0.9, 0.9, 1],
      ['BBB', 0.87654, 0.87654, 0.87654, 0.87651, 2],
    ]);
    const { components } = reachRank(figures, EDITION_2024, asked('BBB', 1));
    expect(components.map(({ value }) => value)).toEqual([0.8765, 0.8765, 0.87654]);
    expect(components[1]?.needed).toBe(0.947);
    expect(components[2]?.needed).toBe(0.94699);
  });

  it('2003 counts what is missing as zero, and its TII ends below 1', () => {
    const figures = editionFigures(2003, [
      ['AAA', 1, 0.846, 0.9, 0.91533, 1],
      ['BBB', 0.5, 0.5, null, 0.33333, 2],
    ]);
    const { components, assumptions } = reachRank(figures, EDITION_2003, asked('BBB', 1));
    expect(components[2]).toMatchObject({ isMissingAsZero: true, needed: null });
    expect(assumptions).toContain('HCI of BBB is not available and counts as zero in this edition');
    const closer = reachRank(
      editionFigures(2003, [
        ['AAA', 0.6, 0.846, 0.9, 0.782, 1],
        ['BBB', 0.6, 0.8, 0.9, 0.76666, 2],
        ['CCC', 0.6, 0.7, 0.85, 0.71666, 3],
      ]),
      EDITION_2003,
      asked('CCC', 1),
    );
    expect(closer.components[1]).toMatchObject({ isBeyondBest: true, best: 0.846 });
  });

  it('2003 has an HCI above 1: it cannot grow, and nothing makes it smaller', () => {
    const figures = editionFigures(2003, [
      ['AAA', 1, 0.9, 0.9, 0.93333, 1],
      ['BBB', 0.5, 0.5, 1.422, 0.80733, 2],
      ['CCC', 0.5, 0.5, 1.4, 0.8, 3],
    ]);
    const { components, mixes } = reachRank(figures, EDITION_2003, asked('BBB', 1));
    expect(components[2]).toMatchObject({ needed: null, atTop: { rank: 2, scoreRounded: 0.80733 } });
    expect(mixes[0]?.parts.map(({ code }) => code)).toEqual(['OSI', 'TII']);
  });

  it('2012 does not assess who has no OSI', () => {
    const figures = editionFigures(2012, [
      ['AAA', 0.5, 0.5, 0.5, 0.5, 1],
      ['BBB', 0, 0.5, 0.5, null, null],
    ]);
    expect(() => reachRank(figures, EDITION_2012, asked('BBB', 1))).toThrow(
      expect.objectContaining({ code: 'not-assessed' }),
    );
    expect(() => setValues(figures, EDITION_2012, set('AAA', { OSI: '0' }))).toThrow(
      expect.objectContaining({ code: 'not-assessed' }),
    );
  });
});

describe('where other values would lead', () => {
  it('score, rank, level group and who moves', () => {
    const up = setValues(of2018, EDITION_2018, set('DDD', { TII: '1', HCI: '0.9' }));
    // (0.5 + 1 + 0.9)/3 = 0.8
    expect(up.outcome).toMatchObject({ scoreRounded: 0.8, rank: 2, levelGroup: 'very_high', sharedWith: [] });
    expect(up.outcome.overtaken.map(({ iso3 }) => iso3)).toEqual(['BBB', 'CCC']);
    const down = setValues(of2018, EDITION_2018, set('BBB', { TII: '0.15' }));
    expect(down.outcome).toMatchObject({
      scoreRounded: 0.5,
      rank: 3,
      sharedWith: ['DDD'],
      overtakenBy: [{ iso3: 'CCC', rankAfter: 2 }],
    });
  });

  it('the values of today lead to the rank of today', () => {
    for (const { iso3, scores, rank } of of2018.members) {
      const { outcome, today } = setValues(of2018, EDITION_2018, set(iso3, { OSI: String(scores.OSI) }));
      expect([outcome.rank, outcome.score, outcome.overtaken]).toEqual([rank, today.score, []]);
    }
  });

  it('says which whole points lie around a value that is none', () => {
    const { changes } = setValues(of2018, EDITION_2018, set('DDD', { OSI: '0.9' }));
    expect(changes[0]?.betweenPoints).toEqual([
      { points: 129, value: 0.8958 },
      { points: 130, value: 0.9028 },
    ]);
    expect(
      setValues(of2018, EDITION_2018, set('DDD', { OSI: '0.9028' })).changes[0]?.betweenPoints,
    ).toBeNull();
    expect(setValues(of2018, EDITION_2018, set('DDD', { OSI: '0' })).changes[0]?.betweenPoints).toBeNull();
  });

  it.each(['1.01', '-0.1'])('refuses %s', (text) => {
    expect(() => setValues(of2018, EDITION_2018, set('DDD', { TII: text }))).toThrow(
      expect.objectContaining({ code: 'value-out-of-range', exitCode: 2 }),
    );
  });
});
