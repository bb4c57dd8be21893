/**
 * Stage 2, validate: located rows → records that keep their layout's contract. All findings of a file are
 * collected; a row with an error is quarantined whole. Rows that a person decided about enter again here, or are
 * left out. Stages do not import each other.
 */
import { type Issue, issue } from '../model/issue.ts';
import type { LocatedDocument, LocatedRow, LocatedSheet } from '../model/located.ts';
import type { RowDecision } from '../model/quarantine.ts';
import { type QuarantinedRow, type StageCount, stageCount } from '../model/stage.ts';
import { recordsOfRow } from '../sources/adapters.ts';
import { type RecordContract, recordContract, type ValidRecord } from '../sources/contract.ts';
import type { LayoutDeclaration } from '../sources/layout.ts';
import { matchLayout } from '../sources/match-layout.ts';
import { isBlankRow, type MatchedLayout, type SurveyRecord } from '../sources/records.ts';
import {
  correctedRow,
  decisionAbout,
  decisionIssues,
  decisionsOfSheet,
  obsoleteCorrection,
  releasedRecord,
  type SheetDecisions,
} from './validate/decided-records.ts';

export interface ValidatedFile {
  /** Null when no sheet has a known header. */
  readonly layout: LayoutDeclaration | null;
  readonly header: readonly (string | null)[];
  readonly records: readonly ValidRecord[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
}

/**
 * Validates one document. Decisions about rows of other files are no matter here. Throws `ReadFault` when the file
 * turns out to be broken below its header.
 */
export async function validate(
  document: LocatedDocument,
  file: { readonly path: string; readonly sha256: string },
  layouts: readonly LayoutDeclaration[],
  decisions: readonly RowDecision[] = [],
): Promise<ValidatedFile> {
  const sheets: ValidatedSheet[] = [];
  let layout: LayoutDeclaration | null = null;
  for (const sheet of document.sheets) {
    // One file speaks one layout: the first sheet with a known header decides, others like it are read too.
    const decided = decisionsOfSheet(decisions, file.sha256, sheet.name);
    const validated = await validateSheet(sheet, layout ? [layout] : layouts, decided);
    layout ??= validated.matched?.layout ?? null;
    sheets.push(validated);
  }
  const issues = sheets.flatMap((sheet) => (layout && !sheet.matched ? ignoredSheet(sheet) : sheet.issues));
  if (!layout && issues.length === 0) issues.push(issue('file-empty', 'the file holds no rows'));
  const place = { file: file.path, sha256: file.sha256 };
  const header = sheets.find((sheet) => sheet.matched)?.matched?.header ?? [];
  return {
    layout,
    header,
    records: sheets.flatMap((sheet) => sheet.records),
    quarantined: sheets.flatMap((sheet) => sheet.held.map((held) => ({ ...place, header, ...held }))),
    issues: issues.map((found) => ({ ...found, ...place })),
    counts: sheets.flatMap((sheet) => sheet.count ?? []),
  };
}

type HeldRecord = Pick<QuarantinedRow, 'sheet' | 'raw' | 'edition' | 'isOneOfSeveral' | 'issues'>;

interface ValidatedSheet {
  readonly name: string | null;
  readonly matched: MatchedLayout | null;
  readonly records: readonly ValidRecord[];
  readonly held: readonly HeldRecord[];
  readonly issues: readonly Issue[];
  readonly count: StageCount | null;
}

async function validateSheet(
  { name, rows }: LocatedSheet,
  layouts: readonly LayoutDeclaration[],
  decisions: SheetDecisions,
): Promise<ValidatedSheet> {
  const issues: Issue[] = [];
  const records: ValidRecord[] = [];
  const held: HeldRecord[] = [];
  let matched: MatchedLayout | null = null;
  let contract: RecordContract | undefined;
  let rowCount = 0;
  let excluded = 0;
  for await (const row of rows) {
    if (isBlankRow(row)) continue;
    if (!matched || !contract) {
      const match = matchLayout(row, name, layouts);
      if (!match.matched) return { name, matched: null, records, held, issues: match.issues, count: null };
      matched = match.matched;
      contract = recordContract(matched.layout);
      continue;
    }
    rowCount += 1;
    const isOneOfSeveral = matched.layout.adapter === 'wide-panel';
    const ofRow: Issue[] = [];
    for (const entered of recordsEntering(matched, row, name, decisions)) {
      issues.push(...entered.noted);
      if (entered.record === null) {
        excluded += 1;
        continue;
      }
      const { record, barred } = entered;
      const edition = printedEdition(record);
      const result = contract(record);
      const found = result.issues.map((one) => (edition === null ? one : { ...one, edition }));
      const all = [...barred, ...found];
      ofRow.push(...all.filter((one) => !ofRow.some((known) => isSameFinding(known, one))));
      if (result.valid && barred.length === 0) records.push(result.valid);
      else held.push({ sheet: name, raw: row, edition, isOneOfSeveral, issues: all });
    }
    issues.push(...ofRow);
  }
  if (!matched) return { name, matched, records, held, issues, count: null };
  const isWide = matched.layout.adapter === 'wide-panel';
  const count = stageCount('validate', isWide ? 'rows → cells' : 'rows → records', {
    in: rowCount,
    fanOut: isWide ? matched.editions.size : 1,
    out: records.length,
    quarantined: held.length,
    excluded,
  });
  return { name, matched, records, held, issues, count };
}

interface EnteringRecord {
  /** Null where a person decided that it is no data. */
  readonly record: SurveyRecord | null;
  /** Findings that keep it out whatever its contract says. */
  readonly barred: readonly Issue[];
  /** What is to be said about the decision that it enters by. */
  readonly noted: readonly Issue[];
}

/** The records of a row, as they stand or as a decision lets them in. */
function recordsEntering(
  matched: MatchedLayout,
  row: LocatedRow,
  sheet: string | null,
  decisions: SheetDecisions,
): EnteringRecord[] {
  const stray = strayValue(matched, row, sheet);
  const asItStands = { barred: stray ? [stray] : [], noted: [] };
  const records = recordsOfRow(matched, row, sheet);
  const decided = decisions.get(row.row);
  if (!decided) return records.map((record) => ({ record, ...asItStands }));
  const isOneOfSeveral = matched.layout.adapter === 'wide-panel';
  return records.map((record, index) => {
    const printed = printedEdition(record);
    const decision = decisionAbout(decided, printed, isOneOfSeveral);
    if (!decision) return { record, ...asItStands };
    const noted = decisionIssues(decision, record, printed ?? decision.edition);
    if (decision.verdict === 'rejected') return { record: null, barred: [], noted };
    const corrected = correctedRow(row, decision.corrections);
    if (!corrected) return { record, barred: [obsoleteCorrection(decision, record, row)], noted: [] };
    const [entering = record] = recordsOfRow(matched, corrected, sheet).slice(index);
    const strayLeft = strayValue(matched, corrected, sheet);
    return { record: releasedRecord(entering, row, decision), barred: strayLeft ? [strayLeft] : [], noted };
  });
}

/** A value in a column without a header: nobody can say what it is. */
function strayValue(matched: MatchedLayout, row: LocatedRow, sheet: string | null): Issue | undefined {
  const index = row.cells.findIndex((text, column) => text?.trim() && !matched.header[column]?.trim());
  if (index < 0) return undefined;
  const cell = { ...(sheet === null ? {} : { sheet }), row: row.row, column: index + 1 };
  return issue('column-unexpected', `“${row.cells[index]}” stands under no header`, { cell });
}

/** The edition that the record itself names, well or badly; null where it names none. */
function printedEdition(record: SurveyRecord): number | null {
  const printed = Number(record.cells.get('edition')?.text);
  return Number.isInteger(printed) && printed > 0 ? printed : null;
}

/** The key cell of a wide panel's row is the key of many records, and its fault is one. */
function isSameFinding(a: Issue, b: Issue): boolean {
  return a.code === b.code && a.cell?.row === b.cell?.row && a.cell?.column === b.cell?.column;
}

function ignoredSheet({ name }: ValidatedSheet): Issue[] {
  return name === null ? [] : [issue('sheet-ignored', `sheet “${name}” has no known header and is not read`)];
}
