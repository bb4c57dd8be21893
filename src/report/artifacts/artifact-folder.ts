/** The folder of `run.json` files: how they are named, written and, after a time, removed. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../runtime/atomic-file.ts';
import type { RunArtifact } from './run-artifact-schema.ts';

/** Older ones are removed when a new one is written. */
export const KEPT_ARTIFACTS = 200;

const NAME = /^\d{8}T\d{9}Z-run-(?:\d+|none)-[0-9a-f]{8}$/;

/**
 * `20261123T030000123Z-run-12-0f8fad5b`: names sort by time, and the end keeps runs of several databases apart that
 * share a folder.
 */
export function artifactName(run: Pick<RunArtifact, 'uuid' | 'runId' | 'startedAt'>): string {
  const at = run.startedAt.replace(/[-:.]/g, '');
  return `${at}-run-${run.runId ?? 'none'}-${run.uuid.slice(0, 8)}`;
}

/** Writes the document of a run and returns its path. Throws the file system's error. */
export async function writeRunArtifact(folder: string, artifact: RunArtifact): Promise<string> {
  const path = join(folder, artifactName(artifact), 'run.json');
  await writeAtomically(path, `${JSON.stringify(artifact, null, 2)}\n`);
  return path;
}

/** Removes all but the newest. What does not bear the name of an artifact is left alone. */
export async function removeOldArtifacts(folder: string, kept: number = KEPT_ARTIFACTS): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  for (const name of names.slice(0, Math.max(0, names.length - kept))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
