/** Law 4, missing is not zero: each of the 405 printed zeros has the status of section P.8, and keeps its print. */
import { describe, expect, it } from 'vitest';
import type { Score } from '../../../src/model/facts.ts';
import { INDEX_CODES } from '../../../src/model/survey.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import {
  OFFICIAL_COLUMN,
  officialFile,
  readSurveyFiles,
  runStages,
  scoreKey,
  scoresByKey,
} from '../../support/survey-run.ts';

const files = await readSurveyFiles([SURVEY_FOLDER]);
const run = await runStages(files);
const scores = scoresByKey(run);
const cells = run.editions.flatMap(({ published }) =>
  published.countries.flatMap(({ iso3, figures }) =>
    INDEX_CODES.map((indexCode) => ({
      edition: published.edition,
      iso3,
      indexCode,
      figure: figures[indexCode],
    })),
  ),
);
const zeros = cells.filter(({ figure }) => Number(figure.text) === 0);

/** Survey-data §4: TII that stands for “not available”. */
const TII_MISSING = [
  ...[2003, 2004, 2005].flatMap((edition) => [`${edition} PLW`, `${edition} TLS`]),
  '2008 PLW',
  '2010 NRU',
  '2010 PRK',
];

describe('a printed zero', () => {
  it('stands in 405 cells of members: 65 EGDI, 59 OSI, 16 TII, 63 HCI, 202 EPI', () => {
    const printed = { EGDI: 0, OSI: 0, TII: 0, HCI: 0, EPI: 0 };
    for (const { edition, memberCount } of EDITIONS) {
      const ranked = officialFile(files, edition)
        .sheets[0]?.rows.slice(1)
        .filter(({ cells: row }) => row[OFFICIAL_COLUMN.rank - 1] !== null);
      expect(ranked).toHaveLength(memberCount);
      for (const { cells: row } of ranked ?? [])
        for (const code of INDEX_CODES) if (Number(row[OFFICIAL_COLUMN[code] - 1]) === 0) printed[code] += 1;
    }
    expect(printed).toEqual({ EGDI: 65, OSI: 59, TII: 16, HCI: 63, EPI: 202 });
    expect(zeros).toHaveLength(405);
  });

  it('of the EGDI is “not assessed”', () => {
    expect(statusesOf('EGDI')).toEqual({ not_assessed: 65 });
  });

  it('of HCI is “not available” to 2010 and a minimum since', () => {
    expect(statusesOf('HCI')).toEqual({ not_available: 56, observed: 7 });
    for (const { edition, indexCode, figure } of zeros)
      if (indexCode === 'HCI') expect(figure.status).toBe(edition <= 2010 ? 'not_available' : 'observed');
  });

  it('of TII is “not available” for the nine members listed and a minimum otherwise', () => {
    expect(statusesOf('TII')).toEqual({ not_available: 9, observed: 7 });
    const missing = zeros.filter(
      ({ indexCode, figure }) => indexCode === 'TII' && figure.status === 'not_available',
    );
    expect(missing.map(({ edition, iso3 }) => `${edition} ${iso3}`).toSorted()).toEqual(
      TII_MISSING.toSorted(),
    );
  });

  it('of OSI and EPI is an observed zero', () => {
    expect([statusesOf('OSI'), statusesOf('EPI')]).toEqual([{ observed: 59 }, { observed: 202 }]);
  });

  it('keeps its print, whatever its status', () => {
    expect(new Set(zeros.map(({ figure }) => figure.text))).toEqual(new Set(['0.00000']));
  });
});

describe('what is missing', () => {
  const missing = [...scores.values()].filter(({ status }) => status !== 'observed');

  it('is 130 figures, and none of them is a number, a rank, a level or a point', () => {
    expect(missing).toHaveLength(65 + 56 + 9);
    for (const score of missing) {
      expect(score).toMatchObject({
        ...{ published: null, rankPublished: null, rankFromPublished: null, rankCompetition: null },
        ...{
          rankDense: null,
          levelGroup: null,
          ratingClassDerived: null,
          pointsAboveMin: null,
          residual: null,
        },
      });
    }
  });

  it('never sinks a mean over what is available', () => {
    for (const { published, groupScores } of run.editions) {
      for (const { groupCode, indexCode, meanAvailable } of groupScores) {
        if (groupCode !== 'WORLD' || !meanAvailable) continue;
        const values = published.countries.flatMap(({ figures }) => figures[indexCode].value ?? []);
        const sum = values.reduce((total, { num, den }) => total + Number(num) / Number(den), 0);
        expect(Number(meanAvailable.num) / Number(meanAvailable.den)).toBeCloseTo(sum / values.length, 12);
      }
    }
  });

  it('entered 27 ranked scores as zero, by the publisher, and these say so', () => {
    const flagged = [...scores.values()].filter(({ componentMissingAsZero }) => componentMissingAsZero);
    const count = (edition: number) => flagged.filter((score) => score.edition === edition).length;
    expect([count(2003), count(2004), count(2005), flagged.length]).toEqual([7, 9, 11, 27]);
    for (const { indexCode, published } of flagged)
      expect([indexCode, published === null]).toEqual(['EGDI', false]);
  });

  it('as a blank says the same as a zero: the blanks of 2010 confirm the zeros', () => {
    const edition = run.editions.find(({ published }) => published.edition === 2010);
    const blanks = edition?.published.crossChecks
      .filter(({ source }) => source.layoutId === 'unu-egov')
      .flatMap(({ countries }) => [...countries.values()])
      .flatMap(({ iso3, figures }) =>
        INDEX_CODES.filter((code) => figures[code]?.text === null).map((code) => scoreKey(2010, iso3, code)),
      );
    expect(blanks?.length).toBeGreaterThanOrEqual(11);
    for (const key of blanks ?? []) expect((scores.get(key) as Score).status).not.toBe('observed');
    expect(run.issues.filter(({ code }) => code.startsWith('source-conflict'))).toEqual([]);
  });
});

function statusesOf(wanted: (typeof INDEX_CODES)[number]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { indexCode, figure } of zeros)
    if (indexCode === wanted) counts[figure.status] = (counts[figure.status] ?? 0) + 1;
  return counts;
}
