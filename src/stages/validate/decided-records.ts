/**
 * Rows that a person decided about, on their way in again: a rejected one is left out, a released one enters with its
 * corrections and goes through the contract like any other. Where the cells stood and what they held is kept.
 */
import { columnLetters } from '../../model/cell.ts';
import { type Issue, issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import type { CellCorrection, RowDecision } from '../../model/quarantine.ts';
import type { SurveyField } from '../../sources/layout.ts';
import { cellAddress, type RecordCell, type SurveyRecord } from '../../sources/records.ts';

/** The decisions about one sheet, by row. */
export type SheetDecisions = ReadonlyMap<number, readonly RowDecision[]>;

export function decisionsOfSheet(
  decisions: readonly RowDecision[],
  sha256: string,
  sheet: string | null,
): SheetDecisions {
  const byRow = new Map<number, RowDecision[]>();
  for (const decision of decisions) {
    if (decision.sha256 !== sha256 || decision.sheet !== sheet) continue;
    byRow.set(decision.row, [...(byRow.get(decision.row) ?? []), decision]);
  }
  return byRow;
}

/** The decision about one record. Only where a row holds several records does the edition tell them apart. */
export function decisionAbout(
  decided: readonly RowDecision[] | undefined,
  edition: number | null,
  isOneOfSeveral: boolean,
): RowDecision | undefined {
  return isOneOfSeveral ? decided?.find((decision) => decision.edition === edition) : decided?.[0];
}

/** The row with the corrections made; undefined where a cell does not read as the correction says it does. */
export function correctedRow(
  row: LocatedRow,
  corrections: readonly CellCorrection[],
): LocatedRow | undefined {
  const cells = [...row.cells];
  const flags = new Map(row.flags);
  for (const { column, from, to } of corrections) {
    if ((row.cells[column - 1] ?? null) !== from) return undefined;
    while (cells.length < column) cells.push(null);
    cells[column - 1] = to;
    flags.delete(column);
  }
  return { row: row.row, cells, ...(flags.size > 0 ? { flags } : {}) };
}

/** A record of the corrected row that still knows the row as it stood, and by which decision it enters. */
export function releasedRecord(record: SurveyRecord, raw: LocatedRow, decision: RowDecision): SurveyRecord {
  const { quarantineId, decisionNo, corrections } = decision;
  const cells = new Map<SurveyField, RecordCell>();
  for (const [field, cell] of record.cells) {
    const printed = raw.cells[cell.column - 1] ?? null;
    const isCorrected = corrections.some(({ column }) => column === cell.column);
    cells.set(field, { ...cell, released: { quarantineId, decisionNo, printed, isCorrected } });
  }
  return { ...record, cells, raw };
}

/** What a run says about a decision that it followed. */
export function decisionIssues(decision: RowDecision, record: SurveyRecord, edition: number | null): Issue[] {
  const about = edition === null ? {} : { edition };
  const at = { cell: cellAddress(record), ...about };
  if (decision.verdict === 'rejected') {
    return [issue('row-rejected', `left out: ${decisionText(decision, 'rejected')}`, at)];
  }
  return [
    issue('row-released', `enters again: ${decisionText(decision, 'released')}`, at),
    ...decision.corrections.map((correction) =>
      issue('cell-corrected', `${correctionText(correction)}: ${decisionText(decision, 'released')}`, {
        cell: cellAddress(record, correction.column),
        ...about,
      }),
    ),
  ];
}

/** The correction that no longer fits its cell. */
export function obsoleteCorrection(decision: RowDecision, record: SurveyRecord, raw: LocatedRow): Issue {
  const stale = decision.corrections.find(({ column, from }) => (raw.cells[column - 1] ?? null) !== from);
  const found = stale === undefined ? null : (raw.cells[stale.column - 1] ?? null);
  return issue(
    'correction-obsolete',
    `reads ${quoted(found)}; the correction of quarantined row ${decision.quarantineId} was made for ${quoted(stale?.from ?? null)}`,
    {
      cell: cellAddress(record, stale?.column),
      hint: 'release the row again with a correction of what it says',
    },
  );
}

function decisionText({ quarantineId, by, at, reason }: RowDecision, verdict: string): string {
  return `quarantined row ${quarantineId} was ${verdict} by ${by} on ${at.slice(0, 10)}: ${reason}`;
}

function correctionText({ column, header, from, to }: CellCorrection): string {
  return `${header?.trim() || columnLetters(column)}: ${quoted(from)} → ${quoted(to)}`;
}

function quoted(text: string | null): string {
  return text === null ? '(blank)' : `“${text}”`;
}
