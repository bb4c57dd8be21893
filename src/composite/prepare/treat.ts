/**
 * Treatment of outliers by the JRC rule on skewness and kurtosis (OECD/JRC Handbook, step 3; JRC COIN Tool).
 *
 * A column that does not pass is winsorised: where it is skewed to the right (skewness ≥ 0) all values equal to the
 * largest become the next smaller one, else the same at the lower end; it is judged again after each move, until it
 * passes or the declared number of values has been moved. What still does not pass is logged.
 */
import type { LogTransform, Treatment } from '../../methodology/definition.ts';
import { ComputationRefused, type RefusalCode } from '../refusal.ts';
import { columnMoments } from '../statistics/moments.ts';
import { type Judgement, judge } from './judge.ts';
import { logColumn } from './log.ts';
import { applyLimits, winsorise } from './winsorise.ts';

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
 * Refuses (`ComputationRefused`), unless `treatment` declares otherwise, tied extremes of which only some may be
 * moved (`ties-exceed-limit`), values that do not vary or would not after winsorising, as a 0–1 column
 * (`values-constant`), and fewer values than skewness and kurtosis need (`values-too-few`). Refuses always infinite
 * values (`value-infinite`) and limits that make no sense (`rule-invalid`). Throws `RangeError` for `values` as
 * `into`.
 */
export function treatColumn(
  values: Float64Array,
  treatment: Treatment,
  options: TreatOptions = {},
): TreatedColumn {
  const { about = 'column', into = new Float64Array(values.length) } = options;
  if (into === values) throw new RangeError('the column as it came is needed to the end: write elsewhere');
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

const ONE_VALUE_LEFT = 'winsorising would leave one value only, as of a 0–1 column';

const UNTOUCHED = {
  winsorised: 0,
  lowered: [],
  raised: [],
  logged: false,
  between: null,
  leftUntreated: null,
} as const;

function isJudged({ skewness, kurtosis }: Judgement): boolean {
  return !Number.isNaN(skewness) && !Number.isNaN(kurtosis);
}

function logOf({ log = { formula: 'shifted' } }: Treatment): LogTransform {
  return log;
}

function checkTreatment({ skewness, kurtosis, maxWinsorised }: Treatment, about: string): void {
  if (!(skewness > 0) || Number.isNaN(kurtosis))
    throw new ComputationRefused(
      'rule-invalid',
      about,
      `bounds |skewness| ${skewness}, kurtosis ${kurtosis}`,
    );
  if (!(maxWinsorised >= 0) || (Number.isFinite(maxWinsorised) && !Number.isInteger(maxWinsorised)))
    throw new ComputationRefused('rule-invalid', about, `${maxWinsorised} is no number of values`);
}
