/**
 * Statistical coherence of an edition: whether its sub-indices measure one thing, and whether each of them decides as
 * much of the EGDI as its weight says (OECD/JRC Handbook §4 and §7).
 */
import { type Correlation, type CorrelationMethod, correlate } from '../composite/statistics/correlation.ts';
import { cronbachAlpha } from '../composite/statistics/cronbach.ts';
import {
  type PrincipalComponents,
  principalComponents,
} from '../composite/statistics/principal-components.ts';
import { compileIndex } from '../composite/tree/compile.ts';
import { evaluateIndex } from '../composite/tree/evaluate.ts';
import { importances } from '../composite/tree/importance.ts';
import { optimiseWeights } from '../composite/tree/optimise-weights.ts';
import { egdiTree } from '../methodology/indices/egdi.ts';
import type { EditionMethod } from '../methodology/method.ts';
import type { EditionFigures } from '../model/edition-figures.ts';
import {
  type Edition,
  INDEX_CODES,
  type IndexCode,
  SUB_INDEX_CODES,
  type SubIndexCode,
} from '../model/survey.ts';
import { publishedTable } from './published-table.ts';

export interface CoherencePair extends Correlation {
  readonly first: IndexCode;
  readonly second: IndexCode;
}

export interface WeightAndImportance {
  readonly indexCode: SubIndexCode;
  /** The declared weight. */
  readonly weight: number;
  /** Pearson's r with the EGDI recomputed from the published sub-indices. */
  readonly correlation: number;
  /** Share of the sum of r² of the three: above the weight it decides more than declared. */
  readonly importance: number;
  /** The weight under which all three would correlate alike with the EGDI. */
  readonly balancedWeight: number;
}

export interface Coherence {
  readonly edition: Edition;
  readonly releaseNo: number;
  /** Members with an EGDI. */
  readonly assessed: number;
  readonly notAssessed: readonly string[];
  /** Sub-index values that are missing and count as zero by the edition's rule. */
  readonly missingAsZero: number;
  readonly correlationMethod: CorrelationMethod;
  /** Each pair of published indices once, the EPI included. */
  readonly correlations: readonly CoherencePair[];
  /** Of OSI, TII and HCI. */
  readonly cronbachAlpha: number;
  readonly components: {
    readonly eigenvalues: readonly number[];
    readonly shares: readonly number[];
    /** By component, a weight for each sub-index. */
    readonly loadings: readonly Readonly<Record<SubIndexCode, number>>[];
  };
  readonly weights: readonly WeightAndImportance[];
}

/** @throws ComputationRefused as `publishedTable`, and what the statistics refuse: too few members, no variation */
export function analyseCoherence(
  figures: EditionFigures,
  method: EditionMethod,
  correlationMethod: CorrelationMethod,
): Coherence {
  const { members, notAssessed, table, filled } = publishedTable(figures, method);
  const subIndices = [...table.columns.values()];
  const published = new Map(
    INDEX_CODES.map((code) => [
      code,
      table.columns.get(code) ?? Float64Array.from(members, ({ scores }) => scores[code] ?? Number.NaN),
    ]),
  );
  return {
    edition: figures.edition,
    releaseNo: figures.releaseNo,
    assessed: members.length,
    notAssessed,
    missingAsZero: [...filled.values()].reduce((sum, units) => sum + units.length, 0),
    correlationMethod,
    correlations: pairs(INDEX_CODES).map(([first, second]) => ({
      first,
      second,
      ...correlate(columnOf(published, first), columnOf(published, second), correlationMethod),
    })),
    cronbachAlpha: cronbachAlpha(subIndices, `EGDI ${figures.edition}`),
    components: componentsOf(principalComponents(subIndices, `EGDI ${figures.edition}`)),
    weights: weightsOf(method, table),
  };
}

function weightsOf(
  method: EditionMethod,
  table: ReturnType<typeof publishedTable>['table'],
): WeightAndImportance[] {
  const compiled = compileIndex(egdiTree(method, 'as-published'));
  const evaluated = evaluateIndex(compiled, table);
  const balanced = optimiseWeights(compiled, evaluated, table, SUB_INDEX_CODES, { kind: 'balance' }).weights;
  const total = [...balanced.values()].reduce((sum, weight) => sum + weight, 0);
  const found = importances(compiled, evaluated);
  return SUB_INDEX_CODES.map((code) => {
    const one = found.find(({ child }) => child === code);
    if (one === undefined) throw new RangeError(`${code} is no part of the EGDI`);
    return {
      indexCode: code,
      weight: one.weightShare,
      correlation: one.correlation,
      importance: one.importanceShare,
      balancedWeight: (balanced.get(code) as number) / total,
    };
  });
}

function componentsOf({ eigenvalues, shares, loadings }: PrincipalComponents): Coherence['components'] {
  const bySubIndex = (values: Float64Array) => ({
    OSI: values[0] as number,
    TII: values[1] as number,
    HCI: values[2] as number,
  });
  return { eigenvalues, shares, loadings: loadings.map(bySubIndex) };
}

function pairs(codes: readonly IndexCode[]): (readonly [IndexCode, IndexCode])[] {
  return codes.flatMap((first, at) => codes.slice(at + 1).map((second) => [first, second] as const));
}

function columnOf(columns: ReadonlyMap<IndexCode, Float64Array>, code: IndexCode): Float64Array {
  const column = columns.get(code);
  if (column === undefined) throw new RangeError(`there is no column ${code}`);
  return column;
}
