/**
 * What it takes to reach a rank, below the sub-indices: the raw series of TII and HCI, where a person brings them. A
 * series that moves changes mean, deviation and extremes of everybody, so the sub-index of all members is computed
 * anew at each trial.
 */
import { egdiScore } from '../../composite/exact/egdi-score.ts';
import { rankDescending } from '../../composite/exact/rank.ts';
import { ComputationRefused, type RefusalCode } from '../../composite/refusal.ts';
import { quantile } from '../../composite/statistics/quantile.ts';
import type { IndicatorTable } from '../../composite/table.ts';
import { leastValueForRank } from '../../composite/target/search-rank.ts';
import { compileIndex } from '../../composite/tree/compile.ts';
import type { CompiledIndex } from '../../composite/tree/compiled-index.ts';
import { evaluateIndex } from '../../composite/tree/evaluate.ts';
import type { IndicatorNode } from '../../methodology/definition.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import { componentsOf } from '../../methodology/nodes.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import { type Rational, rational, toNumber } from '../../model/rational.ts';
import type { SubIndexCode } from '../../model/survey.ts';
import { shiftedBy } from './shifted-value.ts';
import { type Contender, contenderOf, type Standings, standingsOf } from './standings.ts';

export interface RawTargets {
  readonly series: readonly RawTarget[];
  readonly subIndices: readonly RawSubIndex[];
}

export interface RawTarget {
  readonly subIndex: SubIndexCode;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly today: number;
  /** Two decimals; null: not even the limit reaches the rank. */
  readonly needed: number | null;
  readonly change: number | null;
  readonly limit: number;
  /** Why it goes no further: a cap of the method, the end of a percentage, the best value of the edition, or zero. */
  readonly limitBecause: 'cap' | 'percent' | 'best-of-edition' | 'zero';
  /** The sub-index at the needed value, as it would be printed. */
  readonly subIndexThen: number | null;
  readonly rankThen: number | null;
  readonly rankAtLimit: number;
  readonly isMonotone: boolean;
}

export interface RawSubIndex {
  readonly subIndex: SubIndexCode;
  /** Why nothing is computed; null: it is. */
  readonly refused: { readonly code: RefusalCode; readonly message: string } | null;
  /** Members whose series are complete. */
  readonly complete: number;
  /** Largest distance between recomputed and published, and the country's own. */
  readonly largestError: number | null;
  readonly ownError: number | null;
  readonly medianError: number | null;
  /** The series are hardly those behind the published values: the recomputed ones are far off for most members. */
  readonly isDoubtful: boolean;
}

const ANSWER_DECIMALS = 2;
/** Series of other vintages are off by 0.01 to 0.06 in the median; numbers that are something else, by 0.2 and more. */
const DOUBTFUL_MEDIAN_ERROR = 0.1;

export interface RawRequest {
  readonly iso3: string;
  readonly rank: number;
  readonly strict: boolean;
  readonly movable: readonly SubIndexCode[];
}

/**
 * The published sub-index plus what the recomputed one changes by, printed as the edition prints it: today it is the
 * published one, whatever the file's vintage. Members whose series are incomplete keep what is published.
 * @throws EgdiError `not-a-member`, `not-assessed` (exit 2)
 * @throws ComputationRefused where no series can be moved, for the reason of the first sub-index: `rule-unknown`,
 * `value-missing` (a series of the country), `indicator-unknown` (nothing of the edition in the file) …
 */
export function rawTargets(
  figures: EditionFigures,
  method: EditionMethod,
  table: IndicatorTable,
  asked: RawRequest,
): RawTargets {
  const standings = standingsOf(figures, method);
  const country = contenderOf(standings, figures, asked.iso3);
  const unit = table.units.indexOf(country.iso3);
  const series: RawTarget[] = [];
  const subIndices: RawSubIndex[] = [];
  for (const code of asked.movable) {
    const nodes = componentsOf(method.indices[code]);
    if (nodes.length === 0 || !nodes.some((node) => table.columns.has(node.code))) continue;
    try {
      const frame = frameOf(standings, country, method, code, table, unit);
      subIndices.push(frame.about);
      for (const node of nodes) series.push(targetOf(frame, node, asked));
    } catch (error) {
      if (!(error instanceof ComputationRefused)) throw error;
      const refused = { code: error.code as RefusalCode, message: error.message };
      subIndices.push({
        subIndex: code,
        refused,
        complete: 0,
        largestError: null,
        ownError: null,
        medianError: null,
        isDoubtful: false,
      });
    }
  }
  if (series.length === 0) {
    const refused = subIndices.flatMap((one) => one.refused ?? []);
    throw new ComputationRefused(
      refused[0]?.code ?? 'indicator-unknown',
      `${country.iso3} ${figures.edition}`,
      refused.map(({ message }) => message).join('; ') ||
        'the file has no component of a sub-index that may change',
      'which components an edition has, and which rules are unknown: egdi methods',
    );
  }
  return { series, subIndices };
}

interface Frame {
  readonly standings: Standings;
  readonly country: Contender;
  readonly code: SubIndexCode;
  readonly compiled: CompiledIndex;
  readonly table: IndicatorTable;
  readonly unit: number;
  /** The recomputed sub-index of today. */
  readonly today: Float64Array;
  readonly about: RawSubIndex;
}

function frameOf(
  standings: Standings,
  country: Contender,
  method: EditionMethod,
  code: SubIndexCode,
  table: IndicatorTable,
  unit: number,
): Frame {
  const { tree } = method.indices[code];
  if (tree === null) throw new ComputationRefused('rule-unknown', code, 'its components are not declared');
  const compiled = compileIndex(tree);
  const today = evaluateIndex(compiled, table).root.scores;
  const own = today[unit];
  if (own === undefined || Number.isNaN(own)) {
    throw new ComputationRefused(
      'value-missing',
      code,
      `a series of ${country.iso3} has no value in the file`,
    );
  }
  const errors = standings.contenders.flatMap(({ iso3, published }) => {
    const recomputed = today[table.units.indexOf(iso3)] ?? Number.NaN;
    const value = published[code];
    return Number.isNaN(recomputed) || value === null ? [] : [{ iso3, error: recomputed - toNumber(value) }];
  });
  const medianError = quantile(
    errors.map(({ error }) => Math.abs(error)),
    0.5,
  );
  const about: RawSubIndex = {
    subIndex: code,
    refused: null,
    complete: errors.length,
    largestError: Math.max(...errors.map(({ error }) => Math.abs(error))),
    ownError: errors.find(({ iso3 }) => iso3 === country.iso3)?.error ?? null,
    medianError,
    isDoubtful: medianError > DOUBTFUL_MEDIAN_ERROR,
  };
  return { standings, country, code, compiled, table, unit, today, about };
}

function targetOf(frame: Frame, node: IndicatorNode, { rank, strict }: RawRequest): RawTarget {
  const column = frame.table.columns.get(node.code) ?? new Float64Array();
  const today = column[frame.unit] ?? Number.NaN;
  const { limit, because } = limitOf(node, column, today);
  const rankAt = (value: number) => {
    const { best, shared } = placeAt(frame, node.code, value);
    return strict ? best + shared : best;
  };
  // Beyond the limit already: then moving it changes nothing.
  const end = because === 'zero' ? Math.min(today, limit) : Math.max(today, limit);
  const found = leastValueForRank({ rankAt, today, limit: end, decimals: ANSWER_DECIMALS, rank });
  const then = found.value === null ? null : placeAt(frame, node.code, found.value);
  return {
    subIndex: frame.code,
    code: node.code,
    name: node.name,
    unit: node.unit,
    today,
    needed: found.value,
    change: found.value === null ? null : Number((found.value - today).toFixed(10)),
    limit,
    limitBecause: because,
    subIndexThen: then === null ? null : toNumber(then.subIndex),
    rankThen: then === null ? null : then.best,
    rankAtLimit: found.rankAtLimit,
    isMonotone: found.isMonotone,
  };
}

function limitOf(
  { steps, unit, direction }: IndicatorNode,
  column: Float64Array,
  today: number,
): { readonly limit: number; readonly because: RawTarget['limitBecause'] } {
  if (direction.value === -1) return { limit: 0, because: 'zero' };
  const cap = steps.value?.find((step) => step.kind === 'cap');
  if (cap?.kind === 'cap') return { limit: cap.at, because: 'cap' };
  if (/^percent/.test(unit)) return { limit: 100, because: 'percent' };
  return {
    limit: column.reduce((best, value) => (value > best ? value : best), today),
    because: 'best-of-edition',
  };
}

/** Everybody's sub-index with this value, printed, put into the edition's mean, and ranked. */
function placeAt(
  { standings, country, code, compiled, table, unit, today }: Frame,
  series: string,
  value: number,
): { readonly best: number; readonly shared: number; readonly subIndex: Rational } {
  const column = table.columns.get(series) ?? new Float64Array();
  const moved = { ...table, columns: new Map([...table.columns, [series, column.with(unit, value)]]) };
  const scores = evaluateIndex(compiled, moved).root.scores;
  const { method, contenders } = standings;
  const { decimals } = method.indices[code].precision.value;
  let subIndex = rational(0);
  const rankedOn = new Map<string, Rational>();
  for (const { iso3, published, computed } of contenders) {
    const row = table.units.indexOf(iso3);
    const change = (scores[row] ?? Number.NaN) - (today[row] ?? Number.NaN);
    const before = published[code];
    if (before === null || Number.isNaN(change)) {
      rankedOn.set(iso3, computed.rankedOn);
      continue;
    }
    const shifted = shiftedBy(before, change, decimals);
    if (iso3 === country.iso3) subIndex = shifted;
    const anew = egdiScore({ ...published, [code]: shifted }, method);
    rankedOn.set(iso3, anew?.rankedOn ?? computed.rankedOn);
  }
  const ranks = rankDescending(rankedOn).competition;
  const best = ranks.get(country.iso3) ?? Number.NaN;
  const shared = [...ranks.values()].filter((other) => other === best).length - 1;
  return { best, shared, subIndex };
}
