/** What a person asks of quarantined rows on the command line: which rows, for what reason, with which corrections. */
import { columnLetters } from '../model/cell.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { CellCorrection } from '../model/quarantine.ts';
import { nearestNames } from '../runtime/nearest-name.ts';
import type { QuarantineDetail } from '../warehouse/queries/quarantine-rows.ts';

/** More than a person means at once: a slip such as `1-99999999`. */
const MOST_ROWS = 10_000;
const MOST_CHARACTERS = 2000;

/**
 * `7`, `8-19` → the numbers, each once.
 * @throws EgdiError `quarantine-unknown` (exit 2)
 */
export function askedNumbers(texts: readonly string[]): number[] {
  const numbers = new Set<number>();
  for (const text of texts) {
    const [, first, last = first] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text) ?? [];
    if (first === undefined || Number(last) < Number(first) || Number(last) - Number(first) >= MOST_ROWS) {
      throw refused('quarantine-unknown', `“${text}” is no number of a quarantined row`, 'like 7, or 8-19');
    }
    for (let number = Number(first); number <= Number(last); number += 1) numbers.add(number);
  }
  return [...numbers];
}

/** One number. @throws EgdiError `quarantine-unknown` (exit 2) */
export function askedNumber(text: string): number {
  const [number, ...others] = askedNumbers([text]);
  if (number === undefined || others.length > 0) {
    throw refused('quarantine-unknown', `“${text}” is more than one row`, 'they are shown one by one');
  }
  return number;
}

/**
 * The rows in the order of their numbers, all of them or none.
 * @throws EgdiError `quarantine-unknown` (exit 2)
 */
export function requireRows(
  asked: readonly number[],
  found: readonly QuarantineDetail[],
  open: readonly number[],
): readonly QuarantineDetail[] {
  const missing = asked.filter((id) => !found.some((row) => row.id === id));
  if (missing.length === 0) return found;
  const some = missing.slice(0, 8).join(', ');
  const known = open.length > 0 ? `open: ${open.join(', ')}; ` : 'no row is open; ';
  throw refused(
    'quarantine-unknown',
    `there is no quarantined row ${some}${missing.length > 8 ? ' …' : ''}`,
    `${known}egdi quarantine list --all shows them all`,
  );
}

/** @throws EgdiError `reason-missing` (exit 2) */
export function askedReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= MOST_CHARACTERS) return reason;
  const problem =
    reason === '' ? 'a decision needs a reason' : `the reason is longer than ${MOST_CHARACTERS} characters`;
  throw refused(
    'reason-missing',
    problem,
    'say why, for whoever asks later: --reason "misspelt in the file"',
  );
}

/**
 * `Country Name=Kazakhstan` → the correction of that row's cell, guarded by what stands there. A column without a
 * header is named by its letters.
 * @throws EgdiError `correction-invalid` (exit 2)
 */
export function askedCorrections(row: QuarantineDetail, settings: readonly string[]): CellCorrection[] {
  const corrections = settings.map((setting) => correctionOf(row, setting));
  const twice = corrections.find(
    ({ column }, index) => corrections.findIndex((other) => other.column === column) < index,
  );
  if (twice) throw refused('correction-invalid', `${nameOf(twice)} is set twice`);
  return corrections;
}

function correctionOf(row: QuarantineDetail, setting: string): CellCorrection {
  const columns = row.cells.map(({ column, value }, index) => {
    const header = column?.trim() || null;
    return { column: index + 1, header, from: value, name: header ?? columnLetters(index + 1) };
  });
  // A header may hold an equals sign itself: the first one that ends the name of a column counts.
  let end = setting.indexOf('=');
  if (end < 0)
    throw refused('correction-invalid', `“${setting}” is no correction`, 'write --set "COLUMN=TEXT"');
  const named = (at: number) => columns.find(({ name }) => name === setting.slice(0, at).trim());
  while (named(end) === undefined && setting.indexOf('=', end + 1) >= 0) end = setting.indexOf('=', end + 1);
  const column = named(end);
  if (column === undefined) {
    const asked = setting.slice(0, setting.indexOf('=')).trim();
    const near = nearestNames(
      asked,
      columns.map(({ name }) => name),
      3,
    );
    throw refused(
      'correction-invalid',
      `quarantined row ${row.id} has no column “${asked}”`,
      near.length > 0
        ? `did you mean ${near.join(', ')}?`
        : `columns: ${columns.map(({ name }) => name).join(', ')}`,
    );
  }
  const text = setting.slice(end + 1);
  if (text.length > MOST_CHARACTERS) {
    throw refused(
      'correction-invalid',
      `the text of ${column.name} is longer than ${MOST_CHARACTERS} characters`,
    );
  }
  const { header, from } = column;
  const correction = { column: column.column, header, from, to: text === '' ? null : text };
  if (correction.to === from && row.cells[column.column - 1]?.flag === undefined) {
    throw refused('correction-invalid', `${column.name} reads “${from ?? ''}” already`);
  }
  refuseOtherEdition(row, correction);
  return correction;
}

/** Each edition column of a wide panel is a record of its own, held back under a number of its own. */
function refuseOtherEdition(row: QuarantineDetail, correction: CellCorrection): void {
  const { header } = correction;
  if (row.edition === null || header === null || !/^(?:19|20)\d{2}$/.test(header)) return;
  if (Number(header) === row.edition) return;
  throw refused(
    'correction-invalid',
    `quarantined row ${row.id} is about edition ${row.edition}; column ${header} belongs to another record`,
    'egdi quarantine list shows whether that one is held back too',
  );
}

function nameOf({ header, column }: CellCorrection): string {
  return header ?? columnLetters(column);
}

function refused(code: string, message: string, hint?: string): EgdiError {
  return new EgdiError(code, message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
