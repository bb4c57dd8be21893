/**
 * Ranks of one replicate after another: competition ranks (1-2-2-4) of descending scores. The order of the replicate
 * before is nearly right for the next one, so an insertion sort starts from it and moves few units; when it moves
 * many, a general sort takes over. Nothing is allocated per replicate.
 */

/** Moves per unit after which an insertion sort is given up. */
const MOVES_PER_UNIT = 64;

export interface RankOrder {
  /** The units by descending score; those without a score last. */
  readonly order: Int32Array;
  /** Rank of each unit, 1 = best; 0: no score. */
  readonly ranks: Int32Array;
  /** Scores in the order of `order`; −∞ stands for none. */
  readonly keys: Float64Array;
}

export function createRankOrder(units: number): RankOrder {
  return {
    order: Int32Array.from({ length: units }, (_, unit) => unit),
    ranks: new Int32Array(units),
    keys: new Float64Array(units),
  };
}

/** Sorts the units by `scores` and ranks them. The result does not depend on the order that was there before. */
export function rankScores(state: RankOrder, scores: Float64Array): void {
  const { order, keys } = state;
  const units = order.length;
  let movesLeft = units * MOVES_PER_UNIT;
  for (let position = 0; position < units; position += 1) {
    const unit = order[position] as number;
    const key = keyOf(scores[unit] as number);
    let at = position - 1;
    while (at >= 0 && (keys[at] as number) < key) {
      keys[at + 1] = keys[at] as number;
      order[at + 1] = order[at] as number;
      at -= 1;
    }
    keys[at + 1] = key;
    order[at + 1] = unit;
    movesLeft -= position - 1 - at;
    if (movesLeft < 0) {
      sortAll(state, scores);
      break;
    }
  }
  setRanks(state);
}

/** A unit without a score is below all others. */
export function keyOf(score: number): number {
  return Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
}

/** Fills the ranks from sorted `order` and `keys`. */
export function setRanks({ order, keys, ranks }: RankOrder): void {
  let rank = 0;
  let previous = Number.NaN;
  for (let position = 0; position < order.length; position += 1) {
    const key = keys[position] as number;
    if (key !== previous) {
      rank = position + 1;
      previous = key;
    }
    ranks[order[position] as number] = key === Number.NEGATIVE_INFINITY ? 0 : rank;
  }
}

function sortAll({ order, keys }: RankOrder, scores: Float64Array): void {
  order.sort((a, b) => {
    const left = keyOf(scores[a] as number);
    const right = keyOf(scores[b] as number);
    return left > right ? -1 : left < right ? 1 : 0;
  });
  for (let position = 0; position < order.length; position += 1) {
    keys[position] = keyOf(scores[order[position] as number] as number);
  }
}
