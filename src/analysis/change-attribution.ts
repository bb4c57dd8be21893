/**
 * What moved the EGDI of every country between two editions, split into parts that sum exactly. Scores are published
 * with five decimals at most, so that over a common denominator scores and weights are whole numbers: ties are ties and
 * the result is the same on every machine.
 */
import type { EditionMethod } from '../methodology/method.ts';
import { findMethod } from '../methodology/registry.ts';
import type { ChangeAttribution, EditionScores, RankChangeParts } from '../model/change-attribution.ts';
import {
  add,
  multiply,
  type Rational,
  rational,
  reduce,
  subtract,
  weightedSum,
  ZERO,
} from '../model/rational.ts';
import { type Edition, SUB_INDEX_CODES, type SubIndexCode } from '../model/survey.ts';

/** Published scores have five decimals at most. */
const UNITS_PER_ONE = 100_000;

const FRAME_AND_METHOD =
  'own parts contain what other countries’ minima and maxima (frame) and changed components (method) did to the ' +
  'sub-indices: published data does not identify these';

/** One country in one edition, in whole units. */
interface Standing {
  readonly egdi: number;
  readonly rank: number;
  readonly subIndices: Readonly<Record<SubIndexCode, number>>;
  /** Sub-indices that were missing and taken as 0. */
  readonly missing: readonly SubIndexCode[];
}

type Weights = Readonly<Record<SubIndexCode, number>>;

/**
 * Splits the change of every country that has a published EGDI and rank in both editions, in the order of ISO3 codes.
 * Formulas, signs and what is not identified: `ChangeAttribution`.
 */
export function attributeChanges(before: EditionScores, after: EditionScores): ChangeAttribution[] {
  const methods = [before, after].map(({ edition }) => findMethod(edition));
  const [from, to] = [standings(before), standings(after)];
  const refusal = whyNot(before, after, methods);
  const game = refusal === null ? rankGame(from, to, methods as EditionMethod[]) : undefined;
  const changes: ChangeAttribution[] = [];
  for (const iso3 of [...to.keys()].sort()) {
    const [was, is] = [from.get(iso3), to.get(iso3)];
    if (was === undefined || is === undefined) continue;
    const scoreChange = rational(is.egdi - was.egdi, UNITS_PER_ONE);
    const rankChange = was.rank - is.rank;
    changes.push({
      iso3,
      edition: after.edition,
      previousEdition: before.edition,
      scoreChange,
      scoreParts: game === undefined ? null : scoreParts(was, is, scoreChange, methods as EditionMethod[]),
      rankChange,
      rankParts: game === undefined ? null : game(iso3, rankChange),
      frameAndMethodIdentified: false,
      note: refusal ?? noteOf([before.edition, was], [after.edition, is]),
    });
  }
  return changes;
}

/** Why nothing of this pair can be split; null where all can. */
function whyNot(
  before: EditionScores,
  after: EditionScores,
  methods: readonly (EditionMethod | undefined)[],
): string | null {
  for (const [at, { edition, members }] of [before, after].entries()) {
    const method = methods[at];
    if (method === undefined) return `not split: the method of ${edition} is unknown`;
    if (method.egdi.missingCountsAsZero.value) continue;
    const strange = members.find(
      ({ rank, scores }) => rank !== null && SUB_INDEX_CODES.some((code) => scores[code] === null),
    );
    if (strange !== undefined) {
      return `not split: ${strange.iso3} is ranked in ${edition} without all sub-indices, for which its method has no rule`;
    }
  }
  return null;
}

function standings({ edition, members }: EditionScores): Map<string, Standing> {
  const ranked = new Map<string, Standing>();
  for (const { iso3, scores, rank } of members) {
    if (scores.EGDI === null || rank === null) continue;
    const units = (code: SubIndexCode | 'EGDI') =>
      unitsOf(scores[code] ?? 0, `${code} of ${iso3} ${edition}`);
    ranked.set(iso3, {
      egdi: units('EGDI'),
      rank,
      subIndices: { OSI: units('OSI'), TII: units('TII'), HCI: units('HCI') },
      missing: SUB_INDEX_CODES.filter((code) => scores[code] === null),
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

function noteOf(...standing: readonly (readonly [Edition, Standing])[]): string {
  const missing = standing.flatMap(([edition, { missing }]) =>
    missing.map((code) => `${code} of ${edition} was missing and counted as 0`),
  );
  return [...missing, FRAME_AND_METHOD].join('; ');
}

function scoreParts(
  was: Standing,
  is: Standing,
  scoreChange: Rational,
  [before, after]: readonly EditionMethod[],
) {
  const weight = (method: EditionMethod | undefined, code: SubIndexCode) =>
    method?.egdi.weights.value[code] ?? ZERO;
  const half = rational(1, 2 * UNITS_PER_ONE);
  const own = (code: SubIndexCode) =>
    multiply(
      multiply(add(weight(before, code), weight(after, code)), half),
      rational(is.subIndices[code] - was.subIndices[code]),
    );
  const parts = { ownOsi: own('OSI'), ownTii: own('TII'), ownHci: own('HCI') };
  const method = weightedSum(
    SUB_INDEX_CODES.map((code) => [
      subtract(weight(after, code), weight(before, code)),
      multiply(rational(is.subIndices[code] + was.subIndices[code]), half),
    ]),
  );
  const explained = [parts.ownOsi, parts.ownTii, parts.ownHci, method].reduce(add);
  return { ...parts, method: reduce(method), residual: reduce(subtract(scoreChange, explained)) };
}

/** Players of the game, as bits of a coalition: who is as now, and not as before. */
const PLAYERS = ['ownOsi', 'ownTii', 'ownHci', 'others', 'method'] as const;
const [OTHERS, METHOD] = [8, 16];
/** |T|! (4 − |T|)! / 5!, the weight of a coalition of that size without the player, in sixtieths. */
const SIXTIETHS = [12, 3, 2, 3, 12];

/** The exact Shapley split of places up (Shapley 1953) for one country after the other. */
function rankGame(
  from: ReadonlyMap<string, Standing>,
  to: ReadonlyMap<string, Standing>,
  methods: readonly EditionMethod[],
): (iso3: string, rankChange: number) => RankChangeParts {
  const weights = wholeWeights(methods);
  const sets = [from, to];
  /** Scores of everybody by who is ranked (0 or OTHERS) and by which weights (0 or METHOD), ascending. */
  const fields = new Map(
    [0, OTHERS, METHOD, OTHERS | METHOD].map((frame) => {
      const members = sets[frame & OTHERS ? 1 : 0] ?? new Map<string, Standing>();
      const w = weights[frame & METHOD ? 1 : 0] as Weights;
      return [frame, Float64Array.from([...members.values()], (one) => scoreOf(one.subIndices, w)).sort()];
    }),
  );

  return (iso3, rankChange) => {
    const own = sets.map((set) => (set.get(iso3) as Standing).subIndices);
    const rankIn = (coalition: number): number => {
      const w = weights[coalition & METHOD ? 1 : 0] as Weights;
      const value = (code: SubIndexCode, bit: number) => own[coalition & bit ? 1 : 0]?.[code] ?? 0;
      const score = scoreOf({ OSI: value('OSI', 1), TII: value('TII', 2), HCI: value('HCI', 4) }, w);
      // The country itself is in the field with what it scores there, and is no competitor.
      const inField = scoreOf(own[coalition & OTHERS ? 1 : 0] as Weights, w);
      const field = fields.get(coalition & (OTHERS | METHOD)) as Float64Array;
      return 1 + countAbove(field, score) - (inField > score ? 1 : 0);
    };
    const ranks = Array.from({ length: 2 ** PLAYERS.length }, (_, coalition) => rankIn(coalition));
    const part = (player: number): Rational => {
      let sixtieths = 0;
      for (const [coalition, rank] of ranks.entries()) {
        if (coalition & (1 << player)) continue;
        const gain = rank - (ranks[coalition | (1 << player)] ?? 0);
        sixtieths += gain * (SIXTIETHS[sizeOf(coalition)] ?? 0);
      }
      return reduce(rational(sixtieths, 60));
    };
    const total = (ranks[0] ?? 0) - (ranks.at(-1) ?? 0);
    return {
      ownOsi: part(0),
      ownTii: part(1),
      ownHci: part(2),
      others: part(3),
      method: part(4),
      residual: rational(rankChange - total),
    };
  };
}

/** The weights of both editions as whole numbers over one denominator. */
function wholeWeights(methods: readonly EditionMethod[]): Weights[] {
  const fractions = methods.map(({ egdi }) => egdi.weights.value);
  const denominator = fractions
    .flatMap((weights) => SUB_INDEX_CODES.map((code) => reduce(weights[code]).den))
    .reduce((product, den) => (product % den === 0n ? product : product * den), 1n);
  const whole = ({ num, den }: Rational) => Number((num * denominator) / den);
  return fractions.map(({ OSI, TII, HCI }) => ({ OSI: whole(OSI), TII: whole(TII), HCI: whole(HCI) }));
}

function scoreOf(values: Weights, weights: Weights): number {
  return values.OSI * weights.OSI + values.TII * weights.TII + values.HCI * weights.HCI;
}

/** How many values of an ascending list lie above one. */
function countAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}

function sizeOf(coalition: number): number {
  let size = 0;
  for (let rest = coalition; rest > 0; rest >>= 1) size += rest & 1;
  return size;
}
