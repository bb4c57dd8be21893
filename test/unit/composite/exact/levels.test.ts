import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelGroup, ratingClasses } from '../../../../src/composite/exact/levels.ts';
import { rankDescending } from '../../../../src/composite/exact/rank.ts';
import { METHODS } from '../../../../src/methodology/registry.ts';
import type { LevelGroup } from '../../../../src/model/facts.ts';
import { rational } from '../../../../src/model/rational.ts';

const thresholds = METHODS[0]?.levels.value.thresholds ?? [];

describe('the level group', () => {
  it.each([
    ['1', 'very_high'],
    ['0.75', 'very_high'],
    ['0.74999', 'high'],
    ['0.5', 'high'],
    ['0.49999', 'middle'],
    ['0.25', 'middle'],
    ['0.24999', 'low'],
    ['0', 'low'],
  ])('of %s is %s: lower bounds are inclusive', (text, group) => {
    const [whole = '0', fraction = ''] = text.split('.');
    expect(levelGroup(rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length)), thresholds)).toBe(
      group,
    );
  });

  it('is none below the lowest bound', () => {
    expect(levelGroup(rational(-1, 100), thresholds)).toBeNull();
  });
});

/** The ranks 1…n in one group. */
function classesOf(
  size: number,
  group: LevelGroup = 'very_high',
  ranks = [...Array(size).keys()].map((k) => k + 1),
) {
  const keys = new Map(ranks.map((rank, index) => [index, rank]));
  return ratingClasses(keys, new Map([...keys.keys()].map((key) => [key, group])));
}

const countOf = (classes: Map<number, string>, label: string) =>
  [...classes.values()].filter((c) => c === label).length;

describe('rating classes', () => {
  it.each([
    [57, 14],
    [60, 15],
    [76, 19],
    [4, 1],
    [8, 2],
  ])('of %i countries put %i in the best quarter', (size, best) => {
    expect(countOf(classesOf(size), 'VH')).toBe(best);
  });

  it('have the labels of §5.4, best first', () => {
    const labels = (group: LevelGroup) => [...new Set(classesOf(8, group).values())];
    expect(labels('very_high')).toEqual(['VH', 'V3', 'V2', 'V1']);
    expect(labels('high')).toEqual(['HV', 'H3', 'H2', 'H1']);
    expect(labels('middle')).toEqual(['MH', 'M3', 'M2', 'M1']);
    expect(labels('low')).toEqual(['LM', 'L3', 'L2', 'L1']);
  });

  it('are quarters: sizes differ by one at most, in any group size', () => {
    for (let size = 4; size <= 193; size += 1) {
      const counts = ['VH', 'V3', 'V2', 'V1'].map((label) => countOf(classesOf(size), label));
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(size);
    }
  });

  it('give equal ranks one class, and no better class to a worse rank', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, (found) => {
        const ranks = rankDescending(new Map(found.map((size, key) => [key, rational(size)]))).competition;
        const classes = ratingClasses(ranks, new Map([...ranks.keys()].map((key) => [key, 'high' as const])));
        const order = ['HV', 'H3', 'H2', 'H1'];
        for (const [a, rankA] of ranks) {
          for (const [b, rankB] of ranks) {
            const [classA, classB] = [a, b].map((key) => order.indexOf(classes.get(key) ?? ''));
            if (rankA === rankB) expect(classA).toBe(classB);
            if (rankA < rankB) expect(classA).toBeLessThanOrEqual(classB as number);
          }
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('are cut within each level group, not across', () => {
    const ranks = new Map([...Array(8).keys()].map((key) => [key, key + 1]));
    const groups = new Map(
      [...Array(8).keys()].map((key) => [key, key < 4 ? ('high' as const) : ('low' as const)]),
    );
    expect([...ratingClasses(ranks, groups)].sort(([a], [b]) => a - b).map(([, label]) => label)).toEqual([
      ...['HV', 'H3', 'H2', 'H1'],
      ...['LM', 'L3', 'L2', 'L1'],
    ]);
  });

  it('are given to nobody without a group', () => {
    expect(ratingClasses(new Map([['KAZ', 1]]), new Map()).size).toBe(0);
  });
});
