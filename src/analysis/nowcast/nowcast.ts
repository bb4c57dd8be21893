/**
 * Where a country would stand if the Survey were taken on its latest national figures, everything and everybody else as
 * in the last edition: an estimate, with the interval of its rank under other assumptions and the errors that the
 * recomputation has shown. Pure; the same seed gives the same answer.
 */
import { egdiScore, type SubIndexValues } from '../../composite/exact/egdi-score.ts';
import { quantileOfSorted } from '../../composite/statistics/quantile.ts';
import { fillUniforms } from '../../composite/uncertainty/philox.ts';
import {
  createRankCounts,
  probabilityWithin,
  rankStatistics,
} from '../../composite/uncertainty/rank-counts.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { ComponentCode } from '../../model/component-counterpart.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { compare, type Rational, toNumber } from '../../model/rational.ts';
import { outcomeOf, standingOf } from '../target/outcome.ts';
import { shiftedBy } from '../target/shifted-value.ts';
import { type Contender, contenderOf, type Standings, standingsOf } from '../target/standings.ts';
import { capOfComponent } from './bridge.ts';
import type { FrozenComponent, HandFigure } from './component-news.ts';
import { nowcastAssumptions } from './nowcast-assumptions.ts';
import type { NowcastData, NowcastRequest } from './nowcast-data.ts';
import {
  ESTIMATED_CODES,
  type Nowcast,
  type NowcastInterval,
  type NowcastSubIndex,
  type NowcastVariant,
  type Spread,
} from './nowcast-result.ts';
import { changeUnder, type SubIndexNews, subIndexNews } from './sub-index-news.ts';

/**
 * @throws EgdiError `not-a-member`, `not-assessed` (exit 2), `nothing-newer` (exit 3) where no component has a later
 * figure, `bridge-missing` (exit 3) where none of those that have one can be measured
 * @throws ComputationRefused `rule-unknown` where the edition's rank rule is not known
 */
export function nowcast(data: NowcastData, request: NowcastRequest): Nowcast {
  const { figures, method, dataYear } = data;
  const standings = standingsOf(figures, method);
  const country = contenderOf(standings, figures, request.iso3);
  const news = ESTIMATED_CODES.map((code) =>
    subIndexNews({ ...data, code, byHand: request.byHand, bridge: data.bridges[code] }),
  );
  requireNews(news, country, data, request.byHand);
  const run = createRun(standings, country, news);
  const still = news.map(({ choices }) => choices.map(() => 0));
  const estimate = run.at(still);
  const outcome = outcomeOf(standings, country, estimate.values);
  const subIndices = news.map((one, position) =>
    subIndexOf(one, country, method, estimate.changes[position] ?? 0, estimate.values[one.code]),
  );
  const interval = intervalOf(run, news, country, request);
  return {
    kind: 'nowcast',
    estimate: true,
    edition: figures.edition,
    releaseNo: figures.releaseNo,
    country: { iso3: country.iso3, name: country.name },
    dataYear,
    rankedCount: standings.contenders.length,
    scoreDecimals: method.indices.EGDI.precision.value.decimals,
    published: {
      ...standingOf(standings, country),
      scorePublished: country.scorePublished,
      rankPublished: country.rankPublished,
      OSI: numberOf(country.published.OSI),
    },
    estimated: outcome,
    subIndices,
    interval,
    variants: variantsOf(run, news, still),
    assumptions: nowcastAssumptions({ data, country, standings, news, subIndices }),
  };
}

function requireNews(
  news: readonly SubIndexNews[],
  { name }: Contender,
  { dataYear, figures, view }: NowcastData,
  byHand: ReadonlyMap<ComponentCode, HandFigure>,
): void {
  const frozen = news.flatMap((one) => one.frozen);
  const isAsked = ({ component }: FrozenComponent) => [...byHand.keys()].some((code) => code === component);
  // What somebody gives is used or refused, and never passed over.
  refuseUnmeasured(name, frozen.filter(isAsked));
  if (news.some((one) => one.news.length > 0)) return;
  refuseUnmeasured(
    name,
    frozen.filter(({ latest }) => latest !== null && latest.year > dataYear),
  );
  const isDeclared = view.counterparts.some(({ sourceKind }) => sourceKind === 'national');
  if (!isDeclared) {
    throw new EgdiError(
      'counterparts-missing',
      `no series of the national offices of ${name} is declared to stand beside the components`,
      {
        exitCode: EXIT.dataRefused,
        hint: 'give figures by hand: --set users=93.4 --source "where it is from"',
      },
    );
  }
  const last = frozen.flatMap(({ name: of, latest }) => (latest === null ? [] : [`${of} ${latest.period}`]));
  throw new EgdiError(
    'nothing-newer',
    `no national figure of ${name} is newer than ${dataYear}, the data year of ${figures.edition}` +
      (last.length === 0 ? ', and none is loaded' : `: ${last.join(', ')}`),
    {
      exitCode: EXIT.dataRefused,
      hint: 'load newer ones (egdi run national), or give one by hand: --set users=93.4 --source "where it is from"',
    },
  );
}

function refuseUnmeasured(name: string, unmeasured: readonly FrozenComponent[]): void {
  if (unmeasured.length === 0) return;
  const why = unmeasured.map((one) => `${one.name}: ${one.because}`).join('; ');
  throw new EgdiError(
    'bridge-missing',
    `what newer figures of ${name} would change cannot be measured: ${why}`,
    { exitCode: EXIT.dataRefused, hint: 'load the components of all countries: egdi run international' },
  );
}

interface Trial {
  /** In the order of the sub-indices. */
  readonly changes: readonly number[];
  readonly values: SubIndexValues;
  readonly score: number;
  readonly rank: number;
}

interface Run {
  /** Under these alternatives, with these errors added to the changes. */
  at(chosen: readonly (readonly number[])[], errors?: readonly number[]): Trial;
}

function createRun(standings: Standings, country: Contender, news: readonly SubIndexNews[]): Run {
  const { method } = standings;
  const others = standings.contenders
    .filter(({ iso3 }) => iso3 !== country.iso3)
    .map(({ computed }) => computed.rankedOn)
    .sort((a, b) => compare(b, a));
  const changes = news.map((one) => {
    const known = new Map<string, number>();
    return (chosen: readonly number[]): number => {
      const key = chosen.join();
      const change = known.get(key) ?? changeUnder(one, chosen);
      known.set(key, change);
      return change;
    };
  });
  return {
    at(chosen, errors = []) {
      const moved = news.map((_, position) => {
        const change = changes[position]?.(chosen[position] ?? []) ?? 0;
        // What does not move has nothing to be wrong about.
        return change === 0 ? 0 : change + (errors[position] ?? 0);
      });
      const values: Record<keyof SubIndexValues, Rational | null> = { ...country.published };
      for (const [position, { code }] of news.entries()) {
        const before = country.published[code];
        const change = moved[position] ?? 0;
        if (before === null || change === 0) continue;
        values[code] = shiftedBy(before, change, method.indices[code].precision.value.decimals);
      }
      const computed = egdiScore(values, method) ?? country.computed;
      return {
        changes: moved,
        values,
        score: toNumber(computed.rounded),
        rank: rankAmong(others, computed.rankedOn),
      };
    },
  };
}

/** One more than those above it. */
function rankAmong(descending: readonly Rational[], value: Rational): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(descending[middle] as Rational, value) > 0) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function intervalOf(
  run: Run,
  news: readonly SubIndexNews[],
  country: Contender,
  { replicates, seed }: NowcastRequest,
): NowcastInterval {
  const widths = news.map(({ choices }) => choices.length);
  const dimensions = widths.reduce((sum, width) => sum + width, news.length);
  const uniforms = new Float64Array(dimensions);
  const scores = new Float64Array(replicates);
  const values = news.map(() => new Float64Array(replicates));
  const ranks: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    fillUniforms({ seed, stream: 0 }, replicate, 0, uniforms);
    let at = news.length;
    const chosen = news.map(({ choices }) =>
      choices.map(({ alternatives }) => Math.floor((uniforms[at++] as number) * alternatives.length)),
    );
    const errors = news.map(({ errors: of }, position) => {
      const drawn = of?.centred ?? new Float64Array();
      return -(drawn[Math.floor((uniforms[position] as number) * drawn.length)] ?? 0);
    });
    const trial = run.at(chosen, errors);
    scores[replicate] = trial.score;
    for (const [position, { code }] of news.entries()) {
      (values[position] as Float64Array)[replicate] = numberOf(trial.values[code]) ?? Number.NaN;
    }
    ranks.push(trial.rank);
  }
  const units = Math.max(...ranks, country.rank);
  const counts = createRankCounts(units, null);
  for (const rank of ranks) counts.ranks[rank - 1] = (counts.ranks[rank - 1] ?? 0) + 1;
  counts.replicates = replicates;
  const spreads = new Map(news.map(({ code }, position) => [code, spreadOf(values[position])]));
  return {
    replicates,
    seed,
    rank: rankStatistics(counts, 0),
    EGDI: spreadOf(scores) as Spread,
    TII: spreads.get('TII') ?? null,
    HCI: spreads.get('HCI') ?? null,
    asGoodAsToday: probabilityWithin(counts, 0, country.rank),
  };
}

function spreadOf(values: Float64Array | undefined): Spread | null {
  if (values === undefined || values.some(Number.isNaN)) return null;
  const sorted = values.toSorted();
  return {
    low: quantileOfSorted(sorted, 0.05),
    median: quantileOfSorted(sorted, 0.5),
    high: quantileOfSorted(sorted, 0.95),
  };
}

function variantsOf(
  run: Run,
  news: readonly SubIndexNews[],
  still: readonly (readonly number[])[],
): NowcastVariant[] {
  return news.flatMap(({ choices }, position) =>
    choices.flatMap(({ factor, alternatives }, choice) =>
      alternatives.slice(1).map((alternative, other): NowcastVariant => {
        const chosen = still.map((own, at) =>
          at === position ? own.map((zero, index) => (index === choice ? other + 1 : zero)) : own,
        );
        const { values, score, rank } = run.at(chosen);
        return {
          factor,
          alternative,
          TII: numberOf(values.TII),
          HCI: numberOf(values.HCI),
          EGDI: score,
          rank,
        };
      }),
    ),
  );
}

function subIndexOf(
  one: SubIndexNews,
  country: Contender,
  method: EditionMethod,
  change: number,
  value: Rational | null,
): NowcastSubIndex {
  const { code, bridge, news, frozen, errors, choices, ofEdition } = one;
  const still = choices.map(() => 0);
  const isMeasured = news.length > 0;
  return {
    code,
    decimals: method.egdi.inputDecimals?.value[code] ?? method.indices[code].precision.value.decimals,
    published: numberOf(country.published[code]),
    estimated: numberOf(value),
    change,
    frames:
      'frames' in bridge
        ? bridge.frames.map(({ edition, dataYear, recomputation }) => ({
            edition,
            dataYear,
            treatment: recomputation.treatment,
            members: recomputation.units.length,
            observed: recomputation.units.filter(({ isObserved }) => isObserved).length,
          }))
        : [],
    refused: 'refused' in bridge ? bridge.refused : null,
    news: news.map((component) => ({
      ...component,
      change: changeUnder(one, still, component.component),
      isOfEdition: ofEdition.has(component.component),
      cap: 'frames' in bridge ? capOfComponent(bridge.frames[0], component.component) : null,
    })),
    frozen,
    errors:
      errors === null || !isMeasured || errors.centred.length === 0
        ? null
        : {
            of: errors.of,
            count: errors.centred.length,
            low: quantileOfSorted(errors.centred, 0.05),
            high: quantileOfSorted(errors.centred, 0.95),
          },
  };
}

function numberOf(value: Rational | null): number | null {
  return value === null ? null : toNumber(value);
}
