/** Eigenvalues and vectors of a symmetric matrix by Jacobi's rotations (Golub & Van Loan §8.5). */

const SWEEPS = 100;

/**
 * Of the row-major `size` × `size` matrix, which is not changed: eigenvalues, largest first, and for each a vector of
 * length 1 whose largest element by size is positive.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: number[]; vectors: Float64Array[] } {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let index = 0; index < size; index += 1) v[index * size + index] = 1;
  const norm = Math.hypot(...a);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    if (offDiagonal(a, size) <= norm * Number.EPSILON * 0.01) break;
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(a, v, size, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, index) => index).sort(
    (x, y) => (a[y * size + y] as number) - (a[x * size + x] as number),
  );
  return {
    values: order.map((index) => a[index * size + index] as number),
    vectors: order.map((index) =>
      signed(Float64Array.from({ length: size }, (_, row) => v[row * size + index] as number)),
    ),
  };
}

function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < size; k += 1) turn(a, k * size + p, k * size + q, c, s);
  for (let k = 0; k < size; k += 1) turn(a, p * size + k, q * size + k, c, s);
  for (let k = 0; k < size; k += 1) turn(v, k * size + p, k * size + q, c, s);
}

function turn(values: Float64Array, first: number, second: number, c: number, s: number): void {
  const [x, y] = [values[first] as number, values[second] as number];
  values[first] = c * x - s * y;
  values[second] = s * x + c * y;
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (const [cell, value] of a.entries()) if (Math.floor(cell / size) !== cell % size) sum += value * value;
  return Math.sqrt(sum);
}

function signed(vector: Float64Array): Float64Array {
  const largest = vector.reduce((top, value) => (Math.abs(value) > Math.abs(top) ? value : top), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}
