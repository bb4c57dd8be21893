/** Large files of junk, made when a test needs them: nobody commits 200 MB. */
import { closeSync, openSync, writeSync } from 'node:fs';

/** `noise`: bytes of no meaning; `unbroken`: text without a line break; `delimiters`: nothing but commas. */
export type Junk = 'noise' | 'unbroken' | 'delimiters';

const BLOCK_BYTES = 1_000_000;

/** Writes a file of `megabytes` × 10^6 bytes. */
export function writeJunkFile(path: string, megabytes: number, junk: Junk): void {
  const block = Buffer.alloc(BLOCK_BYTES, junk === 'unbroken' ? 'x' : ',');
  if (junk === 'noise') {
    let state = 20_181;
    for (let i = 0; i < block.length; i++) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      block[i] = state >>> 16;
    }
  }
  const file = openSync(path, 'w');
  try {
    for (let i = 0; i < megabytes; i++) writeSync(file, block);
  } finally {
    closeSync(file);
  }
}
