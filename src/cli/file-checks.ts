/** Checks of what lies outside of the database: Node, the data directory, the snapshots of source files. */
import { createHash } from 'node:crypto';
import { constants, createReadStream, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Check, failed, passed, warned } from '../warehouse/queries/health.ts';

const OLDEST_NODE = [20, 19] as const;

export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isFit = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (isFit) return passed('installation', 'node', version);
  const wanted = OLDEST_NODE.join('.');
  return failed(
    'installation',
    'node',
    `${version} is older than ${wanted}`,
    `install Node ${wanted} or newer`,
  );
}

/** A directory that is not there yet will be created, so its nearest parent has to be writable. */
export async function checkDataDirectory(directory: string): Promise<Check> {
  let place = directory;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    await access(place, constants.W_OK | constants.X_OK);
    const note = place === directory ? '' : ' (created by the first run)';
    return passed('installation', 'data-directory', `${directory}${note}`);
  } catch {
    const fix = 'give this user the right to write there, or choose another with EGDI_DATA_DIR';
    return failed('installation', 'data-directory', `${place} cannot be written`, fix);
  }
}

/**
 * Whether the bytes behind the published release are kept here and are what they were. Beside a server they may be
 * kept on another machine.
 */
export async function checkSnapshots(
  files: readonly { readonly sha256: string; readonly fileName: string }[],
  folder: string,
  { mayBeElsewhere }: { readonly mayBeElsewhere: boolean },
): Promise<Check> {
  const missing: string[] = [];
  const altered: string[] = [];
  for (const { sha256, fileName } of files) {
    const path = join(folder, sha256.slice(0, 2), sha256);
    if (!existsSync(path)) missing.push(`${fileName} (${sha256.slice(0, 12)})`);
    else if ((await hashFile(path)) !== sha256) altered.push(path);
  }
  const fix = 'load the original files again: egdi run --force --input <files>';
  if (altered.length > 0) return failed('data', 'snapshots', `altered: ${altered.join(', ')}`, fix);
  if (missing.length === 0) {
    return passed('data', 'snapshots', `${files.length} source files, unchanged since they were received`);
  }
  const message = `missing: ${missing.join(', ')}`;
  return mayBeElsewhere
    ? warned('data', 'snapshots', message, `${fix}; or look where the runs take place`)
    : failed('data', 'snapshots', message, fix);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
