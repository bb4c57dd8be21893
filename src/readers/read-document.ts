/**
 * A file → located cells: decides by content what it is, refuses what it should not be, and hands it to the
 * reader of its format. The door of readers/; may import model/ and runtime/ only.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Issue, issue } from '../model/issue.ts';
import type { LocatedDocument, LocatedRow, LocatedSheet } from '../model/located.ts';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';
import { formatBytes, openRefusal, refusal } from './refusal.ts';
import { describeArchive, HEAD_BYTES, type Sniffed, sniffFormat } from './sniff.ts';
import { type SheetRows, WorkbookReader } from './workbook.ts';
import { readArchiveDirectory } from './zip-directory.ts';

export { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';

/** Reads the documents of one run: all its workbooks cost one start of the guarded process. */
export interface DocumentReader {
  /** See `readDocument`. Calls may overlap; workbooks are parsed one after the other. */
  read(path: string, report: (issue: Issue) => void): Promise<LocatedDocument>;
  /** Starts the guarded process now: worth it where a workbook is expected and there is other work meanwhile. */
  warmUp(): void;
  /** Ends the guarded process. Rows that were already read stay readable. */
  close(): Promise<void>;
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
    read: (path, report) => read(path, limits, report, workbooks, signal),
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
): Promise<LocatedDocument> {
  signal?.throwIfAborted();
  const fileBytes = await checkedSize(path, limits);
  const file = await open(path).catch((error: unknown) => Promise.reject(openRefusal(path, error)));
  try {
    const head = await readAt(file, 0, Math.min(HEAD_BYTES, fileBytes));
    const sniffed = sniffFormat(head);
    switch (sniffed.content) {
      case 'csv':
        return await csvDocument(path, head, sniffed, limits, report, signal);
      case 'xlsx':
      case 'zip': {
        const entries = await readArchiveDirectory(
          path,
          (at, length) => readAt(file, at, length),
          fileBytes,
          limits,
        );
        const { isWorkbook, what } = describeArchive(entries.map(({ name }) => name));
        if (!isWorkbook) throw unsupported(path, what);
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

async function csvDocument(
  path: string,
  head: Buffer,
  { encoding, bomBytes }: Sniffed,
  limits: ReadLimits,
  report: (issue: Issue) => void,
  signal: AbortSignal | undefined,
): Promise<LocatedDocument> {
  // Loaded when there is something to read: most runs end before.
  const { detectDelimiter, readCsvRows } = await import('./csv.ts');
  if (encoding !== 'utf-8') {
    report(issue('encoding-utf16', `the text is ${encoding.toUpperCase()} and was decoded`, { file: path }));
  }
  const headText = new TextDecoder(encoding, { ignoreBOM: true }).decode(head.subarray(bomBytes));
  const file = { path, encoding, bomBytes, delimiter: detectDelimiter(headText) };
  return { format: 'csv', sheets: [{ name: null, rows: onceOnly(() => readCsvRows(file, limits, signal)) }] };
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
