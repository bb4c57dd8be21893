/**
 * What it takes to reach a rank, against the plain rule in whole ten-thousandths: for every country of 2018 and many
 * ranks. The panel lies beside the project and is not part of it, so this test says so where it is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { DEVIATIONS } from '../../../pipelines/un-survey/deviations.ts';
import { reachRank } from '../../../src/analysis/target/reach-rank.ts';
import { standingsOf } from '../../../src/analysis/target/standings.ts';
import type { EditionMethod } from '../../../src/methodology/method.ts';
import { findMethod, METHODS } from '../../../src/methodology/registry.ts';
import type { EditionFigures } from '../../../src/model/edition-figures.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../../src/model/survey.ts';

const PANEL = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'survey', 'panel');
const isAbsent = !existsSync(PANEL);
if (isAbsent) console.warn('NOT COMPARED: ../shared/data/survey/panel is absent');

const RANKS = [1, 2, 5, 10, 20, 50, 75, 100, 150, 193];
/** 2018: printed with 4 decimals, OSI in 144ths, ranked on the rounded mean of the three. */
const UNIT = 10_000;
const POINTS = 144;

interface Units {
  readonly iso3: string;
  readonly values: Readonly<Record<SubIndexCode, number>>;
}

describe.skipIf(isAbsent)(
  `what it takes to reach a rank in 2018${isAbsent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    const figures = isAbsent ? { edition: 2018, releaseNo: 1, members: [] } : readPanel(2018);
    const method = methodOf(2018);
    const table: Units[] = figures.members.map(({ iso3, scores }) => ({
      iso3,
      values: { OSI: units(scores.OSI), TII: units(scores.TII), HCI: units(scores.HCI) },
    }));

    it.each(RANKS)(
      'rank %i, for every country: the least that reaches it, and no unit or point less',
      (rank) => {
        const compared = { reached: 0, feasible: 0, infeasible: 0, byRule: 0 };
        for (const country of table) {
          const answer = reachRank(figures, method, {
            iso3: country.iso3,
            rank,
            strict: false,
            movable: SUB_INDEX_CODES,
            prices: null,
          });
          const others = table.filter((one) => one !== country).map((one) => rounded(one.values));
          const rankWith = (values: Units['values']) =>
            1 + others.filter((score) => score > rounded(values)).length;
          const nth = others.toSorted((a, b) => b - a)[rank - 1];
          expect(answer.today.rank).toBe(rankWith(country.values));
          if (answer.target.isReached) {
            expect(rankWith(country.values)).toBeLessThanOrEqual(rank);
            compared.reached += 1;
            continue;
          }
          expect(rankWith(country.values)).toBeGreaterThan(rank);
          for (const { code, needed, points } of answer.components) {
            const own = country.values[code];
            const rankAt = (value: number) => rankWith({ ...country.values, [code]: value });
            if (needed === null) {
              expect(rankAt(UNIT)).toBeGreaterThan(rank);
              compared.infeasible += 1;
              continue;
            }
            compared.feasible += 1;
            const below = code === 'OSI' ? printedPoints((points?.needed ?? 0) - 1) : units(needed) - 1;
            expect(rankAt(units(needed))).toBeLessThanOrEqual(rank);
            expect(rankAt(below)).toBeGreaterThan(rank);
            // 3 · (score of the target-th best other − own score): one step of rounding more at the most.
            const byRule = own + 3 * ((nth ?? 0) - rounded(country.values));
            if (code !== 'OSI' && byRule <= UNIT) {
              expect(rankAt(byRule + 1)).toBeLessThanOrEqual(rank);
              expect(Math.abs(units(needed) - byRule)).toBeLessThanOrEqual(3);
              compared.byRule += 1;
            }
          }
          for (const { parts, outcome } of answer.mixes) {
            const values = { ...country.values };
            for (const { code, needed } of parts) values[code] = units(needed);
            expect(rankWith(values)).toBe(outcome.rank);
            expect(outcome.rank).toBeLessThanOrEqual(rank);
          }
        }
        expect(compared.reached + (compared.feasible + compared.infeasible) / 3).toBe(193);
        if (rank > 20 && rank < 193) expect(compared.byRule).toBeGreaterThan(50);
      },
    );
  },
);

describe.skipIf(isAbsent)('what a what-if starts from', () => {
  it('is the printed rank of every member of every edition, the declared deviations apart', () => {
    const differing: string[] = [];
    let compared = 0;
    for (const { edition } of METHODS) {
      const { contenders } = standingsOf(readPanel(edition), methodOf(edition));
      for (const { iso3, rank, rankPublished } of contenders) {
        if (rank !== rankPublished) differing.push(`${edition} ${iso3}`);
        compared += 1;
      }
    }
    const declared = DEVIATIONS.filter(({ kind }) => kind === 'rank').map(
      (one) => `${one.edition} ${one.iso3}`,
    );
    expect(differing.toSorted()).toEqual(declared.toSorted());
    expect(compared).toBe(2243);
  });
});

function methodOf(edition: number): EditionMethod {
  const method = findMethod(edition);
  if (method === undefined) throw new Error(`no method of ${edition}`);
  return method;
}

function rounded({ OSI, TII, HCI }: Units['values']): number {
  return Math.floor((2 * (OSI + TII + HCI) + 3) / 6);
}

function printedPoints(points: number): number {
  return Math.floor((2 * UNIT * points + POINTS) / (2 * POINTS));
}

function units(score: number | null): number {
  return Math.round((score ?? Number.NaN) * UNIT);
}

function readPanel(edition: number): EditionFigures {
  const rows = parse(readFileSync(join(PANEL, `egdi_${edition}.csv`)), { columns: true }) as Record<
    string,
    string
  >[];
  const method = findMethod(edition);
  const members = rows.map((row) => {
    const score = (code: string, zeroIsMissing = false) => {
      const value = Number(row[code]);
      return row[code] === '' || (zeroIsMissing && value === 0) ? null : value;
    };
    const meaning = (code: 'EGDI' | SubIndexCode) => method?.indices[code].zeroMeans.value !== 'observed';
    const EGDI = score('egdi', meaning('EGDI'));
    return {
      iso3: row.iso3 ?? '',
      name: row.iso3 ?? '',
      scores: {
        EGDI,
        OSI: score('osi', meaning('OSI')),
        TII: score('tii', meaning('TII')),
        HCI: score('hci', meaning('HCI')),
        EPI: score('epi'),
      },
      recomputed: EGDI,
      rank: EGDI === null ? null : Number(row.egdi_rank),
      groups: [],
    };
  });
  return { edition, releaseNo: 1, members };
}
