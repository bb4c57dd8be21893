/**
 * Sobol's sensitivity indices from the outputs of designs A, B and A with the columns of one factor from B (AB):
 * Saltelli et al. (Computer Physics Communications 181, 2010, 259) and Jansen (Computer Physics Communications 117,
 * 1999, 35). Rows are added one by one and only sums are kept, per batch of rows: memory does not grow with their
 * number, and the batches give standard errors.
 */

/** Sums over the rows of one batch, as deviations from a common shift. */
interface BatchSums {
  rows: number;
  /** Σ y and Σ y² over A and B together. */
  both: number;
  bothSquared: number;
  readonly factors: readonly FactorSums[];
}

interface FactorSums {
  /** Σ y_B (y_AB − y_A) */
  product: number;
  /** Σ (y_AB − y_A) */
  difference: number;
  /** Σ (y_AB − y_A)² */
  differenceSquared: number;
  /** Σ (y_AB − y_B)² */
  toBSquared: number;
}

/** Sums of one output of a design: what can be added to and merged. */
export interface SobolSums {
  /** Outputs are held as differences from it, so that sums of squares do not cancel. Any typical output will do. */
  readonly shift: number;
  readonly batches: readonly BatchSums[];
}

export function createSobolSums(factors: number, batches: number, shift: number): SobolSums {
  return { shift, batches: Array.from({ length: batches }, () => emptyBatch(factors)) };
}

function emptyBatch(factors: number): BatchSums {
  return {
    rows: 0,
    both: 0,
    bothSquared: 0,
    factors: Array.from({ length: factors }, () => ({
      product: 0,
      difference: 0,
      differenceSquared: 0,
      toBSquared: 0,
    })),
  };
}

/** Adds one row: outputs of A, of B and of A with each factor in turn from B. */
export function addSobolRow(
  { shift, batches }: SobolSums,
  batch: number,
  yA: number,
  yB: number,
  yAB: ArrayLike<number>,
): void {
  const sums = batches[batch];
  if (sums === undefined) throw new RangeError(`there is no batch ${batch}`);
  const a = yA - shift;
  const b = yB - shift;
  sums.rows += 1;
  sums.both += a + b;
  sums.bothSquared += a * a + b * b;
  for (let factor = 0; factor < sums.factors.length; factor += 1) {
    const into = sums.factors[factor] as FactorSums;
    const mixed = (yAB[factor] as number) - shift;
    const difference = mixed - a;
    into.product += b * difference;
    into.difference += difference;
    into.differenceSquared += difference * difference;
    into.toBSquared += (mixed - b) * (mixed - b);
  }
}

/** Puts the rows of other batches of the same run in their places. */
export function mergeSobolSums(into: SobolSums, from: SobolSums): SobolSums {
  return {
    shift: into.shift,
    batches: into.batches.map((batch, index) => {
      const other = from.batches[index];
      if (other === undefined || other.rows === 0) return batch;
      if (batch.rows > 0) throw new RangeError(`batch ${index} was computed twice`);
      return other;
    }),
  };
}

export interface SobolEstimate {
  /** First order after Saltelli et al. 2010, as the reference software takes it (y_B not centred). */
  readonly saltelli: number;
  /** The same with y_B centred by the mean: the same expectation, less variance. */
  readonly saltelliCentred: number;
  /** First order after Jansen: steadier. */
  readonly jansen: number;
  /** Total, after Jansen. */
  readonly total: number;
}

export interface SobolIndices {
  readonly rows: number;
  /** Mean and variance (n − 1) of the outputs of A and B together. */
  readonly mean: number;
  readonly variance: number;
  /** By factor; NaN where the output does not vary. */
  readonly factors: readonly SobolEstimate[];
  /** Standard errors by the delete-one-batch jackknife (NaN with one batch). */
  readonly errors: readonly SobolEstimate[];
}

/** First-order and total indices with their standard errors. */
export function sobolIndices({ shift, batches }: SobolSums): SobolIndices {
  const filled = batches.filter((batch) => batch.rows > 0);
  const total = filled.reduce((sum, batch) => combine(sum, batch, 1), emptyBatch(factorsOf(batches)));
  const whole = estimate(total, shift);
  const left = filled.map((batch) => estimate(combine(total, batch, -1), shift).factors);
  const errorOf = (factor: number, kind: keyof SobolEstimate): number => {
    const values = left.map((factors) => factors[factor]?.[kind] ?? Number.NaN);
    if (values.length < 2) return Number.NaN;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return Math.sqrt(((values.length - 1) / values.length) * squares);
  };
  return {
    ...whole,
    errors: whole.factors.map((_, factor) => ({
      saltelli: errorOf(factor, 'saltelli'),
      saltelliCentred: errorOf(factor, 'saltelliCentred'),
      jansen: errorOf(factor, 'jansen'),
      total: errorOf(factor, 'total'),
    })),
  };
}

function estimate(sums: BatchSums, shift: number): Omit<SobolIndices, 'errors'> {
  const { rows, both, bothSquared } = sums;
  const runs = 2 * rows;
  const offset = both / runs;
  const variance = (bothSquared - both * offset) / (runs - 1);
  // An output that is the same in every run leaves nothing but rounding.
  const varies = variance > 1e-24 * (bothSquared / runs + shift * shift);
  return {
    rows,
    mean: shift + offset,
    variance,
    factors: sums.factors.map(({ product, difference, differenceSquared, toBSquared }) => {
      const share = (value: number) => (varies ? value / (rows * variance) : Number.NaN);
      return {
        saltelli: share(product + shift * difference),
        saltelliCentred: share(product - offset * difference),
        jansen: varies ? 1 - share(toBSquared) / 2 : Number.NaN,
        total: share(differenceSquared) / 2,
      };
    }),
  };
}

function combine(a: BatchSums, b: BatchSums, sign: 1 | -1): BatchSums {
  return {
    rows: a.rows + sign * b.rows,
    both: a.both + sign * b.both,
    bothSquared: a.bothSquared + sign * b.bothSquared,
    factors: a.factors.map((factor, index) => {
      const other = b.factors[index] as FactorSums;
      return {
        product: factor.product + sign * other.product,
        difference: factor.difference + sign * other.difference,
        differenceSquared: factor.differenceSquared + sign * other.differenceSquared,
        toBSquared: factor.toBSquared + sign * other.toBSquared,
      };
    }),
  };
}

function factorsOf(batches: readonly BatchSums[]): number {
  return batches[0]?.factors.length ?? 0;
}

/** Outputs of a whole design, a number a row. */
export interface SobolColumns {
  readonly yA: ArrayLike<number>;
  readonly yB: ArrayLike<number>;
  /** By factor: A with the columns of the factor from B. */
  readonly yAB: readonly ArrayLike<number>[];
}

/** Indices from given outputs. Throws `RangeError` where the columns are not equally long. */
export function sobolFromColumns({ yA, yB, yAB }: SobolColumns, batches = 50): SobolIndices {
  const rows = yA.length;
  if (yB.length !== rows || yAB.some((column) => column.length !== rows)) {
    throw new RangeError('the outputs of A, B and AB are not equally long');
  }
  const used = Math.max(1, Math.min(batches, rows));
  const sums = createSobolSums(yAB.length, used, yA[0] ?? 0);
  const mixed = new Float64Array(yAB.length);
  for (let row = 0; row < rows; row += 1) {
    for (let factor = 0; factor < mixed.length; factor += 1) {
      mixed[factor] = (yAB[factor] as ArrayLike<number>)[row] as number;
    }
    addSobolRow(sums, Math.floor((row * used) / rows), yA[row] as number, yB[row] as number, mixed);
  }
  return sobolIndices(sums);
}
