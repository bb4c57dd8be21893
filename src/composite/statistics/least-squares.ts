/** Linear maps by least squares, of all rows or of those that fit best. */
import { leastAbsoluteMap } from './least-absolute.ts';
import { dependent, designOf, dot, type LinearMap, mapOf, residualsOf } from './linear-map.ts';

/**
 * Least squares.
 * @throws ComputationRefused `values-too-few` with fewer rows than coefficients, `values-constant` where a column does
 * not vary or is a combination of others
 */
export function leastSquaresMap(
  columns: readonly Float64Array[],
  y: Float64Array,
  about = 'linear map',
): LinearMap {
  const design = designOf(columns, y, about);
  return mapOf(columns, y, design, solveLeastSquares(design.rows, y, about));
}

export interface TrimmedMap extends LinearMap {
  /** Positions of the rows that it was fitted to, ascending. */
  readonly core: readonly number[];
}

/**
 * Least squares on the `coreSize` rows that the map fits best, and others that it fits as well, starting from least
 * absolute deviations: the map is fitted to the core and the core chosen anew by the map until it stays the same (the
 * concentration steps of least trimmed squares, Rousseeuw & Van Driessen 2006). It is an optimum near the start, not
 * the least of all. Throws as `leastSquaresMap` does.
 */
export function trimmedMap(
  columns: readonly Float64Array[],
  y: Float64Array,
  coreSize: number,
  about = 'linear map',
): TrimmedMap {
  if (coreSize > y.length) throw new RangeError(`a core of ${coreSize} among ${y.length} rows`);
  let map = leastAbsoluteMap(columns, y, about);
  const scale = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let core = bestFitted(map, coreSize, scale);
  // Each step lowers the sum of squares of the core, so that no core comes back; the bound is for rounding.
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const ofCore = (values: Float64Array) => Float64Array.from(core, (row) => values[row] as number);
    const fitted = leastSquaresMap(columns.map(ofCore), ofCore(y), about);
    map = { ...fitted, residuals: residualsOf(columns, y, fitted) };
    const next = bestFitted(map, coreSize, scale);
    if (next.length === core.length && next.every((row, at) => row === core[at])) break;
    core = next;
  }
  return { ...map, core };
}

const MOST_STEPS = 1000;

function bestFitted({ residuals }: LinearMap, count: number, scale: number): number[] {
  const sizes = residuals.map(Math.abs);
  // Where rows lie on the map, rounding must not choose among them.
  const bound = (sizes.toSorted()[count - 1] as number) + scale * 1e-10;
  return Array.from(sizes.keys()).filter((row) => (sizes[row] as number) <= bound);
}

/** By Householder reflections. The columns are standardised: what is left of one that others determine is rounding. */
export function solveLeastSquares(
  rows: readonly Float64Array[],
  y: Float64Array,
  about: string,
): Float64Array {
  const size = rows[0]?.length ?? 0;
  // The right-hand side is the last column, so that it is reflected with the others.
  const a = rows.map((row, at) => Float64Array.of(...row, y[at] as number));
  const entry = (row: number, column: number) => a[row]?.[column] as number;
  for (let k = 0; k < size; k += 1) {
    let squares = 0;
    for (let i = k; i < a.length; i += 1) squares += entry(i, k) ** 2;
    const norm = Math.sqrt(squares);
    if (norm < INDEPENDENT * Math.sqrt(a.length)) throw dependent(about);
    reflect(a, k, entry(k, k) > 0 ? -norm : norm);
  }
  const solution = new Float64Array(size);
  for (let k = size - 1; k >= 0; k -= 1) {
    let rest = entry(k, size);
    for (let j = k + 1; j < size; j += 1) rest -= entry(k, j) * (solution[j] as number);
    solution[k] = rest / entry(k, k);
  }
  return solution;
}

const INDEPENDENT = 1e-10;

/** Turns column k, from row k down, into a single entry. */
function reflect(a: readonly Float64Array[], k: number, single: number): void {
  const v = Float64Array.from(a, (row, i) => (i < k ? 0 : (row[k] as number) - (i === k ? single : 0)));
  const squares = dot(v, v);
  const width = a[0]?.length ?? 0;
  for (let j = k; j < width; j += 1) {
    let product = 0;
    for (const [i, row] of a.entries()) product += (v[i] as number) * (row[j] as number);
    const factor = (2 * product) / squares;
    for (const [i, row] of a.entries()) row[j] = (row[j] as number) - factor * (v[i] as number);
  }
}
