/**
 * The least change of one value that reaches a rank where the score is no weighted sum of it: other aggregations, and
 * raw indicators whose normalisation moves every unit when one of them moves. Everything is recomputed at each trial;
 * between a value that does not reach the rank and one that does, by bisection.
 */

export interface RankSearch {
  /**
   * The unit's rank, 1 the best, with everything recomputed for this value. For a strict target the worst rank that a
   * shared one spans.
   */
  rankAt(value: number): number;
  readonly today: number;
  /** How far the value can go; below `today` where less is better. */
  readonly limit: number;
  /** Of the answer: it is rounded towards the limit to so many. */
  readonly decimals: number;
  readonly rank: number;
}

export interface FoundValue {
  /** Null: not even the limit reaches the rank. */
  readonly value: number | null;
  readonly rankAtLimit: number;
  /**
   * False: somewhere between today and the limit the rank gets worse while the value gets better (a low outlier that
   * moves shrinks the deviation that all are measured in). Then a smaller answer between two trials is not excluded.
   */
  readonly isMonotone: boolean;
}

/** Trials, evenly spaced from today to the limit, that look for the bracket and for a rank that gets worse. */
const TRIALS = 32;

/**
 * The first value on the grid of `decimals`, on the way from today to the limit, that reaches the rank; one grid step
 * less does not.
 * @throws RangeError when today, the limit or the rank is no number, or the decimals are outside 0 … 9
 */
export function leastValueForRank(search: RankSearch): FoundValue {
  const { today, limit, decimals, rank } = search;
  if (![today, limit, rank].every(Number.isFinite)) throw new RangeError('a search is between numbers');
  if (!(decimals >= 0 && decimals <= 9)) throw new RangeError(`${decimals} decimals are not searched`);
  const scale = 10 ** decimals;
  const direction = limit < today ? -1 : 1;
  // Steps are counted from today towards the limit: 0 is today, the last one the limit.
  const first = direction > 0 ? Math.floor(today * scale) : Math.ceil(today * scale);
  const count = Math.max(0, Math.ceil(Math.abs(limit * scale - first) - 1e-9));
  const valueAt = (step: number) => {
    if (step === 0) return today;
    return step === count ? limit : (first + direction * step) / scale;
  };
  const ranks = new Map<number, number>();
  const rankAt = (step: number): number => {
    const known = ranks.get(step) ?? search.rankAt(valueAt(step));
    ranks.set(step, known);
    return known;
  };
  const trials = [
    ...new Set(Array.from({ length: TRIALS + 1 }, (_, trial) => Math.round((trial * count) / TRIALS))),
  ];
  const isMonotone = trials.every(
    (step, index) => index === 0 || rankAt(step) <= rankAt(trials[index - 1] ?? 0),
  );
  const rankAtLimit = rankAt(count);
  const reachedAt = trials.findIndex((step) => rankAt(step) <= rank);
  if (reachedAt === -1) return { value: null, rankAtLimit, isMonotone };
  let high = trials[reachedAt] ?? 0;
  let low = reachedAt === 0 ? high : (trials[reachedAt - 1] ?? 0);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (rankAt(middle) <= rank) high = middle;
    else low = middle;
  }
  return { value: valueAt(high), rankAtLimit, isMonotone };
}
