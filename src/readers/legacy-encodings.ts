/**
 * Text of one byte per character. The tables are ours: decoders of runtimes differ in what they make of 0x80 to 0x9f.
 * May import model/ only.
 */
import type { LegacyEncoding } from './sniff.ts';

/** 0x80 to 0x9f; the rest of Windows-1252 equals Latin-1. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';
/** 0x80 to 0xff of Mac OS Roman. */
const MACINTOSH =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü' +
  '†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø' +
  '¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ' +
  '‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** Of a byte that is no character. */
export const NO_CHARACTER = '\ufffd';

const HIGH: Readonly<Record<LegacyEncoding, string>> = {
  'windows-1252':
    WINDOWS_1252 + Array.from({ length: 96 }, (_, at) => String.fromCharCode(0xa0 + at)).join(''),
  macintosh: MACINTOSH,
};

/** The text of bytes in a one-byte encoding, character for byte. */
export function decodeLegacy(bytes: Buffer, encoding: LegacyEncoding): string {
  const high = HIGH[encoding];
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u00ff]/g, (character) => high[character.charCodeAt(0) - 0x80] ?? NO_CHARACTER);
}
