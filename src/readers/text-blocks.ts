/**
 * A text file as blocks of checked UTF-8: whole characters, no invalid sequence, no NUL (PostgreSQL stores
 * none). UTF-16 is decoded on the way. May import model/ only.
 */
import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './byte-source.ts';
import { decodeLegacy } from './legacy-encodings.ts';
import type { ReadLimits } from './limits.ts';
import { formatBytes, openRefusal, refusal } from './refusal.ts';
import type { LegacyEncoding, Sniffed } from './sniff.ts';

/** `invalid` says what stands right after `bytes`; no block follows it. */
export interface TextBlock {
  readonly bytes: Buffer;
  readonly invalid?: string;
}

/** Reads a text after its byte order mark. Throws `ReadFault` (file-missing, file-too-large). */
export async function* readTextBlocks(
  source: ByteSource,
  { encoding, bomBytes }: Pick<Sniffed, 'encoding' | 'bomBytes'>,
  limits: ReadLimits,
): AsyncGenerator<TextBlock> {
  const { path } = source;
  const decode = decoderOf(encoding);
  let rest: Buffer = Buffer.alloc(0);
  let total = bomBytes;
  try {
    for await (const bytes of source.chunks(bomBytes)) {
      total += bytes.length;
      // The size was checked by stat; a file that grows while it is read must not get past the limit.
      if (total > limits.maxFileBytes) {
        throw refusal('file-too-large', path, `grew beyond the limit of ${formatBytes(limits.maxFileBytes)}`);
      }
      const { block, tail } = decode(rest.length === 0 ? bytes : Buffer.concat([rest, bytes]));
      yield block;
      if (block.invalid !== undefined) return;
      rest = tail;
    }
  } catch (error) {
    throw openRefusal(path, error);
  }
  if (rest.length > 0) yield { bytes: Buffer.alloc(0), invalid: `the text ends within a character` };
}

/** Whether all of a text is in an encoding. */
export async function isTextIn(
  source: ByteSource,
  encoding: Sniffed['encoding'],
  limits: ReadLimits,
): Promise<boolean> {
  for await (const { invalid } of readTextBlocks(source, { encoding, bomBytes: 0 }, limits)) {
    if (invalid !== undefined) return false;
  }
  return true;
}

function decoderOf(encoding: Sniffed['encoding']): (bytes: Buffer) => Checked {
  switch (encoding) {
    case 'utf-8':
      return checkUtf8;
    case 'utf-16le':
    case 'utf-16be':
      return (bytes) => checkUtf16(bytes, encoding === 'utf-16be');
    default:
      return (bytes) => checkLegacy(bytes, encoding);
  }
}

/** Every byte is a character, or nothing that the encoding knows. */
function checkLegacy(bytes: Buffer, encoding: LegacyEncoding): Checked {
  const tail = Buffer.alloc(0);
  const decoded = decodeLegacy(bytes, encoding);
  const invalid = decoded.search(/[\0\ufffd]/);
  if (invalid < 0) return { block: { bytes: Buffer.from(decoded) }, tail };
  const code = (bytes[invalid] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const what =
    decoded[invalid] === '\0' ? 'a NUL character' : `byte 0x${code}, which is nothing in ${encoding}`;
  return { block: { bytes: Buffer.from(decoded.slice(0, invalid)), invalid: what }, tail };
}

interface Checked {
  readonly block: TextBlock;
  /** The start of a character whose other bytes are in the next chunk. */
  readonly tail: Buffer;
}

function checkUtf8(bytes: Buffer): Checked {
  const whole = bytes.subarray(0, bytes.length - cutCharacterBytes(bytes));
  const tail = bytes.subarray(whole.length);
  const end = isUtf8(whole) ? whole.length : firstInvalidUtf8(whole);
  const nul = whole.indexOf(0);
  if (nul >= 0 && nul < end)
    return { block: { bytes: whole.subarray(0, nul), invalid: 'a NUL character' }, tail };
  if (end === whole.length) return { block: { bytes: whole }, tail };
  const code = (whole[end] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return { block: { bytes: whole.subarray(0, end), invalid: `byte 0x${code}, which is not UTF-8` }, tail };
}

/** Length of an unfinished character at the end: 0 to 3 bytes. */
function cutCharacterBytes(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > length ? length : 0;
  }
  return 0;
}

/** Offset of the first byte that is not UTF-8; replacement characters that the text really holds are passed. */
function firstInvalidUtf8(bytes: Buffer): number {
  const decoded = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let at = decoded.indexOf('\ufffd'); at >= 0; at = decoded.indexOf('\ufffd', from)) {
    offset += Buffer.byteLength(decoded.slice(from, at));
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset;
    offset += 3;
    from = at + 1;
  }
  return bytes.length;
}

function checkUtf16(bytes: Buffer, bigEndian: boolean): Checked {
  let end = bytes.length - (bytes.length % 2);
  const lastUnit = end >= 2 ? (bigEndian ? bytes.readUInt16BE(end - 2) : bytes.readUInt16LE(end - 2)) : 0;
  if (lastUnit >= 0xd800 && lastUnit < 0xdc00) end -= 2;
  const units = bytes.subarray(0, end);
  const decoded = (bigEndian ? Buffer.from(units).swap16() : units).toString('utf16le');
  const tail = bytes.subarray(end);
  // In a regular expression with the u flag, a surrogate that is part of a pair is not seen as one.
  const invalid = decoded.search(/[\p{Surrogate}\0]/u);
  if (invalid < 0) return { block: { bytes: Buffer.from(decoded) }, tail };
  const what = decoded[invalid] === '\0' ? 'a NUL character' : 'half a UTF-16 character';
  return { block: { bytes: Buffer.from(decoded.slice(0, invalid)), invalid: what }, tail };
}
