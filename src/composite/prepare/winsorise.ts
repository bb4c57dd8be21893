/**
 * Winsorising: the extremes pulled in to the next value, one side at a time by the sign of the skewness, equal values
 * together.
 */
import type { Treatment } from '../../methodology/definition.ts';
import { ComputationRefused } from '../refusal.ts';
import { type ColumnMoments, columnMoments } from '../statistics/moments.ts';
import { type Judgement, judge } from './judge.ts';

/** The column's ends after winsorising, all beyond them moved to them. */
export interface Limits {
  readonly low: number;
  readonly high: number;
  readonly judgement: Judgement;
}

/**
 * Moves the ends in, judged again after each move, until the column passes or the declared number of values is moved.
 * Undefined where the values would no longer vary. Refuses more tied values than may be moved (`ties-exceed-limit`).
 */
export function winsorise(
  values: Float64Array,
  moments: ColumnMoments,
  treatment: Treatment,
  about: string,
): Limits | undefined {
  let low = moments.minimum;
  let high = moments.maximum;
  let judgement = judge(moments, treatment);
  let moved = 0;
  const clamped = values.slice();
  while (!judgement.passes && moved < treatment.maxWinsorised) {
    const isUpper = judgement.skewness >= 0;
    const next = isUpper ? largestBelow(clamped, high) : smallestAbove(clamped, low);
    if (next === (isUpper ? low : high)) return undefined;
    if (isUpper) high = next;
    else low = next;
    const beyond = countBeyond(values, low, high);
    if (beyond > treatment.maxWinsorised && treatment.ties !== 'together')
      throw new ComputationRefused(
        'ties-exceed-limit',
        about,
        `${beyond - moved} equal values at the ${isUpper ? 'upper' : 'lower'} end: with them ${beyond} would be moved, ${treatment.maxWinsorised} may be`,
        'Raise the number of values that may be winsorised, or declare that equal values move together.',
      );
    moved = beyond;
    clamp(values, low, high, clamped);
    judgement = judge(columnMoments(clamped), treatment);
  }
  return { low, high, judgement };
}

/** The column with all values beyond the limits moved to them, and which they were. */
export function applyLimits(values: Float64Array, { low, high }: Limits, into: Float64Array) {
  const lowered: number[] = [];
  const raised: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > high) lowered.push(i);
    else if (value < low) raised.push(i);
  }
  clamp(values, low, high, into);
  return { values: into, winsorised: lowered.length + raised.length, lowered, raised, leftUntreated: null };
}

function clamp(values: Float64Array, low: number, high: number, into: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    into[i] = value > high ? high : value < low ? low : value;
  }
}

function largestBelow(values: Float64Array, limit: number): number {
  let found = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < limit && value > found) found = value;
  }
  return found;
}

function smallestAbove(values: Float64Array, limit: number): number {
  let found = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > limit && value < found) found = value;
  }
  return found;
}

function countBeyond(values: Float64Array, low: number, high: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > high || value < low) count++;
  }
  return count;
}
