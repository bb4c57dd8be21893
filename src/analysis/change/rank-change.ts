/**
 * Why a country's score and rank changed between any two editions, in either order: parts that sum exactly to the
 * published change. What published data cannot identify is named and folded into the own part, never shown as zero.
 */
import { columnsGame, ownOthersParts, prepareOthers } from '../../composite/attribution/rank-change.ts';
import { splitMeanChange } from '../../composite/attribution/score-change.ts';
import { shapleyFractions } from '../../composite/attribution/shapley.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import type { ComponentValue } from '../../model/component-value.ts';
import type { EditionFigures, MemberFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { add, type Rational, rational, reduce, subtract, ZERO } from '../../model/rational.ts';
import type { Edition, IndexCode } from '../../model/survey.ts';
import { breaksBetween, editionsBetween, type MethodBreak } from './comparability.ts';
import { type FrameIdentification, identifyFrame } from './frame-identification.ts';
import { splitByComponents } from './frame-split.ts';
import { type GeometricChange, geometricChange } from './geometric-change.ts';
import { type Overtaking, overtaking } from './overtaking.ts';
import {
  countedValue,
  type EditionWithMethod,
  exactScore,
  isRanked,
  partsOf,
  statePair,
} from './ranked-states.ts';

/** One part of an index in one edition, as it entered. */
export interface EnteredPart {
  readonly index: IndexCode;
  /** As published; null: not available. */
  readonly published: number | null;
  /** It was not available and counted as zero. */
  readonly missingAsZero: boolean;
  readonly weight: Rational;
}

/** The country in one of the two editions. */
export interface ChangeEnd {
  readonly edition: Edition;
  readonly releaseNo: number;
  readonly score: number;
  readonly rank: number;
  /** Printed by the Survey, or derived: competition rank of the published values. */
  readonly rankBasis: 'published' | 'derived';
  readonly rankedCount: number;
  readonly parts: readonly EnteredPart[];
}

/** Parts are named by `part`; `own` ones by their index as well. */
export interface ChangePart {
  readonly part: 'own' | 'others' | 'who_is_ranked' | 'weights' | 'rounding_and_deviations';
  readonly index?: IndexCode;
  readonly value: Rational;
}

export interface ChangeExplanation {
  readonly iso3: string;
  readonly name: string;
  readonly index: IndexCode;
  readonly before: ChangeEnd;
  readonly after: ChangeEnd;
  /** Positive raises the score. Σ parts = change exactly. */
  readonly score: { readonly change: Rational; readonly parts: readonly ChangePart[] };
  /** Positive is a larger rank number, which is worse. Σ parts = change exactly, in each of the two games. */
  readonly rank: {
    readonly change: number;
    /** Players: own parts; all others together, who is ranked included; the weights where they differ. */
    readonly ownAndOthers: readonly ChangePart[];
    /** Players: each part updated for all countries at once; who is ranked and the weights where they differ. */
    readonly columns: readonly ChangePart[];
  };
  /** What an index with a geometric mean would have done; null: not asked for. */
  readonly geometric: GeometricChange | null;
  /** For each own part. */
  readonly frames: readonly (FrameIdentification & { readonly index: IndexCode })[];
  readonly overtaking: Overtaking;
  readonly breaks: readonly MethodBreak[];
  /** Editions that lie between and are not looked at. */
  readonly crossed: readonly Edition[];
}

export interface ChangeQuestion {
  readonly iso3: string;
  readonly index: IndexCode;
  /** Whether the change of a geometric mean is wanted too. */
  readonly geometric: boolean;
  /** Raw components of both editions, by which frames can be identified; none: published figures only. */
  readonly components?: readonly ComponentValue[];
}

/**
 * @throws EgdiError `not-a-member`, `not-assessed` (exit 2): the country has no rank in one of the editions;
 * ComputationRefused `value-missing`, and of the geometric mean `value-not-positive` (exit 3)
 */
export function explainChange(
  before: EditionWithMethod,
  after: EditionWithMethod,
  { iso3, index, geometric, components = [] }: ChangeQuestion,
): ChangeExplanation {
  const pair = statePair(index, before, after);
  const members = [before, after].map(({ figures }) => rankedMember(figures, index, iso3)) as [
    MemberFigures,
    MemberFigures,
  ];
  const rankings = [before, after].map(({ figures }) => rankingOf(figures, index)) as [Ranks, Ranks];
  const ends = [before, after].map((edition, at) =>
    endOf(edition, index, members[at] as MemberFigures, rankings[at] as Ranks),
  ) as [ChangeEnd, ChangeEnd];
  const [was, is] = ends;

  const unit = pair.units.indexOf(iso3);
  const prepared = prepareOthers(pair.before, pair.after);
  const columns = columnsGame(pair.before, pair.after);
  const codes = partsOf(index, after.method).map(({ code }) => code);
  const own = codes.map((code) => ({ part: 'own' as const, index: code }));
  const weights = prepared.hasWeightsPlayer ? [{ part: 'weights' as const }] : [];
  const population = columns.hasPopulationPlayer ? [{ part: 'who_is_ranked' as const }] : [];
  const change = is.rank - was.rank;
  const scoreChange = subtract(exactScore(is.score), exactScore(was.score));
  return {
    iso3,
    name: members[1].name,
    index,
    before: was,
    after: is,
    score: { change: scoreChange, parts: scoreParts(before, after, members, index, scoreChange) },
    rank: {
      change,
      ownAndOthers: withRest(
        [...own, { part: 'others' as const }, ...weights],
        ownOthersParts(prepared, unit),
        rational(change),
      ),
      columns: withRest(
        [...own, ...population, ...weights],
        shapleyFractions(columns.players, columns.worthOf(unit)),
        rational(change),
      ),
    },
    geometric: geometric ? geometricChange(was, is) : null,
    frames: codes.map((code) => ({
      index: code,
      ...frameOf(code, [before, after], members, components),
    })),
    overtaking: overtaking(...rankings, iso3),
    breaks: breaksBetween(was.edition, is.edition, index === 'EGDI' ? ['EGDI', ...codes] : codes),
    crossed: editionsBetween(was.edition, is.edition),
  };
}

/** What the registry says of the frame, or its share where the components of both editions give it. */
function frameOf(
  code: IndexCode,
  editions: readonly [EditionWithMethod, EditionWithMethod],
  [was, is]: readonly [MemberFigures, MemberFigures],
  components: readonly ComponentValue[],
): FrameIdentification {
  const found = identifyFrame(code, editions[0].method, editions[1].method);
  const isMade = code === 'TII' || code === 'HCI';
  const [before, after] = [was.scores[code], is.scores[code]];
  if (found.status !== 'not_identified' || !isMade || components.length === 0) return found;
  if (before === null || after === null) return found;
  try {
    const split = splitByComponents(code, editions, components, is.iso3, [before, after]);
    const [n, m] = split.referenceSet;
    const reason = `${code}: split by the components given, over ${n} and ${m} members that have all of them`;
    return { status: 'identified', reason, split };
  } catch (error) {
    if (!(error instanceof ComputationRefused)) throw error;
    return { ...found, reason: `${found.reason}; the components given do not help: ${error.message}` };
  }
}

interface Ranks {
  readonly ranks: ReadonlyMap<string, number>;
}

function scoreParts(
  before: EditionWithMethod,
  after: EditionWithMethod,
  [was, is]: readonly [MemberFigures, MemberFigures],
  index: IndexCode,
  change: Rational,
): ChangePart[] {
  const old = partsOf(index, before.method);
  const now = partsOf(index, after.method);
  const { own, weights } = splitMeanChange(
    now.map(({ code, weight }, at) => ({
      weightBefore: old[at]?.weight ?? ZERO,
      weightAfter: weight,
      before: exactScore(countedValue(was, code, before.method)),
      after: exactScore(countedValue(is, code, after.method)),
    })),
  );
  const hasOtherWeights = now.some(({ weight }, at) => subtract(weight, old[at]?.weight ?? ZERO).num !== 0n);
  return withRest(
    [
      ...now.map(({ code }) => ({ part: 'own' as const, index: code })),
      ...(hasOtherWeights ? [{ part: 'weights' as const }] : []),
    ],
    [...own, ...(hasOtherWeights ? [reduce(weights.reduce(add, ZERO))] : [])],
    change,
  );
}

/** The parts with their values, and what they leave of the published change where that is not zero. */
function withRest(
  parts: readonly Omit<ChangePart, 'value'>[],
  values: readonly Rational[],
  change: Rational,
): ChangePart[] {
  const rest = reduce(subtract(change, values.reduce(add, ZERO)));
  return [
    ...parts.map((part, at) => ({ ...part, value: values[at] as Rational })),
    ...(rest.num === 0n ? [] : [{ part: 'rounding_and_deviations' as const, value: rest }]),
  ];
}

function endOf(
  { figures, method }: EditionWithMethod,
  index: IndexCode,
  member: MemberFigures,
  { ranks }: Ranks,
): ChangeEnd {
  return {
    edition: figures.edition,
    releaseNo: figures.releaseNo,
    score: member.scores[index] as number,
    rank: ranks.get(member.iso3) as number,
    rankBasis: index === 'EGDI' ? 'published' : 'derived',
    rankedCount: ranks.size,
    parts: partsOf(index, method).map(({ code, weight }) => ({
      index: code,
      published: member.scores[code],
      missingAsZero: member.scores[code] === null,
      weight,
    })),
  };
}

/** The printed ranks of the EGDI; competition ranks of the published values of another index. */
function rankingOf(figures: EditionFigures, index: IndexCode): Ranks {
  const ranked = figures.members.filter((member) => isRanked(index, member));
  if (index === 'EGDI') return { ranks: new Map(ranked.map(({ iso3, rank }) => [iso3, rank as number])) };
  const scores = ranked.map(({ scores }) => scores[index] as number).sort((a, b) => b - a);
  return {
    ranks: new Map(ranked.map(({ iso3, scores: own }) => [iso3, 1 + scores.indexOf(own[index] as number)])),
  };
}

function rankedMember({ edition, members }: EditionFigures, index: IndexCode, iso3: string): MemberFigures {
  const member = members.find((one) => one.iso3 === iso3);
  if (member === undefined) {
    throw new EgdiError('not-a-member', `${iso3} was no member of the Survey in ${edition}`, {
      exitCode: EXIT.usage,
    });
  }
  if (isRanked(index, member)) return member;
  throw new EgdiError(
    'not-assessed',
    `${member.name} (${iso3}) has no ${index} in ${edition}: there is no change to explain`,
    { exitCode: EXIT.usage, hint: `why: egdi explain ${iso3} ${edition} ${index}` },
  );
}
