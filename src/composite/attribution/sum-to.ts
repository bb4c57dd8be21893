/** Parts in floating point that sum to their total. Fractions need none of this: where figures allow, parts are exact. */

const MOST_ROUNDS = 32;
/** A part far smaller than the largest would be changed visibly by what rounding leaves. */
const LEAST_SHARE = 2 ** -20;

/**
 * The parts, changed in place: the largest takes what rounding leaves, and the next ones where its own spacing is too
 * coarse for that. Added in their order they then give the total to the last bit where all have its sign; where they
 * cancel, to within one unit in the last place of the largest sum on the way. A part that is zero stays zero.
 * @param parts in the order in which they are added, starting from 0
 */
export function sumTo(parts: Float64Array, total: number): Float64Array {
  const size = (index: number): number => Math.abs(parts[index] as number);
  const bySize = [...parts.keys()].sort((a, b) => size(b) - size(a));
  const largest = size(bySize[0] ?? 0);
  const takers = bySize.filter((index) => size(index) > 0 && size(index) >= largest * LEAST_SHARE);
  let [best, smallestRest] = [parts.slice(), Number.POSITIVE_INFINITY];
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    const rest = total - parts.reduce((sum, part) => sum + part, 0);
    if (Math.abs(rest) < smallestRest) [best, smallestRest] = [parts.slice(), Math.abs(rest)];
    const index = takers[Math.floor(round / 2) % takers.length];
    if (rest === 0 || index === undefined) break;
    // Half of it where the whole, rounded to even, goes too far.
    parts[index] = (parts[index] as number) + (round % 2 === 0 ? rest : rest / 2);
  }
  parts.set(best);
  return parts;
}
