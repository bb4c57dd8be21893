import { describe, expect, it } from 'vitest';
import { workbookParts } from '../../../scripts/sheet-xml.ts';
import { deflatedRun, storedPart, writeZip, type ZipPart } from '../../../scripts/zip-writer.ts';
import { ReadFault } from '../../../src/model/issue.ts';
import { DEFAULT_LIMITS, type ReadLimits } from '../../../src/readers/limits.ts';
import { locateEntry, readArchiveDirectory } from '../../../src/readers/zip-directory.ts';

const sound = writeZip(workbookParts([['a', { number: '1' }]]));
const directoryAt = (zip: Buffer): number => zip.readUInt32LE(zip.length - 6);

/** A copy in which one place is written over. */
function changed(zip: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(zip);
  change(copy);
  return copy;
}

async function outcome(zip: Buffer, limits: Partial<ReadLimits> = {}): Promise<string> {
  const readAt = async (at: number, length: number): Promise<Buffer> => zip.subarray(at, at + length);
  try {
    const entries = await readArchiveDirectory('book.xlsx', readAt, zip.length, {
      ...DEFAULT_LIMITS,
      ...limits,
    });
    for (const entry of entries) locateEntry('book.xlsx', zip, entry);
    return `${entries.length} entries`;
  } catch (error) {
    if (error instanceof ReadFault) return error.issue.code;
    throw error;
  }
}

describe('the directory of a container', () => {
  it('lists the entries of a sound one', async () => {
    expect(await outcome(sound)).toBe('5 entries');
    expect(await outcome(writeZip([]))).toBe('0 entries');
  });

  it('is found before an archive comment', async () => {
    const comment = Buffer.from('PK is how zip files start');
    const zip = changed(sound, (copy) => copy.writeUInt16LE(comment.length, copy.length - 2));
    expect(await outcome(Buffer.concat([zip, comment]))).toBe('5 entries');
  });

  it('is damaged wherever the file is cut off', async () => {
    for (let length = 4; length < sound.length; length += 7) {
      expect(await outcome(sound.subarray(0, length)), `${length} bytes`).toBe('archive-damaged');
    }
  });

  it.each<[string, Buffer]>([
    ['bytes follow the end', Buffer.concat([sound, Buffer.from('x')])],
    ['the directory is broken', changed(sound, (copy) => copy.writeUInt8(0, directoryAt(copy)))],
    ['it lists fewer entries than it says', changed(sound, (copy) => countOf(copy, 6))],
    ['it lies behind its end', changed(sound, (copy) => copy.writeUInt32LE(copy.length, copy.length - 6))],
    ['it is one part of several', changed(sound, (copy) => copy.writeUInt16LE(1, copy.length - 18))],
    ['an entry is not where it should be', changed(sound, (copy) => copy.writeUInt8(0, 0))],
    ['header and directory name it differently', changed(sound, (copy) => copy.writeUInt8(0x41, 30))],
    ['header and directory differ in size', changed(sound, (copy) => copy.writeUInt32LE(9, 22))],
    ['entries share their bytes', overlapping()],
  ])('is damaged when %s', async (_, zip) => {
    expect(await outcome(zip)).toBe('archive-damaged');
  });

  it('is a bomb by size, by ratio or by number of entries', async () => {
    expect(await outcome(sound, { maxUnpackedBytes: 1000 })).toBe('archive-bomb');
    expect(await outcome(sound, { maxArchiveEntries: 4 })).toBe('archive-bomb');
    const run = { name: 'xl/a.xml', method: 8, crc32: 0, ...deflatedRun(0x20, 10_000) };
    expect(run.unpackedBytes).toBeLessThan(DEFAULT_LIMITS.maxUnpackedBytes);
    expect(await outcome(writeZip([run]))).toBe('archive-bomb');
  });

  it('is not a bomb because a small part is uniform', async () => {
    const part: ZipPart = { name: 'xl/a.xml', method: 8, crc32: 0, ...deflatedRun(0x20, 3000) };
    expect(await outcome(writeZip([part]))).toBe('1 entries');
  });

  it('is refused when it uses zip64, encryption or another compression', async () => {
    expect(await outcome(changed(sound, (copy) => countOf(copy, 0xffff)))).toBe('workbook-unreadable');
    const at = directoryAt(sound);
    expect(await outcome(changed(sound, (copy) => copy.writeUInt16LE(1, at + 8)))).toBe('workbook-encrypted');
    const bzip2 = writeZip([{ ...storedPart('xl/a.xml', 'x'), method: 12 }]);
    expect(await outcome(bzip2)).toBe('workbook-unreadable');
  });
});

function countOf(zip: Buffer, count: number): void {
  zip.writeUInt16LE(count, zip.length - 14);
  zip.writeUInt16LE(count, zip.length - 12);
}

/** Two directory entries for one stored part: how a small file unpacks without end. */
function overlapping(): Buffer {
  const one = writeZip([storedPart('xl/a.xml', 'x'.repeat(1000))]);
  const at = directoryAt(one);
  const entry = one.subarray(at, one.length - 22);
  const end = Buffer.from(one.subarray(one.length - 22));
  countOf(end, 2);
  end.writeUInt32LE(entry.length * 2, 12);
  return Buffer.concat([one.subarray(0, at), entry, entry, end]);
}
