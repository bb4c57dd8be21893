/** A file that a person brings for one computation: read within limits, taken whole or refused with its findings. */
import { formatCell } from '../model/cell.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { formatPlace, type Issue, issue, ReadFault } from '../model/issue.ts';
import type { LocatedDocument } from '../model/located.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../readers/read-document.ts';
import type { CliContext } from './context.ts';

const LIMITS = { ...DEFAULT_LIMITS, maxFileBytes: 20_000_000 };
const MOST_SHOWN = 5;

interface GivenValues {
  /** Empty where a finding is an error. */
  readonly values: readonly unknown[];
  readonly issues: readonly Issue[];
}

/**
 * Reads the file; findings that do not refuse it are said.
 * @param what `components`: begins the code of the refusal and of the log event
 * @throws EgdiError `<what>-refused` (exit 3), with the first findings and their cells; `file-missing` (exit 2)
 */
export async function readGivenFile<T extends GivenValues>(
  cli: CliContext,
  path: string,
  what: string,
  readRows: (document: LocatedDocument, path: string) => Promise<T>,
): Promise<T> {
  const reader = openDocumentReader({ limits: LIMITS, signal: cli.signal });
  const reported: Issue[] = [];
  try {
    const document = await reader.read(path, (found) => void reported.push(found));
    const read = await readRows(document, path);
    reported.push(...read.issues);
    if (reported.some(({ severity }) => severity === 'error')) throw refused(what, path, reported);
    if (read.values.length === 0)
      throw refused(what, path, [issue('file-empty', 'no row holds a value', { file: path })]);
    for (const found of reported) tellFinding(cli, what, found);
    return read;
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    if (error.issue.code !== 'file-missing') throw refused(what, path, [error.issue]);
    throw new EgdiError('file-missing', error.issue.message, { exitCode: EXIT.usage });
  } finally {
    await reader.close();
  }
}

/** In words on a terminal, otherwise where programs look. */
function tellFinding(cli: CliContext, what: string, found: Issue): void {
  const { code, message: reason } = found;
  if (process.stderr.isTTY) cli.progress.note(`note: ${formatPlace(found)}: ${reason} (${code})`);
  else cli.logger.warn(`${what}.finding`, { code, place: formatPlace(found), reason });
}

function refused(what: string, path: string, issues: readonly Issue[]): EgdiError {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const shown = errors
    .slice(0, MOST_SHOWN)
    .map((found) => `${placeBefore(found)}${found.message} (${found.code})`);
  const more = errors.length > MOST_SHOWN ? [`and ${errors.length - MOST_SHOWN} more`] : [];
  return new EgdiError(`${what}-refused`, `${path}: ${[...shown, ...more].join('; ')}`, {
    exitCode: EXIT.dataRefused,
    hint: errors[0]?.hint ?? 'correct the file; nothing was computed',
  });
}

/** The cell, where the message does not begin with it. */
function placeBefore({ cell, message }: Issue): string {
  if (cell === undefined) return '';
  const place = formatCell(cell);
  return message.startsWith(place) ? '' : `${place} `;
}
