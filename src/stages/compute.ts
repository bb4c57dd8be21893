/**
 * Stage 4, compute: an edition's published figures → scores and ranks by the edition's method. Everything is
 * exact arithmetic on what was printed; what the method does not know is not computed.
 */
import { stepsOfScore } from '../composite/exact/lattice.ts';
import { levelGroup, ratingClasses } from '../composite/exact/levels.ts';
import { rankDescending, tiedKeys } from '../composite/exact/rank.ts';
import { type EditionMethod, methodologyId } from '../methodology/method.ts';
import type { PublishedMean } from '../model/declarations.ts';
import type { ComputedEdition, LevelGroup, PublishedEdition, Score } from '../model/facts.ts';
import { multiply, type Rational, rational } from '../model/rational.ts';
import { stageCount } from '../model/stage.ts';
import { INDEX_CODES, type IndexCode } from '../model/survey.ts';
import { type GroupMembers, groupScores } from './compute/group-scores.ts';
import { type Recomputation, recomputeEgdi } from './compute/recompute-egdi.ts';

/** Computes one edition; `method` is undefined while the edition's method is unknown. */
export function compute(
  published: PublishedEdition,
  method: EditionMethod | undefined,
  context: { readonly groups: readonly GroupMembers[]; readonly publishedMeans: readonly PublishedMean[] },
): ComputedEdition {
  const recomputations = method
    ? recomputeEgdi(published.countries, method)
    : new Map<string, Recomputation>();
  const perIndex = new Map(
    INDEX_CODES.map((code) => [code, computeIndex(published, code, method, recomputations)]),
  );
  const scores = published.countries.flatMap((country) =>
    INDEX_CODES.map((code) => {
      const score = perIndex.get(code)?.get(country.iso3);
      if (!score) throw new RangeError(`no ${code} for ${country.iso3}`);
      return score;
    }),
  );
  const { edition, countries } = published;
  const means = groupScores(edition, countries, context.groups, method, context.publishedMeans);
  const counts = [
    stageCount('compute', 'country rows → scores', {
      in: published.countries.length,
      fanOut: INDEX_CODES.length,
      out: scores.length,
    }),
  ];
  const recomputedIntervals = new Map([...recomputations].map(([iso3, { interval }]) => [iso3, interval]));
  return { published, scores, recomputedIntervals, groupScores: means, counts };
}

function computeIndex(
  { edition, countries }: PublishedEdition,
  indexCode: IndexCode,
  method: EditionMethod | undefined,
  recomputations: ReadonlyMap<string, Recomputation>,
): Map<string, Score> {
  const rules = method?.indices[indexCode];
  const isEgdi = indexCode === 'EGDI';
  const published = new Map<string, Rational>();
  for (const { iso3, figures } of countries) {
    const { value } = figures[indexCode];
    if (value !== null) published.set(iso3, value);
  }
  const rankedOn = isEgdi
    ? new Map([...recomputations].flatMap(([iso3, r]) => (r.rankedOn ? [[iso3, r.rankedOn]] : [])))
    : published;
  const rankMethod = rules?.rankRule.value ?? 'competition';
  const ofPublished = rankDescending(published);
  const fromPublished = ofPublished.competition;
  const recomputedRanks = (isEgdi ? rankDescending(rankedOn) : ofPublished)[rankMethod];
  const tied = tiedKeys(published);
  const sharedRanks = tiedKeys(
    countries.flatMap(({ iso3, egdiRank }) =>
      isEgdi && egdiRank?.value != null ? [[iso3, egdiRank.value] as const] : [],
    ),
  );
  const levels = levelsOf(published, method);
  const classes =
    isEgdi && method?.ratingClasses ? ratingClasses(fromPublished, levels) : new Map<string, string>();

  const scores = new Map<string, Score>();
  for (const country of countries) {
    const { iso3 } = country;
    const figure = country.figures[indexCode];
    const recomputation = isEgdi ? recomputations.get(iso3) : undefined;
    const rankPrinted = isEgdi ? country.egdiRank : undefined;
    const available = published.has(iso3);
    const points = figure.value && rules?.lattice ? pointsOf(figure.value, rules) : null;
    const recomputedRank = recomputedRanks.get(iso3) ?? null;
    scores.set(iso3, {
      edition,
      iso3,
      indexCode,
      methodologyId: methodologyId(indexCode, edition),
      status: figure.status,
      published: figure.value,
      rankPublished: rankPrinted?.value ?? null,
      componentMissingAsZero: recomputation?.missingAsZero ?? false,
      recomputed: recomputation?.score ?? null,
      recomputedRounded: recomputation?.rounded ?? null,
      scoreDecimals: rules?.precision.value.decimals ?? null,
      residual: null,
      residualBound: null,
      reconciliation: 'not_recomputed',
      deviationId: null,
      rankReconciliation: null,
      rankDeviationId: null,
      notRecomputedReason: notRecomputedReason(indexCode, method, recomputation),
      rankFromPublished: fromPublished.get(iso3) ?? null,
      rankRecomputed: recomputedRank,
      rankBasis: recomputedRank === null ? null : rankBasis(indexCode, method),
      rankMethod: recomputedRank === null ? null : rankMethod,
      rankCount: recomputedRank === null ? (available ? published.size : null) : rankedOn.size,
      isScoreTied: available ? tied.has(iso3) : null,
      isRankShared: rankPrinted?.value == null ? null : sharedRanks.has(iso3),
      rankCompetition: fromPublished.get(iso3) ?? null,
      rankDense: ofPublished.dense.get(iso3) ?? null,
      levelGroup: levels.get(iso3) ?? null,
      levelGroupBasis: levels.has(iso3) ? levelBasis(indexCode, method) : null,
      ratingClassDerived: classes.get(iso3) ?? null,
      pointsAboveMin: points,
      pointsRange: points ? (rules?.lattice?.value.range ?? null) : null,
      pointsStep: points ? (rules?.lattice?.value.step ?? null) : null,
      pointsBasis: points
        ? 'inferred from the score lattice; points above the minimum, not printed by the publisher'
        : null,
    });
  }
  return scores;
}

function pointsOf(score: Rational, rules: EditionMethod['indices'][IndexCode]): Rational | null {
  if (!rules.lattice) return null;
  const steps = stepsOfScore(score, rules.lattice.value, rules.precision.value);
  return steps === undefined ? null : multiply(rational(steps), rules.lattice.value.step);
}

function levelsOf(
  published: ReadonlyMap<string, Rational>,
  method: EditionMethod | undefined,
): Map<string, LevelGroup> {
  const levels = new Map<string, LevelGroup>();
  if (!method) return levels;
  for (const [iso3, value] of published) {
    const group = levelGroup(value, method.levels.value.thresholds);
    if (group) levels.set(iso3, group);
  }
  return levels;
}

function levelBasis(indexCode: IndexCode, method: EditionMethod | undefined): string {
  if (!method?.levels.value.usedByEdition)
    return 'derived: thresholds of 2014 and later, applied in retrospect to the published score';
  return indexCode === 'EGDI'
    ? 'derived: thresholds of the Survey applied to the published score'
    : 'derived: EGDI thresholds applied to the published score of this index';
}

function rankBasis(indexCode: IndexCode, method: EditionMethod | undefined): string {
  if (indexCode !== 'EGDI') return 'derived: published score of all members whose value is available';
  const basis = method?.egdi.rankBasis.value;
  return basis?.kind === 'rounded'
    ? `recomputed score rounded to ${basis.decimals} decimals`
    : 'unrounded recomputed score with the exact OSI of its points';
}

function notRecomputedReason(
  indexCode: IndexCode,
  method: EditionMethod | undefined,
  recomputation: Recomputation | undefined,
): string | null {
  if (!method) return 'method unknown';
  if (indexCode === 'EPI') return 'no part of the EGDI; its own points are not published';
  if (indexCode !== 'EGDI') return 'input of the EGDI; its own components are not loaded';
  return recomputation ? null : 'not assessed in this edition';
}
