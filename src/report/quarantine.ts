/** Lists of rows that were held back, and what a decision about them leads to, for people. */
import { formatCell } from '../model/cell.ts';
import { ISSUE_CATALOGUE, type IssueCode } from '../model/issue.ts';
import type {
  PastDecision,
  QuarantineDetail,
  QuarantineEntry,
  QuarantineFilter,
} from '../warehouse/queries/quarantine-rows.ts';
import { correctionText, visible } from './corrections.ts';
import { wrapText } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

/** Rows shown to people; `--json` has them all. */
const MOST_ROWS = 50;

export function quarantineTable(
  rows: readonly QuarantineEntry[],
  { all, runId, file }: QuarantineFilter,
  palette: Palette,
): string {
  if (rows.length === 0) {
    const where = [
      file === undefined ? '' : ` of ${file}`,
      runId === undefined ? '' : ` by run ${runId}`,
    ].join('');
    return all ? `No row was ever held back${where}.` : `No row is held back${where}. Decided ones: --all`;
  }
  const right = 'right' as const;
  const columns = [
    { title: 'id', align: right },
    { title: 'status' },
    { title: 'file' },
    { title: 'cell' },
    { title: 'edition', align: right },
    { title: 'what is wrong' },
    { title: 'runs', align: right },
  ];
  const shown = rows.slice(0, MOST_ROWS);
  const text = table(
    columns,
    shown.map((row) => [
      String(row.id),
      row.status,
      visible(row.fileName),
      placeOf(row),
      row.edition === null ? '' : String(row.edition),
      shortened(whatIsWrong(row), 90),
      row.firstRun === row.lastRun ? String(row.firstRun) : `${row.firstRun}–${row.lastRun}`,
    ]),
    palette,
  );
  const more = rows.length - shown.length;
  const open = rows.filter(({ status }) => status === 'open').length;
  const whole = rows.every(({ edition }) => edition !== null) ? 'An edition' : 'An edition or file';
  return [
    text,
    ...(more > 0 ? [`… and ${more} more: --json lists all, --file and --run narrow the list`] : []),
    palette.dim(
      open > 0
        ? `${plural(open, 'row is', 'rows are')} open. ${whole} with an open row is not loaded: egdi quarantine show ${rows.find(({ status }) => status === 'open')?.id}`
        : 'None of them is open.',
    ),
  ].join('\n');
}

/** What was decided, and what the next run will do. */
export function decisionText(
  rows: readonly QuarantineDetail[],
  decision: PastDecision['decision'],
  palette: Palette,
): string {
  const last = rows[0]?.decisions.at(-1);
  const lines = rows
    .slice(0, MOST_ROWS)
    .flatMap((row) => [
      `  ${row.id}  ${visible(row.fileName)} ${placeOf({ ...row, issues: [] })}${row.edition === null ? '' : `, edition ${row.edition}`}`,
      ...row.corrections.map((correction) => `       ${correctionText(correction)}`),
    ]);
  const more = rows.length - MOST_ROWS;
  return [
    palette.good(`${plural(rows.length, 'row')} ${decision} by ${last?.by}: ${visible(last?.reason ?? '')}`),
    ...lines,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...wrapText(NEXT_RUN[decision], 100),
  ].join('\n');
}

const NEXT_RUN: Readonly<Record<PastDecision['decision'], string>> = {
  released:
    'The next run over the same file puts them through the whole contract again. What passes is loaded, with this decision as evidence; what fails is open again.',
  rejected:
    'The next run over the same file leaves them out and counts them as excluded by decision. An edition that then lacks a member state is still refused.',
  reopened: 'The next run over the same file reads them as they stand: what fails is held back again.',
};

function whatIsWrong({ issues, issueCodes }: QuarantineEntry): string {
  const [first] = issues;
  const text = first
    ? visible(first.message)
    : issueCodes.map((code) => `${code}: ${aboutCode(code)}`).join('; ');
  return issues.length > 1 ? `${text} (and ${issues.length - 1} more)` : text;
}

export function aboutCode(code: string): string {
  return ISSUE_CATALOGUE[code as IssueCode]?.about ?? 'a finding of an older version of the program';
}

/** The cell where something is wrong, or the row. */
export function placeOf({
  sheet,
  row,
  issues,
}: Pick<QuarantineEntry, 'sheet' | 'row'> & { issues: readonly { column: number | null }[] }): string {
  const column = issues[0]?.column ?? null;
  return visible(
    formatCell({ ...(sheet === null ? {} : { sheet }), row, ...(column === null ? {} : { column }) }),
  );
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
