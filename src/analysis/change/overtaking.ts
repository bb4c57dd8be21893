/** Who passed whom between two rankings. A country is ahead of another one when its rank is a smaller number. */

export interface Ranking {
  /** By ISO3 code; those without a rank are left out. */
  readonly ranks: ReadonlyMap<string, number>;
}

/**
 * What a rank change is made of, one country after the other:
 * change = passedBy + entered − passed − left, in numbers of countries.
 */
export interface Overtaking {
  /** Was not ahead and is now. */
  readonly passedBy: readonly string[];
  /** Was ahead and is no longer. */
  readonly passed: readonly string[];
  /** Is ahead now and was not ranked before. */
  readonly entered: readonly string[];
  /** Was ahead and is not ranked now. */
  readonly left: readonly string[];
}

/** Lists in the order of the later ranking; those who left in that of the earlier one. */
export function overtaking(before: Ranking, after: Ranking, iso3: string): Overtaking {
  const [was, is] = [before.ranks.get(iso3), after.ranks.get(iso3)];
  if (was === undefined || is === undefined) throw new RangeError(`${iso3} is not ranked in both editions`);
  const byRank = (ranks: Ranking['ranks']) =>
    [...ranks].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).filter(([code]) => code !== iso3);
  const lists = {
    passedBy: [] as string[],
    passed: [] as string[],
    entered: [] as string[],
    left: [] as string[],
  };
  for (const [code, rank] of byRank(after.ranks)) {
    const earlier = before.ranks.get(code);
    if (earlier === undefined) {
      if (rank < is) lists.entered.push(code);
    } else if (earlier >= was && rank < is) lists.passedBy.push(code);
    else if (earlier < was && rank >= is) lists.passed.push(code);
  }
  for (const [code, rank] of byRank(before.ranks)) {
    if (!after.ranks.has(code) && rank < was) lists.left.push(code);
  }
  return lists;
}
