/**
 * Outputs of stages that a run left behind when it ended without a word. The next run of the same inputs goes on from
 * them and removes them; those that nobody came back for are found here.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How long an output waits for the run that goes on from it. */
export const OUTPUT_RETAINED_DAYS = 7;

export interface LeftoverOutput {
  /** Name of its folder: the key of its run. */
  readonly runKey: string;
  readonly bytes: number;
  readonly lastWrittenAt: string;
}

const DAY_MS = 86_400_000;
const RUN_KEY = /^[0-9a-f]{64}$/;

/** Folders that were not written to for `OUTPUT_RETAINED_DAYS`. Throws the file system's error. */
export async function findLeftoverOutputs(folder: string, now: Date): Promise<LeftoverOutput[]> {
  const names = (await entriesOf(folder)).filter((name) => RUN_KEY.test(name)).sort();
  const found: LeftoverOutput[] = [];
  for (const runKey of names) {
    const place = join(folder, runKey);
    const files = await Promise.all((await entriesOf(place)).map((name) => stat(join(place, name))));
    const lastWritten = Math.max((await stat(place)).mtimeMs, ...files.map(({ mtimeMs }) => mtimeMs));
    if (now.getTime() - lastWritten < OUTPUT_RETAINED_DAYS * DAY_MS) continue;
    found.push({
      runKey,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      lastWrittenAt: new Date(lastWritten).toISOString(),
    });
  }
  return found;
}

/** Removes what was found. The caller holds the lock of the writer, so that no run writes there. */
export async function removeLeftoverOutputs(
  folder: string,
  leftovers: readonly LeftoverOutput[],
): Promise<void> {
  for (const { runKey } of leftovers) await rm(join(folder, runKey), { recursive: true, force: true });
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
