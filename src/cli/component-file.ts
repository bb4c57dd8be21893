/** `--components FILE`: raw components that a computation is given beside the published figures. */
import type { ComponentValue } from '../model/component-value.ts';
import { readComponentFile } from '../sources/component-file.ts';
import type { CliContext } from './context.ts';
import { readGivenFile } from './given-file.ts';

/**
 * Reads the file; findings that do not refuse it are logged.
 * @throws EgdiError `components-refused` (exit 3), with the first findings and their cells
 */
export async function readComponents(cli: CliContext, path: string): Promise<readonly ComponentValue[]> {
  const { values } = await readGivenFile(cli, path, 'components', readComponentFile);
  return values;
}
