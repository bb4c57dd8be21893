/** Simple trends of one series over time; missing values are left out. */
import { ComputationRefused } from '../refusal.ts';

/**
 * Compound growth per unit of time between the first and the latest value: (latest/first)^(1/Δt) − 1, as a share
 * (0.1 is 10 %). Refuses fewer than two values or times (`values-too-few`) and a first value that is not positive or
 * a latest one below zero (`value-not-positive`): growth is a ratio.
 */
export function compoundGrowthRate(
  values: ArrayLike<number>,
  times: ArrayLike<number>,
  about = 'series',
): number {
  const points = availablePoints(values, times, about);
  const first = points[0] as Point;
  const latest = points.at(-1) as Point;
  if (!(first.value > 0 && latest.value >= 0))
    throw new ComputationRefused(
      'value-not-positive',
      about,
      `from ${first.value} to ${latest.value}: no compound growth`,
    );
  return (latest.value / first.value) ** (1 / (latest.time - first.time)) - 1;
}

/**
 * Change per unit of time in percent of the start, on the least-squares line through all values: 100 · slope / (the
 * line at the first time). Refuses fewer than two values or times (`values-too-few`) and a line that does not start
 * above zero (`value-not-positive`).
 */
export function percentChange(values: ArrayLike<number>, times: ArrayLike<number>, about = 'series'): number {
  const points = availablePoints(values, times, about);
  const meanTime = points.reduce((sum, { time }) => sum + time, 0) / points.length;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / points.length;
  let products = 0;
  let squares = 0;
  for (const { time, value } of points) {
    products += (time - meanTime) * (value - meanValue);
    squares += (time - meanTime) ** 2;
  }
  const slope = products / squares;
  const start = meanValue + slope * ((points[0] as Point).time - meanTime);
  if (!(start > 0))
    throw new ComputationRefused(
      'value-not-positive',
      about,
      `the trend starts at ${start}: no change in percent of it`,
    );
  return (100 * slope) / start;
}

interface Point {
  readonly time: number;
  readonly value: number;
}

/** In order of time, at least two with different times. */
function availablePoints(values: ArrayLike<number>, times: ArrayLike<number>, about: string): Point[] {
  if (values.length !== times.length) throw new RangeError('values and times differ in number');
  const points = Array.from(values, (value, position) => ({ value, time: times[position] as number }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => a.time - b.time);
  if (!points.every(({ time }) => Number.isFinite(time)))
    throw new ComputationRefused('rule-invalid', about, 'a time is not finite');
  if (points.some(({ time }, k) => k > 0 && points[k - 1]?.time === time))
    throw new ComputationRefused('rule-invalid', about, 'two values at the same time');
  if (points.length < 2)
    throw new ComputationRefused('values-too-few', about, `${points.length} values: a trend needs two`);
  return points;
}
