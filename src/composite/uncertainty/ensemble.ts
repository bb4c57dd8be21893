/**
 * The uncertainty analysis: many replicates of an index, each with its assumptions drawn anew, counted into ranks
 * (OECD/JRC Handbook, step 7; Saisana, Saltelli, Tarantola, J. R. Statist. Soc. A 168, 2005). The work is cut into
 * chunks of a fixed size, which any number of workers may compute: results are the same to the last bit.
 */
import type { GroupNode } from '../../methodology/definition.ts';
import type { IndicatorTable } from '../table.ts';
import { createEvaluator, type Evaluator } from './evaluator.ts';
import type { Factor } from './factors.ts';
import { drawParameters, nominalParameters, type ReplicateParameters } from './parameters.ts';
import { type EnsemblePlan, planEnsemble, requireSeed } from './plan.ts';
import { countReplicate, createRankCounts, mergeRankCounts, type RankCounts } from './rank-counts.ts';
import { createRankOrder, type RankOrder, rankScores } from './rank-order.ts';

/** Plain data: it can be sent to a worker. */
export interface EnsembleSpecification {
  readonly root: GroupNode;
  readonly table: IndicatorTable;
  readonly factors: readonly Factor[];
  /** Whole, 0 … 2³² − 1. */
  readonly seed: number;
  /** Whether to count for each two units how often one is above the other. */
  readonly countsPairs: boolean;
  /** False: every step is redone in every replicate. True unless given. */
  readonly isCached?: boolean;
}

/** Streams of random numbers: the uncertainty analysis has one of its own, Sobol's designs A and B one each. */
export const ENSEMBLE_STREAM = 0;

/** A specification laid out, with the memory to compute on. */
export interface Ensemble {
  readonly specification: EnsembleSpecification;
  readonly plan: EnsemblePlan;
  readonly evaluate: Evaluator;
  /** Overwritten by every replicate. */
  readonly parameters: ReplicateParameters;
  readonly order: RankOrder;
  /** Scores and ranks of the index as declared; NaN and 0: none. */
  readonly nominalScores: Float64Array;
  readonly nominalRanks: Int32Array;
}

/** Throws `ComputationRefused` as `planEnsemble` does, and where the index as declared cannot be computed. */
export function createEnsemble(specification: EnsembleSpecification): Ensemble {
  requireSeed(specification.seed);
  const plan = planEnsemble(specification.root, specification.table, specification.factors);
  const evaluate = createEvaluator(plan, { isCached: specification.isCached ?? true });
  const parameters = nominalParameters(plan);
  const order = createRankOrder(plan.units.length);
  const nominalScores = evaluate(parameters).slice();
  rankScores(order, nominalScores);
  return {
    specification,
    plan,
    evaluate,
    parameters,
    order,
    nominalScores,
    nominalRanks: order.ranks.slice(),
  };
}

/** The assumptions of one replicate, whichever chunk or worker computed it. */
export function parametersOf(ensemble: Ensemble, replicate: number): ReplicateParameters {
  const parameters = nominalParameters(ensemble.plan);
  const source = { seed: ensemble.specification.seed, stream: ENSEMBLE_STREAM };
  drawParameters(ensemble.plan, source, replicate, parameters);
  return parameters;
}

/** Replicates in a chunk. Part of the definition of the result: sums of scores are added chunk by chunk. */
export const CHUNK_REPLICATES = 1024;

export function chunksOf(replicates: number): number {
  return Math.ceil(replicates / CHUNK_REPLICATES);
}

export interface EnsembleResult {
  readonly counts: RankCounts;
  /** Σ (score − nominal score) and Σ of its square, by unit, over the replicates in which it had a score. */
  readonly deviations: Float64Array;
  readonly squaredDeviations: Float64Array;
}

export function emptyResult(ensemble: Ensemble): EnsembleResult {
  const units = ensemble.plan.units.length;
  return {
    counts: createRankCounts(units, ensemble.specification.countsPairs ? ensemble.nominalScores : null),
    deviations: new Float64Array(units),
    squaredDeviations: new Float64Array(units),
  };
}

/** Computes the chunk of that number of an ensemble of `replicates` into `result`. */
export function runChunk(
  ensemble: Ensemble,
  chunk: number,
  replicates: number,
  result: EnsembleResult,
): void {
  const { plan, parameters, order, evaluate, nominalScores, specification } = ensemble;
  const source = { seed: specification.seed, stream: ENSEMBLE_STREAM };
  const units = plan.units.length;
  const deviations = new Float64Array(units);
  const squares = new Float64Array(units);
  const end = Math.min(replicates, (chunk + 1) * CHUNK_REPLICATES);
  for (let replicate = chunk * CHUNK_REPLICATES; replicate < end; replicate += 1) {
    drawParameters(plan, source, replicate, parameters);
    const scores = evaluate(parameters);
    countReplicate(result.counts, order, scores);
    for (let unit = 0; unit < units; unit += 1) {
      const deviation = (scores[unit] as number) - (nominalScores[unit] as number);
      if (Number.isNaN(deviation)) continue;
      deviations[unit] = (deviations[unit] as number) + deviation;
      squares[unit] = (squares[unit] as number) + deviation * deviation;
    }
  }
  addColumn(result.deviations, deviations);
  addColumn(result.squaredDeviations, squares);
}

/** Adds a chunk that was computed elsewhere. To be called in the order of the chunks. */
export function mergeResult(into: EnsembleResult, chunk: EnsembleResult): void {
  mergeRankCounts(into.counts, chunk.counts);
  addColumn(into.deviations, chunk.deviations);
  addColumn(into.squaredDeviations, chunk.squaredDeviations);
}

/** All chunks, one after another, on this thread. */
export function runEnsemble(ensemble: Ensemble, replicates: number): EnsembleResult {
  const result = emptyResult(ensemble);
  for (let chunk = 0; chunk < chunksOf(replicates); chunk += 1) runChunk(ensemble, chunk, replicates, result);
  return result;
}

function addColumn(into: Float64Array, from: Float64Array): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] as number) + (from[at] as number);
}

export interface ScoreStatistics {
  readonly mean: number;
  /** Sample standard deviation. */
  readonly standardDeviation: number;
}

/** Of a unit's scores over the replicates; on the scales that the replicates had. */
export function scoreStatistics(ensemble: Ensemble, result: EnsembleResult, unit: number): ScoreStatistics {
  const { counts } = result;
  let scored = 0;
  for (let rank = 0; rank < counts.units; rank += 1)
    scored += counts.ranks[unit * counts.units + rank] as number;
  const sum = result.deviations[unit] as number;
  const shift = sum / scored;
  const squares = Math.max(0, (result.squaredDeviations[unit] as number) - sum * shift);
  return {
    mean: (ensemble.nominalScores[unit] as number) + shift,
    standardDeviation: scored > 1 ? Math.sqrt(squares / (scored - 1)) : Number.NaN,
  };
}
