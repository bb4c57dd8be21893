/**
 * A country's own answers to the questionnaire of an edition: points, the index that they make against the edition's
 * extremes, and its place among the published scores. Exact: points are counted, not scores.
 *
 * The published index is (points − minimum)/(maximum − minimum) over the members. The range is known from the lattice of
 * the scores, the minimum is not: answers are counted as points above the minimum.
 */
import { latticeScore, stepsOfScore } from '../composite/exact/lattice.ts';
import { ComputationRefused } from '../composite/refusal.ts';
import type { EditionMethod, PointLattice } from '../methodology/method.ts';
import { componentsOf } from '../methodology/nodes.ts';
import { parseDecimal } from '../model/decimal.ts';
import type { EditionFigures, MemberFigures } from '../model/edition-figures.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { FeatureAnswer } from '../model/questionnaire.ts';
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  ZERO,
} from '../model/rational.ts';
import type { Edition } from '../model/survey.ts';
import { fractionText } from './methods/method-words.ts';

export type PointIndexCode = 'OSI' | 'EPI';

export interface GroupPoints {
  readonly group: string;
  readonly features: number;
  readonly points: Rational;
  /** What full answers would give. */
  readonly possible: Rational;
}

export interface PointAssessment {
  readonly edition: Edition;
  readonly indexCode: PointIndexCode;
  readonly groups: readonly GroupPoints[];
  readonly points: Rational;
  readonly possible: Rational;
  readonly lattice: PointLattice;
  /** points/range, exact, 0 … 1. */
  readonly index: Rational;
}

/** The points of each group, in the order in which the groups come first. */
export function groupPoints(answers: readonly FeatureAnswer[]): readonly GroupPoints[] {
  const groups = new Map<string, GroupPoints>();
  for (const { group, answer, points } of answers) {
    const before = groups.get(group) ?? { group, features: 0, points: ZERO, possible: ZERO };
    groups.set(group, {
      group,
      features: before.features + 1,
      points: add(before.points, multiply(answer, points)),
      possible: add(before.possible, points),
    });
  }
  return [...groups.values()];
}

/**
 * Points and index of an edition whose index is a sum of points.
 * @throws ComputationRefused `rule-unknown` where the index of the edition is no sum of points; EgdiError
 * `points-beyond-range` (exit 3) where the answers give more points than the best member is above the last
 */
export function assessPoints(
  answers: readonly FeatureAnswer[],
  method: EditionMethod,
  indexCode: PointIndexCode,
): PointAssessment {
  const { edition } = method;
  const about = `${indexCode} ${edition}`;
  const lattice = method.indices[indexCode].lattice?.value;
  if (lattice === undefined) {
    throw new ComputationRefused(
      'rule-unknown',
      about,
      'made of five sub-indices; their weights have no source and how they are scaled is unknown',
      '--what-if weights them as recalled, as a what-if',
    );
  }
  const groups = groupPoints(answers);
  const points = groups.reduce((sum, group) => add(sum, group.points), ZERO);
  if (compare(points, lattice.range) > 0) {
    throw new EgdiError(
      'points-beyond-range',
      `${about}: the answers give more points than the range between the last and the best member`,
      {
        exitCode: EXIT.dataRefused,
        hint: 'leave out what every member has: only points above the minimum count',
      },
    );
  }
  return {
    edition,
    indexCode,
    groups,
    points,
    possible: groups.reduce((sum, group) => add(sum, group.possible), ZERO),
    lattice,
    index: divide(points, lattice.range),
  };
}

export interface NextRank {
  readonly rank: number;
  /** Points to draw level with it; one step more passes it. */
  readonly pointsNeeded: Rational;
  readonly iso3: readonly string[];
}

export interface AssessedRank {
  /** Competition rank; the Survey prints none of sub-indices. */
  readonly rank: number;
  /** Members compared with, and the country itself. */
  readonly of: number;
  /** Whether the answers stand beside all members: no country is named whose score they replace. */
  readonly isAdded: boolean;
  readonly level: readonly string[];
  /** Better ranks, nearest first. */
  readonly next: readonly NextRank[];
  /** The country as published; null where none is named or it has no score. */
  readonly published: { readonly iso3: string; readonly points: Rational; readonly rank: number } | null;
  /** Members whose score lies on no lattice, left out. */
  readonly notCompared: readonly string[];
}

/** Where the points would stand among the members' published scores, those of `iso3` replaced. */
export function rankPoints(
  assessment: PointAssessment,
  figures: EditionFigures,
  method: EditionMethod,
  iso3: string | null,
): AssessedRank {
  const members = figures.members.map((member) => ({
    iso3: member.iso3,
    points: pointsOf(member, assessment, method),
  }));
  const notCompared = members.filter(({ points }) => points === undefined).map((member) => member.iso3);
  const compared = members.flatMap(({ iso3: code, points }) =>
    points === undefined || points === null ? [] : [{ iso3: code, points }],
  );
  const others = compared.filter((member) => member.iso3 !== iso3);
  const rankOf = (points: Rational, among: typeof compared) =>
    1 + among.filter((other) => compare(other.points, points) > 0).length;
  const better = others
    .filter((other) => compare(other.points, assessment.points) > 0)
    .toSorted((a, b) => compare(a.points, b.points));
  const next = new Map<string, { points: Rational; iso3: string[] }>();
  for (const { iso3: code, points } of better) {
    const key = fractionText(points);
    const same = next.get(key);
    if (same === undefined) next.set(key, { points, iso3: [code] });
    else same.iso3.push(code);
  }
  const own = compared.find((member) => member.iso3 === iso3);
  return {
    rank: rankOf(assessment.points, others),
    of: others.length + 1,
    isAdded: iso3 === null,
    level: others
      .filter((other) => compare(other.points, assessment.points) === 0)
      .map((other) => other.iso3),
    next: [...next.values()].map(({ points, iso3: codes }) => ({
      rank: rankOf(points, others),
      pointsNeeded: subtract(points, assessment.points),
      iso3: codes,
    })),
    published:
      own === undefined ? null : { iso3: own.iso3, points: own.points, rank: rankOf(own.points, compared) },
    notCompared,
  };
}

/** Points above the minimum behind a published score; null without one, undefined off the lattice. */
function pointsOf(
  { scores }: MemberFigures,
  { indexCode, lattice }: PointAssessment,
  method: EditionMethod,
): Rational | null | undefined {
  const score = scores[indexCode];
  if (score === null) return null;
  const { precision } = method.indices[indexCode];
  const printed = parseDecimal(score.toFixed(precision.value.decimals));
  const steps = printed && stepsOfScore(printed.value, lattice, precision.value);
  return steps === undefined
    ? undefined
    : multiply(latticeScore(steps, lattice.step, lattice.range), lattice.range);
}

export interface SubIndexShare {
  readonly group: GroupPoints;
  readonly weight: Rational;
  /** Share of the points of the file. */
  readonly share: Rational;
}

export interface WeightedWhatIf {
  readonly edition: Edition;
  readonly shares: readonly SubIndexShare[];
  /** Σ weight × share, 0 … 1: before the min–max over the members, whose extremes are not known. */
  readonly weighted: Rational;
}

/**
 * The OSI since 2022 as a what-if: shares of the points of each sub-index, weighted as recalled. It is no OSI: neither the
 * scaling of the sub-indices nor the extremes of the members are known.
 * @throws ComputationRefused `rule-unknown` where the edition has no sub-indices, `value-missing` where one has no answers
 */
export function weightSubIndices(answers: readonly FeatureAnswer[], method: EditionMethod): WeightedWhatIf {
  const about = `OSI ${method.edition}`;
  const groups = new Map(groupPoints(answers).map((group) => [group.group, group]));
  const parts = componentsOf(method.indices.OSI);
  if (parts.length === 0) {
    throw new ComputationRefused('rule-unknown', about, 'a sum of points: it has no weights to try');
  }
  const shares = parts.map(({ code, weight }): SubIndexShare => {
    const group = groups.get(code);
    if (group === undefined) throw new ComputationRefused('value-missing', about, `no answers for ${code}`);
    if (weight.value === null)
      throw new ComputationRefused('rule-unknown', about, `the weight of ${code} is unknown`);
    return { group, weight: weight.value, share: divide(group.points, group.possible) };
  });
  return {
    edition: method.edition,
    shares,
    weighted: shares.reduce((sum, { weight, share }) => add(sum, multiply(weight, share)), ZERO),
  };
}

/** What a file of answers may hold for an index of an edition. */
export function questionnaireOf(
  method: EditionMethod,
  indexCode: PointIndexCode,
): { readonly groups: readonly string[] | null; readonly step: Rational } {
  const { lattice, tree } = method.indices[indexCode];
  const codes = tree?.children.map(({ code }) => code) ?? [];
  return { groups: codes.length > 1 ? codes : null, step: lattice?.value.step ?? rational(1) };
}
