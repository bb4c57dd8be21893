/** The inputs of a run beside the files that the published release was made from. */
import { basename } from 'node:path';
import type { InputFile } from '../../stages/extract.ts';
import type { PublishedFile } from '../../warehouse/queries/plan-state.ts';

export interface PlannedInput {
  /** Absolute. */
  readonly path: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Null where no layout was recognised. */
  readonly layoutId: string | null;
  /** `changed`: a file of this name and layout is behind the release, with other bytes. */
  readonly status: 'published' | 'changed' | 'new';
  /** The bytes that it takes the place of. */
  readonly previousSha256: string | null;
}

/** A file behind the published release that is not among the inputs: its partitions keep the version they have. */
export interface MissingInput {
  readonly fileName: string;
  readonly sha256: string;
  readonly partitionKeys: readonly string[];
}

/** Compares by content; by name and layout only what content does not pair. */
export function compareInputs(
  inputs: readonly InputFile[],
  layoutOf: ReadonlyMap<string, string>,
  published: readonly PublishedFile[],
): { readonly inputs: readonly PlannedInput[]; readonly missing: readonly MissingInput[] } {
  const behind = new Map(published.map(({ sha256, layoutId }) => [sha256, layoutId]));
  const given = new Set(inputs.map(({ sha256 }) => sha256));
  const unpaired = published.filter(({ sha256 }) => !given.has(sha256));
  const planned = inputs.map(({ path, sha256, bytes }): PlannedInput => {
    const fileName = basename(path);
    const layoutId = layoutOf.get(sha256) ?? behind.get(sha256) ?? null;
    const file = { path, fileName, sha256, bytes, layoutId };
    if (behind.has(sha256)) return { ...file, status: 'published', previousSha256: null };
    const at = unpaired.findIndex(
      (other) => other.fileName === fileName && (layoutId === null || other.layoutId === layoutId),
    );
    const [previous] = at < 0 ? [] : unpaired.splice(at, 1);
    return previous
      ? { ...file, status: 'changed', previousSha256: previous.sha256 }
      : { ...file, status: 'new', previousSha256: null };
  });
  const missing = unpaired.map(({ fileName, sha256, partitionKeys }) => ({
    fileName,
    sha256,
    partitionKeys,
  }));
  return { inputs: planned, missing };
}
