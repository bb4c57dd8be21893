import { describe, expect, test } from 'vitest';
import { splitByComponents } from '../../../../src/analysis/change/frame-split.ts';
import { explainChange } from '../../../../src/analysis/change/rank-change.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { findMethod } from '../../../../src/methodology/registry.ts';
import type { Edition } from '../../../../src/model/survey.ts';
import { editionFigures } from '../../../support/edition-figures.ts';

const edition = (year: Edition) => ({
  figures: editionFigures(year, [
    ['AFG', 0.5, 0.5, 0.5, 0.5, 2],
    ['BEL', 1, 1, 1, 1, 1],
    ['CHL', 0, 0, 0, 0, 3],
  ]),
  method: findMethod(year) as EditionMethod,
});
const names = ['internet_users', 'mobile_cellular', 'active_mobile_broadband', 'fixed_broadband'];
/** One number a country and edition: all four components are the same. */
const raw = (year: Edition, values: Readonly<Record<string, number>>) =>
  Object.entries(values).flatMap(([iso3, value]) =>
    names.map((component) => ({ edition: year, iso3, component, value })),
  );
const split = (components: ReturnType<typeof raw>, published: readonly [number, number]) =>
  splitByComponents('TII', [edition(2020), edition(2022)], components, 'AFG', published);

describe('own components and frame, three countries by hand', () => {
  test('the country stayed and the best one rose: nothing is its own, all is frame', () => {
    // (5 − 0)/(10 − 0) = 0.5, then (5 − 0)/(20 − 0) = 0.25.
    const components = [...raw(2020, { AFG: 5, BEL: 10, CHL: 0 }), ...raw(2022, { AFG: 5, BEL: 20, CHL: 0 })];
    const found = split(components, [0.5, 0.25]);
    expect(found.components.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
    expect(found.frame).toBeCloseTo(-0.25, 14);
    expect(found.notReproduced).toBeCloseTo(0, 14);
    expect(found.referenceSet).toEqual([3, 3]);
  });

  test('parts sum to the change of the published sub-index; what the components do not give is a part', () => {
    const components = [...raw(2020, { AFG: 5, BEL: 10, CHL: 0 }), ...raw(2022, { AFG: 9, BEL: 20, CHL: 1 })];
    const { components: own, frame, notReproduced } = split(components, [0.5, 0.6]);
    expect([...own.map(({ value }) => value), frame, notReproduced].reduce((a, b) => a + b, 0)).toBeCloseTo(
      0.1,
      15,
    );
    expect(new Set(own.map(({ value }) => value.toFixed(12))).size).toBe(1);
    expect(own.every(({ value }) => value > 0) && frame < 0).toBe(true);
    // By the components 0.5 → 8/19.
    expect(notReproduced).toBeCloseTo(0.1 - (8 / 19 - 0.5), 12);
  });

  test('a value above the cap of 120 does not count', () => {
    const components = [
      ...raw(2020, { AFG: 120, BEL: 200, CHL: 0 }),
      ...raw(2022, { AFG: 190, BEL: 200, CHL: 0 }),
    ];
    const { components: own, frame } = split(components, [1, 1]);
    expect([...own.map(({ value }) => value), frame].every((part) => Math.abs(part) < 1e-14)).toBe(true);
  });
});

describe('what cannot be split is refused, and the explanation says so', () => {
  const both = [...raw(2020, { AFG: 5, BEL: 10, CHL: 0 }), ...raw(2022, { AFG: 9, BEL: 20, CHL: 1 })];

  test('a country without a component, a component of nobody, a construction that changed', () => {
    const gap = both.filter(({ iso3, component }) => iso3 !== 'AFG' || component !== 'fixed_broadband');
    expect(() => split(gap, [0.5, 0.6])).toThrow(expect.objectContaining({ code: 'value-missing' }));
    const none = both.filter(({ component }) => component !== 'fixed_broadband');
    expect(() => split(none, [0.5, 0.6])).toThrow(expect.objectContaining({ code: 'indicator-unknown' }));
    expect(() => splitByComponents('TII', [edition(2018), edition(2020)], both, 'AFG', [0, 1])).toThrow(
      expect.objectContaining({ code: 'rule-unknown' }),
    );
  });

  test('the frame is identified where components give it, and stays unidentified where they do not', () => {
    const frames = (components: typeof both) =>
      explainChange(edition(2020), edition(2022), {
        iso3: 'AFG',
        index: 'EGDI',
        geometric: false,
        components,
      }).frames;
    expect(frames(both).map(({ index, status }) => `${index} ${status}`)).toEqual([
      'OSI not_identified',
      'TII identified',
      'HCI not_identified',
    ]);
    expect(frames([]).map(({ status }) => status)).toEqual([
      'not_identified',
      'not_identified',
      'not_identified',
    ]);
    expect(frames(both)[2]?.reason).toContain('the components given do not help');
  });
});
