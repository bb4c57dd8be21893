import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IndexCode } from '../../../src/model/survey.ts';
import { formulaOf } from '../../../src/report/explanation-formula.ts';
import type { Warehouse } from '../../../src/warehouse/connection/connect.ts';
import { explainFigure } from '../../../src/warehouse/queries/figure-explanation.ts';
import { readStatus } from '../../../src/warehouse/queries/warehouse-status.ts';
import { countReleases, listReleases } from '../../../src/warehouse/releases/release-list.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { loadSurvey } from '../../support/load-survey.ts';
import { FIXTURE_FOLDER } from '../../support/survey-files.ts';

const OFFICIAL_2018 = 'un-survey/egovkb/EGOV_DATA_2018.csv';
const HOSTILE = 'hostile/name-unknown.csv';

describeEachDatabase('a published release is looked at', (database) => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await database.warehouse();
  });
  const explain = (iso3: string, edition: number, indexCode: IndexCode = 'EGDI') =>
    warehouse.withTransaction((session) => explainFigure(session, { iso3, edition, indexCode }), {
      readOnly: true,
    });
  const status = () => warehouse.withTransaction(readStatus, { readOnly: true });
  const releases = (limit = 20) =>
    warehouse.withTransaction((session) => listReleases(session, limit), { readOnly: true });

  describe('before anything is loaded', () => {
    beforeAll(async () => {
      expect((await loadSurvey(warehouse, [HOSTILE])).exitCode).toBe(3);
    });

    test('nothing is published, and explain says so', async () => {
      await expect(explain('KAZ', 2018)).rejects.toMatchObject({ code: 'nothing-published', exitCode: 7 });
    });

    test('status names the refused run with its errors', async () => {
      const state = await status();
      expect(state).toMatchObject({ published: null, editions: [], lastSuccess: null });
      expect(state.lastRun).toMatchObject({ outcome: 'refused', exitCode: 3 });
      expect(state.lastRefused?.errors.map(({ code }) => code)).toContain('name-unknown');
      expect(state.lastRefused?.errorCount).toBeGreaterThan(0);
    });
  });

  describe('after a run', () => {
    beforeAll(async () => {
      expect((await loadSurvey(warehouse, ['un-survey'])).outcome).toBe('published');
    });

    test('a figure leads to its cell, and the file has the number there', async () => {
      const { figure, subject } = await explain('KAZ', 2018);
      expect(figure).toMatchObject({
        scorePublished: '0.75970',
        scoreRecomputed: '0.759733333333333',
        rankPublished: 39,
        rankRecomputed: 39,
        reconciliationStatus: 'exact',
        rankBasis: 'recomputed score rounded to 4 decimals',
      });
      const shown = figure.evidence.find(({ field, role }) => field === 'score' && role === 'shown');
      expect(shown).toMatchObject({ fileName: 'EGOV_DATA_2018.csv', printedText: '0.75970' });
      const file = readFileSync(join(FIXTURE_FOLDER, OFFICIAL_2018), 'utf8');
      const cell = file.split(/\r?\n/)[(shown?.row ?? 0) - 1]?.split(',')[(shown?.column ?? 0) - 1];
      expect(cell).toBe('0.75970');
      expect(subject.release.publishedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    test('other publishers confirm it, each with a cell of its own', async () => {
      const { figure, files } = await explain('KAZ', 2018);
      const confirming = figure.evidence.filter(({ role }) => role === 'confirms');
      expect(confirming.map(({ fileName, field }) => `${fileName} ${field}`)).toEqual([
        'UN_EGDI_EGDI_WIDEF.csv score',
        'egdi-2018.xlsx score',
        'egdi-2018.xlsx rank',
      ]);
      expect(confirming[1]).toMatchObject({ sheet: 'Sheet1', row: 9, column: 4 });
      for (const { fileSha256 } of figure.evidence) {
        expect(files.map(({ sha256 }) => sha256)).toContain(fileSha256);
      }
    });

    test('the formula that is shown gives the recomputed score, for every country and edition', async () => {
      const { rows } = await warehouse.withConnection((session) =>
        session.query(
          `select iso3, edition, score_recomputed as recomputed from reporting.fact_index_score
           where index_code = 'EGDI' order by iso3, edition`,
        ),
      );
      expect(rows).toHaveLength(3 * 191 + 2 * 192 + 7 * 193);
      for (const { iso3, edition, recomputed } of rows.filter((_row, index) => index % 19 === 0)) {
        const formula = formulaOf(await explain(String(iso3), Number(edition)));
        expect(formula?.result, `${iso3} ${edition}`).toBe(recomputed);
      }
    });

    test('a country without an EGDI explains itself', async () => {
      const { figure, inputs } = await explain('FSM', 2008);
      expect(figure).toMatchObject({
        valueStatus: 'not_assessed',
        scorePublished: null,
        scorePrinted: '0.00000',
      });
      expect(figure.methodology.notAssessedWhen).toBe('hci-is-missing');
      expect(inputs.find(({ indexCode }) => indexCode === 'HCI')?.valueStatus).toBe('not_available');
    });

    test('a missing input that counted as zero is marked on both sides', async () => {
      const egdi = await explain('LIE', 2003);
      expect(egdi.figure.componentMissingAsZero).toBe(true);
      expect(formulaOf(egdi)?.terms[2]).toMatchObject({
        indexCode: 'HCI',
        input: '0',
        isMissingAsZero: true,
      });
      expect(await explain('LIE', 2003, 'HCI')).toMatchObject({
        weightInParent: '1/3',
        isZeroInParent: true,
      });
    });

    test('a declared deviation carries its reason', async () => {
      const { figure } = await explain('KHM', 2008);
      expect(figure).toMatchObject({ reconciliationStatus: 'declared', residual: '-0.002822100000000' });
      expect(figure.deviation).toMatchObject({ id: 'score-KHM-2008', published: '0.2989' });
      expect(figure.rankDeviation).toMatchObject({ id: 'rank-KHM-2008', causedBy: 'score-KHM-2008' });
    });

    test('a sub-index explains itself: its parts, its points, its weight in the EGDI', async () => {
      const tii = await explain('KAZ', 2018, 'TII');
      expect(tii.inputs).toEqual([]);
      expect(tii.figure.methodology.components).toContain('active_mobile_broadband 1/5');
      expect(tii.weightInParent).toBe('1/3');
      const osi = await explain('KAZ', 2018, 'OSI');
      expect(osi.figure).toMatchObject({ pointsAboveMin: '125.0', pointsRange: '144.0' });
    });

    test('an edition that is not loaded and a state that was no member are refused', async () => {
      await expect(explain('KAZ', 2019)).rejects.toMatchObject({
        code: 'edition-unknown',
        exitCode: 2,
        hint: expect.stringMatching(/did you mean 2018 or 2020\?.*2003, 2004/),
      });
      await expect(explain('SSD', 2008)).rejects.toMatchObject({ code: 'not-a-member', exitCode: 2 });
    });

    test('status counts the agreement of every edition', async () => {
      const { published, editions, datasets, lastRun, lastSuccess } = await status();
      expect(published?.reason).toBe('test');
      expect(editions).toHaveLength(12);
      expect(editions.find(({ edition }) => edition === 2018)).toMatchObject({
        members: 193,
        scores: { recomputed: 193, exact: 193, withinRounding: 0, declared: 0 },
        ranks: { recomputed: 193, exact: 193, declared: 0 },
        notAssessed: 0,
        crossCheckFiles: 5,
        contradictingFigures: 0,
      });
      expect(editions.find(({ edition }) => edition === 2008)).toMatchObject({
        scores: { declared: 2 },
        ranks: { exact: 176, declared: 6 },
        notAssessed: 10,
      });
      expect(datasets.find(({ dataset }) => dataset === 'dim_country')).toMatchObject({
        rows: 193,
        status: 'ok',
      });
      expect(lastRun).toEqual(lastSuccess);
    });

    test('releases are listed with what each one brought', async () => {
      const listed = await releases();
      const [newest] = listed;
      expect(newest).toMatchObject({ isPublished: true, status: 'published', reason: 'test' });
      expect(newest?.newEditions).toContain('2018');
      expect(newest?.newPartitions).toBe(newest?.partitions);
      expect(listed.filter(({ isPublished }) => isPublished)).toHaveLength(1);
      expect(await releases(1)).toHaveLength(1);
      expect(await warehouse.withConnection(countReleases)).toBe(listed.length);
    });
  });
});
