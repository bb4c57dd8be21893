/** The EGDI table of an edition, recomputed from its published sub-indices: who stands where, and on what. */
import { type EgdiScore, egdiScore, type SubIndexValues } from '../../composite/exact/egdi-score.ts';
import { levelGroup } from '../../composite/exact/levels.ts';
import { rankDescending } from '../../composite/exact/rank.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import { parseDecimal } from '../../model/decimal.ts';
import type { EditionFigures, MemberFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { LevelGroup } from '../../model/facts.ts';
import type { Rational } from '../../model/rational.ts';
import type { Edition } from '../../model/survey.ts';

/** A member that the edition assesses. */
export interface Contender {
  readonly iso3: string;
  readonly name: string;
  readonly published: SubIndexValues;
  readonly computed: EgdiScore;
  /** Competition rank of the recomputed score. */
  readonly rank: number;
  readonly rankPublished: number | null;
  /** As printed. */
  readonly scorePublished: number;
}

export interface Standings {
  readonly edition: Edition;
  readonly method: EditionMethod;
  /** Best first; equal scores in order of their codes. */
  readonly contenders: readonly Contender[];
}

/**
 * @throws ComputationRefused `rule-unknown` where the edition ranks by another rule than competition, or by none that
 * is known
 */
export function standingsOf(figures: EditionFigures, method: EditionMethod): Standings {
  const rankRule = method.indices.EGDI.rankRule.value;
  if (rankRule !== 'competition') {
    throw new ComputationRefused(
      'rule-unknown',
      `EGDI ${figures.edition}`,
      rankRule === null
        ? 'how equal scores are ranked is unknown'
        : `targets by ${rankRule} ranks are not computed`,
    );
  }
  const assessed = figures.members.flatMap((member) => {
    const published = publishedValues(member);
    const { EGDI: scorePublished } = member.scores;
    const computed = scorePublished === null ? null : egdiScore(published, method);
    return scorePublished === null || computed === null
      ? []
      : [{ member, scorePublished, published, computed }];
  });
  const ranks = rankDescending(
    new Map(assessed.map(({ member, computed }) => [member.iso3, computed.rankedOn])),
  ).competition;
  const contenders = assessed.map(
    ({ member: { iso3, name, rank: rankPublished }, scorePublished, published, computed }) => ({
      iso3,
      name,
      published,
      computed,
      rank: ranks.get(iso3) ?? Number.NaN,
      rankPublished,
      scorePublished,
    }),
  );
  return {
    edition: figures.edition,
    method,
    contenders: contenders.toSorted((a, b) => a.rank - b.rank || (a.iso3 < b.iso3 ? -1 : 1)),
  };
}

/**
 * @throws EgdiError `not-a-member`, `not-assessed` (both exit 2)
 */
export function contenderOf(standings: Standings, figures: EditionFigures, iso3: string): Contender {
  const found = standings.contenders.find((one) => one.iso3 === iso3);
  if (found !== undefined) return found;
  const { edition } = standings;
  const member = figures.members.find((one) => one.iso3 === iso3);
  if (member === undefined) {
    throw new EgdiError('not-a-member', `${iso3} was no member of the Survey in ${edition}`, {
      exitCode: EXIT.usage,
    });
  }
  throw new EgdiError(
    'not-assessed',
    `${member.name} (${iso3}) was not assessed in ${edition}: no EGDI, no rank`,
    {
      exitCode: EXIT.usage,
      hint: `why: egdi explain ${iso3} ${edition}`,
    },
  );
}

/** The level group of a score as it is printed; null: outside 0 … 1. */
export function levelOf(computed: EgdiScore, method: EditionMethod): LevelGroup | null {
  return levelGroup(computed.rounded, method.levels.value.thresholds);
}

function publishedValues({ scores }: MemberFigures): SubIndexValues {
  return { OSI: exact(scores.OSI), TII: exact(scores.TII), HCI: exact(scores.HCI) };
}

/** A published decimal that came by way of a binary number: its shortest text is the printed one. */
function exact(value: number | null): Rational | null {
  if (value === null) return null;
  const decimal = parseDecimal(String(value));
  if (decimal === undefined) throw new RangeError(`${value} is no score`);
  return decimal.value;
}
