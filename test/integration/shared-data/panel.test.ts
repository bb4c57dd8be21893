/**
 * The cross-checked panel of all editions against what the stages make of the fixtures: every figure, every rank,
 * every derived EPI rank. The panel lies beside the project and is not part of it, so this test says so where it
 * is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { DEVIATIONS } from '../../../pipelines/un-survey/deviations.ts';
import { parseDecimal } from '../../../src/model/decimal.ts';
import type { CompleteCountry, Score } from '../../../src/model/facts.ts';
import { compare } from '../../../src/model/rational.ts';
import { INDEX_CODES } from '../../../src/model/survey.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import { readSurveyFiles, runStages, scoreKey, scoresByKey } from '../../support/survey-run.ts';

const panel = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'survey', 'panel');
const absent = !existsSync(panel);
if (absent) console.warn('NOT COMPARED: ../shared/data/survey/panel is absent');

const editions = EDITIONS.map(({ edition }) => edition);
const run = absent ? undefined : await runStages(await readSurveyFiles([SURVEY_FOLDER]));
const scores = run ? scoresByKey(run) : new Map<string, Score>();
const countries = new Map(
  run?.editions.flatMap(({ published }) =>
    published.countries.map((country) => [`${published.edition} ${country.iso3}`, country] as const),
  ),
);

type Row = Readonly<Record<string, string>>;

describe.skipIf(absent)(
  `the panel of all editions${absent ? ' — NOT COMPARED, ../shared/data is absent' : ''}`,
  () => {
    it('has the members of each edition and no others', () => {
      for (const edition of editions) {
        const ours = [...countries.keys()].filter((key) => key.startsWith(`${edition} `));
        expect(ours).toEqual(rowsOf(edition).map(({ iso3 }) => `${edition} ${iso3}`));
      }
      expect(countries.size).toBe(2308);
    });

    it('has each of its 11,540 figures as printed, in text and in value', () => {
      const compared = { figures: 0, zeros: 0 };
      for (const edition of editions) {
        for (const row of rowsOf(edition)) {
          const { figures } = countryOf(edition, row);
          for (const indexCode of INDEX_CODES) {
            const text = row[indexCode.toLowerCase()];
            const figure = figures[indexCode];
            const { published } = scoreOf(edition, row, indexCode);
            expect([edition, row.iso3, indexCode, figure.text]).toEqual([edition, row.iso3, indexCode, text]);
            const value = parseDecimal(text ?? '')?.value;
            if (!value) throw new Error(`panel ${edition} ${row.iso3} ${indexCode}`);
            if (published === null) expect(value.num).toBe(0n);
            else expect(compare(published, value)).toBe(0);
            compared.figures += 1;
            if (value.num === 0n) compared.zeros += 1;
          }
        }
      }
      expect(compared).toEqual({ figures: 11_540, zeros: 405 });
    });

    it('has each of its 2,243 ranks; the shared last rank of the others is text only', () => {
      const compared = { ranks: 0, unranked: 0 };
      for (const edition of editions) {
        for (const row of rowsOf(edition)) {
          const { rankPublished, status } = scoreOf(edition, row, 'EGDI');
          expect(countryOf(edition, row).egdiRank?.text).toBe(row.egdi_rank);
          expect(rankPublished).toBe(status === 'observed' ? Number(row.egdi_rank) : null);
          compared[rankPublished === null ? 'unranked' : 'ranks'] += 1;
        }
      }
      expect(compared).toEqual({ ranks: 2243, unranked: 65 });
    });

    it('has the derived EPI ranks, which are competition ranks, and the printed ones of 2020', () => {
      const derived = read('epi_rank_derived.csv');
      expect(derived).toHaveLength(2308);
      for (const row of derived)
        expect(scoreOf(Number(row.edition), row, 'EPI').rankCompetition).toBe(Number(row.epi_rank_derived));
      for (const row of rowsOf(2020))
        expect(scoreOf(2020, row, 'EPI').rankCompetition).toBe(Number(row.epi_rank));
    });
  },
);

describe.skipIf(absent)('recomputation against the panel', () => {
  const egdi = [...scores.values()].filter(({ indexCode }) => indexCode === 'EGDI');

  it('misses the declared ranks and no others, by the figures declared', () => {
    const missed = egdi
      .filter(({ rankPublished, rankRecomputed }) => rankPublished !== rankRecomputed)
      .map((score) => [score.rankDeviationId, String(score.rankPublished), String(score.rankRecomputed)]);
    const declared = DEVIATIONS.filter(({ kind }) => kind === 'rank');
    expect(missed.toSorted()).toEqual(
      declared.map(({ id, published, recomputed }) => [id, published, recomputed]).toSorted(),
    );
  });

  it('misses the declared scores and no others', () => {
    const missed = egdi.filter(({ residual, residualBound }) => {
      if (residual === null || residualBound === null) return false;
      const size = { num: residual.num < 0n ? -residual.num : residual.num, den: residual.den };
      return compare(size, residualBound) > 0;
    });
    const declared = DEVIATIONS.filter(({ kind }) => kind === 'score');
    expect(missed.map(({ deviationId }) => deviationId).toSorted()).toEqual(
      declared.map(({ id }) => id).toSorted(),
    );
  });

  it('leaves nothing ranked unrecomputed and recomputes nothing unranked', () => {
    for (const { iso3, edition, published, recomputed } of egdi)
      expect([edition, iso3, recomputed === null]).toEqual([edition, iso3, published === null]);
  });

  it('ranked by the published score differs from print for the broken ties of 2020 only', () => {
    const differing = egdi.filter(
      ({ rankPublished, rankFromPublished }) => rankPublished !== rankFromPublished,
    );
    expect(differing.map(({ edition, iso3 }) => `${edition} ${iso3}`).toSorted()).toEqual(
      ['AND', 'HUN', 'MKD', 'TLS'].map((iso3) => `2020 ${iso3}`),
    );
  });

  it.each([
    [2003, 30],
    [2004, 32],
    [2005, 27],
    [2008, 7],
    [2010, 23],
    [2012, 20],
    [2014, 133],
    [2016, 17],
    [2018, 0],
    [2020, 0],
    [2022, 22],
  ])('of %i differs in the last digit for %i scores (section P)', (edition, count) => {
    const inexact = egdi.filter(
      (score) => score.edition === edition && score.published !== null && score.reconciliation !== 'exact',
    );
    expect(inexact).toHaveLength(count);
  });
});

function read(name: string): Row[] {
  return parse(readFileSync(join(panel, name)), { columns: true });
}

function rowsOf(edition: number): Row[] {
  return read(`egdi_${edition}.csv`);
}

function countryOf(edition: number, row: Row): CompleteCountry {
  const country = countries.get(`${edition} ${row.iso3}`);
  if (!country) throw new Error(`no ${row.iso3} in ${edition}`);
  return country;
}

function scoreOf(edition: number, row: Row, indexCode: (typeof INDEX_CODES)[number]): Score {
  const score = scores.get(scoreKey(edition, row.iso3 ?? '', indexCode));
  if (!score) throw new Error(`no ${indexCode} of ${row.iso3} in ${edition}`);
  return score;
}
