/** Located rows → records, one adapter for each shape of table. Layout knowledge only, no arithmetic. */
import type { LocatedRow } from '../model/located.ts';
import type { SurveyField, WidePanelLayout } from './layout.ts';
import { cellAt, type MatchedLayout, type RecordCell, type SurveyRecord } from './records.ts';

/** The records of one data row: one for a survey table, one for each edition column of a wide panel. */
export function recordsOfRow(matched: MatchedLayout, row: LocatedRow, sheet: string | null): SurveyRecord[] {
  return matched.layout.adapter === 'survey-table'
    ? [surveyTableRecord(matched, row, sheet)]
    : widePanelRecords(matched, matched.layout, row, sheet);
}

function surveyTableRecord(matched: MatchedLayout, row: LocatedRow, sheet: string | null): SurveyRecord {
  const cells = new Map<SurveyField, RecordCell>();
  for (const [column, field] of matched.fields) cells.set(field, cellAt(row, column));
  return { sheet, row: row.row, cells, raw: row };
}

function widePanelRecords(
  matched: MatchedLayout,
  layout: WidePanelLayout,
  row: LocatedRow,
  sheet: string | null,
): SurveyRecord[] {
  const columnOf = (name: string) => matched.header.findIndex((text) => text?.trim() === name) + 1;
  const iso3 = cellAt(row, columnOf(layout.iso3Column));
  const indicator = (cellAt(row, columnOf(layout.indicatorColumn)).text ?? '').trim();
  const indexCode = new Map(Object.entries(layout.indicators)).get(indicator);
  return [...matched.editions].map(([column, edition]) => {
    const cells = new Map<SurveyField, RecordCell>([
      ['edition', { text: String(edition), column }],
      ['iso3', iso3],
    ]);
    if (indexCode) cells.set(indexCode, cellAt(row, column));
    return { sheet, row: row.row, cells, raw: row };
  });
}
