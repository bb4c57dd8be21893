/** One sub-index of an edition, from what a release has loaded: recomputed, or the reason why not. */
import { ComputationRefused } from '../../composite/refusal.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { InputSet } from '../../model/component-inputs.ts';
import { parseDecimal } from '../../model/decimal.ts';
import { type Rational, subtract, toFixed, toNumber } from '../../model/rational.ts';
import {
  CLOSENESS_BOUNDS,
  type RecomputationCoverage,
  type RecomputationFact,
  type RecomputedIndex,
  type StoredRecomputation,
  type Treatment,
} from '../../model/recomputation.ts';
import { type ChosenSeries, chooseSeries, type LoadedSeries } from './choose-series.ts';
import { closenessOf, countedUnits } from './closeness.ts';
import { type RecomputableIndex, recomputableIndex } from './recomputable-index.ts';
import { type Recomputation, type RecomputationInput, recompute, treatmentsOf } from './recompute.ts';

export interface EditionToRecompute {
  readonly edition: number;
  readonly indexCode: RecomputedIndex;
  /** Undefined: no method of the edition is declared. */
  readonly method: EditionMethod | undefined;
  readonly inputSet: InputSet | undefined;
  /** Members with a published value of the index, as printed to its decimals. */
  readonly members: readonly { readonly iso3: string; readonly published: string }[];
  /** Series of the release, by indicator code. */
  readonly series: ReadonlyMap<string, LoadedSeries>;
}

/** Decimals to which a recomputed value is kept. */
const DECIMALS = 15;

/** Never throws for data: what cannot be computed is said in the status and its reason. */
export function recomputeEdition(asked: EditionToRecompute): StoredRecomputation {
  const { edition, indexCode, method, inputSet, members } = asked;
  const base = { indexCode, facts: [], coverage: [notCounted(0)] };
  let index: RecomputableIndex;
  try {
    index = indexOf(edition, indexCode, method);
  } catch (error) {
    if (!(error instanceof ComputationRefused)) throw error;
    return { ...base, status: 'method unknown', methodStatus: 'unknown', reason: error.message, inputs: [] };
  }
  const methodStatus = inputSet?.method ?? 'plausible';
  const inputs = index.components.map(({ code }) =>
    chooseSeries(
      code,
      inputSet?.components[code] ?? [],
      asked.series,
      members.map(({ iso3 }) => iso3),
    ),
  );
  const stored = inputs.map(({ values: _values, ...series }) => series);
  const lacking = inputs.filter(({ indicatorCode }) => indicatorCode === null);
  if (lacking.length > 0 || members.length === 0) {
    const reason =
      members.length === 0
        ? `no country has a published ${indexCode}`
        : lacking.map(({ component, note }) => `${component}: ${note}`).join(' · ');
    return { ...base, status: 'inputs missing', methodStatus, reason, inputs: stored };
  }
  const input = tableOf(asked, index, inputs);
  const done: Recomputation[] = [];
  const refusals: string[] = [];
  for (const treatment of treatmentsOf(input)) {
    try {
      done.push(recompute(input, treatment));
    } catch (error) {
      if (!(error instanceof ComputationRefused)) throw error;
      refusals.push(`${treatment} refused: ${error.message}`);
    }
  }
  const [first] = done;
  if (first === undefined) {
    return { ...base, status: 'inputs missing', methodStatus, reason: refusals.join(' · '), inputs: stored };
  }
  const incomplete = first.units.filter(({ isObserved }) => !isObserved).length;
  const state =
    incomplete === 0
      ? `inputs complete: all ${members.length} countries have them`
      : `inputs incomplete: ${incomplete} of ${members.length} countries lack at least one`;
  const made = done.map((one) => [one, one.units.map((unit) => factOf(one.treatment, unit))] as const);
  return {
    indexCode,
    status: 'recomputed',
    methodStatus,
    reason: [
      state,
      inputSet?.note,
      inputSet?.assumedNote && `gaps-closed-assumed: ${inputSet.assumedNote}`,
      ...refusals,
    ]
      .filter((part) => part)
      .join(' · '),
    inputs: stored,
    facts: made.flatMap(([, facts]) => facts),
    coverage: made.map(([one, facts]) => coverageOf(one, facts)),
  };
}

function indexOf(
  edition: number,
  indexCode: RecomputedIndex,
  method: EditionMethod | undefined,
): RecomputableIndex {
  const tree = method?.indices[indexCode].tree ?? null;
  if (tree !== null) return recomputableIndex(tree);
  throw new ComputationRefused('rule-unknown', indexCode, `no method of the edition ${edition} is declared`);
}

function tableOf(
  { members, inputSet }: EditionToRecompute,
  index: RecomputableIndex,
  inputs: readonly ChosenSeries[],
): RecomputationInput {
  const units = members.map(({ iso3 }) => iso3);
  return {
    index,
    table: {
      units,
      columns: new Map(
        inputs.map(({ component, values }) => [
          component,
          Float64Array.from(units, (iso3) => values.get(iso3) ?? Number.NaN),
        ]),
      ),
    },
    published: Float64Array.from(members, ({ published }) => Number(published)),
    assumed: new Map(
      Object.entries(inputSet?.assumed ?? {}).map(([component, values]) => [
        component,
        new Map(Object.entries(values)),
      ]),
    ),
  };
}

function factOf(treatment: Treatment, unit: Recomputation['units'][number]): RecomputationFact {
  const { iso3, published, recomputed, isObserved, missing } = unit;
  return {
    treatment,
    iso3,
    published: published.toFixed(5),
    // No −0.
    recomputed: recomputed === null ? null : recomputed.toFixed(DECIMALS).replace(/^-(0\.0*)$/, '$1'),
    isObserved,
    missing,
  };
}

/** Of the figures as they are stored, so that whoever counts them again comes to the same. */
function coverageOf(
  recomputation: Recomputation,
  facts: readonly RecomputationFact[],
): RecomputationCoverage {
  const { treatment, units } = recomputation;
  const counted = new Set(countedUnits(recomputation).map(({ iso3 }) => iso3));
  const errors = facts.flatMap(({ iso3, recomputed, published }) =>
    counted.has(iso3) && recomputed !== null ? [Math.abs(toNumber(difference(recomputed, published)))] : [],
  );
  const base = {
    treatment,
    observedCount: units.filter(({ isObserved }) => isObserved).length,
    scoredCount: units.filter(({ recomputed }) => recomputed !== null).length,
  };
  if (errors.length === 0) return { ...notCounted(base.observedCount), ...base };
  const { meanAbsolute, median, maximum, spearman } = closenessOf(recomputation);
  return {
    ...base,
    countedCount: errors.length,
    meanAbsolute,
    median,
    maximum,
    within: CLOSENESS_BOUNDS.map((bound) => errors.filter((error) => error < bound).length),
    spearman: Number.isNaN(spearman) ? null : spearman,
  };
}

function notCounted(observedCount: number): RecomputationCoverage {
  return {
    treatment: 'none',
    observedCount,
    scoredCount: 0,
    countedCount: 0,
    meanAbsolute: null,
    median: null,
    maximum: null,
    within: CLOSENESS_BOUNDS.map(() => 0),
    spearman: null,
  };
}

/** Recomputed minus published, exactly. */
export function difference(recomputed: string, published: string): Rational {
  const [a, b] = [parseDecimal(recomputed), parseDecimal(published)];
  if (a === undefined || b === undefined) throw new RangeError(`${recomputed} − ${published}`);
  return subtract(a.value, b.value);
}

/** `recomputed − published` with as many decimals as the recomputed value. */
export function errorText(recomputed: string, published: string): string {
  return toFixed(difference(recomputed, published), DECIMALS);
}
