/**
 * Linear maps by least absolute deviations. Such a map passes through as many rows as it has coefficients, and however
 * far off the other rows are does not move it: it finds the rows that follow one rule among rows that do not.
 */
import { ComputationRefused } from '../refusal.ts';
import { dependent, designOf, dot, type LinearMap, mapOf } from './linear-map.ts';

/**
 * Descends from vertex to vertex along the edge that lowers the sum of absolute deviations most (Bloomfield & Steiger
 * 1983). Where more rows lie on a vertex than it has coefficients, an edge that leads on may be missed; then, and where
 * several maps are equally good, the one that is met first is taken.
 * @throws ComputationRefused `values-too-few` with fewer rows than coefficients, `values-constant` where a column does
 * not vary or is a combination of others
 */
export function leastAbsoluteMap(
  columns: readonly Float64Array[],
  y: Float64Array,
  about = 'linear map',
): LinearMap {
  const design = designOf(columns, y, about);
  return mapOf(columns, y, design, descend(design.rows, y, about));
}

interface Move {
  /** Position in the basis. */
  readonly leaving: number;
  readonly entering: number;
  /** By how much the sum of absolute deviations falls. */
  readonly gain: number;
}

function descend(rows: readonly Float64Array[], y: Float64Array, about: string): Float64Array {
  let basis = firstVertex(rows, y, about);
  const scale = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (;;) {
    const inverse = invert(
      basis.map((row) => rows[row] as Float64Array),
      about,
    );
    const values = basis.map((row) => y[row] as number);
    const vertex = Float64Array.from(inverse, (line) => dot(line, values));
    const residuals = rows.map((row, at) => (basis.includes(at) ? 0 : (y[at] as number) - dot(row, vertex)));
    let best: Move | undefined;
    for (const leaving of basis.keys()) {
      const move = bestMove(rows, residuals, basis, leaving, inverse);
      // What falls by rounding only would go round in circles.
      if (move !== undefined && move.gain > (best?.gain ?? scale * 1e-12)) best = move;
    }
    if (best === undefined) return vertex;
    const { leaving, entering } = best;
    basis = basis.map((row, at) => (at === leaving ? entering : row));
  }
}

/**
 * Along the direction that changes the fitted value of one basic row by 1 and of no other, the sum of absolute
 * deviations is least at the weighted median of the steps at which the rows are met.
 */
function bestMove(
  rows: readonly Float64Array[],
  residuals: readonly number[],
  basis: readonly number[],
  leaving: number,
  inverse: readonly Float64Array[],
): Move | undefined {
  const direction = inverse.map((line) => line[leaving] as number);
  const met = [{ row: basis[leaving] as number, step: 0, weight: 1 }];
  for (const [row, values] of rows.entries()) {
    if (basis.includes(row)) continue;
    const speed = dot(values, direction);
    if (Math.abs(speed) < 1e-12) continue;
    met.push({ row, step: (residuals[row] as number) / speed, weight: Math.abs(speed) });
  }
  met.sort((a, b) => a.step - b.step || a.row - b.row);
  const half = met.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let passed = 0;
  const median = met.find(({ weight }) => {
    passed += weight;
    return passed >= half;
  });
  if (median === undefined || median.row === basis[leaving]) return undefined;
  const sumAt = (step: number) => met.reduce((sum, one) => sum + one.weight * Math.abs(one.step - step), 0);
  return { leaving, entering: median.row, gain: sumAt(0) - sumAt(median.step) };
}

/** Independent rows, those first that have the median of y most nearly: any would do. */
function firstVertex(rows: readonly Float64Array[], y: Float64Array, about: string): number[] {
  const middle = Float64Array.from(y).sort()[Math.floor(y.length / 2)] as number;
  const distance = (row: number) => Math.abs((y[row] as number) - middle);
  const order = Array.from(rows, (_, row) => row).sort((a, b) => distance(a) - distance(b) || a - b);
  const chosen: number[] = [];
  const directions: Float64Array[] = [];
  for (const row of order) {
    let rest = Float64Array.from(rows[row] as Float64Array);
    for (const direction of directions) {
      const share = dot(rest, direction);
      rest = rest.map((value, at) => value - share * (direction[at] as number));
    }
    const norm = Math.sqrt(dot(rest, rest));
    if (norm < 1e-6) continue;
    chosen.push(row);
    directions.push(rest.map((value) => value / norm));
    if (chosen.length === rest.length) return chosen;
  }
  throw dependent(about);
}

/** Gauss–Jordan with partial pivoting. */
function invert(matrix: readonly Float64Array[], about: string): Float64Array[] {
  const size = matrix.length;
  const a = matrix.map((row, at) =>
    Float64Array.of(...row, ...row.map((_, column) => (column === at ? 1 : 0))),
  );
  for (let k = 0; k < size; k += 1) {
    let pivot = k;
    for (let i = k + 1; i < size; i += 1) {
      if (Math.abs(a[i]?.[k] as number) > Math.abs(a[pivot]?.[k] as number)) pivot = i;
    }
    const line = a[pivot] as Float64Array;
    const factor = line[k] as number;
    if (Math.abs(factor) < 1e-13) {
      throw new ComputationRefused('values-constant', about, 'rows of the system depend on one another');
    }
    a[pivot] = a[k] as Float64Array<ArrayBuffer>;
    const own = line.map((value) => value / factor);
    a[k] = own;
    for (const [i, other] of a.entries()) {
      if (i === k) continue;
      const share = other[k] as number;
      a[i] = other.map((value, at) => value - share * (own[at] as number));
    }
  }
  return a.map((row) => row.subarray(size));
}
