/**
 * Part of compute: means of country groups, under the edition's own denominator rule and over what is
 * available, beside the published mean where one is printed. Never one figure for all three.
 */
import { arithmeticMean } from '../../composite/exact/mean.ts';
import type { DenominatorRule, EditionMethod } from '../../methodology/method.ts';
import type { PublishedMean } from '../../model/declarations.ts';
import type { CompleteCountry, GroupScore } from '../../model/facts.ts';
import { type Rational, ZERO } from '../../model/rational.ts';
import { type Edition, INDEX_CODES, type IndexCode } from '../../model/survey.ts';

export interface GroupMembers {
  readonly groupCode: string;
  readonly members: ReadonlySet<string>;
}

/** Means of every group that has members in the edition, for every index. */
export function groupScores(
  edition: Edition,
  countries: readonly CompleteCountry[],
  groups: readonly GroupMembers[],
  method: EditionMethod | undefined,
  publishedMeans: readonly PublishedMean[],
): GroupScore[] {
  const rule = method?.denominator.value;
  return groups.flatMap(({ groupCode, members }) => {
    const inGroup = countries.filter((country) => members.has(country.iso3));
    if (inGroup.length === 0) return [];
    return INDEX_CODES.map((indexCode) => {
      const counted = rule ? inGroup.filter((country) => isCounted(country, indexCode, rule)) : null;
      const available = inGroup.flatMap(({ figures }) => figures[indexCode].value ?? []);
      const printed = publishedMeans.find(
        (mean) => mean.edition === edition && mean.groupCode === groupCode && mean.indexCode === indexCode,
      );
      return {
        edition,
        groupCode,
        indexCode,
        meanPublishedRule: counted
          ? arithmeticMean(counted.map((country) => valueOrZero(country, indexCode)))
          : null,
        meanAvailable: arithmeticMean(available),
        meanPublished: printed?.mean ?? null,
        memberCount: inGroup.length,
        countedCount: counted?.length ?? null,
        zeroForMissingCount:
          counted?.filter(({ figures }) => figures[indexCode].value === null).length ?? null,
        denominatorRule: rule ?? 'unknown',
      };
    });
  });
}

/** Whether a member is in the denominator of the edition's own mean. */
function isCounted({ figures }: CompleteCountry, indexCode: IndexCode, rule: DenominatorRule): boolean {
  if (rule === 'ranked-members') return figures.EGDI.status === 'observed';
  return rule === 'all-members-missing-as-zero' || figures[indexCode].value !== null;
}

function valueOrZero({ figures }: CompleteCountry, indexCode: IndexCode): Rational {
  return figures[indexCode].value ?? ZERO;
}
