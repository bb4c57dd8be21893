/**
 * Owen values (Owen 1977): Shapley values of a game whose players come in groups. First the groups are players, then the
 * members of each share what their group gets; so parts of indicators add to the part of their sub-index, which is
 * the Shapley value of the game played by the groups.
 */
import { add, multiply, type Rational, rational, reduce, ZERO } from '../../model/rational.ts';
import { bitCount, factorialsTo, type Worth } from './shapley.ts';

/**
 * The value of each player, exact, of a game whose worths are whole numbers:
 * Σ_{H⊆groups∖k} Σ_{S⊆B_k∖p} |H|!(m−|H|−1)!/m! · |S|!(b−|S|−1)!/b! · (v(H∪S∪p) − v(H∪S)).
 * @param groups bit masks of the players of each group; each player is in exactly one
 */
export function owenFractions(groups: readonly number[], worth: Worth): Rational[] {
  const everybody = groups.reduce((all, group) => {
    if ((all & group) !== 0 || group === 0) throw new RangeError('each player is in exactly one group');
    return all | group;
  }, 0);
  const players = bitCount(everybody);
  if (everybody !== 2 ** players - 1) throw new RangeError('players are numbered from 0 without gaps');
  const values: Rational[] = Array.from({ length: players }, () => ZERO);
  const known = new Map<number, number>();
  const worthOf = (coalition: number): number => {
    let value = known.get(coalition);
    if (value === undefined) {
      value = worth(coalition);
      if (!Number.isSafeInteger(value)) throw new RangeError(`coalition ${coalition} is worth ${value}`);
      known.set(coalition, value);
    }
    return value;
  };
  groups.forEach((group, index) => {
    const others = groups.filter((_, at) => at !== index);
    for (let chosen = 0; chosen < 2 ** others.length; chosen += 1) {
      const outside = others.reduce((all, other, bit) => (chosen & (1 << bit) ? all | other : all), 0);
      const weight = orderShare(bitCount(chosen), groups.length);
      for (const [player, gain] of gainsWithin(group, outside, worthOf)) {
        values[player] = add(values[player] as Rational, multiply(weight, gain));
      }
    }
  });
  return values.map(reduce);
}

/** What each member of a group adds, on average over the orders within the group, to players outside it. */
function gainsWithin(group: number, outside: number, worth: Worth): Map<number, Rational> {
  const size = bitCount(group);
  const gains = new Map<number, Rational>();
  for (let rest = group; rest !== 0; rest &= rest - 1) {
    const bit = rest & -rest;
    const fellows = group & ~bit;
    let gain = ZERO;
    // All subsets of the fellows, the empty one last.
    for (let subset = fellows; ; subset = (subset - 1) & fellows) {
      const difference = worth(outside | subset | bit) - worth(outside | subset);
      gain = add(gain, multiply(orderShare(bitCount(subset), size), rational(difference)));
      if (subset === 0) break;
    }
    gains.set(31 - Math.clz32(bit), reduce(gain));
  }
  return gains;
}

/** The share of the orders of n in which exactly these `before` come before one of the others. */
function orderShare(before: number, n: number): Rational {
  const factorials = factorialsTo(n) as [bigint, ...bigint[]];
  return rational(
    (factorials[before] as bigint) * (factorials[n - 1 - before] as bigint),
    factorials[n] as bigint,
  );
}
