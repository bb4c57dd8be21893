/** Law 3, published and recomputed never mix: a change on one side leaves the other side’s columns alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edition, SubIndexCode } from '../../../src/model/survey.ts';
import { SUB_INDEX_CODES } from '../../../src/model/survey.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';
import { DATASETS, scoreRow } from '../../../src/warehouse/versions/datasets.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import {
  OFFICIAL_COLUMN,
  officialFile,
  readSurveyFiles,
  runStages,
  withCell,
  withRows,
} from '../../support/survey-run.ts';

const files = await readSurveyFiles([SURVEY_FOLDER]);
const PUBLISHED = [
  'score_published',
  'rank_published',
  'rank_from_published',
  'rank_competition',
  'rank_dense',
  'level_group',
];
const RECOMPUTED = [
  'score_recomputed',
  'score_recomputed_rounded',
  'rank_recomputed',
  'rank_n',
  'component_missing_as_zero',
];

const anyMember = fc.record({
  edition: fc.constantFrom(...EDITIONS.map(({ edition }) => edition)),
  position: fc.nat({ max: 192 }),
  figure: fc.integer({ min: 1, max: 9999 }).map((size) => `0.${String(size).padStart(4, '0')}0`),
});

/** The columns of all scores of an edition, the changed row’s cell replaced: `iso3 index column` → value. */
async function columnsOf(
  edition: Edition,
  columns: readonly string[],
  indexCode: 'EGDI' | null,
  change?: { readonly position: number; readonly column: number; readonly text: string },
): Promise<Map<string, unknown>> {
  const file = withRows(officialFile(files, edition), (rows) =>
    rows.map((row, index) =>
      change && index === change.position ? withCell(row, change.column, change.text) : row,
    ),
  );
  const { editions } = await runStages([file]);
  const names = DATASETS.score.columns;
  return new Map(
    (editions[0]?.scores ?? []).flatMap((score) => {
      if (indexCode !== null && score.indexCode !== indexCode) return [];
      const row = scoreRow(score);
      return columns.map((column) => {
        if (!names.includes(column)) throw new Error(`no column ${column}`);
        return [`${score.iso3} ${score.indexCode} ${column}`, row[names.indexOf(column)]] as const;
      });
    }),
  );
}

/** Zeros and figures of states that were no members mean something else; the promise is about figures. */
function isFigure(edition: Edition, position: number, indexCode: SubIndexCode | 'EGDI'): boolean {
  const cells = officialFile(files, edition).sheets[0]?.rows[position + 1]?.cells;
  return Number(cells?.[OFFICIAL_COLUMN.EGDI - 1]) > 0 && Number(cells?.[OFFICIAL_COLUMN[indexCode] - 1]) > 0;
}

describe('another published EGDI', () => {
  it('changes no recomputed score or rank, of any country', async () => {
    await fc.assert(
      fc.asyncProperty(anyMember, async ({ edition, position, figure }) => {
        fc.pre(isFigure(edition, position, 'EGDI'));
        const change = { position, column: OFFICIAL_COLUMN.EGDI, text: figure };
        expect(await columnsOf(edition, RECOMPUTED, null, change)).toEqual(
          await columnsOf(edition, RECOMPUTED, null),
        );
      }),
      { numRuns: 25, seed: 21 },
    );
  });

  it('changes the published one of that country: the test can see a change', async () => {
    const change = { position: 0, column: OFFICIAL_COLUMN.EGDI, text: '0.12340' };
    const [before, after] = [
      await columnsOf(2018, PUBLISHED, 'EGDI'),
      await columnsOf(2018, PUBLISHED, 'EGDI', change),
    ];
    expect([before.get('IRQ EGDI score_published'), after.get('IRQ EGDI score_published')]).toEqual([
      '0.3376',
      '0.1234',
    ]);
  });
});

describe('another sub-index', () => {
  it('changes no published EGDI, rank or level, of any country', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyMember,
        fc.constantFrom(...SUB_INDEX_CODES),
        async ({ edition, position, figure }, code) => {
          fc.pre(isFigure(edition, position, code));
          const change = { position, column: OFFICIAL_COLUMN[code], text: figure };
          expect(await columnsOf(edition, PUBLISHED, 'EGDI', change)).toEqual(
            await columnsOf(edition, PUBLISHED, 'EGDI'),
          );
        },
      ),
      { numRuns: 25, seed: 22 },
    );
  });

  it('changes the recomputed EGDI of that country: the test can see a change', async () => {
    const change = { position: 0, column: OFFICIAL_COLUMN.TII, text: '0.19400' };
    const key = 'IRQ EGDI score_recomputed';
    const [before, after] = [
      await columnsOf(2018, RECOMPUTED, 'EGDI'),
      await columnsOf(2018, RECOMPUTED, 'EGDI', change),
    ];
    expect([before.get(key), after.get(key)]).toEqual(['0.337600000000000', '0.340933333333333']);
  });
});
