/**
 * Where a download lies until it is whole: in a folder of the snapshots, so that it is on their disk. What a killed
 * process left there is removed by a later one.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** No download takes as long; a younger file may be another process's. */
const LEFTOVER_AFTER_MS = 24 * 3_600_000;

export interface IncomingFiles {
  /** A name that nobody else uses. */
  next(): string;
  /** Removes what was put under the names that were given out. */
  close(): Promise<void>;
}

export async function openIncoming(snapshotFolder: string, now: Date): Promise<IncomingFiles> {
  const folder = join(snapshotFolder, 'incoming');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now.getTime() - found.mtimeMs > LEFTOVER_AFTER_MS) {
      await rm(path, { force: true });
    }
  }
  const given: string[] = [];
  return {
    next() {
      const path = join(folder, `${randomUUID()}.part`);
      given.push(path);
      return path;
    },
    async close() {
      for (const path of given) await rm(path, { force: true });
    },
  };
}
