import { describe, expect, it } from 'vitest';
import { compileIndex } from '../../../../src/composite/tree/compile.ts';
import { evaluateIndex } from '../../../../src/composite/tree/evaluate.ts';
import { minimise } from '../../../../src/composite/tree/nelder-mead.ts';
import { optimiseWeights, type WeightObjective } from '../../../../src/composite/tree/optimise-weights.ts';
import { reevaluateWeights } from '../../../../src/composite/tree/reevaluate.ts';
import { group, indicator, tableFrom } from '../../../support/small-index.ts';

const INDEX = compileIndex(
  group('I', [group('A', [indicator('a1'), indicator('a2')]), group('B', [indicator('b1')])]),
);
const TABLE = tableFrom({ a1: [1, 2, 3, 4, 9], a2: [4, 1, 3, 2, 6], b1: [1, 8, 2, 5, 4] });
const EVALUATED = evaluateIndex(INDEX, TABLE);
const optimise = (codes: readonly string[], objective: WeightObjective) =>
  optimiseWeights(INDEX, EVALUATED, TABLE, codes, objective);

describe('an index under other weights', () => {
  it('is the one that those weights give from the start', () => {
    const weights = new Map([
      ['a2', 3],
      ['B', 0.5],
    ]);
    const again = reevaluateWeights(INDEX, EVALUATED, TABLE, weights);
    const compiled = compileIndex(
      group('I', [
        group('A', [indicator('a1'), indicator('a2', { weight: [3, 1] })]),
        group('B', [indicator('b1')], { weight: [1, 2] }),
      ]),
    );
    const anew = evaluateIndex(compiled, TABLE);
    expect(again.root.scores).toEqual(anew.root.scores);
    expect(again.nodes.get('A')?.scores).toEqual(anew.nodes.get('A')?.scores);
    expect(again.nodes.get('B')).toBe(EVALUATED.nodes.get('B'));
  });
});

describe('optimised weights', () => {
  it('balance two elements exactly where that is possible', () => {
    const { weights, correlations, objective } = optimise(['A', 'B'], { kind: 'balance' });
    expect(correlations.get('A')).toBeCloseTo(correlations.get('B') ?? Number.NaN, 6);
    expect(objective).toBeLessThan(-20);
    expect((weights.get('A') ?? 0) + (weights.get('B') ?? 0)).toBeCloseTo(2, 12);
  });

  it('follow the shares asked for, on any scale', () => {
    const { correlations } = optimise(['A', 'B'], { kind: 'balance', shares: [30, 20] });
    const [a = 0, b = 0] = ['A', 'B'].map((code) => correlations.get(code));
    expect(a / (a + b)).toBeCloseTo(0.6, 6);
  });

  it('refuse the top, one element, and shares that are not those of the elements', () => {
    expect(() => optimise(['I', 'A'], { kind: 'infomax' })).toThrow(/no element/);
    expect(() => optimise(['A'], { kind: 'infomax' })).toThrow(/two elements/);
    expect(() => optimise(['A', 'B'], { kind: 'balance', shares: [1] })).toThrow(/2 positive shares/);
    expect(() => optimise(['A', 'B'], { kind: 'balance', shares: [1, 0] })).toThrow(/2 positive shares/);
  });

  it('refuse an index that does not vary', () => {
    const flat = tableFrom({ a1: [1, 1], a2: [2, 2], b1: [3, 3] });
    const work = () =>
      optimiseWeights(INDEX, evaluateIndex(INDEX, flat), flat, ['A', 'B'], { kind: 'infomax' });
    expect(work).toThrow(/does not vary/);
  });
});

describe('the simplex search', () => {
  it('finds the bottom of a curved valley', () => {
    const valley = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    const { point, value } = minimise(valley, [-1.2, 1]);
    expect(value).toBeLessThan(1e-9);
    expect(point[0]).toBeCloseTo(1, 4);
  });
});
