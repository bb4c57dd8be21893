/**
 * Where the bytes of a text come from: a file, or an entry of a zip archive, which is unpacked while it is read and
 * never as a whole. May import model/ only.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { refusal } from './refusal.ts';
import type { ArchiveEntry } from './zip-directory.ts';

/** May be read as often as wanted. */
export interface ByteSource {
  /** File, and entry where there is one; for messages. */
  readonly path: string;
  /** From an offset on. */
  chunks(from: number): AsyncIterable<Buffer>;
}

const CHUNK_BYTES = 262_144;
const LOCAL_BYTES = 30;

export function fileBytes(path: string): ByteSource {
  return { path, chunks: (from) => createReadStream(path, { start: from, highWaterMark: CHUNK_BYTES }) };
}

/** The first bytes, as many as asked for if there are so many. */
export async function headOf(source: ByteSource, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let got = 0;
  for await (const chunk of source.chunks(0)) {
    parts.push(chunk);
    got += chunk.length;
    if (got >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** An entry of an archive whose directory was checked; more than it announces is never unpacked. */
export function archivedBytes(path: string, entry: ArchiveEntry): ByteSource {
  const name = `${path} › ${entry.name}`;
  const damaged = (why: string) =>
    refusal('archive-damaged', name, `the archive is damaged: ${why}`, { hint: 'download the file again' });
  return {
    path: name,
    async *chunks(from) {
      const start = await startOf(path, entry, damaged);
      const packed =
        entry.packedBytes === 0
          ? Readable.from([])
          : createReadStream(path, { start, end: start + entry.packedBytes - 1, highWaterMark: CHUNK_BYTES });
      const unpacked =
        entry.method === 0 ? packed : packed.pipe(createInflateRaw({ chunkSize: CHUNK_BYTES }));
      packed.on('error', (error: Error) => unpacked.destroy(error));
      let total = 0;
      try {
        for await (const chunk of unpacked) {
          const bytes = chunk as Buffer;
          const before = total;
          total += bytes.length;
          if (total > entry.unpackedBytes) throw damaged(`${entry.name} holds more than it announces`);
          if (total > from) yield before >= from ? bytes : bytes.subarray(from - before);
        }
      } catch (error) {
        if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
          throw damaged(`${entry.name} cannot be unpacked`);
        }
        throw error;
      } finally {
        packed.destroy();
        unpacked.destroy();
      }
      if (total < entry.unpackedBytes) throw damaged(`${entry.name} is cut off`);
    },
  };
}

/** Where the data begin, by the header in front of them; it has to be that of the entry. */
async function startOf(path: string, entry: ArchiveEntry, damaged: (why: string) => Error): Promise<number> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(LOCAL_BYTES + Buffer.byteLength(entry.name, 'latin1'));
    await file.read(header, 0, header.length, entry.headerOffset);
    const isOfEntry =
      header.readUInt32LE(0) === 0x04034b50 &&
      header.readUInt16LE(8) === entry.method &&
      header.readUInt16LE(26) === header.length - LOCAL_BYTES &&
      header.toString('latin1', LOCAL_BYTES) === entry.name;
    if (!isOfEntry) throw damaged(`${entry.name} is not where its directory says`);
    return entry.headerOffset + header.length + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}
