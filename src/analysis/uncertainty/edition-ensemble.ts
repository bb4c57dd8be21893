/**
 * The EGDI of an edition as an ensemble: published sub-indices of the members assessed, the method's weights and
 * aggregation, and what is assumed of each.
 */
import type { IndicatorTable } from '../../composite/table.ts';
import type { EnsembleSpecification } from '../../composite/uncertainty/ensemble.ts';
import type { Factor, RoundedIndicator } from '../../composite/uncertainty/factors.ts';
import type { Aggregation, GroupNode, Step } from '../../methodology/definition.ts';
import { egdiTree } from '../../methodology/indices/egdi.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import { weightText } from '../../methodology/nodes.ts';
import { rule } from '../../methodology/rule.ts';
import type { EditionFigures, MemberFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Precision } from '../../model/interval.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import { publishedTable } from '../published-table.ts';

export type VariedAggregation = 'arithmetic' | 'geometric';

export interface EnsembleRequest {
  /** Whole, 0 … 2³² − 1. */
  readonly seed: number;
  /** Weights times 1 ± it; 0: as declared. */
  readonly weightFraction: number;
  /** Equally likely; empty: as declared. */
  readonly aggregations: readonly VariedAggregation[];
  /** Whether figures vary within what their printed digits leave open. */
  readonly variesRounding: boolean;
}

/** What is assumed, in data; a report puts it into words. */
export type Assumption =
  | {
      readonly factor: 'weights';
      readonly fraction: number;
      readonly nominal: Readonly<Record<SubIndexCode, string>>;
    }
  | {
      readonly factor: 'aggregation';
      readonly alternatives: readonly VariedAggregation[];
      /** Sub-indices were put on 1 … 100 by 1 + 99x first: how many of them are 0. Null: they were not. */
      readonly zerosShifted: number | null;
    }
  | { readonly factor: 'rounding'; readonly precisions: Readonly<Record<SubIndexCode, Precision>> };

export interface EditionEnsemble {
  readonly specification: EnsembleSpecification;
  /** The units, in the same order. */
  readonly members: readonly MemberFigures[];
  /** Members without an EGDI: they take no part. */
  readonly notAssessed: readonly string[];
  /** One a factor, in the same order. */
  readonly assumptions: readonly Assumption[];
  /** Cells without a value that count as zero by the edition's rule. */
  readonly missingAsZero: number;
}

/** 1 + 99x, written as (x − low)/(high − low) · 100. */
const ONE_TO_HUNDRED: readonly Step[] = [
  { kind: 'normalise', normalisation: { method: 'scaled', low: -1 / 99, high: 1 } },
];

/**
 * Throws `EgdiError` `nothing-varies` (exit 2) where nothing is to be varied, `ComputationRefused` `value-missing` where
 * an assessed member lacks a sub-index that the edition's rule does not count as zero.
 */
export function editionEnsemble(
  figures: EditionFigures,
  method: EditionMethod,
  request: EnsembleRequest,
): EditionEnsemble {
  const { members, notAssessed, table, filled } = publishedTable(figures, method);
  const isShifted = request.aggregations.includes('geometric');
  const { factors, assumptions } = assumptionsOf(method, request, table, filled, isShifted);
  if (factors.length === 0) {
    throw new EgdiError('nothing-varies', 'weights, aggregation and rounding are all held fixed', {
      exitCode: EXIT.usage,
      hint: 'leave --no-rounding away, or give --weights 0.25 or --aggregation arithmetic,geometric',
    });
  }
  return {
    specification: {
      root: treeOf(method, isShifted),
      table,
      factors,
      seed: request.seed,
      countsPairs: true,
    },
    members,
    notAssessed,
    assumptions,
    missingAsZero: [...filled.values()].reduce((sum, units) => sum + units.length, 0),
  };
}

function treeOf(method: EditionMethod, isShifted: boolean): GroupNode {
  const tree = egdiTree(method, 'as-published');
  if (!isShifted) return tree;
  const steps = rule(
    ONE_TO_HUNDRED,
    'stated',
    'OECD/JRC Handbook §6: a geometric mean needs positive values',
  );
  return { ...tree, children: tree.children.map((child) => ({ ...child, steps })) };
}

function assumptionsOf(
  method: EditionMethod,
  request: EnsembleRequest,
  table: IndicatorTable,
  filled: ReadonlyMap<SubIndexCode, readonly number[]>,
  isShifted: boolean,
): { factors: readonly Factor[]; assumptions: readonly Assumption[] } {
  const factors: Factor[] = [];
  const assumptions: Assumption[] = [];
  if (request.weightFraction > 0) {
    factors.push({ kind: 'weights', nodes: SUB_INDEX_CODES, fraction: request.weightFraction });
    assumptions.push({
      factor: 'weights',
      fraction: request.weightFraction,
      nominal: bySubIndex((code) => weightText(method.egdi.weights.value[code])),
    });
  }
  if (request.aggregations.length > 0) {
    const alternatives = request.aggregations.map((one): Aggregation => ({ method: one }));
    factors.push({ kind: 'aggregation', alternatives });
    const zeros = [...table.columns.values()].reduce(
      (sum, column) => sum + column.reduce((count, value) => count + (value === 0 ? 1 : 0), 0),
      0,
    );
    assumptions.push({
      factor: 'aggregation',
      alternatives: request.aggregations,
      zerosShifted: isShifted ? zeros : null,
    });
  }
  if (request.variesRounding) {
    const precisions = bySubIndex((code) => method.indices[code].precision.value);
    factors.push({
      kind: 'rounding',
      indicators: SUB_INDEX_CODES.map((code) =>
        roundedIndicator(code, precisions[code], filled.get(code) ?? []),
      ),
    });
    assumptions.push({ factor: 'rounding', precisions });
  }
  return { factors, assumptions };
}

/** The interval that a printed figure stands for, in units of its last decimal; a sub-index stays within 0 … 1. */
function roundedIndicator(
  code: SubIndexCode,
  { decimals, mode }: Precision,
  exactUnits: readonly number[],
): RoundedIndicator {
  const digit = 1 / 10 ** decimals;
  return {
    code,
    low: mode === 'truncate' ? 0 : -digit / 2,
    high: mode === 'round' ? digit / 2 : digit,
    within: [0, 1],
    exactUnits,
  };
}

function bySubIndex<T>(make: (code: SubIndexCode) => T): Record<SubIndexCode, T> {
  return { OSI: make('OSI'), TII: make('TII'), HCI: make('HCI') };
}
