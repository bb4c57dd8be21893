/** Ranks before and after a change of the build: weights, an element removed, another aggregation. */

export interface RankDifferences {
  /** First rank minus second: positive where the second is better (places up), NaN without both ranks. */
  readonly placesUp: Float64Array;
  /** Mean of their sizes over the units with both ranks; NaN if there is none. */
  readonly meanAbsolute: number;
}

/** Of two columns of ranks of the same units, 1 the best. */
export function rankDifferences(first: Float64Array, second: Float64Array): RankDifferences {
  if (first.length !== second.length) throw new RangeError('ranks of different units');
  const placesUp = first.map((rank, unit) => rank - (second[unit] as number));
  let [sum, count] = [0, 0];
  for (const difference of placesUp) {
    if (Number.isNaN(difference)) continue;
    sum += Math.abs(difference);
    count += 1;
  }
  return { placesUp, meanAbsolute: sum / count };
}
