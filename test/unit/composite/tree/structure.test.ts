import { describe, expect, it } from 'vitest';
import { rankDifferences } from '../../../../src/composite/rank/rank-differences.ts';
import { compileIndex } from '../../../../src/composite/tree/compile.ts';
import { effectiveWeights } from '../../../../src/composite/tree/effective-weights.ts';
import { evaluateIndex } from '../../../../src/composite/tree/evaluate.ts';
import { importances } from '../../../../src/composite/tree/importance.ts';
import { leaveOneOut } from '../../../../src/composite/tree/leave-one-out.ts';
import { group, indicator, tableFrom } from '../../../support/small-index.ts';

const INDEX = compileIndex(
  group('I', [
    group('A', [indicator('a1', { weight: [3, 1] }), indicator('a2')], { weight: [2, 1] }),
    group('B', [indicator('b1')]),
  ]),
);
const TABLE = tableFrom({ a1: [1, 2, 3, 4], a2: [4, 1, 3, 2], b1: [1.5, 1, 2, 9] });
const EVALUATED = evaluateIndex(INDEX, TABLE);

describe('effective weights', () => {
  it('multiply the shares down the tree, and those of the indicators sum to 1', () => {
    const weights = effectiveWeights(INDEX);
    expect(Object.fromEntries(weights)).toEqual({
      a1: expect.closeTo(0.5, 12),
      a2: expect.closeTo(1 / 6, 12),
      A: expect.closeTo(2 / 3, 12),
      b1: expect.closeTo(1 / 3, 12),
      B: expect.closeTo(1 / 3, 12),
      I: 1,
    });
    const indicators = ['a1', 'a2', 'b1'].map((code) => weights.get(code) ?? 0);
    expect(indicators.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('are the change of a linear index by one point of an indicator', () => {
    const raised = tableFrom({ a1: [2, 2, 3, 4], a2: [4, 1, 3, 2], b1: [1.5, 1, 2, 9] });
    const change =
      (evaluateIndex(INDEX, raised).root.scores[0] as number) - (EVALUATED.root.scores[0] as number);
    expect(change).toBeCloseTo(effectiveWeights(INDEX).get('a1') ?? 0, 12);
  });
});

describe('importance', () => {
  it('is the squared correlation with the parent, beside the nominal share of weight', () => {
    const found = importances(INDEX, EVALUATED);
    expect(found.map(({ parent, child }) => `${parent} ${child}`)).toEqual([
      'A a1',
      'A a2',
      'B b1',
      'I A',
      'I B',
    ]);
    const [a1, a2, b1] = found;
    expect(a1?.weightShare).toBeCloseTo(0.75, 12);
    expect(a1?.importance).toBeCloseTo((a1?.correlation ?? 0) ** 2, 12);
    expect((a1?.importanceShare ?? 0) + (a2?.importanceShare ?? 0)).toBeCloseTo(1, 12);
    expect(b1).toMatchObject({ weightShare: 1, correlation: 1, importance: 1, importanceShare: 1 });
  });
});

describe('the index without an element', () => {
  it('gives its weight to the siblings', () => {
    const [removal] = leaveOneOut(INDEX, EVALUATED, TABLE, { codes: ['a2'] }).removals;
    const expected = [3.5 / 3, 5 / 3, 8 / 3, 17 / 3];
    for (const [unit, score] of expected.entries()) expect(removal?.scores[unit]).toBeCloseTo(score, 12);
  });

  it('loses a group with its only child, under any rule for missing values', () => {
    const { removals } = leaveOneOut(INDEX, EVALUATED, TABLE, { codes: ['b1', 'B'] });
    expect(removals[0]?.scores).toEqual(EVALUATED.nodes.get('A')?.scores);
    expect(removals[1]?.scores).toEqual(removals[0]?.scores);
  });

  it('says places up as positive, and covers every element below the top', () => {
    const { ranks, removals } = leaveOneOut(INDEX, EVALUATED, TABLE);
    expect(removals.map(({ code }) => code)).toEqual(['a1', 'a2', 'A', 'b1', 'B']);
    expect([...ranks]).toEqual([3, 4, 2, 1]);
    const withoutA1 = removals[0];
    expect([...(withoutA1?.ranks ?? [])]).toEqual([2, 4, 3, 1]);
    expect([...(withoutA1?.placesUp ?? [])]).toEqual([1, 0, -1, 0]);
    expect(withoutA1?.meanAbsolute).toBe(0.5);
  });

  it('refuses the top, an unknown element, and to take away the last one', () => {
    const remove = (code: string) => () => leaveOneOut(INDEX, EVALUATED, TABLE, { codes: [code] });
    expect(remove('I')).toThrow(/no element/);
    expect(remove('zz')).toThrow(/no element/);
    const single = compileIndex(group('I', [group('A', [indicator('a')])]));
    const table = tableFrom({ a: [1, 2] });
    expect(() => leaveOneOut(single, evaluateIndex(single, table), table)).toThrow(/all weights are zero/);
  });

  it('has no rank difference for a unit that lacks one of the ranks', () => {
    const { placesUp, meanAbsolute } = rankDifferences(
      Float64Array.of(1, 2, 3),
      Float64Array.of(2, 1, Number.NaN),
    );
    expect([...placesUp]).toEqual([-1, 1, Number.NaN]);
    expect(meanAbsolute).toBe(1);
  });
});
