/** Published ranks against published scores: a better score never has a worse rank, whatever the tie rule. */
import { decimalText } from '../../model/decimal.ts';
import type { Score } from '../../model/facts.ts';
import { compare } from '../../model/rational.ts';

export interface RankOrderBreak {
  readonly iso3: string;
  readonly message: string;
}

/** Countries whose published EGDI rank is better than that of some country with a strictly higher score. */
export function rankOrderBreaks(scores: readonly Score[]): RankOrderBreak[] {
  const ranked = scores
    .flatMap(({ indexCode, iso3, published, rankPublished }) =>
      indexCode === 'EGDI' && published && rankPublished !== null
        ? [{ iso3, published, rank: rankPublished }]
        : [],
    )
    .sort((a, b) => compare(b.published, a.published));
  const breaks: RankOrderBreak[] = [];
  let worstAbove = 0;
  let worstHere = 0;
  ranked.forEach((country, position) => {
    const previous = ranked[position - 1];
    if (previous && compare(previous.published, country.published) > 0)
      worstAbove = Math.max(worstAbove, worstHere);
    worstHere = Math.max(worstHere, country.rank);
    if (country.rank < worstAbove) {
      const score = decimalText(country.published);
      breaks.push({
        iso3: country.iso3,
        message: `rank ${country.rank} with score ${score}, although a higher score has rank ${worstAbove}`,
      });
    }
  });
  return breaks;
}
