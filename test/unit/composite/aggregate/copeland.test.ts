import { describe, expect, it } from 'vitest';
import { aggregateColumns } from '../../../../src/composite/aggregate/aggregate.ts';
import {
  copelandScores,
  countDominance,
  outrankingMatrix,
} from '../../../../src/composite/aggregate/copeland.ts';
import type { MissingRule } from '../../../../src/methodology/definition.ts';

const X = [Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 2, 1, 5), Float64Array.of(2, 3, 1, 4)];

function copeland(columns: Float64Array[], weights: number[], missing: MissingRule): number[] {
  const out = new Float64Array(columns[0]?.length ?? 0);
  return [...aggregateColumns(columns, weights, { method: 'copeland' }, missing, out, 'G')];
}

describe('outranking', () => {
  it('counts the weight on which a unit is better, and half of it for equal values', () => {
    const equal = [Float64Array.of(1, 1), Float64Array.of(2, 1)];
    expect([...outrankingMatrix(equal, [1, 3], 'G')]).toEqual([0, 0.875, 0.125, 0]);
  });

  it('finds the pairs decided whatever the weights', () => {
    expect(countDominance(outrankingMatrix(X, [1, 1, 1], 'G'), 4)).toEqual({ pairs: 3, share: 0.5 });
    expect(countDominance(outrankingMatrix(X, [0.1, 0.7, 0.2], 'G'), 4).pairs).toBe(3);
  });

  it('a share that only rounding keeps from a half is a half', () => {
    const tenths = Array.from({ length: 10 }, (_, index) =>
      index < 5 ? Float64Array.of(1, 0) : Float64Array.of(0, 1),
    );
    const matrix = outrankingMatrix(tenths, [0.3, 0.3, 0.3, 0.05, 0.05, 0.1, 0.2, 0.2, 0.25, 0.25], 'G');
    expect([...copelandScores(matrix, 2)]).toEqual([0, 0]);
  });

  it('gives wins minus defeats, which sum to zero', () => {
    expect(copeland(X, [1, 1, 1], { kind: 'no-value' })).toEqual([-1, 1, -3, 3]);
    expect(copeland(X, [3, 1, 1], { kind: 'no-value' })).toEqual([-3, -1, 1, 3]);
  });

  it('leaves out units without a value and refuses to compare different children', () => {
    const gap = [Float64Array.of(1, 2, Number.NaN), Float64Array.of(1, 2, 9)];
    expect(copeland(gap, [1, 1], { kind: 'no-value' })).toEqual([-1, 1, Number.NaN]);
    expect(copeland(gap, [1, 1], { kind: 'available', atLeast: 0.75 })).toEqual([-1, 1, Number.NaN]);
    expect(copeland(gap, [1, 1], { kind: 'as-zero' })).toEqual([-1, 1, 0]);
    expect(() => copeland(gap, [1, 1], { kind: 'available', atLeast: 0.5 })).toThrow(/same children/);
  });
});
