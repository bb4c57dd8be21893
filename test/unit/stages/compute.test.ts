import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMethod } from '../../../src/methodology/registry.ts';
import { decimalText } from '../../../src/model/decimal.ts';
import type { ComputedEdition, EditionSource, Figure, Score } from '../../../src/model/facts.ts';
import { compare, rational } from '../../../src/model/rational.ts';
import { assertConserved } from '../../../src/model/stage.ts';
import { type Edition, INDEX_CODES, type IndexCode } from '../../../src/model/survey.ts';
import type { GroupMembers } from '../../../src/stages/compute/group-scores.ts';
import { compute } from '../../../src/stages/compute.ts';
import { assembleEdition } from '../../../src/stages/normalise/assemble.ts';
import { editionSource, type PrintedRow } from '../../support/survey-records.ts';

const ROWS_2018: Readonly<Record<string, PrintedRow>> = {
  KAZ: ['0.7597', '0.8681', '0.5723', '0.8388', '0.8371', 1],
  KGZ: ['0.5835', '0.6458', '0.3418', '0.7628', '0.6854', 2],
  IRQ: ['0.3376', '0.3194', '0.1840', '0.5094', '0.3371', 3],
};

interface Options {
  readonly method?: 'unknown';
  readonly groups?: readonly GroupMembers[];
  readonly publishedMeans?: Parameters<typeof compute>[2]['publishedMeans'];
}

function computeSource(source: EditionSource, { method, groups = [], publishedMeans = [] }: Options = {}) {
  const assembled = assembleEdition(source.edition, [source], new Set(source.countries.keys()));
  if (!assembled.edition) throw new Error('not assembled');
  const rules = method === 'unknown' ? undefined : findMethod(source.edition);
  return compute(assembled.edition, rules, { groups, publishedMeans });
}

const computeRows = (edition: Edition, rows: Readonly<Record<string, PrintedRow>>, options: Options = {}) =>
  computeSource(editionSource(edition, rows), options);

/** The source with figures that are not available or not assessed. */
function withMissing(
  source: EditionSource,
  iso3: string,
  missing: Partial<Record<IndexCode, Figure['status']>>,
) {
  const country = source.countries.get(iso3);
  if (!country) throw new Error(iso3);
  const figures = { ...country.figures };
  for (const [code, status] of Object.entries(missing) as [IndexCode, Figure['status']][])
    figures[code] = { status, value: null, text: '0.00000', cell: { row: 2 } };
  const rank = country.egdiRank && missing.EGDI ? { egdiRank: { ...country.egdiRank, value: null } } : {};
  return {
    ...source,
    countries: new Map([...source.countries, [iso3, { ...country, figures, ...rank }] as const]),
  };
}

function scoreOf(computed: ComputedEdition, iso3: string, indexCode: IndexCode = 'EGDI'): Score {
  const score = computed.scores.find((found) => found.iso3 === iso3 && found.indexCode === indexCode);
  if (!score) throw new Error(`${iso3} ${indexCode}`);
  return score;
}

const text = (value: Score['recomputed']) => (value ? decimalText(value, 6) : null);

describe('the recomputed EGDI', () => {
  it('is the mean of the sub-indices, unrounded and rounded, and no other index is recomputed', () => {
    const computed = computeRows(2018, ROWS_2018);
    expect(text(scoreOf(computed, 'KAZ').recomputed)).toBe('0.759733');
    expect(text(scoreOf(computed, 'KAZ').recomputedRounded)).toBe('0.7597');
    for (const { indexCode, recomputed, notRecomputedReason } of computed.scores) {
      expect(recomputed === null).toBe(indexCode !== 'EGDI');
      expect(notRecomputedReason === null).toBe(indexCode === 'EGDI');
    }
  });

  it('is weighted 0.34, 0.33, 0.33 in 2008 and 2010', () => {
    const rows: Record<string, PrintedRow> = { KAZ: ['0.5578', '1', '0', '0', '0', 1] };
    for (const edition of [2008, 2010])
      expect(text(scoreOf(computeRows(edition, rows), 'KAZ').recomputed)).toBe('0.34');
  });

  it('of 2024 takes OSI and TII at 4 decimals and HCI at 5 (P.2)', () => {
    const rows: Record<string, PrintedRow> = {
      KAZ: ['0.90093', '0.93903', '0.92353', '0.84029', '0.8493', 1],
    };
    // (0.9390 + 0.9235 + 0.84029) / 3
    expect(text(scoreOf(computeRows(2024, rows), 'KAZ').recomputed)).toBe('0.90093');
  });

  it('does not depend on what was published', () => {
    const other = { ...ROWS_2018, KAZ: ['0.1111', '0.8681', '0.5723', '0.8388', '0.8371', 3] as const };
    const [ours, theirs] = [computeRows(2018, ROWS_2018), computeRows(2018, other)];
    for (const iso3 of Object.keys(ROWS_2018)) {
      const [a, b] = [scoreOf(ours, iso3), scoreOf(theirs, iso3)];
      expect([text(a.recomputed), a.rankRecomputed]).toEqual([text(b.recomputed), b.rankRecomputed]);
    }
  });
});

describe('a member that the edition does not assess', () => {
  const rows: Readonly<Record<string, PrintedRow>> = {
    AAA: ['0.4', '0.5', '0.3', '0.4', '0.1', 1],
    BBB: ['0.0', '0.0', '0.1', '0.5', '0.0', 2],
  };

  it('has no recomputed score in 2003 to 2005 and 2012, where OSI is zero', () => {
    for (const edition of [2003, 2004, 2005, 2012]) {
      const computed = computeSource(
        withMissing(editionSource(edition, rows), 'BBB', { EGDI: 'not_assessed' }),
      );
      expect(scoreOf(computed, 'BBB')).toMatchObject({
        ...{
          status: 'not_assessed',
          published: null,
          recomputed: null,
          rankRecomputed: null,
          rankCount: null,
        },
        ...{ levelGroup: null, isScoreTied: null, notRecomputedReason: 'not assessed in this edition' },
      });
      expect(scoreOf(computed, 'AAA').rankCount).toBe(1);
    }
  });

  it('is one without HCI in 2008 and 2010, where an OSI of zero is ranked', () => {
    for (const edition of [2008, 2010]) {
      const source = withMissing(editionSource(edition, rows), 'AAA', { HCI: 'not_available' });
      expect(scoreOf(computeSource(source), 'AAA').recomputed).toBeNull();
      expect(text(scoreOf(computeSource(source), 'BBB').recomputed)).toBe('0.198');
    }
  });

  it('is nobody from 2014 on: an OSI of zero is a minimum', () => {
    for (const edition of [2014, 2016, 2018, 2020, 2022, 2024])
      expect(text(scoreOf(computeRows(edition, rows), 'BBB').recomputed)).toBe('0.2');
  });
});

describe('a missing sub-index', () => {
  const rows: Readonly<Record<string, PrintedRow>> = {
    AND: ['0.17416', '0.21397', '0.30853', '0.5', '0.1', 1],
  };

  it('enters the mean as zero in 2003 to 2005, and the score says so', () => {
    for (const edition of [2003, 2004, 2005]) {
      const score = scoreOf(
        computeSource(withMissing(editionSource(edition, rows), 'AND', { HCI: 'not_available' })),
        'AND',
      );
      expect([text(score.recomputed), score.componentMissingAsZero]).toEqual(['0.174167', true]);
    }
    expect(scoreOf(computeRows(2003, rows), 'AND').componentMissingAsZero).toBe(false);
  });

  it('leaves the score unrecomputed in every other edition', () => {
    for (const edition of [2008, 2010, 2012, 2014, 2018, 2024]) {
      const source = withMissing(editionSource(edition, rows), 'AND', { TII: 'not_available' });
      expect(scoreOf(computeSource(source), 'AND')).toMatchObject({
        recomputed: null,
        componentMissingAsZero: false,
      });
    }
  });

  it('has no rank, no points and no level', () => {
    const source = withMissing(editionSource(2010, rows), 'AND', { HCI: 'not_available' });
    expect(scoreOf(computeSource(source), 'AND', 'HCI')).toMatchObject({
      ...{
        published: null,
        rankFromPublished: null,
        rankRecomputed: null,
        rankCompetition: null,
        rankDense: null,
      },
      ...{ rankCount: null, levelGroup: null, pointsAboveMin: null, isScoreTied: null },
    });
  });
});

describe('ranks', () => {
  // Serbia and Slovakia share rank 49 of 2018: their unrounded means differ, their rounded ones do not.
  const pair: Readonly<Record<string, PrintedRow>> = {
    SRB: ['0.7155', '0.7361', '0.6208', '0.7896', '0.7', 1],
    SVK: ['0.7155', '0.7361', '0.6208', '0.7895', '0.7', 1],
    KAZ: ['0.3', '0.3', '0.3', '0.3', '0.3', 3],
  };

  it('of 2018 are taken on the score at 4 decimals: what rounds alike shares a rank', () => {
    const computed = computeRows(2018, pair);
    expect(['SRB', 'SVK', 'KAZ'].map((iso3) => scoreOf(computed, iso3).rankRecomputed)).toEqual([1, 1, 3]);
    expect(scoreOf(computed, 'SRB')).toMatchObject({ isScoreTied: true, isRankShared: true });
  });

  it('of 2020 are taken on the unrounded score with the exact OSI of its points (P.3)', () => {
    // 0.8118 = 138/170 = 0.81176…, 0.8119 is on no lattice point; HCI makes up for the print, not for the points.
    const rows: Readonly<Record<string, PrintedRow>> = {
      AAA: ['0.8118', '0.8118', '0.8118', '0.8118', '0.5', 1],
      BBB: ['0.8118', '0.8059', '0.8118', '0.8177', '0.5', 2],
    };
    const computed = computeRows(2020, rows);
    expect([text(scoreOf(computed, 'AAA').recomputed), text(scoreOf(computed, 'BBB').recomputed)]).toEqual([
      '0.8118',
      '0.8118',
    ]);
    // BBB: 137/170 = 0.805882…, 0.0000176 below its print; AAA: 138/170 is 0.0000353 below.
    expect([scoreOf(computed, 'AAA').rankRecomputed, scoreOf(computed, 'BBB').rankRecomputed]).toEqual([
      2, 1,
    ]);
    expect(scoreOf(computed, 'AAA').isScoreTied).toBe(true);
  });

  it('of published scores stand beside those of recomputed ones', () => {
    const rows = { ...ROWS_2018, KAZ: ['0.1', '0.8681', '0.5723', '0.8388', '0.8371', 3] as const };
    expect(scoreOf(computeRows(2018, rows), 'KAZ')).toMatchObject({
      rankFromPublished: 3,
      rankRecomputed: 1,
    });
  });

  it('of a sub-index are over members whose value is available, by both rules', () => {
    const source = withMissing(
      editionSource(2010, {
        AAA: ['0.5', '0.5', '0.5', '0.9', '0.1', 1],
        BBB: ['0.5', '0.5', '0.5', '0.9', '0.1', 1],
        CCC: ['0.4', '0.4', '0.4', '0.8', '0.1', 3],
        DDD: ['0.4', '0.4', '0.4', '0.8', '0.1', 3],
      }),
      'DDD',
      { HCI: 'not_available', EGDI: 'not_assessed' },
    );
    const computed = computeSource(source);
    expect(scoreOf(computed, 'CCC', 'HCI')).toMatchObject({ rankCompetition: 3, rankDense: 2, rankCount: 3 });
    expect(scoreOf(computed, 'AAA', 'HCI').rankCount).toBe(3);
  });
});

describe('points', () => {
  it('are read off the lattice, and said to be inferred', () => {
    const score = scoreOf(computeRows(2018, ROWS_2018), 'KAZ', 'OSI');
    expect([text(score.pointsAboveMin), text(score.pointsRange), text(score.pointsStep)]).toEqual([
      '125',
      '144',
      '1',
    ]);
    expect(score.pointsBasis).toContain('not printed by the publisher');
  });

  it('are absent where the score is on no lattice point, or the index on no lattice', () => {
    const rows = { KAZ: ['0.7597', '0.8682', '0.5723', '0.8388', '0.8371', 1] as const };
    expect(scoreOf(computeRows(2018, rows), 'KAZ', 'OSI').pointsAboveMin).toBeNull();
    expect(scoreOf(computeRows(2022, rows), 'KAZ', 'OSI')).toMatchObject({
      pointsAboveMin: null,
      pointsBasis: null,
    });
  });
});

describe('levels and rating classes', () => {
  it('are derived, and say whether the edition used them', () => {
    const score = (edition: Edition) => scoreOf(computeRows(edition, ROWS_2018), 'KAZ');
    expect(score(2018)).toMatchObject({ levelGroup: 'very_high', ratingClassDerived: null });
    expect(score(2018).levelGroupBasis).toContain('thresholds of the Survey');
    expect(score(2012).levelGroupBasis).toContain('in retrospect');
    expect(score(2020).ratingClassDerived).toMatch(/^V/);
  });

  it('are given to the EGDI only, as far as classes go', () => {
    const { scores } = computeRows(2020, ROWS_2018);
    for (const { indexCode, ratingClassDerived } of scores)
      expect(ratingClassDerived === null).toBe(indexCode !== 'EGDI');
  });
});

describe('group means', () => {
  const rows: Readonly<Record<string, PrintedRow>> = {
    AAA: ['0.6', '0.6', '0.6', '0.6', '0.6', 1],
    BBB: ['0.2', '0.2', '0.2', '0.2', '0.2', 2],
    CCC: ['0', '0', '0.3', '0.9', '0', 3],
  };
  const groups = [{ groupCode: 'G', members: new Set(['AAA', 'BBB', 'CCC', 'ZZZ']) }];
  const mean = (edition: Edition, indexCode: IndexCode) => {
    const source = withMissing(
      editionSource(edition, rows),
      'CCC',
      edition < 2014 ? { EGDI: 'not_assessed' } : {},
    );
    const found = computeSource(source, { groups }).groupScores.find(
      (score) => score.indexCode === indexCode,
    );
    if (!found) throw new Error('no mean');
    return found;
  };

  it.each([
    [2005, 'EGDI', '0.4', 2, 0],
    [2005, 'HCI', '0.4', 2, 0],
    [2012, 'EGDI', '0.266667', 3, 1],
    [2012, 'HCI', '0.566667', 3, 0],
    [2018, 'EGDI', '0.266667', 3, 0],
  ] as const)(
    'of %i %s follow the denominator rule of the edition (§6)',
    (edition, code, value, counted, zeros) => {
      const score = mean(edition, code);
      expect(score).toMatchObject({ memberCount: 3, countedCount: counted, zeroForMissingCount: zeros });
      expect(text(score.meanPublishedRule)).toBe(value);
    },
  );

  it('over what is available stand beside, and missing is not zero in them', () => {
    expect(text(mean(2012, 'EGDI').meanAvailable)).toBe('0.4');
    expect(text(mean(2012, 'OSI').meanAvailable)).toBe('0.266667');
  });

  it('carry the printed mean where one is declared, and only there', () => {
    const printed = { edition: 2018, groupCode: 'G', indexCode: 'EGDI' as const, mean: '0.2667' };
    const computed = computeRows(2018, rows, {
      groups,
      publishedMeans: [{ ...printed, source: 's', evidence: 'stated' }],
    });
    expect(computed.groupScores.map(({ meanPublished }) => meanPublished)).toEqual([
      '0.2667',
      null,
      null,
      null,
      null,
    ]);
  });

  it('are given for no group without members in the edition', () => {
    const nobody = [{ groupCode: 'N', members: new Set(['ZZZ']) }];
    expect(computeRows(2018, rows, { groups: nobody }).groupScores).toEqual([]);
  });

  it('have no rule where the method is unknown', () => {
    const [score] = computeRows(2018, rows, { groups, method: 'unknown' }).groupScores;
    expect(score).toMatchObject({ meanPublishedRule: null, countedCount: null, denominatorRule: 'unknown' });
    expect(text(score?.meanAvailable ?? null)).toBe('0.266667');
  });
});

describe('an edition whose method is unknown', () => {
  it('keeps its published figures and is not recomputed', () => {
    const computed = computeRows(2018, ROWS_2018, { method: 'unknown' });
    for (const score of computed.scores) {
      expect(score).toMatchObject({
        recomputed: null,
        notRecomputedReason: 'method unknown',
        levelGroup: null,
      });
      expect(score.published).not.toBeNull();
      if (score.indexCode === 'EGDI') expect(score).toMatchObject({ rankRecomputed: null, rankBasis: null });
    }
    expect(scoreOf(computed, 'KAZ').rankFromPublished).toBe(1);
  });
});

it('every country becomes five scores, whatever the order of the rows', () => {
  const expected = computeRows(2018, ROWS_2018);
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.keys(ROWS_2018), { minLength: 3 }), (order) => {
      const rows = Object.fromEntries(order.map((iso3) => [iso3, ROWS_2018[iso3] as PrintedRow]));
      const computed = computeRows(2018, rows);
      computed.counts.forEach(assertConserved);
      expect(computed.counts[0]).toMatchObject({ in: 3, fanOut: INDEX_CODES.length, out: 15 });
      expect(computed.scores).toEqual(expected.scores);
    }),
    { seed: 4, numRuns: 20 },
  );
});

it('all intervals of recomputed scores hold the recomputed score', () => {
  for (const edition of [2003, 2008, 2014, 2018, 2024]) {
    const { scores, recomputedIntervals } = computeRows(edition, ROWS_2018);
    for (const { iso3, indexCode, recomputed } of scores) {
      if (indexCode !== 'EGDI' || !recomputed) continue;
      const interval = recomputedIntervals.get(iso3);
      if (!interval) throw new Error(`no interval of ${iso3}`);
      expect(compare(interval.low, recomputed)).toBeLessThanOrEqual(0);
      expect(compare(recomputed, interval.high)).toBeLessThanOrEqual(0);
      expect(compare(interval.low, rational(1))).toBeLessThan(0);
    }
  }
});
