/**
 * What moved the EGDI of every country between two editions, split into parts that sum exactly. Scores are published
 * with five decimals at most, so that over a common denominator scores and weights are whole numbers: ties are ties and
 * the result is the same on every machine.
 */
import { type OthersByState, ownOthersParts, prepareOthers } from '../composite/attribution/rank-change.ts';
import { splitMeanChange } from '../composite/attribution/score-change.ts';
import type { EditionMethod } from '../methodology/method.ts';
import { findMethod } from '../methodology/registry.ts';
import type {
  ChangeAttribution,
  EditionScores,
  RankChangeParts,
  ScoreChangeParts,
} from '../model/change-attribution.ts';
import { add, multiply, type Rational, rational, reduce, subtract, ZERO } from '../model/rational.ts';
import { SUB_INDEX_CODES } from '../model/survey.ts';

/** Published scores have five decimals at most. */
const UNITS_PER_ONE = 100_000;

const FRAME_AND_METHOD =
  'own parts contain what other countries’ minima and maxima (frame) and changed components (method) did to the ' +
  'sub-indices: published data does not identify these';

/** A country that is ranked in an edition, in whole units. */
interface Standing {
  readonly egdi: number;
  readonly rank: number;
  /** In the order of `SUB_INDEX_CODES`. */
  readonly subIndices: readonly number[];
  /** Sub-indices that were missing and taken as 0, with their edition. */
  readonly missing: readonly string[];
}

type Methods = readonly [before: EditionMethod, after: EditionMethod];

/**
 * Splits the change of every country that has a published EGDI and rank in both editions, in the order of ISO3 codes.
 * Formulas, signs and what is not identified: `ChangeAttribution`.
 */
export function attributeChanges(before: EditionScores, after: EditionScores): ChangeAttribution[] {
  const [from, to] = [standings(before), standings(after)];
  const countries = [...new Set([...from.keys(), ...to.keys()])].sort();
  const methods = methodsOf(before, after);
  const game = typeof methods === 'string' ? undefined : rankGame(countries, from, to, methods);
  return countries.flatMap((iso3, unit): ChangeAttribution[] => {
    const [was, is] = [from.get(iso3), to.get(iso3)];
    if (was === undefined || is === undefined) return [];
    const scoreChange = rational(is.egdi - was.egdi, UNITS_PER_ONE);
    const rankChange = was.rank - is.rank;
    const change = {
      iso3,
      edition: after.edition,
      previousEdition: before.edition,
      scoreChange,
      rankChange,
      frameAndMethodIdentified: false,
    };
    if (typeof methods === 'string' || game === undefined) {
      return [{ ...change, scoreParts: null, rankParts: null, note: String(methods) }];
    }
    return [
      {
        ...change,
        scoreParts: scoreParts(was, is, scoreChange, methods),
        rankParts: rankParts(game, unit, rankChange),
        note: [...was.missing, ...is.missing, FRAME_AND_METHOD].join('; '),
      },
    ];
  });
}

/** The methods of both editions, or in words why nothing of this pair can be split. */
function methodsOf(before: EditionScores, after: EditionScores): Methods | string {
  const [old, now] = [methodOf(before), methodOf(after)];
  if (typeof old === 'string') return old;
  return typeof now === 'string' ? now : [old, now];
}

function methodOf({ edition, members }: EditionScores): EditionMethod | string {
  const method = findMethod(edition);
  if (method === undefined) return `not split: the method of ${edition} is unknown`;
  if (method.egdi.missingCountsAsZero.value) return method;
  const strange = members.find(
    ({ rank, scores }) => rank !== null && SUB_INDEX_CODES.some((code) => scores[code] === null),
  );
  return strange === undefined
    ? method
    : `not split: ${strange.iso3} is ranked in ${edition} without all sub-indices, for which its method has no rule`;
}

function standings({ edition, members }: EditionScores): Map<string, Standing> {
  const ranked = new Map<string, Standing>();
  for (const { iso3, scores, rank } of members) {
    if (scores.EGDI === null || rank === null) continue;
    const units = (code: keyof typeof scores) => unitsOf(scores[code] ?? 0, `${code} of ${iso3} ${edition}`);
    ranked.set(iso3, {
      egdi: units('EGDI'),
      rank,
      subIndices: SUB_INDEX_CODES.map(units),
      missing: SUB_INDEX_CODES.filter((code) => scores[code] === null).map(
        (code) => `${code} of ${edition} was missing and counted as 0`,
      ),
    });
  }
  return ranked;
}

/** @throws RangeError for a score of more than five decimals, which the Survey does not print */
function unitsOf(score: number, name: string): number {
  const units = Math.round(score * UNITS_PER_ONE);
  if (units / UNITS_PER_ONE !== score) throw new RangeError(`${name} has more than five decimals: ${score}`);
  return units;
}

function scoreParts(
  was: Standing,
  is: Standing,
  scoreChange: Rational,
  [before, after]: Methods,
): ScoreChangeParts {
  const shareOf = (standing: Standing, at: number) => rational(standing.subIndices[at] ?? 0, UNITS_PER_ONE);
  const { own, weights, total } = splitMeanChange(
    SUB_INDEX_CODES.map((code, at) => ({
      weightBefore: before.egdi.weights.value[code],
      weightAfter: after.egdi.weights.value[code],
      before: shareOf(was, at),
      after: shareOf(is, at),
    })),
  );
  const [ownOsi = ZERO, ownTii = ZERO, ownHci = ZERO] = own;
  return {
    ownOsi,
    ownTii,
    ownHci,
    method: reduce(weights.reduce(add, ZERO)),
    residual: reduce(subtract(scoreChange, total)),
  };
}

/** The game of own sub-indices, others and weights, with everybody's scores as whole numbers. */
function rankGame(
  countries: readonly string[],
  from: ReadonlyMap<string, Standing>,
  to: ReadonlyMap<string, Standing>,
  methods: Methods,
): OthersByState {
  const weights = wholeWeights(methods);
  const stateOf = (standing: ReadonlyMap<string, Standing>, at: 0 | 1) => ({
    columns: SUB_INDEX_CODES.map((_, index) =>
      Float64Array.from(countries, (iso3) => standing.get(iso3)?.subIndices[index] ?? Number.NaN),
    ),
    weights: weights[at] ?? [],
    ranked: Uint8Array.from(countries, (iso3) => (standing.has(iso3) ? 1 : 0)),
  });
  return prepareOthers(stateOf(from, 0), stateOf(to, 1));
}

/** The game counts rank numbers, where more is worse; the facts count places up. */
function rankParts(game: OthersByState, unit: number, rankChange: number): RankChangeParts {
  const parts = ownOthersParts(game, unit).map((part) => multiply(part, rational(-1)));
  const [ownOsi = ZERO, ownTii = ZERO, ownHci = ZERO, others = ZERO, method = ZERO] = parts;
  const residual = reduce(subtract(rational(rankChange), parts.reduce(add, ZERO)));
  return { ownOsi, ownTii, ownHci, others, method, residual };
}

/** The weights of both editions as whole numbers over one denominator. */
function wholeWeights(methods: Methods): number[][] {
  const fractions = methods.map(({ egdi }) => SUB_INDEX_CODES.map((code) => egdi.weights.value[code]));
  const denominator = fractions
    .flat()
    .map((weight) => reduce(weight).den)
    .reduce((product, den) => (product % den === 0n ? product : product * den), 1n);
  return fractions.map((weights) => weights.map(({ num, den }) => Number((num * denominator) / den)));
}
