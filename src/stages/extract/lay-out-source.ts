/**
 * A fetched source as a file under its own name with an origin note beside it: what `egdi run --input` takes, and what
 * people can open. A copy; the snapshot stays what is trusted.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../runtime/atomic-file.ts';
import type { FetchedSource } from './fetched-source.ts';

/** Puts the file into a folder of its origin and answers with its path. The note is there before the file is. */
export async function layOutSource(
  { originId, origin, path, vintage }: Pick<FetchedSource, 'originId' | 'origin' | 'path' | 'vintage'>,
  folder: string,
): Promise<string> {
  const home = join(folder, originId);
  const file = join(home, vintage.fileName);
  const temporary = join(home, `.${randomUUID()}.part`);
  await mkdir(home, { recursive: true });
  const note = {
    publisher: origin.publisher,
    title: origin.title,
    url: origin.url,
    licence: origin.licence,
    retrieved_on: origin.retrievedOn,
    published_on: origin.publishedOn,
    ...(origin.note === undefined ? {} : { note: origin.note }),
  };
  try {
    await copyFile(path, temporary);
    await writeAtomically(join(home, 'origin.json'), `${JSON.stringify(note, null, 2)}\n`);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  return file;
}
