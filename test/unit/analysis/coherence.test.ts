import { describe, expect, it } from 'vitest';
import { analyseCoherence } from '../../../src/analysis/coherence.ts';
import type { EditionMethod } from '../../../src/methodology/method.ts';
import { findMethod } from '../../../src/methodology/registry.ts';
import { coherenceText } from '../../../src/report/coherence.ts';
import { createPalette } from '../../../src/report/text.ts';
import { editionFigures, type MemberRow } from './figures.ts';

const method = (edition: number) => findMethod(edition) as EditionMethod;

/** OSI spreads three times as far as the others, and all three rise together but not quite. */
const ROWS: readonly MemberRow[] = [
  ['AAA', 0.9, 0.5, 0.55, 0.65, 1],
  ['BBB', 0.6, 0.45, 0.4, 0.4833, 2],
  ['CCC', 0.3, 0.3, 0.45, 0.35, 3],
  ['DDD', 0.1, 0.35, 0.3, 0.25, 4],
];

describe('the coherence of an edition', () => {
  it('tells a sub-index that decides more than it weighs, and the weights that would balance all three', () => {
    const { weights } = analyseCoherence(editionFigures(2020, ROWS), method(2020), 'pearson');
    const [osi, tii, hci] = weights;
    expect(weights.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(osi?.importance).toBeGreaterThan(1 / 3);
    expect(osi?.balancedWeight).toBeLessThan(Math.min(tii?.balancedWeight ?? 0, hci?.balancedWeight ?? 0));
    expect(weights.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
    expect(weights.reduce((sum, { balancedWeight }) => sum + balancedWeight, 0)).toBeCloseTo(1, 12);
  });

  it('of three sub-indices that say the same has one dimension, alpha 1 and correlations of 1', () => {
    const same = [0.2, 0.5, 0.9].map((x, at): MemberRow => [`AA${at}`, x, x, x, x, 3 - at]);
    const found = analyseCoherence(editionFigures(2020, same), method(2020), 'pearson');
    expect(found.cronbachAlpha).toBeCloseTo(1, 12);
    expect(found.components.shares[0]).toBeCloseTo(1, 12);
    expect(found.correlations).toHaveLength(10);
    for (const { coefficient } of found.correlations) expect(coefficient).toBeCloseTo(1, 12);
  });

  it('correlates as asked: a monotone relation has a rank correlation of 1, and no Pearson of 1', () => {
    const bent = [0.1, 0.2, 0.4, 0.9].map((x, at): MemberRow => [`AA${at}`, x, x ** 3, x, x, 4 - at]);
    const of = (name: 'pearson' | 'spearman') =>
      analyseCoherence(editionFigures(2020, bent), method(2020), name).correlations.find(
        ({ first, second }) => first === 'OSI' && second === 'TII',
      )?.coefficient;
    expect(of('spearman')).toBeCloseTo(1, 12);
    expect(of('pearson')).toBeLessThan(0.99);
  });

  it('leaves out members without an EGDI and names them; a value that counts as zero is counted', () => {
    const figures = editionFigures(2003, [
      ...ROWS,
      ['EEE', null, 0.4, 0.4, 0.27, 5],
      ['FFF', 0.1, 0.1, 0.1, null, null],
    ]);
    const found = analyseCoherence(figures, method(2003), 'pearson');
    expect(found).toMatchObject({ assessed: 5, notAssessed: ['FFF'], missingAsZero: 1 });
    const text = coherenceText(found, createPalette(false));
    expect(text).toContain('left out, without an EGDI: FFF');
    expect(text).toContain('1 missing value counts as 0');
  });

  it('is refused where nothing varies', () => {
    const flat = editionFigures(2020, [
      ['AAA', 0.5, 0.5, 0.5, 0.5, 1],
      ['BBB', 0.5, 0.5, 0.5, 0.5, 1],
    ]);
    expect(() => analyseCoherence(flat, method(2020), 'pearson')).toThrow(
      expect.objectContaining({ code: 'values-constant' }),
    );
  });
});
