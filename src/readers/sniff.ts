/**
 * What a file is, by its content: signatures and the look of its text, never its name. Names lie: web pages
 * are saved as .xls, protected workbooks as .xlsx. May import model/ only.
 */
import { compoundEntryNames, isCompoundFile } from './compound-file.ts';

/** Encodings of one byte per character, of which no text says which one it is in. */
export type LegacyEncoding = 'windows-1252' | 'macintosh';
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | LegacyEncoding;

export type Content =
  | 'csv'
  | 'xlsx'
  | 'xls'
  | 'encrypted-workbook'
  /** A zip container without a workbook, as far as the head shows; its central directory decides. */
  | 'zip'
  | 'html'
  | 'json'
  | 'xml'
  | 'xml-spreadsheet'
  | 'pdf'
  | 'utf-16-unmarked'
  | 'binary'
  | 'empty';

export interface Sniffed {
  readonly content: Content;
  /** What the file really is, to follow "this is": `a PDF document`. */
  readonly what: string;
  /** Of text; `bomBytes` precede it. */
  readonly encoding: TextEncodingName;
  readonly bomBytes: number;
}

/** As much of a file as `sniffFormat` wants to see. */
export const HEAD_BYTES = 65_536;
const TEXT_SAMPLE_BYTES = 8192;

/** Signatures of what is no table; the longest common mistakes first. */
const SIGNATURES: readonly (readonly [prefix: string, what: string])[] = [
  ['\x1f\x8b', 'a gzip archive'],
  ["7z\xbc\xaf'\x1c", 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['BZh', 'a bzip2 archive'],
  ['\xfd7zXZ\x00', 'an xz archive'],
  ['\x89PNG\r\n', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['SQLite format 3\x00', 'an SQLite database'],
  ['PAR1', 'a Parquet file'],
  ['{\\rtf', 'an RTF document'],
  ['version https://git-lfs', 'a Git LFS pointer, not the file it points to'],
];

/** Decides from the first bytes (`HEAD_BYTES` of them, or all there are) what a file is. Never throws. */
export function sniffFormat(head: Uint8Array): Sniffed {
  const latin = asBuffer(head).toString('latin1', 0, TEXT_SAMPLE_BYTES);
  if (isCompoundFile(head)) return compound(head);
  // BIFF 2 to 8 without a container: a bare "beginning of file" record.
  if (latin[0] === '\x09' && '\x00\x02\x04\x08'.includes(latin[1] ?? '-') && latin[3] === '\x00') {
    return found('xls', 'an Excel workbook (BIFF)');
  }
  if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return zip(head);
  if (latin.startsWith('%PDF-')) return found('pdf', 'a PDF document');
  const signature = SIGNATURES.find(([prefix]) => latin.startsWith(prefix));
  if (signature) return found('binary', signature[1]);
  return text(head, latin);
}

/** What a zip container is, by the names of its entries. */
export function describeArchive(names: readonly string[]): {
  readonly isWorkbook: boolean;
  readonly what: string;
} {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/^\/?xl\/workbook\d*\.xml$/i)) return { isWorkbook: true, what: 'an Excel workbook (xlsx)' };
  const what = has(/^\/?xl\/workbook\.bin$/i)
    ? 'a binary Excel workbook (xlsb)'
    : has(/^word\//i)
      ? 'a Word document'
      : has(/^ppt\//i)
        ? 'a PowerPoint presentation'
        : has(/^mimetype$/) && has(/^content\.xml$/)
          ? 'an OpenDocument file'
          : 'a zip archive without a workbook';
  return { isWorkbook: false, what };
}

function zip(head: Uint8Array): Sniffed {
  const bytes = asBuffer(head);
  const names: string[] = [];
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    if (at + 30 > bytes.length) break;
    names.push(
      bytes.toString('latin1', at + 30, Math.min(at + 30 + bytes.readUInt16LE(at + 26), bytes.length)),
    );
  }
  const { isWorkbook, what } = describeArchive(names);
  // A large first entry may hide the others; a part under xl/ is as good a witness.
  if (isWorkbook || names.some((name) => /^\/?xl\/(?!.*\.bin$)/i.test(name))) {
    return found('xlsx', 'an Excel workbook (xlsx)');
  }
  return found('zip', what);
}

function compound(head: Uint8Array): Sniffed {
  const names = compoundEntryNames(head) ?? [];
  if (names.includes('EncryptedPackage')) return found('encrypted-workbook', 'a password-protected workbook');
  if (names.includes('WordDocument')) return found('binary', 'a Word document (doc)');
  if (names.includes('PowerPoint Document')) return found('binary', 'a PowerPoint presentation (ppt)');
  // The directory may lie beyond the head; then the parser says whether there is a workbook.
  return found('xls', 'an Excel workbook (xls)');
}

function text(head: Uint8Array, latin: string): Sniffed {
  const { encoding, bomBytes } = byteOrderMark(latin);
  if (encoding === 'utf-8') {
    if (isUnmarkedUtf16(latin)) return found('utf-16-unmarked', 'UTF-16 text without a byte order mark');
    if (looksBinary(latin)) return found('binary', 'binary data of an unknown kind');
  }
  const sample = new TextDecoder(encoding, { ignoreBOM: true })
    .decode(head.subarray(bomBytes, TEXT_SAMPLE_BYTES))
    .replace(/^(?:\s|<!--[\s\S]*?-->)+/, '');
  if (sample === '' && head.byteLength <= TEXT_SAMPLE_BYTES) {
    return found('empty', head.byteLength === 0 ? 'an empty file' : 'a file of blanks', encoding, bomBytes);
  }
  if (
    /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|script|title|div|style)\b/i.test(
      sample,
    )
  ) {
    return found('html', 'a web page (HTML)', encoding, bomBytes);
  }
  if (/^MIME-Version:/i.test(sample)) return found('html', 'a web archive (MHTML)', encoding, bomBytes);
  if (/^<[?!a-z]/i.test(sample)) {
    return sample.includes('urn:schemas-microsoft-com:office:spreadsheet')
      ? found('xml-spreadsheet', 'an XML spreadsheet (Excel 2003)', encoding, bomBytes)
      : found('xml', 'an XML document', encoding, bomBytes);
  }
  if (/^(?:\{\s*["}]|\[\s*(?:["{[\]\d-]|true|false|null))/.test(sample)) {
    return found('json', 'JSON', encoding, bomBytes);
  }
  return found('csv', encoding === 'utf-8' ? 'text' : `${encoding.toUpperCase()} text`, encoding, bomBytes);
}

function byteOrderMark(latin: string): Pick<Sniffed, 'encoding' | 'bomBytes'> {
  if (latin.startsWith('\xef\xbb\xbf')) return { encoding: 'utf-8', bomBytes: 3 };
  if (latin.startsWith('\xff\xfe')) return { encoding: 'utf-16le', bomBytes: 2 };
  if (latin.startsWith('\xfe\xff')) return { encoding: 'utf-16be', bomBytes: 2 };
  return { encoding: 'utf-8', bomBytes: 0 };
}

/** Latin text in UTF-16 has a zero in every second byte, and hardly any in the others. */
function isUnmarkedUtf16(latin: string): boolean {
  const zeros: [even: number, odd: number] = [0, 0];
  for (let i = 0; i < latin.length; i++) if (latin[i] === '\0') zeros[(i % 2) as 0 | 1]++;
  const pairs = latin.length / 2;
  const [low, high] = zeros[0] < zeros[1] ? zeros : [zeros[1], zeros[0]];
  return high > 0.4 * pairs && low < 0.05 * pairs;
}

/** Text has no zeros and next to no control characters besides tab, line and page breaks. */
function looksBinary(latin: string): boolean {
  let controls = 0;
  for (let i = 0; i < latin.length; i++) {
    const byte = latin.charCodeAt(i);
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  }
  return controls > latin.length / 200;
}

function found(content: Content, what: string, encoding: TextEncodingName = 'utf-8', bomBytes = 0): Sniffed {
  return { content, what, encoding, bomBytes };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
