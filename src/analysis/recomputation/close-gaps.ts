/**
 * Missing inputs solved from the published value of the country that lacks them, through a linear map of inputs to
 * published values that the complete countries show. What is solved is no observation: it was made to agree with the
 * published value, and serves as part of the frame of the others only.
 */
import { ComputationRefused } from '../../composite/refusal.ts';
import { trimmedMap } from '../../composite/statistics/least-squares.ts';
import { columnMoments, deviationOf } from '../../composite/statistics/moments.ts';

/** Published value = intercept + Σ slope · input (after its cap). A diagnostic, and no recomputation. */
export interface InputMap {
  readonly intercept: number;
  readonly slopes: ReadonlyMap<string, number>;
  /** Complete countries, and those of them that the map fits best, to which it was fitted. */
  readonly completeCount: number;
  readonly coreCount: number;
}

export interface ClosedGaps {
  /** As the columns given, without gaps. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly map: InputMap;
}

/**
 * The share of the complete countries that are taken to follow the method with the very inputs that are there, so that
 * they show its coefficients; the inputs of the others were revised. With it, the coefficients that a reconstruction
 * of the TII of 2018 and 2020 printed come out to all digits.
 */
const CORE_SHARE = 0.2;

/**
 * A country that lacks one input gets the one that its published value asks for, not below 0; a country that lacks
 * several gets the same z-score for all of them.
 * @param columns prepared inputs (capped), NaN: missing; all of one length
 * @param published as long; no country without a value
 * @param complete countries that the map may be fitted to: with all inputs observed
 * @throws ComputationRefused `values-too-few` where complete countries do not determine the map, `values-constant`,
 * `value-not-positive` where an input that is to be solved does not raise the published value
 */
export function closeGaps(
  columns: ReadonlyMap<string, Float64Array>,
  published: Float64Array,
  complete: readonly number[],
  about: string,
): ClosedGaps {
  const codes = [...columns.keys()];
  const given = [...columns.values()];
  const pick = (values: Float64Array) => Float64Array.from(complete, (unit) => values[unit] as number);
  const coreSize = Math.min(
    complete.length,
    Math.max(Math.round(CORE_SHARE * complete.length), codes.length + 2),
  );
  const { intercept, slopes, core } = trimmedMap(given.map(pick), pick(published), coreSize, about);
  for (const [at, code] of codes.entries()) {
    if ((slopes[at] as number) > 0 || !given[at]?.some(Number.isNaN)) continue;
    throw new ComputationRefused('value-not-positive', code, 'more of it does not raise the published value');
  }
  const missing = published.map((_, unit) => (given.some((column) => Number.isNaN(column[unit])) ? 1 : 0));
  const gaps = Array.from(missing.keys()).filter((unit) => missing[unit] === 1);
  const filled = given.map((column) => Float64Array.from(column));
  // A z-score is measured in the frame of which the solved inputs are a part: until neither moves the other.
  let statistics = given.map(meanAndDeviation);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const unit of gaps) solveUnit(unit);
    const next = filled.map(meanAndDeviation);
    const isSettled = next.every(({ mean, deviation }, at) => {
      const before = statistics[at] as MeanAndDeviation;
      return Math.abs(mean - before.mean) + Math.abs(deviation - before.deviation) <= deviation * SETTLED;
    });
    statistics = next;
    if (isSettled) break;
  }

  function solveUnit(unit: number): void {
    let needed = (published[unit] as number) - intercept;
    let gained = 0;
    const open: number[] = [];
    for (const [at, column] of given.entries()) {
      const slope = slopes[at] as number;
      const value = column[unit] as number;
      if (!Number.isNaN(value)) {
        needed -= slope * value;
        continue;
      }
      const { mean, deviation } = statistics[at] as MeanAndDeviation;
      open.push(at);
      needed -= slope * mean;
      gained += slope * deviation;
    }
    for (const at of open) {
      const { mean, deviation } = statistics[at] as MeanAndDeviation;
      const solved = mean + (needed / gained) * deviation;
      (filled[at] as Float64Array)[unit] = solved > 0 ? solved : 0;
    }
  }

  return {
    columns: new Map(codes.map((code, at) => [code, filled[at] as Float64Array])),
    map: {
      intercept,
      slopes: new Map(codes.map((code, at) => [code, slopes[at] as number])),
      completeCount: complete.length,
      coreCount: core.length,
    },
  };
}

const MOST_ROUNDS = 500;
const SETTLED = 1e-14;

interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

function meanAndDeviation(values: Float64Array): MeanAndDeviation {
  const moments = columnMoments(values);
  return { mean: moments.mean, deviation: deviationOf(moments, 0) };
}
