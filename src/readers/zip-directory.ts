/**
 * The central directory of a zip container: what it says it holds, checked before anything is unpacked.
 * Own code, because the question "how large will it be" must be answered without a library that unpacks.
 * May import model/ only.
 */
import type { ReadLimits } from './limits.ts';
import { formatBytes, refusal } from './refusal.ts';

export interface ArchiveEntry {
  readonly name: string;
  readonly method: number;
  /** Bit 3 of the flags: sizes follow the data instead of preceding it. */
  readonly hasDescriptor: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly headerOffset: number;
}

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const ZIP64_FIELD = 0x0001;
/** Small parts may be as uniform as they like. */
const RATIO_FROM_BYTES = 1_000_000;

/**
 * The entries of a container within its limits. Throws `ReadFault`: archive-damaged, archive-bomb,
 * workbook-encrypted (entries encrypted by zip), workbook-unreadable (zip64, other compression).
 */
export async function readArchiveDirectory(
  path: string,
  readAt: ReadAt,
  fileBytes: number,
  limits: ReadLimits,
): Promise<ArchiveEntry[]> {
  const { count, offset, bytes } = await readEnd(path, readAt, fileBytes);
  if (count > limits.maxArchiveEntries) {
    throw refusal('archive-bomb', path, `holds ${count} entries; the limit is ${limits.maxArchiveEntries}`);
  }
  const directory = await readAt(offset, bytes);
  const entries: ArchiveEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    const { entry, length } = readEntry(path, directory, at);
    entries.push(entry);
    at += length;
  }
  if (entries.length !== count)
    throw damaged(path, `its directory lists ${entries.length} of ${count} entries`);
  checkSizes(path, entries, fileBytes, limits);
  return entries;
}

/** Where the data of an entry start. Throws `ReadFault` archive-damaged when header and directory disagree. */
export function locateEntry(path: string, archive: Buffer, entry: ArchiveEntry): number {
  const at = entry.headerOffset;
  if (at + LOCAL_BYTES > archive.length || archive.readUInt32LE(at) !== 0x04034b50) {
    throw damaged(path, `${entry.name} is not where its directory says`);
  }
  const nameEnd = at + LOCAL_BYTES + archive.readUInt16LE(at + 26);
  const start = nameEnd + archive.readUInt16LE(at + 28);
  const sizesAgree =
    entry.hasDescriptor ||
    (archive.readUInt32LE(at + 18) === entry.packedBytes &&
      archive.readUInt32LE(at + 22) === entry.unpackedBytes);
  // The parser goes by the local header, the checks by the directory: they have to say the same.
  if (!sizesAgree || archive.toString('latin1', at + LOCAL_BYTES, nameEnd) !== entry.name) {
    throw damaged(path, `header and directory disagree about ${entry.name}`);
  }
  if (archive.readUInt16LE(at + 8) !== entry.method || start + entry.packedBytes > archive.length) {
    throw damaged(path, `${entry.name} is cut off`);
  }
  return start;
}

async function readEnd(
  path: string,
  readAt: ReadAt,
  fileBytes: number,
): Promise<{ count: number; offset: number; bytes: number }> {
  // The record stands before a comment of at most 64 kB; the 20 bytes before it may point to a zip64 record.
  const tailBytes = Math.min(fileBytes, END_BYTES + 0xffff + 20);
  const tail = await readAt(fileBytes - tailBytes, tailBytes);
  const at = tail.lastIndexOf(END_SIGNATURE);
  if (at < 0 || at + END_BYTES > tail.length) throw damaged(path, 'the end of the container is missing');
  if (at + END_BYTES + tail.readUInt16LE(at + 20) !== tail.length) {
    throw damaged(path, 'the end of the container is not at the end of the file');
  }
  const count = tail.readUInt16LE(at + 10);
  const bytes = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  const hasLocator = at >= 20 && tail.readUInt32LE(at - 20) === 0x07064b50;
  if (hasLocator || count === 0xffff || bytes === 0xffffffff || offset === 0xffffffff) throw zip64(path);
  if (tail.readUInt16LE(at + 4) !== 0 || tail.readUInt16LE(at + 8) !== count) {
    throw damaged(path, 'it is one part of a split container');
  }
  if (offset + bytes > fileBytes - tailBytes + at) throw damaged(path, 'its directory is cut off');
  return { count, offset, bytes };
}

function readEntry(path: string, directory: Buffer, at: number): { entry: ArchiveEntry; length: number } {
  if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== 0x02014b50) {
    throw damaged(path, 'its directory is broken');
  }
  const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const end = extraEnd + directory.readUInt16LE(at + 32);
  if (end > directory.length) throw damaged(path, 'its directory is broken');
  const flags = directory.readUInt16LE(at + 8);
  const entry: ArchiveEntry = {
    name: directory.toString('latin1', at + ENTRY_BYTES, nameEnd),
    method: directory.readUInt16LE(at + 10),
    hasDescriptor: (flags & 8) !== 0,
    crc32: directory.readUInt32LE(at + 16),
    packedBytes: directory.readUInt32LE(at + 20),
    unpackedBytes: directory.readUInt32LE(at + 24),
    headerOffset: directory.readUInt32LE(at + 42),
  };
  if ((flags & 1) !== 0) throw refusal('workbook-encrypted', path, `${entry.name} is encrypted`);
  if (hasZip64Field(directory.subarray(nameEnd, extraEnd))) throw zip64(path);
  if (entry.method !== 0 && entry.method !== 8) {
    throw refusal('workbook-unreadable', path, `${entry.name} is compressed by method ${entry.method}`);
  }
  return { entry, length: end - at };
}

function hasZip64Field(extra: Buffer): boolean {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64_FIELD) return true;
  }
  return false;
}

function checkSizes(
  path: string,
  entries: readonly ArchiveEntry[],
  fileBytes: number,
  limits: ReadLimits,
): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.packedBytes;
    unpacked += entry.unpackedBytes;
    const ratio = entry.unpackedBytes / Math.max(1, entry.packedBytes);
    if (entry.unpackedBytes > RATIO_FROM_BYTES && ratio > limits.maxCompressionRatio) {
      const size = formatBytes(entry.unpackedBytes);
      throw refusal(
        'archive-bomb',
        path,
        `${entry.name} would unpack to ${size}, ${Math.round(ratio)} times its size`,
      );
    }
  }
  if (unpacked > limits.maxUnpackedBytes) {
    const limit = formatBytes(limits.maxUnpackedBytes);
    throw refusal('archive-bomb', path, `would unpack to ${formatBytes(unpacked)}; the limit is ${limit}`);
  }
  // Entries that share their bytes are how a small file unpacks without end.
  if (packed > fileBytes) throw damaged(path, 'its entries overlap');
}

function damaged(path: string, why: string): Error {
  return refusal('archive-damaged', path, `the workbook is damaged: ${why}`, {
    hint: 'download the file again',
  });
}

function zip64(path: string): Error {
  return refusal('workbook-unreadable', path, 'the workbook uses zip64, the layout of archives above 4 GB', {
    hint: 'open it in a spreadsheet program and save it again',
  });
}
