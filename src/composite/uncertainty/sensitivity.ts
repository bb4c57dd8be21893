/**
 * The sensitivity analysis: which factor moves the ranks. Sobol's indices of the mean absolute rank change over all
 * units (Saisana, Saltelli, Tarantola 2005) and of the rank of single units, from designs A, B and A with one factor
 * from B. All numbers of a factor (all weights, all rounding) are taken from B together: indices of groups.
 */
import type { Ensemble } from './ensemble.ts';
import { drawFactor, drawParameters } from './parameters.ts';
import { rankScores } from './rank-order.ts';
import { addSobolRow, createSobolSums, mergeSobolSums, type SobolSums } from './sobol.ts';

const DESIGN_A = 1;
const DESIGN_B = 2;

/** Rows are computed in batches: the pieces of work, and what the standard errors come from. */
export const SENSITIVITY_BATCHES = 50;

/** Sums by output: mean |rank − nominal rank| first, then the rank of each unit asked for. */
export type SensitivitySums = readonly SobolSums[];

export function emptySensitivity(ensemble: Ensemble, units: readonly number[]): SensitivitySums {
  const factors = ensemble.plan.factors.length;
  return [
    createSobolSums(factors, SENSITIVITY_BATCHES, 0),
    ...units.map((unit) =>
      createSobolSums(factors, SENSITIVITY_BATCHES, ensemble.nominalRanks[unit] as number),
    ),
  ];
}

/** How many evaluations `rows` rows cost: N (d + 2). */
export function evaluationsOf(ensemble: Ensemble, rows: number): number {
  return rows * (ensemble.plan.factors.length + 2);
}

/** Computes the rows of one batch into `sums`. */
export function runSensitivityBatch(
  ensemble: Ensemble,
  batch: number,
  rows: number,
  units: readonly number[],
  sums: SensitivitySums,
): void {
  const { plan, parameters, specification } = ensemble;
  const sourceA = { seed: specification.seed, stream: DESIGN_A };
  const sourceB = { seed: specification.seed, stream: DESIGN_B };
  const factors = plan.factors.length;
  const yA = new Float64Array(sums.length);
  const yB = new Float64Array(sums.length);
  const row = new Float64Array(sums.length);
  const mixed = sums.map(() => new Float64Array(factors));
  const end = Math.floor(((batch + 1) * rows) / SENSITIVITY_BATCHES);
  for (let replicate = Math.floor((batch * rows) / SENSITIVITY_BATCHES); replicate < end; replicate += 1) {
    drawParameters(plan, sourceB, replicate, parameters);
    measure(ensemble, units, yB);
    drawParameters(plan, sourceA, replicate, parameters);
    measure(ensemble, units, yA);
    for (let factor = 0; factor < factors; factor += 1) {
      drawFactor(plan, factor, sourceB, replicate, parameters);
      measure(ensemble, units, row);
      for (let output = 0; output < row.length; output += 1) {
        (mixed[output] as Float64Array)[factor] = row[output] as number;
      }
      drawFactor(plan, factor, sourceA, replicate, parameters);
    }
    for (let output = 0; output < row.length; output += 1) {
      addSobolRow(
        sums[output] as SobolSums,
        batch,
        yA[output] as number,
        yB[output] as number,
        mixed[output] as Float64Array,
      );
    }
  }
}

/** All batches, one after another, on this thread. */
export function runSensitivity(ensemble: Ensemble, rows: number, units: readonly number[]): SensitivitySums {
  const sums = emptySensitivity(ensemble, units);
  for (let batch = 0; batch < SENSITIVITY_BATCHES; batch += 1) {
    runSensitivityBatch(ensemble, batch, rows, units, sums);
  }
  return sums;
}

/** Puts batches that were computed elsewhere in their places. */
export function mergeSensitivity(into: SensitivitySums, from: SensitivitySums): SensitivitySums {
  return into.map((sums, output) => mergeSobolSums(sums, from[output] as SobolSums));
}

/** The outputs of the parameters as they are now. */
function measure(ensemble: Ensemble, units: readonly number[], out: Float64Array): void {
  const { order, nominalRanks } = ensemble;
  rankScores(order, ensemble.evaluate(ensemble.parameters));
  out[0] = meanRankChange(order.ranks, nominalRanks);
  for (let at = 0; at < units.length; at += 1) {
    // A unit without a score has no rank: its indices are not identified.
    out[at + 1] = (order.ranks[units[at] as number] as number) || Number.NaN;
  }
}

/** Mean of |rank − nominal rank| over the units that have both. */
export function meanRankChange(ranks: Int32Array, nominal: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (let unit = 0; unit < ranks.length; unit += 1) {
    const rank = ranks[unit] as number;
    const before = nominal[unit] as number;
    if (rank === 0 || before === 0) continue;
    sum += Math.abs(rank - before);
    count += 1;
  }
  return sum / count;
}
