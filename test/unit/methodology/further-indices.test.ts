import { describe, expect, it } from 'vitest';
import { FURTHER_INDICES, findFurtherIndex } from '../../../src/methodology/indices/further.ts';
import { HDI } from '../../../src/methodology/indices/hdi.ts';
import { indicatorsOf, nodesOf } from '../../../src/methodology/nodes.ts';
import { rational } from '../../../src/model/rational.ts';
import { EVIDENCE_MARKS } from '../../../src/model/survey.ts';

describe('indices beyond the Survey', () => {
  it('are found by id in any case, and nothing else is', () => {
    expect(findFurtherIndex('hdi')?.root.code).toBe('HDI');
    expect(findFurtherIndex('ASEM')?.root.name).toBe('Sustainable Connectivity');
    expect(findFurtherIndex('EGDI')).toBeUndefined();
  });

  it('have codes of their own, rules with a mark and a source, and null exactly where a rule is unknown', () => {
    for (const { root } of FURTHER_INDICES) {
      const nodes = nodesOf(root);
      expect(new Set(nodes.map(({ code }) => code)).size).toBe(nodes.length);
      for (const node of nodes) {
        const rules = [node.weight, node.steps, node.kind === 'group' ? node.aggregation : node.direction];
        for (const { value, evidence, source } of rules) {
          expect(EVIDENCE_MARKS).toContain(evidence);
          expect(source).not.toBe('');
          expect(value === null).toBe(evidence === 'unknown');
        }
      }
    }
  });

  it('ASEM has 49 indicators in eight pillars and two sub-indices, 14 of them less-is-better, 17 with a denominator', () => {
    const { root } = findFurtherIndex('ASEM') ?? { root: HDI };
    const indicators = indicatorsOf(root);
    expect(nodesOf(root)).toHaveLength(49 + 8 + 2 + 1);
    expect(indicators).toHaveLength(49);
    expect(indicators.filter(({ direction }) => direction.value === -1)).toHaveLength(14);
    const denominators = indicators.flatMap(({ steps }) =>
      (steps.value ?? []).flatMap((step) => (step.kind === 'denominate' ? [step.by] : [])),
    );
    expect(denominators).toHaveLength(17);
    expect(new Set(denominators)).toEqual(new Set(['Population', 'Area', 'Energy', 'GDP']));
  });

  it('HDI has three dimensions of equal weight, fixed goalposts and a geometric mean', () => {
    expect(HDI.aggregation.value).toEqual({ method: 'geometric' });
    expect(HDI.children.map(({ weight }) => weight.value)).toEqual(Array(3).fill(rational(1, 3)));
    const posts = indicatorsOf(HDI).flatMap(({ steps }) =>
      (steps.value ?? []).flatMap((step) =>
        step.kind === 'normalise' && step.normalisation.method === 'goalposts'
          ? [[step.normalisation.lower, step.normalisation.upper]]
          : [],
      ),
    );
    expect(posts).toEqual([
      [20, 85],
      [0, 18],
      [0, 15],
      [Math.log(100), Math.log(75_000)],
    ]);
  });
});
