import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drift, driftMatrix } from '../../../../src/analysis/change/drift.ts';
import type { EditionMethod } from '../../../../src/methodology/method.ts';
import { findMethod } from '../../../../src/methodology/registry.ts';
import type { ComponentValue } from '../../../../src/model/component-value.ts';
import { toNumber } from '../../../../src/model/rational.ts';
import type { Edition } from '../../../../src/model/survey.ts';
import { editionFigures, type FigureRow } from '../../../support/edition-figures.ts';

const methodOf = (edition: Edition) => findMethod(edition) as EditionMethod;
const edition = (year: Edition, ...rows: FigureRow[]) => ({
  figures: editionFigures(year, rows),
  method: methodOf(year),
});
const ranks = (rows: ReturnType<typeof drift>['rows'], side: 'own' | 'other') =>
  Object.fromEntries(rows.map((row) => [row.iso3, row[side]?.rank ?? null]));

describe('rules of the EGDI, three countries by hand', () => {
  test('other weights: 2010’s 0.34 for OSI decides a rank that equal thirds leave tied', () => {
    const data = edition(2010, ['AFG', 0.9, 0.3, 0.3, 0.504, 1], ['BEL', 0.3, 0.6, 0.6, 0.498, 2]);
    const found = drift({ data, method: methodOf(2012), components: [] });
    expect([ranks(found.rows, 'own'), ranks(found.rows, 'other')]).toEqual([
      { AFG: 1, BEL: 2 },
      { AFG: 1, BEL: 1 },
    ]);
    expect(found.rows.map(({ change }) => change)).toEqual([0, -1]);
    expect(found.agreement).toMatchObject({ compared: 2, unchanged: 1, meanAbsoluteChange: 0.5 });
    expect(found.applied.map(({ name }) => name)).toContain('weights');
  });

  test('who is assessed: an OSI of 0 in 2012 is a place for the method of 2014, and the other way round', () => {
    const rows: FigureRow[] = [
      ['AFG', 0, 0.9, 0.9, null, null],
      ['BEL', 0.3, 0.3, 0.3, 0.3, 1],
    ];
    const found = drift({ data: edition(2012, ...rows), method: methodOf(2014), components: [] });
    expect([ranks(found.rows, 'own'), ranks(found.rows, 'other')]).toEqual([
      { AFG: null, BEL: 1 },
      { AFG: 1, BEL: 2 },
    ]);
    expect(found.agreement.newlyAssessed).toEqual(['AFG']);
    const ranked: FigureRow[] = [
      ['AFG', 0, 0.9, 0.9, 0.6, 1],
      ['BEL', 0.3, 0.3, 0.3, 0.3, 2],
    ];
    const back = drift({ data: edition(2014, ...ranked), method: methodOf(2012), components: [] });
    expect(back.agreement.noLongerAssessed).toEqual(['AFG']);
  });

  test('what ranks are taken on: a tie of 2018 at four decimals is broken by the exact OSI of its own points', () => {
    // 75/144 prints as 0.5208; the other's OSI is the same and its TII a little larger.
    const data = edition(2018, ['AFG', 0.5208, 0.4, 0.4, 0.4403, 1], ['BEL', 0.5208, 0.4001, 0.4, 0.4403, 1]);
    const found = drift({ data, method: methodOf(2020), components: [] });
    expect([ranks(found.rows, 'own'), ranks(found.rows, 'other')]).toEqual([
      { AFG: 1, BEL: 1 },
      { AFG: 2, BEL: 1 },
    ]);
  });

  test('a missing sub-index is a zero for the method of 2003 and no score for that of 2014', () => {
    const data = edition(2003, ['AFG', 0.9, null, 0.9, 0.6, 1], ['BEL', 0.3, 0.3, 0.3, 0.3, 2]);
    const found = drift({ data, method: methodOf(2014), components: [] });
    expect(ranks(found.rows, 'other')).toEqual({ AFG: null, BEL: 1 });
  });
});

describe('what cannot be recomputed is listed with its reason', () => {
  const data = edition(2018, ['AFG', 0.3, 0.3, 0.3, 0.3, 2], ['BEL', 0.6, 0.6, 0.6, 0.6, 1]);
  const basis = (method: Edition, components: readonly ComponentValue[] = []) =>
    Object.fromEntries(
      drift({ data, method: methodOf(method), components }).subIndices.map((one) => [one.index, one]),
    );

  test('without components: the questionnaire, a changed construction, and what did not change', () => {
    const { OSI, TII, HCI } = basis(2020);
    expect([OSI?.basis, TII?.basis, HCI?.basis]).toEqual(['as-published', 'as-published', 'unchanged']);
    expect(OSI?.reason).toContain('another questionnaire');
    expect(TII?.reason).toMatch(
      /capped at 120.*active_mobile_broadband.*only the published TII of 2018 is loaded/,
    );
  });

  test('an unknown rule is a reason, with or without components', () => {
    const given = ['internet_users', 'mobile_cellular', 'active_mobile_broadband', 'affordability'].flatMap(
      (component) => ['AFG', 'BEL'].map((iso3, at) => ({ edition: 2018, iso3, component, value: at + 1 })),
    );
    const { TII } = basis(2024, given);
    expect(TII?.basis).toBe('as-published');
    expect(TII?.reason).toContain('unknown');
  });

  test('a component that is not in the file is a reason; nothing is computed from the rest', () => {
    const some = ['AFG', 'BEL'].map((iso3, at) => ({
      edition: 2018,
      iso3,
      component: 'internet_users',
      value: at,
    }));
    const { TII } = basis(2020, some);
    expect([TII?.basis, TII?.reason.includes('mobile_cellular')]).toEqual(['as-published', true]);
  });
});

describe('components of three countries by hand: TII of 2018 and by the method of 2020', () => {
  // Equal in all but mobile and telephone; 200 mobiles are 120 for the method of 2020, telephones nothing.
  const raw = { AFG: [50, 10, 200, 40, 20], BEL: [50, 50, 120, 40, 20], CHL: [10, 10, 40, 10, 5] } as const;
  const names = [
    'internet_users',
    'fixed_telephone',
    'mobile_cellular',
    'active_mobile_broadband',
    'fixed_broadband',
  ];
  const components = Object.entries(raw).flatMap(([iso3, values]) =>
    values.map((value, at) => ({ edition: 2018, iso3, component: names[at] ?? '', value })),
  );
  const data = edition(
    2018,
    ['AFG', 0.5, 0.8, 0.5, 0.6, 2],
    ['BEL', 0.5, 1, 0.5, 0.6667, 1],
    ['CHL', 0.5, 0, 0.5, 0.3333, 3],
  );

  test('both methods make it from the same components: one with a maximum alone, two that share it', () => {
    const { rows, subIndices } = drift({ data, method: methodOf(2020), components });
    // By the cap both best countries have equal z-scores and TII 1; with telephones they differ.
    expect(rows.map(({ other }) => other?.score)).toEqual([0.6667, 0.6667, 0.3333]);
    expect(ranks(rows, 'other')).toEqual({ AFG: 1, BEL: 1, CHL: 3 });
    expect(new Set(Object.values(ranks(rows, 'own'))).size).toBe(3);
    expect(subIndices[1]).toMatchObject({ index: 'TII', basis: 'from-components', without: [] });
  });

  test('a country with a gap in the file is left out on both sides and named', () => {
    const gap = components.filter(({ iso3, component }) => iso3 !== 'CHL' || component !== 'fixed_broadband');
    const more = [...gap, ...names.map((component) => ({ edition: 2018, iso3: 'DNK', component, value: 1 }))];
    const four = edition(
      2018,
      ...(data.figures.members.map((m) => [
        m.iso3,
        0.5,
        m.scores.TII,
        0.5,
        m.scores.EGDI,
        m.rank,
      ]) as FigureRow[]),
      ['DNK', 0.5, 0.1, 0.5, 0.3667, 3],
    );
    const { rows, subIndices } = drift({ data: four, method: methodOf(2020), components: more });
    expect(rows.find(({ iso3 }) => iso3 === 'CHL')).toMatchObject({ own: null, other: null, change: null });
    expect(subIndices[1]?.without).toEqual(['CHL']);
  });
});

describe('data and method between two editions', () => {
  const figure = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
  const rows = fc
    .array(fc.tuple(figure, figure, figure), { minLength: 5, maxLength: 5 })
    .map((table) =>
      table.map(
        ([o, t, h], at): FigureRow => [['AFG', 'BEL', 'CHL', 'DNK', 'EGY'][at] ?? '', o, t, h, 0.5, at + 1],
      ),
    );

  test('the two parts sum to the rank difference, for any two editions', () => {
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.constantFrom([2010, 2012], [2012, 2014], [2018, 2020], [2022, 2010]),
        (a, b, years) => {
          const [first, second] = [edition(years[0] as Edition, ...a), edition(years[1] as Edition, ...b)];
          const { split } = drift({
            data: first,
            method: second.method,
            methodEdition: second,
            components: [],
          });
          for (const { from, to, data, method } of split) {
            expect(toNumber(data) + toNumber(method)).toBe(to - from);
          }
        },
      ),
    );
  });

  test('by hand: the same data in both editions, so that all of it is method', () => {
    const same: FigureRow[] = [
      ['AFG', 0.9, 0.3, 0.3, 0.5, 1],
      ['BEL', 0.3, 0.6, 0.6, 0.5, 2],
    ];
    const [first, second] = [edition(2010, ...same), edition(2012, ...same)];
    const { split } = drift({ data: first, method: second.method, methodEdition: second, components: [] });
    expect(split.map(({ iso3, data, method }) => [iso3, toNumber(data), toNumber(method)])).toEqual([
      ['AFG', 0, 0],
      ['BEL', 0, -1],
    ]);
    expect(drift({ data: first, method: second.method, components: [] }).split).toEqual([]);
  });
});

test('the matrix has no change on its diagonal, and its cells are those of single comparisons', () => {
  const same: FigureRow[] = [
    ['AFG', 0.9, 0.3, 0.3, 0.5, 1],
    ['BEL', 0.3, 0.6, 0.6, 0.5, 2],
    ['CHL', 0.1, 0, 0, 0, 3],
  ];
  const editions = [2010, 2012, 2014].map((year) => edition(year, ...same));
  const { cells } = driftMatrix(editions);
  expect(cells.map((row, at) => row[at]?.meanAbsoluteChange)).toEqual([0, 0, 0]);
  const [data] = editions;
  if (data === undefined) throw new Error('there are three');
  expect(cells[0]?.[1]).toEqual(drift({ data, method: methodOf(2012), components: [] }).agreement);
});
