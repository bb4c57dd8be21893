import { describe, expect, it } from 'vitest';
import { decodeLegacy, NO_CHARACTER } from '../../../src/readers/legacy-encodings.ts';

describe('texts of one byte per character', () => {
  it.each([
    ['macintosh', [0x43, 0x99, 0x74, 0x8e], 'Côté'],
    ['windows-1252', [0x43, 0xf4, 0x74, 0xe9, 0x96], 'Côté–'],
    ['windows-1252', [0x54, 0xfc, 0x72], 'Tür'],
  ] as const)('of %s are read character for byte', (encoding, bytes, text) => {
    expect(decodeLegacy(Buffer.from(bytes), encoding)).toBe(text);
  });
  it('a byte that Windows-1252 gives to nothing is no character', () => {
    for (const byte of [0x81, 0x8d, 0x8f, 0x90, 0x9d]) {
      expect(decodeLegacy(Buffer.from([byte]), 'windows-1252')).toBe(NO_CHARACTER);
    }
  });
  it('every other byte is one character, and no two of them the same', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(new Set(decodeLegacy(bytes, 'macintosh')).size).toBe(256);
    expect(new Set(decodeLegacy(bytes, 'windows-1252')).size).toBe(252);
  });
});
