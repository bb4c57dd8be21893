/** A minimum without derivatives: the simplex search of Nelder & Mead (1965), restarted until it no longer gains. */

const RESTARTS = 20;
const STEPS = 2000;
const FIRST_STEP = 1;

interface Vertex {
  readonly point: readonly number[];
  readonly value: number;
}

/** A local minimum from `start`; deterministic. Values that are not numbers count as infinitely bad. */
export function minimise(valueAt: (point: readonly number[]) => number, start: readonly number[]): Vertex {
  const at = (point: readonly number[]): Vertex => {
    const value = valueAt(point);
    return { point, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  let best = at(start);
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    const step = restart % 2 === 0 ? FIRST_STEP : -FIRST_STEP / 4;
    const found = descend(at, best, step);
    const gain = best.value - found.value;
    if (found.value < best.value) best = found;
    if (restart > 0 && !(gain > 1e-9 * Math.abs(best.value))) break;
  }
  return best;
}

function descend(at: (point: readonly number[]) => Vertex, start: Vertex, step: number): Vertex {
  const size = start.point.length;
  const simplex = [start, ...start.point.map((value, index) => at(start.point.with(index, value + step)))];
  for (let count = 0; count < STEPS; count += 1) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst, second] = [simplex[0], simplex[size], simplex[size - 1]] as [Vertex, Vertex, Vertex];
    if (worst.value - best.value <= 1e-13 * Math.abs(best.value)) break;
    const centre = best.point.map(
      (_, index) =>
        simplex.slice(0, size).reduce((sum, { point }) => sum + (point[index] as number), 0) / size,
    );
    const towards = (factor: number) =>
      at(centre.map((value, index) => value + factor * ((worst.point[index] as number) - value)));
    const reflected = towards(-1);
    if (reflected.value < best.value) {
      const expanded = towards(-2);
      simplex[size] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) {
      simplex[size] = reflected;
    } else {
      const contracted = towards(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[size] = contracted;
      else {
        for (let index = 1; index <= size; index += 1) {
          const { point } = simplex[index] as Vertex;
          simplex[index] = at(point.map((value, k) => ((best.point[k] as number) + value) / 2));
        }
      }
    }
  }
  return simplex.reduce((best, vertex) => (vertex.value < best.value ? vertex : best));
}
