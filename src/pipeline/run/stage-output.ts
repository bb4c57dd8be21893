/**
 * Outputs of stages, kept until their run is over, so that a run after a crash goes on from them. An output is named
 * by the key of its run and verified by its hash: one that is damaged, or of another program, is as good as none.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { ENGINE_VERSION, PROGRAM_VERSION } from '../../model/version.ts';
import { reached } from '../../runtime/points.ts';

export interface StageOutputs {
  /** The output of a stage; undefined where there is none that can be trusted. */
  read<T>(stage: string): Promise<T | undefined>;
  /** Keeps an output; it appears whole or not at all. Throws the file system's error. */
  write(stage: string, output: unknown): Promise<void>;
  /** Forgets the outputs of this run. */
  discard(): Promise<void>;
}

const FORMAT = ['egdi stage output 1', ENGINE_VERSION, PROGRAM_VERSION, process.versions.v8].join(', ');
const NEWLINE = 0x0a;

/** The outputs of the run with this key. */
export function stageOutputs(folder: string, runKey: string): StageOutputs {
  const place = join(folder, runKey);
  const fileOf = (stage: string) => join(place, `${stage}.bin`);
  return {
    async read<T>(stage: string): Promise<T | undefined> {
      const bytes = await readFile(fileOf(stage)).catch(() => undefined);
      const end = bytes?.indexOf(NEWLINE) ?? -1;
      if (bytes === undefined || end < 0) return undefined;
      const payload = bytes.subarray(end + 1);
      if (bytes.subarray(0, end).toString('utf8') !== header(stage, payload)) return undefined;
      return deserialize(payload) as T;
    },
    async write(stage, output) {
      await mkdir(place, { recursive: true });
      const payload = serialize(output);
      const temporary = `${fileOf(stage)}.${process.pid}.tmp`;
      try {
        const file = await open(temporary, 'w');
        try {
          // One after the other, each to its last byte: a vectored write may stop short on a full disk without a word.
          await file.writeFile(`${header(stage, payload)}\n`);
          await file.writeFile(payload);
          await file.sync();
        } finally {
          await file.close();
        }
        reached('output.written');
        await rename(temporary, fileOf(stage));
        await syncFolders(place, folder);
        reached('output.renamed');
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
    },
    discard: () => rm(place, { recursive: true, force: true }),
  };
}

/** Makes names as durable as what they name. Where folders cannot be synced (Windows), renaming has to do. */
async function syncFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const handle = await open(folder, 'r').catch(() => undefined);
    try {
      await handle?.sync().catch(() => undefined);
    } finally {
      await handle?.close();
    }
  }
}

function header(stage: string, payload: Uint8Array): string {
  return `${FORMAT}, ${stage}, ${createHash('sha256').update(payload).digest('hex')}`;
}
