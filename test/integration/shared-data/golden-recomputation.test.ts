/**
 * TII and HCI recomputed as `egdi recompute` does it, on the components that the reference used: the closeness that it
 * reports, the scores of each country, and the coefficients that the published values show.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { closenessOf } from '../../../src/analysis/recomputation/closeness.ts';
import { scoreInFrame } from '../../../src/analysis/recomputation/frame.ts';
import { recomputableIndex } from '../../../src/analysis/recomputation/recomputable-index.ts';
import { type RecomputationInput, recompute } from '../../../src/analysis/recomputation/recompute.ts';
import { findMethod } from '../../../src/methodology/registry.ts';
import type { Edition } from '../../../src/model/survey.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'golden', 'components');
const absent = !existsSync(folder);
if (absent) console.warn('NOT CHECKED: ../shared/data/golden/components is absent');

type Row = Readonly<Record<string, string>>;
const read = (file: string) => parse(readFileSync(join(folder, file)), { columns: true }) as Row[];

const CODES: Readonly<Record<string, string>> = {
  'tii.internet_users_per100': 'internet_users',
  'tii.fixed_tel_per100': 'fixed_telephone',
  'tii.mobile_cellular_per100': 'mobile_cellular',
  'tii.mobile_broadband_per100': 'active_mobile_broadband',
  'tii.fixed_broadband_per100': 'fixed_broadband',
  'hci.adult_literacy_rate': 'adult_literacy',
  'hci.gross_enrolment_ratio': 'gross_enrolment_ratio',
};
const SHORT: Readonly<Record<string, string>> = {
  users: 'internet_users',
  tel: 'fixed_telephone',
  mob: 'mobile_cellular',
  fbb: 'fixed_broadband',
  wbb: 'active_mobile_broadband',
};

/** Literacy of states without literacy and enrolment, as the reference assumed it by hand. */
const ASSUMED_LITERACY = new Map(
  Object.entries({
    COG: 83.8,
    SSD: 62,
    MHL: 93.7,
    FSM: 92.4,
    TUV: 95,
    VCT: 88.1,
    PLW: 91.9,
    MNE: 98.2,
    BRB: 99,
    CAN: 99,
    DEU: 99,
    SMR: 99,
  }),
);

describe.skipIf(absent)(`recomputation on golden components${absent ? ' — NOT CHECKED' : ''}`, () => {
  if (absent) return;
  const components = read('egdi_components_by_edition.csv');
  const metrics = read('recompute_metrics.csv');
  const tii = read('recomputed_tii.csv');
  const hci = read('recomputed_hci2012.csv');

  function inputOf(edition: Edition, code: 'TII' | 'HCI', rows: readonly Row[]): RecomputationInput {
    const tree = findMethod(edition)?.indices[code].tree;
    if (!tree) throw new Error(`no tree of ${code} ${edition}`);
    const index = recomputableIndex(tree);
    const units = rows.map(({ iso3 = '' }) => iso3);
    const columns = new Map(
      index.components.map((one) => [one.code, new Float64Array(units.length).fill(Number.NaN)]),
    );
    for (const { edition: of, iso3 = '', component = '', value } of components) {
      const row = units.indexOf(iso3);
      if (Number(of) === edition && row !== -1) {
        (columns.get(CODES[component] ?? '') as Float64Array)[row] = Number(value);
      }
    }
    const published = Float64Array.from(rows, (row) => Number(row.published));
    return {
      index,
      table: { units, columns },
      published,
      assumed: new Map([['adult_literacy', edition === 2012 ? ASSUMED_LITERACY : new Map()]]),
    };
  }
  const tiiOf = (edition: Edition) =>
    inputOf(
      edition,
      'TII',
      tii.filter((row) => Number(row.edition) === edition),
    );
  const EDITIONS: readonly Edition[] = [2018, 2020, 2022];
  const variantOf = (edition: Edition) => (edition === 2018 ? 'no cap' : 'cap mob&wbb 120');
  const goldenOf = (edition: Edition, method: string) => {
    const found = metrics.find(
      (row) => Number(row.edition) === edition && row.variant === variantOf(edition) && row.method === method,
    );
    if (!found) throw new Error(`no metrics of ${edition} ${method}`);
    return found;
  };

  it.each(
    EDITIONS.flatMap((edition) => [
      { edition, treatment: 'gaps-mean' as const, method: 'BLIND z mean -> min-max, gaps=mean' },
      { edition, treatment: 'complete-cases' as const, method: 'BLIND complete cases only' },
      { edition, treatment: 'available' as const, method: 'BLIND mean of available z' },
    ]),
  )(
    'TII $edition, $treatment: the errors have the golden sizes and counts',
    ({ edition, treatment, method }) => {
      const golden = goldenOf(edition, method);
      const found = closenessOf(recompute(tiiOf(edition), treatment));
      expect(found.count).toBe(Number(golden.n));
      expect(found.meanAbsolute).toBeCloseTo(Number(golden.mae), 10);
      expect(found.median).toBeCloseTo(Number(golden.med), 10);
      expect(found.maximum).toBeCloseTo(Number(golden.max), 10);
      expect(found.spearman).toBeCloseTo(Number(golden.spearman), 10);
      expect(found.within).toEqual(
        [golden.w0001, golden.w0005, golden.w001, golden.w01, golden.w02].map(Number),
      );
    },
  );

  it.each([
    { edition: 2018, digits: 5, within: [2, 10, 18, 110, 136] },
    { edition: 2020, digits: 5, within: [3, 8, 12, 67, 99] },
    // The reference's map of 2022 is another optimum near the start: two states lie just on the other side of .0005.
    { edition: 2022, digits: 4, within: [0, 6, 11, 94, 121] },
  ])('TII $edition, gaps closed: closeness of the reference', ({ edition, digits, within }) => {
    const golden = goldenOf(edition, 'z(pop sd) mean -> min-max [gaps closed]');
    const found = closenessOf(recompute(tiiOf(edition), 'gaps-closed'));
    expect(found.count).toBe(Number(golden.n));
    expect(found.within).toEqual(within);
    expect(found.meanAbsolute).toBeCloseTo(Number(golden.mae), digits - 1);
    expect(found.median).toBeCloseTo(Number(golden.med), digits - 1);
    expect(found.maximum).toBeCloseTo(Number(golden.max), digits - 1);
  });

  it.each([
    // Printed with 5 decimals.
    { edition: 2018, most: 5.5e-6, mostSolved: 5.5e-6 },
    { edition: 2020, most: 5.5e-6, mostSolved: 1e-5 },
    { edition: 2022, most: 1.1e-4, mostSolved: 9e-4 },
  ])('TII $edition, gaps closed: every country has its golden score', ({ edition, most, mostSolved }) => {
    const rows = new Map(tii.filter((row) => Number(row.edition) === edition).map((row) => [row.iso3, row]));
    for (const { iso3, recomputed, isObserved } of recompute(tiiOf(edition), 'gaps-closed').units) {
      const golden = rows.get(iso3);
      expect(golden?.basis === 'observed', iso3).toBe(isObserved);
      const difference = Math.abs((recomputed as number) - Number(golden?.recomputed));
      expect(difference, iso3).toBeLessThan(isObserved ? most : mostSolved);
    }
  });

  it.each([2018, 2020])('TII %i: the map has the coefficients that the reference inferred', (edition) => {
    const { map } = recompute(tiiOf(edition), 'gaps-closed');
    const rows = read('inferred_coefficients.csv').filter(
      (row) => Number(row.edition) === edition && row.variant === variantOf(edition),
    );
    expect(rows.length).toBe(map?.slopes.size);
    for (const { component = '', coef, core_n, n } of rows) {
      expect(map?.slopes.get(SHORT[component] ?? '')).toBeCloseTo(Number(coef), 12);
      expect(map?.coreCount).toBe(Number(core_n));
      expect(map?.completeCount).toBe(Number(n));
    }
  });

  it('HCI 2012: 113 of 117 within 0.001 with the assumptions of the reference, and their golden scores', () => {
    const found = recompute(inputOf(2012, 'HCI', hci), 'gaps-closed-assumed');
    const closeness = closenessOf(found);
    expect(closeness.count).toBe(117);
    expect(closeness.within).toEqual([28, 106, 113, 115, 117]);
    expect(closeness.meanAbsolute).toBeCloseTo(0.00051, 5);
    expect(closeness.median).toBeCloseTo(0.00022, 5);
    expect(closeness.maximum).toBeCloseTo(0.0143, 4);
    expect(closeness.spearman).toBeCloseTo(0.99992, 5);
    const rows = new Map(hci.map((row) => [row.iso3, Number(row.recomputed_forward)]));
    for (const { iso3, recomputed, isObserved } of found.units) {
      if (!isObserved) continue;
      expect(Math.abs((recomputed as number) - (rows.get(iso3) as number)), iso3).toBeLessThan(3e-5);
    }
  });

  it('HCI 2012: without assumptions the twelve states that lack both inputs move everybody', () => {
    const closeness = closenessOf(recompute(inputOf(2012, 'HCI', hci), 'gaps-closed'));
    expect(closeness.within).toEqual([10, 34, 84, 116, 117]);
    expect(closeness.median).toBeCloseTo(0.00074, 5);
  });

  it('HCI 2012, complete cases only: the errors of the blind variant', () => {
    const closeness = closenessOf(recompute(inputOf(2012, 'HCI', hci), 'complete-cases'));
    expect(closeness.meanAbsolute).toBeCloseTo(0.0249, 4);
    expect(closeness.within.slice(2, 4)).toEqual([3, 40]);
    expect(closeness.spearman).toBeCloseTo(0.9992, 4);
  });

  it('Kazakhstan has the recomputed values of the reference, and they come out of the frame alone', () => {
    const expected: [Edition, number][] = [
      [2018, 0.57564],
      [2020, 0.68974],
      [2022, 0.75081],
    ];
    for (const [edition, value] of expected) {
      const input = tiiOf(edition);
      const { units, frame } = recompute(input, 'gaps-closed');
      const own = units.find(({ iso3 }) => iso3 === 'KAZ')?.recomputed as number;
      expect(Math.abs(own - value)).toBeLessThan(edition === 2022 ? 1.1e-4 : 5.5e-6);
      const row = input.table.units.indexOf('KAZ');
      const inputs = new Map([...input.table.columns].map(([code, column]) => [code, column[row] as number]));
      expect(scoreInFrame(input.index, frame, inputs)).toBeCloseTo(own, 12);
    }
  });
});
