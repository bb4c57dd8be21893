/** Level groups by value and rating classes by rank. */
import type { LevelGroup } from '../../model/facts.ts';
import { compare, type Rational, rational } from '../../model/rational.ts';

const ONE = rational(1);

/**
 * The first group whose lower bound the value reaches; bounds are inclusive and given highest first. A figure above
 * 1, which no index can be, has no group.
 */
export function levelGroup(
  value: Rational,
  thresholds: readonly { readonly group: LevelGroup; readonly min: Rational }[],
): LevelGroup | null {
  if (compare(value, ONE) > 0) return null;
  return thresholds.find(({ min }) => compare(value, min) >= 0)?.group ?? null;
}

const CLASS_LABELS: Readonly<Record<LevelGroup, readonly [string, string, string, string]>> = {
  very_high: ['VH', 'V3', 'V2', 'V1'],
  high: ['HV', 'H3', 'H2', 'H1'],
  middle: ['MH', 'M3', 'M2', 'M1'],
  low: ['LM', 'L3', 'L2', 'L1'],
};

/**
 * Rating classes: each level group cut into quartiles by rank, best first. The Survey's rule for groups whose
 * size four does not divide is unknown; here a country at position p of n (its rank within the group, a shared
 * rank sharing the position) is in quarter ⌈4p/n⌉, which gives the 14 of 57 and 15 of 60 countries of 2020
 * and 2022. Derived, never official.
 */
export function ratingClasses<K>(
  ranks: ReadonlyMap<K, number>,
  groups: ReadonlyMap<K, LevelGroup>,
): Map<K, string> {
  const classes = new Map<K, string>();
  for (const group of Object.keys(CLASS_LABELS) as LevelGroup[]) {
    const members = [...ranks].filter(([key]) => groups.get(key) === group).sort(([, a], [, b]) => a - b);
    let place = 0;
    let previousRank = Number.NaN;
    members.forEach(([key, rank], position) => {
      if (rank !== previousRank) place = position + 1;
      previousRank = rank;
      const quarter = Math.ceil((4 * place) / members.length);
      classes.set(key, CLASS_LABELS[group][quarter - 1] ?? '');
    });
  }
  return classes;
}
