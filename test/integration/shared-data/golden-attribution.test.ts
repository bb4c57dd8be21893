/**
 * Splits of score and rank changes against the golden data of real countries. They lie beside the project and are not part
 * of it, so this test says so where they are absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { splitGeometricChange } from '../../../src/composite/attribution/lmdi.ts';
import {
  columnsGame,
  countAbove,
  ownOthersParts,
  prepareOthers,
  type RankedState,
} from '../../../src/composite/attribution/rank-change.ts';
import { splitMeanChange } from '../../../src/composite/attribution/score-change.ts';
import { shapleyFractions } from '../../../src/composite/attribution/shapley.ts';
import { add, compare, type Rational, rational, toNumber, ZERO } from '../../../src/model/rational.ts';

const FOLDER = join(import.meta.dirname, '../../../../shared/data/golden/composite/egdi_real');
const absent = !existsSync(FOLDER);
if (absent)
  console.warn('NOT CHECKED: ../shared/data/golden is absent, the splits of changes are not compared');

type Row = Readonly<Record<string, string>>;
const read = (name: string): Row[] =>
  absent ? [] : parse(readFileSync(join(FOLDER, name), 'utf8'), { columns: true });

const PARTS = ['osi', 'hci', 'tii'] as const;
const THIRD = rational(1, 3);
const editionOf = (year: number) =>
  new Map(read(`egdi-${year}.csv`).map((row) => [row['country-code'], row]));
const [before, after] = [editionOf(2016), editionOf(2018)];
const codes = [...before.keys()] as string[];
/** Printed figures have at most five decimals: as whole numbers, sums and ties are exact. */
const whole = (row: Row | undefined, part: string): number => Math.round(Number(row?.[part]) * 1e5);

function stateOf(edition: ReadonlyMap<string | undefined, Row>): RankedState {
  return {
    columns: PARTS.map((part) => Float64Array.from(codes, (code) => whole(edition.get(code), part))),
    weights: [1, 1, 1],
    ranked: new Uint8Array(codes.length).fill(1),
  };
}

const near = (actual: number, expected: string | undefined): boolean =>
  Math.abs(actual - Number(expected)) <= 1e-12 * Math.max(1, Math.abs(Number(expected)));

describe.skipIf(absent)('changes of 2016 to 2018, all countries', () => {
  const golden = read('shapley_2016_2018.csv');
  const states = [stateOf(before), stateOf(after)] as const;
  const prepared = prepareOthers(...states);
  const columns = columnsGame(...states);

  test('there is a line for each of the 193 countries', () => expect(golden.length).toBe(193));

  test.each(golden.map((row) => [row.code ?? '', row] as const))('%s', (code, row) => {
    const unit = codes.indexOf(code);
    const ownOthers = ownOthersParts(prepared, unit);
    const byColumn = shapleyFractions(columns.players, columns.worthOf(unit));
    const nobody = columns.worthOf(unit)(0);
    const everybody = columns.worthOf(unit)(7);
    expect([nobody, everybody]).toEqual([Number(row.rank2016), Number(row.rank2018)]);
    const expectParts = (parts: readonly Rational[], names: readonly string[]): void => {
      names.forEach((name, at) => {
        const part = toNumber(parts[at] as Rational);
        expect([name, part, near(part, row[name])]).toEqual([name, part, true]);
      });
      expect(compare(parts.reduce(add, ZERO), rational(Number(row.rankChange)))).toBe(0);
    };
    expectParts(byColumn, ['phiCol_osi', 'phiCol_hci', 'phiCol_tii']);
    expectParts(ownOthers, ['phiOwn_osi', 'phiOwn_hci', 'phiOwn_tii', 'phi_others']);
    const { own, total } = splitMeanChange(
      PARTS.map((part) => ({
        weightBefore: THIRD,
        weightAfter: THIRD,
        before: rational(whole(before.get(code), part), 100_000),
        after: rational(whole(after.get(code), part), 100_000),
      })),
    );
    PARTS.forEach((part, at) => {
      expect(near(toNumber(own[at] as Rational), row[`lin_${part}`])).toBe(true);
    });
    expect(near(toNumber(total), row.scoreChange)).toBe(true);
  });
});

describe.skipIf(absent)('changes of the geometric index, 2016 to 2018', () => {
  const golden = read('lmdi_geometric_2016_2018.csv');

  test.each(golden.map((row) => [row.code ?? '', row] as const))('%s', (code, row) => {
    const number = (edition: typeof before, part: string) => Number(edition.get(code)?.[part]);
    const change = splitGeometricChange(
      PARTS.map((name) => ({
        name,
        weightBefore: 1 / 3,
        weightAfter: 1 / 3,
        before: number(before, name),
        after: number(after, name),
      })),
    );
    const relative = (actual: number, expected: string | undefined): number =>
      Math.abs(actual - Number(expected)) / Math.abs(Number(expected));
    expect(relative(change.before, row.geo2016)).toBeLessThan(1e-12);
    expect(relative(change.after, row.geo2018)).toBeLessThan(1e-12);
    PARTS.forEach((part, at) => {
      expect(near(change.own[at] as number, row[`lmdi_${part}`])).toBe(true);
    });
    expect(near(change.after - change.before, row.change)).toBe(true);
  });

  test('the file has exactly the countries with positive components in both editions', () => {
    const positive = codes.filter((code) =>
      PARTS.every((part) => whole(before.get(code), part) > 0 && whole(after.get(code), part) > 0),
    );
    expect(golden.map(({ code }) => code).sort()).toEqual(positive.sort());
  });
});

/** How far a plain mean of three is from what was published, edition by edition. */
describe.skipIf(absent)(
  'a plain equal-thirds recomputation misses what the methods of the editions give',
  () => {
    const report: Record<
      string,
      { complete: number; n_rank_mismatch_recomputed: number; n_dif_gt_6e5: number }
    > = absent ? {} : JSON.parse(readFileSync(join(FOLDER, 'consistency_report.json'), 'utf8'));

    test.each(Object.keys(report))('%s: complete rows, scores and ranks that differ', (year) => {
      const rows = [...editionOf(Number(year)).values()].filter(
        (row) => PARTS.every((part) => row[part] !== '') && Number(row['e-gov-rank']) > 0,
      );
      const sums = rows.map((row) => PARTS.reduce((sum, part) => sum + whole(row, part), 0));
      const sorted = Float64Array.from(sums).sort();
      const off = rows.filter(
        (row, at) => Math.abs((sums[at] as number) / 3 - whole(row, 'e-gov-index')) > 6,
      );
      const misplaced = rows.filter((row, at) => {
        return 1 + countAbove(sorted, sums[at] as number) !== Number(row['e-gov-rank']);
      });
      expect({ complete: rows.length, off: off.length, misplaced: misplaced.length }).toEqual({
        complete: report[year]?.complete,
        off: report[year]?.n_dif_gt_6e5,
        misplaced: report[year]?.n_rank_mismatch_recomputed,
      });
    });
  },
);
