/** `--components FILE`: raw components that a computation is given beside the published figures. */
import type { ComponentValue } from '../model/component-value.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { formatPlace, type Issue, issue, ReadFault } from '../model/issue.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../readers/read-document.ts';
import { readComponentFile } from '../sources/component-file.ts';
import type { CliContext } from './context.ts';

const LIMITS = { ...DEFAULT_LIMITS, maxFileBytes: 20_000_000 };
const MOST_SHOWN = 5;

export const COMPONENT_FILE_HELP =
  'CSV edition,iso3,component,value: raw components by their ids in the registry (egdi methods)';

/**
 * Reads the file; findings that do not refuse it are logged.
 * @throws EgdiError `components-refused` (exit 3), with the first findings and their cells
 */
export async function readComponents(cli: CliContext, path: string): Promise<readonly ComponentValue[]> {
  const reader = openDocumentReader({ limits: LIMITS, signal: cli.signal });
  const reported: Issue[] = [];
  try {
    const document = await reader.read(path, (found) => void reported.push(found));
    const { values, issues } = await readComponentFile(document, path);
    reported.push(...issues);
    if (reported.some(({ severity }) => severity === 'error')) throw refused(path, reported);
    if (values.length === 0)
      throw refused(path, [issue('file-empty', 'no row holds a value', { file: path })]);
    for (const found of reported) {
      cli.logger.warn('components.finding', {
        code: found.code,
        place: formatPlace(found),
        reason: found.message,
      });
    }
    return values;
  } catch (error) {
    throw error instanceof ReadFault ? refused(path, [error.issue]) : error;
  } finally {
    await reader.close();
  }
}

function refused(path: string, issues: readonly Issue[]): EgdiError {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const shown = errors
    .slice(0, MOST_SHOWN)
    .map((found) => `${formatPlace(found)} ${found.message} (${found.code})`);
  const more = errors.length > MOST_SHOWN ? [`and ${errors.length - MOST_SHOWN} more`] : [];
  return new EgdiError('components-refused', `${path}: ${[...shown, ...more].join('; ')}`, {
    exitCode: EXIT.dataRefused,
    hint: errors[0]?.hint ?? 'correct the file; nothing was computed',
  });
}
