import { describe, expect, it } from 'vitest';
import { ComputationRefused } from '../../../../src/composite/refusal.ts';
import { compileIndex } from '../../../../src/composite/tree/compile.ts';
import { effectiveWeights } from '../../../../src/composite/tree/effective-weights.ts';
import { evaluateIndex } from '../../../../src/composite/tree/evaluate.ts';
import { egdiTree } from '../../../../src/methodology/indices/egdi.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { findMethod } from '../../../../src/methodology/registry.ts';
import type { Edition } from '../../../../src/model/survey.ts';
import { tableFrom } from '../../../support/small-index.ts';

function methodOf(edition: Edition): EditionMethod {
  const method = findMethod(edition);
  if (!method) throw new Error(`no method of ${edition}`);
  return method;
}

const SERIES = {
  internet_users: [95, 60, 20, 80, 45],
  mobile_cellular: [150, 118, 55, 121, 90],
  active_mobile_broadband: [110, 70, 15, 130, 40],
  fixed_broadband: [40, 10, 0.5, 25, 5],
};
const PUBLISHED = { OSI: [1, 0.5, 0.25, 0.75, 0], HCI: [0.9, 0.6, 0.3, 0.8, 0] };

describe('the EGDI of an edition', () => {
  it('is computed from the series of one sub-index and the published values of the others', () => {
    const index = compileIndex(egdiTree(methodOf(2020), 'from-components'), { given: ['OSI', 'HCI'] });
    const { nodes, root } = evaluateIndex(index, tableFrom({ ...SERIES, ...PUBLISHED }));
    const tii = [1, 0.573665857883, 0, 0.870988331491, 0.310460660746];
    for (const [unit, value] of tii.entries()) {
      expect(nodes.get('TII')?.scores[unit]).toBeCloseTo(value, 9);
      const mean = (value + (PUBLISHED.OSI[unit] ?? 0) + (PUBLISHED.HCI[unit] ?? 0)) / 3;
      expect(root.scores[unit]).toBeCloseTo(mean, 9);
    }
  });

  it('has the weights of its edition: a third each, and 0.34, 0.33, 0.33 in 2008 and 2010', () => {
    for (const [edition, osi] of [
      [2018, 1 / 3],
      [2010, 0.34],
      [2008, 0.34],
    ] as const) {
      const weights = effectiveWeights(compileIndex(egdiTree(methodOf(edition), 'as-published')));
      expect(weights.get('OSI')).toBeCloseTo(osi, 12);
      expect(weights.get('TII')).toBeCloseTo((1 - osi) / 2, 12);
    }
  });

  it('is refused from components whose rules are unknown, with the reason, and computed from those as published', () => {
    const tree = egdiTree(methodOf(2024), 'from-components');
    const refused = () => compileIndex(tree, { given: ['OSI', 'HCI'] });
    expect(refused).toThrow(ComputationRefused);
    expect(refused).toThrow(/unknown: weights of the components of 2024: no source found/);
    const given = compileIndex(tree, { given: ['OSI', 'TII', 'HCI'] });
    const { root } = evaluateIndex(given, tableFrom({ ...PUBLISHED, TII: [0.8, 0.7, 0.35, 0.85, 0] }));
    expect([...root.scores]).toEqual([0.9, 0.6, 0.3, 0.8, 0].map((value) => expect.closeTo(value, 12)));
  });

  it('of every edition compiles from published sub-indices', () => {
    for (const edition of [2003, 2004, 2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024] as const) {
      const { nodes } = compileIndex(egdiTree(methodOf(edition), 'as-published'));
      expect(nodes.map(({ code }) => code).toSorted()).toEqual(['EGDI', 'HCI', 'OSI', 'TII']);
    }
  });
});
