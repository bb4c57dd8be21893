/**
 * Treatment of outliers by the JRC rule on skewness and kurtosis (OECD/JRC Handbook, step 3; JRC COIN Tool).
 *
 * A column that does not pass is winsorised: where it is skewed to the right (skewness ≥ 0) all values equal to the largest become the
 * next smaller one, else the same at the lower end; it is judged again after each move, until it passes or the declared
 * number of values has been moved. What still does not pass is logged.
 */
import type { LogTransform, Treatment } from '../../methodology/definition.ts';
import { ComputationRefused, type RefusalCode } from '../refusal.ts';
import { type ColumnMoments, columnMoments } from '../statistics/moments.ts';
import { logColumn } from './log.ts';

/** How a column stands by the rule. */
export interface Judgement {
  readonly skewness: number;
  readonly kurtosis: number;
  readonly passes: boolean;
}

export interface TreatedColumn {
  /** The result: `into`, or an array of its own; equal to the column given where that passes. */
  readonly values: Float64Array;
  /** How many values winsorising moved. Of a column that was then logged as it came, they are back in place. */
  readonly winsorised: number;
  /** Positions moved down from the upper end, and up from the lower one; ascending. */
  readonly lowered: readonly number[];
  readonly raised: readonly number[];
  readonly logged: boolean;
  readonly before: Judgement;
  /** After the first of the two treatments; null where there was none. */
  readonly between: Judgement | null;
  /** Of `values`. */
  readonly after: Judgement;
  /** Why a column that does not pass was left as it came; null where it was treated, or passes. */
  readonly leftUntreated: RefusalCode | null;
}

export interface TreatOptions {
  /** The column's name in refusals. */
  readonly about?: string;
  /** Where the result is written, as long as `values` and not `values` itself. Absent: a new array. */
  readonly into?: Float64Array;
}

/**
 * Treats one column; missing values stay missing and count for nothing.
 *
 * Refuses (`ComputationRefused`), unless `treatment` declares otherwise, tied extremes of which only some may be moved
 * (`ties-exceed-limit`), values that do not vary or would not after winsorising, as a 0–1 column (`values-constant`), and fewer
 * values than skewness and kurtosis need (`values-too-few`). Refuses always infinite values (`value-infinite`) and
 * limits that make no sense (`parameter-invalid`).
 */
export function treatColumn(
  values: Float64Array,
  treatment: Treatment,
  options: TreatOptions = {},
): TreatedColumn {
  const { about = 'column', into = new Float64Array(values.length) } = options;
  checkTreatment(treatment, about);
  const moments = columnMoments(values);
  if (!Number.isFinite(moments.mean) && moments.count > 0)
    throw new ComputationRefused('value-infinite', about, 'a value is not finite');
  const before = judge(moments, treatment);
  if (before.passes) {
    into.set(values);
    return { ...UNTOUCHED, values: into, before, after: before };
  }
  const leave = (code: RefusalCode, reason: string): TreatedColumn => {
    if (treatment.untreatable !== 'leave')
      throw new ComputationRefused(
        code,
        about,
        reason,
        'Take the column out of the treatment, or declare it left.',
      );
    into.set(values);
    return { ...UNTOUCHED, values: into, before, after: before, leftUntreated: code };
  };
  if (moments.minimum === moments.maximum)
    return leave('values-constant', 'the values do not vary: not to be judged');
  if (!isJudged(before))
    return leave('values-too-few', `${moments.count} values: too few for skewness and kurtosis`);

  const logFirst = treatment.order === 'log-first' && treatment.otherwise === 'log';
  if (logFirst) {
    const logged = judge(columnMoments(logColumn(values, logOf(treatment), { about, into })), treatment);
    if (logged.passes)
      return { ...UNTOUCHED, values: into, logged: true, before, between: logged, after: logged };
    const isCombined = treatment.combine === true;
    const start = isCombined ? into.slice() : values;
    const moved = winsorise(start, isCombined ? columnMoments(start) : moments, treatment, about);
    if (moved === undefined) return leave('values-constant', ONE_VALUE_LEFT);
    return {
      ...applyLimits(start, moved, into),
      logged: isCombined,
      before,
      between: logged,
      after: moved.judgement,
    };
  }

  const moved = winsorise(values, moments, treatment, about);
  if (moved === undefined) return leave('values-constant', ONE_VALUE_LEFT);
  const result = applyLimits(values, moved, into);
  const between = moved.judgement;
  if (between.passes || treatment.otherwise === 'leave')
    return { ...result, logged: false, before, between, after: between };
  logColumn(treatment.combine === true ? into : values, logOf(treatment), { about, into });
  return { ...result, logged: true, before, between, after: judge(columnMoments(into), treatment) };
}

/** Whether moments pass the rule: |skewness| or kurtosis strictly below its bound. */
export function judge(
  { skewness, kurtosis }: Pick<ColumnMoments, 'skewness' | 'kurtosis'>,
  bounds: Pick<Treatment, 'skewness' | 'kurtosis'>,
): Judgement {
  return { skewness, kurtosis, passes: Math.abs(skewness) < bounds.skewness || kurtosis < bounds.kurtosis };
}

const ONE_VALUE_LEFT = 'winsorising would leave one value only, as of a 0–1 column';

const UNTOUCHED = {
  winsorised: 0,
  lowered: [],
  raised: [],
  logged: false,
  between: null,
  leftUntreated: null,
} as const;

/** The column's ends after winsorising, all beyond them moved to them. */
interface Limits {
  readonly low: number;
  readonly high: number;
  readonly judgement: Judgement;
}

/** Undefined where the values would no longer vary. */
function winsorise(
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

function applyLimits(values: Float64Array, { low, high }: Limits, into: Float64Array) {
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

function isJudged({ skewness, kurtosis }: Judgement): boolean {
  return !Number.isNaN(skewness) && !Number.isNaN(kurtosis);
}

function logOf({ log = { formula: 'shifted' } }: Treatment): LogTransform {
  return log;
}

function checkTreatment({ skewness, kurtosis, maxWinsorised }: Treatment, about: string): void {
  if (!(skewness > 0) || Number.isNaN(kurtosis))
    throw new ComputationRefused(
      'parameter-invalid',
      about,
      `bounds |skewness| ${skewness}, kurtosis ${kurtosis}`,
    );
  if (!(maxWinsorised >= 0) || (Number.isFinite(maxWinsorised) && !Number.isInteger(maxWinsorised)))
    throw new ComputationRefused('parameter-invalid', about, `${maxWinsorised} is no number of values`);
}
