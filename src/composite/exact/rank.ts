/**
 * Ranks of exact values, best (largest) first. composite/ is pure maths: it touches no clock, file, database
 * or global state, and may import model only.
 */
import { compare, type Rational, reduce } from '../../model/rational.ts';

export interface Ranks<K> {
  readonly competition: ReadonlyMap<K, number>;
  readonly dense: ReadonlyMap<K, number>;
}

/**
 * Both ranks of each key by descending value; equal values share the best rank they span. Competition is 1-2-2-4
 * (OECD/JRC: standard competition), dense is 1-2-2-3.
 */
export function rankDescending<K>(values: ReadonlyMap<K, Rational>): Ranks<K> {
  const order = [...values].sort(([, a], [, b]) => compare(b, a));
  const competition = new Map<K, number>();
  const dense = new Map<K, number>();
  let rank = 0;
  let distinct = 0;
  let previous: Rational | undefined;
  order.forEach(([key, value], position) => {
    if (previous === undefined || compare(previous, value) !== 0) {
      rank = position + 1;
      distinct += 1;
      previous = value;
    }
    competition.set(key, rank);
    dense.set(key, distinct);
  });
  return { competition, dense };
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
