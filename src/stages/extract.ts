/**
 * Stage 1, extract: paths → input files named by their content, kept as snapshots. What is read of them is
 * decided by content, not by name; a folder may hold files that are declared not to be data.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline as pipe } from 'node:stream/promises';
import type { Origin } from '../model/declarations.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { type Issue, issue } from '../model/issue.ts';
import { type StageCount, stageCount } from '../model/stage.ts';
import type { Edition } from '../model/survey.ts';
import { reached } from '../runtime/points.ts';

export interface InputFile {
  readonly path: string;
  /** Of a file that was fetched: known from the fetching, and from no note beside it. */
  readonly origin?: Origin;
  readonly sha256: string;
  readonly bytes: number;
  /** The edition that the file name gives, where it gives exactly one that is declared. */
  readonly namedEdition: Edition | null;
}

export interface ExtractedInputs {
  readonly files: readonly InputFile[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
}

export interface ExtractOptions {
  /** Names (exact, `*.ext` or `.*`) that a folder may hold besides data. */
  readonly ignoredFiles: readonly string[];
  readonly knownEditions: ReadonlySet<Edition>;
  readonly maxFileBytes: number;
}

/** Finds and hashes the inputs. Files are sorted by path, so that their order on disk does not matter. */
export async function findInputs(
  paths: readonly string[],
  options: ExtractOptions,
): Promise<ExtractedInputs> {
  const issues: Issue[] = [];
  const found: string[] = [];
  const count = { in: 0, out: 0, quarantined: 0, excluded: 0, merged: 0 };
  for (const path of paths) {
    const listed = await listFiles(path);
    if (listed === undefined) {
      issues.push(issue('file-missing', `there is no file or folder ${path}`, { file: path }));
      count.in += 1;
      count.quarantined += 1;
      continue;
    }
    count.in += listed.length;
    for (const file of listed) {
      if (file !== path && isIgnored(basename(file), options.ignoredFiles)) {
        count.excluded += 1;
        if (basename(file) !== ORIGIN_NOTE)
          issues.push(issue('file-ignored', 'is declared not to be data', { file }));
      } else found.push(file);
    }
  }
  const files: InputFile[] = [];
  const seen = new Map<string, string>();
  for (const path of [...new Set(found)].sort()) {
    const input = await hashFile(path, options);
    if ('code' in input) {
      issues.push(input);
      count.quarantined += 1;
      continue;
    }
    const identity = `${input.sha256} ${input.namedEdition}`;
    const same = seen.get(identity);
    if (same !== undefined) {
      issues.push(
        issue('file-duplicate', `has the bytes of ${basename(same)}`, { file: path, sha256: input.sha256 }),
      );
      count.merged += 1;
      continue;
    }
    seen.set(identity, path);
    files.push(input);
  }
  count.out = files.length;
  count.merged += found.length - new Set(found).size;
  return { files, issues, counts: [stageCount('extract', 'files → inputs', count)] };
}

async function listFiles(path: string): Promise<string[] | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) return undefined;
  if (!stats.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  // Mounted folders (Kubernetes, for one) show their files as links.
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const kinds = await Promise.all(paths.map((file) => stat(file).catch(() => undefined)));
  return paths.filter((_, index) => !kinds[index]?.isDirectory());
}

/** Whether a name is one of those that hold no data: exact, `*.ext` or `.*`. */
export function isIgnored(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === '.*') return name.startsWith('.');
    return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern;
  });
}

async function hashFile(path: string, options: ExtractOptions): Promise<InputFile | Issue> {
  try {
    const { size } = await stat(path);
    if (size > options.maxFileBytes) {
      const limit = `${options.maxFileBytes / 1_000_000} MB`;
      return issue('file-too-large', `has ${Math.ceil(size / 1_000_000)} MB; the limit is ${limit}`, {
        file: path,
        hint: 'raise EGDI_MAX_FILE_MB if it is data',
      });
    }
    return {
      path,
      sha256: await sha256Of(path),
      bytes: size,
      namedEdition: editionInName(path, options.knownEditions),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return issue('file-missing', `cannot be read: ${reason}`, { file: path });
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipe(createReadStream(path), hash);
  return hash.digest('hex');
}

/** `egdi-2018.xlsx`, `2020Egov.csv` → the edition; null when no, or more than one, declared edition is named. */
export function editionInName(path: string, known: ReadonlySet<Edition>): Edition | null {
  const years = basename(path).match(/(?<!\d)(?:19|20)\d{2}(?!\d)/g) ?? [];
  const editions = new Set(years.map(Number).filter((year) => known.has(year)));
  const [only] = editions;
  return editions.size === 1 && only !== undefined ? only : null;
}

/** Whether the bytes of an input were kept before: then an earlier run has seen them. */
export async function isKept(input: Pick<InputFile, 'sha256'>, folder: string): Promise<boolean> {
  return exists(`${snapshotPath(input.sha256, folder)}.json`);
}

/** The snapshot of these bytes; undefined when there is none, or it is not what its name says. */
export async function intactSnapshot(sha256: string, folder: string): Promise<string | undefined> {
  const path = snapshotPath(sha256, folder);
  const found = await sha256Of(path).catch(() => undefined);
  return found === sha256 ? path : undefined;
}

function snapshotPath(sha256: string, folder: string): string {
  return join(folder, sha256.slice(0, 2), sha256);
}

/**
 * Keeps the bytes of an input under its hash, once; where it came from is written beside it. A snapshot appears
 * whole or not at all. `replace` writes it again over one that is damaged. Throws the file system's error when the folder cannot
 * be written, and `EgdiError` `input-changed` (exit 3) when the file is not the one that was hashed any more.
 */
export async function keepSnapshot(
  input: Pick<InputFile, 'path' | 'sha256' | 'bytes'> & { readonly fileName?: string },
  origin: Origin,
  folder: string,
  now: Date,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<void> {
  if (!replace && (await isKept(input, folder))) return;
  const place = snapshotPath(input.sha256, folder);
  await mkdir(dirname(place), { recursive: true });
  const temporary = `${place}.${randomUUID()}.tmp`;
  try {
    await copyFile(input.path, temporary);
    if ((await sha256Of(temporary)) !== input.sha256) {
      throw new EgdiError('input-changed', `${input.path} was changed while it was read`, {
        exitCode: EXIT.dataRefused,
        hint: 'run again when its download is complete',
      });
    }
    reached('extract.snapshot-copied');
    await rename(temporary, place);
    reached('extract.snapshot-renamed');
    const note = {
      sha256: input.sha256,
      bytes: input.bytes,
      file_name: input.fileName ?? basename(input.path),
      kept_at: now.toISOString(),
      origin,
    };
    await writeFile(temporary, `${JSON.stringify(note, null, 2)}\n`);
    await rename(temporary, `${place}.json`);
  } finally {
    await rm(temporary, { force: true });
  }
}

const ORIGIN_NOTE = 'origin.json';
const ASSUMED_ORIGIN = 'no origin note came with the file: the publisher is assumed from its layout';

/**
 * The origin note in an input's folder, if there is one; what it leaves out comes from the layout's origin.
 * Throws `EgdiError` `origin-invalid` (exit 2).
 */
export async function readOrigin(
  input: Pick<InputFile, 'path' | 'origin'>,
  fallback: Origin,
): Promise<Origin> {
  if (input.origin !== undefined) return input.origin;
  const path = join(dirname(input.path), ORIGIN_NOTE);
  if (!(await exists(path))) return { ...fallback, note: ASSUMED_ORIGIN };
  const note = noteOf(parseNote(path, await readFile(path, 'utf8')), input);
  const text = (key: string) => (typeof note[key] === 'string' ? note[key] : null);
  const remark = text('note') ?? fallback.note;
  return {
    publisher: text('publisher') ?? fallback.publisher,
    title: text('title') ?? fallback.title,
    url: text('url') ?? fallback.url,
    licence: text('licence') ?? fallback.licence,
    retrievedOn: text('retrieved_on') ?? fallback.retrievedOn,
    publishedOn: text('published_on') ?? fallback.publishedOn,
    ...(remark === undefined ? {} : { note: remark }),
  };
}

/** What an origin note says the values of a file are of, where the file does not say it. Throws as `readOrigin` does. */
export async function readNotedSeries(input: Pick<InputFile, 'path'>): Promise<string | null> {
  const path = join(dirname(input.path), ORIGIN_NOTE);
  if (!(await exists(path))) return null;
  const { series } = noteOf(parseNote(path, await readFile(path, 'utf8')), input);
  return typeof series === 'string' ? series : null;
}

/** The note of the folder, with what it says about one file of it under `files` put on top. */
function noteOf(
  { files, ...note }: Record<string, unknown>,
  input: Pick<InputFile, 'path'>,
): Record<string, unknown> {
  const own =
    typeof files === 'object' && files !== null
      ? (files as Record<string, unknown>)[basename(input.path)]
      : undefined;
  return typeof own === 'object' && own !== null ? { ...note, ...own } : note;
}

function parseNote(path: string, text: string): Record<string, unknown> {
  try {
    const note: unknown = JSON.parse(text);
    if (typeof note === 'object' && note !== null) return note as Record<string, unknown>;
  } catch {
    // Told below like any other text that is no origin note.
  }
  throw new EgdiError('origin-invalid', `${path} is not a JSON object`, { exitCode: EXIT.usage });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
