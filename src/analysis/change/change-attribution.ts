/**
 * What moved the EGDI of every country between two editions, as facts: the split that `explainChange` makes for one
 * country, with positive as better in every part.
 */
import {
  type OthersByState,
  ownOthersParts,
  prepareOthers,
} from '../../composite/attribution/rank-change.ts';
import { splitMeanChange } from '../../composite/attribution/score-change.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import { findMethod } from '../../methodology/registry.ts';
import type {
  ChangeAttribution,
  EditionScores,
  MemberScores,
  RankChangeParts,
  ScoreChangeParts,
} from '../../model/change-attribution.ts';
import { add, multiply, type Rational, rational, reduce, subtract, ZERO } from '../../model/rational.ts';
import { SUB_INDEX_CODES } from '../../model/survey.ts';
import { identifyFrame } from './frame-identification.ts';
import {
  countedValue,
  exactScore,
  isRanked,
  partsOf,
  type ScoresWithMethod,
  statePair,
} from './ranked-states.ts';

/** What a pair of editions is split with. */
interface Split {
  readonly before: ScoresWithMethod;
  readonly after: ScoresWithMethod;
  readonly game: OthersByState;
  /** ISO3 codes in the order of the game's rows. */
  readonly units: readonly string[];
  /** Of the own parts, those whose frame and method published data does not identify. */
  readonly notIdentified: readonly string[];
}

/**
 * Splits the change of every country that has a published EGDI and rank in both editions, in the order of ISO3 codes.
 * Formulas, signs and what is not identified: `ChangeAttribution`. Where a method is unknown, or has no rule for what
 * is missing, the changes are there without parts, and their note says why.
 */
export function attributeChanges(before: EditionScores, after: EditionScores): ChangeAttribution[] {
  const split = prepareSplit(before, after);
  const old = new Map(before.members.filter(isAssessed).map((member) => [member.iso3, member]));
  const changes: ChangeAttribution[] = [];
  for (const is of [...after.members].sort(byIso3)) {
    const was = old.get(is.iso3);
    if (was === undefined || !isAssessed(is)) continue;
    const scoreChange = subtract(exactScore(is.scores.EGDI), exactScore(was.scores.EGDI));
    const rankChange = was.rank - is.rank;
    const change = {
      iso3: is.iso3,
      edition: after.edition,
      previousEdition: before.edition,
      scoreChange,
      rankChange,
    };
    if (typeof split === 'string') {
      const unknown = { scoreParts: null, rankParts: null, frameAndMethodIdentified: false };
      changes.push({ ...change, ...unknown, note: `not split: ${split}` });
      continue;
    }
    changes.push({
      ...change,
      scoreParts: scoreParts(split, was, is, scoreChange),
      rankParts: rankParts(split.game, split.units.indexOf(is.iso3), rankChange),
      frameAndMethodIdentified: split.notIdentified.length === 0,
      note: noteOf(split, was, is),
    });
  }
  return changes;
}

type AssessedMember = MemberScores & { readonly rank: number; readonly scores: { readonly EGDI: number } };

function isAssessed(member: MemberScores): member is AssessedMember {
  return isRanked('EGDI', member);
}

function byIso3(a: MemberScores, b: MemberScores): number {
  return a.iso3 < b.iso3 ? -1 : 1;
}

/** Or in words why nothing of this pair can be split. */
function prepareSplit(before: EditionScores, after: EditionScores): Split | string {
  const [old, now] = [findMethod(before.edition), findMethod(after.edition)];
  if (old === undefined) return `the method of ${before.edition} is unknown`;
  if (now === undefined) return `the method of ${after.edition} is unknown`;
  const editions = { before: { figures: before, method: old }, after: { figures: after, method: now } };
  try {
    const pair = statePair('EGDI', editions.before, editions.after);
    const notIdentified = SUB_INDEX_CODES.filter((code) => identifyFrame(code, old, now).status !== 'none');
    return { ...editions, game: prepareOthers(pair.before, pair.after), units: pair.units, notIdentified };
  } catch (error) {
    if (error instanceof ComputationRefused) return error.message;
    throw error;
  }
}

function scoreParts(
  { before, after }: Split,
  was: MemberScores,
  is: MemberScores,
  scoreChange: Rational,
): ScoreChangeParts {
  const old = partsOf('EGDI', before.method);
  const { own, weights, total } = splitMeanChange(
    partsOf('EGDI', after.method).map(({ code, weight }, at) => ({
      weightBefore: old[at]?.weight ?? ZERO,
      weightAfter: weight,
      before: exactScore(countedValue(was, code, before.method)),
      after: exactScore(countedValue(is, code, after.method)),
    })),
  );
  const [ownOsi = ZERO, ownTii = ZERO, ownHci = ZERO] = own;
  const method = reduce(weights.reduce(add, ZERO));
  return { ownOsi, ownTii, ownHci, method, residual: reduce(subtract(scoreChange, total)) };
}

/** The game counts rank numbers, where more is worse; the facts count places up. */
function rankParts(game: OthersByState, unit: number, rankChange: number): RankChangeParts {
  const parts = ownOthersParts(game, unit).map((part) => multiply(part, rational(-1)));
  const [ownOsi = ZERO, ownTii = ZERO, ownHci = ZERO, others = ZERO, method = ZERO] = parts;
  const residual = reduce(subtract(rational(rankChange), parts.reduce(add, ZERO)));
  return { ownOsi, ownTii, ownHci, others, method, residual };
}

function noteOf({ before, after, notIdentified }: Split, was: MemberScores, is: MemberScores): string {
  const missing = (member: MemberScores, { figures }: ScoresWithMethod) =>
    SUB_INDEX_CODES.filter((code) => member.scores[code] === null).map(
      (code) => `${code} of ${figures.edition} was missing and counted as 0`,
    );
  const contained =
    `the own part of ${notIdentified.join(', ')} contains what other countries’ minima and maxima (frame) and another ` +
    'construction (method) did to it: published data does not identify these';
  return [
    ...missing(was, before),
    ...missing(is, after),
    ...(notIdentified.length === 0 ? [] : [contained]),
  ].join('; ');
}
