/**
 * Zip containers written byte by byte, so that a fixture can be wrong in exactly one place and is the same on
 * every machine: entries are stored or brought already deflated, and no compressor is asked.
 */
import { crc32 } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  /** As it stands in the container. */
  readonly packed: Uint8Array;
  /** 0 stored, 8 deflated; stored when absent. */
  readonly method?: number;
  /** What the container says about the unpacked data; true values when absent (stored parts only). */
  readonly unpackedBytes?: number;
  readonly crc32?: number;
}

export function storedPart(name: string, text: string): ZipPart {
  return { name, packed: Buffer.from(text) };
}

/** A container of the parts, in their order. */
export function writeZip(parts: readonly ZipPart[]): Buffer {
  const blocks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const packed = Buffer.from(part.packed);
    // Version, flags, method, time and date (1 January 1980), checksum, sizes, lengths: common to both headers.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.method ?? 0, 4);
    common.writeUInt16LE(0x0021, 8);
    common.writeUInt32LE(part.crc32 ?? crc32(packed), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.unpackedBytes ?? packed.length, 18);
    common.writeUInt16LE(name.length, 22);
    blocks.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed);
    const entryTail = Buffer.alloc(14);
    entryTail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, entryTail, name);
    offset += 30 + name.length + packed.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...blocks, directoryBytes, end]);
}

/**
 * A deflate stream of one byte repeated: 1032 to 1, the most that deflate can. One block with its own code
 * tables [RFC 1951 §3.2.7]: `length 258` and `distance 1` take one bit each.
 */
export function deflatedRun(byte: number, runs: number): { packed: Buffer; unpackedBytes: number } {
  const bits = new BitWriter();
  bits.number(1, 1); // last block
  bits.number(2, 2); // with code tables
  bits.number(29, 5); // 286 literal and length codes
  bits.number(0, 5); // 1 distance code
  bits.number(14, 4); // 18 lengths of the code that the tables are written in, in the order of the standard
  for (const length of [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2]) bits.number(length, 3);
  const zeros = (count: number): void => {
    bits.code('0'); // symbol 18: a run of 11 to 138 unused codes
    bits.number(count - 11, 7);
  };
  const [lengthOne, lengthTwo] = ['10', '11'] as const;
  zeros(byte);
  bits.code(lengthTwo);
  zeros(138);
  zeros(255 - byte - 138);
  bits.code(lengthTwo); // 256, the end of the block
  zeros(28);
  bits.code(lengthOne); // 285, a length of 258
  bits.code(lengthOne); // the distance 1
  bits.code('10'); // the byte itself, once
  for (let run = 0; run < runs; run++) bits.code('00');
  bits.code('11');
  return { packed: bits.bytes(), unpackedBytes: 1 + runs * 258 };
}

class BitWriter {
  readonly #bytes: number[] = [];
  #filled = 8;

  /** Numbers start with their lowest bit. */
  number(value: number, bits: number): void {
    for (let bit = 0; bit < bits; bit++) this.#push((value >> bit) & 1);
  }

  /** Codes start with their highest bit. */
  code(bits: string): void {
    for (const bit of bits) this.#push(bit === '1' ? 1 : 0);
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  #push(bit: number): void {
    if (this.#filled === 8) {
      this.#bytes.push(0);
      this.#filled = 0;
    }
    const last = this.#bytes.length - 1;
    this.#bytes[last] = (this.#bytes[last] ?? 0) | (bit << this.#filled);
    this.#filled += 1;
  }
}
