/**
 * The vintages of an origin: what was fetched when, from where, and what to show the server next time. They lie beside
 * the snapshots and not in the database, so that they outlive it, are there offline, and the bytes and what is known of
 * them cannot come apart: `vintages/<origin>/000001.json`, one file per vintage, each whole or not at all. The highest
 * number is the newest, whatever the clock said. A file that is looked at again and unchanged is the same vintage.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EgdiError, EXIT } from '../../model/error.ts';
import { ANSWER_FORMATS } from '../../model/http-origin.ts';
import { writeAtomically } from '../../runtime/atomic-file.ts';

const vintageSchema = z.strictObject({
  originId: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1),
  fileName: z.string(),
  format: z.enum(ANSWER_FORMATS),
  /** When these bytes were received, and when the server last said that they are the newest. */
  retrievedAt: z.iso.datetime(),
  checkedAt: z.iso.datetime(),
  /** Of the request and, after redirects, of the answer; without secrets. */
  url: z.string(),
  finalUrl: z.string(),
  method: z.enum(['GET', 'POST']),
  /** Names what was asked for: validators mean nothing for another request. */
  requestSha256: z.string(),
  status: z.int(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** Off for good once the content changed while ETag and date did not. */
  areValidatorsReliable: z.boolean(),
  contentType: z.string().nullable(),
  transferredBytes: z.int().min(0),
  /** Of an answer in pages. */
  pages: z.int().min(1).nullable(),
  /** What the steps on the way gave: the number of the file, the publisher's date of revision. */
  variables: z.record(z.string(), z.string()),
});

export type VintageDraft = Readonly<z.output<typeof vintageSchema>>;

export interface Vintage extends VintageDraft {
  /** Counts from 1, within the origin. */
  readonly number: number;
}

const FILE_NAME = /^(\d{6})\.json$/;

/** All vintages, the oldest first. Throws `EgdiError` vintage-damaged (exit 3). */
export async function readVintages(snapshotFolder: string, originId: string): Promise<Vintage[]> {
  const numbers = await vintageNumbers(snapshotFolder, originId);
  return Promise.all(numbers.map((number) => readVintage(snapshotFolder, originId, number)));
}

/** Throws `EgdiError` vintage-damaged (exit 3). */
export async function newestVintage(snapshotFolder: string, originId: string): Promise<Vintage | undefined> {
  const number = (await vintageNumbers(snapshotFolder, originId)).at(-1);
  return number === undefined ? undefined : readVintage(snapshotFolder, originId, number);
}

/**
 * Adds a vintage after the newest. Where another process added the same bytes meanwhile, that one is it: a number is
 * taken by nobody twice, since a link to a name that exists fails.
 */
export async function addVintage(snapshotFolder: string, draft: VintageDraft): Promise<Vintage> {
  for (;;) {
    const newest = await newestVintage(snapshotFolder, draft.originId);
    if (newest?.sha256 === draft.sha256) return confirmVintage(snapshotFolder, newest, draft);
    const number = (newest?.number ?? 0) + 1;
    const path = vintagePath(snapshotFolder, draft.originId, number);
    // Among the incoming files: what a killed process leaves there is cleared away.
    const temporary = join(snapshotFolder, 'incoming', `${randomUUID()}.vintage`);
    await mkdir(folderOf(snapshotFolder, draft.originId), { recursive: true });
    try {
      await writeAtomically(temporary, textOf(draft));
      await link(temporary, path);
      return { ...draft, number };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** The newest vintage was looked at again: its bytes stand, what the server says about them may be new. */
export async function confirmVintage(
  snapshotFolder: string,
  { number, ...vintage }: Vintage,
  seen: Partial<VintageDraft> & Pick<VintageDraft, 'checkedAt'>,
): Promise<Vintage> {
  const { sha256, bytes, retrievedAt } = vintage;
  const confirmed: VintageDraft = { ...vintage, ...seen, sha256, bytes, retrievedAt };
  await writeAtomically(vintagePath(snapshotFolder, vintage.originId, number), textOf(confirmed));
  return { ...confirmed, number };
}

async function readVintage(snapshotFolder: string, originId: string, number: number): Promise<Vintage> {
  const path = vintagePath(snapshotFolder, originId, number);
  const text = await readFile(path, 'utf8');
  try {
    return { ...vintageSchema.parse(JSON.parse(text)), number };
  } catch (error) {
    throw new EgdiError('vintage-damaged', `${path} is no record of a vintage`, {
      exitCode: EXIT.dataRefused,
      hint: 'it was written whole, so it was changed since; remove it, and the origin is fetched anew',
      cause: error,
    });
  }
}

async function vintageNumbers(snapshotFolder: string, originId: string): Promise<number[]> {
  const names = await readdir(folderOf(snapshotFolder, originId)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => FILE_NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

function vintagePath(snapshotFolder: string, originId: string, number: number): string {
  return join(folderOf(snapshotFolder, originId), `${String(number).padStart(6, '0')}.json`);
}

function folderOf(snapshotFolder: string, originId: string): string {
  return join(snapshotFolder, 'vintages', originId);
}

function textOf(draft: VintageDraft): string {
  return `${JSON.stringify(draft, null, 2)}\n`;
}
