/**
 * The directory of a compound file (CFB, "OLE"), the container of .xls workbooks and of password-protected
 * ones [MS-CFB §2.2, §2.6]. Only names are read, and only as far as the given bytes reach.
 */

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENTRY_BYTES = 128;
/** Ends a chain of sectors; every larger number is reserved as well. */
const LAST_SECTOR = 0xfffffffa;

export function isCompoundFile(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Names of the streams and storages, or undefined when the directory lies beyond the given bytes. */
export function compoundEntryNames(bytes: Uint8Array): string[] | undefined {
  if (bytes.byteLength < 512) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sectorBytes = 1 << (view.getUint16(30, true) & 0x0f);
  if (sectorBytes < 512) return undefined;
  const start = (sector: number): number => (sector + 1) * sectorBytes;
  const within = (offset: number, length: number): boolean =>
    offset >= 0 && offset + length <= view.byteLength;

  const names: string[] = [];
  const visited = new Set<number>();
  let sector = view.getUint32(48, true);
  while (sector < LAST_SECTOR && !visited.has(sector) && within(start(sector), sectorBytes)) {
    visited.add(sector);
    for (let at = start(sector); at < start(sector) + sectorBytes; at += ENTRY_BYTES) {
      const name = entryName(view, at);
      if (name !== undefined) names.push(name);
    }
    sector = nextSector(sector);
  }
  return names.length === 0 ? undefined : names;

  function nextSector(current: number): number {
    const perSector = sectorBytes / 4;
    const slot = Math.floor(current / perSector);
    // The header lists the first 109 sectors of the allocation table: 7 MB at the usual sector size. Beyond
    // them the chain is given up; whoever needs the rest has the names found so far.
    if (slot >= 109) return LAST_SECTOR;
    const at = start(view.getUint32(76 + slot * 4, true)) + (current % perSector) * 4;
    return within(at, 4) ? view.getUint32(at, true) : LAST_SECTOR;
  }
}

function entryName(view: DataView, at: number): string | undefined {
  const nameBytes = view.getUint16(at + 64, true);
  const type = view.getUint8(at + 66);
  if (type === 0 || type > 5 || nameBytes < 4 || nameBytes > 64) return undefined;
  let name = '';
  for (let i = 0; i < nameBytes - 2; i += 2) name += String.fromCharCode(view.getUint16(at + i, true));
  return name;
}
