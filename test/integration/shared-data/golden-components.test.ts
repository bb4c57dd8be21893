/**
 * TII and HCI from their series, as far as published series allow: the metrics of the recomputations that need no
 * published score, through the declared trees, and the linear map of HCI 2012 on observed rows. Rows with gaps closed
 * by the published value are no evidence and are left out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { correlate } from '../../../src/composite/statistics/correlation.ts';
import { quantile } from '../../../src/composite/statistics/quantile.ts';
import type { IndicatorTable } from '../../../src/composite/table.ts';
import { compileIndex } from '../../../src/composite/tree/compile.ts';
import type { IndexOverrides } from '../../../src/composite/tree/compiled-index.ts';
import { evaluateIndex } from '../../../src/composite/tree/evaluate.ts';
import type { GroupNode, Step } from '../../../src/methodology/definition.ts';
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
};
const EDITIONS: readonly Edition[] = [2018, 2020, 2022];
const SUBSCRIPTIONS = ['mobile_cellular', 'active_mobile_broadband'];

describe.skipIf(absent)(`TII from published series${absent ? ' — NOT CHECKED' : ''}`, () => {
  if (absent) return;
  const components = read('egdi_components_by_edition.csv');
  const published = read('recomputed_tii.csv');
  const metrics = read('recompute_metrics.csv');

  /** The edition's series for all members with a published TII. */
  function tableOf(edition: Edition): IndicatorTable & { readonly published: Float64Array } {
    const rows = published.filter((row) => Number(row.edition) === edition);
    const units = rows.map(({ iso3 = '' }) => iso3);
    const columns = new Map<string, Float64Array>();
    for (const { edition: year, iso3 = '', component = '', value } of components) {
      const code = CODES[component];
      if (Number(year) !== edition || code === undefined) continue;
      const column = columns.get(code) ?? new Float64Array(units.length).fill(Number.NaN);
      if (units.includes(iso3)) column[units.indexOf(iso3)] = Number(value);
      columns.set(code, column);
    }
    return { units, columns, published: Float64Array.from(rows, (row) => Number(row.published)) };
  }

  const CAPPED = ['no cap', 'cap mob&wbb 120'];
  const cases = EDITIONS.flatMap((edition) =>
    CAPPED.flatMap((variant) =>
      ['BLIND z mean -> min-max, gaps=mean', 'BLIND complete cases only', 'BLIND mean of available z'].map(
        (method) => ({ edition, variant, method }),
      ),
    ),
  );

  it.each(cases)(
    '$edition, $variant, $method: the error has the golden size',
    ({ edition, variant, method }) => {
      const golden = metrics.find(
        (row) => Number(row.edition) === edition && row.variant === variant && row.method === method,
      );
      const table = tableOf(edition);
      const tree = treeOf(edition);
      const codes = tree.children.map(({ code }) => code);
      const steps = new Map(codes.map((code) => [code, stepsOf(code, variant, method)] as const));
      const overrides: IndexOverrides = {
        steps,
        ...(method.endsWith('available z')
          ? { missing: new Map([['TII', { kind: 'available', atLeast: 0 }]]) }
          : {}),
      };
      const isComplete = (unit: number) =>
        codes.every((code) => !Number.isNaN(table.columns.get(code)?.[unit]));
      const keep = table.units
        .map((_, unit) => unit)
        .filter((unit) => !method.includes('complete') || isComplete(unit));
      const take = (values: Float64Array) => Float64Array.from(keep, (unit) => values[unit] as number);
      const kept: IndicatorTable = {
        units: keep.map((unit) => table.units[unit] ?? ''),
        columns: new Map([...table.columns].map(([code, values]) => [code, take(values)])),
      };
      const own = evaluateIndex(compileIndex(tree, overrides), kept).root.scores;
      const errors = own.map((value, unit) => Math.abs(value - (take(table.published)[unit] as number)));
      const known = errors.filter((error) => !Number.isNaN(error));
      expect(known.length).toBe(Number(golden?.n));
      expect(known.reduce((sum, error) => sum + error, 0) / known.length).toBeCloseTo(Number(golden?.mae), 4);
      expect(quantile(known, 0.5)).toBeCloseTo(Number(golden?.med), 4);
      expect(Math.max(...known)).toBeCloseTo(Number(golden?.max), 4);
      expect(correlate(own, take(table.published), 'spearman').coefficient).toBeCloseTo(
        Number(golden?.spearman),
        4,
      );
    },
  );

  function treeOf(edition: Edition): GroupNode {
    const tree = findMethod(edition)?.indices.TII.tree;
    if (!tree) throw new Error(`no tree of TII ${edition}`);
    return tree;
  }

  function stepsOf(code: string, variant: string, method: string): Step[] {
    const isCapped = variant.startsWith('cap') && SUBSCRIPTIONS.includes(code);
    return [
      ...(isCapped ? [{ kind: 'cap', at: 120 } as const] : []),
      ...(method.includes('gaps=mean')
        ? [{ kind: 'impute', imputation: { method: 'mean', within: null } } as const]
        : []),
      { kind: 'normalise', normalisation: { method: 'z-score', ddof: 0, mean: 0, sd: 1 } },
    ];
  }
});

describe.skipIf(absent)(`HCI 2012${absent ? ' — NOT CHECKED' : ''}`, () => {
  if (absent) return;
  const components = read('egdi_components_by_edition.csv').filter(({ edition }) => edition === '2012');
  const rows = read('recomputed_hci2012.csv').filter(({ basis }) => basis === 'observed');
  const seriesOf = (iso3: string | undefined, component: string) =>
    Number(components.find((row) => row.iso3 === iso3 && row.component === component)?.value);
  const literacy = Float64Array.from(rows, ({ iso3 }) => seriesOf(iso3, 'hci.adult_literacy_rate'));
  const enrolment = Float64Array.from(rows, ({ iso3 }) => seriesOf(iso3, 'hci.gross_enrolment_ratio'));
  const published = Float64Array.from(rows, (row) => Number(row.published));

  it('follows the linear map of literacy and enrolment where both are observed', () => {
    expect(rows).toHaveLength(117);
    let close = 0;
    for (const [row, { iso3, recomputed_linear_map: expected }] of rows.entries()) {
      const own =
        -0.26001536 + 0.00786689 * (literacy[row] as number) + 0.00429282 * (enrolment[row] as number);
      expect(Math.abs(own - Number(expected)), iso3).toBeLessThan(6e-6);
      if (Math.abs(own - (published[row] as number)) <= 0.0005) close += 1;
    }
    expect(close).toBe(111);
  });

  it('from its declared tree over the states with both series has the error of that blind variant', () => {
    const tree = findMethod(2012)?.indices.HCI.tree;
    if (!tree) throw new Error('no tree of HCI 2012');
    const table: IndicatorTable = {
      units: rows.map(({ iso3 = '' }) => iso3),
      columns: new Map([
        ['adult_literacy', literacy],
        ['gross_enrolment_ratio', enrolment],
      ]),
    };
    const own = evaluateIndex(compileIndex(tree), table).root.scores;
    const errors = own.map((value, row) => Math.abs(value - (published[row] as number)));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeCloseTo(0.0249, 4);
    expect(Math.max(...errors)).toBeCloseTo(0.11, 3);
    expect(correlate(own, published, 'spearman').coefficient).toBeCloseTo(0.9992, 4);
  });
});
