import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closenessOf } from '../../../../src/analysis/recomputation/closeness.ts';
import { scoreInFrame } from '../../../../src/analysis/recomputation/frame.ts';
import { recomputableIndex } from '../../../../src/analysis/recomputation/recomputable-index.ts';
import {
  type RecomputationInput,
  recompute,
  treatmentsOf,
} from '../../../../src/analysis/recomputation/recompute.ts';
import type { GroupNode, Normalisation } from '../../../../src/methodology/definition.ts';
import { findMethod, METHODS } from '../../../../src/methodology/registry.ts';
import type { Edition, SubIndexCode } from '../../../../src/model/survey.ts';

function treeOf(edition: Edition, code: SubIndexCode): GroupNode {
  const tree = findMethod(edition)?.indices[code].tree;
  if (!tree) throw new Error(`no tree of ${code} ${edition}`);
  return tree;
}
const HCI = recomputableIndex(treeOf(2012, 'HCI'));
const TII = recomputableIndex(treeOf(2020, 'TII'));

type Values = readonly (number | null)[];
function inputOf(
  index: typeof HCI,
  rows: Readonly<Record<string, Values>>,
  published?: Readonly<Record<string, number>>,
): RecomputationInput {
  const units = Object.keys(rows);
  const columns = new Map(
    index.components.map(({ code }, at) => [
      code,
      Float64Array.from(units, (iso3) => rows[iso3]?.[at] ?? Number.NaN),
    ]),
  );
  return {
    index,
    table: { units, columns },
    published: Float64Array.from(units, (iso3) =>
      published === undefined ? 0.5 : (published[iso3] ?? Number.NaN),
    ),
  };
}

/** Countries whose published values follow from their inputs exactly, under z-scores, 2/3 and 1/3, min–max. */
function exactWorld(count: number): {
  rows: Record<string, [number, number]>;
  published: Record<string, number>;
} {
  const rows: Record<string, [number, number]> = {};
  for (let at = 0; at < count; at += 1) {
    const iso3 = `C${String(at).padStart(2, '0')}`;
    rows[iso3] = [20 + ((at * 37) % 80) + at / 7, 30 + ((at * 53) % 71) + at / 11];
  }
  const found = recompute(inputOf(HCI, rows), 'complete-cases');
  const published = Object.fromEntries(
    found.units.map(({ iso3, recomputed }) => [iso3, recomputed as number]),
  );
  return { rows, published };
}

describe('the order of operations', () => {
  it('is z-scores, weighted mean, one min–max: an example worked out by hand', () => {
    // Literacy 60, 80, 100 and enrolment 50, 90, 70 have z-scores −a, 0, a and −a, a, 0 with a = √1.5.
    const { units, frame } = recompute(
      inputOf(HCI, { AAA: [60, 50], BBB: [80, 90], CCC: [100, 70] }),
      'complete-cases',
    );
    // Means −a, a/3, 2a/3: scores 0, 4/5, 1.
    expect(units.map(({ recomputed }) => Number(recomputed?.toFixed(12)))).toEqual([0, 0.8, 1]);
    expect(frame.components.get('adult_literacy')).toMatchObject({
      count: 3,
      mean: 80,
      minimum: 60,
      maximum: 100,
    });
    expect(frame.components.get('adult_literacy')?.deviation).toBeCloseTo(Math.sqrt(800 / 3), 12);
    expect(frame.composite.minimum).toBeCloseTo(-Math.sqrt(1.5), 12);
    expect(frame.composite.maximum).toBeCloseTo((2 / 3) * Math.sqrt(1.5), 12);
  });

  it('caps subscriptions before they are measured where the edition has a cap', () => {
    const at = (subscriptions: number) =>
      recompute(
        inputOf(TII, { AAA: [10, 50, 20, 5], BBB: [60, subscriptions, 90, 20], CCC: [90, 110, 80, 40] }),
        'complete-cases',
      ).units.map(({ recomputed }) => recomputed);
    expect(at(180)).toEqual(at(120));
    expect(at(119)).not.toEqual(at(120));
  });
});

describe('what a recomputation must not depend on', () => {
  const WORLD = exactWorld(24);
  const withGaps = (factor = 1): RecomputationInput => {
    const rows: Record<string, Values> = { ...WORLD.rows };
    rows.C03 = [null, WORLD.rows.C03?.[1] ?? 0];
    rows.C08 = [WORLD.rows.C08?.[0] ?? 0, null];
    rows.C11 = [null, null];
    const scaled = Object.fromEntries(
      Object.entries(rows).map(([iso3, [a = null, b = null]]) => [iso3, [a === null ? null : a * factor, b]]),
    );
    return inputOf(HCI, scaled, WORLD.published);
  };
  const treatments = treatmentsOf(withGaps());

  it('the unit of a component', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        fc.constantFrom(...treatments),
        (factor, treatment) => {
          const own = recompute(withGaps(), treatment).units;
          const scaled = recompute(withGaps(factor), treatment).units;
          for (const [at, { recomputed }] of own.entries()) {
            if (recomputed === null) expect(scaled[at]?.recomputed).toBeNull();
            else expect(scaled[at]?.recomputed).toBeCloseTo(recomputed, 9);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('whether deviations are of a population or a sample', () => {
    const sample = (normalisation: Normalisation | null): Normalisation => {
      if (normalisation?.method !== 'z-score') throw new Error('no z-score');
      return { ...normalisation, ddof: 1 };
    };
    const index = {
      ...HCI,
      components: HCI.components.map((one) => ({ ...one, normalisation: sample(one.normalisation) })),
    };
    for (const treatment of treatments) {
      if (treatment === 'available') continue;
      const own = recompute(withGaps(), treatment).units;
      const other = recompute({ ...withGaps(), index }, treatment).units;
      for (const [at, { recomputed }] of own.entries()) {
        if (recomputed !== null) expect(other[at]?.recomputed, treatment).toBeCloseTo(recomputed, 12);
      }
    }
  });

  it('the order of countries, to the last digit', () => {
    const input = withGaps();
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          input.table.units.map((_, row) => row),
          { minLength: input.table.units.length },
        ),
        fc.constantFrom(...treatments),
        (order, treatment) => {
          const take = (values: Float64Array) => Float64Array.from(order, (row) => values[row] as number);
          const shuffled: RecomputationInput = {
            ...input,
            published: take(input.published),
            table: {
              units: order.map((row) => input.table.units[row] as string),
              columns: new Map([...input.table.columns].map(([code, values]) => [code, take(values)])),
            },
          };
          const byCode = (units: { readonly iso3: string }[]) =>
            units.toSorted((a, b) => (a.iso3 < b.iso3 ? -1 : 1));
          expect(byCode([...recompute(shuffled, treatment).units])).toEqual(
            byCode([...recompute(input, treatment).units]),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('gaps closed', () => {
  const { rows, published } = exactWorld(30);

  it('reproduces everybody where the method and all observed inputs are right, and says who was solved', () => {
    const gapped = inputOf(
      HCI,
      { ...rows, C03: [null, rows.C03?.[1] ?? 0], C08: [rows.C08?.[0] ?? 0, null] },
      published,
    );
    const { units, map } = recompute(gapped, 'gaps-closed');
    for (const { iso3, recomputed } of units)
      expect(recomputed, iso3).toBeCloseTo(published[iso3] as number, 9);
    expect(
      units.filter(({ isObserved }) => !isObserved).map(({ iso3, missing }) => [iso3, ...missing]),
    ).toEqual([
      ['C03', 'adult_literacy'],
      ['C08', 'gross_enrolment_ratio'],
    ]);
    // Every complete country lies on the map.
    expect(map).toMatchObject({ completeCount: 28, coreCount: 28 });
  });

  it('counts no country whose inputs were solved: that it agrees is no evidence', () => {
    const gapped = inputOf(HCI, { ...rows, C03: [null, null], C08: [rows.C08?.[0] ?? 0, null] }, published);
    const closeness = closenessOf(recompute(gapped, 'gaps-closed'));
    expect(closeness.count).toBe(28);
    expect(closenessOf(recompute(gapped, 'gaps-mean')).count).toBe(30);
    expect(closenessOf(recompute(gapped, 'complete-cases')).count).toBe(28);
    // Nothing of C03 is there: no mean of nothing.
    expect(closenessOf(recompute(gapped, 'available')).count).toBe(29);
  });

  it('takes assumed inputs only where they are asked for, and never as observed', () => {
    const gapped = inputOf(HCI, { ...rows, C03: [null, null] }, published);
    expect(treatmentsOf(gapped)).not.toContain('gaps-closed-assumed');
    const assumed = new Map([
      [
        'adult_literacy',
        new Map([
          ['C03', 55],
          ['C04', 1],
        ]),
      ],
    ]);
    const input = { ...gapped, assumed };
    expect(treatmentsOf(input)).toContain('gaps-closed-assumed');
    const { units, frame } = recompute(input, 'gaps-closed-assumed');
    expect(units.find(({ iso3 }) => iso3 === 'C03')).toMatchObject({
      isObserved: false,
      missing: ['adult_literacy', 'gross_enrolment_ratio'],
    });
    // C04 is observed: an assumption never replaces a value.
    expect(frame.components.get('adult_literacy')?.minimum).toBeGreaterThan(1);
    expect(recompute(input, 'gaps-closed')).toEqual(recompute(gapped, 'gaps-closed'));
  });

  it('never solves an input below zero', () => {
    const low = inputOf(HCI, { ...rows, C03: [null, 99] }, { ...published, C03: 0 });
    expect(recompute(low, 'gaps-closed').frame.components.get('adult_literacy')?.minimum).toBe(0);
  });

  it('refuses too few complete countries', () => {
    const few = inputOf(HCI, { AAA: [60, 50], BBB: [80, 90], CCC: [null, 70] });
    expect(() => recompute(few, 'gaps-closed')).toThrow(/2 complete rows do not determine 3 coefficients/);
  });
});

describe('a frame that is kept', () => {
  it('gives each observed country its own score, and a country with better inputs a better one', () => {
    const { rows, published } = exactWorld(20);
    const input = inputOf(HCI, { ...rows, C05: [null, 40] }, published);
    for (const treatment of treatmentsOf(input)) {
      const { units, frame } = recompute(input, treatment);
      for (const { iso3, recomputed, isObserved } of units) {
        if (!isObserved) continue;
        const [literacy = 0, enrolment = 0] = rows[iso3] ?? [];
        const at = (value: number) =>
          scoreInFrame(
            HCI,
            frame,
            new Map([
              ['adult_literacy', value],
              ['gross_enrolment_ratio', enrolment],
            ]),
          );
        expect(at(literacy), `${treatment} ${iso3}`).toBeCloseTo(recomputed as number, 12);
        expect(at(literacy + 1)).toBeGreaterThan(at(literacy));
      }
    }
  });

  it('refuses a country that lacks an input', () => {
    const { frame } = recompute(inputOf(HCI, exactWorld(5).rows), 'complete-cases');
    expect(() => scoreInFrame(HCI, frame, new Map([['adult_literacy', 90]]))).toThrow(
      /gross_enrolment_ratio: it has no value/,
    );
  });
});

describe('what is refused', () => {
  it('an edition whose method is unknown, with the reason of the registry', () => {
    expect(() => recomputableIndex(treeOf(2024, 'TII'))).toThrow(/unknown: .*2024/);
    expect(() => recomputableIndex(treeOf(2024, 'HCI'))).toThrow(/unknown: .*2024/);
    expect(() => recomputableIndex(treeOf(2010, 'TII'))).toThrow(/extremes used are unknown/);
  });

  it('no edition from 2012 to 2022, and none for another reason than an unknown rule', () => {
    for (const { edition, indices } of METHODS) {
      for (const code of ['TII', 'HCI'] as const) {
        const { tree } = indices[code];
        if (tree === null) throw new Error(`${code} ${edition} has no tree`);
        let refused: unknown;
        try {
          recomputableIndex(tree);
        } catch (error) {
          refused = error;
        }
        if (edition >= 2012 && edition <= 2022) expect(refused, `${code} ${edition}`).toBeUndefined();
        if (refused !== undefined) expect(refused).toMatchObject({ code: 'rule-unknown' });
      }
    }
  });

  it('a treatment of gaps where no country is measured against others', () => {
    const index = recomputableIndex(treeOf(2010, 'HCI'));
    const input = inputOf(index, { AAA: [90, 60], BBB: [99, 102], CCC: [null, 50] });
    expect(treatmentsOf(input)).toEqual(['complete-cases']);
    expect(() => recompute(input, 'gaps-mean')).toThrow(/no meaning/);
    const [first, second] = recompute(input, 'complete-cases').units;
    expect(first?.recomputed).toBeCloseTo((0.9 * 2 + 0.6) / 3, 12);
    expect(second?.recomputed).toBeCloseTo((0.99 * 2 + 1.02) / 3, 12);
  });

  it('a table without a component, or without any country', () => {
    const input = inputOf(HCI, { AAA: [90, 60], BBB: [99, 102] });
    const table = { ...input.table, columns: new Map([['adult_literacy', Float64Array.of(1, 2)]]) };
    expect(() => recompute({ ...input, table }, 'complete-cases')).toThrow(/no column gross_enrolment_ratio/);
    expect(() => recompute(inputOf(HCI, { AAA: [1, 2] }, {}), 'complete-cases')).toThrow(
      /no country has a published/,
    );
    expect(() => recompute(inputOf(HCI, { AAA: [null, 2] }), 'complete-cases')).toThrow(
      /no country has all inputs/,
    );
  });
});
