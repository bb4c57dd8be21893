/** Where a country would stand with other sub-indices, all others as they are: recomputed by the edition's method. */
import { egdiScore, type SubIndexValues } from '../../composite/exact/egdi-score.ts';
import { rankDescending } from '../../composite/exact/rank.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { LevelGroup } from '../../model/facts.ts';
import { compare, type Rational, toNumber } from '../../model/rational.ts';
import { type Contender, levelOf, type Standings } from './standings.ts';

export interface Standing {
  /** Unrounded. */
  readonly score: number;
  /** At the decimals of the edition. */
  readonly scoreRounded: number;
  readonly rank: number;
  /** Who has the same rank. */
  readonly sharedWith: readonly string[];
  /** Of the rounded score; null: outside 0 … 1. */
  readonly levelGroup: LevelGroup | null;
}

export interface OtherCountry {
  readonly iso3: string;
  readonly name: string;
  readonly scoreRounded: number;
  /** As printed. */
  readonly scorePublished: number;
  readonly rankBefore: number;
  readonly rankAfter: number;
}

export interface Outcome extends Standing {
  /** Level or ahead before, behind now; best first. */
  readonly overtaken: readonly OtherCountry[];
  /** Ahead before, level now. */
  readonly drawnLevelWith: readonly OtherCountry[];
  /** Level or behind before, ahead now. */
  readonly overtakenBy: readonly OtherCountry[];
}

export function standingOf(standings: Standings, { iso3, computed, rank }: Contender): Standing {
  const { score, rounded } = computed;
  return {
    score: toNumber(score),
    scoreRounded: toNumber(rounded),
    rank,
    sharedWith: standings.contenders
      .filter((one) => one.rank === rank && one.iso3 !== iso3)
      .map((one) => one.iso3),
    levelGroup: levelOf(computed, standings.method),
  };
}

/**
 * @param values the country's sub-indices as they would be published
 * @throws EgdiError `not-assessed` (exit 2) where the edition's method gives no score to such values
 */
export function outcomeOf(standings: Standings, country: Contender, values: SubIndexValues): Outcome {
  const { contenders, method, edition } = standings;
  const computed = egdiScore(values, method);
  if (computed === null) {
    throw new EgdiError(
      'not-assessed',
      `with these values ${country.iso3} would have no EGDI in ${edition}`,
      {
        exitCode: EXIT.usage,
        hint: `rule of the edition: ${method.egdi.notAssessedWhen.source}`,
      },
    );
  }
  const rankedOn = new Map<string, Rational>(contenders.map((one) => [one.iso3, one.computed.rankedOn]));
  rankedOn.set(country.iso3, computed.rankedOn);
  const ranks = rankDescending(rankedOn).competition;
  const rankOf = (iso3: string) => ranks.get(iso3) ?? Number.NaN;
  const others = contenders.filter(({ iso3 }) => iso3 !== country.iso3);
  const moved = (isSo: (before: number, after: number) => boolean): OtherCountry[] =>
    others
      .filter((one) =>
        isSo(
          compare(one.computed.rankedOn, country.computed.rankedOn),
          compare(one.computed.rankedOn, computed.rankedOn),
        ),
      )
      .map(({ iso3, name, computed: { rounded }, rank, scorePublished }) => ({
        iso3,
        name,
        scoreRounded: toNumber(rounded),
        scorePublished,
        rankBefore: rank,
        rankAfter: rankOf(iso3),
      }));
  const rank = rankOf(country.iso3);
  return {
    score: toNumber(computed.score),
    scoreRounded: toNumber(computed.rounded),
    rank,
    sharedWith: others.filter(({ iso3 }) => rankOf(iso3) === rank).map(({ iso3 }) => iso3),
    levelGroup: levelOf(computed, method),
    overtaken: moved((before, after) => before >= 0 && after < 0),
    drawnLevelWith: moved((before, after) => before > 0 && after === 0),
    overtakenBy: moved((before, after) => before <= 0 && after > 0),
  };
}
