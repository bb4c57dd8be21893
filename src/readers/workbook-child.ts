/**
 * The guarded process: unpacks and parses one workbook per line of stdin and answers on stdout. It ends when
 * stdin does, so it never outlives its parent. Owns the use of xlsx; may import model/ only.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { crc32, inflateRawSync } from 'node:zlib';
import { read, set_cptable, type WorkBook } from 'xlsx';
import { ReadFault } from '../model/issue.ts';
import { compoundEntryNames, isCompoundFile } from './compound-file.ts';
import { openRefusal, refusal } from './refusal.ts';
import { encodeReply, type WorkbookReply, type WorkbookRequest } from './workbook-protocol.ts';
import { cellGrid, hasDoubtfulFormula, locatedRows, mergedRanges } from './worksheet-cells.ts';
import { type ArchiveEntry, locateEntry, readArchiveDirectory } from './zip-directory.ts';

const WRITE_CHARACTERS = 65_536;

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  // The line comes from the parent, which is this program.
  const request = JSON.parse(line) as WorkbookRequest;
  try {
    await answer(request);
  } catch (error) {
    await write(encodeReply(faultReply(error)));
  }
}

async function answer({ path, format, limits, withNumbers = false }: WorkbookRequest): Promise<void> {
  const bytes = openFile(path);
  if (format === 'xlsx') {
    const readAt = async (offset: number, length: number): Promise<Buffer> =>
      bytes.subarray(offset, offset + length);
    for (const entry of await readArchiveDirectory(path, readAt, bytes.length, limits)) {
      verifyEntry(path, bytes, entry);
    }
  } else {
    await prepareLegacy(path, bytes);
  }
  let pending = '';
  for (const reply of sheetReplies(path, bytes, withNumbers)) {
    pending += encodeReply(reply);
    if (pending.length < WRITE_CHARACTERS) continue;
    await write(pending);
    pending = '';
  }
  await write(pending + encodeReply({ kind: 'done' }));
}

function openFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw openRefusal(path, error);
  }
}

/** Unpacks an entry within its declared size: whoever lies about sizes is found out here, at that cost. */
function verifyEntry(path: string, archive: Buffer, entry: ArchiveEntry): void {
  const start = locateEntry(path, archive, entry);
  const packed = archive.subarray(start, start + entry.packedBytes);
  let unpacked: Buffer;
  try {
    const room = { maxOutputLength: Math.max(1, entry.unpackedBytes) };
    unpacked = entry.method === 0 ? packed : inflateRawSync(packed, room);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw refusal(
        'archive-bomb',
        path,
        `${entry.name} unpacks beyond the ${entry.unpackedBytes} bytes it declares`,
      );
    }
    throw refusal('archive-damaged', path, `${entry.name} cannot be unpacked`);
  }
  if (unpacked.length !== entry.unpackedBytes || crc32(unpacked) !== entry.crc32) {
    throw refusal('archive-damaged', path, `${entry.name} does not match its checksum`);
  }
}

async function prepareLegacy(path: string, bytes: Buffer): Promise<void> {
  const names = isCompoundFile(bytes) ? compoundEntryNames(bytes) : undefined;
  if (names?.includes('EncryptedPackage')) throw encrypted(path);
  if (names && !names.includes('Workbook') && !names.includes('Book')) {
    throw refusal('format-unsupported', path, 'this is an OLE container without a workbook');
  }
  // Before Excel 97 text was in the code page of its country.
  set_cptable(await import('xlsx/dist/cpexcel.full.mjs'));
}

function* sheetReplies(path: string, bytes: Buffer, withNumbers: boolean): Generator<WorkbookReply> {
  const book = readBook(bytes, true);
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  let values: WorkBook | undefined;
  for (const name of book.SheetNames) {
    const sheet = book.Sheets[name];
    // The library drops a sheet that it cannot parse without a word.
    if (!sheet) throw refusal('workbook-unreadable', path, `the sheet "${name}" cannot be read`);
    yield { kind: 'sheet', name };
    const merges = mergedRanges(sheet);
    if (merges.length > 0) yield { kind: 'merges', merges };
    if (!hasDoubtfulFormula(cellGrid(sheet))) {
      for (const row of locatedRows(sheet, { date1904, withNumbers })) yield { kind: 'row', row };
      continue;
    }
    // Read without formulas, a cell that has no stored value is not there at all.
    values ??= readBook(bytes, false);
    const valueSheet = values.Sheets[name];
    const stored = valueSheet ? cellGrid(valueSheet) : [];
    const hasValue = (row: number, column: number): boolean => stored[row]?.[column] !== undefined;
    for (const row of locatedRows(sheet, { date1904, withNumbers, second: { hasValue } })) {
      yield { kind: 'row', row };
    }
  }
}

function readBook(bytes: Buffer, withFormulas: boolean): WorkBook {
  return read(bytes, {
    type: 'buffer',
    dense: true,
    cellFormula: withFormulas,
    // A formula cell without a value is kept as a stub instead of being dropped.
    sheetStubs: withFormulas,
    cellNF: true,
    cellHTML: false,
    cellText: false,
  });
}

function faultReply(error: unknown): WorkbookReply {
  if (error instanceof ReadFault) {
    const { code, message, hint } = error.issue;
    return { kind: 'fault', code, message, ...(hint === undefined ? {} : { hint }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (/password|encrypt/i.test(message)) return faultReply(encrypted(''));
  return { kind: 'fault', code: 'workbook-unreadable', message: `the workbook cannot be parsed: ${message}` };
}

function encrypted(path: string): ReadFault {
  return refusal('workbook-encrypted', path, 'the workbook is protected by a password', {
    hint: 'save a copy without password',
  });
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
