/**
 * Where an export appears. Files are written in a folder of their own and moved into place when all of them are whole,
 * so that a failed export leaves nothing half. What somebody else put there is not touched.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';

export const PACKAGE_FILE = 'datapackage.json';

export interface OutputFolder {
  /** Where the files are written first. */
  readonly staging: string;
  /** Moves the files into place, the description last, and removes those of the export that was there before. */
  keep(files: readonly string[]): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/**
 * Prepares a folder.
 * @throws EgdiError `export-foreign-folder`, `export-no-folder`, `export-unwritable` (exit 2)
 */
export async function openOutputFolder(folder: string, force: boolean): Promise<OutputFolder> {
  const earlier = await earlierFiles(folder, force);
  // A folder that is there may be a volume of its own: what is moved into it must lie on the same one.
  const isThere = existsSync(folder);
  const staging = join(isThere ? folder : dirname(folder), `.egdi-export-${randomUUID()}.tmp`);
  try {
    // Not recursive where it need not be: on a file system without room for folders that never ends.
    if (!existsSync(dirname(staging))) await mkdir(dirname(staging), { recursive: true });
    await mkdir(staging);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EgdiError('export-unwritable', `${folder} cannot be written: ${reason}`, {
      exitCode: EXIT.usage,
      hint: 'name another folder with --out',
    });
  }
  return {
    staging,
    async keep(files) {
      if (!isThere) {
        await rename(staging, folder);
        return;
      }
      // A description of files that are being replaced would be wrong for a moment: it goes first and comes last.
      await rm(join(folder, PACKAGE_FILE), { force: true });
      for (const file of files) await rename(join(staging, file), join(folder, file));
      for (const file of earlier) {
        if (!files.includes(file)) await rm(join(folder, file), { force: true });
      }
      await rename(join(staging, PACKAGE_FILE), join(folder, PACKAGE_FILE));
      await rm(staging, { recursive: true, force: true });
    },
    discard: () => rm(staging, { recursive: true, force: true }),
  };
}

/** Of an export that was killed, or of one that is at work. */
const STAGING = /^\.egdi-export-[0-9a-f-]{36}\.tmp$/;

/** Files of an export of ours that is there already. */
async function earlierFiles(folder: string, force: boolean): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) {
    throw new EgdiError('export-no-folder', `${folder} is not a folder`, {
      exitCode: EXIT.usage,
      hint: 'name another with --out',
    });
  }
  const present = await readdir(folder);
  const own = await ownFiles(folder);
  const foreign = present.filter(
    (name) => name !== PACKAGE_FILE && !own.includes(name) && !STAGING.test(name),
  );
  const isForeign = present.includes(PACKAGE_FILE) && own.length === 0;
  if ((foreign.length > 0 || isForeign) && !force) {
    throw new EgdiError('export-foreign-folder', `${folder} holds files that are not of an export`, {
      exitCode: EXIT.usage,
      hint: 'name another folder with --out, or write among them with --force',
    });
  }
  return own;
}

/** What the description of an earlier export lists; file names only, so that nothing outside is ever named. */
async function ownFiles(folder: string): Promise<string[]> {
  try {
    const text = await readFile(join(folder, PACKAGE_FILE), 'utf8');
    const description = JSON.parse(text) as { egdi?: unknown; resources?: { path?: unknown }[] };
    if (description.egdi === undefined) return [];
    return (description.resources ?? []).flatMap(({ path }) =>
      typeof path === 'string' && basename(path) === path ? [path] : [],
    );
  } catch {
    return [];
  }
}
