/**
 * Why a rank changed, as games for the Shapley value. A rank here is a competition rank: one plus the number of those
 * with a larger score. Scores are compared as they are given: give whole numbers (scaled sums of printed figures) where
 * ties are to be exact. Parts are in rank numbers: positive is a larger rank, which is worse.
 */
import type { Rational } from '../../model/rational.ts';
import { bitCount, shapleyFractions, type Worth } from './shapley.ts';

/** One state of the ranking: each component's column, the weights, and who is ranked. */
export interface RankedState {
  /** One column for each component, by unit; NaN where a unit has none, which only one that is not ranked may have. */
  readonly columns: readonly Float64Array[];
  readonly weights: readonly number[];
  /** By unit: 1 where it is ranked. */
  readonly ranked: Uint8Array;
}

/** Number of values above `score` in values sorted ascending. */
export function countAbove(sorted: Float64Array, score: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > score) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/** Σ weight × column of one unit. */
export function scoreOf({ columns }: RankedState, weights: readonly number[], unit: number): number {
  let score = 0;
  for (let at = 0; at < columns.length; at += 1) {
    score += (weights[at] as number) * ((columns[at] as Float64Array)[unit] as number);
  }
  return score;
}

/** What a game of own components and others is played with, prepared once for all units. */
export interface OthersByState {
  readonly before: RankedState;
  readonly after: RankedState;
  /** Whether the weights differ and are a player. */
  readonly hasWeightsPlayer: boolean;
  /** Scores of the ranked, sorted, as [weights before, after] of [others before, after]. */
  readonly sorted: readonly [readonly [Float64Array, Float64Array], readonly [Float64Array, Float64Array]];
}

export function prepareOthers(before: RankedState, after: RankedState): OthersByState {
  const hasWeightsPlayer = before.weights.some((weight, at) => weight !== after.weights[at]);
  const sortedScores = (state: RankedState, weights: readonly number[]): Float64Array => {
    const units = [...state.ranked.keys()].filter((unit) => state.ranked[unit] === 1);
    return Float64Array.from(units, (unit) => scoreOf(state, weights, unit)).sort();
  };
  const withWeights = (weights: readonly number[]): readonly [Float64Array, Float64Array] => [
    sortedScores(before, weights),
    sortedScores(after, weights),
  ];
  const old = withWeights(before.weights);
  return {
    before,
    after,
    hasWeightsPlayer,
    sorted: [old, hasWeightsPlayer ? withWeights(after.weights) : old],
  };
}

/**
 * The game *own and others* of one unit that is ranked in both states. Players, in the order of their bits: each own
 * component; all others together, who is ranked included; the weights, where they differ. The worth of a coalition is the
 * unit's rank with these as they are now and the rest as it was.
 */
export function ownOthersGame(prepared: OthersByState, unit: number): { players: number; worth: Worth } {
  const { before, after, hasWeightsPlayer, sorted } = prepared;
  const own = before.columns.length;
  const othersBit = 1 << own;
  const weightsBit = hasWeightsPlayer ? othersBit << 1 : 0;
  const withWeights = [before.weights, after.weights].map((weights) => ({
    scores: ownScores(before, after, weights, unit),
    // The unit's own place among all, to be left out of what it is compared with.
    itself: [scoreOf(before, weights, unit), scoreOf(after, weights, unit)] as const,
  }));
  return {
    players: own + (hasWeightsPlayer ? 2 : 1),
    worth: (coalition) => {
      const weights = coalition & weightsBit ? 1 : 0;
      const others = coalition & othersBit ? 1 : 0;
      const { scores, itself } = withWeights[weights] as (typeof withWeights)[number];
      const score = scores[coalition & (othersBit - 1)] as number;
      return 1 + countAbove(sorted[weights][others], score) - (itself[others] > score ? 1 : 0);
    },
  };
}

/** The unit's score with each set of its components as they are now; summed component by component in their order. */
function ownScores(
  before: RankedState,
  after: RankedState,
  weights: readonly number[],
  unit: number,
): Float64Array {
  const count = before.columns.length;
  let scores = Float64Array.of(0);
  for (let at = 0; at < count; at += 1) {
    const weight = weights[at] as number;
    const old = weight * ((before.columns[at] as Float64Array)[unit] as number);
    const now = weight * ((after.columns[at] as Float64Array)[unit] as number);
    const longer = new Float64Array(scores.length * 2);
    for (let set = 0; set < scores.length; set += 1) {
      longer[set] = (scores[set] as number) + old;
      longer[set + scores.length] = (scores[set] as number) + now;
    }
    scores = longer;
  }
  return scores;
}

/** Shapley values of the game *own and others*: own components, others, then weights where they differ. */
export function ownOthersParts(prepared: OthersByState, unit: number): Rational[] {
  const { players, worth } = ownOthersGame(prepared, unit);
  return shapleyFractions(players, worth);
}

/** Ranks of all units under every coalition of the game *columns*. */
export interface ColumnsGame {
  readonly players: number;
  /** The component players come first; then who is ranked and the weights, where these differ. */
  readonly hasPopulationPlayer: boolean;
  readonly hasWeightsPlayer: boolean;
  worthOf(unit: number): Worth;
}

/**
 * The game *columns*: each component is of the new state for all units at once. Who is ranked is one more player where it
 * differs; a unit ranked in one state only keeps that state's values. Weights are the last player where they differ.
 */
export function columnsGame(before: RankedState, after: RankedState): ColumnsGame {
  const units = before.ranked.length;
  const components = before.columns.length;
  const hasPopulationPlayer = before.ranked.some((isRanked, unit) => isRanked !== after.ranked[unit]);
  const hasWeightsPlayer = before.weights.some((weight, at) => weight !== after.weights[at]);
  const populationBit = hasPopulationPlayer ? 1 << components : 0;
  const weightsBit = hasWeightsPlayer ? 1 << (components + (hasPopulationPlayer ? 1 : 0)) : 0;
  const players = components + bitCount(populationBit) + bitCount(weightsBit);
  const states = [before, after] as const;

  const scoreUnder = (coalition: number, unit: number): number => {
    const { weights } = coalition & weightsBit ? after : before;
    const isInBoth = before.ranked[unit] === 1 && after.ranked[unit] === 1;
    let score = 0;
    for (let at = 0; at < components; at += 1) {
      const isNew = isInBoth ? (coalition >> at) & 1 : after.ranked[unit];
      score +=
        (weights[at] as number) * ((states[isNew ? 1 : 0].columns[at] as Float64Array)[unit] as number);
    }
    return score;
  };
  const rankings = Array.from({ length: 2 ** players }, (_, coalition) => {
    const { ranked } = coalition & populationBit ? after : before;
    const scores = new Float64Array(units).fill(Number.NaN);
    for (let unit = 0; unit < units; unit += 1) {
      if (ranked[unit] === 1) scores[unit] = scoreUnder(coalition, unit);
    }
    const sorted = scores.filter((score) => !Number.isNaN(score)).sort();
    return Float64Array.from(scores, (score) =>
      Number.isNaN(score) ? Number.NaN : 1 + countAbove(sorted, score),
    );
  });
  return {
    players,
    hasPopulationPlayer,
    hasWeightsPlayer,
    worthOf: (unit) => (coalition) => (rankings[coalition] as Float64Array)[unit] as number,
  };
}
