/** What it takes to reach a rank in an edition: one sub-index alone, and the cheapest mix of several. */
import type { IndicatorTable } from '../../composite/table.ts';
import { cheapestMix } from '../../composite/target/cheapest-mix.ts';
import type { MixRule } from '../../composite/target/least-changes.ts';
import {
  type LinearCase,
  leastOfComponent,
  reaches,
  scoreBound,
  shortfall,
} from '../../composite/target/reach-rank.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { compare, type Rational, subtract, toNumber, ZERO } from '../../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import { type Outcome, outcomeOf, type Standing } from './outcome.ts';
import { rawTargets } from './raw-target.ts';
import type { ComponentAnswer, MixAnswer, RankRequest, ReachRank } from './reach-rank-answer.ts';
import { type Contender, contenderOf, type Standings, standingsOf } from './standings.ts';
import { type SubIndexScale, subIndexScale } from './sub-index-scale.ts';
import { inputToday, rankDecimals, whatIfBase } from './what-if.ts';
import { anchorOf } from './what-if-assumptions.ts';

/**
 * @param rawSeries raw components of the members: then also what each of them would have to be
 * @throws EgdiError `not-a-member`, `not-assessed`, `rank-out-of-range` (exit 2)
 * @throws ComputationRefused `rule-unknown` where the edition's rank rule is not known; `value-missing` where raw series
 * are given and none can be moved
 */
export function reachRank(
  figures: EditionFigures,
  method: EditionMethod,
  asked: RankRequest,
  rawSeries: IndicatorTable | null = null,
): ReachRank {
  const standings = standingsOf(figures, method);
  const country = contenderOf(standings, figures, asked.iso3);
  const count = standings.contenders.length;
  if (!Number.isInteger(asked.rank) || asked.rank < 1 || asked.rank > count) {
    throw new EgdiError('rank-out-of-range', `there is no rank ${asked.rank} in ${figures.edition}`, {
      exitCode: EXIT.usage,
      hint: `ranks go from 1 to ${count}`,
    });
  }
  const others = standings.contenders.filter((one) => one !== country);
  const decimals = rankDecimals(method);
  const bound = scoreBound(
    others.map(({ computed }) => computed.rankedOn),
    { rank: asked.rank, strict: asked.strict, decimals },
  );
  const base = whatIfBase(figures, standings, country, new Map(asked.movable.map((code) => [code, 'up'])));
  const scales = SUB_INDEX_CODES.map((code) => subIndexScale(standings, country, code));
  const movable = SUB_INDEX_CODES.filter((code) => asked.movable.includes(code));
  const topOf = (codes: readonly SubIndexCode[]): Standing => {
    // A printed value above 1 (HCI of 2003) stays what it is.
    const values = withSteps(country, scales, ({ code, scale }) => {
      const isBelowTop = compare(country.computed.rankInputs[code], scale.valueAt(scale.top)) < 0;
      return codes.includes(code) && isBelowTop ? scale.top : null;
    });
    const { overtaken, drawnLevelWith, overtakenBy, ...standing } = outcomeOf(standings, country, values);
    return standing;
  };
  const linear: LinearCase = {
    weights: SUB_INDEX_CODES.map((code) => method.egdi.weights.value[code]),
    components: SUB_INDEX_CODES.map((code) => country.computed.rankInputs[code]),
    scales: scales.map(({ scale }) => scale),
    bound: bound ?? { value: ZERO, inclusive: true },
  };
  const isReached = bound === null || reaches(linear, linear.components);
  const holder = bound === null ? undefined : others[asked.rank - 1];
  const components = movable.map((code) =>
    componentAnswer({ figures, standings, country, scales, linear, isReached, asked }, code, topOf([code])),
  );
  const rules = isReached || movable.length < 2 ? [] : mixRules(asked);
  const mixes = rules.flatMap((rule) => mixAnswer({ standings, country, scales, linear, asked }, rule));
  return {
    kind: 'reach-rank',
    ...base,
    target: {
      rank: asked.rank,
      strict: asked.strict,
      isReached,
      holder:
        holder === undefined
          ? null
          : {
              iso3: holder.iso3,
              name: holder.name,
              scoreRounded: toNumber(holder.computed.rounded),
              scorePublished: holder.scorePublished,
              rank: holder.rank,
            },
      scoreGap: isReached ? 0 : toNumber(shortfall(linear)),
    },
    components,
    mixes,
    infeasibleMixes: rules.map(({ kind }) => kind).filter((kind) => !mixes.some((mix) => mix.kind === kind)),
    raw: rawSeries === null || isReached ? null : rawTargets(figures, method, rawSeries, asked),
    allAtTop: topOf(movable),
  };
}

interface Case {
  readonly standings: Standings;
  readonly country: Contender;
  readonly scales: readonly SubIndexScale[];
  readonly linear: LinearCase;
  readonly asked: RankRequest;
}

function componentAnswer(
  of: Case & { readonly figures: EditionFigures; readonly isReached: boolean },
  code: SubIndexCode,
  atTop: Standing,
): ComponentAnswer {
  const { figures, standings, country, scales, linear, isReached, asked } = of;
  const index = SUB_INDEX_CODES.indexOf(code);
  const scale = scaleOf(scales, index);
  const today = inputToday(standings, country, code);
  const { exact, step: least } = leastOfComponent(linear, index);
  const step = isReached ? null : least;
  const outcome = step === null ? null : verifiedOutcome(of, (one) => (one.code === code ? step : null));
  const needed = step === null ? null : scale.printedAt(step);
  const best = bestOf(figures, code);
  const points = scale.points;
  return {
    ...today,
    neededExact: toNumber(exact),
    needed: needed === null ? null : toNumber(needed),
    change: needed === null ? null : toNumber(subtract(needed, country.computed.inputs[code])),
    points:
      points === null
        ? null
        : {
            today: points.today,
            needed: step === null ? null : points.pointsAt(step),
            more: step === null ? null : points.pointsAt(step) - points.today,
            range: points.range,
          },
    best,
    isBeyondBest: needed !== null && toNumber(needed) > best,
    anchor: anchorOf(figures, asked.iso3, code),
    outcome,
    atTop,
  };
}

function mixRules({ prices }: RankRequest): MixRule[] {
  const rules: MixRule[] = [{ kind: 'shortest' }, { kind: 'proportional' }];
  if (prices === null) return rules;
  return [{ kind: 'priced', prices: SUB_INDEX_CODES.map((code) => prices.get(code) ?? null) }, ...rules];
}

function mixAnswer(of: Case, rule: MixRule): MixAnswer[] {
  const { country, scales, linear, asked } = of;
  const movable = asked.movable.map((code) => SUB_INDEX_CODES.indexOf(code));
  const mix = cheapestMix(linear, rule, movable);
  if (mix === null) return [];
  const parts = SUB_INDEX_CODES.flatMap((code, index) => {
    const step = mix.steps[index] ?? null;
    if (step === null) return [];
    const { printedAt, decimals, points } = scaleOf(scales, index);
    return {
      code,
      decimals,
      needed: toNumber(printedAt(step)),
      change: toNumber(subtract(printedAt(step), country.computed.inputs[code])),
      morePoints: points === null ? null : points.pointsAt(step) - points.today,
    };
  });
  const outcome = verifiedOutcome(of, (scale) => mix.steps[SUB_INDEX_CODES.indexOf(scale.code)] ?? null);
  return [{ kind: rule.kind, parts, cost: costInUnits(rule, mix.cost), outcome }];
}

function costInUnits(rule: MixRule, cost: Rational): number {
  if (rule.kind === 'shortest') return Math.sqrt(toNumber(cost));
  return rule.kind === 'priced' ? toNumber(cost) : 100 * toNumber(cost);
}

/** An answer is recomputed from what would be printed before it is given. */
function verifiedOutcome(
  { standings, country, scales, asked }: Case,
  stepOf: (scale: SubIndexScale) => bigint | null,
): Outcome {
  const outcome = outcomeOf(standings, country, withSteps(country, scales, stepOf));
  const place = outcome.rank + (asked.strict ? outcome.sharedWith.length : 0);
  if (place > asked.rank) {
    throw new RangeError(`an answer for ${country.iso3} gives place ${place}, not ${asked.rank}`);
  }
  return outcome;
}

function withSteps(
  { published }: Contender,
  scales: readonly SubIndexScale[],
  stepOf: (scale: SubIndexScale) => bigint | null,
): Contender['published'] {
  const values = { ...published };
  for (const scale of scales) {
    const step = stepOf(scale);
    if (step !== null) values[scale.code] = scale.printedAt(step);
  }
  return values;
}

function bestOf({ members }: EditionFigures, code: SubIndexCode): number {
  return Math.max(...members.flatMap(({ scores }) => scores[code] ?? []));
}

function scaleOf(scales: readonly SubIndexScale[], index: number): SubIndexScale {
  const found = scales[index];
  if (found === undefined) throw new RangeError(`no scale ${index}`);
  return found;
}
