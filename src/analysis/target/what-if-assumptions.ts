/** What a what-if takes for granted, said with the answer. */
import type { EditionFigures } from '../../model/edition-figures.ts';
import { toNumber } from '../../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import type { Contender, Standings } from './standings.ts';

/** The end of an index that a country alone stands at. */
export type Anchor = 'lowest' | 'highest';

/**
 * Where an index runs from its lowest member, 0, to its highest, 1, a country that stands there alone moves the index
 * of everybody when it moves. Null: it does not stand there, or not alone, or the index has no such ends.
 */
export function anchorOf({ members }: EditionFigures, iso3: string, code: SubIndexCode): Anchor | null {
  const values = members.flatMap(({ iso3: of, scores }) => {
    const value = scores[code];
    return value === null ? [] : [{ of, value }];
  });
  const own = values.find(({ of }) => of === iso3)?.value;
  const isAlone = values.filter(({ value }) => value === own).length === 1;
  if (!isAlone || (own !== 0 && own !== 1)) return null;
  const lowest = Math.min(...values.map(({ value }) => value));
  const highest = Math.max(...values.map(({ value }) => value));
  if (lowest !== 0 || highest !== 1) return null;
  return own === 0 ? 'lowest' : 'highest';
}

/** Which way a sub-index would go. */
export type Move = 'up' | 'down';

/** The weightiest first. */
export function assumptionsOf(
  figures: EditionFigures,
  { method, contenders }: Standings,
  country: Contender,
  changing: ReadonlyMap<SubIndexCode, Move>,
): string[] {
  const { iso3, published, rank, rankPublished } = country;
  const said = [
    'all other countries stay as they are; several that improve at once are not looked at',
    'the sub-indices are independent: what improves one of them does not move another',
    'the ends of each sub-index (the lowest and the highest member) stay where they are, because only published sub-indices are used (raw series that are brought are computed anew for everybody)',
  ];
  for (const [code, move] of changing) {
    const anchor = anchorOf(figures, iso3, code);
    if (anchor !== null && (anchor === 'lowest') === (move === 'up')) {
      said.unshift(
        `${iso3} alone is the ${anchor} in ${code}: if it moves, the ${code} of every country moves too, which is not computed here`,
      );
    }
    if (published[code] === null)
      said.push(`${code} of ${iso3} is not available and counts as zero in this edition`);
  }
  const other = contenders.filter(
    ({ computed, scorePublished }) => toNumber(computed.rounded) !== scorePublished,
  );
  const taken = method.egdi.inputDecimals?.value;
  const inputs =
    taken == null
      ? ''
      : ` (${SUB_INDEX_CODES.map((code) => `${code} at ${taken[code]}`).join(', ')} decimals, the rule of the edition)`;
  said.push(
    `scores are recomputed from the published sub-indices${inputs}${
      other.length === 0
        ? ', and equal the printed ones'
        : `; for ${other.length === 1 ? 'one country' : `${other.length} countries`} the printed score is another one, within rounding or as a declared deviation`
    }`,
  );
  if (rank !== rankPublished) {
    said.unshift(
      `the printed rank of ${iso3} is ${rankPublished ?? 'missing'}, recomputed it is ${rank} (a declared deviation): counted from ${rank}`,
    );
  }
  const deviating = contenders.filter((one) => one.rank !== one.rankPublished && one.iso3 !== iso3);
  if (deviating.length > 0) {
    said.push(
      `ranks are recomputed; they differ from the printed ones for ${deviating.map((one) => one.iso3).join(', ')} (declared deviations)`,
    );
  }
  const { evidence, value } = method.egdi.rankBasis;
  said.push(
    value.kind === 'rounded'
      ? `ranks are taken on the score rounded to ${value.decimals} decimals; equal scores share the better rank (evidence: ${evidence})`
      : `ranks are taken on unrounded scores with the exact OSI of its points; equal scores share the better rank (evidence: ${evidence})`,
  );
  return said;
}
