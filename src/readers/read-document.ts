/**
 * A file → located cells: decides by content what it is, refuses what it should not be, and hands it to the
 * reader of its format. The door of readers/; may import model/ and runtime/ only.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Issue, issue } from '../model/issue.ts';
import type { LocatedDocument, LocatedRow, LocatedSheet } from '../model/located.ts';
import { archivedBytes, type ByteSource, fileBytes, headOf } from './byte-source.ts';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';
import { formatBytes, openRefusal, refusal } from './refusal.ts';
import {
  describeArchive,
  HEAD_BYTES,
  type LegacyEncoding,
  type Sniffed,
  sniffFormat,
  type TextEncodingName,
} from './sniff.ts';
import { isTextIn } from './text-blocks.ts';
import { type SheetRows, WorkbookReader } from './workbook.ts';
import { type ArchiveEntry, readArchiveDirectory } from './zip-directory.ts';

export { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';

/** Reads the documents of one run: all its workbooks cost one start of the guarded process. */
export interface DocumentReader {
  /** See `readDocument`. Calls may overlap; workbooks are parsed one after the other. */
  read(path: string, report: (issue: Issue) => void, options?: ReadOptions): Promise<LocatedDocument>;
  /** Starts the guarded process now: worth it where a workbook is expected and there is other work meanwhile. */
  warmUp(): void;
  /** Ends the guarded process. Rows that were already read stay readable. */
  close(): Promise<void>;
}

/** What a caller takes beyond UTF-8 texts and workbooks. */
export interface ReadOptions {
  /** Encodings of a text that is no UTF-8, by its first rows, in which high characters are not to be relied on. */
  readonly encodingsOf?: (head: readonly LocatedRow[]) => readonly LegacyEncoding[];
  /** Whether a zip archive of CSV files is a document, each of them a sheet. */
  readonly archives?: boolean;
  /** Whether a record of one text may stand in a CSV file among longer ones; its cell is then flagged. */
  readonly loneTexts?: boolean;
}

export interface DocumentReaderOptions {
  readonly limits?: ReadLimits;
  /** Ends the guarded process and any reading; what was awaited rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Rows of workbooks say which cells are stored as numbers, and how they are shown. */
  readonly withNumbers?: boolean;
}

export function openDocumentReader({
  limits = DEFAULT_LIMITS,
  signal,
  withNumbers = false,
}: DocumentReaderOptions = {}): DocumentReader {
  const workbooks = new WorkbookReader(limits, signal, withNumbers);
  return {
    read: (path, report, options = {}) => read(path, limits, report, workbooks, signal, options),
    warmUp: () => workbooks.warmUp(),
    close: () => workbooks.close(),
  };
}

/**
 * Reads one file into located cells. The rows of a workbook are parsed here; those of a CSV file while they are
 * iterated, so further faults may come then (see `readCsvRows`).
 *
 * Throws `ReadFault` (file-missing, file-empty, file-too-large, format-unsupported, format-html,
 * encoding-invalid, workbook-encrypted, workbook-unreadable, archive-damaged, archive-bomb) and reports
 * encoding-utf16.
 */
export async function readDocument(
  path: string,
  limits: ReadLimits,
  report: (issue: Issue) => void,
): Promise<LocatedDocument> {
  const reader = openDocumentReader({ limits });
  try {
    return await reader.read(path, report);
  } finally {
    await reader.close();
  }
}

async function read(
  path: string,
  limits: ReadLimits,
  report: (issue: Issue) => void,
  workbooks: WorkbookReader,
  signal: AbortSignal | undefined,
  options: ReadOptions,
): Promise<LocatedDocument> {
  signal?.throwIfAborted();
  const totalBytes = await checkedSize(path, limits);
  const file = await open(path).catch((error: unknown) => Promise.reject(openRefusal(path, error)));
  try {
    const head = await readAt(file, 0, Math.min(HEAD_BYTES, totalBytes));
    const sniffed = sniffFormat(head);
    switch (sniffed.content) {
      case 'csv':
        return {
          format: 'csv',
          sheets: [await csvSheet(null, fileBytes(path), head, sniffed, { limits, report, signal, options })],
        };
      case 'xlsx':
      case 'zip': {
        const entries = await readArchiveDirectory(
          path,
          (at, length) => readAt(file, at, length),
          totalBytes,
          // Texts are unpacked while they are read: they may be as large as a file.
          options.archives ? { ...limits, maxUnpackedBytes: limits.maxFileBytes } : limits,
        );
        const { isWorkbook, what } = describeArchive(entries.map(({ name }) => name));
        if (!isWorkbook) {
          const sheets = options.archives
            ? await archivedSheets(path, entries, { limits, report, signal, options })
            : [];
          if (sheets.length === 0) throw unsupported(path, what);
          return { format: 'csv', sheets };
        }
        return { format: 'xlsx', sheets: (await workbooks.read(path, 'xlsx')).map(sheetOf) };
      }
      case 'xls':
        return { format: 'xls', sheets: (await workbooks.read(path, 'xls')).map(sheetOf) };
      default:
        throw refusalOf(path, sniffed);
    }
  } finally {
    await file.close();
  }
}

async function checkedSize(path: string, limits: ReadLimits): Promise<number> {
  const stats = await stat(path).catch((error: unknown) => Promise.reject(openRefusal(path, error)));
  if (stats.isDirectory()) throw openRefusal(path, Object.assign(new Error(), { code: 'EISDIR' }));
  // A pipe or a device would be waited for without end.
  if (!stats.isFile()) throw refusal('file-missing', path, `${path} is not a regular file`);
  if (stats.size === 0) throw refusal('file-empty', path, 'the file is empty');
  if (stats.size > limits.maxFileBytes) {
    const [size, limit] = [formatBytes(stats.size), formatBytes(limits.maxFileBytes)];
    throw refusal('file-too-large', path, `the file has ${size}; the limit is ${limit}`);
  }
  return stats.size;
}

interface TextReading {
  readonly limits: ReadLimits;
  readonly report: (issue: Issue) => void;
  readonly signal: AbortSignal | undefined;
  readonly options: ReadOptions;
}

async function csvSheet(
  name: string | null,
  source: ByteSource,
  head: Buffer,
  sniffed: Sniffed,
  { limits, report, signal, options }: TextReading,
): Promise<LocatedSheet> {
  // Loaded when there is something to read: most runs end before.
  const { detectDelimiter, readCsvRows } = await import('./csv.ts');
  const { bomBytes } = sniffed;
  const encoding = await encodingOf(source, head, sniffed, limits, options);
  const at = { file: source.path };
  if (encoding.startsWith('utf-16')) {
    report(issue('encoding-utf16', `the text is ${encoding.toUpperCase()} and was decoded`, at));
  } else if (encoding !== 'utf-8') {
    report(issue('encoding-legacy', `the text is ${encoding} and was decoded`, at));
  }
  const label = encoding === 'macintosh' ? 'windows-1252' : encoding;
  const headText = new TextDecoder(label, { ignoreBOM: true }).decode(head.subarray(bomBytes));
  const file = {
    source,
    encoding,
    bomBytes,
    delimiter: detectDelimiter(headText),
    loneTexts: options.loneTexts,
  };
  return { name, rows: onceOnly(() => readCsvRows(file, limits, signal)) };
}

/** UTF-8 if all of it is; else the first of the declared encodings that it is in; else what it was taken for. */
async function encodingOf(
  source: ByteSource,
  head: Buffer,
  { encoding, bomBytes }: Sniffed,
  limits: ReadLimits,
  { encodingsOf }: ReadOptions,
): Promise<TextEncodingName> {
  if (encoding !== 'utf-8' || bomBytes > 0 || encodingsOf === undefined) return encoding;
  if (await isTextIn(source, 'utf-8', limits)) return encoding;
  for (const legacy of encodingsOf(await headRows(source.path, head))) {
    if (await isTextIn(source, legacy, limits)) return legacy;
  }
  return encoding;
}

/** The rows of a head, up to its last line end; layouts are told by texts that every encoding writes alike. */
async function headRows(path: string, head: Buffer): Promise<LocatedRow[]> {
  const { detectDelimiter, readCsvRows } = await import('./csv.ts');
  const cut = head.length < HEAD_BYTES ? head.length : head.lastIndexOf('\n') + 1;
  const bytes = head.subarray(0, cut);
  const source: ByteSource = {
    path,
    async *chunks() {
      yield bytes;
    },
  };
  const rows: LocatedRow[] = [];
  try {
    const delimiter = detectDelimiter(bytes.toString('latin1'));
    const file = { source, encoding: 'macintosh', bomBytes: 0, delimiter, loneTexts: true } as const;
    for await (const row of readCsvRows(file, DEFAULT_LIMITS)) rows.push(row);
  } catch {
    // Told with its row when the whole text is read.
  }
  return rows;
}

/** The texts of an archive. One that is none of them refuses it, except what programs leave behind. */
async function archivedSheets(
  path: string,
  entries: readonly ArchiveEntry[],
  reading: TextReading,
): Promise<LocatedSheet[]> {
  const sheets: LocatedSheet[] = [];
  for (const entry of entries) {
    if (/(?:^|\/)(?:__MACOSX\/|\.)|\/$/.test(entry.name)) continue;
    const source = archivedBytes(path, entry);
    const head = await headOf(source, HEAD_BYTES);
    const sniffed = sniffFormat(head);
    if (sniffed.content !== 'csv') throw unsupported(path, `an archive with ${sniffed.what} (${entry.name})`);
    sheets.push(await csvSheet(entry.name, source, head, sniffed, reading));
  }
  return sheets;
}

function sheetOf({ name, rows, merges }: SheetRows): LocatedSheet {
  return {
    name,
    ...(merges.length > 0 ? { merges } : {}),
    rows: onceOnly(async function* () {
      yield* rows;
    }),
  };
}

/** A second reading would silently find no rows, so it is an error of the program. */
function onceOnly(open: () => AsyncIterator<LocatedRow>): AsyncIterable<LocatedRow> {
  let isOpen = false;
  return {
    [Symbol.asyncIterator]: () => {
      if (isOpen) throw new Error('the rows of a sheet can be read once');
      isOpen = true;
      return open();
    },
  };
}

function refusalOf(path: string, { content, what }: Sniffed): Error {
  switch (content) {
    case 'empty':
      return refusal('file-empty', path, `this is ${what}`);
    case 'html':
      return refusal('format-html', path, `this is ${what}, not a table`, {
        hint: 'the publisher may have answered with an error or log-in page; look at it in a browser',
      });
    case 'encrypted-workbook':
      return refusal('workbook-encrypted', path, `this is ${what}`, { hint: 'save a copy without password' });
    case 'utf-16-unmarked':
      return refusal('encoding-invalid', path, `this is ${what}`, { hint: 'save the file as UTF-8' });
    default:
      return unsupported(path, what);
  }
}

function unsupported(path: string, what: string): Error {
  return refusal('format-unsupported', path, `this is ${what}; only CSV, xlsx and xls are read`);
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
