/** A file that a person brings for one computation: read within limits, taken whole or refused with its findings. */
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
 * Reads the file; findings that do not refuse it are logged.
 * @param what `components`: begins the code of the refusal and of the log event
 * @throws EgdiError `<what>-refused` (exit 3), with the first findings and their cells
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
    for (const found of reported) {
      cli.logger.warn(`${what}.finding`, {
        code: found.code,
        place: formatPlace(found),
        reason: found.message,
      });
    }
    return read;
  } catch (error) {
    throw error instanceof ReadFault ? refused(what, path, [error.issue]) : error;
  } finally {
    await reader.close();
  }
}

function refused(what: string, path: string, issues: readonly Issue[]): EgdiError {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const shown = errors
    .slice(0, MOST_SHOWN)
    .map((found) => `${formatPlace(found)} ${found.message} (${found.code})`);
  const more = errors.length > MOST_SHOWN ? [`and ${errors.length - MOST_SHOWN} more`] : [];
  return new EgdiError(`${what}-refused`, `${path}: ${[...shown, ...more].join('; ')}`, {
    exitCode: EXIT.dataRefused,
    hint: errors[0]?.hint ?? 'correct the file; nothing was computed',
  });
}
