/**
 * Mean, standard deviation, skewness and kurtosis of a column; missing values (NaN) are left out.
 *
 * Two passes with the correction of Chan, Golub & LeVeque (1983): the mean first, then the powers of the deviations
 * from it, from which the error of the mean is taken out again. Deviations are scaled by a power of two, which is
 * exact, so that neither very large nor very small units overflow in the fourth power.
 */

export interface ColumnMoments {
  /** Available values. */
  readonly count: number;
  /** NaN when no value is available, as for all that follow. */
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Σ(x − mean)². */
  readonly squares: number;
  /** G1; NaN with fewer than 3 values or where they do not vary. */
  readonly skewness: number;
  /** G2, excess over the normal distribution; NaN with fewer than 4 values or where they do not vary. */
  readonly kurtosis: number;
}

/**
 * All of them at once. Skewness and kurtosis are the sample versions "type 2" of Joanes & Gill (1998), those of
 * common spreadsheets and of the JRC's outlier rule: G1 = √n·Σd³/(Σd²)^{3/2} · √(n(n−1))/(n−2) and G2 =
 * ((n+1)(r−3)+6)(n−1)/((n−2)(n−3)) with r = n·Σd⁴/(Σd²)².
 */
export function columnMoments(values: ArrayLike<number>): ColumnMoments {
  let count = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (count === 0) return NONE;
  if (minimum === maximum) return { ...NONE, count, minimum, maximum, mean: minimum, squares: 0 };

  const first = sum / count;
  const scale = 2 ** Math.max(-1000, Math.min(1000, Math.ceil(Math.log2(maximum - minimum))));
  const unscale = 1 / scale;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const d = (value - first) * unscale;
    const square = d * d;
    s1 += d;
    s2 += square;
    s3 += square * d;
    s4 += square * square;
  }
  const error = s1 / count;
  const m2 = s2 - error * s1;
  const m3 = s3 - 3 * error * s2 + 2 * error * error * s1;
  const m4 = s4 - 4 * error * s3 + 6 * error * error * s2 - 3 * error * error * error * s1;
  const n = count;
  const skewness =
    n < 3 ? Number.NaN : ((Math.sqrt(n) * m3) / (m2 * Math.sqrt(m2))) * (Math.sqrt(n * (n - 1)) / (n - 2));
  const kurtosis =
    n < 4 ? Number.NaN : (((n + 1) * ((n * m4) / (m2 * m2) - 3) + 6) * (n - 1)) / ((n - 2) * (n - 3));
  return {
    count,
    minimum,
    maximum,
    mean: first + error * scale,
    squares: m2 * scale * scale,
    skewness,
    kurtosis,
  };
}

/** Arithmetic mean; NaN when no value is available. */
export function mean(values: ArrayLike<number>): number {
  return columnMoments(values).mean;
}

/**
 * √(Σ(x − mean)²/(n − ddof)): `ddof` 0 for a population, 1 for a sample. 0 where the values do not vary, NaN with
 * `ddof` values or fewer.
 */
export function standardDeviation(values: ArrayLike<number>, ddof: 0 | 1): number {
  return deviationOf(columnMoments(values), ddof);
}

/** As `standardDeviation`, of moments already taken. */
export function deviationOf({ count, squares }: ColumnMoments, ddof: 0 | 1): number {
  return count > ddof ? Math.sqrt(squares / (count - ddof)) : Number.NaN;
}

/** G1; NaN with fewer than 3 values or where they do not vary. */
export function skewness(values: ArrayLike<number>): number {
  return columnMoments(values).skewness;
}

/** G2, excess kurtosis; NaN with fewer than 4 values or where they do not vary. */
export function kurtosis(values: ArrayLike<number>): number {
  return columnMoments(values).kurtosis;
}

const NONE: ColumnMoments = {
  count: 0,
  minimum: Number.NaN,
  maximum: Number.NaN,
  mean: Number.NaN,
  squares: Number.NaN,
  skewness: Number.NaN,
  kurtosis: Number.NaN,
};
