/** One row that was held back, whole, for people. */
import { columnLetters } from '../model/cell.ts';
import type {
  PastDecision,
  QuarantineDetail,
  QuarantineEntry,
} from '../warehouse/queries/quarantine-rows.ts';
import { correctionText, quoted, visible } from './corrections.ts';
import { labelledLines, minute } from './labelled.ts';
import { aboutCode, placeOf } from './quarantine.ts';
import { type Palette, table } from './text.ts';

/** One row whole; `isDecidable`: whether runs of its pipeline follow decisions. */
export function quarantineText(row: QuarantineDetail, palette: Palette, isDecidable = true): string {
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[palette.bold(name), ...lines].join('\n')];
  const paint = row.status === 'open' ? palette.warn : palette.good;
  const runs =
    row.firstRun === row.lastRun
      ? `by run ${row.firstRun}`
      : row.status === 'resolved'
        ? `by run ${row.firstRun}; run ${row.lastRun} took it`
        : `by run ${row.firstRun}, last by run ${row.lastRun}`;
  return [
    ...section(
      `Quarantined row ${row.id}`,
      labelledLines(
        [
          ['status', isDecidable ? STATUS_WORDS[row.status] : TABLE_WORDS[row.status], paint],
          ['pipeline', row.pipeline],
          ['file', `${visible(row.fileName)} (${row.fileSha256})`],
          ['place', placeOf({ ...row, issues: [] })],
          ['edition', row.edition === null ? null : String(row.edition)],
          ['held back', runs],
        ],
        palette,
      ),
    ),
    ...section('What is wrong', issueLines(row)),
    ...section('Cells', cellLines(row, palette)),
    ...section('Decisions', row.decisions.flatMap(pastLines)),
    ...section(
      'To decide',
      quarantineCommands(row, isDecidable).map((command) => `  ${command}`),
    ),
    ...section('What to do', isDecidable || row.status !== 'open' ? [] : [`  ${NO_DECISION}`]),
  ].join('\n\n');
}

const STATUS_WORDS: Readonly<Record<QuarantineEntry['status'], string>> = {
  open: 'open: its edition is not loaded while it is held back',
  released: 'released: it enters again at validate, in every run over these bytes',
  rejected: 'rejected: every run over these bytes leaves it out',
  resolved: 'resolved: a later run took it as it is',
};

const TABLE_WORDS: Readonly<Record<QuarantineEntry['status'], string>> = {
  ...STATUS_WORDS,
  open: 'open: its file is not loaded while it is held back',
};

/** What is to be done where no decision would be followed. */
export const NO_DECISION =
  'correct the file, or declare the name, code or mark that it misses: the next run then takes the row';

/** The command lines that decide about a row. */
export function quarantineCommands(row: QuarantineDetail, isDecidable = true): string[] {
  if (row.status === 'resolved' || !isDecidable) return [];
  const wrong = [...new Set(row.issues.flatMap(({ column }) => column ?? []))];
  const sets = wrong.map((column) => {
    const header = visible(row.cells[column - 1]?.column?.trim() ?? '') || columnLetters(column);
    return ` --set ${shellQuoted(`${header}=…`)}`;
  });
  return [
    `egdi quarantine release ${row.id}${sets.join('')} --reason "…"`,
    `egdi quarantine reject ${row.id} --reason "…"`,
    ...(row.status === 'open' ? [] : [`egdi quarantine reopen ${row.id} --reason "…"`]),
  ];
}

function issueLines(row: QuarantineDetail): string[] {
  if (row.issues.length === 0) {
    return row.issueCodes.map((code) => `  ${code}: ${aboutCode(code)}`);
  }
  return row.issues.flatMap(({ code, message, hint, column }) => [
    `  ${placeOf({ ...row, issues: [{ column }] })}  ${code}: ${visible(message)}`,
    ...(hint === null ? [] : [`      → ${visible(hint)}`]),
  ]);
}

function cellLines(row: QuarantineDetail, palette: Palette): string[] {
  const wrong = new Set(row.issues.map(({ column }) => column));
  const correctionOf = new Map(row.corrections.map((correction) => [correction.column, correction]));
  const lines = table(
    [{ title: '  ' }, { title: 'column' }, { title: 'text' }, { title: '' }],
    row.cells.map(({ column, value, flag }, index) => {
      const correction = correctionOf.get(index + 1);
      return [
        `  ${columnLetters(index + 1)}`,
        visible(column?.trim() ?? ''),
        value === null ? '(blank)' : visible(value),
        [flag ?? '', correction === undefined ? '' : `→ ${quoted(correction.to)}`].filter(Boolean).join(' '),
      ];
    }),
    palette,
  );
  return lines.split('\n').map((line, index) => (wrong.has(index) && index > 0 ? palette.bad(line) : line));
}

function pastLines({ decision, by, at, reason, corrections }: PastDecision): string[] {
  return [
    `  ${minute(at)} UTC  ${decision} by ${by}: ${visible(reason)}`,
    ...corrections.map((correction) => `      ${correctionText(correction)}`),
  ];
}

function shellQuoted(text: string): string {
  return /^[\w .:=…-]*$/.test(text) ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
