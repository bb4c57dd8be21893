/**
 * What is kept of an ensemble: counts of ranks and of pairs, not the replicates, so that memory does not grow with
 * their number. Rank acceptability and pairwise winning after Lahdelma, Salminen: SMAA-2 (Operations Research 49, 2001).
 */
import { createRankOrder, keyOf, type RankOrder, rankScores, setRanks } from './rank-order.ts';

export interface RankCounts {
  readonly units: number;
  replicates: number;
  /** counts[unit · units + rank − 1]: in how many replicates a unit had a rank. */
  readonly ranks: Uint32Array;
  /** Null: pairs are not counted. */
  readonly pairs: PairCounts | null;
}

/**
 * Pairs relative to a reference order: only a pair that has changed places is written, so that counting all of them
 * costs no more than the sort.
 */
export interface PairCounts {
  /** The units by descending reference score. */
  readonly reference: Int32Array;
  /** [a · units + b]: how often a, below b in the reference order, scored above b. */
  readonly overtakings: Uint32Array;
  /** [a · units + b], both ways: how often they scored the same. */
  readonly ties: Uint32Array;
}

/** `reference`: scores whose order pairs are counted against (any order is right, a likely one is fast); null: no pairs. */
export function createRankCounts(units: number, reference: Float64Array | null): RankCounts {
  return {
    units,
    replicates: 0,
    ranks: new Uint32Array(units * units),
    pairs: reference === null ? null : createPairCounts(units, reference),
  };
}

function createPairCounts(units: number, scores: Float64Array): PairCounts {
  const state = createRankOrder(units);
  rankScores(state, scores);
  return {
    reference: state.order,
    overtakings: new Uint32Array(units * units),
    ties: new Uint32Array(units * units),
  };
}

/** Ranks one replicate in `state` and counts it. */
export function countReplicate(counts: RankCounts, state: RankOrder, scores: Float64Array): void {
  if (counts.pairs === null) rankScores(state, scores);
  else rankAndCountPairs(counts.pairs, state, scores);
  const { units, ranks } = counts;
  for (let unit = 0; unit < units; unit += 1) {
    const rank = state.ranks[unit] as number;
    const cell = unit * units + rank - 1;
    if (rank > 0) ranks[cell] = (ranks[cell] as number) + 1;
  }
  counts.replicates += 1;
}

/** An insertion sort from the reference order makes exactly one move for each pair that has changed places. */
function rankAndCountPairs(pairs: PairCounts, state: RankOrder, scores: Float64Array): void {
  const { order, keys } = state;
  const { reference, overtakings } = pairs;
  const units = order.length;
  for (let position = 0; position < units; position += 1) {
    const unit = reference[position] as number;
    const key = keyOf(scores[unit] as number);
    const row = unit * units;
    let at = position - 1;
    while (at >= 0 && (keys[at] as number) < key) {
      const overtaken = order[at] as number;
      const cell = row + overtaken;
      overtakings[cell] = (overtakings[cell] as number) + 1;
      keys[at + 1] = keys[at] as number;
      order[at + 1] = overtaken;
      at -= 1;
    }
    keys[at + 1] = key;
    order[at + 1] = unit;
  }
  setRanks(state);
  countTies(pairs, state);
}

function countTies({ ties }: PairCounts, { order, keys }: RankOrder): void {
  const units = order.length;
  for (let first = 0; first < units - 1; first += 1) {
    for (let next = first + 1; next < units && keys[next] === keys[first]; next += 1) {
      const a = order[first] as number;
      const b = order[next] as number;
      ties[a * units + b] = (ties[a * units + b] as number) + 1;
      ties[b * units + a] = (ties[b * units + a] as number) + 1;
    }
  }
}

/** Adds the counts of other replicates of the same ensemble. Whole numbers: the order of merging does not matter. */
export function mergeRankCounts(into: RankCounts, from: RankCounts): void {
  into.replicates += from.replicates;
  addTo(into.ranks, from.ranks);
  if (into.pairs !== null && from.pairs !== null) {
    addTo(into.pairs.overtakings, from.pairs.overtakings);
    addTo(into.pairs.ties, from.pairs.ties);
  }
}

function addTo(into: Uint32Array, from: Uint32Array): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] as number) + (from[at] as number);
}

/** A rank 1 is the best; NaN where a unit had no score in any replicate. */
export interface RankStatistics {
  /** Replicates in which the unit had a score. */
  readonly ranked: number;
  readonly mean: number;
  readonly median: number;
  /** 5 and 95 % quantiles (type 7: linear between order statistics, as the reference software). */
  readonly low: number;
  readonly high: number;
  readonly best: number;
  readonly worst: number;
}

export function rankStatistics(counts: RankCounts, unit: number): RankStatistics {
  const row = counts.ranks.subarray(unit * counts.units, (unit + 1) * counts.units);
  let ranked = 0;
  let sum = 0;
  let best = Number.NaN;
  let worst = Number.NaN;
  row.forEach((count, index) => {
    if (count === 0) return;
    if (ranked === 0) best = index + 1;
    worst = index + 1;
    ranked += count;
    sum += count * (index + 1);
  });
  return {
    ranked,
    mean: sum / ranked,
    median: rankQuantile(row, ranked, 0.5),
    low: rankQuantile(row, ranked, 0.05),
    high: rankQuantile(row, ranked, 0.95),
    best,
    worst,
  };
}

/** Type 7 quantile of the ranks behind the counts of one unit: at (n − 1)p between the sorted values. */
function rankQuantile(row: Uint32Array, ranked: number, share: number): number {
  if (ranked === 0) return Number.NaN;
  const position = (ranked - 1) * share;
  const below = Math.floor(position);
  const low = orderStatistic(row, below);
  if (position === below) return low;
  return low + (position - below) * (orderStatistic(row, below + 1) - low);
}

/** The k-th smallest rank, from 0. */
function orderStatistic(row: Uint32Array, k: number): number {
  let seen = 0;
  for (let index = 0; index < row.length; index += 1) {
    seen += row[index] as number;
    if (seen > k) return index + 1;
  }
  return Number.NaN;
}

/** P(rank ≤ k): share of the replicates in which the unit had one of the best k ranks. */
export function probabilityWithin(counts: RankCounts, unit: number, k: number): number {
  let within = 0;
  const start = unit * counts.units;
  const end = start + Math.min(Math.max(0, Math.floor(k)), counts.units);
  for (let at = start; at < end; at += 1) within += counts.ranks[at] as number;
  return within / counts.replicates;
}

/** Rank acceptability indices of a unit: the share of replicates with rank r at r − 1. */
export function rankAcceptability(counts: RankCounts, unit: number): Float64Array {
  const row = counts.ranks.subarray(unit * counts.units, (unit + 1) * counts.units);
  return Float64Array.from(row, (count) => count / counts.replicates);
}

/**
 * P(a above b): share of the replicates in which a scored more than b (a unit without a score is above no one).
 * Throws `RangeError` where pairs were not counted.
 */
export function probabilityAbove(counts: RankCounts, a: number, b: number): number {
  const { pairs, units, replicates } = counts;
  if (pairs === null) throw new RangeError('pairs were not counted');
  if (a === b) return 0;
  const overtook = pairs.overtakings[a * units + b] as number;
  const overtaken = pairs.overtakings[b * units + a] as number;
  const tied = pairs.ties[a * units + b] as number;
  const isFirst = pairs.reference.indexOf(a) < pairs.reference.indexOf(b);
  return (isFirst ? replicates - overtaken - tied : overtook) / replicates;
}

/** Standard error of a share p from n replicates: √(p(1 − p)/n). */
export function monteCarloError(share: number, replicates: number): number {
  return Math.sqrt((share * (1 - share)) / replicates);
}
