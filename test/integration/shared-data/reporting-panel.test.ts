/** The delivered panel against the reporting tables themselves: what a BI tool reads is what was published. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEVIATIONS } from '../../../pipelines/un-survey/deviations.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { loadSurvey } from '../../support/load-survey.ts';

const PANEL = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'survey', 'panel');
const isAtHand = existsSync(PANEL);
if (!isAtHand) console.warn('NOT COMPARED: ../shared/data/survey/panel is absent');

const INDICES = ['EGDI', 'OSI', 'TII', 'HCI', 'EPI'] as const;

interface ReportingRow {
  readonly key: string;
  readonly published_text: string;
  readonly value_status: string;
  readonly score_published: string | null;
  readonly rank_published: number | null;
  readonly rank_published_text: string | null;
  readonly rank_recomputed: number | null;
}

/** `edition iso3` → the panel's cells, verbatim. */
function readPanel(): Map<string, Record<string, string>> {
  const rows = new Map<string, Record<string, string>>();
  for (const file of readdirSync(PANEL)) {
    const edition = /^egdi_(\d{4})\.csv$/.exec(file)?.[1];
    if (!edition) continue;
    const cells = parse(readFileSync(join(PANEL, file)), { columns: true }) as Record<string, string>[];
    for (const row of cells) rows.set(`${edition} ${row.iso3}`, row);
  }
  return rows;
}

describe.runIf(isAtHand)('the panel comes back from the reporting tables', () => {
  describeEachDatabase('after a run over the shipped inputs', (database) => {
    const panel = isAtHand ? readPanel() : new Map<string, Record<string, string>>();
    let reported: Map<string, ReportingRow>;

    beforeAll(async () => {
      const warehouse = await database.warehouse();
      const report = await loadSurvey(warehouse, ['un-survey']);
      expect(report.outcome).toBe('published');
      const { rows } = await warehouse.withConnection((session) =>
        session.query(
          `select edition || ' ' || iso3 || ' ' || index_code as key, published_text, value_status, score_published,
                  rank_published, rank_published_text, rank_recomputed
           from reporting.fact_index_score`,
        ),
      );
      reported = new Map((rows as unknown as ReportingRow[]).map((row) => [row.key, row]));
    });

    test('all 11,540 figures as printed, and as scores where they are observed', () => {
      let compared = 0;
      for (const [key, cells] of panel) {
        for (const indexCode of INDICES) {
          const row = reported.get(`${key} ${indexCode}`);
          const printed = cells[indexCode.toLowerCase()];
          expect(row?.published_text, `${key} ${indexCode}`).toBe(printed);
          expect(row?.score_published, `${key} ${indexCode}`).toBe(
            row?.value_status === 'observed' ? printed : null,
          );
          compared += 1;
        }
      }
      expect([compared, reported.size]).toEqual([11_540, 11_540]);
    });

    test('all 2,243 ranks, and the recomputed ones differ exactly where it is declared', () => {
      let ranked = 0;
      const differing: string[] = [];
      for (const [key, cells] of panel) {
        const row = reported.get(`${key} EGDI`);
        expect(row?.rank_published_text, key).toBe(cells.egdi_rank);
        if (row?.rank_published == null) continue;
        expect(row.rank_published, key).toBe(Number(cells.egdi_rank));
        ranked += 1;
        if (row.rank_recomputed !== row.rank_published) differing.push(key);
      }
      const declared = DEVIATIONS.filter(({ kind }) => kind === 'rank').map(
        (one) => `${one.edition} ${one.iso3}`,
      );
      expect(ranked).toBe(2_243);
      expect(differing.sort()).toEqual(declared.sort());
    });
  });
});
