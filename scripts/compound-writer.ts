/** A minimal compound file [MS-CFB] with the two streams of a password-protected workbook [MS-OFFCRYPTO §2.3]. */

const SECTOR = 512;
const END_OF_CHAIN = 0xfffffffe;
const FREE = 0xffffffff;
const ALLOCATION_TABLE = 0xfffffffd;
/** Streams from this size on live in sectors of their own; smaller ones would need a second kind of table. */
const STREAM_BYTES = 4096;

/** Sector 0: allocation table, 1: directory, then 8 sectors per stream. The content is not really encrypted. */
export function encryptedWorkbook(): Buffer {
  const streams = ['EncryptionInfo', 'EncryptedPackage'];
  const perStream = STREAM_BYTES / SECTOR;
  const table = Buffer.alloc(SECTOR, 0xff);
  table.writeUInt32LE(ALLOCATION_TABLE, 0);
  table.writeUInt32LE(END_OF_CHAIN, 4);
  const directory = [directoryEntry('Root Entry', 5, END_OF_CHAIN, 0, 1)];
  streams.forEach((name, index) => {
    const first = 2 + index * perStream;
    for (let i = 0; i < perStream; i++) {
      table.writeUInt32LE(i === perStream - 1 ? END_OF_CHAIN : first + i + 1, (first + i) * 4);
    }
    directory.push(directoryEntry(name, 2, first, STREAM_BYTES, FREE, index === 0 ? 2 : FREE));
  });
  while (directory.length < 4) directory.push(Buffer.alloc(128));

  const info = Buffer.alloc(STREAM_BYTES);
  info.writeUInt16LE(4, 0); // version 4.4, flags 0x40: "agile" encryption, described by XML
  info.writeUInt16LE(4, 2);
  info.writeUInt32LE(0x40, 4);
  info.write(
    '<?xml version="1.0"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>',
    8,
  );
  const content = Buffer.alloc(STREAM_BYTES, 0xa5);
  content.writeBigUInt64LE(BigInt(STREAM_BYTES - 8), 0);
  return Buffer.concat([header(), table, ...directory, info, content]);
}

function header(): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  bytes.writeUInt16LE(9, 30); // sectors of 2^9 bytes
  bytes.writeUInt16LE(6, 32);
  bytes.writeUInt32LE(1, 44); // one sector of allocation table
  bytes.writeUInt32LE(1, 48); // the directory starts in sector 1
  bytes.writeUInt32LE(STREAM_BYTES, 56);
  bytes.writeUInt32LE(END_OF_CHAIN, 60);
  bytes.writeUInt32LE(END_OF_CHAIN, 68);
  bytes.fill(0xff, 76);
  bytes.writeUInt32LE(0, 76); // the allocation table is sector 0
  return bytes;
}

function directoryEntry(
  name: string,
  type: number,
  start: number,
  size: number,
  child: number,
  right: number = FREE,
): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 0, 'utf16le');
  bytes.writeUInt16LE((name.length + 1) * 2, 64);
  bytes[66] = type;
  bytes[67] = 1;
  bytes.writeUInt32LE(FREE, 68);
  bytes.writeUInt32LE(right, 72);
  bytes.writeUInt32LE(type === 5 ? child : FREE, 76);
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(size, 120);
  return bytes;
}
