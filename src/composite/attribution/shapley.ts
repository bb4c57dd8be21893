/**
 * Shapley values (Shapley 1953): how much each player of a cooperative game adds, on average over the orders in which
 * the players may come. The parts sum to what all players bring together (efficiency), equal players get equal parts
 * (symmetry), one that changes nothing gets nothing (dummy), and parts of a sum of games are sums of parts (additivity).
 *
 * A coalition is a bit mask: bit p is set where player p is in it.
 */
import { type Rational, rational, reduce } from '../../model/rational.ts';
import { ComputationRefused } from '../refusal.ts';
import { sumTo } from './sum-to.ts';

/** The worth of a coalition. It is asked once for each; the worth of nobody need not be zero. */
export type Worth = (coalition: number) => number;

/** Two to this many coalitions are looked at, each once. */
const MOST_PLAYERS = 20;

/**
 * φ_p = Σ_{T∌p} |T|!·(n−|T|−1)!/n! · (v(T∪p) − v(T)), exact, of a game whose worths are whole numbers, such as ranks.
 * The denominators divide n!; the fractions sum to v(all) − v(nobody) exactly.
 * @throws ComputationRefused `value-missing` where a worth is no whole number
 */
export function shapleyFractions(players: number, worth: Worth): Rational[] {
  const gains = gainsBySize(players, worth, true);
  const factorials = factorialsTo(players);
  return gains.map((bySize) => {
    let numerator = 0n;
    bySize.forEach((gain, size) => {
      numerator += BigInt(gain) * at(factorials, size) * at(factorials, players - 1 - size);
    });
    return reduce(rational(numerator, at(factorials, players)));
  });
}

/**
 * Shapley values of a game of real worths. What rounding leaves is given to the largest part, so that the parts, added
 * in their order, give v(all) − v(nobody) to the last bit.
 * @throws ComputationRefused `value-missing` where a worth is not finite
 */
export function shapleyValues(players: number, worth: Worth): Float64Array {
  const total = worth(2 ** players - 1) - worth(0);
  const gains = gainsBySize(players, worth, false);
  const factorials = factorialsTo(players);
  const shares = Array.from({ length: players }, (_, size) =>
    Number(at(factorials, players) / (at(factorials, size) * at(factorials, players - 1 - size))),
  );
  const parts = Float64Array.from(gains, (bySize) =>
    bySize.reduce((sum, gain, size) => sum + gain / (shares[size] as number), 0),
  );
  return sumTo(parts, total);
}

/** For each player, by size of the coalition that it joins: the sum of what it adds to all of that size. */
function gainsBySize(players: number, worth: Worth, isWhole: boolean): Float64Array[] {
  if (!Number.isInteger(players) || players < 0 || players > MOST_PLAYERS) {
    throw new RangeError(`exact Shapley values are for 0 to ${MOST_PLAYERS} players, not ${players}`);
  }
  const worths = new Float64Array(2 ** players);
  const sizes = new Uint8Array(2 ** players);
  for (let coalition = 0; coalition < worths.length; coalition += 1) {
    const value = worth(coalition);
    if (isWhole ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
      throw new ComputationRefused(
        'value-missing',
        'game',
        `coalition ${coalition} is worth ${value}, no ${isWhole ? 'whole' : 'finite'} number`,
      );
    }
    worths[coalition] = value;
    sizes[coalition] = (sizes[coalition >> 1] as number) + (coalition & 1);
  }
  return Array.from({ length: players }, (_, player) => {
    const gains = new Float64Array(players);
    const bit = 1 << player;
    for (let coalition = 0; coalition < worths.length; coalition += 1) {
      if ((coalition & bit) !== 0) continue;
      const size = sizes[coalition] as number;
      gains[size] =
        (gains[size] as number) + ((worths[coalition | bit] as number) - (worths[coalition] as number));
    }
    return gains;
  });
}

/** 0! … n! */
export function factorialsTo(n: number): bigint[] {
  const factorials = [1n];
  for (let k = 1; k <= n; k += 1) factorials.push(at(factorials, k - 1) * BigInt(k));
  return factorials;
}

export function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function at(values: readonly bigint[], index: number): bigint {
  return values[index] as bigint;
}
