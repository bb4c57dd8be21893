/**
 * Stage 2, validate: located rows → records that keep their layout's contract. All findings of a file are
 * collected; a row with an error is quarantined whole. Stages do not import each other.
 */
import type { Issue } from '../model/issue.ts';
import { issue } from '../model/issue.ts';
import type { LocatedDocument, LocatedRow } from '../model/located.ts';
import { type QuarantinedRow, type StageCount, stageCount } from '../model/stage.ts';
import { recordsOfRow } from '../sources/adapters.ts';
import { type RecordContract, recordContract, type ValidRecord } from '../sources/contract.ts';
import type { LayoutDeclaration } from '../sources/layout.ts';
import { matchLayout } from '../sources/match-layout.ts';
import { isBlankRow, type MatchedLayout } from '../sources/records.ts';

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
 * Validates one document. Throws `ReadFault` when the file turns out to be broken below its header.
 */
export async function validate(
  document: LocatedDocument,
  file: { readonly path: string; readonly sha256: string },
  layouts: readonly LayoutDeclaration[],
): Promise<ValidatedFile> {
  const issues: Issue[] = [];
  const records: ValidRecord[] = [];
  const quarantined: QuarantinedRow[] = [];
  const counts: StageCount[] = [];
  let found: MatchedLayout | null = null;
  let refusedSheets: Issue[] = [];

  for (const sheet of document.sheets) {
    let matched: MatchedLayout | null = null;
    let contract: RecordContract | undefined;
    let headerSeen = false;
    const total = { rows: 0, records: 0, quarantinedRecords: 0, blank: 0 };
    let fanOut = 1;
    for await (const row of sheet.rows) {
      if (isBlankRow(row)) continue;
      if (!headerSeen) {
        headerSeen = true;
        const match = matchLayout(row, sheet.name, layouts);
        if (match.matched === null) {
          refusedSheets = [...refusedSheets, ...match.issues];
          break;
        }
        if (found && found.layout.id !== match.matched.layout.id) break;
        matched = match.matched;
        found = matched;
        contract = recordContract(matched.layout);
        fanOut = matched.layout.adapter === 'wide-panel' ? matched.editions.size : 1;
        continue;
      }
      if (!matched || !contract) break;
      total.rows += 1;
      const outcome = validateRow(matched, contract, row, sheet.name);
      issues.push(...outcome.issues);
      if (outcome.failed) {
        total.quarantinedRecords += fanOut;
        quarantined.push({
          file: file.path,
          sha256: file.sha256,
          sheet: sheet.name,
          raw: row,
          header: matched.header,
          edition: outcome.edition,
          issues: outcome.issues.filter((finding) => finding.severity === 'error'),
        });
      } else {
        records.push(...outcome.records);
        total.records += outcome.records.length;
      }
    }
    if (matched) {
      counts.push(
        stageCount('validate', matched.layout.adapter === 'wide-panel' ? 'rows → cells' : 'rows → records', {
          in: total.rows,
          fanOut,
          out: total.records,
          quarantined: total.quarantinedRecords,
        }),
      );
    }
  }

  if (found) {
    const ignored = refusedSheets.flatMap((finding) => (finding.cell?.sheet ? [finding.cell.sheet] : []));
    for (const sheet of new Set(ignored)) {
      issues.push(issue('sheet-ignored', `sheet “${sheet}” has no known header and is not read`));
    }
  } else {
    issues.push(
      ...(refusedSheets.length > 0 ? refusedSheets : [issue('file-empty', 'the file holds no rows', {})]),
    );
  }
  const located = issues.map((finding) => ({ ...finding, file: file.path, sha256: file.sha256 }));
  return {
    layout: found?.layout ?? null,
    header: found?.header ?? [],
    records,
    quarantined,
    issues: located,
    counts,
  };
}

function validateRow(
  matched: MatchedLayout,
  contract: RecordContract,
  row: LocatedRow,
  sheet: string | null,
) {
  const issues: Issue[] = [];
  const valid: ValidRecord[] = [];
  let edition: number | null = null;
  const stray = row.cells.findIndex((text, index) => text?.trim() && !matched.header[index]?.trim());
  let failed = stray >= 0;
  if (failed) {
    const cell = { ...(sheet === null ? {} : { sheet }), row: row.row, column: stray + 1 };
    issues.push(issue('column-unexpected', `“${row.cells[stray]}” stands under no header`, { cell }));
  }
  for (const record of recordsOfRow(matched, row, sheet)) {
    const printed = Number(record.cells.get('edition')?.text);
    if (matched.layout.adapter === 'survey-table' && Number.isInteger(printed) && printed > 0)
      edition = printed;
    const result = contract(record);
    issues.push(...result.issues.map((finding) => (edition === null ? finding : { ...finding, edition })));
    if (result.valid) valid.push(result.valid);
    else failed = true;
  }
  return { issues, records: valid, failed, edition };
}
