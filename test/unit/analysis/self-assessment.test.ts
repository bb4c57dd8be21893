import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assessPoints,
  groupPoints,
  type PointIndexCode,
  questionnaireOf,
  rankPoints,
  weightSubIndices,
} from '../../../src/analysis/self-assessment.ts';
import type { EditionMethod } from '../../../src/methodology/method.ts';
import { findMethod, METHODS } from '../../../src/methodology/registry.ts';
import type { EditionFigures } from '../../../src/model/edition-figures.ts';
import type { FeatureAnswer } from '../../../src/model/questionnaire.ts';
import { compare, divide, type Rational, rational, toFixed, toNumber } from '../../../src/model/rational.ts';
import { editionFigures } from './figures.ts';

const POINT_INDICES = METHODS.flatMap((method) =>
  (['OSI', 'EPI'] as const).flatMap((code) => {
    const lattice = method.indices[code].lattice?.value;
    return lattice === undefined ? [] : [{ method, code, lattice, edition: method.edition }];
  }),
);

/** So many steps: full answers, and half of one where steps are halves. */
function answersOf(steps: number, step: Rational): FeatureAnswer[] {
  const perFeature = toNumber(divide(rational(1), step));
  const full = Math.floor(steps / perFeature);
  const answers = Array.from({ length: full }, (_, index) => feature(`f${index}`, rational(1)));
  return steps % perFeature === 0 ? answers : [...answers, feature('half', rational(1, 2))];
}

function feature(name: string, answer: Rational, group = 'all', points = rational(1)): FeatureAnswer {
  return { feature: name, group, answer, points };
}

function methodOf(edition: number): EditionMethod {
  const method = findMethod(edition);
  if (!method) throw new Error(`no method of ${edition}`);
  return method;
}

/** Scores as the edition prints them, one for each number of steps. */
function printedFigures(
  method: EditionMethod,
  code: PointIndexCode,
  steps: readonly number[],
): EditionFigures {
  const lattice = method.indices[code].lattice?.value;
  if (lattice === undefined) throw new Error('no lattice');
  const { decimals, mode } = method.indices[code].precision.value;
  return editionFigures(
    method.edition,
    steps.map((count, index) => {
      const score = divide({ num: lattice.step.num * BigInt(count), den: lattice.step.den }, lattice.range);
      const printed = Number(toFixed(score, decimals, mode === 'truncate' ? 'floor' : 'half-up'));
      return [`M${String(index).padStart(3, '0')}`, printed, null, null, null, null] as const;
    }),
  );
}

describe.each(POINT_INDICES)('$code $edition', ({ method, code, lattice }) => {
  const all = toNumber(divide(lattice.range, lattice.step));

  test('none of the points give 0, all of the range gives 1, one step more is refused', () => {
    const none = [feature('f0', rational(0))];
    expect(assessPoints(none, method, code).index.num).toBe(0n);
    expect(toNumber(assessPoints(answersOf(all, lattice.step), method, code).index)).toBe(1);
    expect(() => assessPoints(answersOf(all + 1, lattice.step), method, code)).toThrow(
      /more points than the range/,
    );
  });

  test('every number of points, printed as the edition prints it, is found again exactly', () => {
    const steps = Array.from({ length: all + 1 }, (_, count) => count);
    const figures = printedFigures(method, code, steps);
    for (const own of [0, 1, Math.floor(all / 3), all - 1, all]) {
      const assessment = assessPoints(
        [...answersOf(own, lattice.step), feature('no', rational(0))],
        method,
        code,
      );
      const ranked = rankPoints(assessment, figures, method, null);
      expect(ranked.notCompared).toEqual([]);
      expect([ranked.rank, ranked.of, ranked.level.length, ranked.isAdded]).toEqual([
        all - own + 1,
        all + 2,
        1,
        true,
      ]);
      expect(ranked.next.map(({ pointsNeeded }) => toNumber(pointsNeeded))).toEqual(
        Array.from({ length: all - own }, (_, more) => (more + 1) * toNumber(lattice.step)),
      );
    }
  });
});

describe('the place of the answers', () => {
  const method = methodOf(2020);
  // 170, 165, 165, 160 and 150 points; one member without a score.
  const figures = editionFigures(2020, [
    ['AAA', 1, null, null, null, null],
    ['BBB', 0.9706, null, null, null, null],
    ['CCC', 0.9706, null, null, null, null],
    ['DDD', 0.9412, null, null, null, null],
    ['EEE', 0.8824, null, null, null, null],
    ['FFF', null, null, null, null, null],
  ]);
  const placed = (points: number, iso3: string | null) =>
    rankPoints(assessPoints(answersOf(points, rational(1)), method, 'OSI'), figures, method, iso3);

  test('equal points share the better rank; those above are listed nearest first, ties together', () => {
    const { rank, of, level, next } = placed(160, null);
    expect([rank, of, level]).toEqual([4, 6, ['DDD']]);
    expect(next.map((one) => [one.rank, toNumber(one.pointsNeeded), one.iso3])).toEqual([
      [2, 5, ['BBB', 'CCC']],
      [1, 10, ['AAA']],
    ]);
  });

  test('answers of a member replace its score, and are set beside it', () => {
    const { rank, of, published, isAdded } = placed(166, 'EEE');
    expect([rank, of, isAdded]).toEqual([2, 5, false]);
    expect(published && [published.iso3, toNumber(published.points), published.rank]).toEqual([
      'EEE',
      150,
      5,
    ]);
    expect(placed(166, 'FFF').published).toBeNull();
  });

  test('drawing level takes the rank, one point more passes: for any points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 169 }), (points) => {
        for (const { rank, pointsNeeded } of placed(points, null).next) {
          const level = points + toNumber(pointsNeeded);
          expect(placed(level, null).rank).toBe(rank);
          if (level < 170) expect(placed(level + 1, null).rank).toBeLessThanOrEqual(rank);
        }
      }),
    );
  });

  test('a score on no lattice is named and left out, not guessed', () => {
    const odd = editionFigures(2020, [['AAA', 0.9999, null, null, null, null]]);
    const { notCompared, rank } = rankPoints(
      assessPoints(answersOf(10, rational(1)), method, 'OSI'),
      odd,
      method,
      null,
    );
    expect([notCompared, rank]).toEqual([['AAA'], 1]);
  });
});

describe('groups and sub-indices', () => {
  test('points add up over the groups, each feature by its points', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            group: fc.constantFrom('a', 'b', 'c'),
            yes: fc.boolean(),
            points: fc.integer({ min: 1, max: 5 }),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        (rows) => {
          const answers = rows.map(({ group, yes, points }, index) =>
            feature(`f${index}`, rational(yes ? 1 : 0), group, rational(points)),
          );
          const groups = groupPoints(answers);
          const total = (of: 'points' | 'possible') =>
            groups.reduce((sum, group) => sum + toNumber(group[of]), 0);
          expect(groups.reduce((sum, group) => sum + group.features, 0)).toBe(rows.length);
          expect(total('points')).toBe(rows.reduce((sum, row) => sum + (row.yes ? row.points : 0), 0));
          expect(total('possible')).toBe(rows.reduce((sum, row) => sum + row.points, 0));
        },
      ),
    );
  });

  test.each([2022, 2024])(
    'the OSI of %i is refused as official, and a what-if needs all five sub-indices',
    (edition) => {
      const method = methodOf(edition);
      const groups = questionnaireOf(method, 'OSI').groups ?? [];
      expect(groups).toHaveLength(5);
      const answers = groups.flatMap((group) => [
        feature(`${group} 1`, rational(1), group),
        feature(`${group} 2`, rational(0), group),
      ]);
      expect(() => assessPoints(answers, method, 'OSI')).toThrow(/weights have no source/);
      expect(compare(weightSubIndices(answers, method).weighted, rational(1, 2))).toBe(0);
      expect(() => weightSubIndices(answers.slice(0, -2), method)).toThrow(/no answers for technology/);
    },
  );

  test('a what-if of weights is refused where the index is a sum of points', () => {
    expect(() => weightSubIndices([feature('f', rational(1))], methodOf(2020))).toThrow(/no weights to try/);
  });

  test('the EPI has its three levels, the OSI before 2022 any groups; half points where the lattice has them', () => {
    for (const { method, code } of POINT_INDICES) {
      const { groups, step } = questionnaireOf(method, code);
      expect(groups?.length ?? null).toBe(code === 'EPI' ? 3 : null);
      expect(compare(step, method.indices[code].lattice?.value.step ?? rational(0))).toBe(0);
    }
  });
});
