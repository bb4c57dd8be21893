/**
 * Ranks of exact values, best (largest) first. composite/ is pure maths: it touches no clock, file, database
 * or global state, and may import model only.
 */
import { compare, type Rational, reduce } from '../model/rational.ts';

/** `competition` is 1-2-2-4 (OECD/JRC: standard competition), `dense` is 1-2-2-3. */
export type RankMethod = 'competition' | 'dense';

/** The rank of each key by descending value; equal values share the best rank they span. */
export function rankDescending<K>(values: ReadonlyMap<K, Rational>, method: RankMethod): Map<K, number> {
  const order = [...values].sort(([, a], [, b]) => compare(b, a));
  const ranks = new Map<K, number>();
  let rank = 0;
  let previous: Rational | undefined;
  order.forEach(([key, value], position) => {
    if (previous === undefined || compare(previous, value) !== 0) {
      rank = method === 'competition' ? position + 1 : rank + 1;
      previous = value;
    }
    ranks.set(key, rank);
  });
  return ranks;
}

/** Keys whose value another key has too. */
export function tiedKeys<K>(values: Iterable<readonly [K, Rational | number]>): Set<K> {
  const byValue = new Map<string, K[]>();
  for (const [key, value] of values) {
    const text = typeof value === 'number' ? String(value) : textOf(reduce(value));
    const sharing = byValue.get(text);
    if (sharing) sharing.push(key);
    else byValue.set(text, [key]);
  }
  return new Set([...byValue.values()].filter((keys) => keys.length > 1).flat());
}

function textOf({ num, den }: Rational): string {
  return `${num}/${den}`;
}
