import { describe, expect, it } from 'vitest';
import { ComputationRefused } from '../../../../src/composite/refusal.ts';
import { compileIndex } from '../../../../src/composite/tree/compile.ts';
import type { IndexOverrides } from '../../../../src/composite/tree/compiled-index.ts';
import { evaluateIndex } from '../../../../src/composite/tree/evaluate.ts';
import type { GroupNode } from '../../../../src/methodology/definition.ts';
import { unknownRule } from '../../../../src/methodology/rule.ts';
import { group, indicator, stated, tableFrom } from '../../../support/small-index.ts';

const MIN_MAX = { kind: 'normalise', normalisation: { method: 'min-max', low: 0, high: 1 } } as const;
const INDEX = group('I', [
  group('A', [indicator('a1'), indicator('a2')]),
  group('B', [indicator('b1'), indicator('b2')]),
]);

function refused(root: GroupNode, overrides?: IndexOverrides, code?: string): ComputationRefused {
  try {
    compileIndex(root, overrides, code);
  } catch (error) {
    if (error instanceof ComputationRefused) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a declared index', () => {
  it('is laid out with children before their parents', () => {
    const { nodes, positions, root } = compileIndex(INDEX);
    expect(nodes.map(({ code }) => code)).toEqual(['a1', 'a2', 'A', 'b1', 'b2', 'B', 'I']);
    expect(nodes.map(({ parent }) => parent)).toEqual([2, 2, 6, 5, 5, 6, -1]);
    expect(positions.get('B')).toBe(5);
    expect(root).toBe('I');
  });

  it.each([
    [
      'weight',
      'a1',
      { ...INDEX, children: [group('A', [{ ...indicator('a1'), weight: unknownRule('annex lost') }])] },
    ],
    ['preparation', 'a1', group('I', [{ ...indicator('a1'), steps: unknownRule('annex lost') }])],
    [
      'direction',
      'a1',
      group('I', [{ ...indicator('a1', { steps: [MIN_MAX] }), direction: unknownRule('annex lost') }]),
    ],
    ['aggregation', 'I', { ...INDEX, aggregation: unknownRule('annex lost') }],
    ['rule for missing values', 'I', { ...INDEX, missing: unknownRule('annex lost') }],
  ] as const)('with an unknown %s is refused with the reason stated', (what, about, root) => {
    const refusal = refused(root);
    expect(refusal).toMatchObject({ code: 'rule-unknown', about, exitCode: 3 });
    expect(refusal.message).toContain(what);
    expect(refusal.message).toContain('annex lost');
  });

  it('with an unknown rule can be computed where it does not depend on it, or where it is overridden', () => {
    const partly = group('I', [
      { ...group('A', [indicator('a1')]), aggregation: unknownRule('?') },
      group('B', [indicator('b1')]),
    ]);
    expect(refused(partly).about).toBe('A');
    expect(compileIndex(partly, {}, 'B').nodes.map(({ code }) => code)).toEqual(['b1', 'B']);
    expect(compileIndex(partly, { aggregation: new Map([['A', { method: 'sum' }]]) }).nodes).toHaveLength(5);
    const given = compileIndex(partly, { given: ['A'] });
    const table = tableFrom({ A: [1, 2], b1: [3, 4] });
    expect([...evaluateIndex(given, table).root.scores]).toEqual([2, 3]);
  });

  it('with two nodes of one code, an empty group, or a share that cannot be is refused', () => {
    expect(refused(group('I', [indicator('x'), indicator('x')])).code).toBe('rule-invalid');
    expect(refused(group('I', [group('A', [])])).about).toBe('A');
    const share = { kind: 'available', atLeast: 1.5 } as const;
    expect(refused(group('I', [indicator('x')], { missing: share })).code).toBe('rule-invalid');
  });

  it('with less-is-better values that no normalisation turns round is refused', () => {
    const reversed = { ...indicator('x'), direction: stated(-1 as const) };
    expect(refused(group('I', [reversed])).code).toBe('direction-reversed');
    const normalised = { ...reversed, steps: stated([MIN_MAX]) };
    expect(compileIndex(group('I', [normalised])).nodes).toHaveLength(2);
  });

  it('with negative weights, or none above zero, is refused', () => {
    expect(refused(INDEX, { weights: new Map([['A', -1]]) })).toMatchObject({
      code: 'weight-invalid',
      about: 'I',
    });
    expect(
      refused(INDEX, {
        weights: new Map([
          ['a1', 0],
          ['a2', 0],
        ]),
      }).about,
    ).toBe('A');
  });
});

describe('an override', () => {
  it.each([
    ['of the weight of an unknown node', { weights: new Map([['zz', 1]]) }],
    ['of the weight of the top', { weights: new Map([['I', 1]]) }],
    ['of the aggregation of an indicator', { aggregation: new Map([['a1', { method: 'sum' }]]) }],
    ['of the aggregation of a level that has no group', { aggregation: [null, null, { method: 'sum' }] }],
    ['of the missing rule of an indicator', { missing: new Map([['a1', { kind: 'no-value' }]]) }],
    ['of the steps of a given column', { given: ['A'], steps: new Map([['A', []]]) }],
    ['of the steps of what a given column hides', { given: ['A'], steps: new Map([['a1', []]]) }],
    ['by a given column that is unknown', { given: ['zz'] }],
  ] satisfies [string, IndexOverrides][])('%s is refused as unused', (_, overrides) => {
    expect(refused(INDEX, overrides).code).toBe('specification-unused');
  });

  it('of a node outside the part asked for is refused as unused', () => {
    expect(refused(INDEX, { weights: new Map([['a1', 2]]) }, 'B').code).toBe('specification-unused');
    expect(refused(INDEX, { aggregation: [{ method: 'sum' }] }, 'B').code).toBe('specification-unused');
  });

  it('replaces weights, aggregation by level, missing rules and steps', () => {
    const { nodes } = compileIndex(INDEX, {
      weights: new Map([['A', 3]]),
      aggregation: [{ method: 'geometric' }, { method: 'sum' }],
      missing: new Map([['I', { kind: 'as-zero' }]]),
      steps: new Map([['a1', [MIN_MAX]]]),
    });
    expect(nodes.at(-1)).toMatchObject({
      weights: Float64Array.of(3, 1),
      aggregation: { method: 'geometric' },
      missing: { kind: 'as-zero' },
    });
    expect(nodes[2]).toMatchObject({ aggregation: { method: 'sum' }, missing: { kind: 'no-value' } });
    expect(nodes[0]).toMatchObject({ steps: [MIN_MAX] });
  });

  it('asks for a node that is unknown and is refused', () => {
    expect(refused(INDEX, {}, 'zz').code).toBe('indicator-unknown');
  });
});
