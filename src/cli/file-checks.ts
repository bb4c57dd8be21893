/** Checks of what lies outside of the database: Node, the data directory and its disk, snapshots, leftovers. */
import { createHash } from 'node:crypto';
import { constants, createReadStream, existsSync } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Check, failed, passed, warned } from '../warehouse/health/health.ts';

const OLDEST_NODE = [20, 19] as const;
/** A run writes a fraction of it; a database that meets a full disk stops. */
const LEAST_FREE_BYTES = 500_000_000;
/** So old is no file that somebody is still writing. */
const LEFTOVER_AGE_MS = 60 * 60 * 1000;

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
  const place = nearestFolder(directory);
  try {
    await access(place, constants.W_OK | constants.X_OK);
    const note = place === directory ? '' : ' (created by the first run)';
    return passed('installation', 'data-directory', `${directory}${note}`);
  } catch {
    const fix = 'give this user the right to write there, or choose another with EGDI_DATA_DIR';
    return failed('installation', 'data-directory', `${place} cannot be written`, fix);
  }
}

function nearestFolder(directory: string): string {
  let place = directory;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return place;
}

/** Whether the disk of the data directory has room; where the system does not tell, nothing is said against it. */
export async function checkDiskSpace(
  directory: string,
  look: (path: string) => Promise<{ readonly bavail: number; readonly bsize: number }> = statfs,
): Promise<Check> {
  const found = await look(nearestFolder(directory)).catch(() => undefined);
  if (found === undefined) return passed('installation', 'disk-space', 'not known');
  const freeBytes = found.bavail * found.bsize;
  const free = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  if (freeBytes >= LEAST_FREE_BYTES) return passed('installation', 'disk-space', free);
  const fix = 'make room on that disk, or choose another with EGDI_DATA_DIR';
  return warned('installation', 'disk-space', `${free} for ${directory}`, fix);
}

/**
 * Files that a killed process was writing: each gets its name only when it is whole. While somebody may be at work,
 * only old ones count.
 */
export async function checkLeftovers(
  folders: readonly string[],
  { now, mayBeAtWork }: { readonly now: Date; readonly mayBeAtWork: boolean },
): Promise<Check> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || !entry.name.endsWith('.tmp')) continue;
      const path = join(entry.parentPath, entry.name);
      const age = await stat(path).then(
        ({ mtimeMs }) => now.getTime() - mtimeMs,
        () => 0,
      );
      if (!mayBeAtWork || age > LEFTOVER_AGE_MS) found.push(path);
    }
  }
  if (found.length === 0) return passed('data', 'leftovers', 'no half-written file');
  const paths = found.sort().join(' ');
  return warned('data', 'leftovers', `half-written files: ${found.length}`, `remove them: rm ${paths}`);
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
